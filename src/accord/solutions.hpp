// SPDX-License-Identifier: Apache-2.0
// Solutions: the points of a frontier that the classical bargaining solutions pick, all ties, under the conventions in
// use (docs/negotiation.md says where they disagree).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "accord/frontier.hpp"

namespace offices::accord {

enum class Convention { offices, genius, negmas };
[[nodiscard]] std::string_view name_of(Convention convention);
[[nodiscard]] std::optional<Convention> convention_named(std::string_view name);

/// What one concept picks: its value and every frontier point that attains it (indices, ascending). No points: the
/// concept has no answer here, because the ZOPA is empty.
struct Solution {
  Rational value;
  std::vector<std::size_t> points;
  bool individually_rational = true;  ///< all of its points are in the ZOPA
};

/// With d the disagreement point, g = u - d, and leximin: the smallest largest, then the next smallest, …
///
/// offices, over the ZOPA: nash = max Π g (Nash 1950); kalai_smorodinsky = leximin of g/(ideal - d), ideal the best of
/// each side over the ZOPA (Kalai & Smorodinsky 1975; sides that cannot gain are left out); egalitarian = leximin of g
/// (Kalai 1977); utilitarian = max Σ u over the whole frontier, flagged where it leaves the ZOPA.
/// genius: nash over the whole frontier; kalai_smorodinsky = min Σ |u_i - u_k| over the whole frontier; the others
/// as offices. negmas, over the rational frontier: nash as offices; egalitarian = max min g, not leximin;
/// kalai_smorodinsky = min over points of the spread max - min of g/(ideal - d), ideal over all outcomes;
/// utilitarian = max Σ u.
struct Solutions {
  Solution nash, kalai_smorodinsky, egalitarian, utilitarian;
  std::vector<Rational> ideal;  ///< [side] over the ZOPA (negmas: over all outcomes); empty where the ZOPA is
  std::size_t rational_size = 0;
};

/// The disagreement point: the reservation value, else 0; under negmas the larger of that and the side's lowest
/// utility (`lowest`, [side]).
[[nodiscard]] std::vector<Rational> disagreement_point(const Scenario& scenario, Convention convention,
                                                       const std::vector<Rational>& lowest);

/// Which points give every side at least `d`.
[[nodiscard]] std::vector<bool> rational_points(const Frontier& frontier, const std::vector<Rational>& d);

/// Exact: doubles with error bounds only sort out what cannot win. O(points) plus rationals for near ties.
[[nodiscard]] Solutions solutions(const Frontier& frontier, const std::vector<Rational>& d, Convention convention);

}  // namespace offices::accord
