// SPDX-License-Identifier: Apache-2.0
// Any lines as the answers of a dialogue. It always has a question or is over; what it gathered reads back as it is.
#include <cstdint>
#include <string_view>

#include "accord/elicit.hpp"
#include "fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices::accord;  // NOLINT: one small program
  using offices::fuzz::require;
  AgendaFile agenda;
  agenda.agenda = {"fixed",
                   {{"a", IssueKind::discrete, {"x", "y", "z"}, 0, 0, {}, {}},
                    {"n", IssueKind::integer, {}, -1, 2, {}, {}},
                    {"b", IssueKind::discrete, {"p", "q"}, 0, 0, {}, {}}}};
  agenda.issues.resize(3);
  Elicitation dialogue(agenda);
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (int lines = 0; !text.empty() && !dialogue.done() && lines < 200; ++lines) {
    auto end = text.find('\n');
    auto number = dialogue.question().number;
    if (!dialogue.answer(text.substr(0, end))) require(dialogue.question().number == number);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  while (!dialogue.done()) require(dialogue.answer("skip").has_value());
  auto got = dialogue.appraisal();
  require(gaps(agenda, got).empty());
  auto back = read_appraisal(agenda, {"again", write_appraisal(agenda, got)});
  require(back.has_value() && *back == got);
  return 0;
}
