// SPDX-License-Identifier: Apache-2.0
// What stays of a statement in the state. Facts of one kind are kept in one order whatever the order of arrival.
#include <algorithm>

#include "base/text.hpp"
#include "mediation/apply_public.hpp"

namespace offices::mediation {
namespace {

template <class B>
constexpr bool is_proceedings =
    std::is_same_v<B, AgendaVersion> || std::is_same_v<B, Tabling> || std::is_same_v<B, Sight> || std::is_same_v<B, BallotOpening> ||
    std::is_same_v<B, Stub> || std::is_same_v<B, BallotOutcome> || std::is_same_v<B, Ratification> || std::is_same_v<B, Witness>;

template <class B>
constexpr bool is_of_commitment = std::is_same_v<B, Claim> || std::is_same_v<B, Attestation> || std::is_same_v<B, Showing>;

template <class B>
constexpr bool is_public = std::is_same_v<B, Call> || std::is_same_v<B, Draft> || std::is_same_v<B, Agreement> ||
                           std::is_same_v<B, Divergence> || std::is_same_v<B, Exhibit> || std::is_same_v<B, Link>;

template <class B>
constexpr bool is_of_incident = std::is_same_v<B, Incident> || std::is_same_v<B, Outreach> || std::is_same_v<B, Reached> ||
                                std::is_same_v<B, Response> || std::is_same_v<B, Attempt>;

/// What a witness shows of an outreach's arrival; none where it shows something else.
std::optional<Reached> shown_arrival(const Witness& witness) {
  auto read = record::decode_payload(witness.evidence.payload);
  if (!read || read->kind != "reached") return std::nullopt;
  auto body = decode_body(read->kind, read->body);
  return body ? std::optional(std::get<Reached>(*body)) : std::nullopt;
}

struct Apply {
  CaseState& state;
  const ParticipantId& side;
  std::optional<Subject>& subject;
  const Placed& s;
  Fact fact;

  [[nodiscard]] bool sound() const { return fact.finding.empty(); }
  /// Two signatures that do not go together: kept as facts, since they are what shows it.
  [[nodiscard]] bool contradicts() const {
    bool speaks_of_others = std::holds_alternative<Sight>(s.body) || std::holds_alternative<Witness>(s.body) ||
                            std::holds_alternative<BallotOutcome>(s.body) || std::holds_alternative<Reached>(s.body) ||
                            std::holds_alternative<Agreement>(s.body) || std::holds_alternative<Divergence>(s.body);
    return speaks_of_others &&
           (fact.finding == base::info(Code::table_differs).name || fact.finding == base::info(Code::outcome_differs).name);
  }
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
  void operator()(const Signal& b) { subject = begin(b, s.author); }
  void operator()(const Minute& b) {
    if (!sound()) return;
    auto st = begin(b.signal, side);
    st.recorded = true;
    for (const auto& m : b.mandates) st.mandates.push_back({fact, m.to, m.terms});
    subject = std::move(st);
  }
  void operator()(const Countersignature& b) {
    if (!sound() || !signal()) return;
    insert(signal()->countersigned, {fact, b.says, b.signal});
    insert(signal()->withdrawals, {fact, std::nullopt});
  }
  SignalState begin(const Signal& b, const ParticipantId& author) {
    SignalState st;
    st.fact = fact;
    st.author = author;
    st.act = b.act;
    st.precedence = b.precedence;
    st.lang = b.words.lang;
    st.words = words_digest(b.words);
    st.reply_to = b.reply_to;
    return st;
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
  template <class B>
    requires is_proceedings<B>
  void operator()(const B& b) {
    if (!sound() && !contradicts()) return;
    if constexpr (std::is_same_v<B, Witness>) {
      if (auto arrival = shown_arrival(b)) return show(*arrival, b);
      if (auto word = shown_word(b)) return keep({state, side, subject, s, fact}, *word, b.evidence.id());
    }
    if (!subject) subject = Proceedings{proceedings_id(state.id, side), {}, {}, {}, {}, {}, {}, {}};
    if (auto* p = std::get_if<Proceedings>(&*subject)) add(*p, b);
  }
  template <class B>
    requires is_public<B>
  void operator()(const B& b) {
    if (sound() || contradicts()) keep({state, side, subject, s, fact}, b);
  }
  template <class B>
    requires is_of_incident<B>
  void operator()(const B& b) {
    if (sound() || contradicts()) add(incident(b.incident), b);
  }
  IncidentState& incident(const Digest& number) {
    if (!subject) subject = IncidentState{incident_id(state.id, side, number), number, side, {}, {}, {}, {}, {}};
    return std::get<IncidentState>(*subject);
  }
  void add(IncidentState& i, const Incident& b) { i.told = IncidentFact{fact, b.precedence, b.release, words_digest(b.words)}; }
  void add(IncidentState& i, const Outreach& b) {
    insert(i.outreaches, {fact, b.number, b.precedence, b.handling_s, words_digest(b.words), outreach_digest(b), b.evidence.has_value()});
  }
  void add(IncidentState& i, const Reached& b) { insert(i.reached, {fact, s.author, std::nullopt, b.number, b.shown, b.at}); }
  void add(IncidentState& i, const Response& b) { insert(i.responses, {fact, b.number, b.position}); }
  void add(IncidentState& i, const Attempt& b) { insert(i.attempts, {fact, s.author, b.number, b.attempt, b.outcome}); }
  void show(const Reached& b, const Witness& witness) {
    auto read = record::decode_payload(witness.evidence.payload);
    fact.time = read->time;
    insert(incident(b.incident).reached, {fact, read->author, witness.evidence.id(), b.number, b.shown, b.at});
  }
  void operator()(const LineTest& b) {
    if (sound()) subject = LineTestState{fact, s.author, side, b.number, b.person, {}};
  }
  void operator()(const LineAnswer& b) {
    auto* test = subject ? std::get_if<LineTestState>(&*subject) : nullptr;
    if (sound() && test) insert(test->answers, {fact, b.by});
  }
  void add(Proceedings& p, const AgendaVersion& b) { insert(p.agendas, {fact, agenda_digest(b.document), b.version}); }
  void add(Proceedings& p, const Tabling& b) {
    TableFact t{fact, b.table, b.agenda, table_digest(b), {}};
    for (const auto& f : b.frameworks) t.frameworks.push_back({framework_id(b, f), f.replaces});
    insert(p.tables, std::move(t));
  }
  void add(Proceedings& p, const BallotOpening& b) {
    insert(p.ballots, {fact, ballot_id(b), b.framework, b.roster, b.until, b.ends, b.ratify_by});
  }
  void add(Proceedings& p, const Stub& b) { insert(p.stubs, {fact, b.ballot, b.round}); }
  void add(Proceedings& p, const Sight& b) { add(p, b, s.author, std::nullopt); }
  void add(Proceedings& p, const BallotOutcome& b) { add(p, b, s.author, std::nullopt); }
  void add(Proceedings& p, const Ratification& b) { add(p, b, s.author, std::nullopt); }
  void add(Proceedings& p, const Sight& b, const ParticipantId& by, const std::optional<StatementId>& witness) {
    insert(p.sights, {fact, by, witness, b.table, b.shown});
  }
  void add(Proceedings& p, const BallotOutcome& b, const ParticipantId& by, const std::optional<StatementId>& witness) {
    insert(p.outcomes, {fact, by, witness, b.ballot, b.result, b.cause, b.round, b.missing, b.transcript});
  }
  void add(Proceedings& p, const Ratification& b, const ParticipantId& by, const std::optional<StatementId>& witness) {
    insert(p.ratifications, {fact, by, witness, b.ballot});
  }
  void add(Proceedings& p, const Witness& b) {
    auto read = record::decode_payload(b.evidence.payload);
    auto body = read ? decode_body(read->kind, read->body) : fail(Code::malformed);
    if (!body) return;
    fact.time = read->time;
    if (const auto* sight = std::get_if<Sight>(&*body)) add(p, *sight, read->author, b.evidence.id());
    if (const auto* outcome = std::get_if<BallotOutcome>(&*body)) add(p, *outcome, read->author, b.evidence.id());
    if (const auto* ratified = std::get_if<Ratification>(&*body)) add(p, *ratified, read->author, b.evidence.id());
  }
  CommitmentState* commitment() { return subject ? std::get_if<CommitmentState>(&*subject) : nullptr; }
  void operator()(const Commitment& b) {
    if (sound()) begin(b, s.id, s.author, s.time);
  }
  void operator()(const Claim& b) {
    if (sound() && commitment()) insert(commitment()->claims, {fact, s.author, s.id, s.time, b.says, b.about});
  }
  void operator()(const Attestation& b) {
    if (sound() && commitment()) insert(commitment()->attestations, {fact, s.id, s.time, b.finding, b.to});
  }
  void operator()(const Showing& b) {
    if (!sound()) return;
    auto read = record::decode_payload(b.evidence.payload);
    auto body = read ? decode_body(read->kind, read->body) : fail(Code::malformed);
    if (!body) return;
    auto id = b.evidence.id();
    if (const auto* c = std::get_if<Commitment>(&*body)) return begin(*c, id, read->author, read->time);
    if (!commitment()) return;
    if (const auto* c = std::get_if<Claim>(&*body)) insert(commitment()->claims, {fact, read->author, id, read->time, c->says, c->about});
    if (const auto* a = std::get_if<Attestation>(&*body)) insert(commitment()->attestations, {fact, id, read->time, a->finding, a->to});
  }
  void begin(const Commitment& b, const StatementId& id, const ParticipantId& author, Time said) {
    if (commitment()) return;
    subject = CommitmentState{commitment_subject(state.id, side, id),
                              fact,
                              id,
                              author,
                              said,
                              b.to,
                              b.by,
                              b.precedence,
                              b.when,
                              b.in_return_for,
                              b.verified_by,
                              base::excerpt(b.words.text),
                              {},
                              {}};
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

std::optional<StatementId> subject_of(const CaseId& of_case, const ParticipantId& side, const StatementId& id, const Body& body) {
  return std::visit(
      [&]<class B>(const B& b) -> std::optional<StatementId> {
        if constexpr (std::is_same_v<B, Signal> || std::is_same_v<B, Minute> || std::is_same_v<B, Conveyance> ||
                      std::is_same_v<B, LineTest> || std::is_same_v<B, Exhibit>)
          return id;
        else if constexpr (std::is_same_v<B, Countersignature>) return b.minute;
        else if constexpr (std::is_same_v<B, Link>) return b.exhibit;
        else if constexpr (std::is_same_v<B, Call>) return call_subject(of_case, side, b.call);
        else if constexpr (is_public<B>) return draft_subject(of_case, side, b.draft);
        else if constexpr (std::is_same_v<B, LineAnswer>) return b.test;
        else if constexpr (std::is_same_v<B, Commitment>) return commitment_subject(of_case, side, id);
        else if constexpr (is_of_commitment<B>) return commitment_subject(of_case, side, b.commitment);
        else if constexpr (is_of_incident<B>) return incident_id(of_case, side, b.incident);
        else if constexpr (std::is_same_v<B, Witness>) {
          if (auto word = shown_word(b)) return draft_subject(of_case, side, word->draft);
          auto arrival = shown_arrival(b);
          return arrival ? incident_id(of_case, side, arrival->incident) : proceedings_id(of_case, side);
        } else if constexpr (is_proceedings<B>) return proceedings_id(of_case, side);
        else if constexpr (std::is_same_v<B, Rendering> || std::is_same_v<B, ApprovalOf>) return b.proposal.signal;
        else if constexpr (requires { b.signal; }) return b.signal;
        else if constexpr (requires { b.conveyance; }) return b.conveyance;
        else return std::nullopt;
      },
      body);
}

}  // namespace offices::mediation
