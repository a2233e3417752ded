// SPDX-License-Identifier: Apache-2.0
#include "post/incident_view.hpp"

#include <algorithm>

namespace offices::post {

using mediation::IncidentState;
using record::Digest;

const IncidentState* IncidentView::of(const record::ParticipantId& side) const {
  auto it = std::ranges::find(channels, side, &IncidentState::side);
  return it == channels.end() ? nullptr : &*it;
}
const IncidentState* IncidentView::told() const {
  auto it = std::ranges::find_if(channels, [](const auto& c) { return c.told.has_value(); });
  return it == channels.end() ? nullptr : &*it;
}
std::int64_t IncidentView::outreaches() const {
  std::int64_t n = 0;
  for (const auto& c : channels)
    if (const auto* latest = c.latest()) n = std::max(n, latest->number);
  return n;
}
const mediation::OutreachFact* IncidentView::outreach(std::int64_t number) const {
  for (const auto& c : channels)
    if (const auto* o = c.outreach(number)) return o;
  return nullptr;
}

Result<IncidentView> view_incident(Office& office, const record::CaseId& id, const Digest& incident) {
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  IncidentView view{std::move(folder), incident, {}};
  for (const auto& [line_id, line] : view.folder.lines) {
    OFFICES_TRY(state, view.folder.incident(view.folder.side_of(line), incident));
    if (state) view.channels.push_back(*std::move(state));
  }
  return view;
}

Result<std::vector<Digest>> incidents_in(Office& office, const record::CaseId& id) {
  OFFICES_TRY(all, ids_on<record::Digest>(office.ledger, names::incidents(id), "incident"));
  std::ranges::reverse(all);
  return all;
}

Result<IncidentView> find_incident(Office& office, const std::string& prefix) {
  auto found = find_on(office, prefix, names::incidents, "incident");
  if (found) return view_incident(office, found->of_case, found->which);
  if (found.error().code != Code::not_found) return std::unexpected(found.error());
  auto kept = find_kept(office, prefix, {"incident", "outreach"});
  if (!kept) return fail(Code::not_found, "no incident " + prefix.substr(0, 64));
  OFFICES_TRY(body, body_of(*kept));
  const auto* told = std::get_if<mediation::Incident>(&body);
  return view_incident(office, kept->of_case, told ? told->incident : std::get<mediation::Outreach>(body).incident);
}

Result<mediation::Words> words_of(Office& office, const record::StatementId& id) {
  OFFICES_TRY(kept, office.ledger.by_id(id));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  OFFICES_TRY(body, body_of(*kept));
  if (const auto* told = std::get_if<mediation::Incident>(&body)) return told->words;
  return std::get<mediation::Outreach>(body).words;
}

Result<std::int64_t> handling_of(Office& office, const record::CaseId& id, mediation::Precedence precedence) {
  OFFICES_TRY(kept, office.ledger.get(names::handling(id)));
  std::string level(mediation::word(precedence));
  return kept && kept->contains(level) ? kept->at(level).get<std::int64_t>() : mediation::usual_handling_s(precedence);
}

}  // namespace offices::post
