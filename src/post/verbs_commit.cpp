// SPDX-License-Identifier: Apache-2.0
// The verb by which a party undertakes something: in its own words, or in those that the agenda's template has for a framework
// that was adopted.
#include <algorithm>

#include "base/text.hpp"
#include "post/appraisals.hpp"
#include "post/commitment_view.hpp"

namespace offices::post {
namespace {

using mediation::Commitment;
using mediation::CommitmentState;
using mediation::CommitmentView;
using mediation::Needs;
using mediation::Phase;

/// A condition as it was asked for: of a time, or of another commitment.
struct Asked {
  std::optional<Time> after;
  std::string commitment;
  Needs needs = Needs::fulfilled;
};

std::vector<Asked> read_conditions(Args& args, Time now) {
  std::vector<Asked> out;
  const auto* list = args.raw("when");
  if (!list) return out;
  if (!list->is_array()) args.note({Code::usage, "when is a list"});
  else
    for (const auto& item : *list) {
      Args one(item);
      Asked asked{one.time("after", now), one.maybe("commitment").value_or(""), Needs::fulfilled};
      auto needs = one.maybe("needs");
      if (needs) asked.needs = one.keep(mediation::from_word<Needs>(*needs));
      if (asked.after.has_value() != asked.commitment.empty() || (needs && asked.after))
        one.note({Code::usage, "a condition is after a time, or of a commitment with what it needs"});
      if (auto ok = one.finish(); !ok) args.note(ok.error());
      out.push_back(std::move(asked));
    }
  return out;
}

/// What a new commitment may build on: one that it can still come to hold with.
Result<CommitmentView> footing(const CaseCommitments& in, const std::string& prefix) {
  OFFICES_TRY(v, find_commitment(in, prefix));
  if (mediation::has_ended(v.phase) && v.phase != Phase::fulfilled)
    return fail(Code::commitment_ended, prefix.substr(0, 64) + ": " + mediation::standing_sentence(in.state(), v));
  return v;
}

/// Fills in the references of `body`, salted for the readers that it names already, and in `shown` what they are to.
Result<void> build_on(const CaseCommitments& in, Commitment& body, CommitmentView& shown, const std::vector<Asked>& when,
                      const std::optional<std::string>& in_return_for) {
  const auto salt = mediation::reference_salt(in.state().self, body);
  for (const auto& asked : when) {
    mediation::Condition c{asked.after, std::nullopt, Needs::fulfilled};
    shown.conditions.emplace_back();
    if (!asked.after) {
      OFFICES_TRY(v, footing(in, asked.commitment));
      if (asked.needs == Needs::confirmed && !v.held->verified_by) return fail(Code::no_verifier, asked.commitment.substr(0, 64));
      c.of = mediation::reference_to(v.held->commitment, salt);
      c.needs = asked.needs;
      shown.conditions.back().of = v.held->commitment;
    }
    body.when.push_back(c);
  }
  if (!in_return_for) return {};
  OFFICES_TRY(v, footing(in, *in_return_for));
  body.in_return_for = mediation::reference_to(v.held->commitment, salt);
  shown.in_return_for = v.held->commitment;
  return {};
}

/// How it reads once it is signed.
std::string how_it_reads(const mediation::CaseState& state, const Commitment& b, CommitmentView shown) {
  CommitmentState held;
  held.author = state.self;
  held.to = b.to;
  held.by = b.by;
  held.when = b.when;
  held.in_return_for = b.in_return_for;
  held.verified_by = b.verified_by;
  shown.held = &held;
  return mediation::undertaking_sentence(state, shown);
}

/// What was typed, and what a framework's template fills in where it was not.
struct Draft {
  std::vector<std::string> to;
  std::optional<Time> by;
  std::optional<mediation::Words> words;
  std::optional<std::string> lang;
};

/// In `lang` where the template has it, else in its first language.
mediation::Words template_words(const Json& texts, const std::optional<std::string>& lang) {
  auto it = lang && texts.contains(*lang) ? texts.find(*lang) : texts.begin();
  return {it.key(), it->get<std::string>(), {}};
}

/// Undertaking `number` of those that an adopted framework makes.
Result<void> fill_in(Office& office, const record::CaseId& of_case, const std::string& framework, std::int64_t number, Draft& draft) {
  OFFICES_TRY(f, find_framework(office, framework));
  if (f.view.state().id != of_case) return fail(Code::not_found, "the framework is of another case");
  auto standing = standing_of(f.view, f.id, office.clock.now());
  if (standing.state != "adopted" && standing.state != "ratified") return fail(Code::not_adopted, standing.state);
  OFFICES_TRY(agenda, agenda_by_digest(office, f.view, f.table.agenda));
  OFFICES_TRY(all, undertakings_json(agenda, f.framework()));
  if (number < 1 || static_cast<std::size_t>(number) > all.size())
    return fail(Code::not_found, "the framework makes " + std::to_string(all.size()) + " undertakings; see 'framework show'");
  const auto& one = all.at(static_cast<std::size_t>(number - 1));
  if (one.at("by") != f.view.folder.file.name) return fail(Code::not_yours, one.at("by").get<std::string>() + " is to undertake that");
  if (draft.to.empty()) draft.to = one.at("to").get<std::vector<std::string>>();
  if (!draft.words) draft.words = template_words(one.at("texts"), draft.lang);
  const auto due = one.at("due").get<std::string>();
  if (draft.by || due.empty()) return {};
  const auto* outcome = outcome_here(f.view, standing.ballot->ballot);
  OFFICES_TRY_SET(draft.by, base::parse_time(due, outcome ? outcome->fact.time : office.clock.now()));
  return {};
}

Result<Json> commit(Office& office, Args& args) {
  auto which = args.text("case");
  Draft draft{args.list("to"), args.time("by", office.clock.now()), {}, args.maybe("lang")};
  auto framework = args.maybe("framework");
  auto number = args.integer("undertaking", 0, 1, 20'000);
  auto when = read_conditions(args, office.clock.now());
  auto in_return_for = args.maybe("in_return_for"), verifier = args.maybe("verified_by"), evidence = args.maybe("evidence");
  auto level = args.maybe("precedence");
  Commitment body;
  if (level) body.precedence = args.keep(mediation::from_word<mediation::Precedence>(*level));
  (void)args.flag("dry_run");
  if (framework.has_value() != (number != 0)) args.note({Code::usage, "a framework goes with the number of one of its undertakings"});
  if (args.raw("text") || !framework) { OFFICES_TRY_SET(draft.words, read_words(args, "")); }
  OFFICES_CHECK(args.finish());
  if (evidence) OFFICES_CHECK(base::check_text(*evidence));
  OFFICES_TRY(id, find_case(office, which));
  if (framework) OFFICES_CHECK(fill_in(office, id, *framework, number, draft));
  if (draft.to.empty() || !draft.by) return fail(Code::usage, draft.to.empty() ? "to is missing" : "by is missing");
  OFFICES_TRY(in, commitments_in(office, id));
  if (in.folder.as_intermediary()) return fail(Code::wrong_role, "the parties undertake; the intermediary carries what they undertake");
  body.words = *draft.words;
  for (auto& t : body.words.translations)
    if (t.maker.empty()) t.maker = in.folder.file.name;
  body.by = *draft.by;
  body.evidence = evidence;
  OFFICES_TRY_SET(body.to, find_all(in.folder, draft.to));
  if (verifier) {
    OFFICES_TRY(p, find_participant(in.folder, *verifier));
    body.verified_by = p.id;
  }
  CommitmentView shown;
  OFFICES_CHECK(build_on(in, body, shown, when, in_return_for));
  OFFICES_TRY(line, own_line(in.folder));
  OFFICES_TRY(statement, sign_and_save(office, in.folder, *line, body));
  return Json{{"commitment", statement.hex()},         {"by", base::iso(body.by)},
              {"to", names_json(in.state(), body.to)}, {"undertaking", how_it_reads(in.state(), body, std::move(shown))},
              {"sentence", carried(in.state(), "it")}, {"delivery", queued}};
}

}  // namespace

std::span<const Verb> commit_verbs() {
  static constexpr Verb verbs[] = {{"commit", commit, true}};
  return verbs;
}

}  // namespace offices::post
