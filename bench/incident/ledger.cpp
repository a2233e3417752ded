// SPDX-License-Identifier: Apache-2.0
// `commitments` and `due` over many commitments, at a post in this process.
#include <cstdio>

#include "bench/incident/incident.hpp"
#include "bench/main/processes.hpp"
#include "bench/main/table.hpp"

namespace offices::bench {

void measure_ledger(Report& report, int commitments, int runs) {
  Workspace place;
  Table table(place.path());
  auto id = table.open_case();
  const char* sides[] = {"Israel", "Iran"};
  for (int i = 0; i < commitments; ++i) {
    table.call(sides[i % 2], "commit",
               {{"case", id},
                {"to", {sides[1 - i % 2]}},
                {"by", "+" + std::to_string(1 + i % 300) + "d"},
                {"text", "Step " + std::to_string(i) + "."}});
    if (i % 500 == 499) table.settle();
  }
  table.settle();
  for (const char* who : {"Moscow", "Israel"})
    for (const char* verb : {"commitments", "due"}) {
      std::vector<double> times;
      std::int64_t total = 0;
      for (int i = 0; i < runs; ++i)
        times.push_back(seconds_of([&] { total = table.call(who, verb, {{"case", id}}).at("total").get<std::int64_t>(); }));
      auto first = times.front(), median = quantile(times, 0.5);
      char figure[80];
      std::snprintf(figure, sizeof figure, "%.1f ms, the first time %.1f", median * 1e3, first * 1e3);
      report.add(std::string(verb) + " over " + std::to_string(total) + ", at " + who + "'s post", figure, "< 50 ms", median < 0.05,
                 {{"seconds", median}, {"first_seconds", first}, {"commitments", total}, {"runs", runs}});
    }
}

}  // namespace offices::bench
