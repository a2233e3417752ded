// SPDX-License-Identifier: Apache-2.0
// Verbs about what was printed: keeping a press report, and tying its quotations to signals, so that a leak is told from a release.
#include <algorithm>

#include "mediation/press_report.hpp"
#include "mediation/publication.hpp"
#include "post/proceedings.hpp"

namespace offices::post {
namespace {

using mediation::ExhibitState;

struct ExhibitView {
  Kept kept;
  Folder folder;
  ExhibitState held;
  mediation::Exhibit body;
  mediation::PressReport report;
};

Result<ExhibitView> view_exhibit(Office& office, Kept kept) {
  OFFICES_TRY(folder, Folder::open(office.ledger, kept.of_case));
  OFFICES_TRY(subject, folder.subject(kept.entry.statement.id()));
  OFFICES_TRY(body, body_of(kept));
  auto exhibit = std::get<mediation::Exhibit>(std::move(body));
  OFFICES_TRY(report, mediation::read_press_report(exhibit.document));
  const auto* held = subject ? std::get_if<ExhibitState>(&*subject) : nullptr;
  if (!held) return fail(Code::store_damaged, "an exhibit is missing");
  return ExhibitView{std::move(kept), std::move(folder), *held, std::move(exhibit), std::move(report)};
}

std::string day_of(Time t) { return base::iso(t).substr(0, 10); }

Result<Time> read_day(const std::string& text) {
  auto t = base::parse_time(text + "T00:00:00Z", Time{0});
  if (!t || text.size() != 10) return fail(Code::bad_time, "a day is spelt 2026-01-31");
  return *t;
}

Result<Json> exhibit_add(Office& office, Args& args) {
  auto which = args.text("case"), document = args.text("document"), source = args.text("source");
  auto spoken = args.maybe("spoken"), with = args.maybe("with");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(report, mediation::read_press_report(document));
  mediation::Exhibit body{mediation::write_press_report(report), source, report.published, report.published};
  if (spoken) { OFFICES_TRY_SET(body.spoken, read_day(*spoken)); }
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  std::vector<record::ParticipantId> channels;
  if (!folder.as_intermediary()) channels = {folder.state().self};
  else if (with) {
    OFFICES_TRY(p, find_participant(folder, *with));
    channels = {p.id};
  } else {
    for (const auto& p : parties(folder.state())) channels.push_back(p.id);
  }
  Json exhibits = Json::array();
  for (const auto& side : channels) {
    auto* line = folder.line_of(side);
    if (!line) return fail(Code::not_a_participant, folder.state().name_of(side));
    OFFICES_TRY(signed_id, office.clerk.sign(folder, *line, body));
    exhibits.push_back(
        {{"exhibit", signed_id.hex()}, {"with", folder.state().name_of(folder.as_intermediary() ? side : folder.state().intermediary)}});
  }
  if (exhibits.empty()) return fail(Code::not_a_participant, "no party takes part yet");
  OFFICES_CHECK(folder.save());
  return Json{{"exhibits", std::move(exhibits)},
              {"title", report.title},
              {"published", day_of(body.published)},
              {"spoken", day_of(body.spoken)},
              {"quotations", mediation::quotations(report).size()},
              {"delivery", queued}};
}

std::string_view verdict_word(mediation::Verdict v) {
  return v == mediation::Verdict::permitted ? "release" : v == mediation::Verdict::breach ? "leak" : "undecided";
}

/// What the record says of a quotation that was tied to a signal.
Result<Json> link_json(ExhibitView& view, const mediation::LinkFact& link, const std::vector<mediation::Quotation>& all) {
  Json out{{"quotation", link.quotation},
           {"signal", link.signal.hex()},
           {"to", view.folder.state().name_of(link.to)},
           {"verdict", "undecided"},
           {"code", nullptr},
           {"sentence", "the signal is not in this post's record"}};
  OFFICES_TRY(subject, view.folder.subject(link.signal));
  const auto* s = subject ? std::get_if<mediation::SignalState>(&*subject) : nullptr;
  if (!s || static_cast<std::size_t>(link.quotation) > all.size()) return out;
  auto j = mediation::judge_publication(view.folder.state(), *s, link.to, all[static_cast<std::size_t>(link.quotation - 1)].text,
                                        view.body.spoken);
  out["verdict"] = verdict_word(j.verdict);
  if (j.verdict != mediation::Verdict::permitted) out["code"] = base::info(j.code).name;
  out["sentence"] = j.sentence;
  return out;
}

Result<Json> exhibit_json(ExhibitView& view) {
  auto all = mediation::quotations(view.report);
  Json quotations = Json::array(), links = Json::array();
  for (std::size_t i = 0; i < all.size(); ++i)
    quotations.push_back({{"number", i + 1}, {"text", all[i].text}, {"speaker", all[i].speaker}, {"as_written", all[i].as_written}});
  for (const auto& l : view.held.links) {
    OFFICES_TRY(one, link_json(view, l, all));
    links.push_back(std::move(one));
  }
  auto hash = crypto::sha256(base::as_bytes(view.body.document));
  return Json{{"exhibit", view.kept.entry.statement.id().hex()},
              {"case", view.folder.id().hex()},
              {"case_title", view.folder.state().title},
              {"by", view.folder.state().name_of(view.held.by)},
              {"with", view.folder.state().name_of(view.held.side)},
              {"title", view.report.title},
              {"byline", view.report.byline},
              {"source", view.body.source},
              {"published", day_of(view.body.published)},
              {"spoken", day_of(view.body.spoken)},
              {"hash", hash.hex()},
              {"quotations", std::move(quotations)},
              {"links", std::move(links)}};
}

Result<Json> exhibit_show(Office& office, Args& args) {
  auto prefix = args.text("exhibit");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(kept, find_kept(office, prefix, {"exhibit"}));
  OFFICES_TRY(view, view_exhibit(office, std::move(kept)));
  OFFICES_TRY(out, exhibit_json(view));
  out["document"] = view.body.document;
  return out;
}

Result<Json> exhibit_list(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(all, ids_on<record::StatementId>(office.ledger, names::exhibits(id), "exhibit"));
  Json items = Json::array();
  for (const auto& exhibit : all) {
    OFFICES_TRY(kept, office.ledger.by_id(exhibit));
    if (!kept) return fail(Code::store_damaged, "an exhibit is missing");
    OFFICES_TRY(view, view_exhibit(office, *std::move(kept)));
    OFFICES_TRY(item, exhibit_json(view));
    items.push_back(std::move(item));
  }
  return Json{{"items", std::move(items)}};
}

Result<Json> exhibit_link(Office& office, Args& args) {
  auto prefix = args.text("exhibit"), signal = args.text("signal"), to = args.text("to");
  auto number = args.integer("quotation", 0, 1, 1'000'000);
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(kept, find_kept(office, prefix, {"exhibit"}));
  OFFICES_TRY(view, view_exhibit(office, std::move(kept)));
  auto all = mediation::quotations(view.report);
  if (number < 1 || static_cast<std::size_t>(number) > all.size())
    return fail(Code::not_found, "it has " + std::to_string(all.size()) + " quotations");
  OFFICES_TRY(s, find_signal(office, signal));
  if (s.kept.side != view.held.side || s.kept.of_case != view.kept.of_case)
    return fail(Code::not_found, "the signal and the exhibit are in two channels; add the report to that of its author");
  OFFICES_TRY(p, find_participant(view.folder, to));
  auto* line = view.folder.line_of(view.kept.side);
  if (!line) return fail(Code::store_damaged, "the line of an exhibit is missing");
  mediation::Link body{view.kept.entry.statement.id(), number, s.id(), p.id};
  OFFICES_TRY(id, sign_and_save(office, view.folder, *line, body));
  OFFICES_TRY(out, link_json(view, {{id, {}, {}, {}, {}}, number, body.signal, body.to}, all));
  out["link"] = id.hex();
  out["delivery"] = queued;
  return out;
}

}  // namespace

std::span<const Verb> exhibit_verbs() {
  static constexpr Verb verbs[] = {
      {"exhibit.add", exhibit_add, true},
      {"exhibit.list", exhibit_list, false},
      {"exhibit.show", exhibit_show, false},
      {"exhibit.link", exhibit_link, true},
  };
  return verbs;
}

}  // namespace offices::post
