// SPDX-License-Identifier: Apache-2.0
// Suggest: several packages worth putting on the table, from an agenda and the sides' shared appraisals, with what each
// is to each side.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accord/explain.hpp"
#include "accord/frameworks.hpp"
#include "accord/weigh.hpp"

namespace offices::accord {

struct SharedAppraisal {
  std::string side;
  Appraisal appraisal;
};

struct SuggestRequest {
  std::size_t count = 3;
  Aim aim = Aim::nash;
  Rational loss{1, 20};               ///< share of the aim's value that a package may fall short of its best
  Rational share{1, 20};              ///< share of the Nash product that errors in weights may cost
  std::size_t robust_points = 1'000;  ///< frontiers up to this size get exact robustness; others a certified bound
  bool picture = true;
  Control control{};
};

/// How large an error in one side's weights a package survives, as `robustness()` measures it.
struct Endurance {
  std::optional<Rational> frontier;  ///< the package stays undominated; none: not computed, or for errors up to 1
  bool computed = false;             ///< whether `frontier` was asked
  Rational nash;                     ///< certified: it keeps 1 - share of the best Nash product
};

/// One package in one side's eyes.
struct Standing {
  Rational utility, above_walk_away;
  std::vector<Rational> gains, gives;       ///< [issue] above the issue's worst option, below its best
  std::vector<Rational> against_walk_away;  ///< [issue] where walking away is like a package; else empty
  Endurance endurance;
  std::optional<Verdict> over_all_utilities;  ///< of a partial appraisal: over everything that fits it
};

struct Suggested {
  Outcome outcome;
  std::vector<Standing> sides;
  /// [other suggestion] the trades that lead from it to this one (explain.hpp); empty for itself.
  std::vector<std::vector<Trade>> from_others;
};

struct Suggestion {
  Answer answer;
  Frameworks chosen;
  std::vector<Suggested> packages;
  Aim aim = Aim::nash;
  std::string picture;               ///< SVG; empty unless two sides
  std::vector<std::string> remarks;  ///< what the reader must know: fewer packages, representatives, limits
};

/// The scenario that suggest() solves: the agenda, its `never` as everybody's, and each side's preferences; a partial
/// appraisal stands as its representative. What write_scenario() writes of it is what `goodoffices accord` reads.
/// Fails as preferences_of() and FeasibleSet do, naming the side.
[[nodiscard]] Result<Scenario> scenario_of(const AgendaFile& agenda, std::span<const SharedAppraisal> sides);

/// What would have to give where the ZOPA of `answer` is empty, in words.
[[nodiscard]] std::string concessions(const Answer& answer);

/// Solves that scenario and chooses by frameworks(), as `goodoffices accord frameworks` does. Fewer packages than asked
/// for come with a remark. Fails with Code::not_found where the ZOPA is empty, saying what would have to give;
/// Code::usage for fewer than two sides or no package asked for; else as solve() does.
[[nodiscard]] Result<Suggestion> suggest(const AgendaFile& agenda, std::span<const SharedAppraisal> sides, const SuggestRequest& request);

/// One object (docs/negotiation.md); the picture is not in it.
[[nodiscard]] std::string suggestion_json(const Suggestion& suggestion);

}  // namespace offices::accord
