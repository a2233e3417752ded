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

}  // namespace
}  // namespace offices::accord
