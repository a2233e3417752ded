// SPDX-License-Identifier: Apache-2.0
// Grow: drives a layer through all issues, within the limits, and keeps what witnesses need.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "accord/frontier.hpp"
#include "accord/layer_two.hpp"
#include "accord/packed.hpp"

namespace offices::accord {

/// Follows references down to the first issue; `refs` are those of the layers before the last.
template <class T>
[[nodiscard]] Outcome outcome_at(const Compact<T>& compact, const std::vector<PackedRefs>& refs, std::uint64_t ref) {
  Outcome out = compact.settled;
  for (std::size_t i = compact.issues.size(); i-- > 0;) {
    const auto& choices = compact.issues[i];
    out.choice[choices.issue] = choices.classes[ref_class(ref)].option;
    if (i > 0) ref = refs[i - 1].get(ref_before(ref));
  }
  return out;
}

/// A finished layer and the references of those below it.
template <class T, class Layer>
class GrownPoints final : public Points {
 public:
  GrownPoints(Compact<T> compact, Layer last, std::vector<PackedRefs> refs)
      : compact_(std::move(compact)), last_(std::move(last)), refs_(std::move(refs)) {}

  [[nodiscard]] std::size_t size() const override { return last_.size(); }
  [[nodiscard]] Integer scaled(std::size_t p, std::size_t side) const override { return Integer(last_.worth(p, side)); }
  [[nodiscard]] double rough(std::size_t p, std::size_t side) const override { return static_cast<double>(last_.worth(p, side)); }
  [[nodiscard]] Integer count(std::size_t p) const override { return Integer(last_.count(p)) * compact_.factor; }
  [[nodiscard]] Outcome outcome(std::size_t p) const override { return outcome_at(compact_, refs_, last_.ref(p)); }

 private:
  Compact<T> compact_;
  Layer last_;
  std::vector<PackedRefs> refs_;
};

template <class T, class Layer>
class Grower {
 public:
  /// Hears of a point: utilities times the units, the count where it is exact, a witness.
  using Heard = std::function<void(const std::vector<Integer>&, std::optional<Integer>, Outcome)>;

  Grower(const Compact<T>& compact, const Control& control)
      : compact_(compact), control_(control), layer_(compact), slack_(compact.sides, T(0)) {}

  /// Adds all issues. Extended::cut: the caller said stop. Where the layer can tell, `heard` gets its points in order
  /// while the last issue is added.
  Extended run(const Heard& heard) {
    for (std::size_t i = 0; i < compact_.issues.size(); ++i) {
      control_.tell(static_cast<double>(i * i) / static_cast<double>(compact_.issues.size() * compact_.issues.size()));
      bool last = i + 1 == compact_.issues.size();
      std::size_t before = layer_.size();
      auto ended = last && heard ? add_last(compact_.issues[i], heard) : add(compact_.issues[i]);
      if (ended != Extended::done) return ended;
      if (!last) keep_refs(before, compact_.issues[i].classes.size());
    }
    return Extended::done;
  }
  [[nodiscard]] bool exact() const { return exact_; }
  [[nodiscard]] const std::vector<T>& slack() const { return slack_; }
  [[nodiscard]] std::size_t layered() const { return layered_; }
  [[nodiscard]] std::shared_ptr<const Points> points() && {
    layer_.release();
    return std::make_shared<GrownPoints<T, Layer>>(std::move(compact_), std::move(layer_), std::move(refs_));
  }

 private:
  /// What a layer is thinned to when time is up: the rest must end within a fraction of a second. Candidates of three
  /// sides cost a search each, of more sides a walk along all the others.
  [[nodiscard]] std::size_t hurried_points() const {
    if (compact_.sides == 2) return 4'000;
    double candidates = 1, pairs = 1;
    for (std::size_t i = refs_.size(); i < compact_.issues.size(); ++i) {
      auto classes = static_cast<double>(compact_.issues[i].classes.size());
      candidates += classes;
      pairs += classes * classes;
    }
    double fit = compact_.sides == 3 ? 2e6 / candidates : std::sqrt(3e9 / pairs);
    return static_cast<std::size_t>(std::clamp(fit, 64.0, compact_.sides == 3 ? 4'000.0 : 1'000.0));
  }

  /// What fits: a layer is held about five times over while it is made (the one before, what two threads found, and
  /// room to grow), and its like leave their references behind for every issue still to come. With four sides and more
  /// the time for a layer grows with the square of its points, so it is bounded too.
  [[nodiscard]] std::size_t points_max() const {
    std::size_t left = control_.memory_bytes > held_ ? control_.memory_bytes - held_ : 0;
    std::size_t each = 5 * sizeof(typename Layer::Point) + sizeof(std::uint64_t) * (compact_.issues.size() - refs_.size());
    std::size_t fit = std::max<std::size_t>(left / each, 64);
    return compact_.sides < 4 ? fit : std::min<std::size_t>(fit, exact_ ? 100'000 : 40'000);
  }

  Extended add(const Choices<T>& choices) {
    for (;;) {
      if (hurried_ && layer_.size() > hurried_points()) thin(hurried_points());
      bool stopped = false, hurry = false;
      std::mutex asking;  // two threads may ask
      std::size_t most = points_max();
      auto ended = layer_.extend(choices, control_.threads, [&](std::size_t made) {
        std::lock_guard one(asking);
        auto pulse = control_.ask();
        stopped = stopped || pulse == Pulse::stop;
        hurry = hurry || (pulse == Pulse::hurry && !hurried_);
        return stopped || hurry || made > most;
      });
      if (ended != Extended::cut || stopped) return ended;
      if (hurry) hurried_ = true;
      else if (layer_.size() > 8) thin(compact_.sides < 4 ? layer_.size() / 4 : std::min(layer_.size() / 4, hurried_points()));
      else return ended;
    }
  }

  /// What was told cannot be taken back, so limits make this merge coarser from where it stands.
  Extended add_last(const Choices<T>& choices, const Heard& heard) {
    if constexpr (requires { typename Layer::Listener; }) {
      if (!layer_.counts_fit(choices)) return add(choices);
      if (hurried_ && layer_.size() > hurried_points()) thin(hurried_points());
      bool stopped = false, coarse = false;
      std::mutex asking;
      std::size_t most = points_max();
      auto cut = [&](std::size_t made) {
        std::lock_guard one(asking);
        auto pulse = control_.ask();
        stopped = stopped || pulse == Pulse::stop;
        return stopped || (!coarse && ((pulse == Pulse::hurry && !hurried_) || made > most));
      };
      typename Layer::Listener listener;
      listener.tell = [&](auto points) {
        for (const auto& p : points)
          heard({Integer(p.a), Integer(p.b)}, exact_ ? std::optional(Integer(p.count) * compact_.factor) : std::nullopt,
                outcome_at(compact_, refs_, p.ref));
      };
      listener.enough = [&] {
        coarse = true;
        return stopped ? std::vector<bool>{} : pick(hurried_points());
      };
      return layer_.extend(choices, control_.threads, cut, &listener);
    } else {
      return add(choices);
    }
  }

  void keep_refs(std::size_t before, std::size_t classes) {
    PackedRefs refs(layer_.size(), before, classes);
    for (std::size_t p = 0; p < layer_.size(); ++p) refs.append(layer_.ref(p));
    held_ += refs.bytes();
    layered_ += refs.size();
    refs_.push_back(std::move(refs));
  }

  /// Keeps one point of each cell of a grid, coarse enough that at most `most` are left; its step is what is lost.
  std::vector<bool> pick(std::size_t most) {
    exact_ = false;
    measure();
    double each_side = 1.0 / static_cast<double>(std::max<std::size_t>(compact_.sides - 1, 1));
    for (auto cells = static_cast<std::int64_t>(std::pow(static_cast<double>(most), each_side) * 4) + 2;;) {
      auto [flags, kept] = choose(cells);
      if (kept > most && cells > 1) {
        double shrink = std::pow(static_cast<double>(most) / static_cast<double>(kept), each_side);
        cells = std::max<std::int64_t>(1, static_cast<std::int64_t>(static_cast<double>(cells) * std::clamp(shrink, 0.25, 0.9)));
        continue;
      }
      for (std::size_t s = 0; s < slack_.size(); ++s) slack_[s] += step_[s];
      return flags;
    }
  }

  void thin(std::size_t most) {
    auto flags = pick(most);
    layer_.keep(flags);
    drop_refs(flags);
  }

  /// The references kept for this layer stay one for each of its points.
  void drop_refs(const std::vector<bool>& flags) {
    if (refs_.empty()) return;
    held_ -= refs_.back().bytes();
    refs_.back().keep(flags);
    held_ += refs_.back().bytes();
  }

  /// Where the layer's utilities lie.
  void measure() {
    low_.assign(compact_.sides, T(0));
    reach_.assign(compact_.sides, T(0));
    for (std::size_t s = 0; s < compact_.sides; ++s) {
      T most = low_[s] = layer_.worth(0, s);
      for (std::size_t p = 1; p < layer_.size(); ++p) {
        low_[s] = std::min(low_[s], layer_.worth(p, s));
        most = std::max(most, layer_.worth(p, s));
      }
      reach_[s] = most - low_[s];
    }
  }

  /// One point of each cell of a grid of so many cells a side, and how many that is.
  std::pair<std::vector<bool>, std::size_t> choose(std::int64_t cells) {
    step_.assign(compact_.sides, T(1));
    for (std::size_t s = 0; s < compact_.sides; ++s) step_[s] = reach_[s] / T(cells) + T(1);
    if (compact_.sides == 2) return first_of_runs();
    auto bits = static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(cells)));
    return bits * compact_.sides <= 64 ? first_of_cells(NumberedCell{bits}) : first_of_cells(NamedCell{});
  }

  [[nodiscard]] std::uint32_t place(std::size_t p, std::size_t s) const {
    return static_cast<std::uint32_t>((layer_.worth(p, s) - low_[s]) / step_[s]);
  }

  /// Along a staircase the points of a cell stand together.
  std::pair<std::vector<bool>, std::size_t> first_of_runs() const {
    std::vector<bool> flags(layer_.size(), false);
    std::size_t kept = 0;
    std::pair<std::uint32_t, std::uint32_t> last;
    for (std::size_t p = 0; p < layer_.size(); ++p) {
      std::pair cell(place(p, 0), place(p, 1));
      flags[p] = p == 0 || cell != last;
      kept += flags[p] ? 1 : 0;
      last = cell;
    }
    return {std::move(flags), kept};
  }

  /// A cell as one number, where its places fit.
  struct NumberedCell {
    std::size_t bits;
    std::uint64_t name = 0;
    void add(std::uint32_t place) { name = name << bits | place; }
    void clear() { name = 0; }
  };
  struct NamedCell {
    std::string name{};
    void add(std::uint32_t place) { name.append(reinterpret_cast<const char*>(&place), sizeof place); }
    void clear() { name.clear(); }
  };

  template <class Cell>
  std::pair<std::vector<bool>, std::size_t> first_of_cells(Cell cell) const {
    std::unordered_set<decltype(cell.name)> seen;
    std::vector<bool> flags(layer_.size(), false);
    for (std::size_t p = 0; p < layer_.size(); ++p) {
      cell.clear();
      for (std::size_t s = 0; s < compact_.sides; ++s) cell.add(place(p, s));
      flags[p] = seen.insert(cell.name).second;
    }
    return {std::move(flags), seen.size()};
  }

  Compact<T> compact_;
  const Control& control_;
  Layer layer_;
  std::vector<PackedRefs> refs_;
  std::vector<T> slack_, step_, low_, reach_;
  std::size_t held_ = 0, layered_ = 0;
  bool exact_ = true, hurried_ = false;
};

}  // namespace offices::accord
