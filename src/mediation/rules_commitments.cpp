// SPDX-License-Identifier: Apache-2.0
// Who may say what of commitments. A commitment names all who may read it and whoever verifies it; an attestation names those
// to whom its verifier lets it be shown.
#include <algorithm>

#include "mediation/commitment_facts.hpp"
#include "mediation/rules_view.hpp"

namespace offices::mediation {
namespace {

Objection of_role(const View& v, const ParticipantId& id, Role role, std::string_view what) {
  const auto* p = v.state.find(id);
  if (!p) return no(Code::not_a_participant, "it names somebody who was not introduced here");
  return p->role == role ? std::nullopt : no(Code::wrong_role, p->name + " " + std::string(what));
}

/// References are under the one salt that this author has for these readers: so nobody can make looking them up expensive.
bool is_salted(const std::optional<Reference>& reference, const Digest& salt) { return !reference || reference->salt == salt; }

Objection against_commitment(const View& v, const ParticipantId& author, const Commitment& b) {
  if (auto o = of_role(v, author, Role::party, "is no party; the parties undertake")) return o;
  for (const auto& id : b.to) {
    if (id == author) return no(Code::wrong_role, "nobody undertakes towards itself");
    if (auto o = of_role(v, id, Role::party, "is no party; an undertaking is towards parties")) return o;
  }
  if (b.verified_by)
    if (auto o = of_role(v, *b.verified_by, Role::verifier, "is no verifier")) return o;
  for (const auto& c : b.when)
    if (c.after && *c.after >= b.by) return no(Code::bad_deadline, "it would begin after it is due");
  const auto salt = reference_salt(author, b);
  bool salted = is_salted(b.in_return_for, salt) && std::ranges::all_of(b.when, [&](const auto& c) { return is_salted(c.of, salt); });
  return salted ? std::nullopt : no(Code::malformed, "a reference under another salt than that of its readers");
}

/// `who`: whom the commitment names, or its author.
bool may_say(const CommitmentState& c, const ParticipantId& who, Said said) {
  switch (said) {
    case Said::received: return true;
    case Said::disputed: return who == c.author || c.is_addressee(who);
    case Said::performed:
    case Said::failed: return who == c.author;
    case Said::satisfied:
    case Said::released: return c.is_addressee(who);
  }
  return false;
}

Objection against_claim(const CommitmentState& c, const ParticipantId& author, const Claim& b) {
  if (!c.concerns(author)) return no(Code::not_yours, "the commitment does not name it");
  if (may_say(c, author, b.says)) return std::nullopt;
  if (b.says == Said::performed || b.says == Said::failed) return no(Code::not_yours, "others say that they are satisfied, or dispute");
  return no(Code::wrong_role, b.says == Said::disputed ? "a verifier attests what it found" : "only those to whom it was undertaken may");
}

Objection against_attestation(const CommitmentState& c, const ParticipantId& author, const Attestation& b) {
  if (!c.verified_by || author != *c.verified_by) return no(Code::wrong_role, "only the verifier whom it names attests it");
  for (const auto& id : b.to)
    if (id != c.author && !c.is_addressee(id)) return no(Code::no_mandate, "a finding goes to those whom the commitment binds or serves");
  return std::nullopt;
}

bool holds(const CommitmentState& c, const StatementId& id) {
  auto is = [&](const auto& f) { return f.statement == id; };
  return c.commitment == id || std::ranges::any_of(c.claims, is) || std::ranges::any_of(c.attestations, is);
}

/// Whether the author of `v.s`, a side, had `id` before it, as far as an order is shown.
bool knew(const View& v, const StatementId& id) {
  const auto& c = *v.commitment;
  auto seen = [&](const Fact& f, const ParticipantId& by) { return by == v.s.author || covers(v.s.seen, f).value_or(true); };
  if (c.commitment == id) return seen(c.fact, c.author);
  for (const auto& f : c.claims)
    if (f.statement == id) return seen(f.fact, f.by);
  for (const auto& f : c.attestations)
    if (f.statement == id) return seen(f.fact, *c.verified_by);
  return false;
}

/// A side that speaks of a commitment that is in its channel.
Objection side_on_commitment(const View& v) {
  if (auto o = only_side(v)) return o;
  if (!v.commitment || !knew(v, v.commitment->commitment)) return no(Code::not_found, "no such commitment in this channel");
  return std::nullopt;
}

/// What may be shown in this channel, by its kind.
Objection on_shown(const View& v, const Evidence& e, const StatementId& commitment, const Commitment& b) {
  if (e.id != commitment) return no(Code::wrong_context, "it is shown as another commitment");
  if (std::ranges::find(b.to, v.side) == b.to.end() && b.verified_by != v.side)
    return no(Code::no_mandate, "its author did not name " + v.state.name_of(v.side));
  return against_commitment(v, e.statement.author, b);
}
Objection on_shown(const View& v, const Evidence& e, const StatementId& commitment, const Claim& b) {
  if (b.commitment != commitment) return no(Code::wrong_context, "it is of another commitment");
  return against_claim(*v.commitment, e.statement.author, b);
}
Objection on_shown(const View& v, const Evidence& e, const StatementId& commitment, const Attestation& b) {
  if (b.commitment != commitment) return no(Code::wrong_context, "it is of another commitment");
  if (std::ranges::find(b.to, v.side) == b.to.end()) return no(Code::no_mandate, "its verifier did not name " + v.state.name_of(v.side));
  return against_attestation(*v.commitment, e.statement.author, b);
}
Objection on_shown(const View&, const Evidence&, const StatementId&, const auto&) {
  return no(Code::malformed, "this is not shown to others");
}

}  // namespace

Objection on(const View& v, const Commitment& b) {
  if (auto o = only_side(v)) return o;
  return against_commitment(v, v.s.author, b);
}

Objection on(const View& v, const Claim& b) {
  if (auto o = side_on_commitment(v)) return o;
  if (auto o = against_claim(*v.commitment, v.s.author, b)) return o;
  if (b.about && !knew(v, *b.about)) return no(Code::not_found, "what it speaks about is not in this channel");
  return std::nullopt;
}

Objection on(const View& v, const Attestation& b) {
  if (auto o = side_on_commitment(v)) return o;
  return against_attestation(*v.commitment, v.s.author, b);
}

Objection on(const View& v, const Showing& b) {
  if (auto o = only_intermediary(v)) return o;
  auto e = v.check ? v.check(b.evidence) : check_evidence(v.state, b.evidence);
  if (!e) return e.error();
  if (e->statement.author == v.side || e->statement.author == v.state.intermediary)
    return no(Code::not_yours, "only another participant's");
  if (!v.commitment && !std::holds_alternative<Commitment>(e->body)) return no(Code::not_found, "no such commitment in this channel");
  return std::visit([&](const auto& body) { return on_shown(v, *e, b.commitment, body); }, e->body);
}

Objection prudence(const View& v, const Commitment& b) {
  if (b.by <= v.s.time) return no(Code::bad_deadline, "a commitment is due in the future");
  for (const auto& id : b.to)
    if (auto o = active(v, id)) return o;
  return b.verified_by ? active(v, *b.verified_by) : std::nullopt;
}
Objection prudence(const View& v, const Claim& b) {
  auto same = [&](const ClaimFact& f) { return f.by == v.s.author && f.says == b.says && f.about == b.about; };
  const auto& claims = v.commitment->claims;
  if (b.says == Said::received) return std::ranges::any_of(claims, same) ? no(Code::already_answered, "it was said") : std::nullopt;
  const auto* last = last_position(*v.commitment, v.s.author);
  return last && same(*last) ? no(Code::already_answered, "it is what was said last") : std::nullopt;
}
Objection prudence(const View&, const Attestation&) { return std::nullopt; }
Objection prudence(const View& v, const Showing& b) {
  return v.commitment && holds(*v.commitment, b.evidence.id()) ? no(Code::already_answered, "it was shown") : std::nullopt;
}

}  // namespace offices::mediation
