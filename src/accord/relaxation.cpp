// SPDX-License-Identifier: Apache-2.0
#include "accord/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace offices::accord {
namespace {

constexpr int steps = 600;
constexpr double leanings[] = {0.6, 2};
constexpr std::size_t starts_kept = 24;

/// The gradient of the goal, or of a soft minimum that hardens with `hardness`.
std::vector<double> weights_at(const std::vector<double>& gains, Goal goal, double scale, double hardness) {
  std::vector<double> w(gains.size());
  double least = *std::ranges::min_element(gains);
  for (std::size_t s = 0; s < w.size(); ++s)
    w[s] = goal == Goal::nash ? 1 / std::max(gains[s], scale * 1e-3) : std::exp(-hardness * (gains[s] - least) / scale);
  double total = std::accumulate(w.begin(), w.end(), 0.0);
  for (auto& x : w) x /= total;
  return w;
}

double bound_from(const RoughModel& model, const std::vector<double>& w, Goal goal) {
  double top = model.top(w) + model.margin();
  if (goal == Goal::egalitarian) return top / std::accumulate(w.begin(), w.end(), 0.0);
  if (top <= 0) return 0;
  auto n = static_cast<double>(w.size());
  double log = n * std::log(top / n);
  for (double x : w) log -= std::log(x);
  return std::exp(log);
}

double smooth(const std::vector<double>& gains, Goal goal, double scale, double hardness) {
  double total = 0, least = *std::ranges::min_element(gains);
  for (double g : gains) total += goal == Goal::nash ? std::log(std::max(g, scale * 1e-9)) : -std::exp(-hardness * (g - least) / scale);
  return goal == Goal::nash ? total : least - std::log(-total) * scale / hardness;
}

/// As many as take a fifth of a second or so.
int steps_in_a_hurry(const RoughModel& model) {
  std::size_t worths = 1;
  for (const auto& classes : model.issues) worths += classes.size() * model.start.size();
  return static_cast<int>(std::clamp<std::size_t>(100'000'000 / worths, 20, steps));
}

/// The weights, and the same leaning towards and away from each side: of choices that are good in sum, these find the
/// ones that leave a side too little to make up for. A side that has no weight is leaned towards all the same.
std::vector<std::vector<double>> leaning(const std::vector<double>& weights) {
  std::vector<std::vector<double>> out{weights};
  for (double factor : leanings)
    for (std::size_t s = 0; s < weights.size(); ++s) {
      auto& w = out.emplace_back(weights);
      w[s] *= factor;
      if (factor > 1) w[s] = std::max(w[s], 1 / static_cast<double>(w.size()));
      double total = std::accumulate(w.begin(), w.end(), 0.0);
      for (auto& x : w) x /= total;
    }
  return out;
}

}  // namespace

RoughModel::RoughModel(const Compact<Integer>& compact, const std::vector<Integer>& unit, const std::vector<Rational>& d) {
  for (std::size_t s = 0; s < compact.sides; ++s) start.push_back(approximate(Rational(compact.base[s], unit[s]) - d[s]));
  std::vector<double> reach(compact.sides, 0.0);
  for (const auto& choices : compact.issues) {
    auto& classes = issues.emplace_back();
    std::vector<double> most(compact.sides, 0.0);
    for (const auto& cls : choices.classes) {
      auto& row = classes.emplace_back();
      for (std::size_t s = 0; s < compact.sides; ++s) {
        row.push_back(approximate(Rational(cls.worth[s], unit[s])));
        most[s] = std::max(most[s], std::abs(row.back()));
      }
    }
    for (std::size_t s = 0; s < compact.sides; ++s) reach[s] += most[s];
  }
  for (std::size_t s = 0; s < compact.sides; ++s) scale = std::max({scale, reach[s] + std::abs(start[s]), 1e-300});
}

double RoughModel::value(std::size_t issue, std::size_t cls, const std::vector<double>& weights) const {
  return std::inner_product(weights.begin(), weights.end(), issues[issue][cls].begin(), 0.0);
}

std::uint32_t RoughModel::argbest(std::size_t issue, const std::vector<double>& weights) const {
  std::uint32_t at = 0;
  double most = value(issue, 0, weights);
  for (std::uint32_t k = 1; k < issues[issue].size(); ++k)
    if (double v = value(issue, k, weights); v > most) {
      most = v;
      at = k;
    }
  return at;
}

double RoughModel::best(std::size_t issue, const std::vector<double>& weights) const {
  return value(issue, argbest(issue, weights), weights);
}

double RoughModel::top(const std::vector<double>& weights) const {
  double sum = std::inner_product(weights.begin(), weights.end(), start.begin(), 0.0);
  for (std::size_t i = 0; i < issues.size(); ++i) sum += best(i, weights);
  return sum;
}

std::vector<double> RoughModel::gains(const std::vector<std::uint32_t>& choice) const {
  auto g = start;
  for (std::size_t i = 0; i < choice.size(); ++i)
    for (std::size_t s = 0; s < g.size(); ++s) g[s] += issues[i][choice[i]][s];
  return g;
}

void RoughModel::shift(const std::vector<double>& g, std::size_t issue, std::uint32_t from, std::uint32_t to,
                       std::vector<double>& out) const {
  for (std::size_t s = 0; s < g.size(); ++s) out[s] = g[s] + issues[issue][to][s] - issues[issue][from][s];
}

double RoughModel::goal(const std::vector<double>& g, Goal what) const {
  double least = *std::ranges::min_element(g);
  if (what == Goal::egalitarian) return least;
  if (least <= 0) return least - scale;  // worse than any product, and better the nearer to eligible
  return std::accumulate(g.begin(), g.end(), 1.0, std::multiplies{});
}

Relaxation relax(const RoughModel& model, Goal goal, const Control& control) {
  const int hurried_steps = steps_in_a_hurry(model);
  Relaxation out;
  out.bound = std::numeric_limits<double>::infinity();
  std::vector<std::uint32_t> choice(model.issues.size(), 0);
  std::vector<double> w(model.start.size(), 1.0 / static_cast<double>(model.start.size()));
  std::vector<double> tightest = w, mean;
  for (int step = 0; step < steps; ++step) {
    double hardness = 10 * std::pow(300.0, static_cast<double>(step) / steps);
    if (step >= hurried_steps && control.ask() != Pulse::go_on) break;
    if (!mean.empty()) w = weights_at(mean, goal, model.scale, hardness);
    double bound = bound_from(model, w, goal);
    if (bound < out.bound) {
      out.bound = bound;
      tightest = w;
    }
    for (std::size_t i = 0; i < choice.size(); ++i) choice[i] = model.argbest(i, w);
    if (std::ranges::find(out.starts, choice) == out.starts.end()) out.starts.push_back(choice);
    if (out.starts.size() > starts_kept) out.starts.erase(out.starts.begin());
    auto corner = model.gains(choice);
    if (mean.empty()) {
      mean = corner;
      continue;
    }
    // A line search by ternary section: the smoothed goal is concave along it.
    double low = 0, high = 1;
    std::vector<double> at(mean.size());
    auto along = [&](double t) {
      for (std::size_t s = 0; s < at.size(); ++s) at[s] = mean[s] + t * (corner[s] - mean[s]);
      return smooth(at, goal, model.scale, hardness);
    };
    for (int k = 0; k < 25; ++k) {
      double a = low + (high - low) / 3, b = high - (high - low) / 3;
      (along(a) < along(b) ? low : high) = along(a) < along(b) ? a : b;
    }
    along((low + high) / 2);
    mean = at;
  }
  out.weights = leaning(tightest);
  out.bound_scale = model.scale;
  return out;
}

}  // namespace offices::accord
