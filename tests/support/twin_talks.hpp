// SPDX-License-Identifier: Apache-2.0
// Twin of the talks: reads what the intermediary's post keeps of agendas, frameworks and ballots, and says in the slowest and
// plainest way what is amiss with a statement. Knows the kinds of statements and none of the rules' code.
#pragma once

#include <algorithm>

#include "tests/support/twin.hpp"

namespace offices::testing {

class TwinTalks {
 public:
  TwinTalks(const Twin& twin, MemoryCase& c) : twin_(twin), harbour_(c.harbour().id) {
    for (std::size_t i = 0; i < c.size(); ++i)
      if (c.member(i).role == Role::party) parties_.push_back(c.member(i).id);
  }

  /// Whether a statement is about these things at all.
  static bool is_one(const Filed& f) { return f.body.index() >= Body(mediation::AgendaVersion{}).index(); }
  /// What does not go with what its author knew; empty where all does. "contradicts …" stays in the record as evidence.
  const std::string& amiss(const Filed& f) {
    auto known = amiss_.find(f.id);
    if (known != amiss_.end()) return known->second;
    auto why = std::visit([&](const auto& b) { return look(f, b); }, f.body);
    return amiss_.emplace(f.id, std::move(why)).first->second;
  }

 private:
  template <class B>
  using Said = std::vector<std::pair<const Filed*, const B*>>;

  bool stays(const Filed& f) { return amiss(f).empty() || amiss(f).starts_with("contradicts"); }
  static bool knew(const Filed& who, const Filed& what) {
    if (who.context.channel != what.context.channel) return false;
    if (who.context.feed == what.context.feed) return what.context.index < who.context.index;
    return who.context.seen_size(what.context.feed) > what.context.index;
  }
  /// What stays of one kind and `f` knew, the earliest of each feed first.
  template <class B>
  Said<B> known(const Filed& f) {
    Said<B> out;
    for (const auto& g : twin_.all())
      if (const auto* b = std::get_if<B>(&g.body); b && knew(f, g) && stays(g)) out.emplace_back(&g, b);
    std::ranges::sort(out, {}, [](const auto& p) { return p.first->context.index; });
    return out;
  }
  const mediation::Tabling* table(const Filed& f, const record::Digest& number) {
    for (auto [g, t] : known<mediation::Tabling>(f))
      if (t->table == number) return t;
    return nullptr;
  }
  const mediation::BallotOpening* ballot(const Filed& f, const record::Digest& id) {
    for (auto [g, b] : known<mediation::BallotOpening>(f))
      if (mediation::ballot_id(*b) == id) return b;
    return nullptr;
  }
  bool on_a_table(const Filed& f, const record::Digest& framework) {
    for (auto [g, t] : known<mediation::Tabling>(f))
      for (const auto& one : t->frameworks)
        if (mediation::framework_id(*t, one) == framework) return true;
    return false;
  }
  static bool in(const std::vector<ParticipantId>& list, const ParticipantId& id) { return std::ranges::count(list, id) > 0; }
  /// Outcomes of one ballot with who signed them, shown ones included.
  std::vector<std::pair<ParticipantId, mediation::BallotOutcome>> outcomes(const Filed& f, const record::Digest& of, bool shown = true) {
    std::vector<std::pair<ParticipantId, mediation::BallotOutcome>> out;
    for (auto [g, o] : known<mediation::BallotOutcome>(f))
      if (o->ballot == of) out.emplace_back(g->author, *o);
    if (!shown) return out;
    for (auto [g, w] : known<mediation::Witness>(f)) {
      auto s = *record::decode_payload(w->evidence.payload);
      auto body = *mediation::decode_body(s.kind, s.body);
      if (const auto* o = std::get_if<mediation::BallotOutcome>(&body); o && o->ballot == of) out.emplace_back(s.author, *o);
    }
    return out;
  }
  static bool contradict(const mediation::BallotOutcome& a, const mediation::BallotOutcome& b) {
    if (a.cause || b.cause) return false;
    return a.result != b.result || a.transcript != b.transcript;
  }

  template <class B>
  std::string look(const Filed&, const B&) {
    return "not one of these";
  }
  std::string look(const Filed& f, const mediation::AgendaVersion& b) {
    if (f.author != harbour_) return "a side's";
    if (!base::parse_spelt(base::as_bytes(b.document))) return "another spelling";
    auto before = known<mediation::AgendaVersion>(f);
    if (before.empty()) return "";
    const auto& last = *before.back().second;
    return b.version > last.version && b.previous == mediation::agenda_digest(last.document) ? "" : "out of order";
  }
  std::string look(const Filed& f, const mediation::Tabling& b) {
    if (f.author != harbour_) return "a side's";
    if (table(f, b.table)) return "a number twice";
    auto agendas = known<mediation::AgendaVersion>(f);
    if (agendas.empty() || mediation::agenda_digest(agendas.back().second->document) != b.agenda) return "another agenda";
    for (const auto& one : b.frameworks) {
      if (std::ranges::count(b.frameworks, one) > 1) return "one framework twice";
      if (one.replaces && !on_a_table(f, *one.replaces)) return "replaces nothing";
    }
    return "";
  }
  std::string look(const Filed& f, const mediation::Sight& b) {
    if (f.author == harbour_) return "the intermediary's";
    const auto* t = table(f, b.table);
    if (!t) return "no table";
    return mediation::table_digest(*t) == b.shown ? "" : "contradicts the table";
  }
  std::string look(const Filed& f, const mediation::BallotOpening& b) {
    if (f.author != harbour_) return "a side's";
    if (!on_a_table(f, b.framework)) return "no framework";
    if (b.roster.size() < 3 || b.roster[0] != harbour_ || !in(b.roster, f.side)) return "another roster";
    for (std::size_t i = 0; i < b.roster.size(); ++i)
      if (std::ranges::count(b.roster, b.roster[i]) > 1 || (i > 0 && !in(parties_, b.roster[i]))) return "another roster";
    if (b.until >= b.ends || (b.ratify_by && b.until >= *b.ratify_by)) return "no time";
    for (auto [g, earlier] : known<mediation::BallotOpening>(f)) {
      bool ended = false;
      for (const auto& [by, o] : outcomes(f, mediation::ballot_id(*earlier), false)) ended = ended || (by == harbour_ && o.cause);
      if (earlier->framework == b.framework && (!ended || mediation::ballot_id(*earlier) == mediation::ballot_id(b)))
        return "a second ballot";
    }
    return "";
  }
  std::string look(const Filed& f, const mediation::Stub& b) {
    return f.author != harbour_ ? "a side's" : ballot(f, b.ballot) ? "" : "no ballot";
  }
  std::string look(const Filed& f, const mediation::BallotOutcome& b) {
    const auto* of = ballot(f, b.ballot);
    if (!of) return "no ballot";
    for (const auto& id : b.missing)
      if (!in(of->roster, id)) return "waits for nobody";
    bool absent = b.cause == mediation::AbortCause::absent;
    if (absent && f.time < of->ends) return "too early";
    if (absent && f.author == harbour_ && in(b.missing, f.side))
      for (auto [g, s] : known<mediation::Stub>(f))
        if (s->ballot == b.ballot && s->round == b.round) return "contradicts a stub";
    std::string why;
    for (const auto& [by, o] : outcomes(f, b.ballot)) {
      if (by == f.author) return "a second outcome";
      if (contradict(o, b)) why = "contradicts another outcome";
    }
    return why;
  }
  std::string look(const Filed& f, const mediation::Ratification& b) {
    if (f.author == harbour_) return "the intermediary's";
    const auto* of = ballot(f, b.ballot);
    if (!of || of->framework != b.framework || !of->ratify_by) return "no ballot";
    bool adopted = false, denied = false;
    for (const auto& [by, o] : outcomes(f, b.ballot, false)) {
      adopted = adopted || o.result == mediation::BallotResult::adopted;
      denied = denied || (by == f.author && o.result == mediation::BallotResult::not_adopted);
    }
    return !adopted || denied ? "not adopted" : f.time > *of->ratify_by ? "too late" : "";
  }
  std::string look(const Filed& f, const mediation::Witness& b) {
    if (f.author != harbour_) return "a side's";
    const Filed* shown = nullptr;
    for (const auto& g : twin_.all())
      if (g.statement == b.evidence) shown = &g;
    if (!shown || shown->author == f.side || shown->author == harbour_) return "nobody else's";
    if (const auto* s = std::get_if<mediation::Sight>(&shown->body)) {
      const auto* t = table(f, s->table);
      return !t ? "no table" : mediation::table_digest(*t) == s->shown ? "" : "contradicts the table";
    }
    const auto* o = std::get_if<mediation::BallotOutcome>(&shown->body);
    const auto* r = std::get_if<mediation::Ratification>(&shown->body);
    const auto* of = o ? ballot(f, o->ballot) : r ? ballot(f, r->ballot) : nullptr;
    if (!of || !in(of->roster, shown->author) || (r && r->framework != of->framework)) return "no ballot";
    if (o)
      for (const auto& [by, other] : outcomes(f, o->ballot))
        if (by != shown->author && contradict(other, *o)) return "contradicts another outcome";
    return "";
  }

  const Twin& twin_;
  ParticipantId harbour_;
  std::vector<ParticipantId> parties_;
  std::map<StatementId, std::string> amiss_;
};

}  // namespace offices::testing
