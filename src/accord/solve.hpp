// SPDX-License-Identifier: Apache-2.0
// Solve: the whole answer to a scenario: frontier, solution points, ranges, and whether there is a zone of possible
// agreement.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "accord/control.hpp"
#include "accord/frontier.hpp"
#include "accord/solutions.hpp"

namespace offices::accord {

struct Request {
  Convention convention = Convention::offices;
  bool zopa_only = false;       ///< keep only frontier points that give every side its reservation value
  std::size_t real_steps = 32;  ///< options that stand for a real issue's range
  Control control;
  /// Gets frontier points in the answer's order while they are found, where the method allows (two sides, additive),
  /// with the agenda that they are about; Answer::streamed says how many.
  std::function<void(const Agenda&, const StreamedPoint&)> stream;
};

/// What would have to give where no outcome satisfies everybody.
struct Zopa {
  bool empty = false;
  bool certain = true;                         ///< false: empty or not depends on what the limits cut off
  std::vector<std::optional<Rational>> alone;  ///< [side] its least concession if it alone gives; none: not enough
  std::optional<Rational> equal;               ///< the least concession that suffices if every side makes it
};

/// No solution of its kind is better than `at_most`; equal to the value where the answer is exact.
struct Ceilings {
  Rational nash, egalitarian, utilitarian;
};

struct Answer {
  Scenario scenario;        ///< what was solved: without real issues
  bool continuous = false;  ///< the agenda had real issues
  Integer outcomes;         ///< of the scenario solved
  Frontier frontier;
  std::size_t streamed = 0;               ///< so many of the first points went to Request::stream
  Solutions solutions;                    ///< indices into `frontier`
  std::vector<Rational> lowest, highest;  ///< [side] over allowed outcomes; highest is a lower bound unless exact
  std::vector<Rational> disagreement;
  Zopa zopa;
  std::optional<Ceilings> ceilings;  ///< where not exact
  Convention convention = Convention::offices;
};

/// Solves `scenario`. Fails with Code::cancelled, limit_reached or too_large as the frontier does; limits that only cut
/// precision show as frontier.exact == false with a slack.
[[nodiscard]] Result<Answer> solve(const Scenario& scenario, const Request& request);

/// The frontier alone, by whichever method fits. All issues discrete or integer.
[[nodiscard]] Result<Frontier> frontier_of(const Scenario& scenario, const Control& control, const Stream& stream = {});

}  // namespace offices::accord
