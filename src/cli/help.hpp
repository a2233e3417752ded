// SPDX-License-Identifier: Apache-2.0
// Help: what the table says, for a person, a shell and the manual.
#pragma once

#include <string>
#include <string_view>

#include "cli/layout.hpp"
#include "cli/table.hpp"

namespace offices::cli {

/// "goodoffices signal CASE --to NAME… [--act ACT] …"
[[nodiscard]] std::string usage_line(const Verb& verb);
/// --help of one verb.
[[nodiscard]] std::string help_of(const Verb& verb, const View& view);
/// --help of a group ("case"), or of the whole program where `group` is empty. Empty where there is no such group.
[[nodiscard]] std::string help_of_group(std::string_view group, const View& view);

/// A completion script. Its only input is the table.
[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();

/// A manual page in man(7) macros: of one verb ("goodoffices-case-open"), or of the program.
[[nodiscard]] std::string man_page(const Verb& verb);
[[nodiscard]] std::string man_page();

/// "0.1.0"
[[nodiscard]] std::string_view version();

}  // namespace offices::cli
