// SPDX-License-Identifier: Apache-2.0
#include "accord/solve.hpp"

#include <algorithm>

#include "accord/grid.hpp"
#include "accord/interaction.hpp"
#include "accord/interval.hpp"
#include "accord/listed.hpp"
#include "accord/search.hpp"

namespace offices::accord {
namespace {

bool plain(const Scenario& scenario) {
  return std::ranges::all_of(scenario.sides, [](const Preferences& s) { return s.terms.empty() && s.never.empty() && !s.cap; });
}

/// The lowest utility of one side over allowed outcomes: the frontier of two sides that both want it low.
Result<Rational> lowest_of(const Scenario& scenario, std::size_t side, const Control& control) {
  const auto& mine = scenario.sides[side];
  Rational low = mine.base;
  for (const auto& issue : mine.worth) low += *std::ranges::min_element(issue);
  if (plain(scenario)) return low;
  Scenario mirrored{scenario.agenda, {mine, mine}};
  for (auto& m : mirrored.sides) {
    m.base = -m.base;
    m.cap.reset();
    for (auto& issue : m.worth)
      for (auto& w : issue) w = -w;
    for (auto& term : m.terms) term.pays = -term.pays;
    m.never.clear();
  }
  for (const auto& s : scenario.sides) mirrored.sides[0].never.insert(mirrored.sides[0].never.end(), s.never.begin(), s.never.end());
  OFFICES_TRY(frontier, interaction_frontier(mirrored, control));
  if (frontier.size() == 0) return low;
  Rational found = -frontier.utility(0, 0) - frontier.slack[0];
  return mine.cap ? std::min(found, *mine.cap) : found;
}

std::vector<Rational> highest_on(const Frontier& frontier) {
  std::vector<Rational> out;
  for (std::size_t s = 0; s < frontier.sides() && frontier.size() > 0; ++s) {
    std::size_t best = 0;
    for (std::size_t p = 1; p < frontier.size(); ++p)
      if (frontier.rough(p, s) > frontier.rough(best, s) * (1 - 0x1p-45) && frontier.utility(p, s) > frontier.utility(best, s)) best = p;
    out.push_back(frontier.utility(best, s));
  }
  return out;
}

/// How far each side is short of d at one point; negative: it has more.
std::vector<Rational> shortfalls(const Frontier& frontier, std::size_t p, const std::vector<Rational>& d) {
  std::vector<Rational> out;
  for (std::size_t s = 0; s < d.size(); ++s) out.push_back(d[s] - frontier.utility(p, s));
  return out;
}

Zopa zopa_of(const Frontier& frontier, const std::vector<Rational>& d, std::size_t rational) {
  Zopa zopa;
  zopa.alone.resize(d.size());
  zopa.empty = rational == 0;
  if (!zopa.empty) return zopa;
  for (std::size_t p = 0; p < frontier.size(); ++p) {
    auto lack = shortfalls(frontier, p, d);
    std::size_t lacking = 0, who = 0;
    bool near = true;
    for (std::size_t s = 0; s < d.size(); ++s) {
      near = near && lack[s] <= frontier.slack[s];
      if (lack[s] <= 0) continue;
      ++lacking;
      who = s;
    }
    zopa.certain = zopa.certain && (frontier.exact || !near);
    if (lacking == 1 && (!zopa.alone[who] || lack[who] < *zopa.alone[who])) zopa.alone[who] = lack[who];
    Rational most = *std::ranges::max_element(lack);
    if (!zopa.equal || most < *zopa.equal) zopa.equal = most;
  }
  return zopa;
}

/// Every outcome is within slack of a listed point, so no value exceeds what the points reach with slack added.
Ceilings ceilings_of(const Frontier& frontier, const std::vector<Rational>& d) {
  double nash = 0, least = -1e300, sum = -1e300;
  for (std::size_t p = 0; p < frontier.size(); ++p) {
    Interval product{1, 1}, total{};
    double lowest = 1e300;
    for (std::size_t s = 0; s < d.size(); ++s) {
      Interval u = Interval::around(frontier.rough(p, s)) + Interval::around(approximate(frontier.slack[s]));
      Interval g = u - Interval::around(approximate(d[s]));
      product = product * Interval{std::max(0.0, g.low), std::max(0.0, g.high)};
      lowest = std::min(lowest, g.high);
      total = total + u;
    }
    nash = std::max(nash, product.high);
    least = std::max(least, lowest);
    sum = std::max(sum, total.high);
  }
  return {Rational(nash), Rational(least), Rational(sum)};
}

constexpr std::size_t augmented_points_max = 100'000;

/// What the frontier's limits blur, the search for single points sharpens: its finds join the list, its bounds the
/// ceilings.
Result<void> sharpen(Answer& answer, const Control& control) {
  if (answer.scenario.sides.size() < 3 || !plain(answer.scenario) || answer.frontier.size() > augmented_points_max) return {};
  auto searched = best_outcome(answer.scenario, answer.disagreement, Goal::egalitarian, control);
  if (!searched && searched.error().code == Code::too_large) return {};  // the frontier's own bounds must do
  OFFICES_TRY(fair, std::move(searched));
  OFFICES_TRY(nash, best_outcome(answer.scenario, answer.disagreement, Goal::nash, control));
  auto found = fair.outcomes;
  found.insert(found.end(), nash.outcomes.begin(), nash.outcomes.end());
  answer.frontier = with_outcomes(answer.frontier, answer.scenario, found);
  answer.ceilings = ceilings_of(answer.frontier, answer.disagreement);
  answer.solutions = solutions(answer.frontier, answer.disagreement, answer.convention);
  answer.zopa = zopa_of(answer.frontier, answer.disagreement, answer.solutions.rational_size);
  if (answer.continuous) return {};  // its bounds hold for the grid only
  answer.ceilings->egalitarian = std::min(answer.ceilings->egalitarian, fair.at_most);
  answer.ceilings->nash = std::min(answer.ceilings->nash, nash.at_most);
  if (answer.zopa.empty && fair.at_most < 0) answer.zopa.certain = true;
  return {};
}

void keep_rational(Answer& answer) {
  auto flags = rational_points(answer.frontier, answer.disagreement);
  std::vector<std::size_t> moved(flags.size());
  for (std::size_t p = 0, to = 0; p < flags.size(); ++p) moved[p] = flags[p] ? to++ : SIZE_MAX;
  answer.frontier = answer.frontier.filtered(flags);
  auto& all = answer.solutions;
  for (Solution* one : {&all.nash, &all.kalai_smorodinsky, &all.egalitarian, &all.utilitarian}) {
    for (auto& p : one->points) p = moved[p];
    std::erase(one->points, SIZE_MAX);
  }
}

Result<void> find_disagreement(Answer& answer, const Control& control) {
  for (std::size_t s = 0; s < answer.scenario.sides.size(); ++s) {
    OFFICES_TRY(low, lowest_of(answer.scenario, s, control));
    answer.lowest.push_back(low);
  }
  answer.disagreement = disagreement_point(answer.scenario, answer.convention, answer.lowest);
  return {};
}

/// Passes on what the answer will list. The disagreement point is known.
Stream passed_on(Answer& answer, const Request& request) {
  if (!request.stream || !plain(answer.scenario)) return {};
  return [&](const StreamedPoint& point) {
    for (std::size_t s = 0; request.zopa_only && s < point.utilities.size(); ++s)
      if (point.utilities[s] < answer.disagreement[s]) return;
    ++answer.streamed;
    if (!answer.continuous) return request.stream(answer.scenario.agenda, point);
    request.stream(answer.scenario.agenda, {point.utilities, std::nullopt, point.outcome});
  };
}

}  // namespace

Result<Frontier> frontier_of(const Scenario& scenario, const Control& control, const Stream& stream) {
  return plain(scenario) ? additive_frontier(scenario, control, stream) : interaction_frontier(scenario, control);
}

Result<Answer> solve(const Scenario& scenario, const Request& request) {
  OFFICES_CHECK(check(scenario));
  Answer answer;
  answer.convention = request.convention;
  auto gridded = on_grid(scenario, std::max<std::size_t>(request.real_steps, 1));
  answer.continuous = scenario.agenda.outcomes() == 0;
  answer.scenario = std::move(gridded.scenario);
  answer.outcomes = answer.scenario.agenda.outcomes();
  bool early = plain(answer.scenario);  // else it takes a while: the frontier first
  if (early) OFFICES_CHECK(find_disagreement(answer, request.control));
  OFFICES_TRY_SET(answer.frontier, frontier_of(answer.scenario, request.control, passed_on(answer, request)));
  for (std::size_t s = 0; s < gridded.slack.size(); ++s) {
    answer.frontier.slack[s] += gridded.slack[s];
    if (gridded.slack[s] != 0) answer.frontier.exact = false;
  }
  if (answer.continuous) answer.frontier.counted = false;
  if (!early) OFFICES_CHECK(find_disagreement(answer, request.control));
  answer.highest = highest_on(answer.frontier);
  answer.solutions = solutions(answer.frontier, answer.disagreement, request.convention);
  answer.zopa = zopa_of(answer.frontier, answer.disagreement, answer.solutions.rational_size);
  if (!answer.frontier.exact) {
    answer.ceilings = ceilings_of(answer.frontier, answer.disagreement);
    OFFICES_CHECK(sharpen(answer, request.control));
  }
  if (request.zopa_only) keep_rational(answer);
  return answer;
}

}  // namespace offices::accord
