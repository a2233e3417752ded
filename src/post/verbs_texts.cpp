// SPDX-License-Identifier: Apache-2.0
// Verbs about texts that several sign: read-outs of calls and communiques.
#include <algorithm>

#include "base/difference.hpp"
#include "base/text.hpp"
#include "post/proceedings.hpp"
#include "post/texts.hpp"

namespace offices::post {
namespace {

using mediation::Draft;
using mediation::Purpose;
using mediation::word;
using record::Digest;

Result<std::vector<mediation::Text>> read_texts(const Json* json) {
  if (!json || !json->is_array() || json->empty()) return fail(Code::usage, "'texts' is missing");
  std::vector<mediation::Text> texts;
  for (const auto& item : *json) {
    base::Fields f(item, "text");
    mediation::Text t{f.text("lang"), f.text("text")};
    OFFICES_CHECK(f.finish());
    OFFICES_CHECK(base::check_text(t.text));
    texts.push_back(std::move(t));
  }
  std::ranges::sort(texts, {}, &mediation::Text::lang);
  return texts;
}

Result<std::vector<mediation::Signer>> read_signers(Folder& folder, const std::vector<std::string>& names_) {
  std::vector<mediation::Signer> signers;
  for (const auto& name : names_) {
    OFFICES_TRY(p, find_participant(folder, name));
    signers.push_back({p.id, p.name});
  }
  if (names_.empty())
    for (const auto& p : parties(folder.state())) signers.push_back({p.id, p.name});
  if (signers.empty()) return fail(Code::not_a_participant, "no party takes part yet");
  std::ranges::sort(signers, {}, &mediation::Signer::participant);
  return signers;
}

/// What the arguments say of a draft, over what its version before says.
Result<Draft> read_draft(Office& office, Folder& folder, Args& args, const Draft* before) {
  Draft d;
  if (before) d = *before;
  d.number = before ? before->number + 1 : 1;
  if (!before) d.draft = crypto::random_id<Digest>(office.ledger.random());
  if (auto v = args.maybe("purpose")) d.purpose = args.keep(mediation::from_word<Purpose>(*v));
  if (auto v = args.maybe("disclosure")) d.disclosure = args.keep(mediation::from_word<mediation::Disclosure>(*v));
  else if (!before && d.purpose == Purpose::communique) d.disclosure = mediation::Disclosure::open;
  if (auto at = args.time("embargo", office.clock.now())) d.embargo = at;
  auto call = args.maybe("call");
  auto signers = args.list("signers");
  const auto* texts = args.raw("texts");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  if (d.embargo && *d.embargo <= office.clock.now()) return fail(Code::too_late, "an embargo ends in the future");
  if (call) { OFFICES_TRY_SET(d.call, Digest::from_hex(*call)); }
  if (!before || !signers.empty()) { OFFICES_TRY_SET(d.signers, read_signers(folder, signers)); }
  OFFICES_TRY_SET(d.texts, read_texts(texts));
  return d;
}

Result<Json> put_before_signers(Office& office, Folder& folder, const Draft& draft) {
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary puts a text before its signers");
  OFFICES_CHECK(check_disclosure(office, folder, draft));
  Json to = Json::array();
  bool anybody = false;
  for (const auto& s : draft.signers) {
    to.push_back(s.name);
    if (s.participant == folder.state().intermediary) continue;
    auto* line = folder.line_of(s.participant);
    if (!line) return fail(Code::not_a_participant, s.name);
    OFFICES_TRY(id, office.clerk.sign(folder, *line, draft));
    (void)id;
    anybody = true;
  }
  if (!anybody) return fail(Code::not_a_participant, "a text is for others to sign");
  OFFICES_CHECK(folder.save());
  return Json{{"draft", draft.draft.hex()},
              {"number", draft.number},
              {"signers", std::move(to)},
              {"embargo", draft.embargo ? Json(base::iso(*draft.embargo)) : Json(nullptr)},
              {"sentence", "The same octets for every signer; it counts once all have signed this version."},
              {"delivery", queued}};
}

Result<Json> text_draft(Office& office, Args& args) {
  auto which = args.maybe("case"), earlier = args.maybe("draft");
  if (which.has_value() == earlier.has_value()) return fail(Code::usage, "'case' for a first version, or 'draft' for the next one");
  if (earlier) {
    OFFICES_TRY(view, find_text(office, *earlier));
    OFFICES_TRY(before, draft_of(office, view.latest()));
    OFFICES_TRY(draft, read_draft(office, view.folder, args, &before));
    return put_before_signers(office, view.folder, draft);
  }
  OFFICES_TRY(id, find_case(office, *which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  OFFICES_TRY(draft, read_draft(office, folder, args, nullptr));
  return put_before_signers(office, folder, draft);
}

/// Signs it into every channel where the text stands: a side has one, the intermediary one for each other signer.
Result<Json> say(Office& office, TextView& view, const mediation::Body& body) {
  auto& folder = view.folder;
  std::size_t said = 0;
  for (const auto& s : view.latest().signers) {
    auto* line = folder.line_of(folder.as_intermediary() ? s.participant : folder.state().self);
    if (!line || (!folder.as_intermediary() && s.participant != folder.state().self)) continue;
    OFFICES_TRY(id, office.clerk.sign(folder, *line, body));
    (void)id;
    ++said;
  }
  if (said == 0) return fail(Code::not_yours, "this post is not among its signers");
  OFFICES_CHECK(folder.save());
  return Json{{"draft", view.held.draft.hex()}, {"number", view.latest().number}, {"delivery", queued}};
}

Result<Json> text_agree(Office& office, Args& args) {
  auto prefix = args.text("draft");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_text(office, prefix));
  const auto& v = view.latest();
  return say(office, view, mediation::Agreement{view.held.draft, v.number, v.text});
}

Result<Json> text_differ(Office& office, Args& args) {
  auto prefix = args.text("draft");
  const auto* json = args.raw("texts");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(texts, read_texts(json));
  OFFICES_TRY(view, find_text(office, prefix));
  const auto& v = view.latest();
  return say(office, view, mediation::Divergence{view.held.draft, v.number, v.text, std::move(texts)});
}

Result<Json> text_comment(Office& office, Args& args) {
  auto prefix = args.text("draft"), text = args.text("text"), lang = args.maybe("lang").value_or("en");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_text(text));
  OFFICES_TRY(view, find_text(office, prefix));
  auto& folder = view.folder;
  if (folder.as_intermediary()) return fail(Code::wrong_role, "comments are for the intermediary; put another version before the signers");
  auto* line = folder.line_of(folder.state().self);
  if (!line || line->state != LineState::open) return fail(Code::not_a_participant, "no open line");
  auto about = "On text " + view.held.draft.hex().substr(0, 10) + ", version " + std::to_string(view.latest().number) + ": " + text;
  OFFICES_TRY(id, office.papers.send(folder, *line, about, lang, std::nullopt));
  OFFICES_CHECK(folder.save());
  return Json{{"nonpaper", id.hex()},
              {"sentence", "Off the record, to " + folder.state().name_of(folder.state().intermediary) + " alone."},
              {"delivery", queued}};
}

/// A signer's own text, marked against the draft's in the same language.
Result<Json> own_texts(const Draft& draft, const mediation::Divergence& d) {
  Json out = Json::array();
  for (const auto& t : d.own) {
    Json pieces = Json::array();
    auto core = std::ranges::find(draft.texts, t.lang, &mediation::Text::lang);
    if (core != draft.texts.end()) {
      OFFICES_TRY(marked, base::differences(core->text, t.text));
      pieces = base::to_json(marked);
    }
    out.push_back({{"lang", t.lang}, {"text", t.text}, {"differences", std::move(pieces)}});
  }
  return out;
}

Result<Json> signer_json(Office& office, const TextView& view, const Draft& draft, const mediation::Signer& signer) {
  const auto* said = view.held.said_by(draft.number, signer.participant);
  bool same = said && said->text == view.latest().text;
  Json out{{"name", signer.name},
           {"state", !said          ? "open"
                     : !same        ? "another-text"
                     : said->agrees ? "agrees"
                                    : "differs"},
           {"time", said ? Json(base::iso(said->fact.time)) : Json(nullptr)},
           {"own", Json::array()}};
  if (!said || said->agrees) return out;
  OFFICES_TRY(divergence, divergence_of(office, *said));
  if (divergence) { OFFICES_TRY_SET(out["own"], own_texts(draft, *divergence)); }
  return out;
}

std::string state_of(const TextView& view, Time now) {
  if (!view.agreed()) {
    bool differs = std::ranges::any_of(view.held.said, [&](const auto& s) { return s.number == view.latest().number && !s.agrees; });
    return differs ? "differs" : "open";
  }
  auto from = view.public_from();
  return !from ? "agreed" : now < *from ? "under-embargo" : "released";
}

Result<Json> text_json(Office& office, TextView& view) {
  const auto& v = view.latest();
  OFFICES_TRY(draft, draft_of(office, v));
  Json signers = Json::array(), texts = Json::array();
  std::vector<std::string> order;
  for (const auto& s : draft.signers) {
    OFFICES_TRY(one, signer_json(office, view, draft, s));
    signers.push_back(std::move(one));
    s.participant == view.folder.state().self ? (void)order.insert(order.begin(), s.name) : order.push_back(s.name);
  }
  for (const auto& t : draft.texts) texts.push_back({{"lang", t.lang}, {"text", mediation::spoken_text(t, order)}});
  return Json{{"draft", view.held.draft.hex()},
              {"case", view.folder.id().hex()},
              {"case_title", view.folder.state().title},
              {"purpose", word(v.purpose)},
              {"number", v.number},
              {"call", v.call ? Json(v.call->hex()) : Json(nullptr)},
              {"disclosure", word(v.disclosure)},
              {"embargo", v.embargo ? Json(base::iso(*v.embargo)) : Json(nullptr)},
              {"state", state_of(view, office.clock.now())},
              {"time", base::iso(v.fact.time)},
              {"texts", std::move(texts)},
              {"signers", std::move(signers)}};
}

Result<Json> text_show(Office& office, Args& args) {
  auto prefix = args.text("draft");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_text(office, prefix));
  return text_json(office, view);
}

Result<Json> text_list(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(all, texts_of(office, id));
  Json items = Json::array();
  for (auto& view : all) {
    OFFICES_TRY(item, text_json(office, view));
    items.push_back(std::move(item));
  }
  return Json{{"items", std::move(items)}};
}

Result<Json> text_release(Office& office, Args& args) {
  auto prefix = args.text("draft");
  auto name = args.maybe("first");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_text(office, prefix));
  auto first = view.folder.state().self;
  if (name) {
    OFFICES_TRY(p, find_participant(view.folder, *name));
    first = p.id;
  }
  auto signs = [&](const auto& s) { return s.participant == first; };
  if (std::ranges::none_of(view.latest().signers, signs)) first = view.latest().signers[0].participant;
  OFFICES_TRY(document, release_file(office, view, first));
  return Json{{"draft", view.held.draft.hex()}, {"document", std::move(document)}};
}

/// The socket's alone: the desk does not say what is written on its user's machine.
Result<Json> text_publish(Office& office, Args& args) {
  auto prefix = args.text("draft"), file = args.text("file");
  OFFICES_CHECK(args.finish());
  if (file.empty() || file.front() != '/') return fail(Code::usage, "'file' is an absolute path");
  OFFICES_TRY(view, find_text(office, prefix));
  const auto& latest = view.latest();
  auto draft = view.held.draft.hex();
  auto at = latest.embargo.value_or(office.clock.now());
  Json wanted{{"case", view.folder.id().hex()}, {"draft", draft}, {"file", file}};
  OFFICES_CHECK(office.ledger.put(names::release(draft), wanted, names::releases));
  return Json{{"draft", draft}, {"file", file}, {"at", base::iso(at)}};
}

}  // namespace

std::span<const Verb> text_verbs() {
  static constexpr Verb verbs[] = {
      {"text.draft", text_draft, true},      {"text.agree", text_agree, true},     {"text.differ", text_differ, true},
      {"text.comment", text_comment, true},  {"text.show", text_show, false},      {"text.list", text_list, false},
      {"text.release", text_release, false}, {"text.publish", text_publish, true},
  };
  return verbs;
}

}  // namespace offices::post
