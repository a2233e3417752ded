// SPDX-License-Identifier: Apache-2.0
// Feasible: all additive utilities that fit a partial appraisal, and what follows from all of them, from some, from none.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accord/appraisal.hpp"

namespace offices::accord {

/// The utilities u = Σ u_i with, on each issue, 0 for the worst option, k_i for the best and 0 ≤ u_i ≤ k_i else, Σ k_i = 1,
/// together with a walk-away point -1 ≤ r ≤ 2, under which every statement of the appraisal holds: a polytope, asked by
/// linear programming (UTA, Jacquet-Lagrèze & Siskos 1982). Strict statements hold by some ε > 0; what is necessary holds
/// for all of the set, what is possible for one of it (robust ordinal regression, Greco, Mousseau & Słowiński 2008).
///
/// Programs are solved in doubles (GLPK): an ε below 10⁻⁷ counts as none. Belongs to the thread that made it.
class FeasibleSet {
 public:
  /// Fails with Code::malformed where an issue has no ranking or the appraisal is exact, Code::too_large beyond 4,000
  /// options or 100 equalities. Contradictory statements make an inconsistent set, of which only conflict() may be asked.
  [[nodiscard]] static Result<FeasibleSet> of(const AgendaFile& agenda, const Appraisal& appraisal);
  FeasibleSet(FeasibleSet&&) noexcept;
  FeasibleSet& operator=(FeasibleSet&&) noexcept;
  ~FeasibleSet();

  [[nodiscard]] bool consistent() const;
  /// Whether anything was stated about walking away; if not, nothing follows about it.
  [[nodiscard]] bool walking_stated() const;
  /// Statements, in words, that cannot hold together, of which none can be left out; empty where consistent.
  [[nodiscard]] Result<std::vector<std::string>> conflict() const;

  /// Whether every (some) utility of the set has `a` at least as good as `b`. Both settle the same issues.
  [[nodiscard]] Result<bool> necessarily(const Package& a, const Package& b) const;
  [[nodiscard]] Result<bool> possibly(const Package& a, const Package& b) const;

  /// Ranges over the set and over the completions of `package` that avoid `never`. Rounded to nine places.
  struct Bounds {
    Range utility, distance;
  };
  /// None where no completion avoids `never`.
  [[nodiscard]] Result<std::optional<Bounds>> bounds(const Package& package, const std::vector<Combination>& never) const;
  [[nodiscard]] Result<Range> walk_away() const;
  /// What an issue's option contributes, and what it lacks to the issue's best.
  [[nodiscard]] Result<Range> worth(std::size_t issue, std::uint32_t option) const;
  [[nodiscard]] Result<Range> lacks(std::size_t issue, std::uint32_t option) const;
  [[nodiscard]] Result<Range> weight(std::size_t issue) const;

  /// Whether every (some) utility of the set and every (some) completion that avoids `never` is at least as good as
  /// walking away. Where no completion avoids `never`: necessarily, not possibly.
  [[nodiscard]] Result<bool> necessarily_acceptable(const Package& package, const std::vector<Combination>& never) const;
  [[nodiscard]] Result<bool> possibly_acceptable(const Package& package, const std::vector<Combination>& never) const;

  /// One utility of the set, from its middle: the mean of the utilities with the greatest and the least weight of each
  /// issue and walk-away point among those that keep at least half of the greatest margin ε. Rational on a grid; every
  /// statement was verified on it exactly. The reservation value is r where anything was stated about it.
  /// Fails with Code::limit_reached where no grid up to 10⁻¹² holds one.
  [[nodiscard]] Result<Preferences> representative(const std::string& name) const;

 private:
  struct Body;
  explicit FeasibleSet(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace offices::accord
