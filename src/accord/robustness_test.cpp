// SPDX-License-Identifier: Apache-2.0
// Robustness against the definition: every outcome is tried as a rival, and weights are really moved.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "accord/explain.hpp"
#include "accord/twin.hpp"

namespace offices::accord {
namespace {

/// Worth = weight times evaluation; `total` is the weights' sum.
struct Split {
  std::vector<std::vector<Rational>> evaluation;
  Rational total;
};

Split split(const Preferences& side) {
  Split out;
  for (const auto& worth : side.worth) {
    Rational weight = *std::ranges::max_element(worth) - *std::ranges::min_element(worth);
    out.total += weight;
    auto& row = out.evaluation.emplace_back();
    for (const auto& w : worth) row.push_back(weight == 0 ? Rational(0) : Rational(w / weight));
  }
  return out;
}

/// The side with each normalised weight off by `error` of that sign (−1, 0 or 1).
Preferences moved(const Preferences& side, const Rational& error, const std::vector<int>& sign) {
  auto parts = split(side);
  Preferences out = side;
  for (std::size_t i = 0; i < out.worth.size(); ++i)
    for (std::size_t k = 0; k < out.worth[i].size(); ++k) out.worth[i][k] += error * sign[i] * parts.total * parts.evaluation[i][k];
  return out;
}

void for_each_outcome(const Scenario& scenario, const std::function<void(const Outcome&)>& look) {
  Outcome o{std::vector<std::uint32_t>(scenario.agenda.issues.size(), 0)};
  for (bool more = true; more;) {
    if (allowed(scenario, o)) look(o);
    more = false;
    for (std::size_t i = 0; i < o.choice.size() && !more; ++i) {
      more = ++o.choice[i] < scenario.agenda.issues[i].size();
      if (!more) o.choice[i] = 0;
    }
  }
}

bool dominated(const Scenario& scenario, const Outcome& package) {
  bool found = false;
  for_each_outcome(scenario, [&](const Outcome& o) {
    bool all = true, some = false;
    for (const auto& side : scenario.sides) {
      auto mine = utility(side, package), theirs = utility(side, o);
      all = all && theirs >= mine;
      some = some || theirs > mine;
    }
    found = found || (all && some);
  });
  return found;
}

/// The least error at which a rival that is fair to the others catches up, over all outcomes.
Rational least_error(const Scenario& scenario, const Outcome& package, std::size_t side) {
  auto parts = split(scenario.sides[side]);
  Rational least = 1;
  for_each_outcome(scenario, [&](const Outcome& o) {
    for (std::size_t s = 0; s < scenario.sides.size(); ++s)
      if (s != side && utility(scenario.sides[s], o) < utility(scenario.sides[s], package)) return;
    Rational reach = 0;
    for (std::size_t i = 0; i < o.choice.size(); ++i)
      reach += abs(Rational(parts.evaluation[i][o.choice[i]] - parts.evaluation[i][package.choice[i]])) * parts.total;
    Rational lacks = utility(scenario.sides[side], package) - utility(scenario.sides[side], o);
    if (reach > 0) least = std::min(least, Rational(lacks / reach));
  });
  return least;
}

std::vector<int> some_signs(std::size_t issues) { return *rc::gen::container<std::vector<int>>(issues, rc::gen::element(-1, 0, 1)); }

Scenario drawn(bool terms) {
  auto scenario =
      twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 4), {.issues_max = 4, .options_max = 3, .worth_max = 9, .terms = terms});
  for (auto& side : scenario.sides) {
    side.cap.reset();
    std::erase_if(side.never, [](const Combination& c) { return c.empty(); });
  }
  return scenario;
}

RC_GTEST_PROP(Robustness, OfAdditiveUtilitiesIsWhatEveryRivalTogetherSay, ()) {
  auto scenario = drawn(false);
  auto answer = solve(scenario, {});
  auto package = answer->frontier.outcome(*rc::gen::inRange<std::size_t>(0, answer->frontier.size()));
  auto r = robustness(*answer, package, 0, Rational(1, 10), {});
  RC_ASSERT(r.has_value());
  RC_ASSERT(r->exact);
  RC_ASSERT(r->frontier.value_or(Rational(1)) == least_error(scenario, package, 0));
}

RC_GTEST_PROP(Robustness, BoundsWithInteractionsAreNeverTooLargeAndClose, ()) {
  auto scenario = drawn(true);
  auto answer = solve(scenario, {});
  if (answer->frontier.size() == 0) return;
  auto package = answer->frontier.outcome(*rc::gen::inRange<std::size_t>(0, answer->frontier.size()));
  auto r = robustness(*answer, package, 0, Rational(1, 10), {});
  RC_ASSERT(r.has_value());
  auto truth = least_error(scenario, package, 0);
  RC_ASSERT(r->frontier.value_or(Rational(1)) <= truth);
  RC_ASSERT(r->frontier.value_or(Rational(1)) >= truth - Rational(1, 1000));
}

RC_GTEST_PROP(Robustness, NoErrorBelowItDisplacesThePackage, ()) {
  auto scenario = drawn(*rc::gen::arbitrary<bool>());
  auto answer = solve(scenario, {});
  if (answer->frontier.size() == 0) return;
  auto package = answer->frontier.outcome(*rc::gen::inRange<std::size_t>(0, answer->frontier.size()));
  auto r = robustness(*answer, package, 0, Rational(1, 10), {});
  Rational below = r->frontier.value_or(Rational(1)) * Rational(999, 1000);
  auto turned = scenario;
  turned.sides[0] = moved(scenario.sides[0], below, some_signs(scenario.agenda.issues.size()));
  RC_ASSERT(below == 0 || !dominated(turned, package));
}

RC_GTEST_PROP(Robustness, KeepsItsShareOfTheNashProduct, ()) {
  auto scenario = drawn(false);
  Rational share(*rc::gen::inRange(1, 60), 100);
  auto answer = solve(scenario, {});
  RC_PRE(!answer->solutions.nash.points.empty());
  auto package = answer->frontier.outcome(answer->solutions.nash.points.front());
  auto r = robustness(*answer, package, 0, share, {});
  auto turned = scenario;
  turned.sides[0] = moved(scenario.sides[0], r->nash, some_signs(scenario.agenda.issues.size()));
  Rational mine = 1, most = 0;
  for (std::size_t s = 0; s < turned.sides.size(); ++s) mine *= utility(turned.sides[s], package) - answer->disagreement[s];
  for_each_outcome(turned, [&](const Outcome& o) {
    Rational product = 1;
    for (std::size_t s = 0; s < turned.sides.size(); ++s)
      product *= std::max(Rational(0), Rational(utility(turned.sides[s], o) - answer->disagreement[s]));
    most = std::max(most, product);
  });
  RC_CLASSIFY(r->nash > 0, "more than nothing");
  RC_ASSERT(mine >= (1 - share) * most);
}

TEST(Robustness, IsRefusedForACappedSideAndNothingForADominatedPackage) {
  Scenario s{{"two", {{"a", IssueKind::discrete, {"x", "y"}, 0, 0, {}, {}}}}, {}};
  for (const char* name : {"one", "two"}) {
    Preferences side;
    side.name = name;
    side.worth = {{Rational(1), Rational(0)}};
    side.lines.resize(1);
    s.sides.push_back(side);
  }
  auto answer = solve(s, {});
  EXPECT_EQ(robustness(*answer, Outcome{{1}}, 0, Rational(1, 10), {})->frontier, Rational(0));
  s.sides[0].cap = Rational(1);
  answer = solve(s, {});
  EXPECT_EQ(robustness(*answer, Outcome{{0}}, 0, Rational(1, 10), {}).error().code, Code::malformed);
  EXPECT_TRUE(robustness(*answer, Outcome{{0}}, 1, Rational(1, 10), {}).has_value());
}

}  // namespace
}  // namespace offices::accord
