// SPDX-License-Identifier: Apache-2.0
// Ladder: commitments that build on each other, decided from the lowest rung up. For src/mediation alone.
#pragma once

#include <span>

#include "mediation/commitments.hpp"

namespace offices::mediation {

/// A commitment with what it refers to, as places among the steps; none where that is not held here.
struct Step {
  const CommitmentState* held = nullptr;
  std::vector<std::optional<std::size_t>> conditions;  ///< beside held->when
  std::optional<std::size_t> return_for;
};

/// A view for each step, in their order.
[[nodiscard]] std::vector<CommitmentView> climb(const CaseState& state, std::span<const Step> steps, Time now);

}  // namespace offices::mediation
