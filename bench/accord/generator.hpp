// SPDX-License-Identifier: Apache-2.0
// Generator: seeded scenarios, the same on every machine.
#pragma once

#include <cstdint>

#include "accord/model.hpp"

namespace offices::bench {

/// The grid that worths are on: multiples of 1/1,000,000.
inline constexpr std::int64_t grid = 1'000'000;

/// Additive scenarios. A side's option values are uniform and its weights are random with the sum 1. Opposed: each odd
/// side has its even neighbour's weights, and as option values those of its neighbour reversed (1 - v) plus normal noise
/// with a standard deviation of 5 %. Not opposed: all random. An odd last side is random.
[[nodiscard]] accord::Scenario generate(std::size_t sides, std::size_t issues, std::size_t options, bool opposed, std::uint64_t seed);

}  // namespace offices::bench
