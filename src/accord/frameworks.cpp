// SPDX-License-Identifier: Apache-2.0
#include "accord/frameworks.hpp"

#include <algorithm>
#include <limits>

namespace offices::accord {
namespace {

constexpr std::size_t exact_candidates_max = 300;
constexpr std::size_t exact_count_max = 3;

Rational merit(const Answer& answer, const FrameworksRequest& request, std::size_t p) {
  if (request.side) return answer.frontier.utility(p, *request.side);
  Rational product = 1;
  for (std::size_t s = 0; s < answer.frontier.sides(); ++s) product *= answer.frontier.utility(p, s) - answer.disagreement[s];
  return product;
}

std::vector<std::size_t> good_enough(const Answer& answer, const FrameworksRequest& request, std::size_t& best_at) {
  auto rational = rational_points(answer.frontier, answer.disagreement);
  std::vector<std::pair<std::size_t, Rational>> all;
  std::optional<Rational> best;
  for (std::size_t p = 0; p < rational.size(); ++p) {
    if (!rational[p]) continue;
    all.push_back({p, merit(answer, request, p)});
    if (!best || all.back().second > *best) {
      best = all.back().second;
      best_at = p;
    }
  }
  std::vector<std::size_t> out;
  for (const auto& [p, m] : all)
    if (m >= *best - abs(*best) * request.loss) out.push_back(p);
  return out;
}

}  // namespace

Content::Content(const Scenario& scenario) : weight_(scenario.agenda.issues.size(), 0) {
  std::vector<Rational> mean(weight_.size(), Rational(0));
  for (const auto& side : scenario.sides) {
    std::vector<Rational> range(weight_.size(), Rational(0));
    Rational total = 0;
    for (std::size_t i = 0; i < range.size(); ++i) {
      range[i] = *std::ranges::max_element(side.worth[i]) - *std::ranges::min_element(side.worth[i]);
      for (const auto& term : side.terms)
        if (std::ranges::any_of(term.when, [&](const Condition& c) { return c.issue == i; })) range[i] += abs(term.pays) / term.when.size();
      total += range[i];
    }
    for (std::size_t i = 0; i < range.size() && total > 0; ++i) mean[i] += range[i] / total / scenario.sides.size();
  }
  for (std::size_t i = 0; i < mean.size(); ++i)
    weight_[i] = Integer(numerator(mean[i]) * whole / denominator(mean[i])).convert_to<std::int64_t>();
}

std::int64_t Content::distance(const Outcome& a, const Outcome& b) const {
  std::int64_t d = 0;
  for (std::size_t i = 0; i < weight_.size(); ++i)
    if (a.choice[i] != b.choice[i]) d += weight_[i];
  return d;
}

std::vector<std::size_t> choose_exactly(const Distances& d, std::size_t count) {
  std::vector<std::size_t> best{0};
  if (count == 1 || d.size() < 2) return best;
  std::int64_t most = -1;
  for (std::size_t i = 0; i < d.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) {
      if (d[i][k] <= most) continue;
      if (count == 2) {
        most = d[i][k];
        best = {k, i};
        continue;
      }
      for (std::size_t l = 0; l < k; ++l) {
        auto least = std::min({d[i][k], d[i][l], d[k][l]});
        if (least <= most) continue;
        most = least;
        best = {l, k, i};
      }
    }
  return best;
}

std::vector<std::size_t> choose_greedily(std::size_t candidates, std::size_t count, std::size_t first,
                                         const std::function<std::int64_t(std::size_t, std::size_t)>& distance) {
  std::vector<std::size_t> chosen{first};
  std::vector<std::int64_t> nearest(candidates, std::numeric_limits<std::int64_t>::max());
  while (chosen.size() < std::min(count, candidates)) {
    for (std::size_t i = 0; i < candidates; ++i) nearest[i] = std::min(nearest[i], distance(i, chosen.back()));
    for (auto c : chosen) nearest[c] = -1;
    chosen.push_back(static_cast<std::size_t>(std::ranges::max_element(nearest) - nearest.begin()));
  }
  std::ranges::sort(chosen);
  return chosen;
}

Result<Frameworks> frameworks(const Answer& answer, const FrameworksRequest& request) {
  if (request.count == 0) return fail(Code::usage, "at least one framework is wanted");
  std::size_t best_at = 0;
  auto candidates = good_enough(answer, request, best_at);
  if (candidates.empty()) return fail(Code::not_found, "the zone of possible agreement is empty");
  if (candidates.size() < request.count)
    return fail(Code::not_found, "only " + std::to_string(candidates.size()) + " packages are good enough; allow a greater loss");
  Content content(answer.scenario);
  std::vector<Outcome> outcomes;
  for (auto p : candidates) outcomes.push_back(answer.frontier.outcome(p));
  auto between = [&](std::size_t a, std::size_t b) { return content.distance(outcomes[a], outcomes[b]); };
  Frameworks out;
  out.candidates = candidates.size();
  auto start = static_cast<std::size_t>(std::ranges::find(candidates, best_at) - candidates.begin());
  std::vector<std::size_t> chosen{start};
  if (request.count > 1) {
    out.exact = request.count <= exact_count_max && candidates.size() <= exact_candidates_max;
    if (out.exact) {
      Distances d(candidates.size(), std::vector<std::int64_t>(candidates.size(), 0));
      for (std::size_t i = 0; i < d.size(); ++i)
        for (std::size_t k = 0; k < d.size(); ++k) d[i][k] = between(i, k);
      chosen = choose_exactly(d, request.count);
    } else {
      chosen = choose_greedily(candidates.size(), request.count, start, between);
    }
  }
  std::int64_t least = Content::whole;
  for (std::size_t i = 0; i < chosen.size(); ++i)
    for (std::size_t k = 0; k < i; ++k) least = std::min(least, between(chosen[i], chosen[k]));
  for (auto c : chosen) out.points.push_back(candidates[c]);
  out.distance = chosen.size() > 1 ? Rational(least, Content::whole) : Rational(1);
  return out;
}

}  // namespace offices::accord
