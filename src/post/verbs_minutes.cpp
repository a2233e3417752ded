// SPDX-License-Identifier: Apache-2.0
// Verbs about words taken by telephone: taking them down, and saying whether they are one's own.
#include <algorithm>

#include "base/text.hpp"
#include "mediation/plain.hpp"
#include "post/office.hpp"

namespace offices::post {
namespace {

using mediation::from_word;

/// The attribution of a record: nobody's name is under it.
Result<mediation::Terms> terms_of(Args& args, Folder& folder, Time now) {
  auto terms = read_terms(args, folder, now);
  auto said = args.maybe("attribution");
  if (said == "named") return fail(Code::attribution_mismatch, "a record is conveyed as recorded, or unattributed");
  if (!said) terms.attribution = mediation::Attribution::recorded;
  return terms;
}

Result<Json> minute(Office& office, Args& args) {
  auto which = args.text("case"), from = args.text("from");
  (void)args.flag("dry_run");
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(folder, Folder::open(office.ledger, id));
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary takes down what was said to it");
  const auto now = office.clock.now();
  mediation::Minute body;
  OFFICES_TRY_SET(body.signal.words, read_words(args, folder.file.name));
  body.signal.act = mediation::Act::information;
  if (auto v = args.maybe("act")) body.signal.act = args.keep(from_word<mediation::Act>(*v));
  if (auto v = args.maybe("precedence")) body.signal.precedence = args.keep(from_word<mediation::Precedence>(*v));
  body.spoken = args.time("spoken", now).value_or(now);
  body.read_back = args.flag("read_back");
  auto names_ = args.list("to");
  OFFICES_TRY(terms, terms_of(args, folder, now));
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(side, find_participant(folder, from));
  Json mandates = Json::array();
  std::string sentence = "Recorded by you, not signed by " + side.name + ".";
  for (const auto& name : names_) {
    OFFICES_TRY(to, find_participant(folder, name));
    body.mandates.push_back({to.id, terms});
    auto one = mediation::mandate_sentence(folder.state(), side.id, to.id, terms);
    sentence += " " + one;
    mandates.push_back({{"to", to.name}, {"sentence", one}, {"terms", mediation::terms_to_json(terms)}});
  }
  if (mandates.empty()) sentence += " Nothing of it may be conveyed.";
  std::ranges::sort(body.mandates, {}, &mediation::Noted::to);
  auto* line = folder.line_of(side.id);
  if (!line) return fail(Code::not_a_participant, side.name);
  OFFICES_TRY(signed_id, sign_and_save(office, folder, *line, std::move(body)));
  return Json{{"minute", signed_id.hex()}, {"mandates", std::move(mandates)}, {"sentence", std::move(sentence)}, {"delivery", queued}};
}

/// The side's own signal in the words of the minute, with the mandates that were noted.
Result<record::StatementId> make_own(Office& office, Folder& folder, Line& line, const mediation::Minute& minute) {
  OFFICES_TRY(signal, office.clerk.sign(folder, line, minute.signal));
  for (auto m : minute.mandates) {
    if (m.terms.until <= office.clock.now()) continue;
    if (m.terms.attribution == mediation::Attribution::recorded) m.terms.attribution = mediation::Attribution::named;
    OFFICES_TRY(mandate, office.clerk.sign(folder, line, mediation::Mandate{signal, m.to, m.terms}));
    (void)mandate;
  }
  return signal;
}

Result<Json> countersign(Office& office, Args& args) {
  auto prefix = args.text("minute");
  bool contest = args.flag("contest");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(kept, find_kept(office, prefix, {"minute"}));
  OFFICES_TRY(body, body_of(kept));
  OFFICES_TRY(folder, Folder::open(office.ledger, kept.of_case));
  auto* line = folder.line_of(kept.side);
  if (!line) return fail(Code::store_damaged, "the line of a minute is missing");
  const auto id = kept.entry.statement.id();
  mediation::Countersignature answer{id, contest ? mediation::Countersign::contested : mediation::Countersign::own, std::nullopt};
  if (folder.as_intermediary()) return fail(Code::wrong_role, "only " + folder.state().name_of(kept.side) + " countersigns what it said");
  if (!contest) answer.signal = id;  // stands for the signal until that is signed
  OFFICES_CHECK(office.clerk.rehearse(folder, *line, answer));
  if (!contest) { OFFICES_TRY_SET(answer.signal, make_own(office, folder, *line, std::get<mediation::Minute>(body))); }
  OFFICES_TRY(signed_id, sign_and_save(office, folder, *line, answer));
  auto intermediary = folder.state().name_of(folder.state().intermediary);
  return Json{{"countersignature", signed_id.hex()},
              {"signal", answer.signal ? Json(answer.signal->hex()) : Json(nullptr)},
              {"sentence", contest ? "Contested: " + intermediary + " may convey nothing of it any more."
                                   : "These words are yours now, under your own key, with what was noted as your mandate."},
              {"delivery", queued}};
}

}  // namespace

std::span<const Verb> minute_verbs() {
  static constexpr Verb verbs[] = {
      {"minute", minute, true},
      {"minute.countersign", countersign, true},
  };
  return verbs;
}

}  // namespace offices::post
