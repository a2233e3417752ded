// SPDX-License-Identifier: Apache-2.0
#include "bench/accord/peers.hpp"

#include <algorithm>
#include <set>

#include "bench/accord/generator.hpp"

#ifdef OFFICES_PAGMO
#include <pagmo/utils/multi_objective.hpp>
#endif

namespace offices::bench {
namespace {

struct Point {
  std::int64_t a, b;
  auto operator<=>(const Point&) const = default;
};

/// On the generator's grid of 10^-6.
std::int64_t whole(const accord::Rational& v) { return accord::Integer(numerator(accord::Rational(v * grid))).convert_to<std::int64_t>(); }

std::vector<std::vector<Point>> points_of(const accord::Scenario& scenario) {
  std::vector<std::vector<Point>> out(scenario.agenda.issues.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    for (std::size_t k = 0; k < scenario.agenda.issues[i].size(); ++k)
      out[i].push_back({whole(scenario.sides[0].worth[i][k]), whole(scenario.sides[1].worth[i][k])});
  return out;
}

void sweep(std::vector<Point>& points) {
  std::ranges::sort(points, std::greater{});
  std::size_t to = 0;
  for (const auto& p : points)
    if (to == 0 || p.b > points[to - 1].b) points[to++] = p;
  points.resize(to);
}

std::vector<Point> sums(const std::vector<Point>& before, const std::vector<Point>& options) {
  std::vector<Point> out;
  out.reserve(before.size() * options.size());
  for (const auto& p : before)
    for (const auto& o : options) out.push_back({p.a + o.a, p.b + o.b});
  return out;
}

std::vector<Point> all_points(const accord::Scenario& scenario) {
  std::vector<Point> points{{0, 0}};
  for (const auto& issue : points_of(scenario)) points = sums(points, issue);
  return points;
}

}  // namespace

std::size_t plain_merge(const accord::Scenario& scenario) {
  std::vector<Point> layer{{0, 0}};
  for (auto& issue : points_of(scenario)) {
    layer = sums(layer, issue);
    sweep(layer);
  }
  return layer.size();
}

std::size_t brute_force(const accord::Scenario& scenario) {
  auto points = all_points(scenario);
  sweep(points);
  return points.size();
}

std::optional<std::size_t> pagmo_sort([[maybe_unused]] const accord::Scenario& scenario) {
#ifdef OFFICES_PAGMO
  std::vector<pagmo::vector_double> points;
  for (const auto& p : all_points(scenario)) points.push_back({-static_cast<double>(p.a), -static_cast<double>(p.b)});
  auto fronts = std::get<0>(pagmo::fast_non_dominated_sorting(points));
  std::set<pagmo::vector_double> distinct;
  for (auto i : fronts.front()) distinct.insert(points[i]);
  return distinct.size();
#else
  return std::nullopt;
#endif
}

}  // namespace offices::bench
