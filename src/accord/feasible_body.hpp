// SPDX-License-Identifier: Apache-2.0
// Feasible body: the linear program behind a feasible set, for feasible.cpp and representative.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accord/feasible.hpp"
#include "accord/linear.hpp"
#include "accord/statements.hpp"

namespace offices::accord {

inline constexpr double margin_least = 1e-7;  ///< a margin below this counts as none

/// Where worths, weights, walk-away point and margin are among a program's columns. The best option's worth is its
/// issue's weight; the worst option's is 0 and has no column.
class FeasibleColumns {
 public:
  /// Adds them to `program`, with Σ weights = 1. That worths lie between 0 and the weight is for the statements to say.
  FeasibleColumns(LinearProgram& program, const AgendaFile& agenda, const Appraisal& appraisal);

  [[nodiscard]] Linear option(std::size_t issue, std::uint32_t option) const;
  [[nodiscard]] std::optional<std::size_t> option_column(std::size_t issue, std::uint32_t option) const { return option_[issue][option]; }
  [[nodiscard]] std::size_t options(std::size_t issue) const { return option_[issue].size(); }
  [[nodiscard]] std::size_t issues() const { return weight_.size(); }
  [[nodiscard]] std::size_t weight(std::size_t issue) const { return weight_[issue]; }
  [[nodiscard]] std::size_t walk() const { return walk_; }
  [[nodiscard]] std::size_t margin() const { return margin_; }
  /// Without the constant.
  [[nodiscard]] Linear left_side(const Statement& statement) const;

 private:
  std::vector<std::size_t> weight_;
  std::vector<std::vector<std::optional<std::size_t>>> option_;
  std::size_t walk_ = 0, margin_ = 0;
};

struct FeasibleSet::Body {
  Body(const AgendaFile& agenda, const Appraisal& appraisal, std::vector<Statement> statements);

  /// With the margin where it is strict.
  [[nodiscard]] Linear entries_of(const Statement& statement) const;
  /// Whether a statement counts.
  void state(std::size_t statement, bool stated);
  /// Of the statements [from, to), leaves out what a contradiction does not need, and says so in `needed`.
  [[nodiscard]] Result<void> prune(std::size_t from, std::size_t to, std::vector<bool>& needed);
  /// The greatest margin where also `at_least_zero` ≥ 0, which takes `row` of `within`; 0 where there is none.
  [[nodiscard]] Result<double> margin_with(const Linear& at_least_zero, LinearProgram& within, std::size_t row, int nodes) const;
  [[nodiscard]] Linear difference(const Package& a, const Package& b) const;
  [[nodiscard]] Result<Range> range(const Linear& of);
  /// [column] the mean of programs that pull towards each weight (and, if `walking`, the walk-away point) and away from it, at half of
  /// the greatest margin.
  [[nodiscard]] Result<std::vector<double>> middle(bool walking);

  /// A program over the set and the completions of a package, and the completion's utility in it.
  struct Completed {
    std::unique_ptr<Body> body;
    Linear utility;
    int nodes = 0;  ///< more than 0: it has binaries
  };
  /// None where every completion meets `never` certainly; it may still be that none avoids all of it (infeasible).
  [[nodiscard]] Result<std::optional<Completed>> completed(const Package& package, const std::vector<Combination>& never,
                                                           bool hopeful) const;

  AgendaFile agenda;
  Appraisal appraisal;
  std::vector<Statement> statements;
  LinearProgram program;
  FeasibleColumns columns;
  std::vector<std::size_t> rows;  ///< [statement]
  std::size_t query = 0;          ///< a row for questions; says nothing between them
  double margin = 0;              ///< the greatest ε
};

}  // namespace offices::accord
