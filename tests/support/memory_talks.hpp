// SPDX-License-Identifier: Apache-2.0
// Memory talks: three parties and a verifier in memory, and what an intermediary says to every party alike: agendas, tables,
// ballots and their ends.
#pragma once

#include "tests/support/memory_case.hpp"

namespace offices::testing {

/// An agenda of one issue in its one spelling; another for every number.
inline std::string agenda_document(int number) {
  return R"({"agenda":{"issues":[{"name":"Water","options":["third","half","whole"]}],"name":"Agenda )" + std::to_string(number) +
         R"("},"format":"goodoffices-accord-1"})";
}
inline mediation::Framework framework(std::string option, std::optional<record::Digest> replaces = {}) {
  return {"The " + option, words("Avalon has " + option + " of the water."), {{"Water", std::move(option)}}, replaces};
}

class MemoryTalks {
 public:
  explicit MemoryTalks(std::uint64_t seed = 1)
      : c(seed, {{"Avalon", Role::party}, {"Borduria", Role::party}, {"Cadmia", Role::party}, {"Inspectorate", Role::verifier}}) {}

  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria(), &cadmia = c.member(3), &inspectorate = c.member(4);
  const std::vector<const Member*> parties{&avalon, &borduria, &cadmia};

  /// The same body in every party's channel, which the rules must allow.
  void to_all(const Body& body) {
    for (const auto* p : parties) (void)c.say(harbour, *p, body).value();
    c.settle();
  }
  mediation::AgendaVersion next_agenda(int number) {
    const auto* latest = held(harbour, avalon).latest_agenda();
    return {latest ? latest->version + 1 : 1, latest ? std::optional(latest->agenda) : std::nullopt, agenda_document(number)};
  }
  void set_agenda(int number = 1) { to_all(next_agenda(number)); }
  mediation::Tabling tabling(std::vector<mediation::Framework> frameworks) {
    const auto* latest = held(harbour, avalon).latest_agenda();
    return {c.salt(), latest ? latest->agenda : record::Digest{}, std::move(frameworks)};
  }
  /// An agenda, a table with two frameworks, and the parties' word that they were shown it, which the others are shown.
  mediation::Tabling put_on_the_table() {
    set_agenda();
    auto t = tabling({framework("third"), framework("half")});
    to_all(t);
    for (const auto* p : parties) tell_all(*p, mediation::Sight{t.table, mediation::table_digest(t)});
    return t;
  }
  mediation::BallotOpening opening(const record::Digest& framework) {
    mediation::BallotOpening b{framework, c.salt(), {harbour.id}, c.now.plus(3600), c.now.plus(7200), c.now.plus(86'400)};
    for (const auto* p : parties) b.roster.push_back(p->id);
    return b;
  }
  mediation::BallotOutcome ending(const record::Digest& ballot, mediation::BallotResult result) {
    record::Digest transcript;
    transcript.octets.fill(9);
    return {ballot, result, std::nullopt, 5, {}, transcript};
  }
  mediation::BallotOutcome aborted(const record::Digest& ballot, mediation::AbortCause cause, std::vector<ParticipantId> missing = {}) {
    auto b = ending(ballot, mediation::BallotResult::aborted);
    b.cause = cause;
    b.round = 2;
    b.missing = std::move(missing);
    return b;
  }
  /// A party says it, and the intermediary shows it to the others.
  void tell_all(const Member& who, const Body& body) {
    auto said = c.say(who, harbour, body).value();
    c.settle();
    show(said, who);
  }
  void show(const StatementId& said, const Member& by) {
    for (const auto* p : parties)
      if (p->id != by.id) (void)c.say(harbour, *p, mediation::Witness{c.statement(said)}).value();
    c.settle();
  }
  /// Everybody's word on the end of a ballot, everywhere.
  void everybody_ends(const mediation::BallotOutcome& b) {
    to_all(b);
    for (const auto* p : parties) tell_all(*p, b);
  }

  /// What `at` holds of the channel of `side`.
  const mediation::Proceedings& held(const Member& at, const Member& side) {
    static const mediation::Proceedings nothing;
    const auto* s = c.post(at).subject(mediation::proceedings_id(c.post(at).state.id, side.id));
    return s ? std::get<mediation::Proceedings>(*s) : nothing;
  }
};

}  // namespace offices::testing
