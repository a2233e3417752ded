// SPDX-License-Identifier: Apache-2.0
// Plain: what a mandate lets happen, in one sentence, and what waits for whom.
#pragma once

#include <string>
#include <vector>

#include "mediation/rules.hpp"

namespace offices::mediation {

/// "Moscow may tell Iran exactly these words, naming Israel, until 2026-01-31T18:00:00Z; nobody may confirm or deny it in
/// public." Complete: what it does not say is not allowed.
[[nodiscard]] std::string mandate_sentence(const CaseState& state, const ParticipantId& author, const ParticipantId& to,
                                           const Terms& terms);
/// What unattributed words hide, and do not: with two sides the addressee can guess.
[[nodiscard]] std::string attribution_caution(const CaseState& state, const Terms& terms);

enum class Duty {
  decide,
  render,
  approve,
  acknowledge,
  vote,
  ratify,
  reach,
  respond,
  answer,
  perform,
  verify,
  confirm,
  settle,
  countersign,
  sign
};
[[nodiscard]] std::string_view word_of(Duty duty);

/// Something that waits for one participant.
struct Waiting {
  Duty duty{};
  /// What to act on: a signal, a rendering, a conveyance, an incident, an outreach, a test or a commitment; or a ballot.
  StatementId id;
  StatementId subject;  ///< the signal, conveyance, proceedings, incident or test
  std::optional<ParticipantId> from, to;
  Precedence precedence{};
  std::optional<Time> deadline;
  std::optional<Act> act;
  std::string sentence;
  std::vector<std::string> may;         ///< "convey", "render", "decline", …
  std::vector<StatementId> renderings;  ///< other words that may be conveyed now
  std::optional<Purpose> purpose = {};  ///< of a text to sign
};

/// What of `subject` waits for `state.self` at `now`.
[[nodiscard]] std::vector<Waiting> waiting_for(const CaseState& state, const StatementId& id, const Subject& subject, Time now);
/// Whether anything could wait for `state.self` in `subject` at some time: the part of the above that no clock changes.
[[nodiscard]] bool may_wait(const CaseState& state, const StatementId& id, const Subject& subject);

}  // namespace offices::mediation
