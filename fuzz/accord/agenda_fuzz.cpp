// SPDX-License-Identifier: Apache-2.0
// Any file as an agenda. What reads has one spelling, which reads back as the same agenda, and undertakings can be made
// of it.
#include <cstdint>
#include <string>

#include "accord/package.hpp"
#include "fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices::accord;  // NOLINT: one small program
  using offices::fuzz::require;
  auto agenda = read_agenda({"input", std::string(reinterpret_cast<const char*>(data), size)});
  if (!agenda) return 0;
  auto text = write_agenda(*agenda);
  require(text.size() <= agenda_bytes_max);
  auto back = read_agenda({"again", text});
  require(back.has_value() && *back == *agenda && write_agenda(*back) == text);
  Package first{std::vector<std::optional<std::uint32_t>>(agenda->agenda.issues.size(), 0)};
  for (const auto& follows : undertakings(*agenda, first)) require(!follows.by.empty() && !follows.to.empty() && !follows.text.empty());
  return 0;
}
