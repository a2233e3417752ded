// SPDX-License-Identifier: Apache-2.0
#include "accord/frameworks.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>

#include "accord/interval.hpp"

namespace offices::accord {
namespace {

constexpr std::size_t exact_candidates_max = 300;
constexpr std::size_t exact_count_max = 3;

constexpr std::array<std::pair<Aim, std::string_view>, 4> aim_names{{{Aim::nash, "nash"},
                                                                     {Aim::kalai_smorodinsky, "kalai-smorodinsky"},
                                                                     {Aim::egalitarian, "egalitarian"},
                                                                     {Aim::utilitarian, "utilitarian"}}};

/// Merits as rationals, and as intervals that sort out what cannot be good enough.
class Merit {
 public:
  Merit(const Answer& answer, const FrameworksRequest& request) : answer_(answer), request_(request) {
    const auto& ideal = answer.solutions.ideal;
    for (std::size_t s = 0; s < answer.frontier.sides(); ++s) {
      scale_.push_back(s < ideal.size() && ideal[s] > answer.disagreement[s] ? Rational(ideal[s] - answer.disagreement[s]) : Rational(0));
      rough_d_.push_back(interval_of(answer.disagreement[s]));
      rough_scale_.push_back(interval_of(scale_.back()));
    }
  }

  template <class V>
  [[nodiscard]] V of(std::size_t p) const {
    if (request_.side) return utility<V>(p, *request_.side);
    switch (request_.aim) {
      case Aim::nash: return product<V>(p);
      case Aim::utilitarian: return sum<V>(p);
      case Aim::egalitarian: return smallest<V>(p, false);
      case Aim::kalai_smorodinsky: return smallest<V>(p, true);
    }
    return V{};
  }

 private:
  static Interval interval_of(const Rational& v) { return v == 0 ? Interval{} : Interval::around(approximate(v)); }

  template <class V>
  [[nodiscard]] V utility(std::size_t p, std::size_t s) const {
    if constexpr (std::is_same_v<V, Rational>) return answer_.frontier.utility(p, s);
    else return Interval::around(answer_.frontier.rough(p, s));
  }
  template <class V>
  [[nodiscard]] V gain(std::size_t p, std::size_t s) const {
    if constexpr (std::is_same_v<V, Rational>) return utility<V>(p, s) - answer_.disagreement[s];
    else return utility<V>(p, s) - rough_d_[s];
  }
  template <class V>
  [[nodiscard]] V product(std::size_t p) const {
    V v = gain<V>(p, 0);
    for (std::size_t s = 1; s < scale_.size(); ++s) v = v * gain<V>(p, s);
    return v;
  }
  template <class V>
  [[nodiscard]] V sum(std::size_t p) const {
    V v = utility<V>(p, 0);
    for (std::size_t s = 1; s < scale_.size(); ++s) v = v + utility<V>(p, s);
    return v;
  }
  /// Of the gains, or of the gains as shares of the ideal ones of the sides that can gain.
  template <class V>
  [[nodiscard]] V smallest(std::size_t p, bool of_ideal) const {
    std::optional<V> least;
    for (std::size_t s = 0; s < scale_.size(); ++s) {
      if (of_ideal && scale_[s] == 0) continue;
      V g = gain<V>(p, s);
      if constexpr (std::is_same_v<V, Rational>) {
        if (of_ideal) g /= scale_[s];
        if (!least || g < *least) least = g;
      } else {
        if (of_ideal) g = g / rough_scale_[s];
        least = least ? Interval{std::min(least->low, g.low), std::min(least->high, g.high)} : g;
      }
    }
    return least.value_or(V{});
  }

  const Answer& answer_;
  const FrameworksRequest& request_;
  std::vector<Rational> scale_;
  std::vector<Interval> rough_d_, rough_scale_;
};

/// The points whose merit may be the largest, and what it is.
Rational best_merit(const Merit& merit, const std::vector<std::size_t>& among, const std::vector<Interval>& rough, std::size_t& best_at) {
  double sure = -std::numeric_limits<double>::infinity();
  for (const auto& m : rough) sure = std::max(sure, m.low);
  std::optional<Rational> best;
  for (std::size_t i = 0; i < among.size(); ++i) {
    if (rough[i].high < sure) continue;
    auto m = merit.of<Rational>(among[i]);
    if (best && m <= *best) continue;
    best = std::move(m);
    best_at = among[i];
  }
  return best.value_or(Rational(0));
}

std::vector<std::size_t> good_enough(const Answer& answer, const FrameworksRequest& request, std::size_t& best_at) {
  auto rational = rational_points(answer.frontier, answer.disagreement);
  Merit merit(answer, request);
  std::vector<std::size_t> among;
  std::vector<Interval> rough;
  for (std::size_t p = 0; p < rational.size(); ++p) {
    if (!rational[p]) continue;
    among.push_back(p);
    rough.push_back(merit.of<Interval>(p));
  }
  Rational best = best_merit(merit, among, rough, best_at), least = best - abs(best) * request.loss;
  auto bound = Interval::around(approximate(least));
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < among.size(); ++i) {
    if (rough[i].high < bound.low) continue;
    if (rough[i].low > bound.high || merit.of<Rational>(among[i]) >= least) out.push_back(among[i]);
  }
  return out;
}

}  // namespace

std::string_view name_of(Aim aim) { return aim_names[static_cast<std::size_t>(aim)].second; }

std::optional<Aim> aim_named(std::string_view name) {
  auto at = std::ranges::find(aim_names, name, &std::pair<Aim, std::string_view>::second);
  return at == aim_names.end() ? std::nullopt : std::optional(at->first);
}

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
