// SPDX-License-Identifier: Apache-2.0
// Interval: doubles that are sure to hold the exact value between them, so that only near ties need rationals.
#pragma once

#include <algorithm>
#include <cmath>

namespace offices::accord {

/// low ≤ exact ≤ high. Every operation widens by more than its rounding error.
struct Interval {
  double low = 0, high = 0;

  static Interval around(double v, double relative = 0x1p-48) {
    double e = std::abs(v) * relative + 0x1p-1000;
    return {v - e, v + e};
  }
};

[[nodiscard]] inline Interval widened(double low, double high) {
  double e = std::max(std::abs(low), std::abs(high)) * 0x1p-50 + 0x1p-1000;
  return {low - e, high + e};
}
[[nodiscard]] inline Interval operator+(Interval a, Interval b) { return widened(a.low + b.low, a.high + b.high); }
[[nodiscard]] inline Interval operator-(Interval a, Interval b) { return widened(a.low - b.high, a.high - b.low); }
[[nodiscard]] inline Interval operator*(Interval a, Interval b) {
  double p[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  return widened(*std::min_element(p, p + 4), *std::max_element(p, p + 4));
}
/// By an interval of positive numbers.
[[nodiscard]] inline Interval operator/(Interval a, Interval b) {
  return a * Interval{1 / b.high * (1 - 0x1p-50), 1 / b.low * (1 + 0x1p-50)};
}
[[nodiscard]] inline Interval negated(Interval a) { return {-a.high, -a.low}; }
[[nodiscard]] inline Interval magnitude(Interval a) {
  if (a.low >= 0) return a;
  if (a.high <= 0) return negated(a);
  return {0, std::max(-a.low, a.high)};
}

}  // namespace offices::accord
