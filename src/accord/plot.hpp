// SPDX-License-Identifier: Apache-2.0
// Plot: a two-sided answer as an SVG picture that reads without colour.
#pragma once

#include <string>
#include <vector>

#include "accord/solve.hpp"

namespace offices::accord {

/// Draws frontier, solution points, disagreement point and `packages` (numbered crosses). Fails with Code::usage unless
/// there are two sides and a frontier point.
[[nodiscard]] Result<std::string> plot_svg(const Answer& answer, const std::vector<Outcome>& packages);

}  // namespace offices::accord
