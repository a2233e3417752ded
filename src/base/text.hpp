// SPDX-License-Identifier: Apache-2.0
// Text: which strings may be words of a statement or a name, and what in them does not show.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace offices::base {

inline constexpr std::size_t text_bytes_max = 256 * 1024;
inline constexpr std::size_t line_bytes_max = 200;

/// Whether `text` is well-formed UTF-8 (Unicode 15, table 3-7).
[[nodiscard]] bool is_utf8(std::string_view text);

/// Admits words: 1 to text_bytes_max octets of UTF-8 with something visible in them. Refused are U+202A to U+202E,
/// U+2066 to U+2069, U+FEFF and control characters but tab and newline; U+200C to U+200F and U+061C are kept.
/// Fails with Code::text_empty, text_too_long, text_not_utf8 or text_forbidden_character.
[[nodiscard]] Result<void> check_text(std::string_view text);

/// Admits a name or title: words of one line and at most line_bytes_max octets, without space at the ends.
[[nodiscard]] Result<void> check_line(std::string_view text);

/// The beginning of a text, at most 120 octets of it, cut between characters; "…" where something is left out.
[[nodiscard]] std::string excerpt(std::string_view text);

/// Spells joiners, direction marks and other invisible characters as ⟨U+200C⟩, so that a person can see them.
[[nodiscard]] std::string reveal(std::string_view text);

}  // namespace offices::base
