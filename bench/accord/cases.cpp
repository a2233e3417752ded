// SPDX-License-Identifier: Apache-2.0
#include "bench/accord/cases.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <optional>

#include "accord/report.hpp"
#include "accord/search.hpp"
#include "accord/shared_scenarios.hpp"
#include "accord/solve.hpp"
#include "accord/suggest.hpp"
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

/// The most memory that this process has held so far.
double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// The whole frontier with a witness for each point, materialised.
struct Solved {
  double seconds = 0;
  std::size_t points = 0, layered = 0;
  std::uint64_t witnessed = 0;
};

Solved solved(const Scenario& scenario) {
  Solved out;
  out.seconds = seconds_of([&] {
    auto frontier = accord::frontier_of(scenario, {});
    if (!frontier) return;
    out.points = frontier->size();
    out.layered = frontier->layered;
    for (std::size_t p = 0; p < out.points; ++p) out.witnessed += frontier->outcome(p).choice.back();
  });
  return out;
}

double write_seconds(const Scenario& scenario) {
  auto answer = accord::solve(scenario, {});
  std::size_t octets = 0;
  return seconds_of([&] { accord::write_json(*answer, [&](std::string_view text) { octets += text.size(); }); });
}

/// What to generate, and how many frontier points it has.
struct Shape {
  std::size_t sides, issues, options;
  bool opposed;
  std::uint64_t seed;
  std::size_t expected;
};

Measured generated(const Shape& shape, int repeats, bool peer) {
  auto scenario = generate(shape.sides, shape.issues, shape.options, shape.opposed, shape.seed);
  Measured m;
  double held = peak_mib();
  Solved one = solved(scenario);
  m.peak_mib = peak_mib() - held;
  m.allowed_mib = static_cast<double>(8 * one.layered + 64 * one.points) / (1 << 20);
  m.seconds = one.seconds;
  for (int i = 1; i < repeats; ++i) m.seconds = std::min(m.seconds, solved(scenario).seconds);
  m.points = static_cast<double>(one.points);
  m.right = one.points == shape.expected;
  if (peer) {
    std::size_t theirs = 0;
    m.peer_seconds = seconds_of([&] { theirs = plain_merge(scenario); });
    m.right = m.right && theirs == one.points;
  }
  m.write_seconds = write_seconds(scenario);
  return m;
}

Measured enumerated(bool pagmo) {
  auto scenario = generate(2, pagmo ? 4 : 6, 10, true, 1);
  Measured m;
  std::size_t theirs = 0;
  Solved one = solved(scenario);
  m.seconds = one.seconds;
  m.peer_seconds = seconds_of(
      [&] { theirs = pagmo ? accord::Integer(pagmo_sort(scenario).value_or(0)).convert_to<std::size_t>() : brute_force(scenario); });
  m.points = static_cast<double>(one.points);
  if (theirs == 0) m.peer_seconds = 0;
  m.right = theirs == 0 || theirs == one.points;
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
    Solved one = solved(*scenario);
    m.seconds = std::max(m.seconds, one.seconds);
    m.points += static_cast<double>(one.points);
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

/// A generated side as its dialogue would give it: options from 0 to 100, swing weights from 0 to 1000, in integers; or
/// as finely as it was generated.
accord::Appraisal appraised(const accord::Preferences& side, bool coarse) {
  accord::Appraisal out;
  std::vector<accord::Rational> swing;
  for (const auto& row : side.worth) {
    auto [low, high] = std::ranges::minmax_element(row);
    swing.emplace_back(*high - *low);
    auto& worth = out.worth.emplace_back();
    for (const auto& w : row)
      worth.emplace_back(coarse ? accord::Rational(std::lround(100 * accord::approximate((w - *low) / swing.back()))) : w);
  }
  auto most = *std::ranges::max_element(swing);
  for (const auto& w : swing) out.weights.emplace_back(coarse ? accord::Rational(std::lround(1000 * accord::approximate(w / most))) : w);
  out.rankings.resize(out.worth.size());
  out.walk_away = accord::Rational(3, 10);
  return out;
}

/// Three packages for two opposed sides; the seconds are those of suggest(), solving included.
Measured suggested(bool coarse, std::uint64_t seed, int repeats) {
  auto scenario = generate(2, 30, 10, true, seed);
  accord::AgendaFile agenda;
  agenda.agenda = scenario.agenda;
  agenda.issues.resize(scenario.agenda.issues.size());
  std::vector<accord::SharedAppraisal> sides;
  for (const auto& side : scenario.sides) sides.push_back({side.name, appraised(side, coarse)});
  Measured m;
  m.seconds = 1e9;
  for (int i = 0; i < repeats; ++i) {
    double took = seconds_of([&] {
      auto suggestion = accord::suggest(agenda, sides, {});
      m.right = suggestion && suggestion->packages.size() == 3;
      if (suggestion) m.points = static_cast<double>(suggestion->answer.frontier.size());
    });
    m.seconds = std::min(m.seconds, took);
  }
  return m;
}

std::string name_of(const Shape& shape) {
  return std::to_string(shape.sides) + " sides, " + std::to_string(shape.issues) + " x " + std::to_string(shape.options) +
         (shape.opposed ? " opposed" : "") + ", seed " + std::to_string(shape.seed);
}

void add(std::vector<Case>& out, const std::string& group, const Shape& shape, const std::string& aim, int repeats) {
  bool peer = shape.sides == 2;
  out.push_back({group + name_of(shape), peer ? "plain merge" : "", aim, [=] { return generated(shape, repeats, peer); }});
}

void add_aims(std::vector<Case>& out) {
  constexpr Shape small[] = {{2, 30, 10, true, 1, 33563}, {2, 30, 10, true, 2, 12270}, {2, 30, 10, true, 3, 11912}};
  constexpr Shape middle[] = {{2, 50, 20, true, 1, 29817}, {2, 50, 20, true, 2, 42702}, {2, 50, 20, true, 3, 98890}};
  constexpr Shape large[] = {{2, 100, 20, true, 1, 280307}, {2, 100, 20, true, 4, 292649}, {2, 100, 20, true, 5, 306010}};
  constexpr Shape three[] = {{3, 20, 10, true, 1, 96686}, {3, 20, 10, true, 2, 190787}, {3, 20, 10, true, 9, 232734}};
  for (const auto& shape : small) add(out, "", shape, "0.015 s", 5);
  for (const auto& shape : middle) add(out, "", shape, "0.3 s", 3);
  for (const auto& shape : large) add(out, "", shape, "3 s", 1);
  for (const auto& shape : three) add(out, "", shape, "0.7 s", 3);
}

void add_growth(std::vector<Case>& out) {
  constexpr Shape shapes[] = {{2, 10, 10, true, 1, 1227},  {2, 20, 10, true, 1, 3193}, {2, 40, 10, true, 1, 12173},
                              {2, 80, 10, true, 1, 59901}, {2, 20, 5, true, 1, 2117},  {2, 20, 20, true, 1, 6012},
                              {2, 20, 40, true, 1, 7861},  {2, 40, 10, false, 1, 723}, {3, 10, 5, true, 1, 9099},
                              {3, 10, 5, false, 1, 279},   {4, 8, 5, true, 1, 14196},  {4, 8, 5, false, 1, 1245},
                              {5, 8, 5, true, 1, 37982}};
  for (const auto& shape : shapes) add(out, "growth: ", shape, "", 1);
}

void add_suggestions(std::vector<Case>& out) {
  for (std::uint64_t seed : {1u, 2u, 3u}) {
    auto shape = "suggest 3, 2 sides, 30 x 10 opposed, seed " + std::to_string(seed);
    out.push_back({shape, "", "0.1 s", [=] { return suggested(false, seed, 3); }});
    out.push_back({shape + ", elicited", "", "0.1 s", [=] { return suggested(true, seed, 3); }});
  }
}

void add_searches(std::vector<Case>& out) {
  for (std::uint64_t seed : {1u, 2u, 3u})
    out.push_back({"Nash, 8 sides, 30 x 10 opposed, seed " + std::to_string(seed) + " (relative gap)", "", "0.1 s",
                   [=] { return eight_sides(accord::Goal::nash, seed); }});
  for (std::uint64_t seed : {1u, 2u, 3u})
    out.push_back({"egalitarian, 8 sides, 30 x 10 opposed, seed " + std::to_string(seed), "", "gap 1e-3",
                   [=] { return eight_sides(accord::Goal::egalitarian, seed); }});
}

}  // namespace

std::vector<Case> cases() {
  std::vector<Case> out;
  add_aims(out);
  add_suggestions(out);
  add_searches(out);
  out.push_back({"2 sides, 6 x 10 opposed", "brute force", "", [] { return enumerated(false); }});
  out.push_back({"2 sides, 4 x 10 opposed", "pagmo", "", [] { return enumerated(true); }});
  out.push_back({"all additive references, parsing included", "", "0.5 s", references});
  out.push_back({"worst of the rectangle references", "", "3 s", rectangles});
  add_growth(out);
  return out;
}

}  // namespace offices::bench
