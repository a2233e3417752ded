// SPDX-License-Identifier: Apache-2.0
// Verbs of those who speak: signals, mandates, answers to renderings, positions, non-papers.
#include <algorithm>

#include "base/text.hpp"
#include "mediation/plain.hpp"
#include "post/office.hpp"

namespace offices::post {
namespace {

using mediation::from_word;
using mediation::word;

constexpr const char* terms_keys[] = {"form",  "approval",          "attribution", "not_before",
                                      "until", "simultaneous_with", "disclosure",  "public_line"};

bool gives_terms(Args& args) {
  return std::ranges::any_of(terms_keys, [&](const char* key) { return args.raw(key) != nullptr; });
}

std::string sentence_of(const Folder& folder, const record::ParticipantId& author, const record::ParticipantId& to,
                        const mediation::Terms& t) {
  auto s = mediation::mandate_sentence(folder.file.state, author, to, t);
  auto caution = mediation::attribution_caution(folder.file.state, t);
  return caution.empty() ? s : s + " " + caution;
}

Result<Json> mandate_in(Office& office, Folder& folder, Line& line, const record::StatementId& signal, const mediation::Participant& to,
                        const mediation::Terms& terms) {
  OFFICES_TRY(id, office.clerk.sign(folder, line, mediation::Mandate{signal, to.id, terms}));
  return Json{{"mandate", id.hex()},
              {"to", to.name},
              {"sentence", sentence_of(folder, line.me, to.id, terms)},
              {"terms", mediation::terms_to_json(terms)}};
}

struct SignalArgs {
  mediation::Signal body;
  std::vector<mediation::Participant> to;
};

Result<SignalArgs> read_signal(Office& office, Folder& folder, Args& args) {
  SignalArgs s;
  for (const auto& name : args.list("to")) {
    OFFICES_TRY(p, find_participant(folder, name));
    s.to.push_back(p);
  }
  if (s.to.empty()) return fail(Code::usage, "'to' is missing");
  OFFICES_TRY_SET(s.body.words, read_words(args, folder.file.name));
  if (auto v = args.maybe("act")) s.body.act = args.keep(from_word<mediation::Act>(*v));
  else s.body.act = mediation::Act::information;
  if (auto v = args.maybe("precedence")) s.body.precedence = args.keep(from_word<mediation::Precedence>(*v));
  s.body.authority = args.maybe("authority").value_or("");
  if (!s.body.authority.empty()) OFFICES_CHECK(base::check_line(s.body.authority));
  if (auto v = args.maybe("in_reply_to")) {
    OFFICES_TRY(answered, find_kept(office, *v, {"signal", "conveyance"}));
    if (answered.of_case != folder.id()) return fail(Code::not_found, "it is of another case");
    s.body.reply_to = answered.entry.statement.id();
  }
  return s;
}

/// The intermediary's own words: one statement in each channel, no mandate.
Result<Json> own_words(Office& office, Folder& folder, const SignalArgs& s) {
  Json ids = Json::array();
  std::string names_;
  for (const auto& p : s.to) {
    auto* line = folder.line_of(p.id);
    if (!line) return fail(Code::not_a_participant, p.name);
    OFFICES_TRY(id, office.clerk.sign(folder, *line, s.body));
    ids.push_back(id.hex());
    names_ += (names_.empty() ? "" : ", ") + p.name;
  }
  OFFICES_CHECK(folder.save());
  return Json{{"signal", ids[0]},
              {"signals", ids},
              {"mandates", Json::array()},
              {"sentence", "Your own words, on record with " + names_ + "."},
              {"delivery", queued}};
}

Result<Json> signal(Office& office, Args& args) {
  auto which = args.text("case");
  (void)args.flag("dry_run");
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  bool with_terms = gives_terms(args);
  OFFICES_TRY(s, read_signal(office, folder, args));
  auto terms = read_terms(args, folder, office.clock.now());
  OFFICES_CHECK(args.finish());
  if (folder.as_intermediary()) {
    if (with_terms) return fail(Code::usage, "the intermediary's own words need no mandate");
    return own_words(office, folder, s);
  }
  auto* line = folder.line_of(folder.state().self);
  if (!line) return fail(Code::not_a_participant, "this post has not been admitted");
  OFFICES_TRY(signed_id, office.clerk.sign(folder, *line, s.body));
  Json mandates = Json::array();
  std::string sentence;
  for (const auto& p : s.to) {
    if (p.id == folder.state().intermediary) continue;
    OFFICES_TRY(mandate, mandate_in(office, folder, *line, signed_id, p, terms));
    sentence += (sentence.empty() ? "" : " ") + mandate.at("sentence").get<std::string>();
    mandates.push_back(std::move(mandate));
  }
  if (mandates.empty() && with_terms) return fail(Code::usage, "the intermediary itself needs no mandate");
  if (mandates.empty()) sentence = "On record with " + folder.state().name_of(folder.state().intermediary) + "; it may tell nobody.";
  OFFICES_CHECK(folder.save());
  return Json{{"signal", signed_id.hex()}, {"mandates", mandates}, {"sentence", sentence}, {"delivery", queued}};
}

Result<Json> mandate(Office& office, Args& args) {
  auto prefix = args.text("signal"), name = args.text("to");
  (void)args.flag("dry_run");
  OFFICES_TRY(view, find_signal(office, prefix));
  auto terms = read_terms(args, view.folder, office.clock.now());
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(to, find_participant(view.folder, name));
  OFFICES_TRY(result, mandate_in(office, view.folder, *view.line, view.id(), to, terms));
  OFFICES_CHECK(view.folder.save());
  result["delivery"] = queued;
  return result;
}

Result<Json> withdraw(Office& office, Args& args) {
  auto prefix = args.text("signal");
  auto name = args.maybe("to");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_signal(office, prefix));
  mediation::Withdraw body{view.id(), std::nullopt};
  if (name) {
    OFFICES_TRY(to, find_participant(view.folder, *name));
    body.to = to.id;
  }
  OFFICES_TRY(id, sign_and_save(office, view.folder, *view.line, body));
  return Json{{"withdrawal", id.hex()}, {"delivery", queued}};
}

Result<Json> confide(Office& office, Args& args) {
  auto which = args.text("case"), text = args.text("text"), lang = args.maybe("lang").value_or("en");
  auto name = args.maybe("to");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_text(text));
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  auto to = folder.state().intermediary;
  if (folder.as_intermediary() && !name) return fail(Code::usage, "'to' is missing");
  if (name) {
    OFFICES_TRY(p, find_participant(folder, *name));
    to = p.id;
  }
  if (!folder.as_intermediary() && to != folder.state().intermediary)
    return fail(Code::wrong_role, "a side confides in the intermediary only; there is no line between sides");
  auto* line = folder.line_of(folder.as_intermediary() ? to : folder.state().self);
  if (!line || line->state == LineState::closed || !folder.state().is_active(folder.side_of(*line)))
    return fail(Code::not_a_participant, "no open line");
  OFFICES_TRY(paper, office.papers.send(folder, *line, text, lang, std::nullopt));
  OFFICES_CHECK(folder.save());
  return Json{{"nonpaper", paper.hex()}, {"delivery", queued}};
}

struct RenderingView {
  SignalView view;
  record::StatementId id;
  mediation::Rendering body;
};
Result<RenderingView> find_rendering(Office& office, const std::string& prefix) {
  OFFICES_TRY(kept, find_kept(office, prefix, {"rendering"}));
  OFFICES_TRY(body, body_of(kept));
  auto rendering = std::get<mediation::Rendering>(std::move(body));
  OFFICES_TRY(view, find_signal(office, rendering.proposal.signal.hex()));
  return RenderingView{std::move(view), kept.entry.statement.id(), std::move(rendering)};
}

Result<Json> approve(Office& office, Args& args) {
  auto prefix = args.text("rendering");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(r, find_rendering(office, prefix));
  OFFICES_TRY(id, sign_and_save(office, r.view.folder, *r.view.line, mediation::ApprovalOf{r.id, r.body.proposal}));
  return Json{{"approval", id.hex()}, {"delivery", queued}};
}

Result<Json> refuse(Office& office, Args& args) {
  auto prefix = args.text("rendering"), why = args.text("why");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_text(why));
  OFFICES_TRY(r, find_rendering(office, prefix));
  OFFICES_TRY(id, sign_and_save(office, r.view.folder, *r.view.line, mediation::Refusal{r.view.id(), r.id, why}));
  return Json{{"refusal", id.hex()}, {"delivery", queued}};
}

Result<Json> acknowledge(Office& office, Args& args) {
  auto prefix = args.text("conveyance");
  auto position = args.keep(from_word<mediation::Position>(args.text("position")));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(kept, find_kept(office, prefix, {"conveyance"}));
  OFFICES_TRY(folder, Folder::open(office.ledger, kept.of_case));
  OFFICES_TRY(subject, folder.subject(kept.entry.statement.id()));
  auto* line = folder.line_of(kept.side);
  if (!subject || !line) return fail(Code::store_damaged, "the conveyance's view is missing");
  const auto& c = std::get<mediation::ConveyanceState>(*subject);
  OFFICES_TRY(id, sign_and_save(office, folder, *line, mediation::Acknowledgement{c.fact.id, c.of, position}));
  return Json{{"acknowledgement", id.hex()}, {"delivery", queued}};
}

}  // namespace

std::span<const Verb> signal_verbs() {
  static constexpr Verb verbs[] = {
      {"signal", signal, true},   {"mandate", mandate, true}, {"withdraw", withdraw, true},       {"confide", confide, true},
      {"approve", approve, true}, {"refuse", refuse, true},   {"acknowledge", acknowledge, true},
  };
  return verbs;
}

}  // namespace offices::post
