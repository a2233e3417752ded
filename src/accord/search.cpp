// SPDX-License-Identifier: Apache-2.0
#include "accord/search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "accord/relaxation.hpp"
#include "accord/scaled.hpp"

namespace offices::accord {
namespace {

/// What each round leaves open of the gap before it: a round costs several times the one before, so steps are small
/// where time may run out.
constexpr double shares[] = {0.5, 0.5, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.5, 0.2, 0.0};
constexpr std::size_t ties_max = 64;
constexpr std::size_t pulse_every = 1 << 14;
constexpr std::size_t tried_in_a_hurry = 2'000'000;  // changes, a fraction of a second

class Search {
 public:
  Search(const Scenario& scenario, const std::vector<Rational>& d, Goal goal, const Control& control)
      : scenario_(scenario), d_(d), goal_(goal), control_(control), compact_(compact<Integer>(scale(scenario))),
        model_(compact_, scale(scenario).unit, d) {}

  /// Whether products of gains stay far from the largest double.
  [[nodiscard]] bool fits_doubles() const { return static_cast<double>(d_.size()) * std::log10(model_.scale + 1) < 290; }

  Result<Best> run() {
    relaxation_ = relax(model_, goal_, control_);
    for (const auto& start : relaxation_.starts) climb(start);
    if (pulse_ == Pulse::stop) return fail(Code::cancelled);
    ceiling_ = relaxation_.bound;
    prepare();
    for (double share : shares) {
      if (share > 0 && (!best_.found || ceiling_ <= rough_value_)) continue;
      target_gap_ = share * std::max(0.0, ceiling_ - rough_value_);
      retarget();
      std::ranges::fill(used_, 0.0);
      descend(0);
      if (pulse_ == Pulse::stop) return fail(Code::cancelled);
      if (pulse_ == Pulse::hurry) break;
      if (best_.found) ceiling_ = std::min(ceiling_, rough_value_ + target_gap_);
      best_.optimal = share == 0.0;
    }
    return finish();
  }

 private:
  [[nodiscard]] double margin() const { return model_.margin(); }

  void prepare() {
    order_.resize(model_.issues.size());
    std::iota(order_.begin(), order_.end(), 0u);
    std::size_t bounds = relaxation_.weights.size();
    auto regrets_of = [&](std::size_t issue) {
      std::vector<double> r(model_.issues[issue].size() * bounds);
      for (std::size_t j = 0; j < bounds; ++j) {
        double top = model_.best(issue, relaxation_.weights[j]);
        for (std::size_t k = 0; k < model_.issues[issue].size(); ++k)
          r[k * bounds + j] = top - model_.value(issue, k, relaxation_.weights[j]);
      }
      return r;
    };
    for (std::size_t i = 0; i < model_.issues.size(); ++i) regret_.push_back(regrets_of(i));
    // Issues on which a second choice costs most come first: wrong turns end early.
    std::vector<double> second(model_.issues.size());
    ranked_.resize(model_.issues.size());
    for (std::size_t i = 0; i < second.size(); ++i) {
      ranked_[i].resize(model_.issues[i].size());
      std::iota(ranked_[i].begin(), ranked_[i].end(), 0u);
      std::ranges::sort(ranked_[i], {}, [&](std::uint32_t k) { return regret_[i][k * bounds]; });
      for (auto k : ranked_[i]) second[i] += std::min(regret_[i][k * bounds], relaxation_.bound_scale);
    }
    std::ranges::sort(order_, std::greater{}, [&](std::uint32_t i) { return second[i]; });
    used_.assign((order_.size() + 1) * bounds, 0.0);
    choice_.assign(order_.size(), 0);
  }

  /// How much regret each weight vector allows while something better than value + gap may still be found.
  void retarget() {
    std::size_t bounds = relaxation_.weights.size();
    allowed_.resize(bounds);
    double wanted = best_.found ? rough_value_ + target_gap_ : (goal_ == Goal::nash ? 0.0 : -1e300);
    for (std::size_t j = 0; j < bounds; ++j) {
      const auto& w = relaxation_.weights[j];
      double needed = goal_ == Goal::egalitarian ? wanted * std::accumulate(w.begin(), w.end(), 0.0) : needed_for_nash(w, wanted);
      allowed_[j] = model_.top(w) - needed + margin();
    }
  }

  static double needed_for_nash(const std::vector<double>& w, double product) {
    if (product <= 0) return 0;
    double log = std::log(product);
    for (double x : w) {
      if (x <= 0) return -1e300;
      log += std::log(x);
    }
    auto n = static_cast<double>(w.size());
    return n * std::exp(log / n);
  }

  void descend(std::size_t depth) {
    if (depth == order_.size()) {
      offer(choice_);
      return;
    }
    if (nodes_++ % pulse_every == 0) pulse_ = nodes_ > control_.search_nodes ? Pulse::hurry : control_.ask();
    std::size_t issue = order_[depth], bounds = allowed_.size();
    const double* used = used_.data() + depth * bounds;
    const double* allowed = allowed_.data();
    double* next = used_.data() + (depth + 1) * bounds;
    for (auto k : ranked_[issue]) {
      if (pulse_ != Pulse::go_on) return;
      const double* r = regret_[issue].data() + k * bounds;
      // They are ranked by the first weights: the rest is worse.
      if (used[0] + r[0] > allowed[0]) return;
      int over = 0;  // all at once is quicker than stopping at the first
      for (std::size_t j = 0; j < bounds; ++j) {
        next[j] = used[j] + r[j];
        over |= next[j] > allowed[j] ? 1 : 0;
      }
      if (over != 0) continue;
      choice_[issue] = k;
      descend(depth + 1);
    }
  }

  /// Ascent over changes of one issue or two. What is asked of a step is more than doubles can err by, or rounding
  /// would lead in circles.
  void climb(std::vector<std::uint32_t> at) {
    for (bool better = true; better;) {
      better = false;
      double now = model_.goal(model_.gains(at), goal_);
      double wanted = now + std::max(margin() * 1e-3, std::abs(now) * 1e-10);
      for (std::size_t i = 0; i < at.size() && !better; ++i) {
        if (pulse_ == Pulse::go_on) pulse_ = control_.ask();
        if (may_climb()) better = improve_with(at, i, wanted);
      }
    }
    offer(at);
  }

  [[nodiscard]] bool may_climb() const { return pulse_ == Pulse::go_on || (pulse_ == Pulse::hurry && tried_ < tried_in_a_hurry); }

  bool improve_with(std::vector<std::uint32_t>& at, std::size_t i, double wanted) {
    auto gains = model_.gains(at), moved = gains, twice = gains;
    for (std::uint32_t k = 0; k < model_.issues[i].size(); ++k) {
      model_.shift(gains, i, at[i], k, moved);
      if (model_.goal(moved, goal_) > wanted && stays_better(at, {{i, k}}, wanted)) return true;
      for (std::size_t i2 = i + 1; i2 < at.size(); ++i2) {
        tried_ += model_.issues[i2].size();
        for (std::uint32_t k2 = 0; k2 < model_.issues[i2].size(); ++k2) {
          model_.shift(moved, i2, at[i2], k2, twice);
          if (model_.goal(twice, goal_) > wanted && stays_better(at, {{i, k}, {i2, k2}}, wanted)) return true;
        }
      }
    }
    return false;
  }

  /// Makes a change if it is better when summed anew, as the next round will: a gain of 0 that comes out of shifting as 10^-17
  /// makes a product eligible that is not, and a step that leads back.
  bool stays_better(std::vector<std::uint32_t>& at, std::initializer_list<std::pair<std::size_t, std::uint32_t>> changes, double wanted) {
    auto changed = at;
    for (auto [issue, k] : changes) changed[issue] = k;
    if (model_.goal(model_.gains(changed), goal_) <= wanted) return false;
    at = std::move(changed);
    return true;
  }

  void offer(const std::vector<std::uint32_t>& choice) {
    if (best_.found && surely_worse(model_.gains(choice))) return;
    Outcome outcome = compact_.settled;
    for (std::size_t i = 0; i < choice.size(); ++i) outcome.choice[compact_.issues[i].issue] = compact_.issues[i].classes[choice[i]].option;
    auto key = exact_key(outcome);
    if (key.empty()) return;
    if (!best_.found || key > key_) {
      best_.outcomes.clear();
      key_ = key;
      best_.value = key.front();
      best_.found = true;
      rough_value_ = approximate(best_.value);
      if (!allowed_.empty()) retarget();
    }
    if (key == key_ && best_.outcomes.size() < ties_max && std::ranges::find(best_.outcomes, outcome) == best_.outcomes.end())
      best_.outcomes.push_back(outcome);
  }

  /// Whether no gains that close to `rough` reach the best value: each is off by less than the margin.
  [[nodiscard]] bool surely_worse(const std::vector<double>& rough) const {
    double most = 1, least = std::numeric_limits<double>::infinity();
    for (double g : rough) {
      most *= std::max(0.0, g + margin());
      least = std::min(least, g + margin());
    }
    return (goal_ == Goal::egalitarian ? least : most) < rough_value_ - 1e-12 * std::abs(rough_value_);
  }

  /// What is compared: the product, or the gains from the smallest up. Empty: not eligible.
  std::vector<Rational> exact_key(const Outcome& outcome) const {
    std::vector<Rational> gains;
    for (std::size_t s = 0; s < d_.size(); ++s) gains.push_back(utility(scenario_.sides[s], outcome) - d_[s]);
    if (goal_ == Goal::egalitarian) {
      std::ranges::sort(gains);
      return gains;
    }
    Rational product = 1;
    for (const auto& g : gains) {
      if (g <= 0) return {};
      product *= g;
    }
    return {product};
  }

  Best finish() {
    if (best_.outcomes.size() >= ties_max) best_.optimal = false;
    best_.at_most = best_.optimal && best_.found
                        ? best_.value
                        : Rational(ceiling_ + 1e-9 * std::max(std::abs(ceiling_), goal_ == Goal::egalitarian ? model_.scale : 0.0));
    if (best_.found) best_.at_most = std::max(best_.at_most, best_.value);
    return std::move(best_);
  }

  const Scenario& scenario_;
  const std::vector<Rational>& d_;
  Goal goal_;
  const Control& control_;
  Compact<Integer> compact_;
  RoughModel model_;
  Relaxation relaxation_;
  std::vector<std::uint32_t> order_, choice_;
  std::vector<std::vector<double>> regret_;
  std::vector<std::vector<std::uint32_t>> ranked_;
  std::vector<double> used_, allowed_;
  std::vector<Rational> key_;
  Best best_;
  double rough_value_ = 0, ceiling_ = 0, target_gap_ = 0;
  std::size_t nodes_ = 0, tried_ = 0;
  Pulse pulse_ = Pulse::go_on;
};

}  // namespace

Result<Best> best_outcome(const Scenario& scenario, const std::vector<Rational>& d, Goal goal, const Control& control) {
  Search search(scenario, d, goal, control);
  if (!search.fits_doubles()) return fail(Code::too_large, "utilities are too large for products of them");
  return search.run();
}

}  // namespace offices::accord
