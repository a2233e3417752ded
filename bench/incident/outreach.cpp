// SPDX-License-Identifier: Apache-2.0
// From `outreach` to its words in what a user at each side's post is shown, with three posts and a relay as processes. The
// messages are queued while the intermediary's post is away from its relays.
#include <chrono>
#include <cstdio>
#include <thread>

#include "bench/incident/incident.hpp"
#include "bench/main/table.hpp"
#include "post/ahead.hpp"

namespace offices::bench {
namespace {

using namespace std::chrono_literals;

/// Somebody at a post who is told when something arrives, and then looks whether it is this: what a script does, and a page.
class Reader {
 public:
  Reader(Trio& trio, const char* who) : trio_(trio), who_(who) {
    auto now = trio_.call(who_, "await", {{"timeout_s", 0}});
    newest_ = now.at("newest");
    early_ = now.at("early");
  }
  void until_shown(const std::string& text) {
    while (!is_shown(text)) {
      auto now = trio_.call(who_, "await", {{"beyond", newest_}, {"early", early_}, {"timeout_s", 30}});
      newest_ = now.at("newest");
      early_ = now.at("early");
    }
  }

 private:
  bool is_shown(const std::string& text) {
    for (const auto& item : trio_.call(who_, "inbox", {{"limit", 20}}).at("items"))
      if (item.at("text") == text) return true;
    for (const auto& item : trio_.call(who_, "waiting", {{"limit", 100}}).at("items"))
      if (item.at("excerpt") == text) return true;
    return false;
  }

  Trio& trio_;
  const char* who_;
  Json newest_, early_;
};

/// The plain path: a signal of one side, conveyed by a script, until its words are shown to the other.
double plain(Trio& trio, int number) {
  auto text = "Signal " + std::to_string(number) + ".";
  Reader reader(trio, "Iran");
  auto newest = trio.await_beyond("Moscow", 0);
  return seconds_of([&] {
    auto signal = trio.call("Israel", "signal", {{"case", trio.case_id()}, {"to", {"Iran"}}, {"text", text}}).at("signal");
    for (bool there = false; !there;) {
      newest = trio.await_beyond("Moscow", newest);
      for (const auto& item : trio.call("Moscow", "waiting", {{"limit", 5}}).at("items"))
        if (item.at("kind") == "decide" && item.at("signal") == signal) there = true;
    }
    trio.call("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}});
    reader.until_shown(text);
  });
}

struct Reached {
  Json incident;
  double seconds;
};

Reached outreach(Trio& trio, int number) {
  auto text = "Outreach " + std::to_string(number) + ".";
  Reader israel(trio, "Israel"), iran(trio, "Iran");
  Json incident;
  auto seconds = seconds_of([&] {
    std::jthread other([&] { iran.until_shown(text); });
    incident = trio.call("Moscow", "incident.open", {{"case", trio.case_id()}, {"precedence", "FLASH"}, {"text", text}}).at("incident");
    israel.until_shown(text);
  });
  return {std::move(incident), seconds};
}

/// Somebody at each side has seen it, and it no longer waits for them. Time for the intermediary to hear of that.
void respond(Trio& trio, const Json& incident) {
  for (const char* who : {"Israel", "Iran"}) trio.call(who, "incident.respond", {{"incident", incident}});
  std::this_thread::sleep_for(100ms);
}

std::int64_t pending(Trio& trio) { return trio.call("Moscow", "status", Json::object()).at("outbox").get<std::int64_t>(); }

/// What ordinary business queues at a post that is away from its relays: calls that are announced to a side. Written without
/// waiting for the disk.
void queue_messages(Trio& trio, std::int64_t each) {
  base::SystemClock clock;
  crypto::SystemRandom random;
  auto post =
      must(post::Post::open(trio.home_of("Moscow") / "post.db", nobody, {false, store::Durability::none, 5000}, clock, random), "open");
  for (std::int64_t i = 0; i < each; ++i)
    for (const char* who : {"Israel", "Iran"})
      must(post->call("call.schedule",
                      {{"at", "+3d"},
                       {"with", {who}},
                       {"topics", {{{"case", trio.case_id()}, {"text", "Point " + std::to_string(i) + " of an ordinary agenda."}}}}}),
           "call.schedule");
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
  std::vector<double> paths, quiet, first, burdened;
  for (int i = 0; i < runs; ++i) paths.push_back(plain(trio, i));
  int number = 0;
  for (int i = 0; i < runs; ++i) {
    auto reached = outreach(trio, number++);
    quiet.push_back(reached.seconds);
    respond(trio, reached.incident);
  }
  auto path = quantile(paths, 0.5);
  row(report, "a signal to its words at the other side, median of " + std::to_string(runs), paths, path, "", 0);
  row(report, "an outreach to its words at both sides, nothing queued", quiet, path, "", 0);
  constexpr int returns = 5;
  for (int i = 0; i < returns; ++i) {
    auto missing = std::max<std::int64_t>(queued - pending(trio), 0);
    trio.stop("Moscow");
    queue_messages(trio, missing / 2);
    trio.run("Moscow");
    first.push_back(outreach(trio, number++).seconds);
  }
  auto waiting = pending(trio);
  // Apart, so that what a user's list holds does not become what is measured; and no more than a post shows before their turn.
  for (auto left = waiting; left > waiting / 20 && std::ssize(first) + std::ssize(burdened) < post::ahead::shown_most;
       std::this_thread::sleep_for(50ms), left = pending(trio)) {
    burdened.push_back(outreach(trio, number++).seconds);
  }
  char what[96];
  std::snprintf(what, sizeof what, "the same, again and again while %d messages drain", static_cast<int>(waiting));
  row(report, "the first one as the post is back with them, " + std::to_string(returns) + " times", first, path, "<= 2 x", 2);
  row(report, what, burdened, path, "<= 2 x", 2);
}

}  // namespace offices::bench
