// SPDX-License-Identifier: Apache-2.0
// Who may say what, when; and what stays of it in the state.
#include <algorithm>

#include "mediation/rules_view.hpp"

namespace offices::mediation {

Objection only_intermediary(const View& v) {
  return v.by_intermediary() ? std::nullopt : no(Code::wrong_role, "only the intermediary may");
}
Objection only_side(const View& v) { return v.s.author == v.side ? std::nullopt : no(Code::wrong_role, "the intermediary may not"); }
Objection active(const View& v, const ParticipantId& id) {
  if (!v.state.find(id)) return no(Code::not_a_participant, "");
  return v.state.is_active(id) ? std::nullopt : no(Code::removed, v.state.name_of(id));
}

namespace {

template <class... F>
struct Cases : F... {
  using F::operator()...;
};

Objection from_judgement(const Judgement& j) {
  if (j.verdict == Verdict::breach) return Error{j.code, j.sentence};
  return std::nullopt;
}

Objection author_of_signal(const View& v) {
  if (!v.signal) return no(Code::not_found, "no such signal in this channel");
  if (!v.by_author() || v.by_intermediary()) return no(Code::not_yours, "only the signal's author may");
  return std::nullopt;
}
Objection intermediary_on_signal(const View& v) {
  if (auto o = only_intermediary(v)) return o;
  if (!v.signal) return no(Code::not_found, "no such signal in this channel");
  if (v.signal->author == v.state.intermediary) return no(Code::wrong_role, "it is the intermediary's own");
  return std::nullopt;
}

Objection on(const View& v, const Open&) { return no(Code::exists, "a case opens once: " + v.state.title.substr(0, 40)); }

Objection on(const View& v, const Join& b) {
  if (auto o = only_side(v)) return o;
  if (record::participant_of(b.key) != v.s.author) return no(Code::bad_signature, "the key is not this participant's");
  if (b.role == Role::intermediary) return no(Code::wrong_role, "a case has one intermediary");
  if (const auto* p = v.state.find(v.s.author); p && p->standing != Standing::invited) return no(Code::exists, "it has joined already");
  return std::nullopt;
}

Objection on(const View& v, const Admit& b) {
  if (auto o = only_intermediary(v)) return o;
  const auto* p = v.state.find(b.participant);
  if (!p || b.participant != v.side) return no(Code::not_a_participant, "it did not join here");
  if (p->name != b.name || p->role != b.role) return no(Code::name_taken, "it joined under another name or role");
  return std::nullopt;
}

Objection on(const View& v, const Introduce& b) {
  if (auto o = only_intermediary(v)) return o;
  const auto* known = v.state.find(b.participant);
  if (b.participant == v.side || (known && (known->name != b.name || known->role != b.role)))
    return no(Code::exists, "it takes part under another name or role");
  const auto* same = v.state.named(b.name);
  if (!known && same && same->standing == Standing::active) return no(Code::name_taken, b.name);
  auto read = record::decode_payload(b.join.payload);
  if (!read) return no(Code::malformed, "the joining statement");
  auto body = decode_body(read->kind, read->body);
  const auto* join = body ? std::get_if<Join>(&*body) : nullptr;
  bool fits = join && read->of_case == v.state.id && read->author == b.participant && join->name == b.name && join->role == b.role &&
              record::participant_of(join->key) == b.participant;
  if (!fits || !record::signature_holds(b.join, join->key)) return no(Code::bad_signature, "the joining statement of " + b.name);
  return std::nullopt;
}

Objection on(const View& v, const Remove& b) {
  if (auto o = only_intermediary(v)) return o;
  if (!v.state.find(b.participant) || b.participant == v.state.intermediary) return no(Code::not_a_participant, "nobody to remove");
  return std::nullopt;
}
Objection on(const View& v, const Leave&) { return only_side(v); }
Objection on(const View&, const Incarnation&) { return std::nullopt; }

Objection on(const View& v, const Signal& b) {
  if (!v.state.find(v.s.author)) return no(Code::not_a_participant, "the author does not take part");
  const auto* author = v.state.find(v.s.author);
  if (!b.authority.empty() && author->role == Role::intermediary) return no(Code::wrong_role, "the intermediary speaks for itself");
  return std::nullopt;
}

Objection on(const View& v, const Mandate& b) {
  if (auto o = author_of_signal(v)) return o;
  if (v.signal->recorded) return no(Code::recorded, "what was recorded has the mandate that was noted, and no other");
  if (b.terms.attribution == Attribution::recorded) return no(Code::attribution_mismatch, "its author signs it");
  if (b.to == v.s.author || b.to == v.state.intermediary || !v.state.find(b.to))
    return no(Code::not_a_participant, "a mandate names another participant");
  if (b.terms.simultaneous_with) {
    const auto& with = *b.terms.simultaneous_with;
    if (with == v.s.author || with == v.state.intermediary || !v.state.find(with))
      return no(Code::pair_mismatch, "simultaneous with another participant's signal");
  }
  if (b.terms.not_before && *b.terms.not_before >= b.terms.until) return no(Code::too_late, "it ends before it begins");
  if (b.terms.public_line && b.terms.disclosure == Disclosure::confidential)
    return no(Code::disclosure_not_allowed, "a confidential signal has no public line");
  return std::nullopt;
}

Objection on(const View& v, const Withdraw& b) {
  if (auto o = author_of_signal(v)) return o;
  if (b.to && !last_mandate(*v.signal, *b.to)) return no(Code::no_mandate, v.state.name_of(*b.to) + " was never allowed it");
  return std::nullopt;
}

Objection on(const View& v, const Rendering& b) {
  if (auto o = intermediary_on_signal(v)) return o;
  if (!last_mandate(*v.signal, b.proposal.to, &v.s.seen))
    return no(Code::no_mandate, "the author allowed nothing for " + v.state.name_of(b.proposal.to));
  return std::nullopt;
}

const RenderingFact* rendering_of(const SignalState& signal, const StatementId& id) {
  auto it = std::ranges::find_if(signal.renderings, [&](const auto& r) { return r.fact.id == id; });
  return it == signal.renderings.end() ? nullptr : &*it;
}

Objection answering(const View& v, const StatementId& rendering) {
  if (auto o = author_of_signal(v)) return o;
  if (!rendering_of(*v.signal, rendering)) return no(Code::not_found, "no such rendering of this signal");
  return std::nullopt;
}
Objection on(const View& v, const ApprovalOf& b) {
  if (auto o = answering(v, b.rendering)) return o;
  if (rendering_of(*v.signal, b.rendering)->proposal != proposal_digest(b.proposal))
    return no(Code::approval_mismatch, "the approval does not repeat the rendering");
  return std::nullopt;
}
Objection on(const View& v, const Refusal& b) { return answering(v, b.rendering); }
Objection on(const View& v, const Decline&) { return intermediary_on_signal(v); }

Objection on(const View& v, const Dispatch& b) {
  if (auto o = intermediary_on_signal(v)) return o;
  return from_judgement(judge_dispatch(v.state, *v.signal, dispatch_fact({v.s.id, v.s.time, v.s.place, v.s.seen, {}}, b)));
}

Objection on(const View& v, const Conveyance& b) {
  if (auto o = only_intermediary(v)) return o;
  return from_judgement(judge_conveyance(v.state, v.side, v.s.time, b, v.check));
}

Objection on(const View& v, const Receipt& b) {
  if (auto o = only_side(v)) return o;
  if (!v.conveyance) return no(Code::not_found, "no such conveyance in this channel");
  const auto& c = *v.conveyance;
  if (b.of != c.of || b.words != receipt_words(c.of, c.form, c.attribution, c.words))
    return no(Code::words_differ, "the receipt is for other words");
  return std::nullopt;
}

Objection on(const View& v, const Acknowledgement& b) {
  if (auto o = only_side(v)) return o;
  if (!v.conveyance || v.conveyance->of != b.of) return no(Code::not_found, "no such conveyance in this channel");
  return std::nullopt;
}

const DispatchFact* dispatch_of(const SignalState& signal, const StatementId& id) {
  auto it = std::ranges::find_if(signal.dispatches, [&](const auto& d) { return d.fact.id == id; });
  return it == signal.dispatches.end() ? nullptr : &*it;
}

/// "Dispatched = conveyed": what the addressee's post signed against what the intermediary signed towards the author.
Objection on(const View& v, const Report& b) {
  if (auto o = intermediary_on_signal(v)) return o;
  const auto* d = dispatch_of(*v.signal, b.dispatch);
  if (!d) return no(Code::not_dispatched, "the report names no dispatch of this signal");
  auto e = v.check ? v.check(b.evidence) : check_evidence(v.state, b.evidence);
  if (!e) return e.error();
  if (e->statement.author != d->to) return no(Code::not_yours, "another than the addressee signed it");
  auto of = of_dispatch(d->fact.id, d->salt);
  if (const auto* r = std::get_if<Receipt>(&e->body)) {
    if (r->of != of) return no(Code::wrong_context, "the receipt is for another dispatch");
    if (r->words != receipt_words(of, d->form, d->attribution, d->words))
      return no(Code::words_differ, "other words arrived than were dispatched");
    return std::nullopt;
  }
  const auto* a = std::get_if<Acknowledgement>(&e->body);
  if (!a || a->of != of) return no(Code::wrong_context, "the evidence is for another dispatch");
  return std::nullopt;
}

Objection on(const View& v, const Disclose& b) {
  if (auto o = intermediary_on_signal(v)) return o;
  auto j = judge_disclosure(v.state, *v.signal, b.to, &v.s.seen, b.text);
  if (auto o = from_judgement(j)) return o;
  const auto* m = mandate_in_force(*v.signal, b.to, &v.s.seen);
  if (j.verdict == Verdict::permitted && m && m->fact.id != b.mandate) return no(Code::mandate_replaced, "another mandate is in force");
  return std::nullopt;
}

// What prudence adds before one signs.

template <class B>
Objection prudence(const View&, const B&) {
  return std::nullopt;
}

Objection prudence(const View& v, const Mandate& b) {
  if (b.terms.until <= v.s.time) return no(Code::too_late, "a mandate ends in the future");
  return active(v, b.to);
}
Objection prudence(const View& v, const Withdraw& b) {
  auto in_force = [&](const auto& m) { return mandate_in_force(*v.signal, m.to) != nullptr && (!b.to || m.to == *b.to); };
  if (std::ranges::none_of(v.signal->mandates, in_force))
    return no(v.signal->mandates.empty() ? Code::no_mandate : Code::mandate_withdrawn, "there is nothing left to withdraw");
  return std::nullopt;
}
Objection prudence(const View& v, const Rendering& b) {
  const auto& p = b.proposal;
  const auto* m = mandate_in_force(*v.signal, p.to, &v.s.seen);
  if (!m) return no(Code::mandate_withdrawn, "the author withdrew the mandate");
  if (p.form > m->terms.form) return no(Code::form_not_allowed, "the loosest form allowed is " + std::string(word(m->terms.form)));
  if (p.attribution != m->terms.attribution)
    return no(Code::attribution_mismatch, "the mandate says " + std::string(word(m->terms.attribution)));
  if (v.s.time > m->terms.until) return no(Code::too_late, "it could be conveyed until " + base::iso(m->terms.until));
  return active(v, p.to);
}
Objection answered(const View& v, const StatementId& rendering) {
  bool done = std::ranges::any_of(v.signal->answers, [&](const auto& a) { return a.rendering == rendering; });
  return done ? no(Code::already_answered, "the rendering has its answer") : std::nullopt;
}
Objection prudence(const View& v, const ApprovalOf& b) { return answered(v, b.rendering); }
Objection prudence(const View& v, const Refusal& b) { return answered(v, b.rendering); }
Objection prudence(const View& v, const Dispatch& b) {
  if (auto o = active(v, b.to)) return o;
  bool done = std::ranges::any_of(v.signal->dispatches,
                                  [&](const auto& d) { return d.to == b.to && d.mandate == b.mandate && d.fact.finding.empty(); });
  return done ? no(Code::already_conveyed, "under this mandate, to " + v.state.name_of(b.to)) : std::nullopt;
}
Objection prudence(const View& v, const Receipt&) {
  return v.conveyance->receipt ? no(Code::already_answered, "the receipt was given") : std::nullopt;
}

template <class Ask>
Objection ask_on(const CaseState& state, const ParticipantId& side, const Subject* subject, const Placed& s, const CheckEvidence& check,
                 Ask ask) {
  View v{state,
         side,
         subject ? std::get_if<SignalState>(subject) : nullptr,
         subject ? std::get_if<ConveyanceState>(subject) : nullptr,
         subject ? std::get_if<Proceedings>(subject) : nullptr,
         subject ? std::get_if<CommitmentState>(subject) : nullptr,
         subject ? std::get_if<IncidentState>(subject) : nullptr,
         subject ? std::get_if<LineTestState>(subject) : nullptr,
         subject ? std::get_if<DraftState>(subject) : nullptr,
         subject ? std::get_if<ExhibitState>(subject) : nullptr,
         s,
         check};
  if (v.signal && !stands_in(state, *v.signal, side)) v.signal = nullptr;
  if (v.conveyance && v.conveyance->addressee != side) v.conveyance = nullptr;
  if (v.test && v.test->side != side) v.test = nullptr;
  if (v.exhibit && v.exhibit->side != side) v.exhibit = nullptr;
  if (s.author != state.intermediary && s.author != side) return no(Code::not_a_participant, "a channel has two members");
  return std::visit([&](const auto& body) { return ask(v, body); }, s.body);
}

}  // namespace

Result<CaseState> open_case(const Signed& opening) {
  OFFICES_TRY(read, record::decode_payload(opening.payload));
  if (read.kind != "open" || read.of_case || read.context) return fail(Code::malformed, "not an opening statement");
  OFFICES_TRY(body, decode_body(read.kind, read.body));
  const auto& open = std::get<Open>(body);
  bool own = read.author == record::participant_of(open.key) && read.post == record::post_of(open.key);
  if (!own || !record::signature_holds(opening, open.key)) return fail(Code::bad_signature, "the opening statement");
  CaseState state{record::CaseId{opening.id().octets}, open.title, open.charter, read.time, read.author, {}, {}};
  state.participants.emplace(read.author, Participant{read.author, open.name, Role::intermediary, open.key, Standing::active, {}});
  return state;
}

Result<Evidence> check_evidence(const CaseState& state, const Signed& bare) {
  OFFICES_TRY(statement, record::decode_payload(bare.payload));
  if (statement.of_case != state.id) return fail(Code::wrong_context, "the evidence is of another case");
  const auto* author = state.find(statement.author);
  if (!author) return fail(Code::not_a_participant, "the evidence is nobody's who takes part");
  if (statement.post != record::post_of(author->key) || !record::signature_holds(bare, author->key))
    return fail(Code::bad_signature, "the evidence is not signed by " + author->name);
  OFFICES_TRY(body, decode_body(statement.kind, statement.body));
  return Evidence{bare.id(), std::move(statement), std::move(body)};
}

std::optional<Error> objection(const CaseState& state, const ParticipantId& side, const Subject* subject, const Placed& s,
                               const CheckEvidence& check) {
  return ask_on(state, side, subject, s, check, [](const View& v, const auto& body) { return on(v, body); });
}

std::optional<Error> refusal(const CaseState& state, const ParticipantId& side, const Subject* subject, const Placed& s) {
  if (auto readable = decode_body(kind_of(s.body), encode_body(s.body)); !readable) return readable.error();
  return ask_on(state, side, subject, s, {}, [](const View& v, const auto& body) -> Objection {
    if (auto o = on(v, body)) return o;
    using B = std::decay_t<decltype(body)>;
    constexpr bool outlives = std::is_same_v<B, Remove> || std::is_same_v<B, Join> || std::is_same_v<B, Report> ||
                              std::is_same_v<B, Incarnation> || std::is_same_v<B, Admit>;
    if constexpr (!outlives)
      if (auto o = active(v, v.side)) return o;
    return prudence(v, body);
  });
}

Result<void> check_pair(const SignalState& a, const ParticipantId& a_to, const SignalState& b, const ParticipantId& b_to) {
  const auto* ma = mandate_in_force(a, a_to);
  const auto* mb = mandate_in_force(b, b_to);
  if (!ma || !mb) return fail(Code::no_mandate, "both signals need a mandate in force");
  bool mutual = ma->terms.simultaneous_with == b.author && mb->terms.simultaneous_with == a.author;
  if (!mutual || a.author == b.author) return fail(Code::pair_mismatch);
  return {};
}

}  // namespace offices::mediation
