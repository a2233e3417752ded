// SPDX-License-Identifier: Apache-2.0
#include "accord/frameworks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "accord/twin.hpp"

namespace offices::accord {
namespace {

std::int64_t smallest(const Distances& d, const std::vector<std::size_t>& chosen) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < chosen.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) least = std::min(least, d[chosen[i]][chosen[k]]);
  return least;
}

/// The greatest smallest distance among all ways to choose `count`, by looking at all of them.
std::int64_t greatest_smallest(const Distances& d, std::size_t count) {
  std::int64_t best = -1;
  std::vector<std::size_t> chosen;
  std::function<void(std::size_t)> choose = [&](std::size_t from) {
    if (chosen.size() == count) {
      best = std::max(best, smallest(d, chosen));
      return;
    }
    for (std::size_t i = from; i < d.size(); ++i) {
      chosen.push_back(i);
      choose(i + 1);
      chosen.pop_back();
    }
  };
  choose(0);
  return best;
}

/// Distances in content between random packages of a random agenda.
Distances random_distances(std::size_t candidates) {
  auto scenario = twin::random_scenario(2, {.issues_max = 6, .options_max = 4, .worth_max = 9});
  Content content(scenario);
  std::vector<Outcome> packages(candidates);
  for (auto& p : packages)
    for (const auto& issue : scenario.agenda.issues)
      p.choice.push_back(*rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(issue.size())));
  Distances d(candidates, std::vector<std::int64_t>(candidates));
  for (std::size_t i = 0; i < candidates; ++i)
    for (std::size_t k = 0; k < candidates; ++k) d[i][k] = content.distance(packages[i], packages[k]);
  return d;
}

RC_GTEST_PROP(Frameworks, ExactChoiceIsTheBestThereIs, ()) {
  auto count = *rc::gen::inRange<std::size_t>(2, 4);
  auto d = random_distances(*rc::gen::inRange<std::size_t>(count, 13));
  auto chosen = choose_exactly(d, count);
  RC_ASSERT(chosen.size() == count);
  RC_ASSERT(std::ranges::adjacent_find(chosen, std::greater_equal{}) == chosen.end());
  RC_ASSERT(smallest(d, chosen) == greatest_smallest(d, count));
}

RC_GTEST_PROP(Frameworks, GreedyChoiceReachesHalfOfTheBest, ()) {
  auto count = *rc::gen::inRange<std::size_t>(2, 6);
  auto d = random_distances(*rc::gen::inRange<std::size_t>(count, 12));
  auto first = *rc::gen::inRange<std::size_t>(0, d.size());
  auto chosen = choose_greedily(d.size(), count, first, [&](std::size_t a, std::size_t b) { return d[a][b]; });
  RC_ASSERT(chosen.size() == count);
  RC_ASSERT(std::ranges::adjacent_find(chosen, std::greater_equal{}) == chosen.end());
  RC_ASSERT(std::ranges::find(chosen, first) != chosen.end());
  auto best = greatest_smallest(d, count);
  RC_CLASSIFY(smallest(d, chosen) < best, "not the best");
  RC_ASSERT(2 * smallest(d, chosen) >= best);
}

Rational slow_merit(const Answer& answer, Aim aim, std::size_t p) {
  Rational product = 1, sum = 0;
  std::optional<Rational> least, least_share;
  for (std::size_t s = 0; s < answer.scenario.sides.size(); ++s) {
    Rational u = answer.frontier.utility(p, s), gain = u - answer.disagreement[s],
             ideal = answer.solutions.ideal[s] - answer.disagreement[s];
    product *= gain;
    sum += u;
    if (!least || gain < *least) least = gain;
    if (ideal > 0 && (!least_share || gain / ideal < *least_share)) least_share = gain / ideal;
  }
  if (aim == Aim::nash) return product;
  if (aim == Aim::utilitarian) return sum;
  return aim == Aim::egalitarian ? *least : least_share.value_or(Rational(0));
}

TEST(Frameworks, NameTheirAims) {
  for (auto aim : {Aim::nash, Aim::kalai_smorodinsky, Aim::egalitarian, Aim::utilitarian}) EXPECT_EQ(aim_named(name_of(aim)), aim);
  EXPECT_EQ(aim_named("best"), std::nullopt);
}

RC_GTEST_PROP(Frameworks, AreRationalGoodEnoughAndAsFarApartAsStated, ()) {
  auto scenario =
      twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 4), {.issues_max = 4, .options_max = 4, .worth_max = 9, .terms = true});
  auto answer = solve(scenario, {});
  RC_PRE(answer.has_value());
  FrameworksRequest request{
      .count = *rc::gen::inRange<std::size_t>(1, 5), .loss = Rational(*rc::gen::inRange(0, 100), 100), .side = {}, .aim = Aim::nash};
  if (*rc::gen::arbitrary<bool>()) request.side = 0;
  request.aim = *rc::gen::element(Aim::nash, Aim::kalai_smorodinsky, Aim::egalitarian, Aim::utilitarian);
  auto found = frameworks(*answer, request);
  if (!found) {
    RC_ASSERT(found.error().code == Code::not_found);
    return;
  }
  RC_ASSERT(found->points.size() == request.count);
  auto merit = [&](std::size_t p) { return request.side ? answer->frontier.utility(p, 0) : slow_merit(*answer, request.aim, p); };
  auto rational = rational_points(answer->frontier, answer->disagreement);
  std::optional<Rational> best;
  for (std::size_t p = 0; p < rational.size(); ++p)
    if (rational[p] && (!best || merit(p) > *best)) best = merit(p);
  Content content(scenario);
  for (auto p : found->points) {
    RC_ASSERT(rational[p]);
    RC_ASSERT(merit(p) >= *best - abs(*best) * request.loss);
    for (auto q : found->points)
      if (p < q)
        RC_ASSERT(Rational(content.distance(answer->frontier.outcome(p), answer->frontier.outcome(q)), Content::whole) >= found->distance);
  }
}

}  // namespace
}  // namespace offices::accord
