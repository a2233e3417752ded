// SPDX-License-Identifier: Apache-2.0
// Verbs about telephone calls: arranging them over several cases, and what one notes of them for oneself.
#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "post/office.hpp"

namespace offices::post {
namespace {

using mediation::CallState;
using record::Digest;

struct Part {
  record::CaseId of_case;
  std::vector<std::string> topics;
};

/// Each topic is bound to one case.
Result<std::vector<Part>> read_topics(Office& office, const Json* json) {
  if (!json || !json->is_array() || json->empty()) return fail(Code::usage, "'topics' is missing");
  std::vector<Part> parts;
  for (const auto& item : *json) {
    base::Fields f(item, "topic");
    auto which = f.text("case"), text = f.text("text");
    OFFICES_CHECK(f.finish());
    OFFICES_CHECK(base::check_line(text));
    OFFICES_TRY(id, find_case(office, which));
    auto at = std::ranges::find(parts, id, &Part::of_case);
    if (at == parts.end()) at = parts.insert(parts.end(), {id, {}});
    at->topics.push_back(std::move(text));
  }
  return parts;
}

std::string cell(const Digest& call) { return "own-call/" + call.hex(); }

/// What one channel holds of a call, the last word of it.
Result<std::optional<CallState>> call_in(Folder& folder, const Digest& call) {
  for (const auto& [id, line] : folder.lines) {
    OFFICES_TRY(subject, folder.subject(mediation::call_subject(folder.id(), folder.side_of(line), call)));
    if (subject) return std::get<CallState>(*subject);
  }
  return std::optional<CallState>{};
}

struct CallView {
  Folder folder;
  CallState held;
};
Result<CallView> find_call(Office& office, const std::string& prefix) {
  OFFICES_TRY(found, find_on(office, prefix, names::calls, "call"));
  OFFICES_TRY(folder, Folder::open(office.ledger, found.of_case));
  OFFICES_TRY(held, call_in(folder, found.which));
  if (!held) return fail(Code::store_damaged, "a call is missing");
  return CallView{std::move(folder), *std::move(held)};
}

Result<void> announce(Office& office, Folder& folder, const mediation::Call& call) {
  for (const auto& who : call.with) {
    auto* line = folder.line_of(who);
    if (!line) return fail(Code::not_a_participant, folder.state().name_of(who));
    OFFICES_TRY(id, office.clerk.sign(folder, *line, call));
    (void)id;
  }
  return folder.save();
}

Result<mediation::Call> part_of_call(Office& office, Folder& folder, const Part& part, const std::vector<std::string>& with, Time at) {
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary arranges calls");
  mediation::Call call{crypto::random_id<Digest>(office.ledger.random()), at, {}, part.topics, false};
  for (const auto& name : with)
    if (auto p = find_participant(folder, name)) call.with.push_back(p->id);
  if (call.with.empty()) return fail(Code::not_a_participant, "nobody of those names in " + folder.state().title);
  std::ranges::sort(call.with);
  return call;
}

Result<Json> schedule(Office& office, Args& args) {
  auto with = args.list("with");
  auto at = args.time("at", office.clock.now());
  const auto* topics = args.raw("topics");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  if (!at) return fail(Code::usage, "'at' is missing");
  if (with.empty()) return fail(Code::usage, "'with' is missing");
  OFFICES_TRY(parts, read_topics(office, topics));
  Json calls = Json::array();
  for (const auto& part : parts) {
    OFFICES_TRY(folder, Folder::open(office.ledger, part.of_case));
    OFFICES_TRY(call, part_of_call(office, folder, part, with, *at));
    OFFICES_CHECK(announce(office, folder, call));
    calls.push_back(
        {{"call", call.call.hex()}, {"case", folder.id().hex()}, {"case_title", folder.state().title}, {"topics", call.topics}});
  }
  for (const auto& c : calls)
    OFFICES_CHECK(
        office.ledger.put(cell(Digest::from_hex(c.at("call").get<std::string>()).value()), {{"parts", calls}, {"notes", Json::array()}}));
  return Json{{"calls", calls},
              {"at", base::iso(*at)},
              {"sentence", "Each case hears of its own topics alone; nothing in a record ties the cases to each other."},
              {"delivery", queued}};
}

Result<Json> cancel(Office& office, Args& args) {
  auto prefix = args.text("call");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_call(office, prefix));
  if (!view.folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary arranges calls");
  const auto& last = view.held.said.back();
  OFFICES_CHECK(announce(office, view.folder, {view.held.call, last.at, last.with, last.topics, true}));
  return Json{{"call", view.held.call.hex()}, {"delivery", queued}};
}

Result<Json> note(Office& office, Args& args) {
  auto prefix = args.text("call"), text = args.text("text");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_text(text));
  OFFICES_TRY(view, find_call(office, prefix));
  OFFICES_TRY(own, office.ledger.get(cell(view.held.call)));
  Json kept = own ? *std::move(own) : Json{{"parts", Json::array()}, {"notes", Json::array()}};
  kept["notes"].push_back({{"time", base::iso(office.clock.now())}, {"text", text}});
  OFFICES_CHECK(office.ledger.put(cell(view.held.call), kept));
  return Json{{"call", view.held.call.hex()}, {"sentence", "Kept at this post alone, sealed; in no record and in no dossier."}};
}

Result<Json> call_json(Office& office, Folder& folder, const CallState& held) {
  const auto& last = held.said.back();
  Json with = Json::array();
  for (const auto& id : last.with) with.push_back(folder.state().name_of(id));
  Json out{{"call", held.call.hex()},
           {"case", folder.id().hex()},
           {"case_title", folder.state().title},
           {"at", base::iso(last.at)},
           {"with", std::move(with)},
           {"topics", last.topics},
           {"state", last.cancelled                 ? "cancelled"
                     : last.at < office.clock.now() ? "past"
                                                    : "arranged"},
           {"notes", Json::array()},
           {"together_with", Json::array()}};
  OFFICES_TRY(own, office.ledger.get(cell(held.call)));
  if (!own) return out;
  out["notes"] = own->at("notes");
  for (const auto& part : own->at("parts"))
    if (part.at("call") != held.call.hex()) out["together_with"].push_back(part);
  return out;
}

Result<Json> list(Office& office, Args& args) {
  auto which = args.maybe("case");
  OFFICES_CHECK(args.finish());
  std::vector<record::CaseId> cases;
  if (which) {
    OFFICES_TRY(id, find_case(office, *which));
    cases.push_back(id);
  } else {
    OFFICES_TRY_SET(cases, cases_in(office.ledger));
  }
  std::vector<Json> items;
  for (const auto& id : cases) {
    OFFICES_TRY(calls, ids_on<record::Digest>(office.ledger, names::calls(id), "call"));
    OFFICES_TRY(folder, Folder::open(office.ledger, id));
    for (const auto& call : calls) {
      OFFICES_TRY(held, call_in(folder, call));
      if (!held || held->said.empty()) continue;
      OFFICES_TRY(item, call_json(office, folder, *held));
      items.push_back(std::move(item));
    }
  }
  std::ranges::stable_sort(items, std::greater{}, [](const Json& j) { return j.at("at").get<std::string>(); });
  return Json{{"items", std::move(items)}};
}

}  // namespace

std::span<const Verb> call_verbs() {
  static constexpr Verb verbs[] = {
      {"call.schedule", schedule, true},
      {"call.cancel", cancel, true},
      {"call.note", note, true},
      {"call.list", list, false},
  };
  return verbs;
}

}  // namespace offices::post
