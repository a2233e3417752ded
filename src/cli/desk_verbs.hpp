// SPDX-License-Identifier: Apache-2.0
// What 'run' and 'desk' have in common.
#pragma once

#include <optional>

#include "cli/call.hpp"

namespace offices::cli {

/// --desk [PORT] and --desk-idle MINUTES, of `run`.
[[nodiscard]] std::vector<Flag> desk_flags();
/// What they say; nothing where `flag` was not typed. Fails with Code::usage for a number that is none.
[[nodiscard]] Result<std::optional<desk::DeskOptions>> desk_options(const Input& in, const char* flag);

}  // namespace offices::cli
