// SPDX-License-Identifier: Apache-2.0
// Verbs of the intermediary: renderings, conveyances, declining, public sentences.
#include <algorithm>

#include "base/text.hpp"
#include "post/office.hpp"

namespace offices::post {
namespace {

using mediation::from_word;
using mediation::word;

Result<Json> render(Office& office, Args& args) {
  auto prefix = args.text("signal"), name = args.text("to");
  auto form = args.keep(from_word<mediation::Form>(args.maybe("form").value_or("paraphrase")));
  OFFICES_TRY(view, find_signal(office, prefix));
  OFFICES_TRY(words, read_words(args, view.folder.file.name));
  OFFICES_CHECK(args.finish());
  if (form == mediation::Form::verbatim) return fail(Code::usage, "verbatim words need no rendering");
  OFFICES_TRY(to, find_participant(view.folder, name));
  const auto* m = mediation::mandate_in_force(view.state, to.id);
  mediation::Rendering body{{view.id(), to.id, form, m ? m->terms.attribution : mediation::Attribution::named, words}};
  OFFICES_TRY(id, sign_and_save(office, view.folder, *view.line, body));
  return Json{{"rendering", id.hex()}, {"needs_approval", m && m->terms.approval == mediation::Approval::required}, {"delivery", queued}};
}

/// One signal on its way to one addressee.
struct Leg {
  SignalView view;
  mediation::Participant to;
  mediation::Dispatch dispatch;
  mediation::Conveyance conveyance;
};

Result<void> take_own_words(const SignalView& view, Leg& leg) {
  OFFICES_TRY(body, body_of(view.kept));
  leg.dispatch.words = mediation::signal_of(body)->words;
  leg.dispatch.form = mediation::Form::verbatim;
  return {};
}

Result<void> take_rendering(Office& office, const SignalView& view, const std::string& prefix, Leg& leg) {
  OFFICES_TRY(kept, find_kept(office, prefix, {"rendering"}));
  OFFICES_TRY(body, body_of(kept));
  const auto& p = std::get<mediation::Rendering>(body).proposal;
  if (p.signal != view.id() || p.to != leg.to.id)
    return fail(Code::approval_mismatch, "the rendering is of another signal or for another addressee");
  leg.dispatch.words = p.words;
  leg.dispatch.form = p.form;
  auto id = kept.entry.statement.id();
  for (const auto& a : view.state.answers)
    if (a.rendering == id && a.approved) leg.dispatch.approval = a.fact.id;
  return {};
}

/// What lies beside named words: the author's own signatures, and nothing that tells more than the mandate allows.
Result<void> take_evidence(Office& office, Leg& leg) {
  auto& c = leg.conveyance;
  if (c.attribution == mediation::Attribution::unattributed) return {};
  c.from = leg.view.state.author;
  if (c.attribution == mediation::Attribution::recorded) return {};
  std::vector<record::StatementId> ids;
  if (c.form == mediation::Form::verbatim) ids = {leg.view.id(), leg.dispatch.mandate};
  else ids = {leg.dispatch.approval.value_or(leg.dispatch.mandate)};
  for (const auto& id : ids) {
    OFFICES_TRY(kept, office.ledger.by_id(id));
    if (!kept) return fail(Code::not_found, "the evidence is not in the record");
    c.evidence.push_back(kept->entry.statement);
  }
  return {};
}

Result<Leg> prepare(Office& office, SignalView view, const mediation::Participant& to, const std::optional<std::string>& rendering,
                    const std::optional<record::Digest>& pair) {
  Leg leg{std::move(view), to, {}, {}};
  auto& d = leg.dispatch;
  d.signal = leg.view.id();
  d.to = to.id;
  d.pair = pair;
  if (!mediation::last_mandate(leg.view.state, to.id)) return fail(Code::no_mandate, "nothing was authorised for " + to.name);
  const auto* m = mediation::mandate_in_force(leg.view.state, to.id);
  if (!m) return fail(Code::mandate_withdrawn, "the author withdrew the mandate for " + to.name);
  d.mandate = m->fact.id;
  d.attribution = m->terms.attribution;
  d.salt = crypto::random_id<record::Digest>(office.ledger.random());
  if (rendering) OFFICES_CHECK(take_rendering(office, leg.view, *rendering, leg));
  else OFFICES_CHECK(take_own_words(leg.view, leg));
  return leg;
}

std::string naming(mediation::Attribution attribution, const std::string& author) {
  switch (attribution) {
    case mediation::Attribution::named: return ", named as " + author + "'s.";
    case mediation::Attribution::recorded: return ", as " + author + "'s by your record, not signed by " + author + ".";
    case mediation::Attribution::unattributed: break;
  }
  return ", without " + author + "'s name.";
}

/// Both halves of conveying, in the caller's transaction. `folder` is shared by a pair.
Result<Json> send(Office& office, Folder& folder, Leg& leg) {
  auto* from = folder.line_of(leg.view.state.author);
  auto* to = folder.line_of(leg.to.id);
  if (!from || !to) return fail(Code::not_a_participant, leg.to.name);
  OFFICES_TRY(dispatch, office.clerk.sign(folder, *from, leg.dispatch));
  const auto& d = leg.dispatch;
  auto& c = leg.conveyance;
  c.of = mediation::of_dispatch(dispatch, d.salt);
  c.act = leg.view.state.act;
  c.precedence = leg.view.state.precedence;
  c.form = d.form;
  c.attribution = d.attribution;
  c.words = d.words;
  OFFICES_CHECK(take_evidence(office, leg));
  OFFICES_TRY(conveyance, office.clerk.sign(folder, *to, c));
  auto author = folder.state().name_of(leg.view.state.author);
  auto sentence = leg.to.name + " will read " + (d.form == mediation::Form::verbatim ? "these exact words" : "these approved words") +
                  naming(d.attribution, author);
  return Json{{"dispatch", dispatch.hex()}, {"conveyance", conveyance.hex()},
              {"form", word(d.form)},       {"attribution", word(d.attribution)},
              {"to", leg.to.name},          {"sentence", sentence}};
}

Result<Json> convey(Office& office, Args& args) {
  auto prefix = args.text("signal"), name = args.text("to");
  auto rendering = args.maybe("rendering"), with = args.maybe("with");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(view, find_signal(office, prefix));
  if (!view.folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary conveys");
  OFFICES_TRY(to, find_participant(view.folder, name));
  std::optional<record::Digest> pair;
  std::optional<SignalView> other;
  if (with) {
    OFFICES_TRY_SET(other, find_signal(office, *with));
    OFFICES_CHECK(mediation::check_pair(view.state, to.id, other->state, view.state.author));
    if (other->state.author != to.id) return fail(Code::pair_mismatch, "the second signal is not " + to.name + "'s");
    pair = crypto::random_id<record::Digest>(office.ledger.random());
  }
  auto author = *view.folder.state().find(view.state.author);
  OFFICES_TRY(folder, Folder::open(office.ledger, view.kept.of_case));
  OFFICES_TRY(leg, prepare(office, std::move(view), to, rendering, pair));
  OFFICES_TRY(result, send(office, folder, leg));
  if (other) {
    OFFICES_TRY(back, prepare(office, std::move(*other), author, std::nullopt, pair));
    OFFICES_TRY(second, send(office, folder, back));
    result["pair"] = second;
  }
  OFFICES_CHECK(folder.save());
  result["delivery"] = queued;
  return result;
}

Result<Json> decline(Office& office, Args& args) {
  auto prefix = args.text("signal"), why = args.text("why");
  auto name = args.maybe("to");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_text(why));
  OFFICES_TRY(view, find_signal(office, prefix));
  mediation::Decline body{view.id(), std::nullopt, why};
  if (name) {
    OFFICES_TRY(to, find_participant(view.folder, *name));
    body.to = to.id;
  }
  OFFICES_TRY(id, sign_and_save(office, view.folder, *view.line, body));
  return Json{{"decline", id.hex()}, {"delivery", queued}};
}

/// The one addressee of a signal, where `to` is not given.
Result<record::ParticipantId> only_addressee(const mediation::SignalState& state) {
  std::optional<record::ParticipantId> only;
  for (const auto& m : state.mandates) {
    if (only && *only != m.to) return fail(Code::usage, "'to' is missing: there are several addressees");
    only = m.to;
  }
  if (!only) return fail(Code::no_mandate, "nothing was authorised");
  return *only;
}

Result<Json> disclose(Office& office, Args& args) {
  auto prefix = args.text("signal"), text = args.text("text");
  auto name = args.maybe("to");
  OFFICES_CHECK(args.finish());
  OFFICES_CHECK(base::check_text(text));
  OFFICES_TRY(view, find_signal(office, prefix));
  mediation::Disclose body{view.id(), {}, {}, text};
  if (name) {
    OFFICES_TRY(to, find_participant(view.folder, *name));
    body.to = to.id;
  } else {
    OFFICES_TRY_SET(body.to, only_addressee(view.state));
  }
  if (const auto* m = mediation::last_mandate(view.state, body.to)) body.mandate = m->fact.id;
  OFFICES_TRY(id, sign_and_save(office, view.folder, *view.line, body));
  return Json{{"disclosure", id.hex()}, {"delivery", queued}};
}

}  // namespace

std::span<const Verb> convey_verbs() {
  static constexpr Verb verbs[] = {
      {"render", render, true},
      {"convey", convey, true},
      {"decline", decline, true},
      {"disclose", disclose, true},
  };
  return verbs;
}

}  // namespace offices::post
