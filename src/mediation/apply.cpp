// SPDX-License-Identifier: Apache-2.0
// What stays of a statement in the state. Facts of one kind are kept in one order whatever the order of arrival.
#include <algorithm>

#include "mediation/rules.hpp"

namespace offices::mediation {
namespace {

template <class F>
void insert(std::vector<F>& facts, F fact) {
  auto key = [](const F& f) { return std::tuple(f.fact.place, f.fact.id); };
  auto at = std::ranges::lower_bound(facts, key(fact), {}, key);
  if (at != facts.end() && at->fact.id == fact.fact.id) return;
  facts.insert(at, std::move(fact));
}

struct Apply {
  CaseState& state;
  const ParticipantId& side;
  std::optional<Subject>& subject;
  const Placed& s;
  Fact fact;

  [[nodiscard]] bool sound() const { return fact.finding.empty(); }
  SignalState* signal() {
    auto* found = subject ? std::get_if<SignalState>(&*subject) : nullptr;
    return found && stands_in(state, *found, side) ? found : nullptr;
  }
  ConveyanceState* conveyance() {
    auto* found = subject ? std::get_if<ConveyanceState>(&*subject) : nullptr;
    return found && found->addressee == side ? found : nullptr;
  }

  void operator()(const Open&) {}
  void operator()(const Incarnation&) {}
  void operator()(const Join& b) {
    if (sound()) state.participants.insert_or_assign(s.author, Participant{s.author, b.name, b.role, b.key, Standing::invited, {}});
  }
  void operator()(const Admit& b) {
    // One that left before it was admitted stays away, whichever of the two arrives first.
    if (!sound()) return;
    auto& standing = state.participants.at(b.participant).standing;
    if (standing == Standing::invited) standing = Standing::active;
  }
  void operator()(const Introduce& b) {
    if (!sound() || state.find(b.participant)) return;
    auto join = decode_body("join", record::decode_payload(b.join.payload)->body);
    state.participants.insert_or_assign(b.participant,
                                        Participant{b.participant, b.name, b.role, std::get<Join>(*join).key, Standing::active, {}});
  }
  void operator()(const Remove& b) {
    if (!sound()) return;
    auto& p = state.participants.at(b.participant);
    p.standing = b.left ? Standing::left : Standing::removed;
    if (!b.heads.empty()) p.last_heads = b.heads;
  }
  void operator()(const Leave&) {
    auto it = state.participants.find(s.author);
    if (sound() && it != state.participants.end() && it->second.standing != Standing::removed) it->second.standing = Standing::left;
  }
  void operator()(const Signal& b) {
    SignalState st;
    st.fact = fact;
    st.author = s.author;
    st.act = b.act;
    st.precedence = b.precedence;
    st.lang = b.words.lang;
    st.words = words_digest(b.words);
    st.reply_to = b.reply_to;
    subject = std::move(st);
  }
  void operator()(const Mandate& b) {
    if (sound() && signal()) insert(signal()->mandates, {fact, b.to, b.terms});
  }
  void operator()(const Withdraw& b) {
    if (sound() && signal()) insert(signal()->withdrawals, {fact, b.to});
  }
  void operator()(const Rendering& b) {
    const auto& p = b.proposal;
    if (sound() && signal())
      insert(signal()->renderings, {fact, p.to, p.form, p.attribution, p.words.lang, proposal_digest(p), words_digest(p.words)});
  }
  void operator()(const ApprovalOf& b) {
    if (sound() && signal()) insert(signal()->answers, {fact, b.rendering, true, proposal_digest(b.proposal)});
  }
  void operator()(const Refusal& b) {
    if (!sound() || !signal()) return;
    Digest proposal;
    for (const auto& r : signal()->renderings)
      if (r.fact.id == b.rendering) proposal = r.proposal;
    insert(signal()->answers, {fact, b.rendering, false, proposal});
  }
  void operator()(const Decline& b) {
    if (sound() && signal()) insert(signal()->declines, {fact, b.to});
  }
  void operator()(const Dispatch& b) {
    if (!signal()) return;
    insert(signal()->dispatches, dispatch_fact(fact, b));
  }
  void operator()(const Conveyance& b) {
    ConveyanceState c;
    c.fact = fact;
    c.addressee = side;
    c.of = b.of;
    c.act = b.act;
    c.precedence = b.precedence;
    c.form = b.form;
    c.attribution = b.attribution;
    c.from = b.from;
    c.lang = b.words.lang;
    c.words = words_digest(b.words);
    subject = std::move(c);
  }
  void operator()(const Receipt&) {
    if (conveyance() && (!conveyance()->receipt || fact.place < conveyance()->receipt->place)) conveyance()->receipt = fact;
  }
  void operator()(const Acknowledgement& b) {
    if (sound() && conveyance()) insert(conveyance()->acknowledgements, {fact, b.position});
  }
  void operator()(const Report& b) {
    if (!signal()) return;
    ReportFact r{fact, b.dispatch, b.evidence.id(), {}, {}, std::nullopt};
    if (auto read = record::decode_payload(b.evidence.payload)) {
      r.at = read->time;
      auto body = decode_body(read->kind, read->body);
      if (body && std::holds_alternative<Receipt>(*body)) r.conveyance = std::get<Receipt>(*body).conveyance;
      if (body && std::holds_alternative<Acknowledgement>(*body)) {
        r.conveyance = std::get<Acknowledgement>(*body).conveyance;
        r.position = std::get<Acknowledgement>(*body).position;
      }
    }
    insert(signal()->reports, std::move(r));
  }
  void operator()(const Disclose& b) {
    if (signal()) insert(signal()->disclosures, {fact, b.to, b.mandate, text_digest(b.text)});
  }
};

}  // namespace

void apply(CaseState& state, const ParticipantId& side, std::optional<Subject>& subject, const Placed& s,
           const std::optional<Error>& finding) {
  Fact fact{s.id, s.time, s.place, s.seen, finding ? std::string(base::info(finding->code).name) : std::string()};
  std::visit(Apply{state, side, subject, s, std::move(fact)}, s.body);
}

std::optional<StatementId> subject_of(const StatementId& id, const Body& body) {
  return std::visit(
      [&]<class B>(const B& b) -> std::optional<StatementId> {
        if constexpr (std::is_same_v<B, Signal> || std::is_same_v<B, Conveyance>) return id;
        else if constexpr (std::is_same_v<B, Rendering> || std::is_same_v<B, ApprovalOf>) return b.proposal.signal;
        else if constexpr (requires { b.signal; }) return b.signal;
        else if constexpr (requires { b.conveyance; }) return b.conveyance;
        else return std::nullopt;
      },
      body);
}

bool stands_in(const CaseState& state, const SignalState& signal, const ParticipantId& side) {
  return signal.author == side || signal.author == state.intermediary;
}

const Participant* CaseState::find(const ParticipantId& who) const {
  auto it = participants.find(who);
  return it == participants.end() ? nullptr : &it->second;
}

const Participant* CaseState::named(std::string_view name) const {
  const Participant* found = nullptr;
  for (const auto& [who, p] : participants)
    if (p.name == name && (!found || p.standing == Standing::active)) found = &p;
  return found;
}

std::string CaseState::name_of(const ParticipantId& who) const {
  const auto* p = find(who);
  return p ? p->name : "somebody who does not take part";
}

bool CaseState::is_active(const ParticipantId& who) const {
  const auto* p = find(who);
  return p && p->standing == Standing::active;
}

}  // namespace offices::mediation
