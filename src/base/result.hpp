// SPDX-License-Identifier: Apache-2.0
// Result: what every call that can be refused from outside returns.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/errors.hpp"

namespace offices::base {

/// A refusal: its stable code and, for a person, what in particular was wrong.
/// `detail` never holds a secret, a payload or a library's what().
struct Error {
  Code code{};
  std::string detail;
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(Code::malformed, "why");` in any function that returns a Result.
[[nodiscard]] inline std::unexpected<Error> fail(Code code, std::string detail = {}) {
  return std::unexpected(Error{code, std::move(detail)});
}

}  // namespace offices::base

namespace offices {
using base::Code;
using base::Error;
using base::fail;
using base::Result;
}  // namespace offices

// OFFICES_TRY(name, expression): binds the value, or returns the error to the caller.
#define OFFICES_TRY_JOIN2(a, b) a##b
#define OFFICES_TRY_JOIN(a, b) OFFICES_TRY_JOIN2(a, b)
#define OFFICES_TRY_AS(tmp, decl, expr)                     \
  auto tmp = (expr);                                        \
  if (!tmp) return std::unexpected(std::move(tmp).error()); \
  decl = *std::move(tmp)
#define OFFICES_TRY(name, expr) OFFICES_TRY_AS(OFFICES_TRY_JOIN(try_, __LINE__), auto name, expr)
/// The same for an assignment to something that exists.
#define OFFICES_TRY_SET(lhs, expr) OFFICES_TRY_AS(OFFICES_TRY_JOIN(try_, __LINE__), lhs, expr)
/// The same for Result<void>.
#define OFFICES_CHECK(expr)                                                    \
  do {                                                                         \
    if (auto check_ = (expr); !check_) return std::unexpected(check_.error()); \
  } while (false)
