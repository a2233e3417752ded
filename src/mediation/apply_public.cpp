// SPDX-License-Identifier: Apache-2.0
#include "mediation/apply_public.hpp"

#include <algorithm>

namespace offices::mediation {
namespace {

DraftState* draft_of(const Applied& a, const Digest& draft) {
  if (!a.subject) a.subject = DraftState{draft_subject(a.state.id, a.side, draft), draft, a.side, {}, {}};
  return std::get_if<DraftState>(&*a.subject);
}

template <class B>
void say(const Applied& a, const B& b, const ParticipantId& by, std::optional<StatementId> witness, Time said) {
  auto fact = a.fact;
  fact.time = said;
  if (auto* d = draft_of(a, b.draft))
    insert(d->said, {std::move(fact), by, std::move(witness), b.number, b.text, std::is_same_v<B, Agreement>});
}

}  // namespace

std::optional<ShownWord> shown_word(const Witness& witness) {
  auto read = record::decode_payload(witness.evidence.payload);
  if (!read || (read->kind != "agreement" && read->kind != "divergence")) return std::nullopt;
  auto body = decode_body(read->kind, read->body);
  if (!body) return std::nullopt;
  const auto* agreed = std::get_if<Agreement>(&*body);
  auto draft = agreed ? agreed->draft : std::get<Divergence>(*body).draft;
  return ShownWord{read->author, read->time, *std::move(body), draft};
}

void keep(const Applied& a, const Call& b) {
  if (!a.subject) a.subject = CallState{call_subject(a.state.id, a.side, b.call), b.call, a.side, {}};
  if (auto* c = std::get_if<CallState>(&*a.subject)) insert(c->said, {a.fact, b.at, b.with, b.topics, b.cancelled});
}
void keep(const Applied& a, const Draft& b) {
  if (auto* d = draft_of(a, b.draft))
    insert(d->versions, {a.fact, b.number, draft_digest(b), b.purpose, b.call, b.signers, b.disclosure, b.embargo});
}
void keep(const Applied& a, const Agreement& b) { say(a, b, a.s.author, std::nullopt, a.fact.time); }
void keep(const Applied& a, const Divergence& b) { say(a, b, a.s.author, std::nullopt, a.fact.time); }
void keep(const Applied& a, const ShownWord& b, const StatementId& witness) {
  if (const auto* agreed = std::get_if<Agreement>(&b.body)) say(a, *agreed, b.by, witness, b.said);
  if (const auto* differs = std::get_if<Divergence>(&b.body)) say(a, *differs, b.by, witness, b.said);
}
void keep(const Applied& a, const Exhibit& b) {
  if (!a.subject) a.subject = ExhibitState{a.fact, a.s.author, a.side, b.published, b.spoken, {}};
}
void keep(const Applied& a, const Link& b) {
  if (auto* e = a.subject ? std::get_if<ExhibitState>(&*a.subject) : nullptr) insert(e->links, {a.fact, b.quotation, b.signal, b.to});
}

StatementId call_subject(const CaseId& of_case, const ParticipantId& side, const Digest& call) {
  return crypto::labelled_id<StatementId>("call", {of_case.view(), side.view(), call.view()});
}
StatementId draft_subject(const CaseId& of_case, const ParticipantId& side, const Digest& draft) {
  return crypto::labelled_id<StatementId>("draft-subject", {of_case.view(), side.view(), draft.view()});
}

const VersionFact* DraftState::version(std::int64_t number) const {
  auto it = std::ranges::find(versions, number, &VersionFact::number);
  return it == versions.end() ? nullptr : &*it;
}
const VersionFact* DraftState::latest() const {
  auto it = std::ranges::max_element(versions, {}, &VersionFact::number);
  return it == versions.end() ? nullptr : &*it;
}
const SignerFact* DraftState::said_by(std::int64_t number, const ParticipantId& by) const {
  auto it = std::ranges::find_if(said, [&](const auto& s) { return s.number == number && s.by == by; });
  return it == said.end() ? nullptr : &*it;
}
bool DraftState::agreed(const VersionFact& version) const {
  return std::ranges::all_of(version.signers, [&](const auto& signer) {
    const auto* s = said_by(version.number, signer.participant);
    return s && s->agrees && s->text == version.text;
  });
}

std::optional<Time> public_from(const VersionFact& version) {
  if (version.disclosure != Disclosure::open) return std::nullopt;
  return version.embargo.value_or(Time{0});
}

}  // namespace offices::mediation
