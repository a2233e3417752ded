// SPDX-License-Identifier: Apache-2.0
// Difference: what changed between two versions of a text, word by word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace offices::base {

enum class Mark { kept, removed, added };

struct Piece {
  Mark mark = Mark::kept;
  std::string text;
  bool operator==(const Piece&) const = default;
};

/// The pieces of both texts in order: kept and removed ones together are `before`, kept and added ones `after`, octet by
/// octet. Neighbours differ in mark; what was removed comes before what was added in its place.
///
/// Cut between words: at spaces and punctuation, and around each character of scripts without spaces (Han, kana, Hangul,
/// Thai, Lao, Khmer, Burmese). Combining marks, joiners, direction marks and variation selectors stay with the character
/// before them. Shortest edit script (Myers 1986) unless more than 800 pieces in a row differ.
/// Fails with Code::text_not_utf8 or text_too_long (base/text.hpp).
[[nodiscard]] Result<std::vector<Piece>> differences(std::string_view before, std::string_view after);

/// [{"kind": "kept" | "removed" | "added", "text"}…], as results spell them.
[[nodiscard]] Json to_json(const std::vector<Piece>& pieces);

}  // namespace offices::base
