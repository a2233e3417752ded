// SPDX-License-Identifier: Apache-2.0
// Api: the one function behind the command line, the socket and the desk. docs/api.md lists the verbs.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace offices::post {

/// Whoever answers verbs: a post in this process, or a running one behind its socket.
class Api {
 public:
  virtual ~Api() = default;
  /// Carries out `verb` with `args`. A refusal is an Error; nothing was written then.
  [[nodiscard]] virtual Result<Json> call(std::string_view verb, const Json& args) = 0;
};

/// {"error":{"code","message","hint"}} for every way out of the process.
[[nodiscard]] Json error_json(const Error& error);
/// Reads such an object back; Code::internal where it is none.
[[nodiscard]] Error error_from_json(const Json& json);

}  // namespace offices::post
