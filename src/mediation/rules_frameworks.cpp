// SPDX-License-Identifier: Apache-2.0
// Who may say what of agendas, frameworks and ballots. Everything is judged from one channel alone; what other sides signed
// counts as far as the intermediary shows it there.
#include <algorithm>
#include <set>

#include "accord/agenda.hpp"
#include "mediation/rules_view.hpp"

namespace offices::mediation {
namespace {

const Proceedings& held(const View& v) {
  static const Proceedings nothing;
  return v.proceedings ? *v.proceedings : nothing;
}

/// Whether the order of statements is shown: the lines of a bare dossier may stand in any.
bool is_ordered(const View& v) { return v.s.place.has_value(); }

const TableFact* known_table(const View& v, const Digest& table) {
  const auto* t = held(v).table(table);
  return t && v.knew(t->fact, v.state.intermediary) ? t : nullptr;
}
const BallotFact* known_ballot(const View& v, const Digest& ballot) {
  const auto* b = held(v).ballot(ballot);
  return b && v.knew(b->fact, v.state.intermediary) ? b : nullptr;
}

bool is_replaced(const Proceedings& p, const Digest& framework) {
  return std::ranges::any_of(
      p.tables, [&](const auto& t) { return std::ranges::any_of(t.frameworks, [&](const auto& f) { return f.replaces == framework; }); });
}

/// Whether a member of the channel said so, as far as `v.s.author` knew, and `v.s.author` itself did not say otherwise.
bool was_adopted(const View& v, const Digest& ballot) {
  const auto* own = held(v).outcome(ballot, v.s.author);
  if (own && own->result == BallotResult::not_adopted) return false;
  return std::ranges::any_of(held(v).outcomes, [&](const auto& o) {
    return !o.witness && o.ballot == ballot && o.result == BallotResult::adopted && v.knew(o.fact, o.by);
  });
}

bool has_a_place(const BallotFact& ballot, const ParticipantId& id) { return std::ranges::find(ballot.roster, id) != ballot.roster.end(); }

Objection against_version(const View& v, const AgendaVersion& b) {
  const auto* latest = held(v).latest_agenda();
  if (!latest) return std::nullopt;  // who came later is shown the version in force first
  if (b.previous && !held(v).agenda(*b.previous)) return no(Code::no_agenda, "the version that it follows is not in this channel");
  bool follows = b.version > latest->version && b.previous == latest->agenda;
  if (is_ordered(v) && !follows) return no(Code::agenda_replaced, "version " + std::to_string(latest->version) + " came in between");
  return std::nullopt;
}

Objection against_frameworks(const View& v, const Tabling& b) {
  std::set<Digest> ids;
  for (const auto& f : b.frameworks) {
    auto id = framework_id(b, f);
    if (!ids.insert(id).second) return no(Code::exists, "the same framework stands twice on the table");
    if (f.replaces && !held(v).table_of(*f.replaces))
      return no(Code::not_found, "the framework that it replaces was not on the table here");
  }
  return std::nullopt;
}

Objection against_roster(const View& v, const BallotOpening& b) {
  if (b.roster.size() < 3) return no(Code::malformed, "a ballot has an intermediary and at least two sides");
  if (std::set<ParticipantId>(b.roster.begin(), b.roster.end()).size() != b.roster.size())
    return no(Code::malformed, "the roster names somebody twice");
  if (b.roster.front() != v.state.intermediary) return no(Code::wrong_role, "the intermediary is first in the roster");
  if (std::ranges::find(b.roster, v.side) == b.roster.end()) return no(Code::wrong_context, "the roster leaves this side out");
  for (const auto& id : b.roster | std::views::drop(1)) {
    const auto* p = v.state.find(id);
    if (!p) return no(Code::not_a_participant, "the roster names somebody who was not introduced here");
    if (p->role != Role::party) return no(Code::wrong_role, p->name + " has no vote");
  }
  return std::nullopt;
}

Objection against_times(const BallotOpening& b) {
  if (b.ends <= b.until) return no(Code::too_late, "it ends before the votes are cast");
  if (b.ratify_by && *b.ratify_by <= b.until) return no(Code::too_late, "ratification comes after the votes");
  return std::nullopt;
}

/// Two who followed a ballot to its end and do not hold the same.
bool contradict(const OutcomeFact& a, BallotResult result, const Digest& transcript) {
  bool ended = a.result != BallotResult::aborted && result != BallotResult::aborted;
  return ended && (a.result != result || a.transcript != transcript);
}

/// Whether the intermediary says that this side's message is missing, and has signed a stub for it.
bool blames_what_it_held(const View& v, const BallotOutcome& b) {
  bool blames = b.cause == AbortCause::absent && v.by_intermediary() && std::ranges::find(b.missing, v.side) != b.missing.end();
  return blames && std::ranges::any_of(held(v).stubs, [&](const auto& s) { return s.ballot == b.ballot && s.round == b.round; });
}

Objection against_other_outcomes(const View& v, const BallotOutcome& b) {
  if (held(v).outcome(b.ballot, v.s.author)) return no(Code::ballot_ended, "it has signed an outcome already");
  for (const auto& o : held(v).outcomes)
    if (o.ballot == b.ballot && contradict(o, b.result, b.transcript) && v.knew(o.fact, o.witness ? v.state.intermediary : o.by))
      return no(Code::outcome_differs, v.state.name_of(o.by) + " signed another");
  return std::nullopt;
}

// What another side signed, by its kind.
Objection on_shown(const View& v, const Evidence&, const Sight& b) {
  const auto* t = known_table(v, b.table);
  if (!t) return no(Code::not_found, "no such table in this channel");
  return t->shown == b.shown ? std::nullopt : no(Code::table_differs, "another side's post signed that it was shown something else");
}
Objection on_shown(const View& v, const Evidence& e, const BallotOutcome& b) {
  const auto* ballot = known_ballot(v, b.ballot);
  if (!ballot) return no(Code::not_found, "no such ballot in this channel");
  if (!has_a_place(*ballot, e.statement.author)) return no(Code::not_yours, "it had no vote");
  for (const auto& o : held(v).outcomes)
    if (o.ballot == b.ballot && o.by != e.statement.author && v.knew(o.fact, o.witness ? v.state.intermediary : o.by) &&
        contradict(o, b.result, b.transcript))
      return no(Code::outcome_differs, v.state.name_of(o.by) + " and " + v.state.name_of(e.statement.author) + " signed two");
  return std::nullopt;
}
Objection on_shown(const View& v, const Evidence& e, const Ratification& b) {
  const auto* ballot = known_ballot(v, b.ballot);
  if (!ballot || ballot->framework != b.framework) return no(Code::not_found, "no such ballot in this channel");
  if (!has_a_place(*ballot, e.statement.author)) return no(Code::not_yours, "it had no vote");
  return std::nullopt;
}
Objection on_shown(const View& v, const Evidence&, const Reached& b) { return on_shown(v, b); }
Objection on_shown(const View& v, const Evidence& e, const Agreement& b) { return on_shown(v, e.statement.author, b); }
Objection on_shown(const View& v, const Evidence& e, const Divergence& b) { return on_shown(v, e.statement.author, b); }
Objection on_shown(const View&, const Evidence&, const auto&) { return no(Code::malformed, "this is not shown to others"); }

bool shown_before(const Proceedings& p, const StatementId& id) {
  auto is = [&](const auto& facts) { return std::ranges::any_of(facts, [&](const auto& f) { return f.witness == id; }); };
  return is(p.sights) || is(p.outcomes) || is(p.ratifications);
}

}  // namespace

bool View::knew(const Fact& fact, const ParticipantId& by) const { return by == s.author || covers(s.seen, fact).value_or(true); }

Objection on(const View& v, const AgendaVersion& b) {
  if (auto o = only_intermediary(v)) return o;
  auto agenda = accord::read_agenda({"agenda", b.document});
  if (!agenda) return agenda.error();
  if (accord::write_agenda(*agenda) != b.document) return no(Code::malformed, "the agenda is spelt otherwise");
  return against_version(v, b);
}

Objection on(const View& v, const Tabling& b) {
  if (auto o = only_intermediary(v)) return o;
  if (const auto* t = held(v).table(b.table))
    return t->shown == table_digest(b) ? no(Code::exists, "it is on the table") : no(Code::table_differs, "one table, two contents");
  if (!held(v).agenda(b.agenda)) return no(Code::no_agenda, "the agenda of these frameworks is not in this channel");
  if (is_ordered(v) && held(v).latest_agenda()->agenda != b.agenda)
    return no(Code::agenda_replaced, "the frameworks are over an earlier version");
  return against_frameworks(v, b);
}

Objection on(const View& v, const Sight& b) {
  if (auto o = only_side(v)) return o;
  const auto* t = known_table(v, b.table);
  if (!t) return no(Code::not_found, "no such table in this channel");
  return t->shown == b.shown ? std::nullopt : no(Code::table_differs, "it says that it was shown something else than was signed here");
}

Objection on(const View& v, const BallotOpening& b) {
  if (auto o = only_intermediary(v)) return o;
  if (!held(v).table_of(b.framework)) return no(Code::not_found, "no such framework in this channel");
  if (auto o = against_roster(v, b)) return o;
  if (auto o = against_times(b)) return o;
  if (held(v).ballot(ballot_id(b))) return no(Code::exists, "it is open here");
  for (const auto& other : held(v).ballots) {
    const auto* ended = held(v).outcome(other.ballot, v.state.intermediary);
    if (other.framework == b.framework && !(ended && ended->result == BallotResult::aborted))
      return no(Code::exists, "a framework is put to one ballot; table another version for a second");
  }
  return std::nullopt;
}

Objection on(const View& v, const Stub& b) {
  if (auto o = only_intermediary(v)) return o;
  return held(v).ballot(b.ballot) ? std::nullopt : no(Code::not_found, "no such ballot in this channel");
}

Objection on(const View& v, const BallotOutcome& b) {
  const auto* ballot = known_ballot(v, b.ballot);
  if (!ballot) return no(Code::not_found, "no such ballot in this channel");
  for (const auto& id : b.missing)
    if (!has_a_place(*ballot, id)) return no(Code::malformed, "it waited for nobody of its roster");
  if (b.cause == AbortCause::absent && v.s.time < ballot->ends)
    return no(Code::too_early, "nobody is absent before " + base::iso(ballot->ends));
  if (blames_what_it_held(v, b)) return no(Code::outcome_differs, "it had signed that it held the message which it says was missing");
  return against_other_outcomes(v, b);
}

Objection on(const View& v, const Ratification& b) {
  if (auto o = only_side(v)) return o;
  const auto* ballot = known_ballot(v, b.ballot);
  if (!ballot || ballot->framework != b.framework) return no(Code::not_found, "no such ballot on this framework");
  if (!ballot->ratify_by) return no(Code::not_adopted, "it was put to the vote without ratification");
  if (!was_adopted(v, b.ballot)) return no(Code::not_adopted, "");
  if (v.s.time > *ballot->ratify_by) return no(Code::too_late, "it could be ratified until " + base::iso(*ballot->ratify_by));
  return std::nullopt;
}

Objection on(const View& v, const Witness& b) {
  if (auto o = only_intermediary(v)) return o;
  auto e = v.check ? v.check(b.evidence) : check_evidence(v.state, b.evidence);
  if (!e) return e.error();
  if (e->statement.author == v.side || e->statement.author == v.state.intermediary) return no(Code::not_yours, "only another side's");
  return std::visit([&](const auto& body) { return on_shown(v, *e, body); }, e->body);
}

Objection prudence(const View& v, const AgendaVersion& b) {
  const auto* latest = held(v).latest_agenda();
  return latest && latest->agenda == agenda_digest(b.document) ? no(Code::exists, "the agenda is the same") : std::nullopt;
}
Objection prudence(const View& v, const Sight& b) {
  bool said = std::ranges::any_of(held(v).sights, [&](const auto& s) { return s.table == b.table && s.by == v.s.author; });
  return said ? no(Code::already_answered, "it was said") : std::nullopt;
}
Objection prudence(const View& v, const BallotOpening& b) {
  if (b.until <= v.s.time) return no(Code::too_late, "votes are cast in the future");
  if (is_replaced(held(v), b.framework)) return no(Code::framework_replaced, "a newer version is on the table");
  for (const auto& id : b.roster)
    if (auto o = active(v, id)) return o;
  return std::nullopt;
}
Objection prudence(const View& v, const Stub& b) {
  bool said = std::ranges::any_of(held(v).stubs, [&](const auto& s) { return s.ballot == b.ballot && s.round == b.round; });
  return said ? no(Code::already_answered, "it was said") : std::nullopt;
}
Objection prudence(const View&, const BallotOutcome&) { return std::nullopt; }
Objection prudence(const View& v, const Ratification& b) {
  bool said = std::ranges::any_of(held(v).ratifications, [&](const auto& r) { return r.ballot == b.ballot && r.by == v.s.author; });
  return said ? no(Code::already_answered, "it is ratified") : std::nullopt;
}
Objection prudence(const View& v, const Witness& b) {
  if (v.incident) return prudence_of_reached(v, b);
  if (v.draft) return prudence_of_signer(v, b);
  return shown_before(held(v), b.evidence.id()) ? no(Code::already_answered, "it was shown") : std::nullopt;
}

}  // namespace offices::mediation
