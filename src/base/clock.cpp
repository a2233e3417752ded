// SPDX-License-Identifier: Apache-2.0
#include "base/clock.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>

namespace offices::base {
namespace {

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int v = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    v = v * 10 + (text[i] - '0');
  }
  return v;
}

std::optional<std::int64_t> date_seconds(std::string_view text) {
  auto y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  if (!y || !m || !d || text[4] != '-' || text[7] != '-' || *y < 1970) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                                   std::chrono::day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count() * day_s;
}

std::optional<Time> from_offset(std::string_view text, Time now) {
  std::int64_t count = 0;
  auto [end, ec] = std::from_chars(text.data() + 1, text.data() + text.size() - 1, count);
  if (ec != std::errc{} || end != text.data() + text.size() - 1 || count < 0 || count > 100'000) return std::nullopt;
  switch (text.back()) {
    case 's': return now.plus(count);
    case 'm': return now.plus(count * 60);
    case 'h': return now.plus(count * 3600);
    case 'd': return now.plus(count * day_s);
    case 'w': return now.plus(count * 604800);
    default: return std::nullopt;
  }
}

/// Seconds east of UTC, from "Z", "+05:00" or "-0330".
std::optional<int> zone_seconds(std::string_view zone) {
  if (zone == "Z") return 0;
  if (zone.size() < 5 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  bool colon = zone[3] == ':';
  if (zone.size() != (colon ? 6u : 5u)) return std::nullopt;
  auto h = digits(zone, 1, 2), m = digits(zone, colon ? 4 : 3, 2);
  if (!h || !m || *h > 14 || *m > 59) return std::nullopt;
  int s = *h * 3600 + *m * 60;
  return zone[0] == '-' ? -s : s;
}

std::optional<Time> from_typed(std::string_view text) {
  if (text.size() < 17 || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
  auto day = date_seconds(text);
  auto h = digits(text, 11, 2), m = digits(text, 14, 2);
  if (!day || !h || !m || text[13] != ':' || *h > 23 || *m > 59) return std::nullopt;
  std::optional<int> s = 0;
  std::size_t at = 16;
  if (text[at] == ':') {
    s = digits(text, 17, 2);
    at = 19;
  }
  if (!s || *s > 59 || at > text.size()) return std::nullopt;
  auto zone = zone_seconds(text.substr(at));
  if (!zone) return std::nullopt;
  return Time{*day + *h * 3600 + *m * 60 + *s - *zone};
}

}  // namespace

Time SystemClock::now() const {
  return {std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::string iso(Time t) {
  using namespace std::chrono;
  sys_seconds at{seconds{t.seconds}};
  auto day = floor<days>(at);
  year_month_day date{day};
  hh_mm_ss clock{at - day};
  char out[40];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return out;
}

Result<Time> from_iso(std::string_view text) {
  auto t = text.size() == 20 && text[10] == 'T' && text.ends_with('Z') ? from_typed(text) : std::nullopt;
  if (!t || iso(*t) != text) return fail(Code::bad_time, "a time in a statement reads 2026-01-31T18:00:00Z");
  return *t;
}

Result<Time> parse_time(std::string_view text, Time now) {
  std::optional<Time> t;
  if (text.size() >= 3 && text[0] == '+') t = from_offset(text, now);
  else t = from_typed(text);
  if (!t || t->seconds < 0 || t->seconds >= 253402300800) return fail(Code::bad_time, "'" + std::string(text.substr(0, 40)) + "'");
  return *t;
}

}  // namespace offices::base
