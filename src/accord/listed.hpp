// SPDX-License-Identifier: Apache-2.0
// Listed: frontiers given point by point.
#pragma once

#include <vector>

#include "accord/frontier.hpp"

namespace offices::accord {

struct ListedPoint {
  std::vector<Integer> scaled;  ///< [side]
  Integer count;
  Outcome outcome;
};

/// Drops points that another dominates or repeats. O(points²) at worst; for short lists.
[[nodiscard]] std::vector<ListedPoint> undominated(std::vector<ListedPoint> points);
/// `frontier` and the outcomes in `found`, without what is dominated then. Keeps exactness flags and slack.
[[nodiscard]] Frontier with_outcomes(const Frontier& frontier, const Scenario& scenario, const std::vector<Outcome>& found);
/// A frontier of these points, which none of them dominates; sorts them.
[[nodiscard]] Frontier listed_frontier(std::vector<ListedPoint> points, std::vector<Integer> unit);

}  // namespace offices::accord
