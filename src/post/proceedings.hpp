// SPDX-License-Identifier: Apache-2.0
// Proceedings: what a post knows of a case's agendas, frameworks and ballots, over all channels that it holds.
#pragma once

#include <set>

#include "post/office.hpp"

namespace offices::post {

struct Channel {
  record::ParticipantId side;
  mediation::Proceedings held;
};

/// A case with what its channels hold. A side has one channel, the intermediary one for each party.
struct CaseView {
  Folder folder;
  std::vector<Channel> channels;

  [[nodiscard]] const mediation::CaseState& state() const { return folder.file.state; }
  [[nodiscard]] record::ParticipantId self() const { return folder.file.state.self; }
  /// Those of the channel that holds the most tables: what is put before all stands in it.
  [[nodiscard]] const mediation::Proceedings& fullest() const;
};
[[nodiscard]] Result<CaseView> view_case(Office& office, const record::CaseId& id);

/// The agenda in force, or an earlier version, with the statement that holds it.
struct AgendaView {
  mediation::AgendaFact fact;
  std::string document;
};
/// `version` none: the latest. Fails with Code::no_agenda or not_found.
[[nodiscard]] Result<AgendaView> agenda_of(Office& office, const CaseView& view, std::optional<std::int64_t> version);
[[nodiscard]] Result<AgendaView> agenda_by_digest(Office& office, const CaseView& view, const record::Digest& agenda);

/// A framework on its table.
struct FrameworkView {
  CaseView view;
  mediation::TableFact table;
  mediation::Tabling tabling;
  std::size_t index = 0;
  record::Digest id;
  [[nodiscard]] const mediation::Framework& framework() const { return tabling.frameworks[index]; }
};
/// By the beginning of its id. Fails with Code::not_found or ambiguous.
[[nodiscard]] Result<FrameworkView> find_framework(Office& office, const std::string& prefix);
/// Every table of a case, by its id, whichever channel holds it.
[[nodiscard]] std::map<record::Digest, mediation::TableFact> tables_of(const CaseView& view);
/// What a table statement says.
[[nodiscard]] Result<mediation::Tabling> tabling_of(Office& office, const mediation::TableFact& table);

struct BallotView {
  CaseView view;
  mediation::BallotFact fact;
};
[[nodiscard]] Result<BallotView> find_ballot(Office& office, const std::string& prefix);

/// Where a framework stands.
struct Standing {
  std::string state;  ///< docs/api.md, FRAMEWORK
  std::optional<mediation::BallotFact> ballot;
  std::set<record::ParticipantId> ratified;
  std::optional<record::Digest> replaced_by;
};
[[nodiscard]] Standing standing_of(const CaseView& view, const record::Digest& framework, Time now);
/// What this post signed of a ballot's outcome, else what the intermediary did.
[[nodiscard]] const mediation::OutcomeFact* outcome_here(const CaseView& view, const record::Digest& ballot);
/// "confirmed", "not-confirmed" or "differs": whether `side`'s post signed that it was shown the table as it is here.
[[nodiscard]] std::string_view shown_to(const CaseView& view, const mediation::TableFact& table, const record::ParticipantId& side);
/// Signs one body into the channel of every party; the statements' ids, for `delivery`. Fails with Code::not_a_participant where
/// no party takes part, and with the rule's code.
[[nodiscard]] Result<Json> sign_for_all(Office& office, Folder& folder, const mediation::Body& body);
/// The parties that take part, by name.
[[nodiscard]] std::vector<mediation::Participant> parties(const mediation::CaseState& state);

}  // namespace offices::post
