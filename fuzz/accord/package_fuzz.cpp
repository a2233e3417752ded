// SPDX-License-Identifier: Apache-2.0
// Any file as a package against a fixed agenda, whole or with open issues, and as a number. What reads settles issues
// with options there are, and reads back the same; a number that reads is spelled so that it reads back the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "accord/package.hpp"

namespace {

const offices::accord::Agenda& agenda() {
  static const offices::accord::Agenda fixed{"fixed",
                                             {{"a", offices::accord::IssueKind::discrete, {"x", "y"}, 0, 0, {}, {}},
                                              {"n", offices::accord::IssueKind::integer, {}, -3, 9, {}, {}}}};
  return fixed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  if (auto outcome = offices::accord::read_outcome(agenda(), {"input", text}))
    for (std::size_t i = 0; i < 2; ++i)
      if (outcome->choice[i] >= agenda().issues[i].size()) std::abort();
  if (auto package = offices::accord::read_package(agenda(), text)) {
    auto again = offices::accord::read_package(agenda(), offices::accord::write_package(agenda(), *package));
    if (!again || *again != *package) std::abort();
  }
  if (auto number = offices::accord::parse_number(text)) {
    auto again = offices::accord::parse_number(offices::accord::exact_text(*number));
    if (again && *again != *number) std::abort();
  }
  return 0;
}
