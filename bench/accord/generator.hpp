// SPDX-License-Identifier: Apache-2.0
// Generator: seeded scenarios, the same on every machine.
#pragma once

#include <cstdint>

#include "accord/model.hpp"

namespace offices::bench {

/// Additive scenarios, option values and weights on a grid of 10^-6. Opposed: each odd side's option values are its even neighbour's
/// reversed plus 5 % noise; weights are random. Not opposed: all random. An odd last side is random.
[[nodiscard]] accord::Scenario generate(std::size_t sides, std::size_t issues, std::size_t options, bool opposed, std::uint64_t seed);

}  // namespace offices::bench
