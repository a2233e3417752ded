// SPDX-License-Identifier: Apache-2.0
// Random talks: what an intermediary and two parties say about agendas, frameworks and ballots, mostly sensible, often not
// quite. For random_acts.hpp.
#pragma once

#include <functional>
#include <random>

#include "tests/support/memory_talks.hpp"

namespace offices::testing {

class RandomTalks {
 public:
  using Act = std::function<void(const Member& who, const Member& with, const Body& body)>;
  RandomTalks(MemoryCase& c, std::mt19937_64& dice, Act act) : c_(c), dice_(dice), act_(std::move(act)) {}

  void mediate() {
    switch (pick(12)) {
      case 0: return set_agenda();
      case 1:
      case 2: return table();
      case 3:
      case 4: return open_ballot();
      case 5: return stub();
      case 6:
      case 7: return end(c_.harbour(), some_side());
      case 8: return act_(c_.harbour(), some_side(), mediation::Sight{c_.salt(), c_.salt()});
      default: return show();
    }
  }
  void speak(const Member& who) {
    switch (pick(8)) {
      case 0:
      case 1:
      case 2: return see(who);
      case 3:
      case 4: return end(who, who);
      case 5:
      case 6: return ratify(who);
      default: return act_above_its_role(who);
    }
  }

 private:
  [[nodiscard]] bool chance(int percent) { return static_cast<int>(dice_() % 100) < percent; }
  [[nodiscard]] std::size_t pick(std::size_t n) { return dice_() % n; }
  template <class T>
  const T& any(const std::vector<T>& of) {
    return of[pick(of.size())];
  }
  const Member& some_side() { return chance(6) ? c_.inspectorate() : chance(50) ? c_.avalon() : c_.borduria(); }
  std::int64_t seconds(std::size_t most, std::int64_t less) { return static_cast<std::int64_t>(pick(most)) - less; }
  const mediation::Proceedings& held(const Member& at, const Member& side) {
    static const mediation::Proceedings nothing;
    const auto* s = c_.post(at).subject(mediation::proceedings_id(c_.post(at).state.id, side.id));
    return s ? std::get<mediation::Proceedings>(*s) : nothing;
  }
  /// Mostly to both parties, sometimes to one.
  void to_parties(const Body& body) {
    if (chance(90)) act_(c_.harbour(), c_.avalon(), body);
    if (chance(90)) act_(c_.harbour(), c_.borduria(), body);
    if (chance(4)) act_(c_.harbour(), c_.inspectorate(), body);
  }
  record::Digest some_framework(const Member& side) {
    std::vector<record::Digest> all, replaced;
    for (const auto& t : held(c_.harbour(), side).tables)
      for (const auto& f : t.frameworks) {
        all.push_back(f.framework);
        if (f.replaces) replaced.push_back(*f.replaces);
      }
    if (!replaced.empty() && chance(15)) return any(replaced);
    return all.empty() || chance(4) ? c_.salt() : chance(60) ? all.back() : any(all);
  }

  void set_agenda() {
    auto document = agenda_document(static_cast<int>(pick(9)));
    if (chance(6)) document += " ";
    bool spoilt = chance(15);
    auto version = static_cast<std::int64_t>(1 + pick(4));
    for (const auto* side : {&c_.avalon(), &c_.borduria()}) {
      const auto* latest = held(c_.harbour(), *side).latest_agenda();
      mediation::AgendaVersion b{1, std::nullopt, document};
      if (latest) b = {latest->version + 1, latest->agenda, document};
      if (spoilt && chance(50)) b.version = version;
      if (spoilt && chance(50)) b.previous = chance(50) ? std::optional(c_.salt()) : std::nullopt;
      act_(c_.harbour(), *side, b);
    }
  }

  void table() {
    const auto& p = held(c_.harbour(), c_.avalon());
    if (!last_table_.frameworks.empty() && chance(10)) return to_parties(chance(40) ? last_table_ : another(last_table_));
    mediation::Tabling t{c_.salt(), {}, {}};
    if (const auto* latest = p.latest_agenda()) t.agenda = chance(85) ? latest->agenda : any(p.agendas).agenda;
    for (std::size_t n = 1 + pick(3); n > 0; --n) {
      t.frameworks.push_back(framework(chance(50) ? "third" : chance(60) ? "half" : "whole"));
      if (chance(25)) t.frameworks.back().replaces = some_framework(c_.avalon());
    }
    last_table_ = t;
    if (chance(88)) return to_parties(t);
    act_(c_.harbour(), c_.avalon(), t);
    act_(c_.harbour(), c_.borduria(), another(t));
  }
  static mediation::Tabling another(mediation::Tabling t) {
    t.frameworks.front().title += ", or so";
    return t;
  }

  void open_ballot() {
    mediation::BallotOpening b{some_framework(c_.avalon()), c_.salt(), {c_.harbour().id, c_.avalon().id, c_.borduria().id}, {}, {}, {}};
    b.until = c_.now.plus(seconds(4000, 100));
    b.ends = b.until.plus(seconds(3000, 100));
    if (chance(75)) b.ratify_by = b.until.plus(seconds(30'000, 600));
    if (chance(18)) spoil(b.roster);
    to_parties(b);
  }
  void spoil(std::vector<ParticipantId>& roster) {
    switch (pick(5)) {
      case 0: return roster.pop_back();
      case 1: return roster.push_back(c_.avalon().id);
      case 2: return std::swap(roster[0], roster[1]);
      case 3: return roster.push_back(c_.inspectorate().id);
      default: roster[2] = ParticipantId{};
    }
  }
  void stub() {
    const auto& side = some_side();
    const auto& ballots = held(c_.harbour(), side).ballots;
    if (ballots.empty()) return;
    act_(c_.harbour(), side, mediation::Stub{chance(95) ? any(ballots).ballot : c_.salt(), static_cast<std::int64_t>(1 + pick(2))});
  }

  /// Mostly as it was: half of all ballots are adopted.
  void end(const Member& who, const Member& side) {
    const auto& ballots = held(who, side).ballots;
    if (ballots.empty()) return;
    const auto& ballot = chance(50) ? ballots.back() : any(ballots);
    auto adopted = ballot.ballot.octets[0] % 2 == 0;
    if (chance(12)) adopted = !adopted;
    mediation::BallotOutcome b{ballot.ballot,
                               adopted ? mediation::BallotResult::adopted : mediation::BallotResult::not_adopted,
                               {},
                               5,
                               {},
                               chance(95) ? ballot.framework : c_.salt()};
    if (chance(30)) abort(b, side);
    if (who.id != c_.harbour().id || chance(40)) return act_(who, who.id == c_.harbour().id ? side : c_.harbour(), b);
    act_(who, c_.avalon(), b);
    act_(who, c_.borduria(), b);
  }
  void abort(mediation::BallotOutcome& b, const Member& side) {
    b.result = mediation::BallotResult::aborted;
    b.cause = static_cast<mediation::AbortCause>(pick(3));
    b.round = static_cast<std::int64_t>(1 + pick(2));
    b.missing.push_back(chance(90) ? side.id : c_.inspectorate().id);
  }

  void see(const Member& who) {
    const auto& tables = held(who, who).tables;
    if (tables.empty()) return;
    const auto& t = chance(60) ? tables.back() : any(tables);
    act_(who, c_.harbour(), mediation::Sight{chance(96) ? t.table : c_.salt(), chance(88) ? t.shown : c_.salt()});
  }
  void ratify(const Member& who) {
    const auto& ballots = held(who, who).ballots;
    if (ballots.empty()) return;
    const auto& b = chance(50) ? ballots.back() : any(ballots);
    act_(who, c_.harbour(), mediation::Ratification{b.ballot, chance(93) ? b.framework : c_.salt()});
  }
  void act_above_its_role(const Member& who) {
    switch (pick(4)) {
      case 0: return act_(who, c_.harbour(), mediation::AgendaVersion{1, std::nullopt, agenda_document(1)});
      case 1: return act_(who, c_.harbour(), mediation::Tabling{c_.salt(), c_.salt(), {framework("half")}});
      case 2: return act_(who, c_.harbour(), mediation::Stub{c_.salt(), 1});
      default: return act_(who, c_.harbour(), mediation::Ratification{c_.salt(), c_.salt()});
    }
  }

  /// Shows a party what another post signed; sometimes what nobody shows, or what nobody signed.
  void show() {
    std::vector<record::Signed> evidence;
    for (const auto& k : c_.post(c_.harbour()).kept)
      if (k.kind == "sight" || k.kind == "outcome" || k.kind == "ratification") evidence.push_back(k.entry.statement);
    if (evidence.empty()) return;
    auto e = chance(60) ? evidence[evidence.size() - 1 - pick(std::min<std::size_t>(evidence.size(), 6))] : any(evidence);
    if (chance(5)) e = any(c_.post(c_.harbour()).kept).entry.statement;
    if (chance(5)) e.signature[9] ^= 1;
    act_(c_.harbour(), some_side(), mediation::Witness{e});
  }

  MemoryCase& c_;
  std::mt19937_64& dice_;
  Act act_;
  mediation::Tabling last_table_;
};

}  // namespace offices::testing
