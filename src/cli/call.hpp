// SPDX-License-Identifier: Apache-2.0
// Call: one verb being carried out: what was typed, where it prints, and the post behind it.
#pragma once

#include <memory>

#include "cli/console.hpp"
#include "cli/engine.hpp"
#include "cli/input.hpp"
#include "cli/layout.hpp"
#include "cli/table.hpp"

namespace offices::cli {

struct Call {
  const Verb& verb;
  const Input& in;
  Console& console;
  Engine& engine;
  int exit = 0;  ///< for a verb that printed its result and yet did not succeed

  [[nodiscard]] bool json() const { return in.has("json"); }
  /// Opens the post that the flags name.
  [[nodiscard]] Result<std::unique_ptr<post::Api>> open() const;
  /// Prints a result: one line of JSON, or what the verb's `say` makes of it.
  [[nodiscard]] Result<void> print(const Json& result) const;
};

/// Makes the arguments of a verb of docs/api.md from what was typed; may read files and standard input.
using MakeArgs = std::function<Result<Json>(Call&)>;

/// The usual verb: make the arguments, call `api_verb`, print the result.
[[nodiscard]] Run calls(std::string api_verb, MakeArgs make);

/// Does what `argv` says (without the program's name) and returns the exit code. Never throws.
[[nodiscard]] int dispatch(std::span<const std::string> argv, Console& console, Engine& engine);

}  // namespace offices::cli
