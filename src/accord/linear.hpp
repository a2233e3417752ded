// SPDX-License-Identifier: Apache-2.0
// Linear: linear and mixed programs in doubles, solved by GLPK, whose only includer is linear.cpp.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace offices::accord {

/// (column, coefficient); a column may occur more than once.
using Linear = std::vector<std::pair<std::size_t, double>>;

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

/// max objective subject to rows and bounds. Quiet; the library's environment belongs to the thread and is freed with
/// the thread's last program. Used in one thread only. Whatever the library gives up on, and its internal errors, come
/// back as Code::limit_reached; after such an internal error the thread's other programs answer the same.
class LinearProgram {
 public:
  LinearProgram();
  LinearProgram(LinearProgram&&) noexcept;
  LinearProgram& operator=(LinearProgram&&) noexcept;
  ~LinearProgram();

  /// Adds a variable with its bounds; a binary one takes 0 or 1.
  std::size_t column(double low, double high);
  std::size_t binary();
  /// Adds low ≤ entries ≤ high. Neither bound: the row says nothing until it gets one.
  std::size_t row(const Linear& entries, double low, double high);
  void set_row(std::size_t row, const Linear& entries);
  void bound_row(std::size_t row, double low, double high);
  void bound_column(std::size_t column, double low, double high);

  struct Solved {
    bool feasible = false;
    double value = 0;
    std::vector<double> columns;
  };
  /// Every program here is bounded; a ray counts as Code::limit_reached.
  [[nodiscard]] Result<Solved> maximise(const Linear& objective);
  /// With binaries, by branch and bound over at most `nodes` subproblems.
  [[nodiscard]] Result<Solved> maximise_whole(const Linear& objective, int nodes);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace offices::accord
