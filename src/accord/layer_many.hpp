// SPDX-License-Identifier: Apache-2.0
// Layer for three sides and more: the frontier of the issues added so far, sorted lexicographically, falling.
//
// Candidates are taken from the shifted copies a stretch of the first side's utility at a time. What an archive of all
// earlier points dominates in the other sides' utilities is dropped at once; the rest is sorted, so whatever dominates
// a candidate stands before it. For three sides the archive is a staircase (O(log F) a candidate), for more a list of
// blocks with upper corners (O(F/32) at worst). For three sides large layers are halved at a value of the first side's
// utility and both halves are merged at once: the staircase that the lower half starts from is that of all candidates
// above it, the union of the shifted staircases of the prefixes of the layer before.
#pragma once

#include <array>
#include <cstdint>
#include <thread>
#include <vector>

#include "accord/archive.hpp"
#include "accord/count.hpp"
#include "accord/layer_room.hpp"
#include "accord/layer_two.hpp"
#include "accord/packed.hpp"
#include "accord/scaled.hpp"

namespace offices::accord {

/// N is at least the number of sides; places past it hold 0.
template <class T, class C, std::size_t N>
class LayerMany {
 public:
  struct Point {
    std::array<T, N> u;
    C count;
    std::uint64_t ref;
  };
  static constexpr std::size_t stretch = 256;
  static constexpr std::size_t parallel_from = 20'000;  ///< candidates that are worth a second thread

  explicit LayerMany(const Compact<T>& start) {
    Point p{{}, C(1), 0};
    std::ranges::copy(start.base, p.u.begin());
    points_.push_back(p);
  }

  [[nodiscard]] std::size_t size() const { return points_.size(); }
  [[nodiscard]] const T& worth(std::size_t point, std::size_t side) const { return points_[point].u[side]; }
  [[nodiscard]] const C& count(std::size_t point) const { return points_[point].count; }
  [[nodiscard]] std::uint64_t ref(std::size_t point) const { return points_[point].ref; }

  /// Adds an issue; unless it is done, the layer stays as it was.
  [[nodiscard]] Extended extend(const Choices<T>& choices, unsigned threads, const Cut& cut);
  void keep(const std::vector<bool>& flags);
  /// Gives up the room that was kept for the next issue.
  void release() { room_ = {}; }

 private:
  struct Copy {
    std::array<T, N> shift{};
    std::uint64_t count;
    std::size_t at = 0, end = 0;
  };
  /// A range of the first side's utility, and what is found in it.
  struct Part {
    std::vector<Copy> copies;
    Archive<T, N> archive{};
    Layered<Point> out{};
    std::vector<Point> batch{};
    bool fits = true;
    Extended ended = Extended::done;
  };
  [[nodiscard]] std::vector<Copy> copies_of(const Choices<T>& choices) const;
  [[nodiscard]] Part split(Part& upper) const;
  [[nodiscard]] bool next_low(const Part& part, T& low) const;
  void gather(Part& part, const T& low) const;
  void run(Part& part, const Cut& cut) const;

  Layered<Point> points_;
  LayerRoom<Point> room_;
};

template <class T, class C, std::size_t N>
auto LayerMany<T, C, N>::copies_of(const Choices<T>& choices) const -> std::vector<Copy> {
  std::vector<Copy> copies;
  for (const auto& cls : choices.classes) {
    copies.push_back({{}, cls.count, 0, size()});
    std::ranges::copy(cls.worth, copies.back().shift.begin());
  }
  return copies;
}

/// Takes from `upper` what is below a middle value; the part returned knows what the part above it dominates.
template <class T, class C, std::size_t N>
auto LayerMany<T, C, N>::split(Part& upper) const -> Part {
  Part lower{upper.copies};
  T mid = points_[size() / 2].u[0] + upper.copies[upper.copies.size() / 2].shift[0];
  for (std::size_t k = 0; k < upper.copies.size(); ++k) {
    T bound = mid - upper.copies[k].shift[0];
    upper.copies[k].end = lower.copies[k].at = gallop(0, size(), [&](std::size_t i) { return points_[i].u[0] < bound; });
  }
  auto by_end = upper.copies;
  std::ranges::sort(by_end, {}, &Copy::end);
  Archive<T, N> prefix;
  std::size_t i = 0;
  for (const auto& copy : by_end) {
    for (; i < copy.end; ++i) {
      if (!prefix.covers_with_recent(points_[i].u)) prefix.insert(points_[i].u);
      if (i % stretch == 0) prefix.settle();
    }
    prefix.settle();
    lower.archive.absorb(prefix, copy.shift);
  }
  return lower;
}

template <class T, class C, std::size_t N>
bool LayerMany<T, C, N>::next_low(const Part& part, T& low) const {
  const Copy* leader = nullptr;
  for (const auto& copy : part.copies)
    if (copy.at < copy.end && (!leader || points_[copy.at].u[0] + copy.shift[0] > points_[leader->at].u[0] + leader->shift[0]))
      leader = &copy;
  if (!leader) return false;
  low = points_[std::min(leader->at + stretch, leader->end) - 1].u[0] + leader->shift[0];
  return true;
}

template <class T, class C, std::size_t N>
void LayerMany<T, C, N>::gather(Part& part, const T& low) const {
  part.batch.clear();
  for (std::size_t k = 0; k < part.copies.size(); ++k) {
    auto& copy = part.copies[k];
    for (; copy.at < copy.end && points_[copy.at].u[0] + copy.shift[0] >= low; ++copy.at) {
      const Point& from = points_[copy.at];
      Point p{from.u, C(0), make_ref(copy.at, k)};
      for (std::size_t s = 0; s < N; ++s) p.u[s] += copy.shift[s];
      if (part.archive.covers(p.u)) continue;
      p.count = from.count;
      if (copy.count != 1) part.fits &= multiply_count(p.count, copy.count);
      part.batch.push_back(std::move(p));
    }
  }
  std::ranges::sort(part.batch, [](const Point& x, const Point& y) { return x.u > y.u; });
}

template <class T, class C, std::size_t N>
void LayerMany<T, C, N>::run(Part& part, const Cut& cut) const {
  for (T low{}; part.ended == Extended::done && next_low(part, low);) {
    if (cut(part.out.size())) part.ended = Extended::cut;
    gather(part, low);
    for (auto& p : part.batch) {
      if (!part.out.empty() && part.out.back().u == p.u) part.fits &= add_count(part.out.back().count, p.count);
      else if (!part.archive.covers_with_recent(p.u)) {
        part.archive.insert(p.u);
        part.out.push_back(std::move(p));
      }
    }
    part.archive.settle();
    if (!part.fits) part.ended = Extended::overflow;
  }
}

template <class T, class C, std::size_t N>
Extended LayerMany<T, C, N>::extend(const Choices<T>& choices, unsigned threads, const Cut& cut) {
  Part upper{copies_of(choices)};
  Part lower{{}};
  bool parallel = N == 3 && threads > 1 && size() * choices.classes.size() >= parallel_from;
  if constexpr (N == 3)
    if (parallel) lower = split(upper);
  upper.out = room_.take_upper(size(), choices.classes.size());
  if (parallel) lower.out = room_.take_lower(size(), choices.classes.size());
  if (parallel) {
    std::jthread other([&] { run(lower, cut); });
    run(upper, cut);
  } else {
    run(upper, cut);
  }
  if (upper.ended != Extended::done) return upper.ended;
  if (lower.ended != Extended::done) return lower.ended;
  room_.join(points_, std::move(upper.out), std::move(lower.out));
  return Extended::done;
}

template <class T, class C, std::size_t N>
void LayerMany<T, C, N>::keep(const std::vector<bool>& flags) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < points_.size(); ++i)
    if (flags[i]) points_[to++] = std::move(points_[i]);
  points_.resize(to);
}

}  // namespace offices::accord
