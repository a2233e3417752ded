// SPDX-License-Identifier: Apache-2.0
// Clock: time as an argument, and its spellings.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace offices::base {

/// A point in time: whole seconds since 1970-01-01T00:00:00Z. What a post claims, never what is proved.
struct Time {
  std::int64_t seconds = 0;
  auto operator<=>(const Time&) const = default;
  [[nodiscard]] Time plus(std::int64_t s) const { return {seconds + s}; }
};

inline constexpr std::int64_t day_s = 86'400;

/// Clocks of two posts that are further apart than this differ; less is delay and drift.
inline constexpr std::int64_t clocks_agree_within_s = 300;

/// Where code learns what time it is. Tests pass one that they turn by hand.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
};

/// "2025-10-09T14:00:00Z": the only spelling inside statements.
[[nodiscard]] std::string iso(Time t);
/// Reads exactly that spelling, years 1970 to 9999. Fails with Code::bad_time.
[[nodiscard]] Result<Time> from_iso(std::string_view text);
/// What a person may type: ISO 8601 with zone ("2025-10-09T19:00+05:00", seconds optional), or "+90m", "+2h", "+3d",
/// "+1w" from `now`. Fails with Code::bad_time.
[[nodiscard]] Result<Time> parse_time(std::string_view text, Time now);

}  // namespace offices::base

namespace offices {
using base::Clock;
using base::Time;
}  // namespace offices
