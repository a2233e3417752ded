// SPDX-License-Identifier: Apache-2.0
// The full path: from the moment a signal is given to its author's post to the moment the addressee's receipt is on that post's
// disk, with three posts and a relay as processes and an intermediary that conveys by script.
#include <chrono>
#include <cstdio>
#include <thread>

#include "bench/main/measure.hpp"
#include "bench/main/processes.hpp"

namespace offices::bench {
namespace {

/// Conveys whatever waits, until `stop`.
void convey_by_script(Trio& trio, const std::atomic<bool>& stop) {
  for (std::int64_t seen = 0; !stop;) {
    seen = trio.call("Moscow", "await", {{"beyond", seen}, {"timeout_s", 1}}).at("newest").get<std::int64_t>();
    for (const auto& item : trio.call("Moscow", "waiting", Json::object()).at("items"))
      if (item.at("kind") == "decide") trio.call("Moscow", "convey", {{"signal", item.at("signal")}, {"to", item.at("to")}});
  }
}

double one_passage(Trio& trio, int number) {
  constexpr std::int64_t statements = 4;  // signal, mandate; dispatch, report
  auto before = trio.await_beyond("Israel", 0);
  Json signal{{"case", trio.case_id()}, {"to", {"Iran"}}, {"text", "Signal " + std::to_string(number) + ": committed to de-escalation."}};
  return seconds_of([&] {
    trio.call("Israel", "signal", signal);
    for (auto at = before; at < before + statements;) at = trio.await_beyond("Israel", at);
  });
}

}  // namespace

void measure_path(Report& report, int runs) {
  Workspace place;
  auto floor = passage_floor(place.path());
  Trio trio(place.path());
  std::atomic<bool> stop = false;
  std::thread script([&] { convey_by_script(trio, stop); });
  std::vector<double> times;
  for (int i = 0; i < runs; ++i) times.push_back(one_passage(trio, i));
  stop = true;
  script.join();
  floor = (floor + passage_floor(place.path())) / 2;
  std::vector<double> first(times.begin(), times.begin() + runs / 5), last(times.end() - runs / 5, times.end());
  auto growth = quantile(last, 0.5) / std::max(quantile(first, 0.5), 1e-9);
  auto median = quantile(times, 0.5), p99 = quantile(times, 0.99);
  char figure[80];
  std::snprintf(figure, sizeof figure, "%.1f ms = %.1f x %.1f ms", median * 1e3, median / floor, floor * 1e3);
  report.add("signal to receipt at its author's, median of " + std::to_string(runs), figure, "<= 6 x", median <= 6 * floor,
             {{"seconds", median}, {"floor_seconds", floor}, {"ratio", median / floor}, {"runs", runs}, {"last_fifth_to_first", growth}});
  std::snprintf(figure, sizeof figure, "%.1f ms = %.1f x; last fifth %.2f", p99 * 1e3, p99 / floor, growth);
  report.add("the same, 99 of 100; last fifth to first", figure, "", true, {{"seconds", p99}, {"ratio", p99 / floor}});
}

}  // namespace offices::bench
