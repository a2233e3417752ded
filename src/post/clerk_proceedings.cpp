// SPDX-License-Identifier: Apache-2.0
// What a post does by itself about agendas, frameworks and ballots.
#include <algorithm>

#include "post/clerk.hpp"

namespace offices::post {

namespace {

/// A line to a side that takes part in what is negotiated.
bool negotiates(Folder& folder, const Line& line) {
  const auto* p = folder.state().find(line.peer);
  return line.state == LineState::open && p && p->role == mediation::Role::party && p->standing == mediation::Standing::active;
}

}  // namespace

Result<void> Clerk::react_to_proceedings(Folder& folder) {
  if (!folder.as_intermediary()) return say_what_was_shown(folder);
  OFFICES_CHECK(show_agenda_to_newcomers(folder));
  for (const auto& [id, line] : folder.lines) {
    if (line.state != LineState::open) continue;
    OFFICES_TRY(p, folder.proceedings(line.peer));
    auto show_all = [&](const auto& facts) -> Result<void> {
      for (const auto& f : facts)
        if (!f.witness && f.by == line.peer) OFFICES_CHECK(show_to_others(folder, line.peer, f.fact.id));
      return {};
    };
    OFFICES_CHECK(show_all(p.sights));
    OFFICES_CHECK(show_all(p.outcomes));
    OFFICES_CHECK(show_all(p.ratifications));
  }
  return {};
}

Result<void> Clerk::say_what_was_shown(Folder& folder) {
  auto* line = folder.line_of(folder.state().self);
  if (!line || line->awaiting_tail) return {};
  OFFICES_TRY(p, folder.proceedings(folder.state().self));
  for (const auto& t : p.tables) {
    mediation::Sight body{t.table, t.shown};
    if (!rehearse(folder, *line, body)) continue;
    OFFICES_TRY(id, sign(folder, *line, body));
    (void)id;
  }
  return {};
}

Result<void> Clerk::show_agenda_to_newcomers(Folder& folder) {
  std::optional<mediation::AgendaFact> latest;
  for (const auto& [id, line] : folder.lines) {
    if (line.state != LineState::open) continue;
    OFFICES_TRY(p, folder.proceedings(line.peer));
    if (const auto* a = p.latest_agenda(); a && (!latest || a->version > latest->version)) latest = *a;
  }
  if (!latest) return {};
  for (auto& [id, line] : folder.lines) {
    if (!negotiates(folder, line)) continue;
    OFFICES_TRY(p, folder.proceedings(line.peer));
    if (p.latest_agenda()) continue;
    OFFICES_TRY(kept, ledger_.by_id(latest->fact.id));
    if (!kept) return fail(Code::store_damaged, "an agenda is missing");
    OFFICES_TRY(s, record::decode_payload(kept->entry.statement.payload));
    OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
    OFFICES_TRY(signed_id, sign(folder, line, std::move(body)));
    (void)signed_id;
  }
  return {};
}

Result<void> Clerk::show_to_others(Folder& folder, const record::ParticipantId& author, const record::StatementId& statement) {
  OFFICES_TRY(kept, ledger_.by_id(statement));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  mediation::Witness body{kept->entry.statement};
  for (auto& [id, other] : folder.lines) {
    // Refused: shown before, or about a table or ballot that this side was not part of.
    if (other.peer == author || !negotiates(folder, other) || !rehearse(folder, other, body)) continue;
    OFFICES_TRY(shown, sign(folder, other, body));
    (void)shown;
  }
  return {};
}

}  // namespace offices::post
