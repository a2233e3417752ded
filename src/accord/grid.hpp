// SPDX-License-Identifier: Apache-2.0
// Grid: real-valued issues as many options, with what that can cost each side at most.
#pragma once

#include <vector>

#include "accord/model.hpp"

namespace offices::accord {

struct Gridded {
  Scenario scenario;            ///< without real issues
  std::vector<Rational> slack;  ///< [side]: each outcome has one on the grid that is at most this much worse for it
};

/// Replaces each real issue by options at the corners of all sides' lines and at `steps` equal steps between the ends.
/// Rounding to the nearer option costs a side at most half the change over a step.
[[nodiscard]] Gridded on_grid(const Scenario& scenario, std::size_t steps);

}  // namespace offices::accord
