// SPDX-License-Identifier: Apache-2.0
#include "accord/grid.hpp"

#include <algorithm>

namespace offices::accord {
namespace {

std::vector<Rational> stops_of(const Scenario& scenario, std::size_t issue, std::size_t steps) {
  const Issue& range = scenario.agenda.issues[issue];
  std::vector<Rational> stops;
  for (const auto& side : scenario.sides)
    for (const auto& corner : side.lines[issue]) stops.push_back(corner.value);
  for (std::size_t k = 0; k <= steps; ++k) stops.push_back(range.low + (range.high - range.low) * k / steps);
  std::ranges::sort(stops);
  stops.erase(std::ranges::unique(stops).begin(), stops.end());
  return stops;
}

Rational along(const std::vector<Corner>& line, const Rational& v) {
  auto right = std::ranges::find_if(line, [&](const Corner& c) { return c.value >= v; });
  if (right == line.end()) return line.back().worth;
  if (right->value == v || right == line.begin()) return right->worth;
  auto left = right - 1;
  return left->worth + (v - left->value) * (right->worth - left->worth) / (right->value - left->value);
}

}  // namespace

Gridded on_grid(const Scenario& scenario, std::size_t steps) {
  Gridded out{scenario, std::vector<Rational>(scenario.sides.size(), Rational(0))};
  for (std::size_t i = 0; i < scenario.agenda.issues.size(); ++i) {
    if (scenario.agenda.issues[i].kind != IssueKind::real) continue;
    auto stops = stops_of(scenario, i, steps);
    Issue& issue = out.scenario.agenda.issues[i];
    issue.kind = IssueKind::discrete;
    for (const auto& v : stops) issue.options.push_back(exact_text(v));
    for (std::size_t s = 0; s < out.slack.size(); ++s) {
      auto& worth = out.scenario.sides[s].worth[i];
      for (const auto& v : stops) worth.push_back(along(scenario.sides[s].lines[i], v));
      Rational steepest = 0;
      for (std::size_t k = 1; k < worth.size(); ++k) steepest = std::max(steepest, Rational(abs(Rational(worth[k] - worth[k - 1]))));
      out.slack[s] += steepest / 2;
      out.scenario.sides[s].lines[i].clear();
    }
  }
  return out;
}

}  // namespace offices::accord
