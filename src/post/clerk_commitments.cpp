// SPDX-License-Identifier: Apache-2.0
// What a post does by itself about commitments: a side's says what it has got, the intermediary's shows each commitment, and
// after it what is said of it, to those whom it names and to nobody else.
#include <algorithm>

#include "post/clerk.hpp"

namespace offices::post {

using mediation::CommitmentState;
using record::ParticipantId;
using record::StatementId;

namespace {

/// Which commitment a side's statement is, or is about.
std::optional<StatementId> commitment_of(const mediation::Placed& s) {
  if (std::holds_alternative<mediation::Commitment>(s.body)) return s.id;
  if (const auto* c = std::get_if<mediation::Claim>(&s.body)) return c->commitment;
  if (const auto* a = std::get_if<mediation::Attestation>(&s.body)) return a->commitment;
  return std::nullopt;
}

/// What others signed of it that this side's post should have said it has got, in their order.
std::vector<StatementId> shown_to(const CommitmentState& c, const ParticipantId& self) {
  std::vector<StatementId> out;
  if (c.author != self) out.push_back(c.commitment);
  for (const auto& f : c.claims)
    if (f.by != self && f.says != mediation::Said::received) out.push_back(f.statement);
  for (const auto& f : c.attestations)
    if (c.verified_by != self) out.push_back(f.statement);
  return out;
}

}  // namespace

/// Where the commitments of a case are found again.
Result<void> Clerk::note_commitment(Folder& folder, const mediation::Placed& s, const mediation::Subject& subject) {
  const auto* c = std::get_if<CommitmentState>(&subject);
  if (!c || c->fact.id != s.id) return {};
  return ledger_.put("commitment/" + c->id.hex(), {{"subject", c->id.hex()}}, names::commitments(folder.id()));
}

Result<void> Clerk::react_to_commitment(Folder& folder, Line& line, const mediation::Placed& s) {
  if (!folder.as_intermediary()) {
    const auto* shown = std::get_if<mediation::Showing>(&s.body);
    return shown ? say_received(folder, line, shown->commitment) : Result<void>{};
  }
  auto commitment = commitment_of(s);
  return commitment ? show_of_commitment(folder, s.author, *commitment, s.id) : Result<void>{};
}

Result<void> Clerk::say_received(Folder& folder, Line& line, const StatementId& commitment) {
  OFFICES_TRY(c, folder.commitment(folder.state().self, commitment));
  if (!c) return {};
  for (const auto& about : shown_to(*c, folder.state().self)) {
    mediation::Claim body{commitment, mediation::Said::received, about, std::nullopt};
    if (!rehearse(folder, line, body)) continue;  // said before
    OFFICES_TRY(id, sign(folder, line, std::move(body)));
    (void)id;
  }
  return {};
}

Result<void> Clerk::show_of_commitment(Folder& folder, const ParticipantId& author, const StatementId& commitment,
                                       const StatementId& statement) {
  OFFICES_TRY(kept, ledger_.by_id(statement));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  mediation::Showing body{commitment, kept->entry.statement};
  for (auto& [id, other] : folder.lines) {
    // Refused: it does not name this side, was shown before, or the commitment itself could not be shown yet.
    if (other.peer == author || other.state != LineState::open || !rehearse(folder, other, body)) continue;
    OFFICES_TRY(shown, sign(folder, other, body));
    (void)shown;
  }
  return {};
}

/// A commitment of `author`, then whatever was said of it in the channels of those who have it.
Result<void> Clerk::show_commitment(Folder& folder, const ParticipantId& author, const StatementId& commitment) {
  OFFICES_CHECK(show_of_commitment(folder, author, commitment, commitment));
  std::vector<std::pair<ParticipantId, StatementId>> said;
  for (const auto& [id, line] : folder.lines) {
    OFFICES_TRY(c, folder.commitment(line.peer, commitment));
    if (!c) continue;
    for (const auto& f : c->claims)
      if (f.statement == f.fact.id) said.emplace_back(line.peer, f.statement);
    for (const auto& f : c->attestations)
      if (f.statement == f.fact.id) said.emplace_back(line.peer, f.statement);
  }
  for (const auto& [by, statement] : said) OFFICES_CHECK(show_of_commitment(folder, by, commitment, statement));
  return {};
}

Result<void> Clerk::react_to_all_commitments(Folder& folder) {
  std::vector<CommitmentState> all;
  OFFICES_CHECK(ledger_.each(names::commitments(folder.id()), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(id, StatementId::from_hex(json.at("subject").get<std::string>()));
    OFFICES_TRY(subject, folder.subject(id));
    if (auto* c = subject ? std::get_if<CommitmentState>(&*subject) : nullptr) all.push_back(std::move(*c));
    return true;
  }));
  auto* own = folder.as_intermediary() ? nullptr : folder.line_of(folder.state().self);
  for (const auto& c : all) {
    if (folder.as_intermediary() && c.fact.id == c.commitment) OFFICES_CHECK(show_commitment(folder, c.author, c.commitment));
    if (own && !own->awaiting_tail) OFFICES_CHECK(say_received(folder, *own, c.commitment));
  }
  return {};
}

}  // namespace offices::post
