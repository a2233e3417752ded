// SPDX-License-Identifier: Apache-2.0
// Verbs about frameworks: putting them on the table, looking at them, saying what one thinks of them.
#include <algorithm>

#include "base/text.hpp"
#include "post/appraisals.hpp"
#include "post/framework_file.hpp"

namespace offices::post {
namespace {

using record::Digest;

/// A framework of this case, by the beginning of its id.
Result<Digest> replaced(Office& office, const CaseView& view, const std::string& prefix) {
  OFFICES_TRY(f, find_framework(office, prefix));
  if (f.view.state().id != view.state().id) return fail(Code::not_found, "it is of another case");
  return f.id;
}

Result<mediation::Tabling> read_table(Office& office, const CaseView& view, const AgendaView& agenda,
                                      const std::vector<std::string>& documents, Json& remarks) {
  mediation::Tabling body{crypto::random_id<Digest>(office.ledger.random()), agenda.fact.agenda, {}};
  OFFICES_TRY(read_agenda, accord::read_agenda({"agenda", agenda.document}));
  for (const auto& document : documents) {
    OFFICES_TRY(file, read_framework_file(document, view.folder.file.name));
    OFFICES_TRY(package, package_of(read_agenda, file.framework.package));
    if (!file.replaces.empty()) { OFFICES_TRY_SET(file.framework.replaces, replaced(office, view, file.replaces)); }
    remarks.push_back(package_remarks(read_agenda, package));
    body.frameworks.push_back(std::move(file.framework));
  }
  return body;
}

Result<Json> framework_table(Office& office, Args& args) {
  auto which = args.text("case");
  auto documents = args.list("documents");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  if (documents.empty()) return fail(Code::usage, "'documents' is missing");
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  auto& folder = view.folder;
  if (!folder.as_intermediary())
    return fail(Code::wrong_role, "only the intermediary puts frameworks on the table; a side offers in a signal");
  OFFICES_TRY(agenda, agenda_of(office, view, std::nullopt));
  Json remarks = Json::array(), to = Json::array(), frameworks = Json::array();
  OFFICES_TRY(body, read_table(office, view, agenda, documents, remarks));
  OFFICES_TRY(statements, sign_for_all(office, folder, body));
  for (const auto& p : parties(folder.state())) to.push_back(p.name);
  OFFICES_CHECK(folder.save());
  for (std::size_t i = 0; i < body.frameworks.size(); ++i)
    frameworks.push_back({{"framework", mediation::framework_id(body, body.frameworks[i]).hex()},
                          {"title", body.frameworks[i].title},
                          {"package", body.frameworks[i].package},
                          {"remarks", remarks[i]}});
  return Json{
      {"table", body.table.hex()},
      {"frameworks", std::move(frameworks)},
      {"to", std::move(to)},
      {"sentence",
       "The same words and packages for every side. Each side's post says by itself what it was shown, and the others are shown that."},
      {"delivery", queued}};
}

Json shown_json(const CaseView& view, const mediation::TableFact& table) {
  Json out = Json::array();
  for (const auto& p : parties(view.state()))
    if (p.id != view.self()) out.push_back({{"name", p.name}, {"state", shown_to(view, table, p.id)}});
  return out;
}

Json names_json(const CaseView& view, const std::set<record::ParticipantId>& ids) {
  std::set<std::string> names_;
  for (const auto& id : ids) names_.insert(view.state().name_of(id));
  return names_;
}

/// The last opinion of each side about a framework, as far as this post has them.
Result<Json> opinions_json(Office& office, const CaseView& view, const Digest& framework) {
  std::map<std::string, Json> last;
  OFFICES_CHECK(office.ledger.each(names::nonpapers(view.state().id), [&](const Json& paper) -> Result<bool> {
    auto about = paper.value("about", Json());
    if (!about.is_object() || about.at("of") != framework.hex()) return true;
    OFFICES_TRY(from, record::ParticipantId::from_hex(paper.at("from").get<std::string>()));
    auto& kept = last[view.state().name_of(from)];
    if (kept.is_object() && kept.at("time").get<std::string>() > paper.at("time").get<std::string>()) return true;
    kept = {{"name", view.state().name_of(from)},
            {"rank", about.at("rank")},
            {"position", about.at("position")},
            {"text", paper.at("text") == "" ? Json(nullptr) : paper.at("text")},
            {"time", paper.at("time")}};
    return true;
  }));
  Json out = Json::array();
  for (auto& [name, opinion] : last) out.push_back(std::move(opinion));
  return out;
}

Result<Json> framework_json(Office& office, const CaseView& view, const mediation::TableFact& table, const mediation::Tabling& tabling,
                            std::size_t index) {
  const auto& f = tabling.frameworks[index];
  const auto id = table.frameworks[index].framework;
  auto standing = standing_of(view, id, office.clock.now());
  OFFICES_TRY(agenda, agenda_by_digest(office, view, table.agenda));
  Json out{{"framework", id.hex()},
           {"table", table.table.hex()},
           {"agenda", table.agenda.hex()},
           {"version", agenda.fact.version},
           {"number", index + 1},
           {"title", f.title},
           {"package", f.package},
           {"excerpt", base::excerpt(f.words.text)},
           {"time", base::iso(table.fact.time)},
           {"replaces", f.replaces ? Json(f.replaces->hex()) : Json(nullptr)},
           {"replaced_by", standing.replaced_by ? Json(standing.replaced_by->hex()) : Json(nullptr)},
           {"state", standing.state},
           {"ballot", standing.ballot ? Json(standing.ballot->ballot.hex()) : Json(nullptr)},
           {"ratify_by", standing.ballot && standing.ballot->ratify_by ? Json(base::iso(*standing.ballot->ratify_by)) : Json(nullptr)},
           {"ratified_by", names_json(view, standing.ratified)},
           {"shown_to", shown_json(view, table)}};
  OFFICES_TRY_SET(out["opinions"], opinions_json(office, view, id));
  if (standing.state == "adopted" || standing.state == "ratified") { OFFICES_TRY_SET(out["undertakings"], undertakings_json(agenda, f)); }
  OFFICES_TRY(own, own_view_of(office, view, agenda, f));
  if (!own.is_null()) out["own"] = std::move(own);
  return out;
}

Result<Json> framework_list(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  std::vector<mediation::TableFact> newest;
  for (auto& [table, fact] : tables_of(view)) newest.push_back(fact);
  std::ranges::sort(newest, std::greater{}, [](const auto& t) { return std::pair(t.fact.time, t.table); });
  Json items = Json::array();
  for (const auto& t : newest) {
    OFFICES_TRY(tabling, tabling_of(office, t));
    for (std::size_t i = 0; i < t.frameworks.size(); ++i) {
      OFFICES_TRY(item, framework_json(office, view, t, tabling, i));
      items.push_back(std::move(item));
    }
  }
  return Json{{"items", std::move(items)}};
}

Json words_json(const mediation::Words& words) { return mediation::words_to_json(words); }

Result<Json> framework_show(Office& office, Args& args) {
  auto prefix = args.text("framework");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(f, find_framework(office, prefix));
  OFFICES_TRY(out, framework_json(office, f.view, f.table, f.tabling, f.index));
  out["words"] = words_json(f.framework().words);
  if (!f.framework().replaces) return out;
  auto before = find_framework(office, f.framework().replaces->hex());
  if (before) out["differences"] = differences_json(before->framework(), f.framework());
  return out;
}

Result<Json> opinion(Office& office, Args& args) {
  auto prefix = args.text("framework");
  auto position = args.maybe("position"), text = args.maybe("text");
  auto lang = args.maybe("lang").value_or("en");
  auto rank = args.integer("rank", 0, 1, 1'000);
  OFFICES_CHECK(args.finish());
  if (rank == 0 && !position && !text) return fail(Code::usage, "an opinion has a rank, a position or a text");
  if (position && *position != "live-with" && *position != "reservations" && *position != "unacceptable")
    return fail(Code::usage, "a position is live-with, reservations or unacceptable");
  if (text) OFFICES_CHECK(base::check_text(*text));
  OFFICES_TRY(f, find_framework(office, prefix));
  auto& folder = f.view.folder;
  if (folder.as_intermediary()) return fail(Code::wrong_role, "opinions are the sides'");
  auto* line = folder.line_of(folder.state().self);
  if (!line || line->state != LineState::open) return fail(Code::not_a_participant, "no open line");
  About about{About::Kind::opinion, f.id, rank == 0 ? std::nullopt : std::optional(rank), position};
  OFFICES_TRY(id, office.papers.send(folder, *line, text.value_or(""), lang, about));
  OFFICES_CHECK(folder.save());
  auto intermediary = folder.state().name_of(folder.state().intermediary);
  return Json{{"nonpaper", id.hex()},
              {"sentence", "Off the record, to " + intermediary + " alone: certain to it, provable to nobody, in no dossier."},
              {"delivery", queued}};
}

}  // namespace

std::span<const Verb> framework_verbs() {
  static constexpr Verb verbs[] = {
      {"framework.table", framework_table, true},
      {"framework.list", framework_list, false},
      {"framework.show", framework_show, false},
      {"framework.suggest", framework_suggest, false},
      {"opinion", opinion, true},
      {"appraise", appraise, true, "remarks"},
      {"appraisal.show", appraisal_show, false},
      {"appraisal.revoke", appraisal_revoke, true},
  };
  return verbs;
}

}  // namespace offices::post
