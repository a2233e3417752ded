// SPDX-License-Identifier: Apache-2.0
// Accord verbs: `goodoffices accord …`, the negotiation solver on files, without a post or a case.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

namespace offices::cli {

/// Carries out `accord` with the words after it: solve, frameworks, explain, convert, plot, each with --help. Results
/// go to `out`, errors and a progress bar (only where `stderr_is_terminal`) to `err`; with --json errors go to `out` as
/// JSON. Returns the process's exit code. An interrupt (SIGINT) while solving ends it with Code::cancelled.
[[nodiscard]] int run_accord(std::span<const std::string> args, std::ostream& out, std::ostream& err, bool stderr_is_terminal);

}  // namespace offices::cli
