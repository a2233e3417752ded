// SPDX-License-Identifier: Apache-2.0
// From `outreach` to its words in what a user at each side's post is shown, with three posts and a relay as processes. The relay
// stands still while messages are queued, so that they are all there when it goes on.
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <thread>

#include "bench/incident/incident.hpp"
#include "bench/main/processes.hpp"

namespace offices::bench {
namespace {

using namespace std::chrono_literals;

bool is_shown(Trio& trio, const std::string& who, const std::string& text) {
  for (const auto& item : trio.call(who, "inbox", {{"limit", 5}}).at("items"))
    if (item.at("text") == text) return true;
  for (const auto& item : trio.call(who, "waiting", {{"limit", 5}}).at("items"))
    if (item.at("excerpt") == text) return true;
  return false;
}

void until_shown(Trio& trio, std::initializer_list<const char*> posts, const std::string& text) {
  for (const char* who : posts)
    while (!is_shown(trio, who, text)) std::this_thread::sleep_for(2ms);
}

/// The plain path: a signal of one side, conveyed by a script, until its words are shown to the other.
double plain(Trio& trio, int number) {
  auto text = "Signal " + std::to_string(number) + ".";
  return seconds_of([&] {
    auto signal = trio.call("Israel", "signal", {{"case", trio.case_id()}, {"to", {"Iran"}}, {"text", text}}).at("signal");
    for (bool there = false; !there;) {
      for (const auto& item : trio.call("Moscow", "waiting", {{"limit", 5}}).at("items"))
        if (item.at("kind") == "decide" && item.at("signal") == signal) there = true;
      if (!there) std::this_thread::sleep_for(2ms);
    }
    trio.call("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}});
    until_shown(trio, {"Iran"}, text);
  });
}

double outreach(Trio& trio, int number) {
  auto text = "Outreach " + std::to_string(number) + ".";
  return seconds_of([&] {
    trio.call("Moscow", "incident.open", {{"case", trio.case_id()}, {"precedence", "FLASH"}, {"text", text}});
    until_shown(trio, {"Israel", "Iran"}, text);
  });
}

std::int64_t pending(Trio& trio) { return trio.call("Moscow", "status", Json::object()).at("outbox").get<std::int64_t>(); }

/// What ordinary business queues: a call that is announced to a side.
void queue_messages(Trio& trio, int each) {
  for (int i = 0; i < each; ++i)
    for (const char* who : {"Israel", "Iran"})
      trio.call("Moscow", "call.schedule",
                {{"at", "+3d"},
                 {"with", {who}},
                 {"topics", {{{"case", trio.case_id()}, {"text", "Point " + std::to_string(i) + " of an ordinary agenda."}}}}});
}

void row(Report& report, const std::string& what, std::vector<double> times, double limit, const char* aim, double most) {
  auto median = quantile(times, 0.5), worst = quantile(times, 1.0);
  char figure[96];
  std::snprintf(figure, sizeof figure, "%.1f ms = %.2f x %.1f; worst %.1f", median * 1e3, median / limit, limit * 1e3, worst * 1e3);
  report.add(what, figure, aim, most == 0 || median <= most * limit,
             {{"seconds", median}, {"plain_seconds", limit}, {"ratio", median / limit}, {"worst_seconds", worst}, {"runs", times.size()}});
}

}  // namespace

void measure_outreach(Report& report, int queued, int runs) {
  Workspace place;
  Trio trio(place.path());
  std::vector<double> paths, quiet, burdened;
  for (int i = 0; i < runs; ++i) paths.push_back(plain(trio, i));
  int number = 0;
  for (int i = 0; i < runs; ++i) quiet.push_back(outreach(trio, number++));
  auto path = quantile(paths, 0.5);
  row(report, "a signal to its words at the other side, median of " + std::to_string(runs), paths, path, "", 0);
  row(report, "an outreach to its words at both sides, nothing queued", quiet, path, "", 0);
  kill(trio.relay_pid(), SIGSTOP);
  std::thread slow([&] { queue_messages(trio, queued / 2); });
  slow.join();
  auto waiting = pending(trio);
  kill(trio.relay_pid(), SIGCONT);
  while (pending(trio) > waiting / 50 && burdened.size() < 200) burdened.push_back(outreach(trio, number++));
  char what[96];
  std::snprintf(what, sizeof what, "the same, again and again while %d messages drain", static_cast<int>(waiting));
  std::vector<double> first(burdened.begin(), burdened.begin() + std::min<std::ptrdiff_t>(1, std::ssize(burdened)));
  row(report, "the first one as the relay is back", first, path, "<= 2 x", 2);
  row(report, what, burdened, path, "<= 2 x", 2);
}

}  // namespace offices::bench
