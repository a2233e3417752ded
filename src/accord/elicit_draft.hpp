// SPDX-License-Identifier: Apache-2.0
// Elicit draft: what a dialogue has gathered, and where in it that leaves one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accord/appraisal.hpp"

namespace offices::accord {

struct Draft {
  enum class Stage { order, place, swings, weigh, walk, compare, red, done };

  /// At the first question.
  explicit Draft(const Agenda& agenda);

  /// Issues on which options differ.
  [[nodiscard]] std::vector<std::uint32_t> active() const;
  /// Whether every worth and weight is known, so that the appraisal is exact.
  [[nodiscard]] bool numeric() const;
  /// Gives the ends of the current issue's order 0 and 100.
  void place_ends();
  /// To the next issue that has something to order, or on to the swings.
  void next_issue(const Agenda& agenda);
  /// Gives the groups of `swings` 100 and these weights, and goes on to the walk-away point.
  void weigh(const std::vector<Rational>& values);

  /// Packages from the worst to the best, a step on one issue at a time, all issues about equally far.
  void start_comparing(const AgendaFile& agenda);
  /// The package of the chain to ask about: half way between the last refused and the first accepted.
  [[nodiscard]] std::size_t middle() const { return refused + (accepted - refused) / 2; }
  [[nodiscard]] bool compared_enough() const;
  /// Puts the walk-away point between them, if there are numbers.
  void stop_comparing(const AgendaFile& agenda);

  /// How many questions are left, this one included, as far as can be told.
  [[nodiscard]] std::size_t foreseen(const Agenda& agenda) const;
  [[nodiscard]] Appraisal appraisal(const Agenda& agenda) const;

  Stage stage = Stage::order;
  std::size_t issue = 0;  ///< being ordered or placed
  std::vector<Ranking> rankings;
  std::vector<std::vector<std::optional<Rational>>> worth;  ///< [issue][option] 0 to 100
  Ranking swings;
  std::vector<std::optional<Rational>> weights;  ///< [issue] 0 to 100
  WalkAway walk_away;
  std::vector<AgainstWalking> against_walking;
  std::vector<Package> chain;
  std::size_t refused = 0, accepted = 0;  ///< chain[0, refused) are worse than walking away, chain[accepted, …) better
  std::size_t compared = 0;
  std::vector<Combination> never;
  std::vector<std::string> said;  ///< what is to be remarked on
};

}  // namespace offices::accord
