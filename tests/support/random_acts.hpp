// SPDX-License-Identifier: Apache-2.0
// Random acts: everybody in a case does whatever comes to mind, mostly sensible, often not quite; the intermediary may also
// sign what the rules refuse. Statements are late by chance.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/support/random_talks.hpp"
#include "tests/support/replay.hpp"
#include "tests/support/twin.hpp"

namespace offices::testing {

class RandomActs {
 public:
  explicit RandomActs(std::uint64_t seed, bool dishonest = false)
      : c(seed), dice_(seed), dishonest_(dishonest), talks_(c, dice_, [this](const Member& who, const Member& with, const Body& body) {
          if (!act(who, with, body) && dishonest_ && chance(40)) c.say_anyway(who, with, body);
        }) {
    for (std::size_t i = 0; i < c.size(); ++i) everybody_.push_back(&c.member(i));
  }
  RandomActs(const RandomActs&) = delete;

  MemoryCase c;
  int admitted = 0;
  std::map<std::string, int> refused;

  void run(int acts) {
    for (int i = 0; i < acts; ++i) {
      if (i == acts * 9 / 10) somebody_goes();
      if (chance(30)) talk();
      else if (chance(55)) mediate();
      else speak(*everybody_[1 + pick(3)]);
      c.now = c.now.plus(static_cast<std::int64_t>(pick(900)));
      for (std::size_t k = pick(4); k > 0; --k) deliver_some();
    }
    c.settle();
  }

  /// What the addressee's post holds against a conveyance.
  std::string finding_at_addressee(const Filed& conveyance) {
    return std::get<mediation::ConveyanceState>(c.post(conveyance.side).subjects.at(conveyance.id)).fact.finding;
  }
  bool signed_at_addressee(const Filed& conveyance) {
    const auto& kept = c.post(conveyance.side).kept;
    auto it = std::ranges::find_if(kept, [&](const auto& k) { return k.entry.statement.id() == conveyance.id; });
    return it != kept.end() && record::signature_holds(it->entry.statement, c.harbour().key.public_key());
  }
  /// Whether the post of the signal's author judges the dispatch of a conveyance a breach.
  bool breach_at_author(const Twin& twin, const Filed& conveyance) {
    const auto* dispatch = twin.dispatch_of(conveyance);
    if (!dispatch) return false;
    auto& post = c.post(dispatch->side);
    const auto* subject = post.subject(std::get<mediation::Dispatch>(dispatch->body).signal);
    const auto* signal = subject ? std::get_if<mediation::SignalState>(subject) : nullptr;
    if (!signal) return true;  // a dispatch of what its author never said
    for (const auto& d : signal->dispatches)
      if (d.fact.id == dispatch->id) return mediation::judge_dispatch(post.state, *signal, d).verdict == mediation::Verdict::breach;
    return false;
  }

  Json state_of(const Member& who) { return spelt_state(c.post(who).state, c.post(who).subjects); }
  /// The state of a post that gets everything in another order.
  Json state_after_another_order(const Member& who) {
    auto& post = c.post(who);
    auto entries = post.kept;
    std::ranges::shuffle(entries, dice_);
    Replay replay(post, *mediation::open_case(c.opening));
    for (const auto& k : entries) replay.arrive(k);
    EXPECT_TRUE(replay.waits_for_nothing());
    return replay.state_json();
  }

 private:
  [[nodiscard]] bool chance(int percent) { return static_cast<int>(dice_() % 100) < percent; }
  [[nodiscard]] std::size_t pick(std::size_t n) { return dice_() % n; }
  template <class T>
  const T& any(const std::vector<T>& of) {
    return of[pick(of.size())];
  }

  void deliver_some() {
    const auto& side = *everybody_[1 + pick(3)];
    for (std::size_t n = pick(5); n > 0; --n) (void)(chance(50) ? c.deliver(c.harbour(), side) : c.deliver(side, c.harbour()));
  }

  /// Does it if the rules allow it, and counts. The id of what was said.
  std::optional<StatementId> act(const Member& who, const Member& with, const Body& body) {
    auto done = c.say(who, with, body);
    if (done) {
      ++admitted;
      return *done;
    }
    ++refused[std::string(base::info(done.error().code).name)];
    return std::nullopt;
  }

  const Member& member(const ParticipantId& id) { return c.post(id).me(); }
  ParticipantId somebody() { return chance(4) ? ParticipantId{} : any(everybody_)->id; }
  ParticipantId another_than(const Member& who) {
    for (;;)
      if (const auto* m = everybody_[1 + pick(3)]; m->id != who.id) return m->id;
  }
  mediation::Words some_words() {
    auto text = "Words number " + std::to_string(++words_) + ".";
    if (chance(2)) text.clear();
    if (chance(2)) text += "\u202e";
    if (chance(1)) text.assign(256 * 1024 + 1, 'x');
    return words(text, chance(80) ? "en" : "fa");
  }

  /// Of agendas, frameworks and ballots.
  void talk() {
    if (chance(60)) talks_.mediate();
    else talks_.speak(*everybody_[1 + pick(3)]);
  }

  // Sides.

  mediation::Terms some_terms(const Member& who) {
    mediation::Terms t;
    t.form = static_cast<mediation::Form>(pick(3));
    t.approval = chance(50) ? mediation::Approval::required : mediation::Approval::waived;
    t.attribution = chance(75) ? mediation::Attribution::named : mediation::Attribution::unattributed;
    if (chance(15)) t.not_before = c.now.plus(static_cast<std::int64_t>(pick(6000)));
    t.until = c.now.plus(static_cast<std::int64_t>(pick(90'000)) - 1500);
    if (chance(12)) t.simultaneous_with = chance(80) ? another_than(who) : somebody();
    t.disclosure = static_cast<mediation::Disclosure>(pick(3));
    if (chance(15)) t.public_line = "A signal passed.";
    return t;
  }

  /// A signal that `who` knows of; mostly one of its own, and a recent one.
  StatementId some_signal(const Member& who) {
    std::vector<std::pair<std::uint64_t, StatementId>> own;
    for (const auto& [id, subject] : c.post(who).subjects)
      if (const auto* s = std::get_if<mediation::SignalState>(&subject))
        if (s->author == who.id || chance(15)) own.emplace_back(s->fact.place ? s->fact.place->index : 0, id);
    if (own.empty() || chance(2)) return {};
    std::ranges::sort(own);
    auto recent = std::min<std::size_t>(own.size(), 4);
    return own[own.size() - 1 - pick(chance(80) ? recent : own.size())].second;
  }

  void speak(const Member& who) {
    switch (pick(12)) {
      case 0:
      case 1:
      case 2: return say_something(who);
      case 3:
        return void(
            act(who, c.harbour(), mediation::Mandate{some_signal(who), chance(92) ? another_than(who) : somebody(), some_terms(who)}));
      case 4: return withdraw(who);
      case 5:
      case 6: return answer(who);
      case 7: return take_a_position(who);
      case 8: return act_above_its_role(who);
      default: return allow_what_waits(who);
    }
  }
  void say_something(const Member& who) {
    auto s = assurance("");
    s.act = static_cast<mediation::Act>(pick(8));
    s.precedence = static_cast<mediation::Precedence>(pick(4));
    s.words = some_words();
    if (chance(20)) s.authority = "The minister";
    if (auto id = act(who, c.harbour(), s)) act(who, c.harbour(), mediation::Mandate{*id, another_than(who), some_terms(who)});
  }
  void allow_what_waits(const Member& who) {
    const auto* subject = c.post(who).subject(some_signal(who));
    const auto* s = subject ? std::get_if<mediation::SignalState>(subject) : nullptr;
    if (!s || s->mandates.empty()) return say_something(who);
    auto terms = some_terms(who);
    terms.until = c.now.plus(86'400);
    act(who, c.harbour(), mediation::Mandate{s->fact.id, any(s->mandates).to, terms});
  }
  void withdraw(const Member& who) {
    mediation::Withdraw w{some_signal(who), {}};
    if (chance(60)) w.to = another_than(who);
    act(who, c.harbour(), w);
  }
  void answer(const Member& who) {
    std::vector<StatementId> renderings;
    for (const auto& k : c.post(who).kept)
      if (k.kind == "rendering") renderings.push_back(k.entry.statement.id());
    if (renderings.empty()) return;
    auto id = chance(3) ? StatementId{} : chance(70) ? renderings.back() : any(renderings);
    auto proposal = std::get<mediation::Rendering>(c.body_of(id == StatementId{} ? renderings.back() : id)).proposal;
    if (chance(10)) proposal.words.text += "!";
    if (chance(65)) act(who, c.harbour(), mediation::ApprovalOf{id, proposal});
    else act(who, c.harbour(), mediation::Refusal{proposal.signal, id, "Not in these words."});
  }
  void take_a_position(const Member& who) {
    std::vector<StatementId> got;
    for (const auto& k : c.post(who).kept)
      if (k.kind == "conveyance") got.push_back(k.entry.statement.id());
    if (got.empty()) return;
    auto id = any(got);
    const auto& s = std::get<mediation::ConveyanceState>(c.post(who).subjects.at(id));
    mediation::Digest words = mediation::receipt_words(s.of, s.form, s.attribution, s.words);
    if (chance(25)) return void(act(who, c.harbour(), mediation::Receipt{id, s.of, chance(50) ? words : s.of}));
    act(who, c.harbour(), mediation::Acknowledgement{chance(10) ? StatementId{} : id, s.of, static_cast<mediation::Position>(pick(4))});
  }
  void act_above_its_role(const Member& who) {
    auto signal = some_signal(who);
    switch (pick(5)) {
      case 0: return void(act(who, c.harbour(), mediation::Join{who.name, who.role, who.key.public_key()}));
      case 1: return void(act(who, c.harbour(), mediation::Remove{another_than(who), false, {}}));
      case 2: return void(act(who, c.harbour(), mediation::Decline{signal, {}, "No."}));
      case 3: return void(act(who, c.harbour(), mediation::Disclose{signal, another_than(who), {}, "It was so."}));
      default: return void(act(who, c.harbour(), mediation::Dispatch{signal, another_than(who), {}, {}, {}, {}, words("x"), c.salt(), {}}));
    }
  }

  // The intermediary.

  struct Choice {
    const mediation::SignalState* signal = nullptr;
    const Member *author = nullptr, *to = nullptr;
    const mediation::MandateFact* mandate = nullptr;
  };
  /// A signal with a mandate, mostly one that is new.
  Choice some_choice() {
    std::vector<Choice> all, fresh;
    for (const auto& [id, subject] : c.post(c.harbour()).subjects) {
      const auto* s = std::get_if<mediation::SignalState>(&subject);
      if (!s || s->author == c.harbour().id) continue;
      for (const auto& m : s->mandates) {
        Choice choice{s, &member(s->author), &member(m.to), &m};
        all.push_back(choice);
        if (m.terms.until >= c.now && s->dispatches.empty()) fresh.push_back(choice);
      }
    }
    if (!fresh.empty() && chance(75)) return any(fresh);
    return all.empty() ? Choice{} : any(all);
  }

  void mediate() {
    auto choice = some_choice();
    if (!choice.signal) return;
    switch (pick(16)) {
      case 0: return void(act(c.harbour(), *everybody_[1 + pick(3)], own_words()));
      case 1:
        return void(
            act(c.harbour(), *choice.author, mediation::Decline{chance(90) ? choice.signal->fact.id : StatementId{}, {}, "Not now."}));
      case 2:
      case 3: return disclose(choice);
      case 4: return report(choice);
      case 5: return change_who_takes_part();
      case 6:
        return void(
            act(c.harbour(), *choice.author, mediation::Mandate{choice.signal->fact.id, choice.to->id, some_terms(*choice.author)}));
      case 7:
      case 8:
      case 9: return render(choice);
      default: return dishonest_ && chance(50) ? exceed(choice) : convey(choice);
    }
  }
  mediation::Signal own_words() {
    auto s = assurance("");
    s.words = some_words();
    if (chance(20)) s.authority = "The minister";
    return s;
  }
  void render(const Choice& choice) {
    const auto& t = choice.mandate->terms;
    auto form = chance(85) && t.form != mediation::Form::verbatim ? t.form : static_cast<mediation::Form>(1 + pick(2));
    auto attribution = chance(93) ? t.attribution : mediation::Attribution::unattributed;
    auto to = chance(93) ? choice.to->id : another_than(*choice.author);
    act(c.harbour(), *choice.author, mediation::Rendering{{choice.signal->fact.id, to, form, attribution, some_words()}});
  }
  /// What an honest intermediary would dispatch: the last answered rendering if there is one, else the words themselves.
  mediation::Dispatch dispatch(const Choice& choice) {
    const auto& s = *choice.signal;
    for (const auto& a : s.answers)
      if (!a.approved && chance(75)) return c.rendered(a.rendering);
    if (!s.renderings.empty() && chance(80)) return c.rendered(chance(70) ? s.renderings.back().fact.id : any(s.renderings).fact.id);
    return c.verbatim(s.fact.id, *choice.to);
  }
  void convey(const Choice& choice) {
    auto d = dispatch(choice);
    if (choice.signal->mandates.size() > 1 && chance(30)) d.mandate = any(choice.signal->mandates).fact.id;
    if (choice.mandate->terms.simultaneous_with && chance(60)) d.pair = c.salt();
    spoil(choice, d, 25);
    auto id = act(c.harbour(), *choice.author, d);
    if (!id) return;
    EXPECT_TRUE(c.say(c.harbour(), member(d.to), c.conveyance_of(*choice.author, d, *id)));
  }
  /// Changes one thing, with a chance of `percent`.
  void spoil(const Choice& choice, mediation::Dispatch& d, int percent) {
    if (!chance(percent)) return;
    switch (pick(6)) {
      case 0: d.words.text += " Or else."; break;
      case 1: d.to = another_than(*choice.author); break;
      case 2: d.mandate = any(choice.signal->mandates).fact.id; break;
      case 3:
        d.attribution =
            d.attribution == mediation::Attribution::named ? mediation::Attribution::unattributed : mediation::Attribution::named;
        break;
      case 4: d.form = static_cast<mediation::Form>(pick(3)); break;
      default: d.approval.reset(); break;
    }
  }
  void disclose(const Choice& choice) {
    const auto& s = *choice.signal;
    std::string text = mediation::standard_line(c.post(c.harbour()).state, s, choice.to->id);
    if (chance(25)) text = "A signal passed.";
    if (chance(25)) text = "They are afraid.";
    auto mandate = chance(70) ? c.verbatim(s.fact.id, *choice.to).mandate : any(s.mandates).fact.id;
    act(c.harbour(), *choice.author,
        mediation::Disclose{s.fact.id, chance(90) ? choice.to->id : another_than(*choice.author), mandate, text});
  }
  void report(const Choice& choice) {
    std::vector<record::Signed> evidence;
    for (const auto& k : c.post(c.harbour()).kept)
      if (k.kind == "receipt" || k.kind == "acknowledgement") evidence.push_back(k.entry.statement);
    if (evidence.empty()) return;
    auto e = chance(70) ? evidence.back() : any(evidence);
    if (chance(20)) e.signature[9] ^= 1;
    const auto& ds = choice.signal->dispatches;
    act(c.harbour(), *choice.author, mediation::Report{choice.signal->fact.id, ds.empty() ? StatementId{} : any(ds).fact.id, e});
  }
  void change_who_takes_part() {
    const auto &one = *everybody_[1 + pick(3)], &other = *everybody_[1 + pick(3)];
    auto join = c.post(one).kept.front().entry.statement;
    if (chance(45)) join.payload.pop_back();
    auto stranger = Member::make(one.name, Role::party, 90'000 + pick(1000));
    switch (pick(5)) {
      case 0: return void(act(c.harbour(), other, mediation::Introduce{one.id, chance(50) ? one.name : "Cadmia", one.role, join}));
      case 1: return void(act(c.harbour(), other, mediation::Introduce{stranger.id, chance(50) ? "Cadmia" : one.name, Role::party, join}));
      case 2: return void(act(c.harbour(), other, mediation::Admit{one.id, one.name, chance(50) ? one.role : Role::verifier, join.id()}));
      case 3: return void(act(c.harbour(), other, mediation::Remove{chance(50) ? c.harbour().id : stranger.id, false, {}}));
      default:
        return void(act(c.harbour(), other, mediation::Open{"Talks", "Harbour", c.harbour().key.public_key(), {"All.", {"en"}, 0, {}}}));
    }
  }
  void somebody_goes() {
    const auto& who = *everybody_[3];
    if (chance(50)) return void(act(who, c.harbour(), mediation::Leave{}));
    for (std::size_t i = 1; i < c.size(); ++i) act(c.harbour(), *everybody_[i], mediation::Remove{who.id, false, {}});
  }

  /// Signs and sends what no rule allows, in one or both halves.
  void exceed(const Choice& choice) {
    auto d = dispatch(choice);
    spoil(choice, d, 60);
    if (!c.post(c.harbour()).state.find(d.to)) return;
    auto id = chance(80) ? c.say_anyway(c.harbour(), *choice.author, d) : StatementId{};
    auto v = c.conveyance_of(*choice.author, d, id);
    if (chance(40)) v.words.text += " They say so.";
    if (chance(25)) {
      v.attribution = mediation::Attribution::unattributed;
      v.from.reset();
      v.evidence.clear();
    }
    if (chance(10)) v.from = Member::make("Nobody", Role::party, 77).id;
    c.say_anyway(c.harbour(), member(chance(85) ? d.to : another_than(*choice.author)), v);
  }

  std::vector<const Member*> everybody_;
  std::mt19937_64 dice_;
  bool dishonest_;
  std::uint64_t words_ = 0;
  RandomTalks talks_;
};

}  // namespace offices::testing
