// SPDX-License-Identifier: Apache-2.0
#include "mediation/plain.hpp"

#include <algorithm>

#include "mediation/incidents.hpp"

namespace offices::mediation {
namespace {

std::string form_phrase(const Terms& t, const std::string& author) {
  switch (t.form) {
    case Form::verbatim: return "exactly these words";
    case Form::paraphrase:
      return t.approval == Approval::required ? "these words, or others that " + author + " has approved"
                                              : "these words, or the same in its own words without asking again";
    case Form::gist: break;
  }
  return t.approval == Approval::required ? "these words, or a shorter gist that " + author + " has approved"
                                          : "these words, or their gist in its own words without asking again";
}

std::string attribution_phrase(Attribution attribution, const std::string& author) {
  switch (attribution) {
    case Attribution::named: return ", naming " + author;
    case Attribution::recorded: return ", as words that it recorded and " + author + " has not signed";
    case Attribution::unattributed: break;
  }
  return ", without saying that they come from " + author;
}

std::string public_phrase(const Terms& t) {
  switch (t.disclosure) {
    case Disclosure::confidential: return "nobody may confirm or deny it in public";
    case Disclosure::confirmable:
      return t.public_line ? "in public it may say only: \"" + *t.public_line + "\""
                           : "in public it may confirm that a signal passed, not what it said";
    case Disclosure::open: break;
  }
  return "the words may be made public once conveyed";
}

bool declined(const SignalState& s, const MandateFact& m) {
  return std::ranges::any_of(s.declines,
                             [&](const auto& d) { return (!d.to || *d.to == m.to) && covers(d.fact.seen, m.fact).value_or(true); });
}
bool dispatched(const SignalState& s, const MandateFact& m) {
  return std::ranges::any_of(s.dispatches, [&](const auto& d) { return d.to == m.to && d.mandate == m.fact.id; });
}
const AnswerFact* answer_to(const SignalState& s, const RenderingFact& r) {
  auto it = std::ranges::find(s.answers, r.fact.id, &AnswerFact::rendering);
  return it == s.answers.end() ? nullptr : &*it;
}
/// A rendering that still fits the mandate.
bool fits(const RenderingFact& r, const MandateFact& m) {
  return r.to == m.to && r.form <= m.terms.form && r.attribution == m.terms.attribution;
}

std::vector<const MandateFact*> open_mandates(const SignalState& s) {
  std::vector<const MandateFact*> out;
  for (const auto& m : s.mandates)
    if (mandate_in_force(s, m.to) == &m && !dispatched(s, m) && !declined(s, m)) out.push_back(&m);
  return out;
}

Waiting for_intermediary(const CaseState& state, const SignalState& s, const MandateFact& m) {
  Waiting w{Duty::decide,
            s.fact.id,
            s.fact.id,
            s.author,
            m.to,
            s.precedence,
            m.terms.until,
            s.act,
            mandate_sentence(state, s.author, m.to, m.terms),
            {"convey", "decline"},
            {}};
  if (m.terms.form == Form::verbatim) return w;
  bool proposed = false;
  for (const auto& r : s.renderings) {
    if (!fits(r, m)) continue;
    const auto* a = answer_to(s, r);
    if ((a && a->approved) || (!a && m.terms.approval == Approval::waived)) w.renderings.push_back(r.fact.id);
    proposed = proposed || !a;
  }
  w.may.insert(w.may.begin() + 1, "render");
  if (w.renderings.empty() && !proposed) w.duty = Duty::render;
  else if (w.renderings.empty()) w.sentence = "Waiting for " + state.name_of(s.author) + " to answer your rendering. " + w.sentence;
  return w;
}

void for_author(const CaseState& state, const SignalState& s, std::vector<Waiting>& out) {
  for (const auto& r : s.renderings) {
    const auto* m = mandate_in_force(s, r.to);
    if (!m || !fits(r, *m) || answer_to(s, r) || dispatched(s, *m)) continue;
    out.push_back({Duty::approve,
                   r.fact.id,
                   s.fact.id,
                   state.intermediary,
                   r.to,
                   s.precedence,
                   m->terms.until,
                   s.act,
                   state.name_of(state.intermediary) + " proposes these words as your " + std::string(word(r.form)) + " for " +
                       state.name_of(r.to) + ".",
                   {"approve", "refuse"},
                   {}});
  }
}

}  // namespace

std::string mandate_sentence(const CaseState& state, const ParticipantId& author, const ParticipantId& to, const Terms& t) {
  auto name = state.name_of(author);
  std::string s = state.name_of(state.intermediary) + " may tell " + state.name_of(to) + " " + form_phrase(t, name);
  s += attribution_phrase(t.attribution, name);
  if (t.not_before) s += ", not before " + base::iso(*t.not_before);
  s += ", until " + base::iso(t.until);
  if (t.simultaneous_with) s += ", only together with a signal of " + state.name_of(*t.simultaneous_with);
  auto in_public = public_phrase(t);
  return s + "; " + in_public + (in_public.ends_with(".\"") ? "" : ".");
}

std::string attribution_caution(const CaseState& state, const Terms& t) {
  if (t.attribution != Attribution::unattributed) return {};
  auto sides = std::ranges::count_if(state.participants, [](const auto& p) { return p.second.role == Role::party; });
  return sides <= 2 ? "With two sides the addressee can guess whose words they are." : "";
}

std::string_view word_of(Duty duty) {
  constexpr std::string_view words[] = {"decide", "render",  "approve", "acknowledge", "vote",   "ratify",      "reach", "respond",
                                        "answer", "perform", "verify",  "confirm",     "settle", "countersign", "sign"};
  return words[static_cast<std::size_t>(duty)];
}

namespace {

/// A vote that is still open, or a ratification after it.
void of_ballot(const CaseState& state, const Proceedings& p, const BallotFact& b, std::vector<Waiting>& out) {
  Waiting w{{}, StatementId{b.ballot.octets}, p.id, state.intermediary, {}, Precedence::priority, {}, {}, {}, {}, {}};
  const auto* outcome = p.outcome(b.ballot, state.self);
  const auto* theirs = p.outcome(b.ballot, state.intermediary);
  if (!outcome && !theirs) {
    w.duty = Duty::vote;
    w.deadline = b.until;
    w.sentence = "A double-blind ballot is open; without a word from you this post votes no at " + base::iso(b.until) + ".";
    w.may = {"ballot vote"};
    return out.push_back(std::move(w));
  }
  bool ratified = std::ranges::any_of(p.ratifications, [&](const auto& r) { return r.ballot == b.ballot && r.by == state.self; });
  if (!outcome || outcome->result != BallotResult::adopted || !b.ratify_by || ratified) return;
  w.duty = Duty::ratify;
  w.deadline = b.ratify_by;
  w.sentence = "The framework was adopted ad referendum; until every side has ratified it, it binds nobody.";
  w.may = {"ratify"};
  out.push_back(std::move(w));
}

/// An incident that no side has been reached about, or an outreach that no person has answered.
void of_incident(const CaseState& state, const IncidentState& i, std::vector<Waiting>& out) {
  const auto* latest = i.latest();
  if (state.self == state.intermediary && i.told && !latest) {
    auto name = state.name_of(i.side);
    auto whose = i.told->release == Release::all ? "its words may reach all sides as they are."
                                                 : "it told you alone; other sides hear your words, not its.";
    out.push_back({Duty::reach,
                   i.told->fact.id,
                   i.id,
                   i.side,
                   {},
                   i.told->precedence,
                   i.told->fact.time.plus(usual_handling_s(i.told->precedence)),
                   {},
                   name + " tells of an incident; " + whose,
                   {"outreach"},
                   {}});
  }
  if (state.self != i.side || !latest || progress_of(i, latest->number).seen) return;
  out.push_back(
      {Duty::respond,
       latest->fact.id,
       i.id,
       state.intermediary,
       i.side,
       latest->precedence,
       due_of(*latest),
       {},
       state.name_of(state.intermediary) + " reaches all sides; say that somebody has seen it, and your position if you have one.",
       {"incident respond"},
       {}});
}

/// A test that asks for a person.
void of_test(const CaseState& state, const LineTestState& t, std::vector<Waiting>& out) {
  constexpr std::int64_t waits_s = base::day_s;
  if (!t.person || t.by == state.self || t.answer(Answerer::person)) return;
  out.push_back({Duty::answer,
                 t.fact.id,
                 t.fact.id,
                 t.by,
                 state.self,
                 Precedence::routine,
                 t.fact.time.plus(waits_s),
                 {},
                 state.name_of(t.by) + " tests the line (number " + std::to_string(t.number) + ") and asks for a person's answer.",
                 {"line answer"},
                 {}});
}

/// Words that were recorded as this side's.
void of_minute(const CaseState& state, const SignalState& s, std::vector<Waiting>& out) {
  if (!s.recorded || !s.countersigned.empty()) return;
  out.push_back({Duty::countersign,
                 s.fact.id,
                 s.fact.id,
                 state.intermediary,
                 {},
                 s.precedence,
                 {},
                 s.act,
                 state.name_of(state.intermediary) + " recorded this as said by you on the telephone; nobody has signed it for you.",
                 {"countersign"},
                 {}});
}

/// A text that this signer has said nothing of.
void of_draft(const CaseState& state, const DraftState& d, std::vector<Waiting>& out) {
  const auto* latest = d.latest();
  if (!latest || d.said_by(latest->number, state.self)) return;
  bool signs = std::ranges::any_of(latest->signers, [&](const auto& s) { return s.participant == state.self; });
  if (!signs) return;
  std::string what = latest->purpose == Purpose::readout ? "read-out" : "communique";
  out.push_back(
      {Duty::sign,
       StatementId{d.draft.octets},
       d.id,
       state.intermediary,
       {},
       Precedence::priority,
       {},
       {},
       "A " + what + " waits for your signature, or for your own text beside it (version " + std::to_string(latest->number) + ").",
       {what + " agree", what + " differ"},
       {},
       latest->purpose});
}

/// Without regard to the clock.
std::vector<Waiting> all_waiting(const CaseState& state, const StatementId& id, const Subject& subject) {
  std::vector<Waiting> out;
  if (const auto* s = std::get_if<SignalState>(&subject)) {
    if (state.self == state.intermediary) {
      for (const auto* m : open_mandates(*s)) out.push_back(for_intermediary(state, *s, *m));
    } else if (state.self == s->author) {
      for_author(state, *s, out);
      of_minute(state, *s, out);
    }
    return out;
  }
  if (const auto* p = std::get_if<Proceedings>(&subject)) {
    if (state.self != state.intermediary)
      for (const auto& b : p->ballots) of_ballot(state, *p, b, out);
    return out;
  }
  if (const auto* i = std::get_if<IncidentState>(&subject)) of_incident(state, *i, out);
  if (const auto* t = std::get_if<LineTestState>(&subject)) of_test(state, *t, out);
  if (const auto* d = std::get_if<DraftState>(&subject)) of_draft(state, *d, out);
  const auto* c = std::get_if<ConveyanceState>(&subject);
  if (c && c->addressee == state.self && c->acknowledgements.empty())
    out.push_back({Duty::acknowledge,
                   id,
                   id,
                   c->from,
                   c->addressee,
                   c->precedence,
                   std::nullopt,
                   c->act,
                   state.name_of(state.intermediary) + " conveyed this to you; say how you take it, or that you have no position yet.",
                   {"acknowledge"},
                   {}});
  return out;
}

}  // namespace

std::vector<Waiting> waiting_for(const CaseState& state, const StatementId& id, const Subject& subject, Time now) {
  auto all = all_waiting(state, id, subject);
  std::erase_if(all, [&](const auto& w) { return w.deadline && *w.deadline < now; });
  return all;
}

bool may_wait(const CaseState& state, const StatementId& id, const Subject& subject) { return !all_waiting(state, id, subject).empty(); }

}  // namespace offices::mediation
