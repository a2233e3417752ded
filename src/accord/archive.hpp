// SPDX-License-Identifier: Apache-2.0
// Archive: the utilities of all sides but the first of points found so far, asked whether one of them is at least a
// candidate's everywhere.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace offices::accord {

template <class T, std::size_t N>
class Archive {
 public:
  /// Whether a point inserted before the last settle() is at least `u` in every place but the first.
  [[nodiscard]] bool covers(const std::array<T, N>& u) const {
    if (last_ < blocks_.size() && hit(blocks_[last_], u)) return true;
    for (std::size_t k = 0; k < blocks_.size(); ++k)
      if (hit(blocks_[k], u)) {
        last_ = k;
        return true;
      }
    return false;
  }
  /// The same, with all points inserted so far.
  [[nodiscard]] bool covers_with_recent(const std::array<T, N>& u) const { return covers(u); }
  void insert(const std::array<T, N>& u) {
    if (blocks_.empty() || blocks_.back().points.size() >= block_size) blocks_.push_back({u, {}});
    auto& block = blocks_.back();
    for (std::size_t s = 1; s < N; ++s) block.corner[s] = std::max(block.corner[s], u[s]);
    block.points.push_back(u);
  }
  void settle() {}

 private:
  static constexpr std::size_t block_size = 32;
  struct Block {
    std::array<T, N> corner;
    std::vector<std::array<T, N>> points;
  };
  static bool at_least(const std::array<T, N>& p, const std::array<T, N>& u) {
    for (std::size_t s = 1; s < N; ++s)
      if (p[s] < u[s]) return false;
    return true;
  }
  static bool hit(const Block& block, const std::array<T, N>& u) {
    return at_least(block.corner, u) && std::ranges::any_of(block.points, [&](const auto& p) { return at_least(p, u); });
  }
  std::vector<Block> blocks_;
  mutable std::size_t last_ = 0;
};

/// Two remaining sides: a staircase, its b rising and c falling. New points go into a small one that is merged into the
/// large one by settle(), so that inserting stays cheap.
template <class T>
class Archive<T, 3> {
 public:
  [[nodiscard]] bool covers(const std::array<T, 3>& u) const { return covers(settled_, u); }
  [[nodiscard]] bool covers_with_recent(const std::array<T, 3>& u) const { return covers(recent_, u) || covers(settled_, u); }
  void insert(const std::array<T, 3>& u) {
    auto at = std::ranges::lower_bound(recent_, u[1], {}, &Step::b);
    auto from = at;
    while (from != recent_.begin() && (from - 1)->c <= u[2]) --from;
    if (at != recent_.end() && at->b == u[1]) ++at;
    if (from == at) {
      recent_.insert(at, Step{u[1], u[2]});
    } else {
      *from = Step{u[1], u[2]};
      recent_.erase(from + 1, at);
    }
  }
  void settle() {
    std::vector<Step> merged(settled_.size() + recent_.size());
    std::merge(settled_.begin(), settled_.end(), recent_.begin(), recent_.end(), merged.begin(),
               [](const Step& x, const Step& y) { return x.b != y.b ? x.b < y.b : x.c < y.c; });
    // From the largest b down, a step stays if its c is larger than all before it.
    std::size_t to = merged.size();
    for (std::size_t i = merged.size(); i-- > 0;)
      if (to == merged.size() || merged[i].c > merged[to].c) merged[--to] = merged[i];
    merged.erase(merged.begin(), merged.begin() + static_cast<std::ptrdiff_t>(to));
    settled_ = std::move(merged);
    recent_.clear();
  }
  /// Takes in all that `other` (which is settled, as this is) covers, shifted.
  void absorb(const Archive& other, const std::array<T, 3>& shift) {
    recent_ = other.settled_;
    for (auto& step : recent_) step = {step.b + shift[1], step.c + shift[2]};
    settle();
  }

 private:
  struct Step {
    T b, c;
  };
  static bool covers(const std::vector<Step>& steps, const std::array<T, 3>& u) {
    auto at = std::ranges::lower_bound(steps, u[1], {}, &Step::b);
    return at != steps.end() && at->c >= u[2];
  }
  std::vector<Step> settled_, recent_;
};

}  // namespace offices::accord
