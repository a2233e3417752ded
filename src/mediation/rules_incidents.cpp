// SPDX-License-Identifier: Apache-2.0
// Who may say what of incidents, and who tests a line. Everything is judged from one channel alone.
#include <algorithm>

#include "mediation/rules_view.hpp"

namespace offices::mediation {
namespace {

const IncidentState& held_incident(const View& v) {
  static const IncidentState nothing;
  return v.incident ? *v.incident : nothing;
}

const OutreachFact* known_outreach(const View& v, std::int64_t number) {
  const auto* o = held_incident(v).outreach(number);
  return o && v.knew(o->fact, v.state.intermediary) ? o : nullptr;
}
Objection unknown() { return no(Code::not_found, "no such outreach in this channel"); }

/// The words of an incident's author, with its signature beside them.
Objection against_evidence(const View& v, const Outreach& b) {
  auto e = v.check ? v.check(*b.evidence) : check_evidence(v.state, *b.evidence);
  if (!e) return e.error();
  const auto* told = std::get_if<Incident>(&e->body);
  if (!told || told->incident != b.incident) return no(Code::no_mandate, "what lies beside the words is another statement");
  if (told->release != Release::all) return no(Code::no_mandate, "its author told the intermediary alone");
  if (told->words != b.words || told->precedence != b.precedence) return no(Code::words_differ, "its author signed other words");
  return std::nullopt;
}

/// The intermediary's own words are not those of the side that told it, as far as it knew them.
Objection against_own_words(const View& v, const Outreach& b) {
  const auto& told = held_incident(v).told;
  if (!told || told->words != words_digest(b.words) || !v.knew(told->fact, v.side)) return std::nullopt;
  return told->release == Release::all ? no(Code::attribution_mismatch, "these are its author's words; they go with its signature")
                                       : no(Code::no_mandate, "its author told the intermediary alone");
}

Objection against_number(const View& v, const Outreach& b) {
  if (const auto* same = held_incident(v).outreach(b.number))
    return same->shown == outreach_digest(b) ? no(Code::exists, "it was said")
                                             : no(Code::table_differs, "something else was said under this number");
  const auto* latest = held_incident(v).latest();
  if (v.s.place && latest && b.number < latest->number)
    return no(Code::wrong_context, "outreach " + std::to_string(latest->number) + " came before it");
  return std::nullopt;
}

bool has_answered(const View& v, std::int64_t number) {
  return std::ranges::any_of(held_incident(v).responses, [&](const auto& r) { return r.number == number && v.knew(r.fact, v.side); });
}

/// The intermediary says what did not come, and when it should have.
Objection against_silence(const View& v, const Attempt& b, const OutreachFact& o) {
  auto due = o.fact.time.plus(o.handling_s);
  if (v.s.time < due) return no(Code::too_early, "there is time until " + base::iso(due));
  const auto* arrival = held_incident(v).reached_by(b.number, v.side);
  if (b.outcome == AttemptOutcome::unreached && arrival && v.knew(arrival->fact, v.side))
    return no(Code::already_answered, "its post had signed that it was there");
  if (has_answered(v, b.number)) return no(Code::already_answered, "a person had answered");
  return std::nullopt;
}

}  // namespace

Objection on(const View& v, const Incident&) {
  if (auto o = only_side(v)) return o;
  return held_incident(v).told ? no(Code::exists, "it was told") : std::nullopt;
}

Objection on(const View& v, const Outreach& b) {
  if (auto o = only_intermediary(v)) return o;
  const auto* side = v.state.find(v.side);
  if (side && side->role != Role::party) return no(Code::wrong_role, "an outreach is for the sides");
  if (auto o = against_number(v, b)) return o;
  return b.evidence ? against_evidence(v, b) : against_own_words(v, b);
}

Objection on(const View& v, const Reached& b) {
  if (auto o = only_side(v)) return o;
  const auto* outreach = known_outreach(v, b.number);
  if (!outreach) return unknown();
  if (b.at > v.s.time) return no(Code::too_early, "it came before that is said");
  return outreach->shown == b.shown ? std::nullopt : no(Code::table_differs, "it says that something else came than was signed here");
}

Objection on(const View& v, const Response& b) {
  if (auto o = only_side(v)) return o;
  return known_outreach(v, b.number) ? std::nullopt : unknown();
}

Objection on(const View& v, const Attempt& b) {
  const auto* outreach = known_outreach(v, b.number);
  if (!outreach) return unknown();
  bool of_silence = b.outcome == AttemptOutcome::unreached || b.outcome == AttemptOutcome::unanswered;
  if (of_silence != v.by_intermediary())
    return no(Code::wrong_role, of_silence ? "only the intermediary says what did not come" : "a side's post calls its own people");
  return of_silence ? against_silence(v, b, *outreach) : std::nullopt;
}

Objection on(const View& v, const LineTest&) {
  return v.state.find(v.s.author) ? std::nullopt : no(Code::not_a_participant, "its author does not take part");
}

Objection on(const View& v, const LineAnswer& b) {
  if (!v.test || !v.knew(v.test->fact, v.test->by)) return no(Code::not_found, "no such test on this line");
  if (v.test->by == v.s.author) return no(Code::not_yours, "the other end answers");
  return v.test->number == b.number ? std::nullopt : no(Code::wrong_context, "the test has another number");
}

Objection on_shown(const View& v, const Reached& b) {
  const auto* outreach = known_outreach(v, b.number);
  if (!outreach) return unknown();
  return outreach->shown == b.shown ? std::nullopt : no(Code::table_differs, "another side's post signed that something else came");
}

Objection prudence(const View& v, const Reached& b) {
  return held_incident(v).reached_by(b.number, v.s.author) ? no(Code::already_answered, "it was said") : std::nullopt;
}
Objection prudence(const View& v, const Response& b) {
  bool said =
      std::ranges::any_of(held_incident(v).responses, [&](const auto& r) { return r.number == b.number && r.position == b.position; });
  return said ? no(Code::already_answered, "it was said") : std::nullopt;
}
Objection prudence(const View& v, const Attempt& b) {
  bool said = std::ranges::any_of(held_incident(v).attempts,
                                  [&](const auto& a) { return a.by == v.s.author && a.number == b.number && a.attempt == b.attempt; });
  if (said) return no(Code::exists, "it was said");
  return has_answered(v, b.number) ? no(Code::already_answered, "a person has answered") : std::nullopt;
}
Objection prudence(const View& v, const LineAnswer& b) {
  return v.test->answer(b.by) ? no(Code::already_answered, "the test was answered") : std::nullopt;
}
Objection prudence_of_reached(const View& v, const Witness& b) {
  bool shown = std::ranges::any_of(held_incident(v).reached, [&](const auto& r) { return r.witness == b.evidence.id(); });
  return shown ? no(Code::already_answered, "it was shown") : std::nullopt;
}

}  // namespace offices::mediation
