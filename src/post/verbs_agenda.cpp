// SPDX-License-Identifier: Apache-2.0
// Verbs about the agenda: its versions, and what they hold.
#include <algorithm>

#include "accord/agenda.hpp"
#include "post/appraisals.hpp"

namespace offices::post {
namespace {

Result<accord::AgendaFile> read(const std::string& document) { return accord::read_agenda({"agenda", document}); }

Result<Json> agenda_set(Office& office, Args& args) {
  auto which = args.text("case"), document = args.text("document");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  auto& folder = view.folder;
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "the intermediary sets the agenda; propose a change as a signal");
  OFFICES_TRY(agenda, read(document));
  mediation::AgendaVersion body{1, std::nullopt, accord::write_agenda(agenda)};
  if (auto latest = agenda_of(office, view, std::nullopt)) {
    body.version = latest->fact.version + 1;
    body.previous = latest->fact.agenda;
  }
  OFFICES_TRY(statements, sign_for_all(office, folder, body));
  OFFICES_CHECK(folder.save());
  return Json{{"agenda", mediation::agenda_digest(body.document).hex()},
              {"version", body.version},
              {"issues", agenda.agenda.issues.size()},
              {"statements", std::move(statements)},
              {"sentence", "Version " + std::to_string(body.version) + " is signed, the same for every side."},
              {"delivery", queued}};
}

Json versions_json(const CaseView& view) {
  std::map<std::int64_t, Json> versions;
  for (const auto& c : view.channels)
    for (const auto& a : c.held.agendas)
      versions.try_emplace(a.version, Json{{"version", a.version}, {"agenda", a.agenda.hex()}, {"time", base::iso(a.fact.time)}});
  Json out = Json::array();
  for (auto& [number, version] : versions) out.push_back(std::move(version));
  return out;
}

Json issue_json(const accord::AgendaFile& file, std::size_t at) {
  const auto& issue = file.agenda.issues[at];
  constexpr std::string_view kinds[] = {"discrete", "integer", "real"};
  Json out{{"name", issue.name}, {"kind", kinds[static_cast<std::size_t>(issue.kind)]}, {"texts", file.issues[at].issue}};
  Json options = Json::array();
  for (const auto& option : issue.options) {
    auto texts = file.issues[at].options.find(option);
    options.push_back({{"name", option}, {"texts", texts == file.issues[at].options.end() ? Json::object() : Json(texts->second)}});
  }
  out["options"] = std::move(options);
  if (issue.kind == accord::IssueKind::integer) out.update({{"from", issue.from}, {"to", issue.to}});
  return out;
}

Json never_json(const accord::AgendaFile& file) {
  Json out = Json::array();
  for (const auto& combination : file.never) {
    Json one = Json::object();
    for (const auto& condition : combination) {
      const auto& issue = file.agenda.issues[condition.issue];
      Json options = Json::array();
      for (std::size_t i = 0; i < condition.options.size(); ++i)
        if (condition.options[i]) options.push_back(issue.option(i));
      one[issue.name] = std::move(options);
    }
    out.push_back(std::move(one));
  }
  return out;
}

Result<Json> agenda_show(Office& office, Args& args) {
  auto which = args.text("case");
  auto version = args.integer("version", 0, 0, 1'000'000);
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  OFFICES_TRY(held, agenda_of(office, view, version == 0 ? std::nullopt : std::optional(version)));
  OFFICES_TRY(file, read(held.document));
  Json issues = Json::array();
  for (std::size_t i = 0; i < file.agenda.issues.size(); ++i) issues.push_back(issue_json(file, i));
  OFFICES_TRY(appraisal, appraisal_state(office, view, held));
  return Json{{"agenda", held.fact.agenda.hex()},      {"version", held.fact.version},
              {"versions", versions_json(view)},       {"title", file.agenda.name},
              {"issues", std::move(issues)},           {"never", never_json(file)},
              {"commitments", commitments_json(file)}, {"document", held.document},
              {"appraisal", std::move(appraisal)}};
}

}  // namespace

std::span<const Verb> agenda_verbs() {
  static constexpr Verb verbs[] = {{"agenda.set", agenda_set, true}, {"agenda.show", agenda_show, false}};
  return verbs;
}

}  // namespace offices::post
