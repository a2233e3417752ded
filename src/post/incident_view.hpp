// SPDX-License-Identifier: Apache-2.0
// IncidentView: an incident over all channels that a post holds, as the verbs about it see it.
#pragma once

#include "mediation/incidents.hpp"
#include "post/office.hpp"

namespace offices::post {

struct IncidentView {
  Folder folder;
  record::Digest incident;
  std::vector<mediation::IncidentState> channels;

  [[nodiscard]] const mediation::IncidentState* of(const record::ParticipantId& side) const;
  /// Where a side told of it; null where none did.
  [[nodiscard]] const mediation::IncidentState* told() const;
  /// The highest number anywhere.
  [[nodiscard]] std::int64_t outreaches() const;
  [[nodiscard]] const mediation::OutreachFact* outreach(std::int64_t number) const;
};

[[nodiscard]] Result<IncidentView> view_incident(Office& office, const record::CaseId& id, const record::Digest& incident);
/// Of one case, the newest first.
[[nodiscard]] Result<std::vector<record::Digest>> incidents_in(Office& office, const record::CaseId& id);
/// By the beginning of its number, or of the statement that told of it or reached out.
[[nodiscard]] Result<IncidentView> find_incident(Office& office, const std::string& prefix);
/// What somebody wrote of it.
[[nodiscard]] Result<mediation::Words> words_of(Office& office, const record::StatementId& id);

/// Within how many seconds a case handles a precedence: as the intermediary's post keeps it, else as usual.
[[nodiscard]] Result<std::int64_t> handling_of(Office& office, const record::CaseId& id, mediation::Precedence precedence);
inline constexpr std::int64_t handling_least_s = 60, handling_most_s = 7 * base::day_s;

}  // namespace offices::post
