// SPDX-License-Identifier: Apache-2.0
// Search: a bargaining solution of many sides without their frontier, with a certificate of how good it is.
#pragma once

#include <vector>

#include "accord/control.hpp"
#include "accord/model.hpp"

namespace offices::accord {

enum class Goal { nash, egalitarian };

struct Best {
  bool found = false;
  std::vector<Outcome> outcomes;  ///< the best found and its ties, at most 64
  Rational value;                 ///< Π g or min g of these, exact
  Rational at_most;               ///< no outcome is better than this
  bool optimal = false;           ///< value is the best there is, and all ties were seen
};

/// The outcome with the largest Nash product (over outcomes that give every side more than d) or the leximin of gains.
///
/// For weights λ, Σ λ g is largest by choosing issue by issue, and bounds both goals (min g ≤ Σ λ g / Σ λ; by the
/// inequality of the means Π g ≤ (Σ λ g / n)^n / Π λ). Weights come from the convex relaxation (Frank & Wolfe 1956), and
/// beside them the same leaning towards and away from each side. Depth-first search then enumerates the choices whose
/// regret under all of them is within the gap that is still open, at a target that approaches the best value found
/// (Lagrangian gap enumeration, cf. Handler & Zang 1980).
/// What doubles decide carries a margin of 10^-9 of the range towards keeping, a thousand times what they can err by
/// (RoughModel::margin has the proof); values are compared exactly. Additive scenarios only. Fails with Code::cancelled,
/// or Code::too_large where products of gains would leave the doubles.
[[nodiscard]] Result<Best> best_outcome(const Scenario& scenario, const std::vector<Rational>& d, Goal goal, const Control& control);

}  // namespace offices::accord
