// SPDX-License-Identifier: Apache-2.0
// Network: a scenario with interactions as variables and tables over few of them, after options that make no
// difference, or can only lose, have been merged or left out.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "accord/scaled.hpp"

namespace offices::accord {

/// An issue that is still open; its values stand for classes of options.
struct Variable {
  std::size_t issue = 0;
  std::vector<std::uint32_t> option;  ///< [value] a representative
  std::vector<std::uint64_t> count;   ///< [value] options it stands for

  [[nodiscard]] std::size_t size() const { return option.size(); }
};

/// Utilities over the values of `variables` (ascending; the last one runs fastest): table[cell * sides + side].
template <class T>
struct Factor {
  std::vector<std::size_t> variables;
  std::vector<T> table;
  std::vector<bool> forbidden;  ///< [cell]; empty: nothing is
};

template <class T>
struct Network {
  std::size_t sides = 0;
  std::vector<Integer> unit;
  std::vector<T> base;
  std::vector<Variable> variables;
  std::vector<Factor<T>> factors;
  Outcome settled;          ///< issues with one class left
  Integer factor = 1;       ///< outcomes that each assignment stands for besides the counts of its values
  bool infeasible = false;  ///< the settled issues alone are forbidden
};

/// Bits that any sum of worths and pays of one side needs.
[[nodiscard]] unsigned network_bits(const Scenario& scenario);

/// Compiles `scenario`. With `drop_dominated`, options that another is at least as good as in every respect are left
/// out: the frontier's utilities stay the same, its counts may fall. Fails with Code::too_large where one combination
/// spans more than four million cells. T must hold network_bits.
template <class T>
[[nodiscard]] Result<Network<T>> compile(const Scenario& scenario, bool drop_dominated);

/// An order in which to eliminate the variables (greedy, least table first) and the cells that takes.
struct Order {
  std::vector<std::size_t> sequence;
  double cells = 0;
};
template <class T>
[[nodiscard]] Order elimination_order(const Network<T>& network);

}  // namespace offices::accord
