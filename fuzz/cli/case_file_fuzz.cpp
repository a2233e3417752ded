// SPDX-License-Identifier: Apache-2.0
// A case file may come from anyone and names commands. What reads is spelled again to what reads the same, in one
// spelling, and reaches no file but its own.
#include <cstdint>

#include "cli/case_file.hpp"
#include "cli/table.hpp"
#include "fuzz/require.hpp"

namespace offices::cli {
namespace {

using fuzz::require;

const Flag* flag_named(const Verb& verb, std::string_view name) {
  for (const auto& f : verb.flags)
    if (f.name == name) return &f;
  return nullptr;
}

/// Asks again, in another way than the reader does, that no argument names a file outside the step.
void stays_inside(const CaseFileStep& step) {
  const auto* verb = find_verb(step.verb);
  require(verb != nullptr);
  for (std::size_t i = 0; i < step.args.size(); ++i) {
    const auto& arg = step.args[i];
    for (const char* outside : {"--home", "--passphrase-file", "--json", "--request-id", "--help"}) require(!arg.starts_with(outside));
    const auto* f = flag_named(*verb, arg);
    if (f == nullptr || f->takes == Takes::words) continue;
    const auto& value = step.args.at(i + 1);
    require(value.find('/') == std::string::npos || f->value == "LANG=FILE");
  }
  for (const auto& [name, content] : step.files) require(name.find('/') == std::string::npos && !name.starts_with('.'));
}

}  // namespace
}  // namespace offices::cli

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  auto file = cli::read_case_file({data, size});
  if (!file) return 0;
  auto spelled = cli::spell_case_file(*file);
  auto again = cli::read_case_file(base::as_bytes(spelled));
  fuzz::require(again.has_value() && *again == *file && cli::spell_case_file(*again) == spelled);
  for (const auto& step : file->steps) cli::stays_inside(step);
  return 0;
}
