// SPDX-License-Identifier: Apache-2.0
// What people type and what peers wrote: a command line never brings the program down, a charter that reads is written to
// what reads the same, and nothing that a terminal would obey comes through.
#include <cstdint>

#include "base/text.hpp"
#include "cli/charter.hpp"
#include "cli/input.hpp"
#include "cli/layout.hpp"
#include "fuzz/require.hpp"

namespace offices::cli {
namespace {

using fuzz::require;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty() && words.size() < 64) {
    auto end = std::min(text.find('\n'), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

void command_line(std::string_view text) {
  auto words = words_of(text);
  auto request = read_request(words);
  if (!request) return require(request.error().code == Code::usage);
  require(request->wants != Request::Wants::verb || request->verb != nullptr);
}

void charter(std::string_view text) {
  if (!base::is_utf8(text)) return;
  auto read = read_charter(text);
  if (!read) return;
  auto written = charter_file(*read);
  written.pop_back();  // the line break that files end with
  auto again = read_charter(written);
  // Words that look like leading lines need leading lines before them to stay words.
  if (read->size() > 1) require(again.has_value() && *again == *read);
}

void terminal(std::string_view text) {
  auto safe = clean(text);
  require(base::is_utf8(safe));
  for (char c : safe) require(c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
  require(safe.find("\u202e") == std::string::npos && safe.find("\u2066") == std::string::npos);
  require(block(text, "| ", {80, false}).starts_with("| "));
}

}  // namespace
}  // namespace offices::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  auto text = base::as_text({data, size});
  cli::command_line(text);
  cli::charter(text);
  cli::terminal(text);
  return 0;
}
