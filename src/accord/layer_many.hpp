// SPDX-License-Identifier: Apache-2.0
// Layer for three sides and more: the frontier of the issues added so far, sorted lexicographically, falling.
//
// Candidates are taken from the shifted copies a stretch of the first side's utility at a time. What an archive of all
// earlier points dominates in the other sides' utilities is dropped at once; the rest is sorted, so whatever dominates
// a candidate stands before it. For three sides the archive is a staircase (O(log F) a candidate), for more a list of
// blocks with upper corners (O(F/32) at worst).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "accord/archive.hpp"
#include "accord/count.hpp"
#include "accord/layer_two.hpp"
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

 private:
  struct Copy {
    std::array<T, N> shift{};
    std::uint64_t count;
    std::size_t at = 0;
  };
  [[nodiscard]] bool next_low(const std::vector<Copy>& copies, T& low) const;
  bool gather(std::vector<Copy>& copies, const T& low, const Archive<T, N>& archive, std::vector<Point>& into) const;

  std::vector<Point> points_;
};

template <class T, class C, std::size_t N>
bool LayerMany<T, C, N>::next_low(const std::vector<Copy>& copies, T& low) const {
  const Copy* leader = nullptr;
  for (const auto& copy : copies)
    if (copy.at < size() && (!leader || points_[copy.at].u[0] + copy.shift[0] > points_[leader->at].u[0] + leader->shift[0]))
      leader = &copy;
  if (!leader) return false;
  low = points_[std::min(leader->at + stretch, size()) - 1].u[0] + leader->shift[0];
  return true;
}

template <class T, class C, std::size_t N>
bool LayerMany<T, C, N>::gather(std::vector<Copy>& copies, const T& low, const Archive<T, N>& archive, std::vector<Point>& into) const {
  bool fits = true;
  for (std::size_t k = 0; k < copies.size(); ++k) {
    auto& copy = copies[k];
    for (; copy.at < size() && points_[copy.at].u[0] + copy.shift[0] >= low; ++copy.at) {
      const Point& from = points_[copy.at];
      Point p{from.u, C(0), make_ref(copy.at, k)};
      for (std::size_t s = 0; s < N; ++s) p.u[s] += copy.shift[s];
      if (archive.covers(p.u)) continue;
      p.count = from.count;
      if (copy.count != 1) fits &= multiply_count(p.count, copy.count);
      into.push_back(std::move(p));
    }
  }
  std::ranges::sort(into, [](const Point& x, const Point& y) { return x.u > y.u; });
  return fits;
}

template <class T, class C, std::size_t N>
Extended LayerMany<T, C, N>::extend(const Choices<T>& choices, unsigned, const Cut& cut) {
  std::vector<Copy> copies;
  for (const auto& cls : choices.classes) {
    copies.push_back({{}, cls.count, 0});
    std::ranges::copy(cls.worth, copies.back().shift.begin());
  }
  std::vector<Point> out, batch;
  Archive<T, N> archive;
  bool fits = true;
  for (T low{}; next_low(copies, low);) {
    if (cut(out.size())) return Extended::cut;
    batch.clear();
    fits &= gather(copies, low, archive, batch);
    for (auto& p : batch) {
      if (!out.empty() && out.back().u == p.u) fits &= add_count(out.back().count, p.count);
      else if (!archive.covers_with_recent(p.u)) {
        archive.insert(p.u);
        out.push_back(std::move(p));
      }
    }
    archive.settle();
    if (!fits) return Extended::overflow;
  }
  points_ = std::move(out);
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
