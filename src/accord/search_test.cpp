// SPDX-License-Identifier: Apache-2.0
#include "accord/search.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/solve.hpp"
#include "accord/twin.hpp"

namespace offices::accord {
namespace {

std::vector<Rational> reservations(const Scenario& scenario) { return disagreement_point(scenario, Convention::offices, {}); }

RC_GTEST_PROP(Search, FindsTheEgalitarianAndNashOptimum, ()) {
  auto scenario = twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 6), {});
  auto d = reservations(scenario);
  auto exact = solve(scenario, {});
  auto egalitarian = best_outcome(scenario, d, Goal::egalitarian, {});
  RC_ASSERT(egalitarian->found && egalitarian->optimal);
  RC_ASSERT((egalitarian->value < 0) == exact->zopa.empty);
  if (!exact->zopa.empty) RC_ASSERT(egalitarian->value == exact->solutions.egalitarian.value);
  auto nash = best_outcome(scenario, d, Goal::nash, {});
  bool positive = !exact->zopa.empty && exact->solutions.nash.value > 0;
  RC_ASSERT(nash->found == positive);
  if (positive) RC_ASSERT(nash->value == exact->solutions.nash.value);
}

RC_GTEST_PROP(Search, CertifiesWhatItCannotFinish, ()) {
  auto scenario = twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 6), {});
  auto d = reservations(scenario);
  auto exact = solve(scenario, {});
  RC_PRE(!exact->zopa.empty);
  Control hurried;
  hurried.pulse = [] { return Pulse::hurry; };
  auto egalitarian = best_outcome(scenario, d, Goal::egalitarian, hurried);
  RC_ASSERT(egalitarian->at_most >= exact->solutions.egalitarian.value);
  auto nash = best_outcome(scenario, d, Goal::nash, hurried);
  RC_ASSERT(nash->at_most >= exact->solutions.nash.value);
}

/// Eight sides whose utilities reach tens, so that rounding moves a product of them by more than any margin.
Scenario large_products() {
  Scenario out;
  std::uint64_t state = 1;
  auto next = [&] { return Rational((state = state * 6364136223846793005u + 1442695040888963407u) >> 34, 1 << 30); };
  for (int i = 0; i < 30; ++i) {
    out.agenda.issues.push_back({});
    out.agenda.issues.back().name = "issue " + std::to_string(i);
    for (int k = 0; k < 10; ++k) out.agenda.issues.back().options.push_back(std::to_string(k));
  }
  for (int s = 0; s < 8; ++s) {
    Preferences side;
    side.name = "side " + std::to_string(s);
    side.lines.resize(30);
    for (int i = 0; i < 30; ++i) {
      side.worth.emplace_back();
      for (int k = 0; k < 10; ++k) side.worth.back().push_back(next());
    }
    out.sides.push_back(side);
  }
  return out;
}

/// Either option leaves one side with exactly nothing, which is no product; shifted in doubles, nothing is 10^-17.
TEST(Search, ClimbsEndWhereNothingComesOutAsALittle) {
  Scenario scenario;
  scenario.agenda.issues.resize(1);
  scenario.agenda.issues[0].name = "issue";
  scenario.agenda.issues[0].options = {"one", "other"};
  const Rational third(1, 3);
  for (auto [one, other] : {std::pair(2 * third, -third), std::pair(-third, 2 * third)}) {
    Preferences side;
    side.name = "side " + std::to_string(scenario.sides.size());
    side.lines.resize(1);
    side.worth = {{one, other}};
    scenario.sides.push_back(side);
  }
  Control control;
  int asked = 0;
  control.pulse = [&] { return ++asked > 100'000 ? Pulse::stop : Pulse::go_on; };
  auto nash = best_outcome(scenario, {-third, -third}, Goal::nash, control);
  ASSERT_TRUE(nash.has_value());
  EXPECT_FALSE(nash->found);
}

TEST(Search, ClimbsEndWhereRoundingIsLargerThanTheMargin) {
  auto scenario = large_products();
  std::vector<Rational> d(8, Rational(0));
  Control control;
  control.search_nodes = 1;
  int asked = 0;
  control.pulse = [&] { return ++asked > 1'000'000 ? Pulse::stop : Pulse::go_on; };
  auto nash = best_outcome(scenario, d, Goal::nash, control);
  ASSERT_TRUE(nash.has_value());
  EXPECT_TRUE(nash->found);
  EXPECT_GE(nash->at_most, nash->value);
}

}  // namespace
}  // namespace offices::accord
