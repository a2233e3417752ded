// SPDX-License-Identifier: Apache-2.0
// The record of a case, statement by statement: what was signed here and what came, newest first.
#include "post/office.hpp"

namespace offices::post {
namespace {

using record::StatementId;

/// The signal that a statement is about. At the intermediary a conveyance leads back to the signal that it came of.
Result<std::optional<StatementId>> signal_of(Folder& folder, const Kept& kept, const mediation::Body& body) {
  if (mediation::signal_of(body)) return kept.entry.statement.id();
  std::optional<record::Digest> of;
  if (const auto* c = std::get_if<mediation::Conveyance>(&body)) of = c->of;
  if (const auto* r = std::get_if<mediation::Receipt>(&body)) of = r->of;
  if (const auto* a = std::get_if<mediation::Acknowledgement>(&body)) of = a->of;
  if (!of) return kept.subject;
  OFFICES_TRY(origin, folder.origin(*of));
  return origin ? std::optional(origin->signal) : std::nullopt;
}

/// What a report shows its author of the addressee: a receipt, or a position.
Json shown_by(const mediation::Body& body) {
  const auto* report = std::get_if<mediation::Report>(&body);
  auto s = report ? record::decode_payload(report->evidence.payload) : fail(Code::not_found);
  if (!s) return nullptr;
  return {{"kind", s->kind}, {"time", base::iso(s->time)}, {"position", s->body.value("position", Json())}};
}

Result<Json> listed(Folder& folder, const Kept& kept) {
  OFFICES_TRY(s, statement_of(kept));
  OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
  OFFICES_TRY(signal, signal_of(folder, kept, body));
  auto shown = s.body;
  shown.erase("evidence");  // others' statements, signed: 'show' and 'trace' have them
  return Json{{"row", kept.row},
              {"id", kept.entry.statement.id().hex()},
              {"kind", kept.kind},
              {"with", kept.placed ? Json(folder.state().name_of(kept.side)) : Json(nullptr)},
              {"own", kept.own},
              {"author", folder.state().name_of(s.author)},
              {"author_state", trust_in(folder, s.author)},
              {"time", base::iso(s.time)},
              {"received", base::iso(kept.received)},
              {"signal", signal ? Json(signal->hex()) : Json(nullptr)},
              {"body", std::move(shown)},
              {"shows", shown_by(body)},
              {"counts", kept.counts},
              {"finding", kept.finding.empty() ? Json(nullptr) : Json(kept.finding)}};
}

Result<Json> record_list(Office& office, Args& args) {
  auto which = args.text("case");
  auto after = args.integer("after", 0, 0, INT64_MAX), before = args.integer("before", INT64_MAX, 0, INT64_MAX);
  auto limit = static_cast<std::size_t>(args.integer("limit", 200, 1, 2'000));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  Json items = Json::array();
  bool more = false;
  OFFICES_CHECK(office.ledger.each_between(after, before, [&](Kept&& kept) -> Result<bool> {
    if (kept.of_case != id) return true;
    more = items.size() == limit;
    if (more) return false;
    OFFICES_TRY(item, listed(folder, kept));
    items.push_back(std::move(item));
    return true;
  }));
  return Json{{"items", items}, {"more", more}};
}

}  // namespace

std::span<const Verb> record_verbs() {
  static constexpr Verb verbs[] = {{"record.list", record_list, false}};
  return verbs;
}

}  // namespace offices::post
