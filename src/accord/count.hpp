// SPDX-License-Identifier: Apache-2.0
// Count: how many outcomes share a point, in 64 bits while they suffice.
#pragma once

#include <cstdint>

#include "accord/exact.hpp"

namespace offices::accord {

/// into += add; false where 64 bits do not hold the sum.
[[nodiscard]] inline bool add_count(std::uint64_t& into, std::uint64_t add) { return !__builtin_add_overflow(into, add, &into); }
[[nodiscard]] inline bool add_count(Integer& into, const Integer& add) {
  into += add;
  return true;
}
/// into *= by; false where 64 bits do not hold the product.
[[nodiscard]] inline bool multiply_count(std::uint64_t& into, std::uint64_t by) { return !__builtin_mul_overflow(into, by, &into); }
[[nodiscard]] inline bool multiply_count(Integer& into, std::uint64_t by) {
  into *= by;
  return true;
}

}  // namespace offices::accord
