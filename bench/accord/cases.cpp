// SPDX-License-Identifier: Apache-2.0
#include "bench/accord/cases.hpp"

#include <chrono>
#include <optional>

#include "accord/report.hpp"
#include "accord/search.hpp"
#include "accord/shared_scenarios.hpp"
#include "accord/solve.hpp"
#include "bench/accord/generator.hpp"
#include "bench/accord/peers.hpp"

namespace offices::bench {
namespace {

using accord::Scenario;

double seconds_of(const std::function<void()>& work) {
  auto started = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

/// The whole frontier with a witness for each point, materialised.
double frontier_seconds(const Scenario& scenario, std::size_t& points, std::uint64_t& witnessed) {
  return seconds_of([&] {
    auto frontier = accord::frontier_of(scenario, {});
    points = frontier ? frontier->size() : 0;
    for (std::size_t p = 0; p < points; ++p) witnessed += frontier->outcome(p).choice.back();
  });
}

double write_seconds(const Scenario& scenario) {
  auto answer = accord::solve(scenario, {});
  std::size_t octets = 0;
  return seconds_of([&] { accord::write_json(*answer, [&](std::string_view text) { octets += text.size(); }); });
}

Measured generated(std::size_t sides, std::size_t issues, std::size_t options, bool opposed, std::size_t expected, int repeats, bool peer) {
  auto scenario = generate(sides, issues, options, opposed, 1);
  Measured m;
  std::size_t points = 0;
  std::uint64_t witnessed = 0;
  for (int i = 0; i < repeats; ++i) {
    double took = frontier_seconds(scenario, points, witnessed);
    m.seconds = i == 0 ? took : std::min(m.seconds, took);
  }
  m.points = static_cast<double>(points);
  m.right = expected == 0 || points == expected;
  if (peer) {
    std::size_t theirs = 0;
    m.peer_seconds = seconds_of([&] { theirs = plain_merge(scenario); });
    m.right = m.right && theirs == points;
  }
  if (points <= 50'000) m.write_seconds = write_seconds(scenario);
  return m;
}

Measured enumerated(bool pagmo) {
  auto scenario = generate(2, pagmo ? 4 : 6, 10, true, 1);
  Measured m;
  std::size_t points = 0, theirs = 0;
  std::uint64_t witnessed = 0;
  m.seconds = frontier_seconds(scenario, points, witnessed);
  m.peer_seconds = seconds_of(
      [&] { theirs = pagmo ? accord::Integer(pagmo_sort(scenario).value_or(0)).convert_to<std::size_t>() : brute_force(scenario); });
  m.points = static_cast<double>(points);
  if (theirs == 0) m.peer_seconds = 0;
  m.right = theirs == 0 || theirs == points;
  return m;
}

Measured references() {
  Measured m;
  auto all = accord::shared::manifest();
  m.seconds = seconds_of([&] {
    for (const auto& entry : all) {
      if (entry["class"] == "nonlinear" || entry["class"] == "real") continue;
      auto scenario = accord::shared::scenario(entry);
      auto answer = scenario ? accord::solve(*scenario, {}) : Result<accord::Answer>(std::unexpected(scenario.error()));
      m.points += answer ? 1 : 0;
      m.right = m.right && answer.has_value();
    }
  });
  return m;
}

Measured rectangles() {
  Measured m;
  for (const auto& entry : accord::shared::manifest()) {
    if (entry["class"] != "nonlinear") continue;
    auto scenario = accord::shared::scenario(entry);
    std::size_t points = 0;
    std::uint64_t witnessed = 0;
    m.seconds = std::max(m.seconds, frontier_seconds(*scenario, points, witnessed));
    m.points += static_cast<double>(points);
  }
  return m;
}

/// Eight sides, the four pairs opposed; limited to five seconds.
Measured eight_sides(accord::Goal goal, std::uint64_t seed) {
  auto scenario = generate(8, 30, 10, true, seed);
  std::vector<accord::Rational> d(8, accord::Rational(0));
  auto started = std::chrono::steady_clock::now();
  accord::Control control;
  control.search_nodes = SIZE_MAX;
  control.pulse = [&] {
    return std::chrono::steady_clock::now() - started > std::chrono::seconds(5) ? accord::Pulse::hurry : accord::Pulse::go_on;
  };
  Measured m;
  m.seconds = seconds_of([&] {
    auto best = accord::best_outcome(scenario, d, goal, control);
    m.right = best && best->found;
    m.points = static_cast<double>(best->outcomes.size());
    accord::Rational gap = best->at_most - best->value;
    if (goal == accord::Goal::nash) gap /= best->value;
    m.gap = accord::approximate(gap);
  });
  return m;
}

void add_growth(std::vector<Case>& out) {
  for (std::size_t issues : {10u, 20u, 40u, 80u})
    out.push_back({"growth: 2 sides, " + std::to_string(issues) + " x 10 opposed", "plain merge", "",
                   [=] { return generated(2, issues, 10, true, 0, 1, issues <= 40); }});
  for (std::size_t options : {5u, 20u, 40u})
    out.push_back({"growth: 2 sides, 20 x " + std::to_string(options) + " opposed", "plain merge", "",
                   [=] { return generated(2, 20, options, true, 0, 1, true); }});
  out.push_back({"growth: 2 sides, 40 x 10 not opposed", "plain merge", "", [] { return generated(2, 40, 10, false, 0, 1, true); }});
  for (std::size_t sides : {2u, 3u, 4u, 5u})
    out.push_back(
        {"growth: " + std::to_string(sides) + " sides, 8 x 5 opposed", "", "", [=] { return generated(sides, 8, 5, true, 0, 1, false); }});
}

}  // namespace

std::vector<Case> cases() {
  std::vector<Case> out{
      {"2 sides, 30 x 10 opposed", "plain merge", "0.015 s", [] { return generated(2, 30, 10, true, 0, 5, true); }},
      {"2 sides, 50 x 20 opposed", "plain merge", "0.3 s", [] { return generated(2, 50, 20, true, 0, 3, true); }},
      {"2 sides, 100 x 20 opposed", "plain merge", "3 s", [] { return generated(2, 100, 20, true, 0, 1, true); }},
      {"3 sides, 20 x 10, two opposed", "", "0.7 s", [] { return generated(3, 20, 10, true, 0, 1, false); }},
      {"Nash, 8 sides, 30 x 10 opposed (relative gap)", "", "0.1 s", [] { return eight_sides(accord::Goal::nash, 1); }},
      {"egalitarian, 8 sides, 30 x 10, seed 1", "", "1e-3", [] { return eight_sides(accord::Goal::egalitarian, 1); }},
      {"egalitarian, 8 sides, 30 x 10, seed 2", "", "1e-3", [] { return eight_sides(accord::Goal::egalitarian, 2); }},
      {"egalitarian, 8 sides, 30 x 10, seed 3", "", "1e-3", [] { return eight_sides(accord::Goal::egalitarian, 3); }},
      {"2 sides, 6 x 10 opposed", "brute force", "", [] { return enumerated(false); }},
      {"2 sides, 4 x 10 opposed", "pagmo", "", [] { return enumerated(true); }},
      {"all additive references, parsing included", "", "0.5 s", references},
      {"worst of the rectangle references", "", "3 s", rectangles},
  };
  add_growth(out);
  return out;
}

}  // namespace offices::bench
