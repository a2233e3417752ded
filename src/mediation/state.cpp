// SPDX-License-Identifier: Apache-2.0
#include "mediation/state.hpp"

#include <algorithm>

namespace offices::mediation {

Subject::Subject() noexcept = default;
Subject::Subject(const Subject&) = default;
Subject::Subject(Subject&&) noexcept = default;
Subject& Subject::operator=(const Subject&) = default;
Subject& Subject::operator=(Subject&&) noexcept = default;
Subject::~Subject() = default;

StatementId id_of(const Subject& subject) {
  return std::visit(
      [](const auto& s) {
        if constexpr (requires { s.id; }) return s.id;
        else return s.fact.id;
      },
      subject);
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

bool CommitmentState::is_addressee(const ParticipantId& who) const { return std::ranges::find(to, who) != to.end(); }
bool CommitmentState::concerns(const ParticipantId& who) const { return who == author || who == verified_by || is_addressee(who); }

StatementId commitment_subject(const CaseId& of_case, const ParticipantId& side, const StatementId& commitment) {
  return crypto::labelled_id<StatementId>("commitment-subject", {of_case.view(), side.view(), commitment.view()});
}
StatementId proceedings_id(const CaseId& of_case, const ParticipantId& side) {
  return crypto::labelled_id<StatementId>("proceedings", {of_case.view(), side.view()});
}

StatementId incident_id(const CaseId& of_case, const ParticipantId& side, const Digest& incident) {
  return crypto::labelled_id<StatementId>("incident", {of_case.view(), side.view(), incident.view()});
}

namespace {

template <class F, class Is>
const F* first(const std::vector<F>& facts, Is is) {
  auto it = std::ranges::find_if(facts, is);
  return it == facts.end() ? nullptr : &*it;
}

}  // namespace

const AgendaFact* Proceedings::agenda(const Digest& which) const {
  return first(agendas, [&](const auto& a) { return a.agenda == which; });
}
const AgendaFact* Proceedings::latest_agenda() const {
  auto it = std::ranges::max_element(agendas, {}, &AgendaFact::version);
  return it == agendas.end() ? nullptr : &*it;
}
const TableFact* Proceedings::table(const Digest& which) const {
  return first(tables, [&](const auto& t) { return t.table == which; });
}
const TableFact* Proceedings::table_of(const Digest& framework) const {
  return first(tables,
               [&](const auto& t) { return std::ranges::any_of(t.frameworks, [&](const auto& f) { return f.framework == framework; }); });
}
const BallotFact* Proceedings::ballot(const Digest& which) const {
  return first(ballots, [&](const auto& b) { return b.ballot == which; });
}
const OutcomeFact* Proceedings::outcome(const Digest& which, const ParticipantId& by) const {
  return first(outcomes, [&](const auto& o) { return o.ballot == which && o.by == by; });
}

const OutreachFact* IncidentState::outreach(std::int64_t number) const {
  return first(outreaches, [&](const auto& o) { return o.number == number; });
}
const OutreachFact* IncidentState::latest() const {
  auto it = std::ranges::max_element(outreaches, {}, &OutreachFact::number);
  return it == outreaches.end() ? nullptr : &*it;
}
const ReachedFact* IncidentState::reached_by(std::int64_t number, const ParticipantId& by) const {
  return first(reached, [&](const auto& r) { return r.number == number && r.by == by; });
}
const LineAnswerFact* LineTestState::answer(Answerer who) const {
  return first(answers, [&](const auto& a) { return a.by == who; });
}

}  // namespace offices::mediation
