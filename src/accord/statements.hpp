// SPDX-License-Identifier: Apache-2.0
// Statements: what an appraisal says beside its numbers, each as a linear relation between worths, weights and the
// walk-away point, with the words for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accord/appraisal.hpp"

namespace offices::accord {

/// Σ coefficient·part + walk·r + constant (above | equal | at_least) 0, on the scale of preferences_of().
struct Statement {
  enum class Relation { above, equal, at_least };
  enum class About { options, swings, packages, walking };
  struct Part {
    std::size_t issue = 0;
    std::optional<std::uint32_t> option;  ///< none: the issue's weight, which is its best option's worth
    int coefficient = 1;
  };

  About about = About::options;
  std::string words;  ///< "on 'A', 'x' is better than 'y'"
  std::vector<Part> parts;
  int walk = 0;
  Rational constant;
  Relation relation = Relation::above;
};

/// Everything stated, in the appraisal's order: rankings between neighbouring groups and within groups, swings,
/// comparisons, packages against walking away, the walk-away point itself. With `bounds`, also that options left out
/// of a ranking lie between its ends.
[[nodiscard]] std::vector<Statement> statements_of(const AgendaFile& agenda, const Appraisal& appraisal, bool bounds);

/// The left side, at `side`; its reservation value is r (0 where absent).
[[nodiscard]] Rational value_of(const Statement& statement, const Preferences& side);
[[nodiscard]] bool holds(const Statement& statement, const Preferences& side);

}  // namespace offices::accord
