// SPDX-License-Identifier: Apache-2.0
// Incidents: how far an outreach has come towards one side, and what its silence is worth: from the record of that side's
// channel alone, whatever the order in which it arrived.
#pragma once

#include "mediation/rules.hpp"

namespace offices::mediation {

/// Within how many seconds somebody should have seen a message of this precedence, where a case says nothing else:
/// 10 minutes, 30 minutes, 3 hours, 6 hours.
[[nodiscard]] std::int64_t usual_handling_s(Precedence precedence);

/// From the outside inwards. What has not reached the post is the line's to explain.
enum class Stage { not_reached, at_post, seen, answered };
[[nodiscard]] std::string_view word_of(Stage stage);

struct Progress {
  Stage stage = Stage::not_reached;
  std::optional<Time> at_post;       ///< when its words came, by the clock of the side's post
  std::optional<Time> seen;          ///< when a person first said anything, by the same clock
  std::optional<Time> answered;      ///< when the position that counts was said
  std::optional<Position> position;  ///< the last one
  bool differs = false;              ///< the side's post signed that other words came
  bool clocks_differ = false;        ///< it came before it was sent, by more than clocks drift
};
/// Of outreach `number` in this channel; nothing is reached where there is no such outreach.
[[nodiscard]] Progress progress_of(const IncidentState& incident, std::int64_t number);

/// When a person should have answered, by the clock of the intermediary.
[[nodiscard]] Time due_of(const OutreachFact& outreach);

/// What the intermediary's post says next of a side's silence, and from when on; none once a person has answered, or after
/// the third.
struct Silence {
  std::int64_t attempt = 1;
  AttemptOutcome outcome{};
  Time due;
};
[[nodiscard]] std::optional<Silence> next_silence(const IncidentState& incident, const OutreachFact& outreach,
                                                  const ParticipantId& intermediary);

/// How many attempts `by` has signed for an outreach.
[[nodiscard]] std::int64_t attempts_of(const IncidentState& incident, std::int64_t number, const ParticipantId& by);

}  // namespace offices::mediation
