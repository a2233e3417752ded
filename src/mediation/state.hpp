// SPDX-License-Identifier: Apache-2.0
// State: what a post knows of a case, as values that follow from statements alone. The same statements in any order of
// arrival give the same state.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mediation/fact.hpp"
#include "mediation/state_public.hpp"

namespace offices::mediation {

struct MandateFact {
  Fact fact;
  ParticipantId to;
  Terms terms;
  bool operator==(const MandateFact&) const = default;
};
struct WithdrawFact {
  Fact fact;
  std::optional<ParticipantId> to;
  bool operator==(const WithdrawFact&) const = default;
};
struct RenderingFact {
  Fact fact;
  ParticipantId to;
  Form form{};
  Attribution attribution{};
  std::string lang;
  Digest proposal, words;
  bool operator==(const RenderingFact&) const = default;
};
struct CountersignFact {
  Fact fact;
  Countersign says{};
  std::optional<StatementId> signal;
  bool operator==(const CountersignFact&) const = default;
};
struct AnswerFact {  ///< an approval or a refusal of a rendering
  Fact fact;
  StatementId rendering;
  bool approved = false;
  Digest proposal;
  bool operator==(const AnswerFact&) const = default;
};
struct DeclineFact {
  Fact fact;
  std::optional<ParticipantId> to;
  bool operator==(const DeclineFact&) const = default;
};
struct DispatchFact {
  Fact fact;
  ParticipantId to;
  StatementId mandate;
  std::optional<StatementId> approval;
  Form form{};
  Attribution attribution{};
  Digest words, proposal, salt;
  std::optional<Digest> pair;
  std::vector<Digest> texts;
  bool operator==(const DispatchFact&) const = default;
};
struct ReportFact {
  Fact fact;
  StatementId dispatch;
  StatementId evidence;
  StatementId conveyance;
  Time at;
  std::optional<Position> position;
  bool operator==(const ReportFact&) const = default;
};
struct DisclosureFact {
  Fact fact;
  ParticipantId to;
  StatementId mandate;
  Digest text;
  bool operator==(const DisclosureFact&) const = default;
};

/// Everything about one signal, in its author's channel. One that was recorded has the side as its author, which has signed
/// none of it.
struct SignalState {
  Fact fact;
  ParticipantId author;
  bool recorded = false;
  Act act{};
  Precedence precedence{};
  std::string lang;
  Digest words;
  std::optional<StatementId> reply_to;
  std::vector<MandateFact> mandates;
  std::vector<WithdrawFact> withdrawals;
  std::vector<RenderingFact> renderings;
  std::vector<AnswerFact> answers;
  std::vector<DeclineFact> declines;
  std::vector<DispatchFact> dispatches;
  std::vector<ReportFact> reports;
  std::vector<DisclosureFact> disclosures;
  std::vector<CountersignFact> countersigned;
  bool operator==(const SignalState&) const = default;
};

struct AcknowledgementFact {
  Fact fact;
  Position position{};
  bool operator==(const AcknowledgementFact&) const = default;
};
/// Everything about one conveyance, in its addressee's channel.
struct ConveyanceState {
  Fact fact;
  ParticipantId addressee;
  Digest of;
  Act act{};
  Precedence precedence{};
  Form form{};
  Attribution attribution{};
  std::optional<ParticipantId> from;
  std::string lang;
  Digest words;
  std::optional<Fact> receipt;
  std::vector<AcknowledgementFact> acknowledgements;
  bool operator==(const ConveyanceState&) const = default;
};

struct AgendaFact {
  Fact fact;
  Digest agenda;
  std::int64_t version = 0;
  bool operator==(const AgendaFact&) const = default;
};
struct FrameworkFact {
  Digest framework;
  std::optional<Digest> replaces;
  bool operator==(const FrameworkFact&) const = default;
};
struct TableFact {
  Fact fact;
  Digest table, agenda, shown;
  std::vector<FrameworkFact> frameworks;
  bool operator==(const TableFact&) const = default;
};
struct BallotFact {
  Fact fact;
  Digest ballot, framework;
  std::vector<ParticipantId> roster;
  Time until, ends;
  std::optional<Time> ratify_by;
  bool operator==(const BallotFact&) const = default;
};
struct StubFact {
  Fact fact;
  Digest ballot;
  std::int64_t round = 0;
  bool operator==(const StubFact&) const = default;
};
// The rest is said by either member of the channel or, shown by the intermediary (`witness`), by another side.
struct SightFact {
  Fact fact;
  ParticipantId by;
  std::optional<StatementId> witness;  ///< the statement that was shown; none where it stands here itself
  Digest table, shown;
  bool operator==(const SightFact&) const = default;
};
struct OutcomeFact {
  Fact fact;
  ParticipantId by;
  std::optional<StatementId> witness;
  Digest ballot;
  BallotResult result{};
  std::optional<AbortCause> cause;
  std::int64_t round = 0;
  std::vector<ParticipantId> missing;
  Digest transcript;
  bool operator==(const OutcomeFact&) const = default;
};
struct RatificationFact {
  Fact fact;
  ParticipantId by;
  std::optional<StatementId> witness;
  Digest ballot;
  bool operator==(const RatificationFact&) const = default;
};

/// What one channel holds of agendas, frameworks and ballots. Only what the rules allow becomes a fact here, and what
/// contradicts it (table_differs, outcome_differs).
struct Proceedings {
  StatementId id;  ///< proceedings_id of the channel
  std::vector<AgendaFact> agendas;
  std::vector<TableFact> tables;
  std::vector<BallotFact> ballots;
  std::vector<StubFact> stubs;
  std::vector<SightFact> sights;
  std::vector<OutcomeFact> outcomes;
  std::vector<RatificationFact> ratifications;
  bool operator==(const Proceedings&) const = default;

  [[nodiscard]] const AgendaFact* agenda(const Digest& agenda) const;
  /// The one of the highest version: every sound one is higher than those before it.
  [[nodiscard]] const AgendaFact* latest_agenda() const;
  [[nodiscard]] const TableFact* table(const Digest& table) const;
  /// The table on which a framework stands.
  [[nodiscard]] const TableFact* table_of(const Digest& framework) const;
  [[nodiscard]] const BallotFact* ballot(const Digest& ballot) const;
  /// What `by` signed of a ballot's outcome, the first if there are several.
  [[nodiscard]] const OutcomeFact* outcome(const Digest& ballot, const ParticipantId& by) const;
};
struct IncidentFact {
  Fact fact;
  Precedence precedence{};
  Release release{};
  Digest words;
  bool operator==(const IncidentFact&) const = default;
};
struct OutreachFact {
  Fact fact;
  std::int64_t number = 0;
  Precedence precedence{};
  std::int64_t handling_s = 0;
  Digest words, shown;
  bool named = false;  ///< the words of the incident's author
  bool operator==(const OutreachFact&) const = default;
};
struct ReachedFact {
  Fact fact;
  ParticipantId by;
  std::optional<StatementId> witness;  ///< the statement that was shown; none where it stands here itself
  std::int64_t number = 0;
  Digest shown;
  Time at;
  bool operator==(const ReachedFact&) const = default;
};
struct ResponseFact {
  Fact fact;
  std::int64_t number = 0;
  std::optional<Position> position;
  bool operator==(const ResponseFact&) const = default;
};
struct AttemptFact {
  Fact fact;
  ParticipantId by;
  std::int64_t number = 0, attempt = 0;
  AttemptOutcome outcome{};
  bool operator==(const AttemptFact&) const = default;
};

/// What one channel holds of an incident: what its side told, what all sides were told, and what came of that here.
struct IncidentState {
  StatementId id;  ///< incident_id
  Digest incident;
  ParticipantId side;
  std::optional<IncidentFact> told;  ///< in the channel of the side that told of it
  std::vector<OutreachFact> outreaches;
  std::vector<ReachedFact> reached;
  std::vector<ResponseFact> responses;
  std::vector<AttemptFact> attempts;
  bool operator==(const IncidentState&) const = default;

  [[nodiscard]] const OutreachFact* outreach(std::int64_t number) const;
  /// The one of the highest number; null where there is none.
  [[nodiscard]] const OutreachFact* latest() const;
  /// What `by` said of the arrival of an outreach, the first if there are several.
  [[nodiscard]] const ReachedFact* reached_by(std::int64_t number, const ParticipantId& by) const;
};
/// Under this name an incident is a subject in the channel of `side`.
[[nodiscard]] StatementId incident_id(const CaseId& of_case, const ParticipantId& side, const Digest& incident);

struct LineAnswerFact {
  Fact fact;
  Answerer by{};
  bool operator==(const LineAnswerFact&) const = default;
};
/// One test of a line and what came back.
struct LineTestState {
  Fact fact;
  ParticipantId by, side;
  std::int64_t number = 0;
  bool person = false;
  std::vector<LineAnswerFact> answers;
  bool operator==(const LineTestState&) const = default;

  [[nodiscard]] const LineAnswerFact* answer(Answerer who) const;
};

/// Under this name the proceedings of a channel are its subject.
[[nodiscard]] StatementId proceedings_id(const CaseId& of_case, const ParticipantId& side);

// Of a commitment: said by either member of the channel or, shown by the intermediary, by another participant.
struct ClaimFact {
  Fact fact;
  ParticipantId by;
  StatementId statement;  ///< the claim itself; the fact's own where it stands here
  Time said;              ///< when its author says it signed it
  Said says{};
  std::optional<StatementId> about;
  bool operator==(const ClaimFact&) const = default;
};
struct AttestationFact {
  Fact fact;
  StatementId statement;
  Time said;
  Finding finding{};
  std::vector<ParticipantId> to;
  bool operator==(const AttestationFact&) const = default;
};
/// Everything about one commitment in one channel.
struct CommitmentState {
  StatementId id;  ///< commitment_subject of the channel
  Fact fact;
  StatementId commitment;
  ParticipantId author;
  Time said;
  std::vector<ParticipantId> to;
  Time by;
  Precedence precedence{};
  std::vector<Condition> when;
  std::optional<Reference> in_return_for;
  std::optional<ParticipantId> verified_by;
  std::string excerpt;  ///< the beginning of its words
  std::vector<ClaimFact> claims;
  std::vector<AttestationFact> attestations;
  bool operator==(const CommitmentState&) const = default;

  /// Whether it may be shown to `who`: it names it, or is its own.
  [[nodiscard]] bool concerns(const ParticipantId& who) const;
  [[nodiscard]] bool is_addressee(const ParticipantId& who) const;
};
/// Under this name a commitment is a subject of the channel of `side`.
[[nodiscard]] StatementId commitment_subject(const CaseId& of_case, const ParticipantId& side, const StatementId& commitment);

using AnySubject = std::variant<SignalState, ConveyanceState, Proceedings, CommitmentState, IncidentState, LineTestState, CallState,
                                DraftState, ExhibitState>;
/// What a channel is about: one of them. Its copies are compiled in state.cpp alone, as a body's are in kinds.cpp.
struct Subject : AnySubject {
  using AnySubject::AnySubject;
  Subject() noexcept;
  Subject(const Subject&);
  Subject(Subject&&) noexcept;
  Subject& operator=(const Subject&);
  Subject& operator=(Subject&&) noexcept;
  ~Subject();
};
[[nodiscard]] StatementId id_of(const Subject& subject);

/// Whether `signal` can stand in the channel of `side`: only that side and the intermediary speak there.
[[nodiscard]] bool stands_in(const CaseState& state, const SignalState& signal, const ParticipantId& side);
/// What a statement in the channel of `side` is about, by the name it has as a subject there; none where it is about the case.
[[nodiscard]] std::optional<StatementId> subject_of(const CaseId& of_case, const ParticipantId& side, const StatementId& id,
                                                    const Body& body);

[[nodiscard]] Json to_json(const CaseState& state);
[[nodiscard]] Result<CaseState> case_from_json(const Json& json);
[[nodiscard]] Json to_json(const Subject& subject);
[[nodiscard]] Result<Subject> subject_from_json(const Json& json);

}  // namespace offices::mediation
