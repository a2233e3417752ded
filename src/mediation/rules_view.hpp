// SPDX-License-Identifier: Apache-2.0
// Rules' view: what every objection looks at. For src/mediation/rules*.cpp alone.
#pragma once

#include "mediation/rules.hpp"

namespace offices::mediation {

using Objection = std::optional<Error>;
[[nodiscard]] inline Objection no(Code code, std::string why) { return Error{code, std::move(why)}; }

/// What every objection looks at.
struct View {
  const CaseState& state;
  const ParticipantId& side;
  const SignalState* signal;
  const ConveyanceState* conveyance;
  const Proceedings* proceedings;
  const CommitmentState* commitment;
  const IncidentState* incident;
  const LineTestState* test;
  const DraftState* draft;
  const ExhibitState* exhibit;
  const Placed& s;
  const CheckEvidence& check;

  [[nodiscard]] bool by_intermediary() const { return s.author == state.intermediary; }
  /// Whether the author of `s` knew `fact`, which was signed by `by`. Where no order is shown, it may have.
  [[nodiscard]] bool knew(const Fact& fact, const ParticipantId& by) const;
  [[nodiscard]] bool by_author() const { return signal && s.author == signal->author; }
};

[[nodiscard]] Objection only_intermediary(const View& v);
[[nodiscard]] Objection only_side(const View& v);
/// Whether `id` takes part still.
[[nodiscard]] Objection active(const View& v, const ParticipantId& id);

// The kinds around agendas, frameworks and ballots (rules_frameworks.cpp): what stands against them, and what prudence adds.
[[nodiscard]] Objection on(const View& v, const AgendaVersion& b);
[[nodiscard]] Objection on(const View& v, const Tabling& b);
[[nodiscard]] Objection on(const View& v, const Sight& b);
[[nodiscard]] Objection on(const View& v, const BallotOpening& b);
[[nodiscard]] Objection on(const View& v, const Stub& b);
[[nodiscard]] Objection on(const View& v, const BallotOutcome& b);
[[nodiscard]] Objection on(const View& v, const Ratification& b);
[[nodiscard]] Objection on(const View& v, const Witness& b);
[[nodiscard]] Objection prudence(const View& v, const AgendaVersion& b);
[[nodiscard]] Objection prudence(const View& v, const Sight& b);
[[nodiscard]] Objection prudence(const View& v, const BallotOpening& b);
[[nodiscard]] Objection prudence(const View& v, const Stub& b);
[[nodiscard]] Objection prudence(const View& v, const BallotOutcome& b);
[[nodiscard]] Objection prudence(const View& v, const Ratification& b);
[[nodiscard]] Objection prudence(const View& v, const Witness& b);

// Those of commitments (rules_commitments.cpp).
[[nodiscard]] Objection on(const View& v, const Commitment& b);
[[nodiscard]] Objection on(const View& v, const Claim& b);
[[nodiscard]] Objection on(const View& v, const Attestation& b);
[[nodiscard]] Objection on(const View& v, const Showing& b);
[[nodiscard]] Objection prudence(const View& v, const Commitment& b);
[[nodiscard]] Objection prudence(const View& v, const Claim& b);
[[nodiscard]] Objection prudence(const View& v, const Attestation& b);
[[nodiscard]] Objection prudence(const View& v, const Showing& b);
// The kinds around incidents and the testing of lines (rules_incidents.cpp).
[[nodiscard]] Objection on(const View& v, const Incident& b);
[[nodiscard]] Objection on(const View& v, const Outreach& b);
[[nodiscard]] Objection on(const View& v, const Reached& b);
[[nodiscard]] Objection on(const View& v, const Response& b);
[[nodiscard]] Objection on(const View& v, const Attempt& b);
[[nodiscard]] Objection on(const View& v, const LineTest& b);
[[nodiscard]] Objection on(const View& v, const LineAnswer& b);
[[nodiscard]] Objection prudence(const View& v, const Reached& b);
[[nodiscard]] Objection prudence(const View& v, const Response& b);
[[nodiscard]] Objection prudence(const View& v, const Attempt& b);
[[nodiscard]] Objection prudence(const View& v, const LineAnswer& b);
/// What another side's post signed of an outreach, shown by the intermediary.
[[nodiscard]] Objection on_shown(const View& v, const Reached& b);
[[nodiscard]] Objection prudence_of_reached(const View& v, const Witness& b);

// Those of calls, of texts that several sign, and of what was printed (rules_public.cpp).
[[nodiscard]] Objection on(const View& v, const Minute& b);
[[nodiscard]] Objection on(const View& v, const Countersignature& b);
[[nodiscard]] Objection on(const View& v, const Call& b);
[[nodiscard]] Objection on(const View& v, const Draft& b);
[[nodiscard]] Objection on(const View& v, const Agreement& b);
[[nodiscard]] Objection on(const View& v, const Divergence& b);
[[nodiscard]] Objection on(const View& v, const Exhibit& b);
[[nodiscard]] Objection on(const View& v, const Link& b);
[[nodiscard]] Objection prudence(const View& v, const Minute& b);
[[nodiscard]] Objection prudence(const View& v, const Countersignature& b);
[[nodiscard]] Objection prudence(const View& v, const Call& b);
[[nodiscard]] Objection prudence(const View& v, const Draft& b);
[[nodiscard]] Objection prudence(const View& v, const Agreement& b);
[[nodiscard]] Objection prudence(const View& v, const Divergence& b);
[[nodiscard]] Objection prudence(const View& v, const Link& b);
/// What another signer says of a version, shown by the intermediary.
[[nodiscard]] Objection on_shown(const View& v, const ParticipantId& by, const Agreement& b);
[[nodiscard]] Objection on_shown(const View& v, const ParticipantId& by, const Divergence& b);
[[nodiscard]] Objection prudence_of_signer(const View& v, const Witness& b);

}  // namespace offices::mediation
