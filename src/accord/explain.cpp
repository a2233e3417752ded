// SPDX-License-Identifier: Apache-2.0
#include "accord/explain.hpp"

#include <algorithm>

#include "accord/interval.hpp"

namespace offices::accord {
namespace {

constexpr std::size_t dominating_max = 20;

Rational sum(const std::vector<Rational>& v) {
  Rational total = 0;
  for (const auto& x : v) total += x;
  return total;
}

Route route_to(const Answer& answer, const Outcome& package, std::size_t point) {
  const auto& sides = answer.scenario.sides;
  Route route;
  route.point = point;
  Outcome target = answer.frontier.outcome(point);
  route.interaction.assign(sides.size(), Rational(0));
  for (std::size_t s = 0; s < sides.size(); ++s) route.total.push_back(utility(sides[s], target) - utility(sides[s], package));
  route.interaction = route.total;
  for (std::size_t i = 0; i < package.choice.size(); ++i) {
    if (package.choice[i] == target.choice[i]) continue;
    Trade trade{i, package.choice[i], target.choice[i], {}};
    for (std::size_t s = 0; s < sides.size(); ++s) {
      trade.gain.push_back(sides[s].worth[i][trade.to] - sides[s].worth[i][trade.from]);
      route.interaction[s] -= trade.gain.back();
    }
    route.trades.push_back(std::move(trade));
  }
  std::ranges::sort(route.trades, [](const Trade& a, const Trade& b) {
    auto x = sum(a.gain), y = sum(b.gain);
    return x != y ? x > y : a.issue < b.issue;
  });
  return route;
}

std::optional<Route> route_to(const Answer& answer, const Outcome& package, const Solution& solution) {
  if (solution.points.empty()) return std::nullopt;
  return route_to(answer, package, solution.points.front());
}

bool surely_below(const Answer& answer, std::size_t p, const std::vector<Interval>& u) {
  for (std::size_t s = 0; s < u.size(); ++s)
    if (Interval::around(answer.frontier.rough(p, s)).high < u[s].low) return true;
  return false;
}

/// The smallest of the sides' gains at point p, each as a share of the side's range; nullopt if one would lose.
std::optional<Rational> common_gain(const Answer& answer, std::size_t p, const std::vector<Rational>& u) {
  std::optional<Rational> least;
  for (std::size_t s = 0; s < u.size(); ++s) {
    Rational gain = answer.frontier.utility(p, s) - u[s];
    if (gain < 0) return std::nullopt;
    Rational range = answer.highest[s] - answer.lowest[s];
    if (range > 0) gain /= range;
    if (!least || gain < *least) least = gain;
  }
  return least;
}

}  // namespace

Explanation explain(const Answer& answer, const Outcome& package) {
  Explanation out;
  std::vector<Interval> rough;
  for (std::size_t s = 0; s < answer.scenario.sides.size(); ++s) {
    out.utility.push_back(utility(answer.scenario.sides[s], package));
    rough.push_back(Interval::around(approximate(out.utility[s])));
    out.rational = out.rational && out.utility[s] >= answer.disagreement[s];
  }
  out.allowed = allowed(answer.scenario, package);
  std::vector<std::pair<Rational, std::size_t>> better;
  for (std::size_t p = 0; p < answer.frontier.size(); ++p) {
    if (surely_below(answer, p, rough)) continue;
    auto gain = common_gain(answer, p, out.utility);
    if (!gain) continue;
    if (answer.frontier.utilities(p) == out.utility) out.on_frontier = out.allowed;
    else better.push_back({*gain, p});
  }
  std::ranges::sort(better, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  if (!better.empty()) out.common_gain = better.front().first;
  for (std::size_t i = 0; i < better.size() && i < dominating_max; ++i) out.dominating.push_back(better[i].second);
  if (!better.empty()) out.to_dominating = route_to(answer, package, better.front().second);
  out.to_nash = route_to(answer, package, answer.solutions.nash);
  out.to_kalai_smorodinsky = route_to(answer, package, answer.solutions.kalai_smorodinsky);
  out.to_egalitarian = route_to(answer, package, answer.solutions.egalitarian);
  out.to_utilitarian = route_to(answer, package, answer.solutions.utilitarian);
  return out;
}

}  // namespace offices::accord
