// SPDX-License-Identifier: Apache-2.0
// Bounds: what each side, and each of a few weighted sums of sides, can still reach once some variables are assigned.
// Mini-bucket elimination (Dechter & Rish 2003): exact while tables stay below a size, an upper bound beyond.
#pragma once

#include <algorithm>
#include <memory>

#include "accord/network.hpp"

namespace offices::accord {

/// weights[direction][side]; the first `sides` directions are the sides themselves.
using Directions = std::vector<std::vector<std::int64_t>>;

/// Variables are assigned from the end of the order to its front. value(v) below is the assignment so far.
template <class T>
class Bounds {
 public:
  static constexpr std::size_t cells_max = std::size_t{1} << 15;
  static T never() { return -(T(1) << (sizeof(T) * 8 - 4)); }

  Bounds(const Network<T>& net, const Order& order, const Directions& directions)
      : net_(net), order_(order.sequence), width_(directions.size()), bucket_(order_.size()), from_(order_.size()) {
    place_.resize(order_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) place_[order_[i]] = i;
    root_.assign(width_, T(0));
    for (std::size_t d = 0; d < width_; ++d)
      for (std::size_t s = 0; s < net.sides; ++s) root_[d] += T(directions[d][s]) * net.base[s];
    for (const auto& f : net.factors) deposit(projected(f, directions), SIZE_MAX);
    for (std::size_t i = 0; i < order_.size(); ++i) process(i);
  }

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] const std::vector<std::size_t>& sequence() const { return order_; }
  /// The bound before anything is assigned: [direction].
  [[nodiscard]] const std::vector<T>& root() const { return root_; }

  /// From the bound of a node to that of its child, which assigns the variable at `position`: what the messages of that
  /// bucket promised is replaced by what its functions give. `value` holds the child's assignment.
  void refine(std::size_t position, const std::vector<std::uint32_t>& value, const T* parent, T* child) const {
    std::copy(parent, parent + width_, child);
    for (const auto* m : from_[position]) subtract(*m, value, child);
    for (const auto* f : bucket_[position])
      for (std::size_t d = 0, at = cell(*f, value) * width_; d < width_; ++d)
        child[d] = f->table[at + d] <= never() || child[d] <= never() ? never() : child[d] + f->table[at + d];
  }

 private:
  struct Function {
    std::vector<std::size_t> variables;
    std::vector<T> table;  ///< [cell * width + direction]
  };

  Function projected(const Factor<T>& f, const Directions& directions) const {
    Function out{f.variables, std::vector<T>(f.table.size() / net_.sides * width_, T(0))};
    for (std::size_t cell = 0; cell < f.table.size() / net_.sides; ++cell)
      for (std::size_t d = 0; d < width_; ++d) {
        T& v = out.table[cell * width_ + d];
        for (std::size_t s = 0; s < net_.sides; ++s) v += T(directions[d][s]) * f.table[cell * net_.sides + s];
        if (!f.forbidden.empty() && f.forbidden[cell]) v = never();
      }
    return out;
  }

  std::size_t cell(const Function& f, const std::vector<std::uint32_t>& value) const {
    std::size_t c = 0;
    for (auto v : f.variables) c = c * net_.variables[v].size() + value[v];
    return c;
  }

  void subtract(const Function& m, const std::vector<std::uint32_t>& value, T* into) const {
    std::size_t at = cell(m, value) * width_;
    for (std::size_t d = 0; d < width_; ++d)
      into[d] = m.table[at + d] <= never() || into[d] <= never() ? never() : into[d] - m.table[at + d];
  }

  /// Into the bucket of the variable that is eliminated first; constants into the root.
  void deposit(Function f, std::size_t origin) {
    if (f.variables.empty()) {
      for (std::size_t d = 0; d < width_; ++d) root_[d] = f.table[d] <= never() || root_[d] <= never() ? never() : root_[d] + f.table[d];
      if (origin != SIZE_MAX) keep(std::move(f), from_[origin]);
      return;
    }
    auto first = *std::ranges::min_element(f.variables, {}, [&](std::size_t v) { return place_[v]; });
    const Function* kept = keep(std::move(f), bucket_[place_[first]]);
    if (origin != SIZE_MAX) from_[origin].push_back(kept);
  }

  const Function* keep(Function f, std::vector<const Function*>& into) {
    functions_.push_back(std::make_unique<Function>(std::move(f)));
    into.push_back(functions_.back().get());
    return into.back();
  }

  void process(std::size_t position) {
    auto left = bucket_[position];
    std::ranges::sort(left, [](const Function* a, const Function* b) { return a->table.size() > b->table.size(); });
    while (!left.empty()) {
      std::vector<const Function*> mini, rest;
      std::vector<std::size_t> scope;
      for (const auto* f : left) {
        auto wider = merged(scope, f->variables);
        bool fits = mini.empty() || cells_of(wider) <= cells_max;
        (fits ? mini : rest).push_back(f);
        if (fits) scope = std::move(wider);
      }
      deposit(maximised(mini, scope, order_[position]), position);
      left = std::move(rest);
    }
  }

  static std::vector<std::size_t> merged(std::vector<std::size_t> a, const std::vector<std::size_t>& b) {
    a.insert(a.end(), b.begin(), b.end());
    std::ranges::sort(a);
    a.erase(std::ranges::unique(a).begin(), a.end());
    return a;
  }

  std::size_t cells_of(const std::vector<std::size_t>& scope) const {
    std::size_t cells = 1;
    for (auto v : scope) cells = std::min(cells * net_.variables[v].size(), std::size_t{1} << 40);
    return cells;
  }

  Function maximised(const std::vector<const Function*>& mini, std::vector<std::size_t> scope, std::size_t variable) const {
    std::erase(scope, variable);
    Function out{scope, std::vector<T>(cells_of(scope) * width_, never())};
    std::vector<std::uint32_t> value(net_.variables.size(), 0);
    std::vector<T> sum(width_);
    for (std::size_t c = 0; c * width_ < out.table.size(); ++c) {
      std::size_t rest = c;
      for (std::size_t k = scope.size(); k-- > 0;) {
        value[scope[k]] = static_cast<std::uint32_t>(rest % net_.variables[scope[k]].size());
        rest /= net_.variables[scope[k]].size();
      }
      for (value[variable] = 0; value[variable] < net_.variables[variable].size(); ++value[variable]) {
        std::ranges::fill(sum, T(0));
        for (const auto* f : mini)
          for (std::size_t d = 0, at = cell(*f, value) * width_; d < width_; ++d)
            sum[d] = f->table[at + d] <= never() || sum[d] <= never() ? never() : sum[d] + f->table[at + d];
        for (std::size_t d = 0; d < width_; ++d) out.table[c * width_ + d] = std::max(out.table[c * width_ + d], sum[d]);
      }
    }
    return out;
  }

  const Network<T>& net_;
  std::vector<std::size_t> order_, place_;
  std::size_t width_;
  std::vector<std::unique_ptr<Function>> functions_;
  std::vector<std::vector<const Function*>> bucket_, from_;
  std::vector<T> root_;
};

}  // namespace offices::accord
