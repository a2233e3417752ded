// SPDX-License-Identifier: Apache-2.0
#include "post/papers.hpp"

#include "post/outbox.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace offices::post {
namespace {

constexpr std::string_view kinds[] = {"opinion", "appraisal", "revocation"};
constexpr std::int64_t ranks_max = 1'000;

std::string paper_name(const record::Digest& id) { return "nonpaper/" + id.hex(); }
std::string revoked_name(const record::Digest& id) { return "revoked/" + id.hex(); }
std::string appraisal_name(const record::CaseId& of_case, const record::ParticipantId& whose) {
  return "appraisal/" + of_case.hex() + "/" + whose.hex();
}
std::string appraisals(const record::CaseId& of_case) { return "appraisals/" + of_case.hex(); }

Json about_json(const About& a) {
  return {{"kind", kinds[static_cast<std::size_t>(a.kind)]},
          {"of", a.of.hex()},
          {"rank", a.rank ? Json(*a.rank) : Json(nullptr)},
          {"position", a.position ? Json(*a.position) : Json(nullptr)}};
}

Result<About> read_about(const Json& json) {
  base::Fields f(json, "what a non-paper is about");
  About a;
  auto kind = f.one_of("kind", {kinds[0], kinds[1], kinds[2]});
  a.kind = static_cast<About::Kind>(std::ranges::find(kinds, kind) - std::begin(kinds));
  a.of = f.id<record::Digest>("of");
  a.rank = f.maybe<std::int64_t>("rank", [&](const char* k) { return f.integer(k, 1, ranks_max); });
  a.position = f.maybe<std::string>("position", [&](const char* k) { return f.one_of(k, {"live-with", "reservations", "unacceptable"}); });
  OFFICES_CHECK(f.finish());
  if (a.kind != About::Kind::opinion && (a.rank || a.position)) return fail(Code::malformed, "only an opinion has a rank");
  return a;
}

}  // namespace

Json paper_json(const Paper& p) {
  Json item{{"type", "nonpaper"}, {"id", p.id.hex()}, {"text", p.text}, {"lang", p.lang}, {"time", base::iso(p.time)}};
  if (p.about) item["about"] = about_json(*p.about);
  return item;
}

Result<Paper> read_paper(const Json& item) {
  base::Fields f(item, "non-paper");
  f.one_of("type", {"nonpaper"});
  Paper p{f.id<record::Digest>("id"), f.text("text"), f.text("lang"), f.time("time"), std::nullopt};
  std::optional<Error> wrong;
  if (f.has("about")) {
    auto about = read_about(f.object("about"));
    if (about) p.about = *about;
    else wrong = about.error();
  }
  OFFICES_CHECK(f.finish());
  if (wrong) return std::unexpected(*wrong);
  bool may_be_empty = p.about && p.about->kind != About::Kind::appraisal;
  if (!(p.text.empty() && may_be_empty)) OFFICES_CHECK(base::check_text(p.text));
  if (p.lang.size() > 35) return fail(Code::malformed, "a language tag is shorter");
  return p;
}

Result<record::Digest> Papers::send(Folder& folder, Line& line, std::string text, std::string lang, std::optional<About> about) {
  Paper paper{crypto::random_id<record::Digest>(ledger_.random()), std::move(text), std::move(lang), clock_.now(), std::move(about)};
  OFFICES_CHECK(clerk_.queue(line, paper_json(paper)));
  if (!paper.about || paper.about->kind == About::Kind::opinion) OFFICES_CHECK(keep(folder, line, paper, true));
  return paper.id;
}

Result<void> Papers::keep(Folder& folder, const Line& line, const Paper& p, bool own) {
  return ledger_.put(paper_name(p.id),
                     {{"id", p.id.hex()},
                      {"case", folder.id().hex()},
                      {"from", (own ? line.me : line.peer).hex()},
                      {"to", (own ? line.peer : line.me).hex()},
                      {"text", p.text},
                      {"lang", p.lang},
                      {"time", base::iso(p.time)},
                      {"received", base::iso(clock_.now())},
                      {"about", p.about ? about_json(*p.about) : Json(nullptr)},
                      {"own", own}},
                     names::nonpapers(folder.id()));
}

Result<bool> Papers::take(Folder& folder, Line& line, const Json& item) {
  auto paper = read_paper(item);
  if (!paper || (paper->about && !folder.as_intermediary())) return false;
  OFFICES_TRY(there, ledger_.get(paper_name(paper->id)));
  if (there) return true;
  if (paper->about && paper->about->kind == About::Kind::appraisal) return take_appraisal(folder, line, *paper);
  if (paper->about && paper->about->kind == About::Kind::revocation) return take_revocation(folder, line, *paper);
  OFFICES_CHECK(keep(folder, line, *paper, false));
  return true;
}

Result<bool> Papers::take_appraisal(Folder& folder, const Line& line, const Paper& paper) {
  OFFICES_TRY(revoked, ledger_.get(revoked_name(paper.id)));
  OFFICES_TRY(held, appraisal(folder.id(), line.peer));
  if (revoked || (held && held->paper == paper.id)) return true;
  // Messages may come in another order than they were sent in: the newer one stays.
  if (held && held->time > paper.time) return true;
  OFFICES_CHECK(keep_appraisal(folder.id(), line.peer, {paper.about->of, paper.text, paper.time, paper.id}));
  OFFICES_CHECK(folder.notice(clock_.now(),
                              folder.state().name_of(line.peer) +
                                  " shared its appraisal with you, off the record. It may take it back; nothing of it may be conveyed."));
  return true;
}

Result<bool> Papers::take_revocation(Folder& folder, const Line& line, const Paper& paper) {
  OFFICES_CHECK(ledger_.put(revoked_name(paper.about->of), {{"by", line.peer.hex()}}, "revoked"));
  OFFICES_TRY(held, appraisal(folder.id(), line.peer));
  if (!held || held->paper != paper.about->of) return true;
  OFFICES_CHECK(ledger_.erase(appraisal_name(folder.id(), line.peer)));
  ledger_.scrub();
  OFFICES_CHECK(folder.notice(clock_.now(), folder.state().name_of(line.peer) + " took its appraisal back; it was erased here."));
  return true;
}

Result<std::optional<KeptAppraisal>> Papers::appraisal(const record::CaseId& of_case, const record::ParticipantId& whose) {
  OFFICES_TRY(json, ledger_.get(appraisal_name(of_case, whose)));
  if (!json) return std::nullopt;
  base::Fields f(*json, "appraisal");
  KeptAppraisal a{f.id<record::Digest>("agenda"), f.text("document"), f.time("time"), std::nullopt};
  a.paper = f.maybe<record::Digest>("paper", [&](const char* k) { return f.id<record::Digest>(k); });
  if (!f.finish()) return fail(Code::store_damaged, "an appraisal cannot be read");
  return std::optional(std::move(a));
}

Result<void> Papers::keep_appraisal(const record::CaseId& of_case, const record::ParticipantId& whose, const KeptAppraisal& a) {
  ledger_.scrub();  // of the one before
  return ledger_.put(appraisal_name(of_case, whose),
                     {{"agenda", a.agenda.hex()},
                      {"document", a.document},
                      {"time", base::iso(a.time)},
                      {"paper", a.paper ? Json(a.paper->hex()) : Json(nullptr)}},
                     appraisals(of_case));
}

Result<std::optional<record::Digest>> Papers::revoke(Folder& folder) {
  const auto me = folder.state().self;
  OFFICES_TRY(own, appraisal(folder.id(), me));
  if (!own) return std::nullopt;
  OFFICES_CHECK(ledger_.erase(appraisal_name(folder.id(), me)));
  ledger_.scrub();
  auto* line = folder.line_of(me);
  if (!own->paper || !line || folder.as_intermediary()) return std::nullopt;
  OFFICES_CHECK(recall(*line, *own->paper));
  OFFICES_TRY(id, send(folder, *line, "", "en", About{About::Kind::revocation, *own->paper, {}, {}}));
  return std::optional(id);
}

/// Takes a non-paper out of what has not left or was not confirmed.
Result<void> Papers::recall(const Line& line, const record::Digest& paper) {
  auto is_it = [&](const Json& item) { return item.contains("id") && item.at("id") == paper.hex(); };
  std::vector<Json> recalled;
  OFFICES_CHECK(outbox::each_queued(ledger_, line.id, [&](const Json& out) -> Result<bool> {
    if (is_it(out.at("item"))) recalled.push_back(out);
    return true;
  }));
  for (const auto& out : recalled) OFFICES_CHECK(outbox::take_out(ledger_, out));
  std::vector<Json> messages;
  OFFICES_CHECK(outbox::each_message(ledger_, line.id, [&](const Json& message) -> Result<bool> {
    if (std::ranges::any_of(message.at("items"), is_it)) messages.push_back(message);
    return true;
  }));
  for (auto& message : messages) {
    Json left = Json::array();
    for (const auto& item : message.at("items"))
      if (!is_it(item)) left.push_back(item);
    message["items"] = std::move(left);
    OFFICES_CHECK(outbox::put_message(ledger_, line.id, message));
  }
  return {};
}

}  // namespace offices::post
