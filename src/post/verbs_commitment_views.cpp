// SPDX-License-Identifier: Apache-2.0
// Verbs that show commitments: the ladder of a case, one with all that was said of it, and what is due.
#include <algorithm>
#include <set>

#include "mediation/calendar.hpp"
#include "post/commitment_view.hpp"

namespace offices::post {
namespace {

using mediation::CommitmentView;
using mediation::word;

constexpr std::int64_t listed_max = 20'000, listed_usually = 200;

/// What runs still comes first, by when it is due; then what has ended, the latest first.
std::vector<const CommitmentView*> in_order(const std::vector<CommitmentView>& views) {
  std::vector<const CommitmentView*> out;
  for (const auto& v : views)
    if (!mediation::has_ended(v.phase)) out.push_back(&v);
  auto ended = static_cast<std::ptrdiff_t>(out.size());
  for (const auto& v : views)
    if (mediation::has_ended(v.phase)) out.push_back(&v);
  std::sort(out.begin() + ended, out.end(), [](const auto* a, const auto* b) {
    return std::pair(b->since, a->held->commitment) < std::pair(a->since, b->held->commitment);
  });
  return out;
}

Result<Json> commitments(Office& office, Args& args) {
  auto which = args.text("case");
  auto limit = static_cast<std::size_t>(args.integer("limit", listed_usually, 1, listed_max));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(in, commitments_in(office, id));
  std::map<std::string, std::int64_t> phases;
  for (const auto& v : in.views) ++phases[std::string(mediation::word_of(v.phase))];
  Json items = Json::array();
  for (const auto* v : in_order(in.views)) {
    if (items.size() == limit) break;
    items.push_back(commitment_json(in, *v, office.clock.now()));
  }
  return Json{{"items", std::move(items)}, {"total", in.views.size()}, {"phases", phases}};
}

Json words_or_null(const std::optional<mediation::Words>& words) { return words ? mediation::words_to_json(*words) : Json(nullptr); }

Json file_json(const mediation::EvidenceFile& f) { return {{"name", f.name}, {"bytes", f.bytes}, {"hash", f.hash.hex()}}; }

/// Who has the commitment, and since when by its own word.
Json held_by(const mediation::CaseState& state, const mediation::CommitmentState& c) {
  Json out = Json::array();
  auto readers = c.to;
  if (c.verified_by) readers.push_back(*c.verified_by);
  for (const auto& who : readers) {
    auto says_so = [&](const auto& f) { return f.by == who && (f.about == c.commitment || f.says != mediation::Said::received); };
    auto it = std::ranges::find_if(c.claims, says_so);
    out.push_back({{"name", state.name_of(who)}, {"received", it == c.claims.end() ? Json(nullptr) : Json(base::iso(it->said))}});
  }
  return out;
}

/// Whose posts said that they have a claim or a finding.
Json received_by(const mediation::CaseState& state, const mediation::CommitmentState& c, const record::StatementId& statement) {
  std::set<std::string> names;
  for (const auto& f : c.claims)
    if (f.says == mediation::Said::received && f.about == statement) names.insert(state.name_of(f.by));
  return names;
}

/// Where a claim stands among all that was said: by its time, and after the finding that it names whatever the clocks say.
std::pair<Time, bool> order_of(const mediation::CommitmentState& c, const mediation::ClaimFact& claim) {
  for (const auto& a : c.attestations)
    if (claim.about == a.statement) return {std::max(claim.said, a.said), true};
  return {claim.said, false};
}

/// Everything that somebody said of how it stands, in the order of the times that they give.
Result<Json> said_json(Office& office, const CaseCommitments& in, const mediation::CommitmentState& c) {
  std::vector<std::pair<std::pair<Time, bool>, Json>> said;
  for (const auto& f : c.claims) {
    if (f.says == mediation::Said::received) continue;
    OFFICES_TRY(s, said_in(office, f.fact.id));
    OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
    said.emplace_back(order_of(c, f), Json{{"id", f.statement.hex()},
                                           {"by", in.state().name_of(f.by)},
                                           {"time", base::iso(f.said)},
                                           {"says", word(f.says)},
                                           {"about", f.about ? Json(f.about->hex()) : Json(nullptr)},
                                           {"words", words_or_null(std::get<mediation::Claim>(body).words)},
                                           {"received_by", received_by(in.state(), c, f.statement)},
                                           {"signed_by", trust_in(in.folder, f.by)}});
  }
  for (const auto& f : c.attestations) {
    OFFICES_TRY(s, said_in(office, f.fact.id));
    OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
    const auto& a = std::get<mediation::Attestation>(body);
    Json files = Json::array();
    for (const auto& file : a.evidence) files.push_back(file_json(file));
    said.emplace_back(std::pair(f.said, false), Json{{"id", f.statement.hex()},
                                                     {"by", in.state().name_of(*c.verified_by)},
                                                     {"time", base::iso(f.said)},
                                                     {"finding", word(f.finding)},
                                                     {"words", mediation::words_to_json(a.scope)},
                                                     {"evidence", std::move(files)},
                                                     {"to", names_json(in.state(), f.to)},
                                                     {"received_by", received_by(in.state(), c, f.statement)},
                                                     {"signed_by", trust_in(in.folder, *c.verified_by)}});
  }
  std::ranges::stable_sort(said, {}, [](const auto& s) { return s.first; });
  Json out = Json::array();
  for (auto& [order, json] : said) out.push_back(std::move(json));
  return out;
}

Result<Json> commitment_show(Office& office, Args& args) {
  auto prefix = args.text("commitment");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(one, find_commitment(office, prefix));
  const auto& c = *one.view.held;
  OFFICES_TRY(s, said_in(office, c.fact.id));
  OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
  const auto& signed_body = std::get<mediation::Commitment>(body);
  auto out = commitment_json(one.in, one.view, office.clock.now());
  out["words"] = mediation::words_to_json(signed_body.words);
  out["evidence"] = signed_body.evidence ? Json(*signed_body.evidence) : Json(nullptr);
  out["time"] = base::iso(c.said);
  out["signed_by"] = trust_in(one.in.folder, c.author);
  out["held_by"] = held_by(one.in.state(), c);
  OFFICES_TRY_SET(out["said"], said_json(office, one.in, c));
  return out;
}

int priority_of(mediation::Precedence p) {
  constexpr int priorities[] = {7, 5, 3, 1};
  return priorities[static_cast<std::size_t>(p)];
}

mediation::Appointment appointment(const CaseCommitments& in, const CommitmentView& v) {
  const auto& c = *v.held;
  auto summary = in.state().name_of(c.author) + ": " + c.excerpt;
  std::ranges::replace(summary, '\n', ' ');
  return {c.commitment.hex() + "@goodoffices",
          c.by,
          std::move(summary),
          c.excerpt + "\n\n" + mediation::undertaking_sentence(in.state(), v) + "\n" + mediation::standing_sentence(in.state(), v),
          mediation::reminder_s(c.precedence),
          priority_of(c.precedence)};
}

Result<Json> due(Office& office, Args& args) {
  auto which = args.maybe("case");
  auto limit = static_cast<std::size_t>(args.integer("limit", listed_usually, 1, listed_max));
  bool calendar = args.flag("calendar");
  OFFICES_CHECK(args.finish());
  std::vector<record::CaseId> ids;
  if (which) {
    OFFICES_TRY(id, find_case(office, *which));
    ids = {id};
  } else {
    OFFICES_TRY_SET(ids, cases_in(office.ledger));
  }
  std::vector<CaseCommitments> cases;
  for (const auto& id : ids) {
    OFFICES_TRY(in, commitments_in(office, id));
    cases.push_back(std::move(in));
  }
  std::vector<std::pair<const CaseCommitments*, const CommitmentView*>> open;
  for (const auto& in : cases)
    for (const auto& v : in.views)
      if (!mediation::has_ended(v.phase)) open.emplace_back(&in, &v);
  std::ranges::stable_sort(open, {}, [](const auto& o) { return o.second->held->by; });
  Json items = Json::array();
  for (const auto& [in, v] : open) {
    if (items.size() == limit) break;
    auto item = commitment_json(*in, *v, office.clock.now());
    item["mine"] = std::ranges::find(v->move, in->state().self) != v->move.end();
    items.push_back(std::move(item));
  }
  Json out{{"items", std::move(items)}, {"total", open.size()}};
  if (!calendar) return out;
  std::vector<mediation::Appointment> appointments;
  for (const auto& [in, v] : open) appointments.push_back(appointment(*in, *v));
  out["calendar"] = mediation::write_calendar(appointments, office.clock.now());
  return out;
}

}  // namespace

std::span<const Verb> commitment_view_verbs() {
  static constexpr Verb verbs[] = {{"commitments", commitments, false}, {"commitment.show", commitment_show, false}, {"due", due, false}};
  return verbs;
}

}  // namespace offices::post
