// SPDX-License-Identifier: Apache-2.0
// Tree: JSON read with its order of keys and its numbers as written, so that 0.1 stays one tenth.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accord/exact.hpp"
#include "base/result.hpp"

namespace offices::accord {

struct Member;

struct Tree {
  enum class Kind { null, boolean, number, string, array, object };
  Kind kind = Kind::null;
  bool truth = false;
  std::string text;             ///< of a string; of a number, its token
  std::vector<Tree> items;      ///< of an array
  std::vector<Member> members;  ///< of an object, in the order written

  /// The member of that name, or nullptr (also where this is no object).
  [[nodiscard]] const Tree* find(std::string_view key) const;
  [[nodiscard]] bool is(Kind k) const { return kind == k; }
};

struct Member {
  std::string key;
  Tree value;
};

/// Reads one JSON value of UTF-8 text. Refused with Code::malformed: duplicate keys, NaN, nesting over 32 levels,
/// numbers of more than 400 characters, anything after the value.
[[nodiscard]] Result<Tree> parse_tree(std::string_view text);

/// The value of a number, or of a string that spells one ("0.1", "1/3"). Fails with Code::malformed naming `where`.
[[nodiscard]] Result<Rational> number_of(const Tree& tree, const std::string& where);

}  // namespace offices::accord
