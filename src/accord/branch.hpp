// SPDX-License-Identifier: Apache-2.0
// Branch: the exact frontier of a network too wide for elimination, by depth-first search under mini-bucket bounds.
// A branch is cut when no gap that the points found leave open is within its bounds, in any direction.
#pragma once

#include <cmath>
#include <memory>

#include "accord/bounds.hpp"
#include "accord/control.hpp"

namespace offices::accord {

template <class T>
class Brancher {
 public:
  struct Found {
    std::vector<T> u;
    std::vector<std::uint32_t> value;
  };

  /// Asks the pulse at every `pulse_every`-th node.
  Brancher(const Network<T>& net, const Order& order, const Control& control, std::size_t pulse_every = 4'096)
      : net_(net), control_(control), pulse_every_(pulse_every), directions_(choose(net)), bounds_(net, order, directions_),
        value_(net.variables.size(), 0), ranks_(order.sequence.size() + 1), slack_(net.sides, T(0)) {
    stack_.assign((order.sequence.size() + 1) * bounds_.width(), T(0));
  }

  /// Searches everything, or until the pulse says otherwise; then slack() says what may have been missed.
  void run() {
    if (net_.infeasible || bounds_.root()[0] <= Bounds<T>::never()) return;
    for (guide_ = 0; guide_ < directions_.size(); ++guide_) dive();
    guide_ = directions_.size() > net_.sides ? net_.sides : 0;
    std::ranges::copy(bounds_.root(), stack_.begin());
    descend(bounds_.sequence().size());
  }
  [[nodiscard]] const std::vector<Found>& found() const { return found_; }
  [[nodiscard]] bool complete() const { return pulse_ == Pulse::go_on; }
  [[nodiscard]] bool stopped() const { return pulse_ == Pulse::stop; }
  [[nodiscard]] const std::vector<T>& slack() const { return slack_; }

 private:
  /// The sides, then sums of two sides that weigh them 16:1 to 1:16 of their ranges.
  static Directions choose(const Network<T>& net) {
    Directions out(net.sides, std::vector<std::int64_t>(net.sides, 0));
    for (std::size_t s = 0; s < net.sides; ++s) out[s][s] = 1;
    std::vector<double> range(net.sides, 1);
    for (const auto& f : net.factors)
      for (std::size_t i = 0; i < f.table.size(); ++i)
        range[i % net.sides] = std::max(range[i % net.sides], std::abs(static_cast<double>(f.table[i])));
    double widest = *std::ranges::max_element(range);
    auto level = [&](std::size_t s) { return std::clamp(widest / range[s], 1.0, 64.0); };
    for (double bias : {1.0, 3.0, 1.0 / 3, 10.0, 0.1}) {
      std::vector<std::int64_t> w(net.sides, 0);
      for (std::size_t s = 0; s < net.sides; ++s) w[s] = std::max<std::int64_t>(1, std::llround(64 * level(s) * (s == 0 ? bias : 1.0)));
      out.push_back(std::move(w));
    }
    return out;
  }

  T* level(std::size_t position) { return stack_.data() + position * bounds_.width(); }

  void dive() {
    std::ranges::copy(bounds_.root(), level(bounds_.sequence().size()));
    for (std::size_t position = bounds_.sequence().size(); position-- > 0;) {
      auto variable = bounds_.sequence()[position];
      rank_children(position);
      value_[variable] = ranks_[position].front().second;
      bounds_.refine(position, value_, level(position + 1), level(position));
    }
    leaf();
  }

  void rank_children(std::size_t position) {
    auto variable = bounds_.sequence()[position];
    auto& ranks = ranks_[position];
    ranks.clear();
    for (std::uint32_t k = 0; k < net_.variables[variable].size(); ++k) {
      value_[variable] = k;
      bounds_.refine(position, value_, level(position + 1), level(position));
      ranks.push_back({level(position)[guide_], k});
    }
    std::ranges::sort(ranks, [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  }

  void descend(std::size_t above) {
    if (above == 0) {
      leaf();
      return;
    }
    std::size_t position = above - 1;
    if (++nodes_ % pulse_every_ == 0) pulse_ = control_.ask();
    rank_children(position);
    for (std::size_t i = 0; i < ranks_[position].size(); ++i) {
      value_[bounds_.sequence()[position]] = ranks_[position][i].second;
      bounds_.refine(position, value_, level(above), level(position));
      if (!promising(level(position))) continue;
      if (pulse_ == Pulse::go_on) descend(position);
      else admit_loss(level(position));
    }
  }

  bool covered(const T* u) const {
    return std::ranges::any_of(found_, [&](const Found& f) {
      for (std::size_t s = 0; s < net_.sides; ++s)
        if (f.u[s] < u[s]) return false;
      return true;
    });
  }

  /// found_ is sorted by the first side, falling. A new point lies in a gap between neighbours.
  bool promising(const T* bound) const {
    if (bound[0] <= Bounds<T>::never()) return false;
    if (net_.sides != 2) return !covered(bound);
    auto first = std::ranges::lower_bound(found_, bound[0], std::greater{}, [](const Found& f) { return f.u[0]; });
    for (auto at = first;; ++at) {
      // The gap above `at`: more for the first side than `at`, more for the second than its predecessor.
      bool last = at == found_.end();
      if (at != found_.begin() && (at - 1)->u[1] >= bound[1]) return false;
      if ((last || at->u[0] < bound[0]) && gap_reachable(at, bound)) return true;
      if (last) return false;
    }
  }

  bool gap_reachable(typename std::vector<Found>::const_iterator at, const T* bound) const {
    if (at == found_.end() || at == found_.begin()) return true;
    for (std::size_t d = 2; d < bounds_.width(); ++d)
      if (T(directions_[d][0]) * (at->u[0] + T(1)) + T(directions_[d][1]) * ((at - 1)->u[1] + T(1)) > bound[d]) return false;
    return true;
  }

  void leaf() {
    const T* u = level(0);
    if (u[0] <= Bounds<T>::never() || covered(u)) return;
    std::erase_if(found_, [&](const Found& f) {
      for (std::size_t s = 0; s < net_.sides; ++s)
        if (f.u[s] > u[s]) return false;
      return true;
    });
    Found fresh{{u, u + net_.sides}, value_};
    auto at = std::ranges::lower_bound(found_, fresh.u, std::greater{}, &Found::u);
    found_.insert(at, std::move(fresh));
  }

  /// An unexplored branch: its best is within this of the found point nearest to its bound.
  void admit_loss(const T* bound) {
    const Found* nearest = nullptr;
    double least = 0;
    for (const auto& f : found_) {
      double worst = 0;
      for (std::size_t s = 0; s < net_.sides; ++s)
        worst = std::max(worst, static_cast<double>(bound[s] - f.u[s]) / (std::abs(static_cast<double>(bounds_.root()[s])) + 1));
      if (!nearest || worst < least) {
        nearest = &f;
        least = worst;
      }
    }
    for (std::size_t s = 0; nearest && s < net_.sides; ++s) slack_[s] = std::max(slack_[s], T(bound[s] - nearest->u[s]));
  }

  const Network<T>& net_;
  const Control& control_;
  std::size_t pulse_every_;
  Directions directions_;
  Bounds<T> bounds_;
  std::vector<std::uint32_t> value_;
  std::vector<T> stack_;
  std::vector<std::vector<std::pair<T, std::uint32_t>>> ranks_;
  std::vector<Found> found_;
  std::vector<T> slack_;
  std::size_t nodes_ = 0, guide_ = 0;
  Pulse pulse_ = Pulse::go_on;
};

}  // namespace offices::accord
