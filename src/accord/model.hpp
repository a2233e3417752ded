// SPDX-License-Identifier: Apache-2.0
// Model: what is negotiated (agenda), what each side makes of it (preferences), and one way of settling it (outcome).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "accord/exact.hpp"

namespace offices::accord {

inline constexpr std::size_t issues_max = 2'000;
inline constexpr std::size_t options_max = 20'000;  ///< of one issue
inline constexpr std::size_t sides_max = 32;
inline constexpr std::size_t terms_max = 20'000;  ///< of one side

enum class IssueKind { discrete, integer, real };

/// One thing to settle. Discrete issues list their options; integer issues run from `from` to `to`; real issues take
/// any value in [low, high].
struct Issue {
  std::string name;
  IssueKind kind = IssueKind::discrete;
  std::vector<std::string> options;
  std::int64_t from = 0, to = 0;
  Rational low, high;

  /// The number of options; 0 for a real issue.
  [[nodiscard]] std::size_t size() const;
  /// The name of option `index`; integers are spelled in decimal.
  [[nodiscard]] std::string option(std::size_t index) const;
  /// The index of the option of that name.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  bool operator==(const Issue&) const = default;
};

struct Agenda {
  std::string name;
  std::vector<Issue> issues;

  /// The number of outcomes; 0 where an issue is real.
  [[nodiscard]] Integer outcomes() const;
  [[nodiscard]] std::optional<std::size_t> find(std::string_view issue) const;
  bool operator==(const Agenda&) const = default;
};

/// One option per issue, by index in the agenda's order.
struct Outcome {
  std::vector<std::uint32_t> choice;
  bool operator==(const Outcome&) const = default;
};

/// Holds where the outcome's option on `issue` is one of `options` (one flag per option).
struct Condition {
  std::size_t issue = 0;
  std::vector<bool> options;
  bool operator==(const Condition&) const = default;
};
/// Holds where all of its conditions hold: a hyper-rectangle when each condition is a range.
using Combination = std::vector<Condition>;

[[nodiscard]] bool holds(const Combination& when, const Outcome& outcome);

/// Pays `pays` (which may be negative) where `when` holds.
struct Term {
  Combination when;
  Rational pays;
};

/// A corner of a piecewise linear valuation of a real issue: at `value` it is worth `worth`.
struct Corner {
  Rational value, worth;
};

/// What one side makes of every outcome: u = base + Σ worth[issue][option] + Σ terms that hold, at most `cap`.
/// `worth` already carries the issue's weight. Outcomes that match a combination of `never` are out of the question.
struct Preferences {
  std::string name;
  std::vector<std::vector<Rational>> worth;  ///< [issue][option]; empty for a real issue
  std::vector<std::vector<Corner>> lines;    ///< [issue] corners by rising value; empty unless the issue is real
  std::vector<Rational> weights;             ///< [issue] as written; empty where the source has none
  Rational base;
  std::vector<Term> terms;
  std::vector<Combination> never;
  std::optional<Rational> cap;
  std::optional<Rational> reservation;
};

struct Scenario {
  Agenda agenda;
  std::vector<Preferences> sides;
};

/// The utility of `outcome`, straight from the definition: slow, obvious, and what every witness is held against.
/// All issues are discrete or integer. Applies the cap.
[[nodiscard]] Rational utility(const Preferences& side, const Outcome& outcome);
/// Whether no side's `never` matches.
[[nodiscard]] bool allowed(const Scenario& scenario, const Outcome& outcome);

/// Checks what every solver relies on: at least two sides and one issue, sizes within the limits above, as many worths
/// as options, indices in range, ranges that are not empty. Fails with Code::malformed or too_large, naming the place.
[[nodiscard]] Result<void> check(const Scenario& scenario);

}  // namespace offices::accord
