// SPDX-License-Identifier: Apache-2.0
// Scaled: utilities as integers over one denominator per side, in the narrowest type that cannot overflow, with the
// options that can never be part of a frontier outcome left out.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "accord/model.hpp"

namespace offices::accord {

/// Every side's worths times its `unit`. worth[issue][option * sides + side].
struct Scaled {
  std::size_t sides = 0;
  std::vector<Integer> unit;
  std::vector<Integer> base;
  std::vector<std::vector<Integer>> worth;
  unsigned bits = 0;  ///< every sum of worths, of any subset of issues, is below 2^bits in magnitude
};

/// Scales the additive part of `scenario` (terms ignored). All issues are discrete or integer.
[[nodiscard]] Scaled scale(const Scenario& scenario);

/// Options of one issue that are worth the same to everybody.
template <class T>
struct Class {
  std::vector<T> worth;  ///< [side]
  std::uint64_t count = 1;
  std::uint32_t option = 0;  ///< the first of them
};

/// An issue with its dominated options left out, sorted by the first side's worth, falling.
template <class T>
struct Choices {
  std::size_t issue = 0;
  std::vector<Class<T>> classes;
};

/// What is left to decide: issues with one class only are settled into `base`, `settled` and `factor`.
template <class T>
struct Compact {
  std::size_t sides = 0;
  std::vector<T> base;             ///< [side]
  std::vector<Choices<T>> issues;  ///< in the order that is best to add them: narrow ones first
  Outcome settled;                 ///< one choice for every issue; those in `issues` are replaced
  Integer factor = 1;              ///< each frontier outcome stands for that many more
};

/// Leaves out, issue by issue, each option that another beats for one side and equals for the others. Additive
/// frontier outcomes hold none of those. T must hold scaled.bits.
template <class T>
[[nodiscard]] Compact<T> compact(const Scaled& scaled);

}  // namespace offices::accord
