// SPDX-License-Identifier: Apache-2.0
// Verbs about ballots and what comes after them.
#include <algorithm>

#include "post/proceedings.hpp"

namespace offices::post {
namespace {

using mediation::BallotResult;
using record::Digest;

constexpr std::int64_t ends_default_s = 3 * base::day_s;
constexpr std::int64_t ratify_default_s = 14 * base::day_s;
constexpr std::string_view phases[] = {"the posts exchange their keys", "the votes are cast and exchanged",
                                       "every member blinds the sum of the votes",
                                       "every side gives its share of the result to the intermediary", "the intermediary opens the result"};

std::string phase(std::int64_t round) { return std::string(phases[static_cast<std::size_t>(std::clamp<std::int64_t>(round, 1, 5) - 1)]); }

std::string gives_away(const mediation::CaseState& state, const mediation::BallotFact& b) {
  if (b.roster.size() > 3)
    return "The outcome says whether all sides voted yes, and no more. Whoever voted yes and reads that it is not adopted knows that "
           "somebody else voted no.";
  std::string other = "the other side";
  for (const auto& id : b.roster)
    if (id != state.self && id != state.intermediary) other = state.name_of(id);
  if (state.self == state.intermediary)
    return "With two sides, whoever voted yes and reads that it is not adopted knows that the other voted no.";
  return "There are two sides. If you vote yes and it is not adopted, you know that " + other + " voted no; if you vote no, " + other +
         " learns so if it voted yes. A no teaches you nothing about its vote.";
}

std::vector<std::string> not_compared(const CaseView& view, const std::vector<record::ParticipantId>& roster) {
  std::vector<std::string> names_;
  for (const auto& id : roster)
    if (trust_in(view.folder, id) == "vouched") names_.push_back(view.state().name_of(id));
  return names_;
}

std::string listed(const std::vector<std::string>& names_) {
  std::string out;
  for (const auto& n : names_) out += (out.empty() ? "" : ", ") + n;
  return out;
}

Result<void> check_compared(const CaseView& view, const std::vector<record::ParticipantId>& roster, bool unverified) {
  auto open = not_compared(view, roster);
  if (open.empty() || unverified) return {};
  return fail(Code::ballot_unverified, "nobody has compared the number of " + listed(open));
}

Json roster_json(const CaseView& view, const std::vector<record::ParticipantId>& roster) {
  Json out = Json::array();
  for (const auto& id : roster) {
    auto trust = trust_in(view.folder, id);
    out.push_back({{"name", view.state().name_of(id)},
                   {"role", id == view.state().intermediary ? "intermediary" : "party"},
                   {"compared", trust != "vouched"},
                   {"self", trust == "self"}});
  }
  return out;
}

Json maybe_time(const std::optional<Time>& t) { return t ? Json(base::iso(*t)) : Json(nullptr); }

Result<Json> ballot_open(Office& office, Args& args) {
  auto prefix = args.text("framework");
  auto now = office.clock.now();
  auto until = args.time("until", now);
  auto ends = args.time("ends", now), ratify_by = args.time("ratify_by", now);
  bool unverified = args.flag("unverified");
  (void)args.flag("dry_run");
  OFFICES_CHECK(args.finish());
  if (!until) return fail(Code::usage, "'until' is missing");
  OFFICES_TRY(f, find_framework(office, prefix));
  auto& folder = f.view.folder;
  if (!folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary opens a ballot");
  mediation::BallotOpening body{
      f.id,   crypto::random_id<Digest>(office.ledger.random()), {folder.state().self},
      *until, ends.value_or(until->plus(ends_default_s)),        ratify_by.value_or(until->plus(ratify_default_s))};
  for (const auto& p : parties(folder.state())) body.roster.push_back(p.id);
  if (body.roster.size() < 3) return fail(Code::not_a_participant, "a ballot takes two parties at least");
  OFFICES_CHECK(check_compared(f.view, body.roster, unverified));
  OFFICES_TRY(statements, sign_for_all(office, folder, body));
  OFFICES_CHECK(office.ballots.attend(folder));
  OFFICES_CHECK(folder.save());
  auto fact = mediation::BallotFact{{}, mediation::ballot_id(body), f.id, body.roster, body.until, body.ends, body.ratify_by};
  return Json{{"ballot", fact.ballot.hex()},
              {"framework", f.id.hex()},
              {"title", f.framework().title},
              {"roster", roster_json(f.view, body.roster)},
              {"until", base::iso(body.until)},
              {"ends", base::iso(body.ends)},
              {"ratify_by", maybe_time(body.ratify_by)},
              {"statements", std::move(statements)},
              {"sentence", "Every side's post votes at " + base::iso(body.until) +
                               ": yes where its user told it so by then, else no. Adoption is ad "
                               "referendum: it binds nobody until every side has ratified it by " +
                               base::iso(*body.ratify_by) + ". " + gives_away(folder.state(), fact)},
              {"delivery", queued}};
}

Result<std::string> title_of(Office& office, const CaseView& view, const Digest& framework) {
  const auto* table = view.fullest().table_of(framework);
  if (!table) return fail(Code::not_found, "the framework is not here");
  OFFICES_TRY(tabling, tabling_of(office, *table));
  for (const auto& f : tabling.frameworks)
    if (mediation::framework_id(tabling, f) == framework) return f.title;
  return fail(Code::store_damaged, "a framework is missing from its table");
}

Result<Json> ballot_vote(Office& office, Args& args) {
  auto prefix = args.text("ballot"), word = args.text("vote");
  bool unverified = args.flag("unverified");
  OFFICES_CHECK(args.finish());
  if (word != "yes" && word != "no") return fail(Code::usage, "a vote is yes or no");
  OFFICES_TRY(b, find_ballot(office, prefix));
  OFFICES_CHECK(check_compared(b.view, b.fact.roster, unverified));
  OFFICES_TRY(file, office.ballots.tell(b.view.folder, b.fact.ballot, word == "yes" ? ballot::Vote::yes : ballot::Vote::no));
  OFFICES_TRY(title, title_of(office, b.view, b.fact.framework));
  return Json{{"ballot", b.fact.ballot.hex()},
              {"framework", b.fact.framework.hex()},
              {"title", title},
              {"casts_at", base::iso(file.until)},
              {"gives_away", gives_away(b.view.state(), b.fact)},
              {"sentence", "Kept on this post and told to nobody. It is cast at " + base::iso(file.until) +
                               ", in the same form and at the same instant as any other vote; until then you may change it."}};
}

/// Whose signed outcome is here, and whose contradicts this post's own.
void add_signers(const CaseView& view, const mediation::BallotFact& b, const mediation::OutcomeFact& here, Json& out) {
  std::set<std::string> same, other;
  for (const auto& c : view.channels)
    for (const auto& o : c.held.outcomes) {
      if (o.ballot != b.ballot) continue;
      bool agrees = o.result == here.result && o.transcript == here.transcript;
      bool both_ended = o.result != BallotResult::aborted && here.result != BallotResult::aborted;
      if (agrees) same.insert(view.state().name_of(o.by));
      else if (both_ended) other.insert(view.state().name_of(o.by));
    }
  out["signed_by"] = same;
  out["differs"] = other;
}

std::string abort_sentence(const CaseView& view, const mediation::OutcomeFact& o) {
  std::vector<std::string> names_;
  for (const auto& id : o.missing) names_.push_back(view.state().name_of(id));
  if (names_.empty()) return "It did not end in time.";
  const auto who = listed(names_);
  if (o.cause == mediation::AbortCause::refused) return "What came from " + who + " was refused.";
  if (o.cause == mediation::AbortCause::differs)
    return who + " saw other messages of this ballot than were seen here: somebody was shown something else.";
  auto sentence = who + ", or the line to " + (names_.size() == 1 ? "it" : "them") + ".";
  if (!o.fact.finding.empty()) sentence += " But the intermediary had signed that it held that message.";
  return sentence;
}

std::string state_word(const mediation::OutcomeFact* o, const mediation::BallotFact& b, Time now) {
  if (o) return std::string(mediation::word(o->result));
  if (now > b.ends.plus(base::clocks_agree_within_s)) return "ended";
  return now < b.until ? "open" : "casting";
}

Result<Json> ballot_json(Office& office, const CaseView& view, const mediation::BallotFact& b) {
  OFFICES_TRY(title, title_of(office, view, b.framework));
  OFFICES_TRY(file, office.ballots.file(b.ballot));
  const auto now = office.clock.now();
  const auto* o = outcome_here(view, b.ballot);
  Json waits = Json::array();
  if (file && !file->over)
    for (auto i : file->missing) waits.push_back(view.state().name_of(file->roster[i]));
  const auto round = file ? file->round : 1;
  bool voter = file && file->self && *file->self != 0;
  Json told = voter && file->told && !file->over ? Json(*file->told == ballot::Vote::yes ? "yes" : "no") : Json(nullptr);
  Json out{{"ballot", b.ballot.hex()},
           {"case", view.state().id.hex()},
           {"case_title", view.state().title},
           {"framework", b.framework.hex()},
           {"title", title},
           {"roster", roster_json(view, b.roster)},
           {"opened", base::iso(b.fact.time)},
           {"until", base::iso(b.until)},
           {"ends", base::iso(b.ends)},
           {"ratify_by", maybe_time(b.ratify_by)},
           {"state", state_word(o, b, now)},
           {"round", round},
           {"phase", file && !file->over ? phase(round) : ""},
           {"told", told},
           {"cast", file && file->cast},
           {"waits_for", waits},
           {"signed_by", Json::array()},
           {"differs", Json::array()},
           {"gives_away", gives_away(view.state(), b)}};
  if (o) add_signers(view, b, *o, out);
  if (o && o->result == BallotResult::aborted)
    out["aborted"] = {{"cause", o->cause ? Json(mediation::word(*o->cause)) : Json(nullptr)},
                      {"round", o->round},
                      {"sentence", abort_sentence(view, *o)}};
  if (o && o->result != BallotResult::aborted) out["transcript"] = o->transcript.hex();
  return out;
}

Result<Json> ballot_show(Office& office, Args& args) {
  auto prefix = args.text("ballot");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(b, find_ballot(office, prefix));
  return ballot_json(office, b.view, b.fact);
}

Result<Json> ballot_list(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  std::map<Digest, mediation::BallotFact> ballots;
  for (const auto& c : view.channels)
    for (const auto& b : c.held.ballots) ballots.emplace(b.ballot, b);
  std::vector<mediation::BallotFact> ordered;
  for (auto& [ballot, fact] : ballots) ordered.push_back(std::move(fact));
  std::ranges::sort(ordered, std::greater{}, [](const auto& b) { return std::pair(b.fact.time, b.ballot); });
  Json items = Json::array();
  for (const auto& b : ordered) {
    OFFICES_TRY(item, ballot_json(office, view, b));
    items.push_back(std::move(item));
  }
  return Json{{"items", items}};
}

Result<Json> ratify(Office& office, Args& args) {
  auto prefix = args.text("framework");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(f, find_framework(office, prefix));
  auto& folder = f.view.folder;
  if (folder.as_intermediary()) return fail(Code::wrong_role, "only a side ratifies");
  auto standing = standing_of(f.view, f.id, office.clock.now());
  if (!standing.ballot) return fail(Code::not_adopted, "it was not put to a ballot");
  auto* line = folder.line_of(folder.state().self);
  if (!line) return fail(Code::not_a_participant, "this post has not been admitted");
  OFFICES_TRY(id, sign_and_save(office, folder, *line, mediation::Ratification{standing.ballot->ballot, f.id}));
  std::vector<std::string> open;
  for (std::size_t i = 1; i < standing.ballot->roster.size(); ++i)
    if (const auto& who = standing.ballot->roster[i]; who != folder.state().self && !standing.ratified.contains(who))
      open.push_back(folder.state().name_of(who));
  return Json{{"ratification", id.hex()},
              {"framework", f.id.hex()},
              {"sentence", open.empty() ? "Every side has ratified it."
                                        : "Signed in the open. It binds nobody until " + listed(open) + " has ratified it too."},
              {"delivery", queued}};
}

}  // namespace

std::span<const Verb> ballot_verbs() {
  static constexpr Verb verbs[] = {
      {"ballot.open", ballot_open, true},  {"ballot.vote", ballot_vote, true}, {"ballot.show", ballot_show, false},
      {"ballot.list", ballot_list, false}, {"ratify", ratify, true},
  };
  return verbs;
}

}  // namespace offices::post
