// SPDX-License-Identifier: Apache-2.0
// Interaction: frontiers of scenarios whose utilities are more than sums over issues.
#pragma once

#include "accord/frontier.hpp"

namespace offices::accord {

/// The frontier of a scenario with terms, red lines and caps (all issues discrete or integer): by elimination where the
/// interactions are narrow enough, else by branch and bound. `counted` tells whether counts are exact: they are after
/// an elimination over all options without caps. Fails with Code::too_large where utilities need more than 100 bits or
/// a combination is too wide, Code::cancelled on Pulse::stop, Code::limit_reached where time ran out before any
/// outcome was found.
[[nodiscard]] Result<Frontier> interaction_frontier(const Scenario& scenario, const Control& control);

}  // namespace offices::accord
