// SPDX-License-Identifier: Apache-2.0
// Memory case: the posts of a whole case in one process, with lines between them that the test empties when it likes.
#pragma once

#include <deque>
#include <memory>

#include "tests/support/memory_post.hpp"

namespace offices::testing {

inline mediation::Words words(std::string text, std::string lang = "en") { return {std::move(lang), std::move(text), {}}; }
inline mediation::Signal assurance(std::string text) {
  return {mediation::Act::assurance, mediation::Precedence::routine, words(std::move(text)), "", std::nullopt};
}
/// Verbatim, named, confidential, for a week.
inline mediation::Terms week_from(Time now) {
  mediation::Terms t;
  t.until = now.plus(7 * 86'400);
  return t;
}

class MemoryCase {
 public:
  /// An intermediary and the others; everybody has joined, been admitted and introduced.
  explicit MemoryCase(std::uint64_t seed = 1, std::vector<std::pair<std::string, Role>> others = {{"Avalon", Role::party},
                                                                                                  {"Borduria", Role::party},
                                                                                                  {"Inspectorate", Role::verifier}})
      : random_(seed) {
    members_.push_back(std::make_unique<Member>(Member::make("Harbour", Role::intermediary, seed * 1000)));
    for (auto& [name, role] : others) members_.push_back(std::make_unique<Member>(Member::make(name, role, seed * 1000 + members_.size())));
    open();
    for (std::size_t i = 1; i < members_.size(); ++i) join(*members_[i]);
    settle();
  }

  Time now = start;
  record::Signed opening;

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] const Member& member(std::size_t i) const { return *members_[i]; }
  [[nodiscard]] const Member& harbour() const { return *members_[0]; }
  [[nodiscard]] const Member& avalon() const { return *members_[1]; }
  [[nodiscard]] const Member& borduria() const { return *members_[2]; }
  [[nodiscard]] const Member& inspectorate() const { return *members_[3]; }
  MemoryPost& post(const Member& m) { return posts_.at(m.id); }
  MemoryPost& post(const ParticipantId& id) { return posts_.at(id); }

  /// Says it in the speaker's line with `with` (a side has one line only) and puts it on its way.
  Result<StatementId> say(const Member& who, const Member& with, const Body& body) {
    OFFICES_TRY(entry, post(who).say(with.id, body, now));
    return sent(who, with, entry);
  }
  StatementId say_anyway(const Member& who, const Member& with, const Body& body, std::optional<std::uint64_t> claims_seen = {}) {
    return sent(who, with, post(who).say_anyway(with.id, body, now, claims_seen));
  }

  /// Delivers the oldest statement on the line from `from` to `to`; posts answer by themselves. False where there is none.
  bool deliver(const Member& from, const Member& to) {
    auto& line = lines_[{from.id, to.id}];
    if (line.empty()) return false;
    auto taken = post(to).take(from.id, line.front());
    if (!taken && taken.error().code == Code::gap) return false;
    auto entry = line.front();
    line.pop_front();
    if (taken) react(to, from, entry);
    return true;
  }
  void settle() {
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 1; i < members_.size(); ++i) moved = deliver(harbour(), member(i)) || deliver(member(i), harbour()) || moved;
    }
  }

  mediation::Digest salt() { return crypto::random_id<mediation::Digest>(random_); }

  /// Dispatch and conveyance as an honest intermediary makes them; the refusal if the rules hold something against it.
  Result<std::pair<StatementId, StatementId>> convey(const Member& author, const Member& to, mediation::Dispatch d) {
    OFFICES_TRY(dispatch, say(harbour(), author, d));
    OFFICES_TRY(conveyance, say(harbour(), to, conveyance_of(author, d, dispatch)));
    return std::pair{dispatch, conveyance};
  }
  /// The dispatch of a signal's own words under the mandate in force.
  mediation::Dispatch verbatim(const StatementId& signal, const Member& to) {
    const auto& state = post(harbour()).signal(signal);
    mediation::Dispatch d;
    d.signal = signal;
    d.to = to.id;
    auto body = body_of(signal);
    d.words = mediation::signal_of(body)->words;
    d.salt = salt();
    if (const auto* m = mediation::last_mandate(state, to.id)) {
      d.mandate = m->fact.id;
      d.attribution = m->terms.attribution;
    }
    return d;
  }
  /// The dispatch of a rendering, with its approval if it has one.
  mediation::Dispatch rendered(const StatementId& rendering) {
    auto body = body_of(rendering);
    const auto& p = std::get<mediation::Rendering>(body).proposal;
    const auto& state = post(harbour()).signal(p.signal);
    mediation::Dispatch d;
    d.signal = p.signal;
    d.to = p.to;
    d.form = p.form;
    d.attribution = p.attribution;
    d.words = p.words;
    d.salt = salt();
    if (const auto* m = mediation::last_mandate(state, p.to)) d.mandate = m->fact.id;
    for (const auto& a : state.answers)
      if (a.rendering == rendering && a.approved) d.approval = a.fact.id;
    return d;
  }
  mediation::Conveyance conveyance_of(const Member& author, const mediation::Dispatch& d, const StatementId& dispatch) {
    auto body = body_of(d.signal);
    const auto& signal = *mediation::signal_of(body);
    mediation::Conveyance c{
        mediation::of_dispatch(dispatch, d.salt), signal.act, signal.precedence, d.form, d.attribution, {}, d.words, {}};
    if (d.attribution == mediation::Attribution::unattributed) return c;
    c.from = author.id;
    if (d.attribution == mediation::Attribution::recorded) return c;
    if (d.form == mediation::Form::verbatim) c.evidence = {statement(d.signal), statement(d.mandate)};
    else c.evidence = {statement(d.approval.value_or(d.mandate))};
    return c;
  }

  /// What the intermediary's post, or the author's, keeps of a statement.
  record::Signed statement(const StatementId& id) { return find(id).entry.statement; }
  Body body_of(const StatementId& id) {
    auto s = *record::decode_payload(find(id).entry.statement.payload);
    return *mediation::decode_body(s.kind, s.body);
  }
  const KeptEntry& find(const StatementId& id) {
    for (auto& [who, p] : posts_)
      for (const auto& k : p.kept)
        if (k.entry.statement.id() == id) return k;
    std::abort();
  }

  /// Posts of sides give receipts, the intermediary's reports them: off for tests that do it by hand.
  bool answers_itself = true;

 private:
  void open() {
    const auto& h = harbour();
    mediation::Open body{"Talks at the harbour", h.name, h.key.public_key(), {"All that is said here is confidential.", {"en"}, 0, {}}};
    record::Statement s{"open", std::nullopt, h.id, h.post, now, mediation::encode_body(body), std::nullopt};
    opening = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), h.key);
    for (const auto& m : members_) posts_.emplace(m->id, MemoryPost(*m, *mediation::open_case(opening)));
    for (std::size_t i = 1; i < members_.size(); ++i) {
      post(h).connect(*members_[i]);
      post(*members_[i]).connect(h);
    }
  }
  void join(const Member& m) {
    sent(m, harbour(), post(m).say_anyway(harbour().id, mediation::Join{m.name, m.role, m.key.public_key()}, now));
    deliver(m, harbour());
  }
  StatementId sent(const Member& from, const Member& with, const Entry& entry) {
    const auto& to = from.id == harbour().id ? with.id : harbour().id;
    lines_[{from.id, to}].push_back(entry);
    return entry.statement.id();
  }

  void react(const Member& me, const Member& from, const Entry& entry) {
    auto id = entry.statement.id();
    auto body = body_of(id);
    if (std::holds_alternative<mediation::Join>(body) && me.id == harbour().id) return admit(from, entry.statement);
    if (!answers_itself) return;
    if (std::holds_alternative<mediation::Conveyance>(body)) {
      const auto& c = std::get<mediation::ConveyanceState>(post(me).subjects.at(id));
      (void)say(me, from, mediation::Receipt{id, c.of, mediation::receipt_words(c.of, c.form, c.attribution, c.words)});
    }
    if (me.id != harbour().id) return;
    if (const auto* r = std::get_if<mediation::Receipt>(&body)) report(r->of, entry.statement);
    if (const auto* a = std::get_if<mediation::Acknowledgement>(&body)) report(a->of, entry.statement);
  }
  void admit(const Member& who, const record::Signed& join) {
    (void)say(harbour(), who, mediation::Admit{who.id, who.name, who.role, join.id()});
    for (const auto& [other, bare] : joins_) {
      (void)say(harbour(), *other, mediation::Introduce{who.id, who.name, who.role, join});
      (void)say(harbour(), who, mediation::Introduce{other->id, other->name, other->role, bare});
    }
    joins_.emplace_back(&who, join);
  }
  void report(const mediation::Digest& of, const record::Signed& evidence) {
    for (const auto& [id, subject] : post(harbour()).subjects) {
      const auto* s = std::get_if<mediation::SignalState>(&subject);
      if (!s) continue;
      for (const auto& d : s->dispatches)
        if (mediation::of_dispatch(d.fact.id, d.salt) == of) {
          (void)say(harbour(), member_of(s->author), mediation::Report{id, d.fact.id, evidence});
          return;
        }
    }
  }
  const Member& member_of(const ParticipantId& id) { return post(id).me(); }

  crypto::SeededRandom random_;
  std::vector<std::unique_ptr<Member>> members_;
  std::map<ParticipantId, MemoryPost> posts_;
  std::map<std::pair<ParticipantId, ParticipantId>, std::deque<Entry>> lines_;
  std::vector<std::pair<const Member*, record::Signed>> joins_;
};

}  // namespace offices::testing
