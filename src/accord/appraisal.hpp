// SPDX-License-Identifier: Apache-2.0
// Appraisal: what a side makes of an agenda, in confidence: in numbers (exact), or as far as it has said so (partial).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accord/agenda.hpp"
#include "accord/package.hpp"

namespace offices::accord {

inline constexpr std::size_t appraisal_bytes_max = 1024 * 1024;
inline constexpr std::size_t comparisons_max = 500;

/// Indices in groups, best (or largest) first; members of one group are equal. Between groups the order is strict.
using Ranking = std::vector<std::vector<std::uint32_t>>;

/// "Rather `better` than `worse`", or "equally good". Both settle the same issues; on the others all is equal.
struct Comparison {
  Package better, worse;
  bool equal = false;
  bool operator==(const Comparison&) const = default;
};

/// "`package` is better than walking away", or worse; with whatever comes where it leaves issues open.
struct AgainstWalking {
  Package package;
  bool better = true;
  bool operator==(const AgainstWalking&) const = default;
};

/// The walk-away point: unstated, a utility on the scale of preferences_of() (0 worst package, 1 best), or "walking away
/// is like this package", a complete one.
using WalkAway = std::variant<std::monostate, Rational, Package>;

/// exact: `worth` and `weights` decide; rankings and statements, where given, are held against them (remarks()).
/// partial: rankings and statements are all there is.
///
/// Numbers may be absent where an agenda has changed since (gaps()): no value is invented for them.
struct Appraisal {
  enum class Kind { exact, partial };
  Kind kind = Kind::exact;
  std::vector<std::vector<std::optional<Rational>>> worth;  ///< [issue][option] on any scale, more is better; exact only
  std::vector<std::optional<Rational>> weights;             ///< [issue] swing weights, not negative, any scale; exact only
  /// [issue] Its first group holds the best options and its last the worst of all; options that it leaves out lie
  /// between. One group: none of its options makes a difference. Empty: not stated.
  std::vector<Ranking> rankings;
  Ranking swings;  ///< issues by what their swing from worst to best is worth; some may be left out
  std::vector<Comparison> comparisons;
  std::vector<AgainstWalking> against_walking;
  WalkAway walk_away;
  std::vector<Combination> never;  ///< red lines
  bool operator==(const Appraisal&) const = default;
};

/// Reads "goodoffices-appraisal-1" (docs/negotiation.md) against `agenda`. Every number is read exactly. Options
/// and issues without a number are gaps; anything else that does not fit is refused. Fails with Code::malformed or
/// too_large, naming file, element and reason.
[[nodiscard]] Result<Appraisal> read_appraisal(const AgendaFile& agenda, const File& file);
/// Its one spelling, as base/json.hpp spells: read_appraisal(a, write_appraisal(a, x)) == x.
[[nodiscard]] std::string write_appraisal(const AgendaFile& agenda, const Appraisal& appraisal);

/// What has not been appraised, in words; empty where preferences_of() (exact) or FeasibleSet (partial) can go on.
[[nodiscard]] std::vector<std::string> gaps(const AgendaFile& agenda, const Appraisal& appraisal);

/// An exact appraisal with gaps as utilities: an option without a worth is worth its issue's best (`hopeful`) or worst.
/// Fails where an issue has no number at all. What weigh() bounds by.
[[nodiscard]] Result<Preferences> guessed_preferences(const AgendaFile& agenda, const Appraisal& appraisal, bool hopeful);

/// An exact appraisal as utilities, 0 for the worst package and 1 for the best, red lines aside.
///
/// Each issue's worths are stretched so that its worst option is worth 0 and its best 1, and multiplied by its swing
/// weight as a share of all swing weights (Keeney & Raiffa 1976; Edwards & Barron 1994): worth = k·v, Σ k = 1. An issue
/// whose options are all alike gets no share, whatever its weight. `weights` holds k; `never` the red lines; a walk-away
/// package becomes the reservation value that it is worth; unstated, the reservation value is absent.
/// Fails with Code::malformed where there are gaps, where no issue makes a difference, or for a partial appraisal.
[[nodiscard]] Result<Preferences> preferences_of(const AgendaFile& agenda, const Appraisal& appraisal, const std::string& name);

/// What a side should look at again, one sentence each: gaps, weights or worths that contradict its own rankings and
/// statements, issues and options that never matter, a walk-away point above or below every package, red lines that no
/// package satisfies; for partial appraisals also statements that contradict each other.
[[nodiscard]] std::vector<std::string> remarks(const AgendaFile& agenda, const Appraisal& appraisal);

struct Mapped {
  Appraisal appraisal;
  std::vector<std::string> lost;  ///< what could not be mapped, or is to be looked at again, one sentence each
};
/// The same appraisal on a newer agenda, for all that carries the same names. Swing weights follow an issue whose
/// extreme options are gone; a walk-away value is carried over the new scale where that is determined. What is
/// new is a gap. Mapping to the same agenda changes nothing.
[[nodiscard]] Mapped map_appraisal(const AgendaFile& from, const Appraisal& appraisal, const AgendaFile& to);

}  // namespace offices::accord
