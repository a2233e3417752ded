// SPDX-License-Identifier: Apache-2.0
#include "accord/frontier.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "accord/branch.hpp"
#include "accord/interaction.hpp"
#include "accord/solve.hpp"
#include "accord/twin.hpp"

namespace offices::accord {
namespace {

void matches_twin(const Scenario& scenario, const Frontier& frontier) {
  auto expected = twin::frontier(scenario);
  RC_ASSERT(frontier.exact);
  RC_ASSERT(frontier.size() == expected.size());
  std::size_t p = 0;
  for (const auto& [u, count] : expected) {
    RC_ASSERT(frontier.utilities(p) == u);
    if (frontier.counted) RC_ASSERT(frontier.count(p) == count);
    auto witness = frontier.outcome(p++);
    RC_ASSERT(allowed(scenario, witness));
    for (std::size_t s = 0; s < u.size(); ++s) RC_ASSERT(utility(scenario.sides[s], witness) == u[s]);
  }
}

std::size_t some_sides() { return *rc::gen::inRange<std::size_t>(2, 6); }

RC_GTEST_PROP(Additive, FindsWhatEnumerationFinds, ()) {
  auto scenario = twin::random_scenario(some_sides(), {});
  auto frontier = additive_frontier(scenario, {});
  RC_ASSERT(frontier.has_value());
  matches_twin(scenario, *frontier);
  RC_ASSERT(frontier->counted);
}

RC_GTEST_PROP(Additive, IsExactWhereSixtyFourBitsAreNotEnough, ()) {
  auto scenario = twin::random_scenario(some_sides(), {});
  // Denominators of about 2^63 and 2^130: the second and third kind of integers.
  Rational tiny(Integer(1), multiprecision::pow(Integer(3), *rc::gen::element(41u, 85u)));
  for (auto& issue : scenario.sides[0].worth)
    for (auto& w : issue) w += tiny * *rc::gen::inRange(0, 3);
  auto frontier = additive_frontier(scenario, {});
  RC_ASSERT(frontier.has_value());
  matches_twin(scenario, *frontier);
}

RC_GTEST_PROP(Interaction, FindsWhatEnumerationFinds, ()) {
  auto scenario =
      twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 5), {.issues_max = 4, .options_max = 4, .worth_max = 5, .terms = true});
  auto frontier = interaction_frontier(scenario, {});
  RC_ASSERT(frontier.has_value());
  matches_twin(scenario, *frontier);
}

RC_GTEST_PROP(Branching, FindsTheUtilitiesThatEnumerationFinds, ()) {
  auto scenario =
      twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 5), {.issues_max = 5, .options_max = 4, .worth_max = 5, .terms = true});
  for (auto& side : scenario.sides) side.cap.reset();
  auto net = compile<std::int64_t>(scenario, true);
  RC_ASSERT(net.has_value());
  Control control;
  Brancher<std::int64_t> brancher(*net, elimination_order(*net), control);
  brancher.run();
  auto expected = twin::frontier(scenario);
  RC_ASSERT(brancher.complete());
  RC_ASSERT(brancher.found().size() == expected.size());
  auto at = expected.begin();
  for (const auto& found : brancher.found()) {
    for (std::size_t s = 0; s < scenario.sides.size(); ++s) RC_ASSERT(Rational(Integer(found.u[s]), net->unit[s]) == at->first[s]);
    ++at;
  }
}

RC_GTEST_PROP(Limits, AnswerWithinTheirSlack, ()) {
  auto scenario = twin::random_scenario(some_sides(), {.issues_max = 4, .options_max = 4, .worth_max = 40});
  Control control;
  control.memory_bytes = 1;  // the least that is held: 64 points
  auto frontier = additive_frontier(scenario, control);
  if (!frontier) {
    RC_ASSERT(frontier.error().code == Code::limit_reached);
    return;
  }
  RC_CLASSIFY(!frontier->exact, "approximate");
  for (std::size_t p = 0; p < frontier->size(); ++p) {
    auto witness = frontier->outcome(p);
    for (std::size_t s = 0; s < scenario.sides.size(); ++s) RC_ASSERT(utility(scenario.sides[s], witness) == frontier->utility(p, s));
  }
  for (const auto& [u, count] : twin::frontier(scenario)) {
    bool near = false;
    for (std::size_t p = 0; p < frontier->size() && !near; ++p) {
      near = true;
      for (std::size_t s = 0; s < u.size(); ++s) near = near && frontier->utility(p, s) + frontier->slack[s] >= u[s];
    }
    RC_ASSERT(near);
  }
}

RC_GTEST_PROP(Interaction, AnswersWithinItsSlackWhenHurried, ()) {
  auto scenario = twin::random_scenario(2, {.issues_max = 6, .options_max = 4, .worth_max = 9, .terms = true});
  auto net = compile<std::int64_t>(scenario, true);
  Control control;
  control.pulse = [] { return Pulse::hurry; };
  Brancher<std::int64_t> brancher(*net, elimination_order(*net), control, 1);
  brancher.run();
  for (auto& side : scenario.sides) side.cap.reset();
  for (const auto& [u, count] : twin::frontier(scenario)) {
    if (brancher.found().empty()) break;
    bool near = false;
    for (const auto& f : brancher.found()) {
      bool all = true;
      for (std::size_t s = 0; s < 2; ++s) all = all && Rational(Integer(f.u[s] + brancher.slack()[s]), net->unit[s]) >= u[s];
      near = near || all;
    }
    RC_ASSERT(near);
  }
}

RC_GTEST_PROP(Invariance, OrderOfIssuesOptionsAndSidesDoesNotMatter, ()) {
  auto scenario = twin::random_scenario(some_sides(), {});
  auto turned = scenario;
  std::ranges::reverse(turned.agenda.issues);
  std::ranges::reverse(turned.sides);
  for (auto& issue : turned.agenda.issues) std::ranges::reverse(issue.options);
  for (auto& side : turned.sides) {
    std::ranges::reverse(side.worth);
    for (auto& worth : side.worth) std::ranges::reverse(worth);
  }
  auto a = solve(scenario, {}), b = solve(turned, {});
  RC_ASSERT(a.has_value() && b.has_value());
  RC_ASSERT(a->frontier.size() == b->frontier.size());
  RC_ASSERT(a->frontier.outcomes() == b->frontier.outcomes());
  RC_ASSERT(a->solutions.nash.value == b->solutions.nash.value);
  RC_ASSERT(a->solutions.kalai_smorodinsky.value == b->solutions.kalai_smorodinsky.value);
  RC_ASSERT(a->solutions.egalitarian.value == b->solutions.egalitarian.value);
  RC_ASSERT(a->solutions.nash.points.size() == b->solutions.nash.points.size());
}

/// Nash and Kalai–Smorodinsky do not see a side's scale or zero; utilities and reservation move together.
RC_GTEST_PROP(Invariance, NashAndKalaiSmorodinskyIgnorePositiveRescaling, ()) {
  auto scenario = twin::random_scenario(some_sides(), {});
  auto scaled = scenario;
  for (auto& side : scaled.sides) {
    Rational factor(*rc::gen::inRange(1, 9), *rc::gen::inRange(1, 9)), shift(*rc::gen::inRange(-5, 6), 3);
    side.base = side.base * factor + shift;
    for (auto& issue : side.worth)
      for (auto& w : issue) w *= factor;
    side.reservation = side.reservation.value_or(Rational(0)) * factor + shift;
  }
  auto a = solve(scenario, {}), b = solve(scaled, {});
  RC_ASSERT(a->solutions.nash.points == b->solutions.nash.points);
  RC_ASSERT(a->solutions.kalai_smorodinsky.points == b->solutions.kalai_smorodinsky.points);
  RC_ASSERT(a->zopa.empty == b->zopa.empty);
}

/// The axioms as far as finite domains have them: rational, and nothing in the ZOPA has a larger product or, for
/// Kalai–Smorodinsky, a larger smallest share of the ideal gain; Nash is independent of irrelevant alternatives.
RC_GTEST_PROP(Axioms, SolutionsBeatEveryRationalOutcome, ()) {
  auto scenario = twin::random_scenario(some_sides(), {});
  auto answer = solve(scenario, {});
  auto all = twin::frontier(scenario);
  std::optional<Rational> product, share;
  std::vector<Rational> ideal = answer->solutions.ideal;
  for (const auto& [u, count] : all) {
    Rational p = 1;
    std::optional<Rational> least;
    bool rational = true;
    for (std::size_t s = 0; s < u.size(); ++s) {
      Rational g = u[s] - answer->disagreement[s];
      rational = rational && g >= 0;
      p *= g;
      if (!rational || ideal.empty() || ideal[s] <= answer->disagreement[s]) continue;
      Rational x = g / (ideal[s] - answer->disagreement[s]);
      if (!least || x < *least) least = x;
    }
    if (!rational) continue;
    if (!product || p > *product) product = p;
    if (least && (!share || *least > *share)) share = least;
  }
  RC_ASSERT(product.has_value() != answer->zopa.empty);
  if (product) RC_ASSERT(answer->solutions.nash.value == *product);
  if (share) RC_ASSERT(answer->solutions.kalai_smorodinsky.value == *share);
}

RC_GTEST_PROP(Zopa, ConcessionsAreEnoughAndNotMoreThanNeeded, ()) {
  auto scenario = twin::random_scenario(some_sides(), {});
  for (auto& side : scenario.sides) side.reservation = Rational(*rc::gen::inRange(3, 12), 5);
  auto answer = solve(scenario, {});
  RC_PRE(answer->zopa.empty);
  auto empty_after = [&](std::size_t who, const Rational& by) {
    auto moved = scenario;
    for (std::size_t s = 0; s < moved.sides.size(); ++s)
      if (who == s || who == SIZE_MAX) *moved.sides[s].reservation -= by;
    return solve(moved, {})->zopa.empty;
  };
  Rational hair(1, 1'000'000);
  RC_ASSERT(!empty_after(SIZE_MAX, *answer->zopa.equal));
  RC_ASSERT(empty_after(SIZE_MAX, *answer->zopa.equal - hair));
  for (std::size_t s = 0; s < scenario.sides.size(); ++s) {
    if (!answer->zopa.alone[s]) {
      RC_ASSERT(empty_after(s, Rational(1'000'000)));
      continue;
    }
    RC_ASSERT(!empty_after(s, *answer->zopa.alone[s]));
    RC_ASSERT(empty_after(s, *answer->zopa.alone[s] - hair));
  }
}

}  // namespace
}  // namespace offices::accord
