// SPDX-License-Identifier: Apache-2.0
#include "post/appraisals.hpp"

#include <algorithm>
#include <chrono>

#include "accord/report.hpp"
#include "accord/suggest.hpp"
#include "accord/weigh.hpp"
#include "base/difference.hpp"

namespace offices::post {
namespace {

using accord::AgendaFile;
using accord::Appraisal;

Result<AgendaFile> read_agenda(const AgendaView& view) { return accord::read_agenda({"agenda", view.document}); }

/// An appraisal on the agenda in force: as it was made, or carried over from the version that it was made for.
struct Fitted {
  Appraisal appraisal;
  std::vector<std::string> unmapped;
  bool mapped = false;
};
Result<Fitted> fit(Office& office, const CaseView& view, const KeptAppraisal& kept, const AgendaView& now, const AgendaFile& agenda) {
  OFFICES_TRY(then, agenda_by_digest(office, view, kept.agenda));
  OFFICES_TRY(made_for, read_agenda(then));
  OFFICES_TRY(appraisal, accord::read_appraisal(made_for, {"appraisal", kept.document}));
  if (then.fact.agenda == now.fact.agenda) return Fitted{std::move(appraisal), {}, false};
  auto mapped = accord::map_appraisal(made_for, appraisal, agenda);
  return Fitted{std::move(mapped.appraisal), std::move(mapped.lost), true};
}

/// This post's own appraisal on an agenda; none where there is none.
Result<std::optional<Fitted>> own_on(Office& office, const CaseView& view, const AgendaView& agenda, const AgendaFile& file) {
  OFFICES_TRY(kept, office.papers.appraisal(view.state().id, view.self()));
  if (!kept) return std::nullopt;
  OFFICES_TRY(fitted, fit(office, view, *kept, agenda, file));
  return std::optional(std::move(fitted));
}

std::string_view form_word(const Appraisal& a) { return a.kind == Appraisal::Kind::exact ? "exact" : "partial"; }

std::vector<std::string> contributions(const AgendaFile& agenda, const accord::Weighing& w, bool gains) {
  std::vector<std::pair<accord::Rational, std::string>> parts;
  for (const auto& c : w.issues) {
    const auto& part = gains ? c.gains : c.gives;
    if (part.high == 0) continue;
    auto option = c.option ? accord::option_text(agenda, c.issue, *c.option, "en") : std::string("left open");
    auto size = part.low == part.high ? decimal(part.high) : decimal(part.low) + " to " + decimal(part.high);
    parts.emplace_back(part.high, accord::issue_text(agenda, c.issue, "en") + ": " + option + " (" + size + ")");
  }
  std::ranges::stable_sort(parts, std::greater{}, &std::pair<accord::Rational, std::string>::first);
  std::vector<std::string> out;
  for (auto& [size, sentence] : parts) out.push_back(std::move(sentence));
  return out;
}

std::vector<std::string> red_lines(const AgendaFile& agenda, const Appraisal& appraisal, const accord::Weighing& w) {
  std::vector<std::string> out;
  for (const auto& v : w.red_lines) {
    auto words = accord::combination_words(agenda, appraisal.never[v.index]);
    out.push_back(v.reach == accord::Reach::certain ? words : words + " (possible in what it leaves open)");
  }
  return out;
}

}  // namespace

accord::Control in_haste() {
  constexpr auto patience = std::chrono::seconds(2);
  accord::Control control;
  control.pulse = [until = std::chrono::steady_clock::now() + patience] {
    return std::chrono::steady_clock::now() < until ? accord::Pulse::go_on : accord::Pulse::hurry;
  };
  return control;
}

std::string decimal(const accord::Rational& value) {
  auto list = accord::decimals_json({value});  // ["0.25"]
  return list.substr(2, list.size() - 4);
}

Json range_json(const std::optional<accord::Range>& range) {
  return range ? Json{{"least", decimal(range->low)}, {"most", decimal(range->high)}} : Json(nullptr);
}

Json weighed_json(const AgendaFile& agenda, const Appraisal& appraisal, const accord::Weighing& w) {
  return {
      {"utility", range_json(w.utility)},        {"walk_away", range_json(w.walk_away)},         {"distance", range_json(w.distance)},
      {"verdict", accord::name_of(w.verdict)},   {"red_lines", red_lines(agenda, appraisal, w)}, {"gains", contributions(agenda, w, true)},
      {"gives", contributions(agenda, w, false)}};
}

Result<Appraised> appraised(Office& office, const CaseView& view, const AgendaView& agenda) {
  Appraised out;
  OFFICES_TRY_SET(out.agenda, read_agenda(agenda));
  const bool own = !view.folder.as_intermediary();
  for (const auto& p : parties(view.state())) {
    if (own && p.id != view.self()) continue;
    OFFICES_TRY(kept, office.papers.appraisal(view.state().id, p.id));
    if (!kept) return own ? fail(Code::no_appraisal) : fail(Code::no_appraisal, p.name + " has shared none");
    OFFICES_TRY(fitted, fit(office, view, *kept, agenda, out.agenda));
    for (const auto& lost : fitted.unmapped) out.lost.push_back(own ? lost : p.name + ": " + lost);
    out.sides.push_back({p.name, std::move(fitted.appraisal)});
  }
  if (out.sides.empty()) return fail(Code::no_appraisal);
  return out;
}

Result<accord::Package> package_of(const AgendaFile& agenda, const std::map<std::string, std::string>& package) {
  auto read = accord::read_package(agenda.agenda, base::spell(Json(package)));
  if (!read) return fail(Code::not_comparable, read.error().detail);
  return read;
}

Json package_remarks(const AgendaFile& agenda, const accord::Package& package) {
  Json out = Json::array();
  for (std::size_t i = 0; i < package.choice.size(); ++i)
    if (!package.choice[i]) out.push_back("It leaves '" + agenda.agenda.issues[i].name + "' open.");
  for (const auto& v : accord::violations(agenda.never, package))
    out.push_back(
        (v.reach == accord::Reach::certain ? "The agenda rules it out: " : "What it leaves open may meet what the agenda rules out: ") +
        accord::combination_words(agenda, agenda.never[v.index]) + ".");
  return out;
}

Result<Json> appraisal_state(Office& office, const CaseView& view, const AgendaView& agenda) {
  OFFICES_TRY(kept, office.papers.appraisal(view.state().id, view.self()));
  if (!kept) return Json{{"state", "none"}, {"shared", false}, {"unmapped", Json::array()}};
  OFFICES_TRY(file, read_agenda(agenda));
  OFFICES_TRY(fitted, fit(office, view, *kept, agenda, file));
  return Json{{"state", fitted.mapped ? "mapped" : "current"}, {"shared", kept->paper.has_value()}, {"unmapped", fitted.unmapped}};
}

Json commitments_json(const AgendaFile& agenda) {
  Json out = Json::array();
  for (const auto& c : agenda.commitments) {
    const auto& issue = agenda.agenda.issues[c.issue];
    Json options = Json::array();
    for (auto o : c.options) options.push_back(issue.option(o));
    out.push_back({{"by", c.by}, {"to", c.to}, {"issue", issue.name}, {"options", options}, {"texts", c.text}, {"due", c.due}});
  }
  return out;
}

Result<Json> undertakings_json(const AgendaView& agenda, const mediation::Framework& framework) {
  OFFICES_TRY(file, read_agenda(agenda));
  OFFICES_TRY(package, package_of(file, framework.package));
  Json out = Json::array();
  for (const auto& u : accord::undertakings(file, package)) out.push_back({{"by", u.by}, {"to", u.to}, {"texts", u.text}, {"due", u.due}});
  return out;
}

Result<Json> own_view_of(Office& office, const CaseView& view, const AgendaView& agenda, const mediation::Framework& framework) {
  if (view.self() == view.state().intermediary) return Json();
  OFFICES_TRY(file, read_agenda(agenda));
  OFFICES_TRY(own, own_on(office, view, agenda, file));
  if (!own) return Json();
  auto package = package_of(file, framework.package);
  if (!package) return Json{{"note", package.error().detail}};
  auto weighed = accord::weigh(file, own->appraisal, *package);
  if (!weighed) return Json{{"note", weighed.error().detail}};
  auto out = weighed_json(file, own->appraisal, *weighed);
  if (own->mapped) out["note"] = "computed from an appraisal of an older version of the agenda";
  return out;
}

Json differences_json(const mediation::Framework& before, const mediation::Framework& after) {
  Json package = Json::array(), text = Json::array();
  std::set<std::string> issues;
  for (const auto& [issue, option] : before.package) issues.insert(issue);
  for (const auto& [issue, option] : after.package) issues.insert(issue);
  auto at = [](const mediation::Framework& f, const std::string& issue) {
    auto it = f.package.find(issue);
    return it == f.package.end() ? Json(nullptr) : Json(it->second);
  };
  for (const auto& issue : issues)
    if (at(before, issue) != at(after, issue)) package.push_back({{"issue", issue}, {"from", at(before, issue)}, {"to", at(after, issue)}});
  if (auto pieces = base::differences(before.words.text, after.words.text)) text = base::to_json(*pieces);
  return {{"package", std::move(package)}, {"text", std::move(text)}};
}

Result<Json> appraise(Office& office, Args& args) {
  auto which = args.text("case"), document = args.text("document");
  bool share = args.flag("share");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  auto& folder = view.folder;
  if (folder.as_intermediary()) return fail(Code::wrong_role, "the sides appraise");
  OFFICES_TRY(agenda, agenda_of(office, view, std::nullopt));
  OFFICES_TRY(file, read_agenda(agenda));
  OFFICES_TRY(appraisal, accord::read_appraisal(file, {"appraisal", document}));
  KeptAppraisal kept{agenda.fact.agenda, accord::write_appraisal(file, appraisal), office.clock.now(), std::nullopt};
  if (kept.document.size() > 256 * 1024) return fail(Code::too_large, "an appraisal has 256 KiB at most");
  OFFICES_TRY(before, office.papers.appraisal(id, view.self()));
  // One that was shared is taken back before another one is kept: nothing of it stays behind unseen.
  OFFICES_TRY(revocation, before && before->paper ? office.papers.revoke(folder) : Result<std::optional<record::Digest>>(std::nullopt));
  auto intermediary = folder.state().name_of(folder.state().intermediary);
  if (share) {
    auto* line = folder.line_of(view.self());
    if (!line || line->state != LineState::open) return fail(Code::not_a_participant, "no open line");
    OFFICES_TRY_SET(kept.paper, office.papers.send(folder, *line, kept.document, "en", About{About::Kind::appraisal, kept.agenda, {}, {}}));
  }
  OFFICES_CHECK(office.papers.keep_appraisal(id, view.self(), kept));
  OFFICES_CHECK(folder.save());
  Json out{{"agenda", agenda.fact.agenda.hex()},
           {"version", agenda.fact.version},
           {"form", form_word(appraisal)},
           {"remarks", accord::remarks(file, appraisal)},
           {"shared", share},
           {"sentence",
            share ? "Shared with " + intermediary +
                        ", off the record; it may convey nothing of it. 'appraise --revoke' erases it there too, once its post has heard."
                  : "It stays on this post."}};
  if (share) out.update({{"nonpaper", kept.paper->hex()}, {"delivery", queued}});
  else if (revocation) out["delivery"] = queued;
  if (revocation) out["revocation"] = revocation->hex();
  return out;
}

namespace {

Result<Json> shared_appraisals(Office& office, const CaseView& view, const AgendaView& agenda, const AgendaFile& file) {
  Json items = Json::array();
  for (const auto& p : parties(view.state())) {
    OFFICES_TRY(kept, office.papers.appraisal(view.state().id, p.id));
    if (!kept) continue;
    auto fitted = fit(office, view, *kept, agenda, file);
    auto made_for = agenda_by_digest(office, view, kept->agenda);
    items.push_back({{"name", p.name},
                     {"agenda", kept->agenda.hex()},
                     {"version", made_for ? Json(made_for->fact.version) : Json(nullptr)},
                     {"time", base::iso(kept->time)},
                     {"document", kept->document},
                     {"form", fitted ? Json(form_word(fitted->appraisal)) : Json(nullptr)},
                     {"unmapped", fitted ? Json(fitted->unmapped) : Json{fitted.error().detail}}});
  }
  return Json{{"items", std::move(items)}};
}

}  // namespace

Result<Json> appraisal_show(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  OFFICES_TRY(agenda, agenda_of(office, view, std::nullopt));
  OFFICES_TRY(file, read_agenda(agenda));
  if (view.folder.as_intermediary()) return shared_appraisals(office, view, agenda, file);
  OFFICES_TRY(kept, office.papers.appraisal(id, view.self()));
  if (!kept) return fail(Code::no_appraisal);
  OFFICES_TRY(made_for, agenda_by_digest(office, view, kept->agenda));
  OFFICES_TRY(fitted, fit(office, view, *kept, agenda, file));
  return Json{{"agenda", kept->agenda.hex()}, {"version", made_for.fact.version},  {"form", form_word(fitted.appraisal)},
              {"document", kept->document},   {"shared", kept->paper.has_value()}, {"remarks", accord::remarks(file, fitted.appraisal)},
              {"unmapped", fitted.unmapped}};
}

Result<Json> appraisal_revoke(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  OFFICES_TRY(kept, office.papers.appraisal(id, view.self()));
  if (!kept) return fail(Code::no_appraisal);
  OFFICES_TRY(revocation, office.papers.revoke(view.folder));
  OFFICES_CHECK(view.folder.save());
  Json out{
      {"revoked", true},
      {"sentence", kept->paper ? "Erased here; the intermediary's post erases it when it hears. Copies of its store that were made before "
                                 "keep it, and nobody forgets what was read."
                               : "Erased here; it was never sent."}};
  if (revocation) out.update({{"revocation", revocation->hex()}, {"delivery", queued}});
  return out;
}

namespace {

std::vector<std::string> worth_sentences(const AgendaFile& agenda, const accord::Outcome& outcome,
                                         const std::vector<accord::Rational>& worth) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < worth.size(); ++i)
    if (worth[i] != 0)
      out.push_back(accord::issue_text(agenda, i, "en") + ": " + accord::option_text(agenda, i, outcome.choice[i], "en") + " (" +
                    decimal(worth[i]) + ")");
  return out;
}

Json suggested_json(const AgendaFile& agenda, const std::vector<accord::SharedAppraisal>& shared, const accord::Suggested& s,
                    std::size_t number) {
  auto package = accord::package_of(s.outcome);
  auto spelt = accord::write_package(agenda.agenda, package);
  Json sides = Json::array(), robustness = Json::array();
  for (std::size_t i = 0; i < s.sides.size(); ++i) {
    const auto& side = s.sides[i];
    Json one{{"name", shared[i].side},
             {"utility", decimal(side.utility)},
             {"above_walk_away", decimal(side.above_walk_away)},
             {"gains", worth_sentences(agenda, s.outcome, side.gains)},
             {"gives", worth_sentences(agenda, s.outcome, side.gives)}};
    if (side.over_all_utilities) one["over_all_utilities"] = accord::name_of(*side.over_all_utilities);
    sides.push_back(std::move(one));
    Json error{{"name", shared[i].side}, {"nash", decimal(side.endurance.nash)}};
    error["frontier"] = side.endurance.computed && side.endurance.frontier ? Json(decimal(*side.endurance.frontier)) : Json(nullptr);
    robustness.push_back(std::move(error));
  }
  auto words = accord::package_words(agenda, package);
  Json file{{"format", "goodoffices-framework-1"},
            {"title", "Framework " + std::to_string(number)},
            {"lang", "en"},
            {"text", words},
            {"package", Json::parse(spelt)}};
  return {{"package", file.at("package")},
          {"document", base::spell(file)},
          {"sides", std::move(sides)},
          {"robustness", std::move(robustness)},
          {"sentence", words}};
}

}  // namespace

Result<Json> framework_suggest(Office& office, Args& args) {
  auto which = args.text("case");
  auto count = args.integer("count", 3, 1, 16);
  auto near = args.maybe("near").value_or("nash");
  OFFICES_CHECK(args.finish());
  auto aim = accord::aim_named(near);
  if (!aim) return fail(Code::usage, "'" + near.substr(0, 40) + "' is none of nash, kalai-smorodinsky, egalitarian, utilitarian");
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  if (!view.folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary holds what sides have shared");
  OFFICES_TRY(agenda, agenda_of(office, view, std::nullopt));
  OFFICES_TRY(given, appraised(office, view, agenda));
  const auto& [file, shared, lost] = given;
  Json remarks = lost;
  accord::SuggestRequest request;
  request.count = static_cast<std::size_t>(count);
  request.aim = *aim;
  request.control = in_haste();
  OFFICES_TRY(suggestion, accord::suggest(file, shared, request));
  for (const auto& remark : suggestion.remarks) remarks.push_back(remark);
  Json packages = Json::array();
  for (std::size_t i = 0; i < suggestion.packages.size(); ++i)
    packages.push_back(suggested_json(file, shared, suggestion.packages[i], i + 1));
  return Json{{"near", near},
              {"agenda", agenda.fact.agenda.hex()},
              {"version", agenda.fact.version},
              {"suggestions", std::move(packages)},
              {"svg", suggestion.picture},
              {"remarks", std::move(remarks)}};
}

}  // namespace offices::post
