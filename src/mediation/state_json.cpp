// SPDX-License-Identifier: Apache-2.0
// How states are kept between runs. The store seals them, so what is read back was written here.
#include "mediation/state.hpp"

namespace nlohmann {

template <class Tag>
struct adl_serializer<offices::base::Id<Tag>> {
  static void to_json(json& j, const offices::base::Id<Tag>& id) { j = id.hex(); }
  static void from_json(const json& j, offices::base::Id<Tag>& id) {
    id = offices::base::Id<Tag>::from_hex(j.get_ref<const std::string&>()).value();
  }
};
template <class T>
struct adl_serializer<std::optional<T>> {
  static void to_json(json& j, const std::optional<T>& v) {
    if (v) j = *v;
    else j = nullptr;
  }
  static void from_json(const json& j, std::optional<T>& v) {
    if (j.is_null()) v.reset();
    else v = j.get<T>();
  }
};
template <>
struct adl_serializer<offices::base::Time> {
  static void to_json(json& j, const offices::base::Time& t) { j = t.seconds; }
  static void from_json(const json& j, offices::base::Time& t) { t.seconds = j.get<std::int64_t>(); }
};

}  // namespace nlohmann

namespace offices::record {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Head, size, root)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FeedHead, feed, head)
}  // namespace offices::record

namespace offices::mediation {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Place, incarnation, index)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SeenFeed, incarnation, size)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Fact, id, time, place, seen, finding)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Charter, text, languages, retention_days, existence)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Participant, id, name, role, key, standing, last_heads)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Terms, form, approval, attribution, not_before, until, simultaneous_with, disclosure, public_line)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MandateFact, fact, to, terms)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WithdrawFact, fact, to)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RenderingFact, fact, to, form, attribution, lang, proposal, words)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AnswerFact, fact, rendering, approved, proposal)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DeclineFact, fact, to)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DispatchFact, fact, to, mandate, approval, form, attribution, words, proposal, salt, pair, texts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ReportFact, fact, dispatch, evidence, conveyance, at, position)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DisclosureFact, fact, to, mandate, text)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CountersignFact, fact, says, signal)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SignalState, fact, author, recorded, act, precedence, lang, words, reply_to, mandates, withdrawals,
                                   renderings, answers, declines, dispatches, reports, disclosures, countersigned)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AcknowledgementFact, fact, position)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ConveyanceState, fact, addressee, of, act, precedence, form, attribution, from, lang, words, receipt,
                                   acknowledgements)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AgendaFact, fact, agenda, version)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FrameworkFact, framework, replaces)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TableFact, fact, table, agenda, shown, frameworks)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BallotFact, fact, ballot, framework, roster, until, ends, ratify_by)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StubFact, fact, ballot, round)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SightFact, fact, by, witness, table, shown)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OutcomeFact, fact, by, witness, ballot, result, cause, round, missing, transcript)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RatificationFact, fact, by, witness, ballot)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Proceedings, id, agendas, tables, ballots, stubs, sights, outcomes, ratifications)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Reference, salt, hash)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Condition, after, of, needs)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClaimFact, fact, by, statement, said, says, about)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AttestationFact, fact, statement, said, finding, to)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CommitmentState, id, fact, commitment, author, said, to, by, precedence, when, in_return_for,
                                   verified_by, excerpt, claims, attestations)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(IncidentFact, fact, precedence, release, words)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OutreachFact, fact, number, precedence, handling_s, words, shown, named)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ReachedFact, fact, by, witness, number, shown, at)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ResponseFact, fact, number, position)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(AttemptFact, fact, by, number, attempt, outcome)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(IncidentState, id, incident, side, told, outreaches, reached, responses, attempts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LineAnswerFact, fact, by)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LineTestState, fact, by, side, number, person, answers)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CallFact, fact, at, with, topics, cancelled)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CallState, id, call, side, said)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Signer, participant, name)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(VersionFact, fact, number, text, purpose, call, signers, disclosure, embargo)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SignerFact, fact, by, witness, number, text, agrees)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DraftState, id, draft, side, versions, said)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LinkFact, fact, quotation, signal, to)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ExhibitState, fact, by, side, published, spoken, links)

namespace {

/// Ends the library's exceptions here.
template <class T, class Read>
Result<T> reading(Read read) {
  try {
    return read();
  } catch (const std::exception&) { return fail(Code::store_damaged, "a view cannot be read"); }
}

}  // namespace

Json to_json(const CaseState& s) {
  Json participants = Json::array();
  for (const auto& [id, p] : s.participants) participants.push_back(p);
  return {{"id", s.id},
          {"title", s.title},
          {"charter", s.charter},
          {"opened", s.opened},
          {"intermediary", s.intermediary},
          {"self", s.self},
          {"participants", std::move(participants)}};
}

Result<CaseState> case_from_json(const Json& j) {
  return reading<CaseState>([&] {
    CaseState s{j.at("id"), j.at("title"), j.at("charter"), j.at("opened"), j.at("intermediary"), j.at("self"), {}};
    for (const auto& p : j.at("participants")) s.participants.emplace(p.at("id").get<ParticipantId>(), p.get<Participant>());
    return s;
  });
}

Json to_json(const Subject& subject) {
  return std::visit([&](const auto& s) { return Json{{"type", subject.index()}, {"state", s}}; }, subject);
}

Result<Subject> subject_from_json(const Json& j) {
  return reading<Subject>([&]() -> Subject {
    switch (j.at("type").get<int>()) {
      case 0: return j.at("state").get<SignalState>();
      case 1: return j.at("state").get<ConveyanceState>();
      case 2: return j.at("state").get<Proceedings>();
      case 3: return j.at("state").get<CommitmentState>();
      case 4: return j.at("state").get<IncidentState>();
      case 5: return j.at("state").get<LineTestState>();
      case 6: return j.at("state").get<CallState>();
      case 7: return j.at("state").get<DraftState>();
      default: return j.at("state").get<ExhibitState>();
    }
  });
}

}  // namespace offices::mediation
