// SPDX-License-Identifier: Apache-2.0
#include "post/commitment_view.hpp"

#include <algorithm>

namespace offices::post {
namespace {

using mediation::CommitmentView;
using mediation::word;
using record::StatementId;

Json time_or_null(const std::optional<Time>& t) { return t ? Json(base::iso(*t)) : Json(nullptr); }
Json id_or_null(const std::optional<StatementId>& id) { return id ? Json(id->hex()) : Json(nullptr); }

Json conditions_json(const CommitmentView& v) {
  Json out = Json::array();
  for (std::size_t i = 0; i < v.held->when.size(); ++i) {
    const auto& c = v.held->when[i];
    out.push_back({{"after", time_or_null(c.after)},
                   {"commitment", id_or_null(v.conditions[i].of)},
                   {"needs", c.of ? Json(word(c.needs)) : Json(nullptr)},
                   {"holds", v.conditions[i].holds}});
  }
  return out;
}

Error missing(const std::string& prefix) { return {Code::not_found, "no commitment " + prefix.substr(0, 64) + " is held here"}; }

}  // namespace

const CommitmentView* CaseCommitments::view(const StatementId& commitment) const {
  auto it = std::ranges::find_if(views, [&](const auto& v) { return v.held->commitment == commitment; });
  return it == views.end() ? nullptr : &*it;
}

Result<CaseCommitments> commitments_in(Office& office, const record::CaseId& id) {
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(all, office.commitments.of(folder));
  auto views = all->views(folder.state(), office.clock.now());
  return CaseCommitments{std::move(folder), all, std::move(views)};
}

Result<CommitmentView> find_commitment(const CaseCommitments& in, const std::string& prefix) {
  if (prefix.size() < 4) return fail(Code::not_found, "an id begins with at least four digits");
  auto found = in.all->beginning(prefix);
  if (found.empty()) return std::unexpected(missing(prefix));
  if (found.size() > 1) return fail(Code::ambiguous, prefix.substr(0, 64));
  return *in.view(found[0]->commitment);
}

namespace {

/// The commitment about which a statement is that this post holds.
Result<OneCommitment> by_statement(Office& office, const std::string& prefix) {
  auto kept = find_kept(office, prefix, {"showing", "claim", "attestation"});
  if (!kept && kept.error().code == Code::ambiguous) return std::unexpected(kept.error());
  if (!kept) return std::unexpected(missing(prefix));
  OFFICES_TRY(body, body_of(*kept));
  auto about = std::visit(
      [](const auto& b) -> StatementId {
        if constexpr (requires { b.commitment; }) return b.commitment;
        else return {};
      },
      body);
  OFFICES_TRY(in, commitments_in(office, kept->of_case));
  const auto* view = in.view(about);
  if (!view) return std::unexpected(missing(prefix));
  auto found = *view;
  return OneCommitment{std::move(in), std::move(found)};
}

}  // namespace

Result<OneCommitment> find_commitment(Office& office, const std::string& prefix) {
  OFFICES_TRY(cases, cases_in(office.ledger));
  std::optional<OneCommitment> found;
  for (const auto& id : cases) {
    OFFICES_TRY(in, commitments_in(office, id));
    auto view = find_commitment(in, prefix);
    if (!view && view.error().code == Code::not_found) continue;
    if (!view) return std::unexpected(view.error());
    if (found) return fail(Code::ambiguous, prefix.substr(0, 64));
    found.emplace(std::move(in), *std::move(view));
  }
  return found ? Result<OneCommitment>(*std::move(found)) : by_statement(office, prefix);
}

namespace {

/// Of `self`, whose move it is.
mediation::Duty duty_of(const CommitmentView& v, const record::ParticipantId& self) {
  if (v.phase == mediation::Phase::disputed) return mediation::Duty::settle;
  if (self == v.held->author) return mediation::Duty::perform;
  return self == v.held->verified_by ? mediation::Duty::verify : mediation::Duty::confirm;
}

std::vector<std::string> acts_of(mediation::Duty duty) {
  if (duty == mediation::Duty::perform) return {"commitment performed", "commitment failed"};
  if (duty == mediation::Duty::verify) return {"attest"};
  if (duty == mediation::Duty::confirm) return {"commitment satisfied", "commitment dispute", "commitment release"};
  return {};
}

}  // namespace

Result<void> add_duties(Office& office, const record::CaseId& id, const std::function<void(mediation::Waiting, Json)>& add) {
  OFFICES_TRY(in, commitments_in(office, id));
  const auto& state = in.state();
  for (const auto& v : in.views) {
    if (!mediation::calls_upon(v, state.self, office.clock.now())) continue;
    const auto& c = *v.held;
    mediation::Waiting w{
        duty_of(v, state.self), c.commitment, c.id, c.author, {}, c.precedence, c.by, {}, mediation::standing_sentence(state, v), {}, {}};
    w.may = acts_of(w.duty);
    Json item{{"id", c.commitment.hex()},
              {"kind", mediation::word_of(w.duty)},
              {"case", id.hex()},
              {"case_title", state.title},
              {"signal", nullptr},
              {"from", state.name_of(c.author)},
              {"to", nullptr},
              {"precedence", word(c.precedence)},
              {"deadline", base::iso(c.by)},
              {"act", nullptr},
              {"purpose", nullptr},
              {"sentence", w.sentence},
              {"may", w.may},
              {"excerpt", c.excerpt},
              {"renderings", Json::array()}};
    add(std::move(w), std::move(item));
  }
  return {};
}

Json names_json(const mediation::CaseState& state, const std::vector<record::ParticipantId>& ids) {
  std::vector<std::string> names;
  for (const auto& id : ids) names.push_back(state.name_of(id));
  std::ranges::sort(names);
  return names;
}

Json commitment_json(const CaseCommitments& in, const CommitmentView& v, Time now) {
  const auto& c = *v.held;
  const auto& state = in.state();
  return {{"commitment", c.commitment.hex()},
          {"case", state.id.hex()},
          {"case_title", state.title},
          {"author", state.name_of(c.author)},
          {"to", names_json(state, c.to)},
          {"by", base::iso(c.by)},
          {"precedence", word(c.precedence)},
          {"verified_by", c.verified_by ? Json(state.name_of(*c.verified_by)) : Json(nullptr)},
          {"excerpt", c.excerpt},
          {"phase", mediation::word_of(v.phase)},
          {"since", base::iso(v.since)},
          {"rung", v.rung},
          {"when", conditions_json(v)},
          {"in_return_for", id_or_null(v.in_return_for)},
          {"undecided", v.undecided},
          {"move", names_json(state, v.move)},
          {"until", time_or_null(v.until)},
          {"overdue", v.overdue},
          {"soon", mediation::is_due_soon(v, now)},
          {"undertaking", mediation::undertaking_sentence(state, v)},
          {"sentence", mediation::standing_sentence(state, v)}};
}

Result<record::Statement> said_in(Office& office, const StatementId& fact) {
  OFFICES_TRY(kept, office.ledger.by_id(fact));
  if (!kept) return fail(Code::store_damaged, "a statement is missing");
  OFFICES_TRY(s, statement_of(*kept));
  if (s.kind != "showing") return s;
  OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
  return record::decode_payload(std::get<mediation::Showing>(body).evidence.payload);
}

Result<std::vector<record::ParticipantId>> find_all(Folder& folder, const std::vector<std::string>& names) {
  std::vector<record::ParticipantId> ids;
  for (const auto& name : names) {
    OFFICES_TRY(p, find_participant(folder, name));
    if (std::ranges::find(ids, p.id) == ids.end()) ids.push_back(p.id);
  }
  std::ranges::sort(ids);
  return ids;
}

Result<Line*> own_line(Folder& folder) {
  auto* line = folder.line_of(folder.state().self);
  if (!line || line->state != LineState::open) return fail(Code::not_a_participant, "no open line");
  return line;
}

std::string carried(const mediation::CaseState& state, std::string_view what) {
  return state.name_of(state.intermediary) + "'s post shows " + std::string(what) +
         " to those whom the commitment names, and to nobody else.";
}

}  // namespace offices::post
