// SPDX-License-Identifier: Apache-2.0
// The judgement of dispatches, disclosures and conveyances.
#include <algorithm>

#include "mediation/rules.hpp"

namespace offices::mediation {
namespace {

Judgement breach(Code code, std::string sentence) { return {Verdict::breach, code, std::move(sentence)}; }
Judgement absent(Code code, std::string sentence) { return {Verdict::breach, code, std::move(sentence), true}; }

bool after(const Fact& later, const Fact& earlier) { return later.place && earlier.place && *later.place > *earlier.place; }

bool names(const std::optional<ParticipantId>& to, const ParticipantId& whom) { return !to || *to == whom; }

/// Whether one who has seen `seen` (everything, if null) knows `fact`. Where no order is shown, it may have.
bool known(const Seen* seen, const Fact& fact) { return !seen || covers(*seen, fact).value_or(true); }

/// Whoever records a mandate knows it, and whatever ends it names it.
bool known(const SignalState& signal, const Seen* seen, const Fact& mandate) { return signal.recorded || known(seen, mandate); }
bool after(const SignalState& signal, const Fact& later, const Fact& mandate) { return signal.recorded || after(later, mandate); }

/// What was noted in a minute has one id for all addressees.
const MandateFact* relied_on(const SignalState& signal, const StatementId& mandate, const ParticipantId& to) {
  const MandateFact* found = nullptr;
  for (const auto& m : signal.mandates)
    if (m.fact.id == mandate && (!found || m.to == to)) found = &m;
  return found;
}

std::optional<Judgement> against_times(const Terms& terms, Time at) {
  if (terms.not_before && at < *terms.not_before) return breach(Code::too_early, "it may be conveyed from " + base::iso(*terms.not_before));
  if (at > terms.until) return breach(Code::too_late, "it could be conveyed until " + base::iso(terms.until));
  return std::nullopt;
}

std::optional<Judgement> against_form(const Terms& terms, Form form, Attribution attribution) {
  if (form > terms.form) return breach(Code::form_not_allowed, "the loosest form allowed is " + std::string(word(terms.form)));
  if (attribution != terms.attribution)
    return breach(Code::attribution_mismatch, "the mandate says " + std::string(word(terms.attribution)));
  return std::nullopt;
}

/// The author's no to exactly these words, if the dispatch knew of it.
std::optional<Judgement> against_refusals(const SignalState& signal, const DispatchFact& d) {
  for (const auto& a : signal.answers) {
    if (a.approved || a.proposal != d.proposal) continue;
    auto knew = covers(d.fact.seen, a.fact);
    if (!knew) return Judgement{Verdict::undecided, Code::rendering_refused, "the dossier shows a refusal but not what came first"};
    if (*knew) return breach(Code::rendering_refused, "the author refused exactly these words");
  }
  return std::nullopt;
}

/// Words that are not the author's own need the author's signature on them, unless waived.
std::optional<Judgement> against_approval(const SignalState& signal, const Terms& terms, const DispatchFact& d) {
  if (d.approval) {
    auto it = std::ranges::find_if(signal.answers, [&](const auto& a) { return a.approved && a.fact.id == *d.approval; });
    if (it == signal.answers.end()) return absent(Code::approval_required, "the approval that it names is not in the record");
    if (covers(d.fact.seen, it->fact) == false) return breach(Code::approval_required, "it names an approval that it had not seen");
    if (it->proposal != d.proposal)
      return breach(Code::approval_mismatch, "the approval covers other words, language, addressee, form or attribution");
    return std::nullopt;
  }
  if (terms.approval == Approval::required) return breach(Code::approval_required, "words that are not the author's own need its approval");
  return against_refusals(signal, d);
}

std::optional<Judgement> against_words(const SignalState& signal, const Terms& terms, const DispatchFact& d) {
  if (d.form != Form::verbatim) return against_approval(signal, terms, d);
  if (d.words != signal.words) return breach(Code::words_differ, "verbatim means the author's own octets");
  return std::nullopt;
}

/// Whether something ended the mandate, and whether the intermediary knew.
Judgement against_order(const SignalState& signal, const MandateFact& relied, const DispatchFact& d) {
  Judgement crossed;
  auto weigh = [&](const Fact& end, Code code, const char* what) -> std::optional<Judgement> {
    auto knew = covers(d.fact.seen, end);
    if (!d.fact.place || !knew || !relied.fact.place || !end.place)
      return Judgement{Verdict::undecided, code, "the dossier shows " + std::string(what) + " but not what came first"};
    if (!after(signal, end, relied.fact)) return std::nullopt;
    if (*knew) return breach(code, "the intermediary had seen " + std::string(what) + " before it dispatched");
    crossed = {Verdict::crossed, code, std::string(what) + " crossed the dispatch"};
    return std::nullopt;
  };
  for (const auto& w : signal.withdrawals)
    if (names(w.to, d.to))
      if (auto j = weigh(w.fact, Code::mandate_withdrawn, "a withdrawal")) return *j;
  for (const auto& m : signal.mandates)
    if (m.to == d.to && m.fact.id != relied.fact.id)
      if (auto j = weigh(m.fact, Code::mandate_replaced, "another mandate")) return *j;
  return crossed;
}

}  // namespace

std::optional<bool> covers(const Seen& seen, const Fact& fact) {
  if (!fact.place) return std::nullopt;
  return std::ranges::any_of(seen, [&](const auto& s) { return s.incarnation == fact.place->incarnation && s.size > fact.place->index; });
}

const MandateFact* last_mandate(const SignalState& signal, const ParticipantId& to, const Seen* seen) {
  const MandateFact* last = nullptr;
  for (const auto& m : signal.mandates)
    if (m.to == to && known(signal, seen, m.fact) && (!last || after(m.fact, last->fact))) last = &m;
  return last;
}

const MandateFact* mandate_in_force(const SignalState& signal, const ParticipantId& to, const Seen* seen) {
  const auto* last = last_mandate(signal, to, seen);
  if (!last) return nullptr;
  bool ended = std::ranges::any_of(
      signal.withdrawals, [&](const auto& w) { return names(w.to, to) && known(seen, w.fact) && after(signal, w.fact, last->fact); });
  return ended ? nullptr : last;
}

DispatchFact dispatch_fact(Fact fact, const Dispatch& b) {
  DispatchFact d{std::move(fact),
                 b.to,
                 b.mandate,
                 b.approval,
                 b.form,
                 b.attribution,
                 words_digest(b.words),
                 proposal_digest({b.signal, b.to, b.form, b.attribution, b.words}),
                 b.salt,
                 b.pair,
                 {}};
  d.texts.push_back(text_digest(b.words.text));
  for (const auto& t : b.words.translations) d.texts.push_back(text_digest(t.text));
  return d;
}

Judgement judge_dispatch(const CaseState& state, const SignalState& signal, const DispatchFact& d) {
  const auto* relied = relied_on(signal, d.mandate, d.to);
  if (!relied) return absent(Code::no_mandate, "the mandate that it names is not in the record");
  if (relied->to != d.to) return breach(Code::no_mandate, "the mandate names " + state.name_of(relied->to) + " and nobody else");
  if (!known(signal, &d.fact.seen, relied->fact)) return breach(Code::no_mandate, "it names a mandate that it had not seen");
  const Terms& terms = relied->terms;
  if (auto j = against_times(terms, d.fact.time)) return *j;
  if (auto j = against_form(terms, d.form, d.attribution)) return *j;
  if (terms.simultaneous_with && !d.pair)
    return breach(Code::pair_required, "it may go only together with a signal of " + state.name_of(*terms.simultaneous_with));
  if (auto j = against_words(signal, terms, d)) return *j;
  return against_order(signal, *relied, d);
}

std::string standard_line(const CaseState& state, const SignalState& signal, const ParticipantId& to) {
  return "A signal from " + state.name_of(signal.author) + " to " + state.name_of(to) + " was conveyed by " +
         state.name_of(state.intermediary) + ".";
}

namespace {

/// Several things said about `to` without their order: which one counts is not shown.
bool order_hidden(const SignalState& signal, const ParticipantId& to) {
  std::size_t said = 0, unplaced = 0;
  auto count = [&](const Fact& fact) {
    ++said;
    unplaced += fact.place ? 0 : 1;
  };
  for (const auto& m : signal.mandates)
    if (m.to == to) count(m.fact);
  for (const auto& w : signal.withdrawals)
    if (names(w.to, to)) count(w.fact);
  return said > 1 && unplaced > 0;
}

}  // namespace

Judgement judge_disclosure(const CaseState& state, const SignalState& signal, const ParticipantId& to, const Seen* seen,
                           std::string_view text) {
  if (order_hidden(signal, to)) return {Verdict::undecided, Code::mandate_replaced, "the dossier does not show which mandate came last"};
  if (!last_mandate(signal, to, seen)) return absent(Code::no_mandate, "nothing was authorised for " + state.name_of(to));
  const auto* mandate = mandate_in_force(signal, to, seen);
  if (!mandate) return breach(Code::mandate_withdrawn, "the author withdrew the mandate");
  const Terms& terms = mandate->terms;
  if (terms.disclosure == Disclosure::confidential)
    return breach(Code::disclosure_not_allowed, "neither confirm nor deny that there was a signal");
  std::vector<Digest> allowed;
  bool dispatched = false;
  for (const auto& d : signal.dispatches) {
    if (d.to != to || !d.fact.finding.empty()) continue;
    dispatched = true;
    if (terms.disclosure == Disclosure::open) allowed.insert(allowed.end(), d.texts.begin(), d.texts.end());
  }
  if (!dispatched) return absent(Code::not_dispatched, "what did not pass cannot be confirmed");
  auto line = standard_line(state, signal, to);
  allowed.push_back(text_digest(terms.public_line ? *terms.public_line : line));
  if (std::ranges::find(allowed, text_digest(text)) != allowed.end()) return {};
  return breach(Code::disclosure_differs, terms.public_line ? "the author approved: " + *terms.public_line : "it may say: " + line);
}

namespace {

/// What the author's mandate, shown beside a conveyance, allows.
std::optional<Judgement> against_shown(const Mandate& m, const StatementId* signal, const ParticipantId& addressee, Time time,
                                       const Conveyance& c) {
  if (signal && m.signal != *signal) return breach(Code::no_mandate, "the mandate beside it is for another signal");
  if (m.to != addressee) return breach(Code::no_mandate, "the mandate beside it names another addressee");
  if (auto j = against_times(m.terms, time)) return j;
  return against_form(m.terms, c.form, c.attribution);
}

Judgement judge_own_words(const Evidence& first, const Evidence& second, const ParticipantId& addressee, Time time, const Conveyance& c) {
  const auto* signal = std::get_if<Signal>(&first.body);
  const auto* mandate = std::get_if<Mandate>(&second.body);
  if (!signal || !mandate) return breach(Code::no_mandate, "verbatim words need the author's signal and mandate beside them");
  if (signal->words != c.words || signal->act != c.act || signal->precedence != c.precedence)
    return breach(Code::words_differ, "the author signed other words");
  return against_shown(*mandate, &first.id, addressee, time, c).value_or(Judgement{});
}

Judgement judge_other_words(const Evidence& shown, const ParticipantId& addressee, Time time, const Conveyance& c) {
  if (const auto* mandate = std::get_if<Mandate>(&shown.body)) {
    if (mandate->terms.approval == Approval::required)
      return breach(Code::approval_required, "the author's approval of these words is not beside them");
    return against_shown(*mandate, nullptr, addressee, time, c).value_or(Judgement{});
  }
  const auto* approval = std::get_if<ApprovalOf>(&shown.body);
  if (!approval) return breach(Code::no_mandate, "neither mandate nor approval is beside it");
  const Proposal& p = approval->proposal;
  bool same = p.to == addressee && p.form == c.form && p.attribution == c.attribution && p.words == c.words;
  return same ? Judgement{} : breach(Code::approval_mismatch, "the author approved something else");
}

}  // namespace

Judgement judge_conveyance(const CaseState& state, const ParticipantId& addressee, Time time, const Conveyance& c,
                           const CheckEvidence& check) {
  if (c.attribution == Attribution::unattributed) {
    if (c.from || !c.evidence.empty()) return breach(Code::attribution_mismatch, "unattributed words came with their author's name");
    return {Verdict::permitted, Code::internal, "the intermediary states that it has approval"};
  }
  if (!c.from || *c.from == addressee || *c.from == state.intermediary)
    return breach(Code::not_a_participant, "named words need an author who takes part");
  if (!state.find(*c.from)) return absent(Code::not_a_participant, "the author that it names does not take part");
  if (c.attribution == Attribution::recorded) {
    if (!c.evidence.empty()) return breach(Code::attribution_mismatch, "recorded words came with a signature beside them");
    return {Verdict::permitted, Code::internal, "recorded by the intermediary, not signed by " + state.name_of(*c.from)};
  }
  std::vector<Evidence> shown;
  for (const auto& bare : c.evidence) {
    auto e = check ? check(bare) : check_evidence(state, bare);
    if (!e) return breach(e.error().code, "what lies beside the words does not verify");
    if (e->statement.author != *c.from) return breach(Code::not_yours, "what lies beside the words is another's");
    shown.push_back(*std::move(e));
  }
  if (c.form == Form::verbatim && shown.size() == 2) return judge_own_words(shown[0], shown[1], addressee, time, c);
  if (c.form != Form::verbatim && shown.size() == 1) return judge_other_words(shown[0], addressee, time, c);
  return breach(Code::no_mandate, "the author's signatures are not beside the words");
}

}  // namespace offices::mediation
