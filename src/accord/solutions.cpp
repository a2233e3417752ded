// SPDX-License-Identifier: Apache-2.0
#include "accord/solutions.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "accord/interval.hpp"

namespace offices::accord {
namespace {

using Picked = std::vector<std::size_t>;

Interval interval_of(const Rational& v) { return v == 0 ? Interval{} : Interval::around(approximate(v)); }

class Judge {
 public:
  Judge(const Frontier& frontier, const std::vector<Rational>& d, const std::vector<Rational>& ideal) : frontier_(frontier), d_(d) {
    for (std::size_t s = 0; s < d.size(); ++s) {
      rough_d_.push_back(interval_of(d[s]));
      if (ideal.empty() || ideal[s] <= d[s]) continue;
      gaining_.push_back(s);
      scale_.push_back(ideal[s] - d[s]);
      rough_scale_.push_back(interval_of(scale_.back()));
    }
  }

  /// Of `among`, those with the largest exact measure; and that measure.
  template <class Rough, class Exact>
  Picked best(const Picked& among, Rough rough, Exact exact, Rational& value) const {
    double sure = -std::numeric_limits<double>::infinity();
    std::vector<double> high(among.size());
    for (std::size_t i = 0; i < among.size(); ++i) {
      Interval v = rough(among[i]);
      high[i] = v.high;
      sure = std::max(sure, v.low);
    }
    Picked out;
    for (std::size_t i = 0; i < among.size(); ++i) {
      if (high[i] < sure) continue;
      Rational v = exact(among[i]);
      if (out.empty() || v > value) {
        out.clear();
        value = v;
      }
      if (v == value) out.push_back(among[i]);
    }
    return out;
  }

  Solution nash(const Picked& among) const {
    Solution out;
    out.points =
        best(among, [&](std::size_t p) { return product<Interval>(p); }, [&](std::size_t p) { return product<Rational>(p); }, out.value);
    return out;
  }

  Solution utilitarian(const Picked& among) const {
    Solution out;
    auto sum = [&]<class V>(std::size_t p, V) {
      V v = utility<V>(p, 0);
      for (std::size_t s = 1; s < d_.size(); ++s) v = v + utility<V>(p, s);
      return v;
    };
    out.points =
        best(among, [&](std::size_t p) { return sum(p, Interval{}); }, [&](std::size_t p) { return sum(p, Rational{}); }, out.value);
    return out;
  }

  /// min Σ |u_i - u_k|, as its negative.
  Solution asymmetry(const Picked& among) const {
    Solution out;
    auto rough = [&](std::size_t p) {
      Interval v;
      for (std::size_t i = 0; i < d_.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) v = v - magnitude(utility<Interval>(p, i) - utility<Interval>(p, k));
      return v;
    };
    auto exact = [&](std::size_t p) {
      Rational v;
      for (std::size_t i = 0; i < d_.size(); ++i)
        for (std::size_t k = 0; k < i; ++k) v -= abs(Rational(utility<Rational>(p, i) - utility<Rational>(p, k)));
      return v;
    };
    out.points = best(among, rough, exact, out.value);
    return out;
  }

  /// Largest smallest, then largest second smallest, … of g, or of g/(ideal - d).
  Solution leximin(const Picked& among, bool normalised, std::size_t depth = sides_max) const {
    Solution out;
    out.points = among;
    std::size_t n = std::min(depth, normalised ? gaining_.size() : d_.size());
    for (std::size_t k = 0; k < n && !out.points.empty(); ++k) {
      Rational value;
      out.points = best(
          out.points, [&](std::size_t p) { return ranked_rough(p, normalised, k); },
          [&](std::size_t p) { return ranked(p, normalised)[k]; }, value);
      if (k == 0) out.value = value;
    }
    return out;
  }

  /// Smallest spread of g/(ideal - d), as its negative.
  Solution spread(const Picked& among) const {
    Solution out;
    std::size_t n = gaining_.size();
    if (n == 0) {
      out.points = among;
      return out;
    }
    out.points = best(
        among, [&](std::size_t p) { return ranked_rough(p, true, 0) - ranked_rough(p, true, n - 1); },
        [&](std::size_t p) {
          auto g = ranked(p, true);
          return Rational(g.front() - g.back());
        },
        out.value);
    return out;
  }

 private:
  template <class V>
  V utility(std::size_t p, std::size_t s) const {
    if constexpr (std::is_same_v<V, Rational>) return frontier_.utility(p, s);
    else return Interval::around(frontier_.rough(p, s));
  }
  template <class V>
  V gain(std::size_t p, std::size_t s) const {
    if constexpr (std::is_same_v<V, Rational>) return utility<V>(p, s) - d_[s];
    else return utility<V>(p, s) - rough_d_[s];
  }
  template <class V>
  V product(std::size_t p) const {
    V v = gain<V>(p, 0);
    for (std::size_t s = 1; s < d_.size(); ++s) v = v * gain<V>(p, s);
    return v;
  }
  std::vector<Rational> ranked(std::size_t p, bool normalised) const {
    std::vector<Rational> g;
    if (normalised)
      for (std::size_t i = 0; i < gaining_.size(); ++i) g.push_back(gain<Rational>(p, gaining_[i]) / scale_[i]);
    else
      for (std::size_t s = 0; s < d_.size(); ++s) g.push_back(gain<Rational>(p, s));
    std::ranges::sort(g);
    return g;
  }
  /// The k-th smallest lies between the k-th smallest lower and the k-th smallest upper bound.
  Interval ranked_rough(std::size_t p, bool normalised, std::size_t k) const {
    std::vector<double> low, high;
    std::size_t n = normalised ? gaining_.size() : d_.size();
    for (std::size_t i = 0; i < n; ++i) {
      Interval g = normalised ? gain<Interval>(p, gaining_[i]) / rough_scale_[i] : gain<Interval>(p, i);
      low.push_back(g.low);
      high.push_back(g.high);
    }
    auto at = static_cast<std::ptrdiff_t>(k);
    std::nth_element(low.begin(), low.begin() + at, low.end());
    std::nth_element(high.begin(), high.begin() + at, high.end());
    return {low[k], high[k]};
  }

  const Frontier& frontier_;
  const std::vector<Rational>& d_;
  std::vector<Interval> rough_d_, rough_scale_;
  std::vector<std::size_t> gaining_;
  std::vector<Rational> scale_;
};

Picked indices(const std::vector<bool>& flags, bool all) {
  Picked out;
  for (std::size_t p = 0; p < flags.size(); ++p)
    if (all || flags[p]) out.push_back(p);
  return out;
}

std::vector<Rational> ideal_over(const Frontier& frontier, const Picked& among) {
  std::vector<Rational> ideal;
  if (among.empty()) return ideal;
  for (std::size_t s = 0; s < frontier.sides(); ++s) {
    std::size_t best = among.front();
    for (std::size_t p : among) {
      double gap = frontier.rough(p, s) - frontier.rough(best, s);
      double unsure = (std::abs(frontier.rough(p, s)) + std::abs(frontier.rough(best, s))) * 0x1p-46;
      if (gap > unsure || (gap > -unsure && frontier.utility(p, s) > frontier.utility(best, s))) best = p;
    }
    ideal.push_back(frontier.utility(best, s));
  }
  return ideal;
}

}  // namespace

std::string_view name_of(Convention convention) {
  constexpr std::string_view names[] = {"offices", "genius", "negmas"};
  return names[static_cast<std::size_t>(convention)];
}

std::optional<Convention> convention_named(std::string_view name) {
  for (auto c : {Convention::offices, Convention::genius, Convention::negmas})
    if (name_of(c) == name) return c;
  return std::nullopt;
}

std::vector<Rational> disagreement_point(const Scenario& scenario, Convention convention, const std::vector<Rational>& lowest) {
  std::vector<Rational> d;
  for (std::size_t s = 0; s < scenario.sides.size(); ++s) {
    d.push_back(scenario.sides[s].reservation.value_or(Rational(0)));
    if (convention == Convention::negmas) d.back() = std::max(d.back(), lowest[s]);
  }
  return d;
}

std::vector<bool> rational_points(const Frontier& frontier, const std::vector<Rational>& d) {
  std::vector<Interval> rough;
  for (const auto& v : d) rough.push_back(interval_of(v));
  std::vector<bool> flags(frontier.size(), true);
  for (std::size_t p = 0; p < flags.size(); ++p)
    for (std::size_t s = 0; s < d.size() && flags[p]; ++s) {
      Interval g = Interval::around(frontier.rough(p, s)) - rough[s];
      flags[p] = g.low >= 0 || (g.high >= 0 && frontier.utility(p, s) >= d[s]);
    }
  return flags;
}

Solutions solutions(const Frontier& frontier, const std::vector<Rational>& d, Convention convention) {
  auto flags = rational_points(frontier, d);
  auto zopa = indices(flags, false), all = indices(flags, true);
  Solutions out;
  out.rational_size = zopa.size();
  out.ideal = ideal_over(frontier, zopa);
  bool genius = convention == Convention::genius, negmas = convention == Convention::negmas;
  if (negmas && !zopa.empty()) out.ideal = ideal_over(frontier, all);
  Judge judge(frontier, d, out.ideal);
  out.nash = judge.nash(genius ? all : zopa);
  out.kalai_smorodinsky = genius ? judge.asymmetry(all) : negmas ? judge.spread(zopa) : judge.leximin(zopa, true);
  out.egalitarian = judge.leximin(zopa, false, negmas ? 1 : sides_max);
  out.utilitarian = judge.utilitarian(negmas ? zopa : all);
  for (Solution* one : {&out.nash, &out.kalai_smorodinsky, &out.utilitarian})
    one->individually_rational = std::ranges::all_of(one->points, [&](std::size_t p) { return bool{flags[p]}; });
  return out;
}

}  // namespace offices::accord
