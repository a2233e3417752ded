// SPDX-License-Identifier: Apache-2.0
#include "post/proceedings.hpp"

#include <algorithm>

namespace offices::post {

using mediation::BallotFact;
using mediation::BallotResult;
using mediation::OutcomeFact;
using record::Digest;

namespace {

constexpr std::size_t prefix_least = 4;

bool begins(const Digest& id, const std::string& prefix) { return prefix.size() >= prefix_least && id.hex().starts_with(prefix); }

Result<mediation::Body> body_at(Office& office, const record::StatementId& id) {
  OFFICES_TRY(kept, office.ledger.by_id(id));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  return body_of(*kept);
}

}  // namespace

const mediation::Proceedings& CaseView::fullest() const {
  static const mediation::Proceedings nothing;
  auto most =
      std::ranges::max_element(channels, {}, [](const Channel& c) { return std::pair(c.held.tables.size(), c.held.agendas.size()); });
  return most == channels.end() ? nothing : most->held;
}

Result<CaseView> view_case(Office& office, const record::CaseId& id) {
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  CaseView view{std::move(folder), {}};
  for (const auto& [line_id, line] : view.folder.lines) {
    if (line.peer == record::ParticipantId{}) continue;
    auto side = view.folder.side_of(line);
    OFFICES_TRY(held, view.folder.proceedings(side));
    view.channels.push_back({side, std::move(held)});
  }
  return view;
}

namespace {

template <class Is>
Result<AgendaView> agenda_where(Office& office, const CaseView& view, Is is) {
  const mediation::AgendaFact* found = nullptr;
  bool any = false;
  for (const auto& c : view.channels)
    for (const auto& a : c.held.agendas) {
      any = true;
      if (is(a) && (!found || a.version > found->version)) found = &a;
    }
  if (!any) return fail(Code::no_agenda);
  if (!found) return fail(Code::not_found, "no such version of the agenda");
  OFFICES_TRY(body, body_at(office, found->fact.id));
  return AgendaView{*found, std::get<mediation::AgendaVersion>(body).document};
}

}  // namespace

Result<AgendaView> agenda_of(Office& office, const CaseView& view, std::optional<std::int64_t> version) {
  return agenda_where(office, view, [&](const auto& a) { return !version || a.version == *version; });
}
Result<AgendaView> agenda_by_digest(Office& office, const CaseView& view, const Digest& agenda) {
  return agenda_where(office, view, [&](const auto& a) { return a.agenda == agenda; });
}

std::map<Digest, mediation::TableFact> tables_of(const CaseView& view) {
  std::map<Digest, mediation::TableFact> tables;
  for (const auto& c : view.channels)
    for (const auto& t : c.held.tables) tables.emplace(t.table, t);
  return tables;
}

Result<mediation::Tabling> tabling_of(Office& office, const mediation::TableFact& table) {
  OFFICES_TRY(body, body_at(office, table.fact.id));
  return std::get<mediation::Tabling>(std::move(body));
}

Result<FrameworkView> find_framework(Office& office, const std::string& prefix) {
  std::optional<FrameworkView> found;
  OFFICES_TRY(ids, cases_in(office.ledger));
  for (const auto& id : ids) {
    OFFICES_TRY(view, view_case(office, id));
    for (const auto& c : view.channels)
      for (const auto& t : c.held.tables)
        for (std::size_t i = 0; i < t.frameworks.size(); ++i) {
          const auto& f = t.frameworks[i].framework;
          if (!begins(f, prefix) || (found && found->id == f)) continue;
          if (found) return fail(Code::ambiguous, prefix.substr(0, 64));
          OFFICES_TRY(again, view_case(office, id));
          OFFICES_TRY(tabling, tabling_of(office, t));
          found = FrameworkView{std::move(again), t, std::move(tabling), i, f};
        }
  }
  if (!found) return fail(Code::not_found, "no framework with the id " + prefix.substr(0, 64));
  return *std::move(found);
}

Result<BallotView> find_ballot(Office& office, const std::string& prefix) {
  std::optional<BallotView> found;
  OFFICES_TRY(ids, cases_in(office.ledger));
  for (const auto& id : ids) {
    OFFICES_TRY(view, view_case(office, id));
    std::map<Digest, BallotFact> matching;
    for (const auto& c : view.channels)
      for (const auto& b : c.held.ballots)
        if (begins(b.ballot, prefix)) matching.emplace(b.ballot, b);
    if (matching.empty()) continue;
    if (found || matching.size() > 1) return fail(Code::ambiguous, prefix.substr(0, 64));
    found = BallotView{std::move(view), matching.begin()->second};
  }
  if (!found) return fail(Code::not_found, "no ballot with the id " + prefix.substr(0, 64));
  return *std::move(found);
}

const OutcomeFact* outcome_here(const CaseView& view, const Digest& ballot) {
  for (const auto& who : {view.self(), view.state().intermediary})
    for (const auto& c : view.channels)
      if (const auto* o = c.held.outcome(ballot, who)) return o;
  return nullptr;
}

namespace {

std::string state_on_ballot(const CaseView& view, const BallotFact& b, const std::set<record::ParticipantId>& ratified, Time now) {
  const auto* outcome = outcome_here(view, b.ballot);
  if (!outcome) return now.seconds <= b.ends.plus(base::clocks_agree_within_s).seconds ? "on-ballot" : "aborted";
  if (outcome->result == BallotResult::aborted) return "aborted";
  if (outcome->result == BallotResult::not_adopted) return "not-adopted";
  if (!b.ratify_by) return "adopted";
  bool all = std::all_of(b.roster.begin() + 1, b.roster.end(), [&](const auto& id) { return ratified.contains(id); });
  return all ? "ratified" : now > *b.ratify_by ? "lapsed" : "adopted";
}

}  // namespace

Standing standing_of(const CaseView& view, const Digest& framework, Time now) {
  Standing s{"tabled", {}, {}, {}};
  for (const auto& c : view.channels) {
    for (const auto& b : c.held.ballots)
      if (b.framework == framework && (!s.ballot || s.ballot->until < b.until)) s.ballot = b;
    for (const auto& t : c.held.tables)
      for (const auto& f : t.frameworks)
        if (f.replaces == framework) s.replaced_by = f.framework;
  }
  if (s.ballot)
    for (const auto& c : view.channels)
      for (const auto& r : c.held.ratifications)
        if (r.ballot == s.ballot->ballot) s.ratified.insert(r.by);
  if (s.ballot) s.state = state_on_ballot(view, *s.ballot, s.ratified, now);
  else if (s.replaced_by) s.state = "replaced";
  return s;
}

std::string_view shown_to(const CaseView& view, const mediation::TableFact& table, const record::ParticipantId& side) {
  std::string_view state = "not-confirmed";
  for (const auto& c : view.channels)
    for (const auto& s : c.held.sights) {
      if (s.table != table.table || s.by != side) continue;
      if (s.shown != table.shown) return "differs";
      state = "confirmed";
    }
  return state;
}

Result<Json> sign_for_all(Office& office, Folder& folder, const mediation::Body& body) {
  Json ids = Json::array();
  for (const auto& p : parties(folder.state())) {
    auto* line = folder.line_of(p.id);
    if (!line) return fail(Code::not_a_participant, p.name);
    OFFICES_TRY(id, office.clerk.sign(folder, *line, body));
    ids.push_back(id.hex());
  }
  if (ids.empty()) return fail(Code::not_a_participant, "no party takes part yet");
  return ids;
}

std::vector<mediation::Participant> parties(const mediation::CaseState& state) {
  std::vector<mediation::Participant> out;
  for (const auto& [id, p] : state.participants)
    if (p.role == mediation::Role::party && p.standing == mediation::Standing::active) out.push_back(p);
  std::ranges::sort(out, {}, &mediation::Participant::name);
  return out;
}

}  // namespace offices::post
