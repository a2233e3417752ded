// SPDX-License-Identifier: Apache-2.0
#include "accord/listed.hpp"

#include <algorithm>

namespace offices::accord {
namespace {

class ListedPoints final : public Points {
 public:
  explicit ListedPoints(std::vector<ListedPoint> points) : points_(std::move(points)) {}
  [[nodiscard]] std::size_t size() const override { return points_.size(); }
  [[nodiscard]] Integer scaled(std::size_t p, std::size_t side) const override { return points_[p].scaled[side]; }
  [[nodiscard]] double rough(std::size_t p, std::size_t side) const override { return points_[p].scaled[side].convert_to<double>(); }
  [[nodiscard]] Integer count(std::size_t p) const override { return points_[p].count; }
  [[nodiscard]] Outcome outcome(std::size_t p) const override { return points_[p].outcome; }

 private:
  std::vector<ListedPoint> points_;
};

bool covers(const ListedPoint& a, const ListedPoint& b) {
  for (std::size_t s = 0; s < a.scaled.size(); ++s)
    if (a.scaled[s] < b.scaled[s]) return false;
  return true;
}

void sort_falling(std::vector<ListedPoint>& points) {
  std::ranges::sort(points, [](const ListedPoint& a, const ListedPoint& b) { return a.scaled > b.scaled; });
}

}  // namespace

std::vector<ListedPoint> undominated(std::vector<ListedPoint> points) {
  sort_falling(points);
  std::vector<ListedPoint> kept;
  for (auto& p : points)
    if (std::ranges::none_of(kept, [&](const ListedPoint& k) { return covers(k, p); })) kept.push_back(std::move(p));
  return kept;
}

Frontier with_outcomes(const Frontier& frontier, const Scenario& scenario, const std::vector<Outcome>& found) {
  std::vector<ListedPoint> fresh;
  const auto& unit = frontier.unit();
  for (const auto& outcome : found) {
    ListedPoint p{{}, Integer(1), outcome};
    for (std::size_t s = 0; s < unit.size(); ++s) p.scaled.push_back(numerator(Rational(utility(scenario.sides[s], outcome) * unit[s])));
    fresh.push_back(std::move(p));
  }
  fresh = undominated(std::move(fresh));
  std::vector<ListedPoint> all;
  for (std::size_t i = 0; i < frontier.size(); ++i) {
    ListedPoint p{{}, frontier.count(i), frontier.outcome(i)};
    for (std::size_t s = 0; s < unit.size(); ++s) p.scaled.push_back(frontier.scaled(i, s));
    if (std::ranges::any_of(fresh, [&](const ListedPoint& f) { return f.scaled != p.scaled && covers(f, p); })) continue;
    std::erase_if(fresh, [&](const ListedPoint& f) { return covers(p, f); });
    all.push_back(std::move(p));
  }
  std::ranges::move(fresh, std::back_inserter(all));
  Frontier out = listed_frontier(std::move(all), unit);
  out.exact = frontier.exact;
  out.counted = frontier.counted;
  out.slack = frontier.slack;
  return out;
}

Frontier listed_frontier(std::vector<ListedPoint> points, std::vector<Integer> unit) {
  sort_falling(points);
  return Frontier(std::make_shared<ListedPoints>(std::move(points)), std::move(unit));
}

}  // namespace offices::accord
