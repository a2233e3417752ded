// SPDX-License-Identifier: Apache-2.0
// Layer for two sides: the frontier of the issues added so far, as a staircase.
//
// Adding an issue is a Minkowski sum with its options followed by a Pareto filter: m shifted copies of the staircase
// are merged from the first side's best downwards, a stretch at a time; before each stretch every copy gallops past
// what the stretches before it dominate, so copies that do not matter there cost O(log F). O(F' + chunks·m·log F) for
// F' candidates that are not skipped. Equal points add their counts.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <thread>
#include <type_traits>
#include <vector>

#include "accord/count.hpp"
#include "accord/layer_room.hpp"
#include "accord/packed.hpp"
#include "accord/scaled.hpp"

namespace offices::accord {

/// How adding an issue ended: a count left 64 bits, or the caller cut it short.
enum class Extended { done, overflow, cut };
/// Asked now and then with the number of points so far; true: stop.
using Cut = std::function<bool(std::size_t)>;

template <class T, class C>
class LayerTwo {
 public:
  struct Point {
    T a, b;
    C count;
    std::uint64_t ref;
  };
  /// Hears of the points of a layer as soon as they are certain, from the first side's best down.
  struct Listener {
    std::function<void(std::span<const Point>)> tell;
    /// Asked where the merge is cut short: which points of the layer before are enough from here on; none: give up.
    std::function<std::vector<bool>()> enough;
  };
  static constexpr std::size_t stretch = 96;            ///< points of the leading copy merged at a time
  static constexpr std::size_t parallel_from = 60'000;  ///< candidates that are worth a second thread

  explicit LayerTwo(const Compact<T>& start) { points_.push_back({start.base[0], start.base[1], C(1), 0}); }

  [[nodiscard]] std::size_t size() const { return points_.size(); }
  [[nodiscard]] const T& worth(std::size_t point, std::size_t side) const { return side == 0 ? points_[point].a : points_[point].b; }
  [[nodiscard]] const C& count(std::size_t point) const { return points_[point].count; }
  [[nodiscard]] std::uint64_t ref(std::size_t point) const { return points_[point].ref; }

  /// Adds an issue; unless it is done, the layer stays as it was.
  /// With a `listener` what was told stays: a merge that is cut short goes on with fewer points instead.
  [[nodiscard]] Extended extend(const Choices<T>& choices, unsigned threads, const Cut& cut, const Listener* listener = nullptr);
  /// The count of no point can leave C when these choices are added.
  [[nodiscard]] bool counts_fit(const Choices<T>& choices) const;
  /// Keeps the points whose flag is set.
  void keep(const std::vector<bool>& flags);
  /// Gives up the room that was kept for the next issue.
  void release() { room_ = {}; }

 private:
  struct Span {
    std::size_t at, end;
  };
  /// Some points of a layer, and which they are.
  struct Few {
    std::vector<Point> points;
    std::vector<std::size_t> index;
  };
  struct Work {
    std::span<const Point> before;
    const Choices<T>& choices;
    std::vector<Span> spans;  ///< of each copy
    bool has_level = false;   ///< whether something above this part dominates whatever is not above `level`
    T level{};
    Layered<Point> out{};
    std::vector<Point> scratch{}, merged{};
    Extended ended = Extended::done;
    const std::vector<std::size_t>* index = nullptr;  ///< of `before` in the whole layer; absent: the same

    void skip();
    [[nodiscard]] bool next_stretch(T& low) const;
    [[nodiscard]] std::size_t stretch_end(std::size_t copy, const T& low) const;
    void fold(std::size_t copy, std::size_t end);
    void take(const Point& p);
    void run(const Cut& cut, const Listener* listener);
    void go_on_with(const Few& few);
  };
  [[nodiscard]] Work upper_part(const Choices<T>& choices, const T& mid) const;
  [[nodiscard]] Work lower_part(const Choices<T>& choices, const Work& upper) const;
  static void run_both(Work& upper, Work& lower, bool parallel, const Cut& cut, const Listener* listener);
  [[nodiscard]] Few few_of(const std::vector<bool>& flags) const;

  Layered<Point> points_;
  LayerRoom<Point> room_;
};

/// The first index in [at, end) where `past` holds, found by steps that double from `at`.
template <class Past>
[[nodiscard]] std::size_t gallop(std::size_t at, std::size_t end, Past past) {
  std::size_t step = 1, low = at;
  while (low < end && !past(low)) {
    at = low + 1;
    low += step;
    step *= 2;
  }
  std::size_t high = low < end ? low : end;
  while (at < high) {
    std::size_t middle = at + (high - at) / 2;
    if (past(middle)) high = middle;
    else at = middle + 1;
  }
  return at;
}

template <class T, class C>
void LayerTwo<T, C>::Work::skip() {
  if (!has_level) return;
  for (std::size_t k = 0; k < spans.size(); ++k) {
    T bound = level - choices.classes[k].worth[1];
    spans[k].at = gallop(spans[k].at, spans[k].end, [&](std::size_t i) { return before[i].b > bound; });
  }
}

template <class T, class C>
bool LayerTwo<T, C>::Work::next_stretch(T& low) const {
  std::size_t leader = spans.size();
  T top{};
  for (std::size_t k = 0; k < spans.size(); ++k) {
    if (spans[k].at == spans[k].end) continue;
    T first = before[spans[k].at].a + choices.classes[k].worth[0];
    if (leader == spans.size() || first > top) {
      leader = k;
      top = first;
    }
  }
  if (leader == spans.size()) return false;
  std::size_t last = std::min(spans[leader].at + stretch, spans[leader].end) - 1;
  low = before[last].a + choices.classes[leader].worth[0];
  return true;
}

template <class T, class C>
std::size_t LayerTwo<T, C>::Work::stretch_end(std::size_t copy, const T& low) const {
  T bound = low - choices.classes[copy].worth[0];
  return gallop(spans[copy].at, spans[copy].end, [&](std::size_t i) { return before[i].a < bound; });
}

template <class T, class C>
void LayerTwo<T, C>::Work::take(const Point& p) {
  if (!merged.empty() ? p.b > merged.back().b : !has_level || p.b > level) merged.push_back(p);
  else if (!merged.empty() && merged.back().b == p.b && merged.back().a == p.a) {
    if (!add_count(merged.back().count, p.count)) ended = Extended::overflow;
  }
}

/// Merges what `scratch` holds with a run of one copy.
template <class T, class C>
void LayerTwo<T, C>::Work::fold(std::size_t copy, std::size_t end) {
  const auto& cls = choices.classes[copy];
  merged.clear();
  std::size_t i = 0;
  for (std::size_t k = spans[copy].at; k < end; ++k) {
    Point p{before[k].a + cls.worth[0], before[k].b + cls.worth[1], before[k].count, make_ref(index ? (*index)[k] : k, copy)};
    if (cls.count != 1 && !multiply_count(p.count, cls.count)) ended = Extended::overflow;
    while (i < scratch.size() && (scratch[i].a > p.a || (scratch[i].a == p.a && scratch[i].b >= p.b))) take(scratch[i++]);
    take(p);
  }
  while (i < scratch.size()) take(scratch[i++]);
  scratch.swap(merged);
}

template <class T, class C>
void LayerTwo<T, C>::Work::run(const Cut& cut, const Listener* listener) {
  T low{};
  for (skip(); ended == Extended::done && next_stretch(low); skip()) {
    if (cut(out.size())) ended = Extended::cut;
    scratch.clear();
    for (std::size_t k = 0; k < spans.size(); ++k) {
      if (spans[k].at == spans[k].end || before[spans[k].at].a + choices.classes[k].worth[0] < low) continue;
      std::size_t end = stretch_end(k, low);
      fold(k, end);
      spans[k].at = end;
    }
    out.insert(out.end(), scratch.begin(), scratch.end());
    has_level = true;
    level = out.back().b;
    if (listener) listener->tell(scratch);
  }
}

/// From where it stands, with `few` in place of the whole layer before.
template <class T, class C>
void LayerTwo<T, C>::Work::go_on_with(const Few& few) {
  auto rank = [&](std::size_t at) { return static_cast<std::size_t>(std::ranges::lower_bound(few.index, at) - few.index.begin()); };
  for (auto& span : spans) span = {rank(span.at), rank(span.end)};
  before = few.points;
  index = &few.index;
  ended = Extended::done;
}

template <class T, class C>
auto LayerTwo<T, C>::upper_part(const Choices<T>& choices, const T& mid) const -> Work {
  Work work{points_, choices, {}};
  for (const auto& cls : choices.classes) {
    T bound = mid - cls.worth[0];
    work.spans.push_back({0, gallop(0, size(), [&](std::size_t i) { return points_[i].a < bound; })});
  }
  return work;
}

template <class T, class C>
auto LayerTwo<T, C>::lower_part(const Choices<T>& choices, const Work& upper) const -> Work {
  Work work{points_, choices, {}};
  for (std::size_t k = 0; k < upper.spans.size(); ++k) {
    std::size_t from = upper.spans[k].end;
    work.spans.push_back({from, size()});
    if (from == 0) continue;
    T reached = points_[from - 1].b + choices.classes[k].worth[1];
    if (!work.has_level || reached > work.level) work.level = reached;
    work.has_level = true;
  }
  return work;
}

template <class T, class C>
auto LayerTwo<T, C>::few_of(const std::vector<bool>& flags) const -> Few {
  Few few;
  for (std::size_t i = 0; i < size(); ++i) {
    if (!flags[i]) continue;
    few.points.push_back(points_[i]);
    few.index.push_back(i);
  }
  return few;
}

template <class T, class C>
bool LayerTwo<T, C>::counts_fit(const Choices<T>& choices) const {
  Integer most = 0, factor = 0;
  for (const auto& p : points_) most = std::max(most, Integer(p.count));
  for (const auto& cls : choices.classes) factor += cls.count;
  return !std::is_integral_v<C> || most * factor <= std::numeric_limits<std::uint64_t>::max();
}

template <class T, class C>
void LayerTwo<T, C>::run_both(Work& upper, Work& lower, bool parallel, const Cut& cut, const Listener* listener) {
  if (!parallel) return upper.run(cut, listener);
  std::jthread other([&] { lower.run(cut, nullptr); });
  upper.run(cut, listener);
}

template <class T, class C>
Extended LayerTwo<T, C>::extend(const Choices<T>& choices, unsigned threads, const Cut& cut, const Listener* listener) {
  const auto& middle = choices.classes[choices.classes.size() / 2];
  bool parallel = threads > 1 && size() * choices.classes.size() >= parallel_from;
  T mid = parallel ? points_[size() / 2].a + middle.worth[0] : points_.back().a + choices.classes.back().worth[0];
  Work upper = upper_part(choices, mid);
  Work lower = lower_part(choices, upper);
  upper.out = room_.take_upper(size(), choices.classes.size());
  if (parallel) lower.out = room_.take_lower(size(), choices.classes.size());
  run_both(upper, lower, parallel, cut, listener);
  Few few;
  if (listener && (upper.ended == Extended::cut || lower.ended == Extended::cut)) {
    auto flags = listener->enough();
    if (flags.empty()) return Extended::cut;
    few = few_of(flags);
    upper.go_on_with(few);
    lower.go_on_with(few);
    run_both(upper, lower, parallel, cut, listener);
  }
  if (upper.ended != Extended::done) return upper.ended;
  if (lower.ended != Extended::done) return lower.ended;
  if (listener && !lower.out.empty()) listener->tell(lower.out);
  room_.join(points_, std::move(upper.out), std::move(lower.out));
  return Extended::done;
}

template <class T, class C>
void LayerTwo<T, C>::keep(const std::vector<bool>& flags) {
  std::size_t to = 0;
  for (std::size_t i = 0; i < points_.size(); ++i)
    if (flags[i]) points_[to++] = std::move(points_[i]);
  points_.resize(to);
}

}  // namespace offices::accord
