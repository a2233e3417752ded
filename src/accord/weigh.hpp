// SPDX-License-Identifier: Apache-2.0
// Weigh: what a package is to one side, computed where its appraisal is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accord/appraisal.hpp"

namespace offices::accord {

enum class Verdict {
  acceptable,    ///< at least as good as walking away and no red line, whatever completes it and whatever fits the statements
  unacceptable,  ///< below the walk-away point or over a red line, whatever completes it and whatever fits the statements
  depends,
};
[[nodiscard]] std::string_view name_of(Verdict verdict);

/// One issue's part in a package's utility.
struct Contribution {
  std::size_t issue = 0;
  std::optional<std::uint32_t> option;  ///< none: left open
  Range gains;                          ///< above the issue's worst option
  Range gives;                          ///< below the issue's best option
};

/// Ranges are over the completions that the agenda allows and, for a partial appraisal, over all utilities that fit it.
struct Weighing {
  std::optional<Range> utility;        ///< none: the agenda allows no completion
  std::optional<Range> walk_away;      ///< none: not stated
  std::optional<Range> distance;       ///< utility less walk-away point
  std::vector<Violation> red_lines;    ///< of the appraisal's `never`
  std::vector<Violation> constraints;  ///< of the agenda's `never`
  Verdict verdict = Verdict::depends;
  std::vector<Contribution> issues;  ///< [issue]
  bool exact = true;                 ///< false: from a linear program, to nine digits
  bool tight = true;                 ///< false: limits kept the ranges wider than they are
};

/// Weighs `package`. An option without a worth may be worth anything from the issue's worst to its best.
/// Fails with Code::malformed where an issue has not been appraised or the statements contradict each other (naming
/// them), Code::limit_reached where the limits of `control` do not suffice.
[[nodiscard]] Result<Weighing> weigh(const AgendaFile& agenda, const Appraisal& appraisal, const Package& package,
                                     const Control& control = {});

/// The part of weigh() for partial appraisals (weigh_partial.cpp).
[[nodiscard]] Result<Weighing> weigh_partial(const AgendaFile& agenda, const Appraisal& appraisal, const Package& package,
                                             const Control& control);

/// One object, decimals as strings of at most 12 places (docs/negotiation.md).
[[nodiscard]] std::string weighing_json(const AgendaFile& agenda, const Appraisal& appraisal, const Weighing& weighing);

}  // namespace offices::accord
