// SPDX-License-Identifier: Apache-2.0
// Genius rectangles: the nonlinear profiles of GENIUS, sums over hyper-rectangles.
#pragma once

#include <pugixml.hpp>

#include "accord/read.hpp"

namespace offices::accord {

/// Reads <utility maxutility> of `objective` into terms and worths of `side`. INCLUDES pays inside all bounds,
/// EXCLUDES everywhere but there; a rectangle that mixes both is refused.
[[nodiscard]] Result<void> read_rectangles(const File& file, const pugi::xml_node& objective, const Agenda& agenda, Preferences& side);

}  // namespace offices::accord
