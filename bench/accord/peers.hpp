// SPDX-License-Identifier: Apache-2.0
// Peers: simple ways to the same frontier, run beside the solver.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "accord/model.hpp"

namespace offices::bench {

/// The frontier's size, by an exact merge in 64 bits: issue by issue, all sums, sort, sweep. No witnesses. Two sides,
/// the generator's grid.
[[nodiscard]] std::size_t plain_merge(const accord::Scenario& scenario);

/// The same by enumerating every outcome, then sorting and sweeping.
[[nodiscard]] std::size_t brute_force(const accord::Scenario& scenario);

/// The first front of pagmo's non-dominated sorting over all enumerated points; absent where pagmo is not built in.
[[nodiscard]] std::optional<std::size_t> pagmo_sort(const accord::Scenario& scenario);

}  // namespace offices::bench
