// SPDX-License-Identifier: Apache-2.0
#include "accord/frontier.hpp"

#include <numeric>

namespace offices::accord {

Frontier::Frontier(std::shared_ptr<const Points> points, std::vector<Integer> unit)
    : slack(unit.size(), Rational(0)), points_(std::move(points)), index_(points_->size()), unit_(std::move(unit)) {
  std::iota(index_.begin(), index_.end(), 0u);
  for (const auto& u : unit_) rough_unit_.push_back(u.convert_to<double>());
}

Rational Frontier::utility(std::size_t point, std::size_t side) const {
  return Rational(points_->scaled(index_[point], side), unit_[side]);
}

std::vector<Rational> Frontier::utilities(std::size_t point) const {
  std::vector<Rational> out;
  for (std::size_t s = 0; s < sides(); ++s) out.push_back(utility(point, s));
  return out;
}

double Frontier::rough(std::size_t point, std::size_t side) const { return points_->rough(index_[point], side) / rough_unit_[side]; }

Integer Frontier::outcomes() const {
  Integer n = 0;
  for (std::size_t i = 0; i < size(); ++i) n += count(i);
  return n;
}

Frontier Frontier::filtered(const std::vector<bool>& keep) const {
  Frontier out = *this;
  out.index_.clear();
  for (std::size_t i = 0; i < size(); ++i)
    if (keep[i]) out.index_.push_back(index_[i]);
  return out;
}

}  // namespace offices::accord
