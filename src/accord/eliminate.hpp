// SPDX-License-Identifier: Apache-2.0
// Eliminate: the exact frontier of a network by eliminating variable after variable with whole Pareto sets in place of
// numbers (bucket elimination, Dechter 1999; with sets: Rollón & Larrosa 2006). Exponential in the width of the
// interactions, not in the number of issues; red lines and counts come with it.
#pragma once

#include <algorithm>
#include <array>
#include <memory>

#include "accord/archive.hpp"
#include "accord/count.hpp"
#include "accord/frontier.hpp"
#include "accord/network.hpp"

namespace offices::accord {

/// A point that assigns values to some variables; `node` says which.
template <class T, std::size_t N>
struct Element {
  std::array<T, N> u{};
  Integer count = 1;
  std::uint32_t node = 0;
};

/// How elements came about: a value of a variable (right = 0), or two elements together. Node 0: nothing.
struct Node {
  std::uint32_t left = 0, right = 0;  ///< of a pair
  std::uint32_t variable = UINT32_MAX, value = 0;
};

template <class T, std::size_t N>
class Eliminator {
 public:
  using Set = std::vector<Element<T, N>>;
  static constexpr std::size_t pulse_every = 1 << 16;  ///< sums

  Eliminator(const Network<T>& net, const Control& control) : net_(net), control_(control) { nodes_.push_back({}); }

  /// The frontier as elements, or empty with stopped()/exhausted() set.
  Set run(const Order& order) {
    for (const auto& f : net_.factors) messages_.push_back(from_factor(f));
    for (std::size_t i = 0; i < order.sequence.size() && !done_early(); ++i) {
      control_.tell(static_cast<double>(i) / static_cast<double>(order.sequence.size()));
      eliminate(order.sequence[i]);
    }
    Element<T, N> start;
    std::ranges::copy(net_.base, start.u.begin());
    start.count = net_.factor;
    Set all{start};
    for (const auto& m : messages_) all = joined(all, m.cells.front());
    return all;
  }
  [[nodiscard]] bool stopped() const { return pulse_ == Pulse::stop; }
  [[nodiscard]] bool exhausted() const { return exhausted_ || pulse_ == Pulse::hurry; }
  [[nodiscard]] std::vector<Node> take_nodes() { return std::move(nodes_); }

 private:
  struct Message {
    std::vector<std::size_t> variables;
    std::vector<Set> cells;
  };

  bool done_early() { return pulse_ != Pulse::go_on || exhausted_; }

  Message from_factor(const Factor<T>& f) const {
    Message m{f.variables, std::vector<Set>(f.table.size() / net_.sides)};
    for (std::size_t cell = 0; cell < m.cells.size(); ++cell) {
      if (!f.forbidden.empty() && f.forbidden[cell]) continue;
      Element<T, N> e;
      for (std::size_t s = 0; s < net_.sides; ++s) e.u[s] = f.table[cell * net_.sides + s];
      m.cells[cell].push_back(e);
    }
    return m;
  }

  void eliminate(std::size_t variable) {
    std::vector<Message> mine, rest;
    for (auto& m : messages_) (std::ranges::find(m.variables, variable) != m.variables.end() ? mine : rest).push_back(std::move(m));
    messages_ = std::move(rest);
    Message out = scope_without(mine, variable);
    std::vector<std::size_t> value(net_.variables.size(), 0);
    for (std::size_t cell = 0; cell < out.cells.size() && !done_early(); ++cell) {
      pulse_ = control_.ask();
      std::size_t left = cell;
      for (std::size_t v = out.variables.size(); v-- > 0;) {
        value[out.variables[v]] = left % net_.variables[out.variables[v]].size();
        left /= net_.variables[out.variables[v]].size();
      }
      out.cells[cell] = best_over(mine, variable, value);
    }
    messages_.push_back(std::move(out));
  }

  Message scope_without(const std::vector<Message>& mine, std::size_t variable) const {
    Message out;
    for (const auto& m : mine) out.variables.insert(out.variables.end(), m.variables.begin(), m.variables.end());
    std::ranges::sort(out.variables);
    out.variables.erase(std::ranges::unique(out.variables).begin(), out.variables.end());
    std::erase(out.variables, variable);
    std::size_t cells = 1;
    for (auto v : out.variables) cells *= net_.variables[v].size();
    out.cells.resize(cells);
    return out;
  }

  Set best_over(const std::vector<Message>& mine, std::size_t variable, std::vector<std::size_t>& value) {
    Set all;
    const auto& v = net_.variables[variable];
    for (std::size_t k = 0; k < v.size(); ++k) {
      value[variable] = k;
      Element<T, N> start;
      start.count = v.count[k];
      start.node = node({0, 0, static_cast<std::uint32_t>(variable), static_cast<std::uint32_t>(k)});
      Set set{start};
      // Single points first: they only shift what follows.
      for (const auto& m : mine)
        if (!set.empty()) set = joined(set, m.cells[cell_of(m, value)]);
      all.insert(all.end(), std::make_move_iterator(set.begin()), std::make_move_iterator(set.end()));
    }
    filter(all);
    return all;
  }

  std::size_t cell_of(const Message& m, const std::vector<std::size_t>& value) const {
    std::size_t cell = 0;
    for (auto v : m.variables) cell = cell * net_.variables[v].size() + value[v];
    return cell;
  }

  std::uint32_t node(Node n) {
    held_ += sizeof(Node);
    if (held_ > control_.memory_bytes || nodes_.size() >= UINT32_MAX - 1) exhausted_ = true;
    nodes_.push_back(n);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }

  /// Every sum of one of a and one of b that no other dominates.
  Set joined(const Set& a, const Set& b) {
    Set out;
    if (a.empty() || b.empty()) return out;
    if (held_ + a.size() * b.size() * (sizeof(Element<T, N>) + sizeof(std::uint64_t)) > control_.memory_bytes) exhausted_ = true;
    if (exhausted_) return out;
    out.reserve(a.size() * b.size());
    std::vector<std::pair<std::uint32_t, std::uint32_t>> parents;
    for (const auto& x : a) {
      if ((summed_ += b.size()) >= pulse_every) {
        summed_ = 0;
        pulse_ = control_.ask();
      }
      if (done_early()) return {};
      for (const auto& y : b) {
        Element<T, N> e;
        for (std::size_t s = 0; s < N; ++s) e.u[s] = x.u[s] + y.u[s];
        e.count = x.count * y.count;
        e.node = static_cast<std::uint32_t>(parents.size());
        parents.push_back({x.node, y.node});
        out.push_back(std::move(e));
      }
    }
    if (a.size() > 1 || b.size() > 1) filter(out);
    for (auto& e : out) {
      auto [left, right] = parents[e.node];
      e.node = right == 0 ? left : left == 0 ? right : node({left, right});
    }
    return out;
  }

  static void filter(Set& set) {
    std::ranges::sort(set, [](const auto& x, const auto& y) { return x.u > y.u; });
    Archive<T, N == 2 ? 3 : N> archive;
    Set kept;
    for (auto& e : set) {
      if (!kept.empty() && kept.back().u == e.u) {
        kept.back().count += e.count;
        continue;
      }
      if constexpr (N == 2) {
        if (!kept.empty() && e.u[1] <= kept.back().u[1]) continue;
      } else {
        if (archive.covers_with_recent(e.u)) continue;
        archive.insert(e.u);
      }
      kept.push_back(std::move(e));
    }
    set = std::move(kept);
  }

  const Network<T>& net_;
  const Control& control_;
  std::vector<Message> messages_;
  std::vector<Node> nodes_;
  std::size_t held_ = 0, summed_ = 0;
  bool exhausted_ = false;
  Pulse pulse_ = Pulse::go_on;
};

}  // namespace offices::accord
