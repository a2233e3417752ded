// SPDX-License-Identifier: Apache-2.0
// Explain: what a given package leaves on the table, and which trades across issues would pick it up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accord/solve.hpp"

namespace offices::accord {

/// One step of a trade: on `issue`, from one option to another; what each side gains by it.
struct Trade {
  std::size_t issue = 0;
  std::uint32_t from = 0, to = 0;
  std::vector<Rational> gain;  ///< [side], of the worths alone
};

/// A way from the package to another outcome.
struct Route {
  std::size_t point = 0;              ///< in the answer's frontier
  std::vector<Trade> trades;          ///< the largest joint gain first
  std::vector<Rational> interaction;  ///< [side] what terms and caps add to the sum of the trades
  std::vector<Rational> total;        ///< [side]
};

struct Explanation {
  std::vector<Rational> utility;  ///< [side]
  bool allowed = true;            ///< no red line forbids it
  bool rational = true;           ///< in the ZOPA
  bool on_frontier = false;       ///< certain only if the answer is exact
  /// The largest share of its range that every side could gain at once; 0 on the frontier.
  Rational common_gain;
  std::vector<std::size_t> dominating;  ///< frontier points at least as good for all, at most 20, best common gain first
  std::optional<Route> to_nash, to_kalai_smorodinsky, to_egalitarian, to_utilitarian;
  std::optional<Route> to_dominating;  ///< to the first of `dominating`
};

/// Explains `package` against `answer`, which holds the whole frontier (not zopa_only). O(points).
[[nodiscard]] Explanation explain(const Answer& answer, const Outcome& package);

/// How large an error of one side's weights a package survives.
struct Robustness {
  /// The package is undominated for every error of the side's normalised weights below this (L∞; each weight may be
  /// off by that much, independently); none: for errors up to 1. 0 if it is not on the frontier now.
  std::optional<Rational> frontier;
  bool exact = true;  ///< false: a certified lower bound
  /// For errors up to this it keeps at least 1 - `share` of the largest Nash product: a certified lower bound.
  Rational nash;
};

/// Robustness of `package` to errors in one side's weights. By Dinkelbach's method on the ratio of what another outcome
/// lacks to how differently it settles things (Dinkelbach 1967); each step is a frontier. Exact for additive utilities;
/// where a side has terms, red lines or a cap, a certified lower bound, at most about 2^-16 of the weights too small
/// (terms themselves are taken as right). Where weights are not given, an issue's weight is its share of the side's
/// ranges. Fails with Code::malformed where this side's utility is capped, Code::too_large where digits do not suffice.
[[nodiscard]] Result<Robustness> robustness(const Answer& answer, const Outcome& package, std::size_t side, const Rational& share,
                                            const Control& control);

/// Robustness::nash for many packages of one answer, from blocks of its frontier: certified as well, a little lower, and
/// the whole frontier is looked at once only.
class NashEndurance {
 public:
  explicit NashEndurance(const Answer& answer);
  [[nodiscard]] Rational of(const Outcome& package, std::size_t side, const Rational& share) const;

 private:
  const Answer& answer_;
  std::vector<std::vector<double>> corners_;  ///< [side][block] no point of the block gains more, at least 0
};

}  // namespace offices::accord
