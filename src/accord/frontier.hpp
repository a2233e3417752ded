// SPDX-License-Identifier: Apache-2.0
// Frontier: the outcomes that nobody can improve on without a loss to somebody, as utility points with a witness each.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "accord/control.hpp"
#include "accord/model.hpp"

namespace offices::accord {

/// Where the points of a frontier are kept; solvers differ in how.
class Points {
 public:
  virtual ~Points() = default;
  [[nodiscard]] virtual std::size_t size() const = 0;
  /// Utility times the side's unit.
  [[nodiscard]] virtual Integer scaled(std::size_t point, std::size_t side) const = 0;
  /// The same as a double with a relative error of at most 2^-50.
  [[nodiscard]] virtual double rough(std::size_t point, std::size_t side) const = 0;
  [[nodiscard]] virtual Integer count(std::size_t point) const = 0;
  [[nodiscard]] virtual Outcome outcome(std::size_t point) const = 0;
};

/// Points sorted by the first side's utility, falling (then the second's, …). Cheap to copy; immutable.
///
/// Exact: all points of the Pareto frontier. Otherwise `slack` says by how much, side by side, a frontier point can be
/// better than the best listed one near it: for every outcome x some listed y has u(y) ≥ u(x) - slack.
class Frontier {
 public:
  Frontier() = default;
  Frontier(std::shared_ptr<const Points> points, std::vector<Integer> unit);

  [[nodiscard]] std::size_t size() const { return index_.size(); }
  [[nodiscard]] std::size_t sides() const { return unit_.size(); }
  [[nodiscard]] Rational utility(std::size_t point, std::size_t side) const;
  [[nodiscard]] std::vector<Rational> utilities(std::size_t point) const;
  /// Utilities are scaled / unit.
  [[nodiscard]] Integer scaled(std::size_t point, std::size_t side) const { return points_->scaled(index_[point], side); }
  [[nodiscard]] const std::vector<Integer>& unit() const { return unit_; }
  /// Approximate, relative error at most 2^-49.
  [[nodiscard]] double rough(std::size_t point, std::size_t side) const;
  /// How many outcomes have exactly these utilities; meaningful only if `counted`.
  [[nodiscard]] Integer count(std::size_t point) const { return points_->count(index_[point]); }
  /// A witness: an outcome with these utilities. O(issues).
  [[nodiscard]] Outcome outcome(std::size_t point) const { return points_->outcome(index_[point]); }
  [[nodiscard]] Integer outcomes() const;  ///< Σ count
  /// The points whose flag is set, in order.
  [[nodiscard]] Frontier filtered(const std::vector<bool>& keep) const;

  bool exact = true;
  bool counted = true;
  std::vector<Rational> slack;  ///< [side]; zeros where exact
  std::size_t layered = 0;      ///< points of all intermediate layers together; 0 where the method has none

 private:
  std::shared_ptr<const Points> points_;
  std::vector<std::uint32_t> index_;
  std::vector<Integer> unit_;
  std::vector<double> rough_unit_;
};

/// A point of a frontier that is certain while the rest is still being found.
struct StreamedPoint {
  std::vector<Rational> utilities;
  std::optional<Integer> count;  ///< absent where it is not known exactly
  Outcome outcome;
};
using Stream = std::function<void(const StreamedPoint&)>;

/// The frontier of an additive scenario (no terms, nothing forbidden, caps ignored; all issues discrete or integer),
/// by adding issue after issue: each prefix of a frontier outcome is on the frontier of the prefix's issues. Time and
/// memory follow the frontiers of the prefixes, not the number of outcomes. Where the limits of `control` do not
/// suffice, the answer is an ε-frontier with its slack. With two sides `stream` is called, in this thread, with the
/// points in order while the last issue is added; those it has not heard of in the end are the rest. Fails with Code::cancelled on
/// Pulse::stop, Code::too_large where utilities need more than 900 bits.
[[nodiscard]] Result<Frontier> additive_frontier(const Scenario& scenario, const Control& control, const Stream& stream = {});

}  // namespace offices::accord
