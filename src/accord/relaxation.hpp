// SPDX-License-Identifier: Apache-2.0
// Relaxation: an additive scenario in doubles, and the convex relaxation of a bargaining solution over it.
#pragma once

#include <cstdint>
#include <vector>

#include "accord/scaled.hpp"
#include "accord/search.hpp"

namespace offices::accord {

/// Worths as doubles, relative error about 2^-52 each; good for guidance and for bounds with a margin.
struct RoughModel {
  RoughModel(const Compact<Integer>& compact, const std::vector<Integer>& unit, const std::vector<Rational>& d);

  [[nodiscard]] double value(std::size_t issue, std::size_t cls, const std::vector<double>& weights) const;
  [[nodiscard]] double best(std::size_t issue, const std::vector<double>& weights) const;
  [[nodiscard]] std::uint32_t argbest(std::size_t issue, const std::vector<double>& weights) const;
  /// Σ weights · gain at its largest.
  [[nodiscard]] double top(const std::vector<double>& weights) const;
  [[nodiscard]] std::vector<double> gains(const std::vector<std::uint32_t>& choice) const;
  /// out = gains with one issue changed.
  void shift(const std::vector<double>& gains, std::size_t issue, std::uint32_t from, std::uint32_t to, std::vector<double>& out) const;
  [[nodiscard]] double goal(const std::vector<double>& gains, Goal goal) const;
  /// What every bound and comparison in doubles gives way by. A gain, a weighted sum (weights sum to 1) or a sum of
  /// regrets is a sum of at most 2,000 issues · 32 sides, each term off by a few 2^-53 of itself and partial sums at most
  /// 2 · scale: in all it is off by less than (2 · 2,000 + 4 · 32) · 2 · 2^-53 · scale < 10^-12 · scale, and what is needed for a
  /// product (by log and exp, each within 2 units in the last place, of logarithms below 10^3) by less than as much
  /// again. The margin is 10^-9 · scale: doubles never cut off what they should keep.
  [[nodiscard]] double margin() const { return 1e-9 * scale; }

  std::vector<std::vector<std::vector<double>>> issues;  ///< [issue][class][side]
  std::vector<double> start;                             ///< [side] base - d
  double scale = 0;                                      ///< the largest magnitude a gain can have
};

struct Relaxation {
  std::vector<std::vector<double>> weights;        ///< the best first; each gives a bound
  std::vector<std::vector<std::uint32_t>> starts;  ///< choices worth improving
  double bound = 0;                                ///< no outcome's goal is above this
  double bound_scale = 0;                          ///< of the first weights' values
};

/// When time is up fewer weights are tried; every bound holds all the same.
[[nodiscard]] Relaxation relax(const RoughModel& model, Goal goal, const Control& control);

}  // namespace offices::accord
