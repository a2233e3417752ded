// SPDX-License-Identifier: Apache-2.0
// Idle processes: what a relay and running posts hold and how often they wake while nothing happens.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "bench/main/measure.hpp"
#include "bench/main/processes.hpp"

namespace offices::bench {
namespace {

constexpr int poll_period_s = 55;
constexpr int settling_s = 150;

struct Standing {
  double resident_mib = 0;
  std::int64_t switches = 0;
};

Standing standing(pid_t pid) {
  Standing s;
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    std::ifstream in(task.path() / "status");
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string name;
      std::int64_t value = 0;
      words >> name >> value;
      if (name == "VmRSS:") s.resident_mib = static_cast<double>(value) / 1024;
      if (name == "voluntary_ctxt_switches:") s.switches += value;
    }
  }
  return s;
}

/// A process, and how many mailboxes it polls or has polled.
struct Idle {
  std::string name;
  pid_t pid;
  int polls;
  Standing before{};
};

}  // namespace

void measure_idle(Report& report, int periods) {
  Workspace place;
  Trio trio(place.path());
  // Both lines are used both ways, so that the mailboxes of joining are given up.
  for (int i = 0; i < 2; ++i) trio.carry_signal("Israel", "Iran"), trio.carry_signal("Iran", "Israel");
  std::vector<Idle> all{
      {"run of a side", trio.pid_of("Israel"), 1}, {"run of the intermediary", trio.pid_of("Moscow"), 2}, {"relay", trio.relay_pid(), 4}};
  // The confirmations, the giving up of mailboxes and the connections that these leave open are done with after this.
  std::this_thread::sleep_for(std::chrono::seconds(settling_s));
  for (auto& one : all) one.before = standing(one.pid);
  std::this_thread::sleep_for(std::chrono::seconds(periods * poll_period_s));
  for (const auto& one : all) {
    auto now = standing(one.pid);
    auto wakes = static_cast<double>(now.switches - one.before.switches) / periods;
    char figure[80];
    std::snprintf(figure, sizeof figure, "%.1f MiB, %.1f a period, %.1f a poll", now.resident_mib, wakes, wakes / one.polls);
    report.add("idle " + one.name + ", " + std::to_string(one.polls) + " mailboxes polled", figure, "< 20 MiB, <= 4 a poll",
               now.resident_mib < 20 && wakes <= 4 * one.polls,
               {{"resident_mib", now.resident_mib},
                {"voluntary_switches_per_period", wakes},
                {"polls_per_period", one.polls},
                {"period_seconds", poll_period_s}});
  }
}

}  // namespace offices::bench
