// SPDX-License-Identifier: Apache-2.0
// A large post: what its views and one more signal cost as its record grows. Posts of their own in this process, with envelopes
// handed over in memory.
#include <cstdio>

#include "bench/main/measure.hpp"
#include "bench/main/table.hpp"

namespace offices::bench {
namespace {

/// Grows the intermediary's record to `upto` statements: signals conveyed and received, but the last `open` of them.
Json grow(const std::filesystem::path& place, std::uint64_t upto, std::uint64_t open) {
  const std::uint64_t batch = std::min<std::uint64_t>(100, upto / 40), each = 6;
  Table table(place);
  auto cases = table.call("Moscow", "case.list", Json::object()).at("items");
  auto id = cases.empty() ? table.open_case() : cases.at(0).at("case").get<std::string>();
  auto held = [&] { return table.held(); };
  auto give = [&](std::uint64_t n) {
    for (std::uint64_t i = 0; i < n; ++i)
      table.call("Israel", "signal",
                 {{"case", id}, {"to", {"Iran"}}, {"text", "We are committed to further de-escalation, said " + std::to_string(i)}});
    table.settle();
  };
  while (held() + batch * each + 2 * open < upto) {
    give(batch);
    for (const auto& item : table.call("Moscow", "waiting", {{"limit", 10'000}}).at("items"))
      table.call("Moscow", "convey", {{"signal", item.at("signal")}, {"to", "Iran"}});
    table.settle();
  }
  give(open);
  return Json(held());
}

/// In microseconds: opening, both views for the first time, and the median of some more signals to one side.
Json use(const std::filesystem::path& place, bool write) {
  base::SystemClock clock;
  crypto::SystemRandom random;
  std::unique_ptr<post::Post> post;
  auto took = [](const std::function<void()>& work) { return static_cast<std::int64_t>(seconds_of(work) * 1e6); };
  Json out;
  out["open"] = took([&] { post = must(post::Post::open(place / "Moscow", nobody, {}, clock, random), "open"); });
  out["inbox"] = took([&] { must(post->call("inbox", Json::object()), "inbox"); });
  out["waiting"] = took([&] { out["waits"] = must(post->call("waiting", Json::object()), "waiting").at("total"); });
  if (!write) return out;
  auto cases = must(post->call("case.list", Json::object()), "case.list");
  std::vector<double> times;
  for (int i = 0; i < 100; ++i) {
    Json words{{"case", cases.at("items").at(0).at("case")}, {"to", {"Iran"}}, {"text", "More."}};
    times.push_back(static_cast<double>(took([&] { must(post->call("signal", words), "signal"); })));
  }
  out["signal"] = static_cast<std::int64_t>(quantile(times, 0.5));
  return out;
}

}  // namespace

void measure_scale(Report& report, std::uint64_t statements) {
  Workspace place;
  double first = 0;
  for (std::uint64_t size = 1000; size <= statements; size *= 10) {
    bool last = size * 10 > statements;
    auto grown = apart([&] { return grow(place.path(), size, last ? 1000 : 10); });
    if (!grown.ended_well) give_up("the post could not be grown");
    auto reads = apart([&] { return use(place.path(), false); });
    auto writes = apart([&] { return use(place.path(), true); });
    if (!reads.ended_well || !writes.ended_well) give_up("the post could not be used");
    const auto& m = reads.answer;
    auto ms = [&](const char* key) { return m.at(key).get<double>() / 1e3; };
    auto held = grown.answer.get<std::int64_t>();
    char figure[120];
    auto label = "post of " + std::to_string(held) + " statements, " + std::to_string(m.at("waits").get<std::int64_t>()) + " waiting: ";
    std::snprintf(figure, sizeof figure, "%.1f ms, %.1f ms, %.1f MiB", ms("inbox"), ms("waiting"), reads.peak_mib);
    report.add(label + "inbox, waiting", figure, "< 100 ms, < 64 MiB", ms("inbox") < 100 && ms("waiting") < 100 && reads.peak_mib < 64,
               {{"statements", held},
                {"inbox_ms", ms("inbox")},
                {"waiting_ms", ms("waiting")},
                {"open_ms", ms("open")},
                {"peak_mib", reads.peak_mib}});
    auto signal = writes.answer.at("signal").get<double>() / 1e3;
    if (first == 0) first = signal;
    std::snprintf(figure, sizeof figure, "%.2f ms = %.2f x", signal, signal / first);
    report.add("one more signal at " + std::to_string(held), figure, "<= 1.5 x at 1,000", signal <= 1.5 * first,
               {{"statements", held}, {"signal_ms", signal}, {"ratio", signal / first}});
  }
}

}  // namespace offices::bench
