// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "accord/explain.hpp"
#include "accord/interval.hpp"

namespace offices::accord {
namespace {

/// Evaluations and weights of one side: worth = weight · evaluation, weights summing to `total`.
struct Weighted {
  std::vector<std::vector<Rational>> evaluation;
  Rational total;
};

Weighted weighted(const Preferences& side) {
  Weighted out;
  for (std::size_t i = 0; i < side.worth.size(); ++i) {
    auto [low, high] = std::ranges::minmax_element(side.worth[i]);
    Rational weight = i < side.weights.size() ? side.weights[i] : Rational(*high - *low);
    out.total += weight;
    auto& e = out.evaluation.emplace_back(side.worth[i].size(), Rational(0));
    for (std::size_t k = 0; k < e.size() && weight > 0; ++k) e[k] = side.worth[i][k] / weight;
  }
  return out;
}

/// What one unit of error can move between `package` and an option, on one issue.
Rational leverage(const Weighted& w, std::size_t issue, std::uint32_t from, std::size_t to) {
  return abs(Rational(w.evaluation[issue][to] - w.evaluation[issue][from])) * w.total;
}

/// Where utilities interact, digits are dear: errors are rounded down and leverages up to multiples of this, which
/// keeps the bound a bound.
const Integer coarse = Integer(1) << 16;
Rational rounded_down(const Rational& v) { return Rational(Integer(numerator(v) * coarse / denominator(v)), coarse); }
Rational rounded_up(const Rational& v) { return Rational(Integer((numerator(v) * coarse + denominator(v) - 1) / denominator(v)), coarse); }

bool interacts(const Scenario& scenario) {
  return std::ranges::any_of(scenario.sides, [](const Preferences& s) { return !s.terms.empty() || !s.never.empty() || s.cap; });
}

class Dinkelbach {
 public:
  Dinkelbach(const Scenario& scenario, const Outcome& package, std::size_t side)
      : scenario_(scenario), coarse_(interacts(scenario)), side_(side) {
    auto w = weighted(scenario.sides[side]);
    for (std::size_t i = 0; i < w.evaluation.size(); ++i) {
      auto& row = leverage_.emplace_back();
      for (std::size_t k = 0; k < w.evaluation[i].size(); ++k) {
        row.push_back(leverage(w, i, package.choice[i], k));
        if (coarse_) row.back() = rounded_up(row.back());
      }
    }
    for (const auto& s : scenario.sides) utility_.push_back(utility(s, package));
  }

  /// The least error at which some outcome is no worse for the others and no worse for this side.
  Result<Robustness> run(const Control& control) {
    Robustness out;
    out.exact = !coarse_;
    bool whole = true;
    Rational error = 1;
    for (;;) {
      OFFICES_TRY(frontier, frontier_of(biased(error), control));
      whole = whole && frontier.exact;
      auto rival = strongest(frontier);
      if (!rival) {
        if (error < 1) out.frontier = error;
        break;
      }
      error = breaks_at(*rival);
      if (error == 0) {
        out.frontier = error;
        break;
      }
    }
    if (!whole) {
      out.exact = false;
      out.frontier = Rational(0);
    }
    return out;
  }

 private:
  Scenario biased(const Rational& error) const {
    Scenario out = scenario_;
    auto& worth = out.sides[side_].worth;
    for (std::size_t i = 0; i < worth.size(); ++i)
      for (std::size_t k = 0; k < worth[i].size(); ++k) worth[i][k] += error * leverage_[i][k];
    return out;
  }

  /// The outcome that gains most on the package under the bias, if any gains at all.
  std::optional<Outcome> strongest(const Frontier& frontier) const {
    std::optional<std::size_t> best;
    for (std::size_t p = 0; p < frontier.size(); ++p) {
      bool fair = true;
      for (std::size_t s = 0; s < utility_.size() && fair; ++s) fair = s == side_ || frontier.utility(p, s) >= utility_[s];
      if (fair && (!best || frontier.utility(p, side_) > frontier.utility(*best, side_))) best = p;
    }
    if (!best || frontier.utility(*best, side_) <= utility_[side_]) return std::nullopt;
    return frontier.outcome(*best);
  }

  Rational breaks_at(const Outcome& rival) const {
    Rational moved = 0;
    for (std::size_t i = 0; i < rival.choice.size(); ++i) moved += leverage_[i][rival.choice[i]];
    Rational lacks = utility_[side_] - utility(scenario_.sides[side_], rival);
    if (lacks <= 0 || moved == 0) return 0;
    return coarse_ ? rounded_down(lacks / moved) : Rational(lacks / moved);
  }

  const Scenario& scenario_;
  bool coarse_;
  std::size_t side_;
  std::vector<std::vector<Rational>> leverage_;  ///< [issue][option] against the package's option
  std::vector<Rational> utility_;
};

/// What one unit of error can cost `package`, and gain any outcome.
struct Swayed {
  Rational mine, most;
};
Swayed swayed(const Preferences& side, const Outcome& package) {
  auto w = weighted(side);
  Swayed out;
  for (std::size_t i = 0; i < w.evaluation.size(); ++i) {
    out.mine += abs(w.evaluation[i][package.choice[i]]) * w.total;
    Rational top = 0;
    for (const auto& e : w.evaluation[i]) top = std::max(top, Rational(abs(e)));
    out.most += top * w.total;
  }
  return out;
}

/// Whether an error leaves the package at least 1 - share of what could be the best Nash product under that error.
bool keeps_share(const Answer& answer, const std::vector<Rational>& gain, std::size_t side, const Rational& loss, const Rational& best_gain,
                 const Rational& share) {
  if (gain[side] <= loss) return false;
  Rational mine = gain[side] - loss, most = 0;
  for (std::size_t s = 0; s < gain.size(); ++s)
    if (s != side) mine *= gain[s];
  for (std::size_t p = 0; p < answer.frontier.size(); ++p) {
    Rational product = answer.frontier.utility(p, side) - answer.disagreement[side] + best_gain;
    for (std::size_t s = 0; s < gain.size() && product > 0; ++s)
      if (s != side) product *= std::max(Rational(0), Rational(answer.frontier.utility(p, s) - answer.disagreement[s]));
    most = std::max(most, product);
  }
  return mine >= (1 - share) * most;
}

/// Bisection between what is certified and what is not: 2^-20 close to what this bound can certify.
Rational nash_robustness(const Answer& answer, const Outcome& package, std::size_t side, const Rational& share) {
  auto [mine, most] = swayed(answer.scenario.sides[side], package);
  std::vector<Rational> gain;
  for (std::size_t s = 0; s < answer.scenario.sides.size(); ++s)
    gain.push_back(utility(answer.scenario.sides[s], package) - answer.disagreement[s]);
  Rational sure = 0, unsure = 1;
  if (std::ranges::any_of(gain, [](const Rational& g) { return g < 0; }) || answer.ceilings) return sure;
  for (int step = 0; step < 20; ++step) {
    Rational middle = (sure + unsure) / 2;
    (keeps_share(answer, gain, side, middle * mine, middle * most, share) ? sure : unsure) = middle;
  }
  return sure;
}

constexpr std::size_t block_points = 64;

Interval interval_of(const Rational& v) { return v == 0 ? Interval{} : Interval::around(approximate(v)); }

}  // namespace

NashEndurance::NashEndurance(const Answer& answer) : answer_(answer), corners_(answer.frontier.sides()) {
  const auto& f = answer.frontier;
  for (std::size_t s = 0; s < f.sides(); ++s) {
    auto d = interval_of(answer.disagreement[s]);
    corners_[s].assign((f.size() + block_points - 1) / block_points, 0);
    for (std::size_t p = 0; p < f.size(); ++p) {
      auto& corner = corners_[s][p / block_points];
      corner = std::max(corner, (Interval::around(f.rough(p, s)) - d).high);
    }
  }
}

// As nash_robustness() does, with the blocks' upper corners for the points and intervals that lean to the safe side.
Rational NashEndurance::of(const Outcome& package, std::size_t side, const Rational& share) const {
  Rational sure = 0, unsure = 1;
  std::vector<Interval> gain;
  for (std::size_t s = 0; s < corners_.size(); ++s) {
    Rational g = utility(answer_.scenario.sides[s], package) - answer_.disagreement[s];
    if (g < 0) return sure;
    gain.push_back(interval_of(g));
  }
  if (answer_.ceilings) return sure;
  auto [mine, most] = swayed(answer_.scenario.sides[side], package);
  auto keeps = [&](const Rational& error) {
    auto kept = gain[side] - interval_of(error * mine);
    if (kept.low <= 0) return false;
    double bonus = interval_of(error * most).high;
    for (std::size_t s = 0; s < gain.size(); ++s)
      if (s != side) kept = kept * gain[s];
    for (std::size_t b = 0; b < corners_[0].size(); ++b) {
      Interval product = interval_of(1 - share);
      for (std::size_t s = 0; s < gain.size(); ++s) product = product * Interval{0, corners_[s][b] + (s == side ? bonus : 0)};
      if (product.high * (1 + 0x1p-40) > kept.low) return false;
    }
    return true;
  };
  for (int step = 0; step < 20; ++step) {
    Rational middle = (sure + unsure) / 2;
    (keeps(middle) ? sure : unsure) = middle;
  }
  return sure;
}

Result<Robustness> robustness(const Answer& answer, const Outcome& package, std::size_t side, const Rational& share,
                              const Control& control) {
  if (answer.scenario.sides[side].cap) return fail(Code::malformed, "robustness is not defined for a side whose utility is capped");
  OFFICES_TRY(out, Dinkelbach(answer.scenario, package, side).run(control));
  if (!explain(answer, package).on_frontier) out.frontier = Rational(0);
  out.nash = nash_robustness(answer, package, side, share);
  return out;
}

}  // namespace offices::accord
