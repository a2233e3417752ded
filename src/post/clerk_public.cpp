// SPDX-License-Identifier: Apache-2.0
// What a post does by itself about calls, texts that several sign, and exhibits.
#include "post/clerk.hpp"

namespace offices::post {

Result<void> Clerk::note_public(Folder& folder, const mediation::Placed& s) {
  const auto& id = folder.id();
  if (const auto* c = std::get_if<mediation::Call>(&s.body))
    return ledger_.put("call/" + id.hex() + c->call.hex(), {{"call", c->call.hex()}}, names::calls(id));
  if (const auto* d = std::get_if<mediation::Draft>(&s.body))
    return ledger_.put("text/" + id.hex() + d->draft.hex(), {{"draft", d->draft.hex()}}, names::texts(id));
  if (std::holds_alternative<mediation::Exhibit>(s.body))
    return ledger_.put("exhibit/" + s.id.hex(), {{"exhibit", s.id.hex()}}, names::exhibits(id));
  return {};
}

Result<void> Clerk::react_to_texts(Folder& folder) {
  if (!folder.as_intermediary()) return {};
  OFFICES_TRY(drafts, ids_on<record::Digest>(ledger_, names::texts(folder.id()), "draft"));
  for (const auto& draft : drafts) {
    std::vector<std::pair<record::ParticipantId, record::StatementId>> said;
    for (const auto& [id, line] : folder.lines) {
      OFFICES_TRY(subject, folder.subject(mediation::draft_subject(folder.id(), line.peer, draft)));
      const auto* held = subject ? std::get_if<mediation::DraftState>(&*subject) : nullptr;
      if (!held) continue;
      for (const auto& f : held->said)
        if (!f.witness && f.by == line.peer) said.emplace_back(f.by, f.fact.id);
    }
    for (const auto& [by, statement] : said) OFFICES_CHECK(show_to_others(folder, by, statement));
  }
  return {};
}

}  // namespace offices::post
