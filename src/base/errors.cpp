// SPDX-License-Identifier: Apache-2.0
#include "base/errors.hpp"

#include <cstddef>

namespace offices::base {
namespace {

constexpr CodeInfo table[] = {
#define OFFICES_CODE(name, http, exit, message, hint) {Code::name, #name, http, Exit::exit, message, hint},
#include "base/errors.def"
#undef OFFICES_CODE
};

}  // namespace

const CodeInfo& info(Code code) { return table[static_cast<std::size_t>(code)]; }

std::span<const CodeInfo> all_codes() { return table; }

Code code_named(std::string_view name) {
  for (const auto& row : table)
    if (row.name == name) return row.code;
  return Code::internal;
}

}  // namespace offices::base
