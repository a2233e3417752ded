// SPDX-License-Identifier: Apache-2.0
#include "accord/explain.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/twin.hpp"

namespace offices::accord {
namespace {

Outcome some_outcome(const Scenario& scenario) {
  Outcome out;
  for (const auto& issue : scenario.agenda.issues)
    out.choice.push_back(*rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(issue.size())));
  return out;
}

void check_route(const Scenario& scenario, const Answer& answer, const Outcome& package, const Route& route) {
  auto target = answer.frontier.outcome(route.point);
  Outcome walked = package;
  for (const auto& t : route.trades) {
    RC_ASSERT(walked.choice[t.issue] == t.from && t.from != t.to);
    walked.choice[t.issue] = t.to;
  }
  RC_ASSERT(walked == target);
  for (std::size_t s = 0; s < scenario.sides.size(); ++s) {
    Rational sum = route.interaction[s];
    for (const auto& t : route.trades) {
      RC_ASSERT(t.gain[s] == scenario.sides[s].worth[t.issue][t.to] - scenario.sides[s].worth[t.issue][t.from]);
      sum += t.gain[s];
    }
    RC_ASSERT(sum == route.total[s]);
    RC_ASSERT(route.total[s] == utility(scenario.sides[s], target) - utility(scenario.sides[s], package));
    if (scenario.sides[s].terms.empty() && !scenario.sides[s].cap) RC_ASSERT(route.interaction[s] == 0);
  }
}

RC_GTEST_PROP(Explain, SaysWhatEnumerationSays, ()) {
  auto scenario = twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 5), {.terms = *rc::gen::arbitrary<bool>()});
  auto answer = solve(scenario, {});
  RC_ASSERT(answer.has_value());
  if (answer->frontier.size() == 0) return;
  auto package = some_outcome(scenario);
  auto e = explain(*answer, package);
  RC_ASSERT(e.allowed == allowed(scenario, package));
  auto points = twin::frontier(scenario);
  RC_ASSERT(e.on_frontier == (e.allowed && points.contains(e.utility)));
  std::size_t dominating = 0;
  Rational most = 0;
  for (const auto& [u, count] : points) {
    std::optional<Rational> least;
    for (std::size_t s = 0; s < u.size(); ++s) {
      Rational range = answer->highest[s] - answer->lowest[s], gain = u[s] - e.utility[s];
      if (range > 0) gain /= range;
      if (!least || gain < *least) least = gain;
    }
    if (*least < 0 || u == e.utility) continue;
    ++dominating;
    most = std::max(most, *least);
  }
  RC_ASSERT(e.dominating.size() == std::min<std::size_t>(dominating, 20));
  RC_ASSERT(e.common_gain == most);
  RC_ASSERT(e.to_dominating.has_value() == (dominating > 0));
  for (const auto* route : {&e.to_dominating, &e.to_nash, &e.to_kalai_smorodinsky, &e.to_egalitarian, &e.to_utilitarian})
    if (*route) check_route(scenario, *answer, package, **route);
}

}  // namespace
}  // namespace offices::accord
