// SPDX-License-Identifier: Apache-2.0
// Errors: the one table of refusals. Names are stable; scripts rely on them.
#pragma once

#include <span>
#include <string_view>

namespace offices::base {

/// What the process exits with.
enum class Exit : int { done = 0, refused = 1, usage = 2, unreachable = 3, unverified = 4, store = 5, internal = 6 };

enum class Code {
#define OFFICES_CODE(name, http, exit, message, hint) name,
#include "base/errors.def"
#undef OFFICES_CODE
};

struct CodeInfo {
  Code code;
  std::string_view name;     ///< stable, snake_case
  int http;                  ///< status of the relay and the desk
  Exit exit;                 ///< of a verb that ends with it
  std::string_view message;  ///< lower case, no full stop
  std::string_view hint;     ///< what to do; may be empty
};

/// The row of `code`.
[[nodiscard]] const CodeInfo& info(Code code);
/// All rows, for documentation and tests.
[[nodiscard]] std::span<const CodeInfo> all_codes();
/// The code of that name, or Code::internal.
[[nodiscard]] Code code_named(std::string_view name);

}  // namespace offices::base
