// SPDX-License-Identifier: Apache-2.0
// Commitment view: one commitment, or all of a case, as the verbs show them.
#pragma once

#include <functional>

#include "mediation/plain.hpp"
#include "post/office.hpp"

namespace offices::post {

/// All commitments of a case as they stand now.
struct CaseCommitments {
  Folder folder;
  mediation::Undertakings* all;  ///< the office's
  std::vector<mediation::CommitmentView> views;

  [[nodiscard]] const mediation::CaseState& state() const { return folder.file.state; }
  /// Null where this post does not hold it.
  [[nodiscard]] const mediation::CommitmentView* view(const record::StatementId& commitment) const;
};
[[nodiscard]] Result<CaseCommitments> commitments_in(Office& office, const record::CaseId& id);

struct OneCommitment {
  CaseCommitments in;
  mediation::CommitmentView view;
};
/// By the beginning of its id, or of that of a statement about it. Fails with Code::not_found or ambiguous.
[[nodiscard]] Result<OneCommitment> find_commitment(Office& office, const std::string& prefix);
/// The same within a case.
[[nodiscard]] Result<mediation::CommitmentView> find_commitment(const CaseCommitments& in, const std::string& prefix);

/// What waits for this post's user of the commitments of a case: whole items of `waiting`.
[[nodiscard]] Result<void> add_duties(Office& office, const record::CaseId& id, const std::function<void(mediation::Waiting, Json)>& add);

/// COMMITMENT of docs/api.md.
[[nodiscard]] Json commitment_json(const CaseCommitments& in, const mediation::CommitmentView& view, Time now);
/// What somebody signed of a commitment, as it stands in `fact`: itself, or shown by the intermediary.
[[nodiscard]] Result<record::Statement> said_in(Office& office, const record::StatementId& fact);
/// In the order of the alphabet.
[[nodiscard]] Json names_json(const mediation::CaseState& state, const std::vector<record::ParticipantId>& ids);

/// Participants by their names, ascending, each once. Fails with Code::not_a_participant.
[[nodiscard]] Result<std::vector<record::ParticipantId>> find_all(Folder& folder, const std::vector<std::string>& names);
/// A side's line. Fails with Code::not_a_participant where it is not open.
[[nodiscard]] Result<Line*> own_line(Folder& folder);
/// Who gets what a side has just signed of a commitment.
[[nodiscard]] std::string carried(const mediation::CaseState& state, std::string_view what);

}  // namespace offices::post
