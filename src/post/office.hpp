// SPDX-License-Identifier: Apache-2.0
// Office: what every verb works with, and the look-ups they share.
#pragma once

#include "post/args.hpp"
#include "post/commitments.hpp"
#include "post/duties.hpp"
#include "post/mail.hpp"

namespace offices::post {

struct Office {
  Ledger& ledger;
  const Clock& clock;
  Clerk& clerk;
  Mail& mail;
  Ballots& ballots;
  Papers& papers;
  Evidence& evidence;
  Commitments& commitments;
  Duties& duties;
};

/// A verb: arguments in, result out. `writes`: runs in one transaction, and at most once for a request id.
struct Verb {
  std::string_view name;
  Result<Json> (*run)(Office&, Args&);
  bool writes;
  std::string_view confidential = {};  ///< a field of the result that is told once and not kept with the request id
};
[[nodiscard]] std::span<const Verb> case_verbs();
[[nodiscard]] std::span<const Verb> signal_verbs();
[[nodiscard]] std::span<const Verb> convey_verbs();
[[nodiscard]] std::span<const Verb> view_verbs();
[[nodiscard]] std::span<const Verb> trace_verbs();
[[nodiscard]] std::span<const Verb> dossier_verbs();
[[nodiscard]] std::span<const Verb> agenda_verbs();
[[nodiscard]] std::span<const Verb> framework_verbs();
[[nodiscard]] std::span<const Verb> frontier_verbs();
[[nodiscard]] std::span<const Verb> ballot_verbs();
[[nodiscard]] std::span<const Verb> evidence_verbs();
[[nodiscard]] std::span<const Verb> record_verbs();
[[nodiscard]] std::span<const Verb> incident_verbs();
[[nodiscard]] std::span<const Verb> incident_view_verbs();
[[nodiscard]] std::span<const Verb> line_verbs();
[[nodiscard]] std::span<const Verb> duty_verbs();
[[nodiscard]] std::span<const Verb> minute_verbs();
[[nodiscard]] std::span<const Verb> call_verbs();
[[nodiscard]] std::span<const Verb> text_verbs();
[[nodiscard]] std::span<const Verb> exhibit_verbs();
[[nodiscard]] std::span<const Verb> commit_verbs();
[[nodiscard]] std::span<const Verb> commitment_verbs();
[[nodiscard]] std::span<const Verb> commitment_view_verbs();

[[nodiscard]] Result<Config> config_of(Office& office);
/// A case by id prefix or unique title. Fails with Code::not_found or ambiguous.
[[nodiscard]] Result<record::CaseId> find_case(Office& office, const std::string& text);
/// What a shelf of some case names under `key` (ids_on), by the beginning of it. Fails with Code::not_found or ambiguous.
struct Found {
  record::CaseId of_case;
  record::Digest which;
};
[[nodiscard]] Result<Found> find_on(Office& office, const std::string& prefix, std::string (*shelf)(const record::CaseId&),
                                    const char* key);
/// A statement by id prefix, of any of `kinds` (any kind, if empty).
[[nodiscard]] Result<Kept> find_kept(Office& office, const std::string& prefix, std::initializer_list<std::string_view> kinds);
[[nodiscard]] Result<mediation::Body> body_of(const Kept& kept);
[[nodiscard]] Result<record::Statement> statement_of(const Kept& kept);
/// A participant by name. Fails with Code::not_a_participant.
[[nodiscard]] Result<mediation::Participant> find_participant(Folder& folder, const std::string& name);

/// A signal with its case, its state and the line of its author.
struct SignalView {
  Kept kept;
  Folder folder;
  mediation::SignalState state;
  Line* line;
  [[nodiscard]] record::StatementId id() const { return kept.entry.statement.id(); }
};
[[nodiscard]] Result<SignalView> find_signal(Office& office, const std::string& prefix);
[[nodiscard]] Result<mediation::SignalState> signal_state(Folder& folder, const record::StatementId& id);

/// Signs into `line` and saves the case; the id.
[[nodiscard]] Result<record::StatementId> sign_and_save(Office& office, Folder& folder, Line& line, mediation::Body body);
/// "compared" or "vouched": how far a participant's key is trusted at this post.
[[nodiscard]] std::string_view trust_in(const Folder& folder, const record::ParticipantId& id);
/// The same as the end of a sentence that says who signed: ", whose number was compared". Empty for this post itself.
[[nodiscard]] std::string_view trust_phrase(const Folder& folder, const record::ParticipantId& id);

/// The terms of a mandate. Closed by default: verbatim, named, confidential, seven days, approval for whatever is not verbatim.
[[nodiscard]] mediation::Terms read_terms(Args& args, Folder& folder, Time now);
[[nodiscard]] Result<mediation::Words> read_words(Args& args, const std::string& default_maker);
inline constexpr std::string_view queued = "queued";

}  // namespace offices::post
