// SPDX-License-Identifier: Apache-2.0
// ballot open, vote, show, list: a yes that nobody has to say first.
#include <ostream>

#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand ballot_operand{.name = "BALLOT", .text = "The beginning of the ballot's id."};

Flag unverified_flag(std::string text) { return {.name = "--unverified", .value = "", .text = std::move(text)}; }

Result<Json> open_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"framework", "until", "ends", "ratify-by"});
  for (const char* name : {"unverified", "dry-run"})
    if (call.in.has(name)) args[name == std::string_view("dry-run") ? "dry_run" : name] = true;
  return args;
}

/// Shows what the ballot's outcome gives away and asks. Says nothing of the vote. Goes to standard error with --json, so
/// that standard output stays one object.
Result<void> ask_to_vote(Call& call, post::Api& api) {
  if (call.in.has("yes")) return {};
  if (!call.console.has_person()) return fail(Code::usage, "there is no terminal to ask at; say --yes");
  OFFICES_TRY(ballot, api.call("ballot.show", {{"ballot", call.in.one("ballot")}}));
  auto& to = call.json() ? call.console.err() : call.console.out();
  to << say_vote_asked(ballot, call.console.view()) << std::flush;
  if (!call.console.confirm("Keep this vote until it is cast?")) return fail(Code::cancelled, "nothing was said");
  return {};
}

/// What was typed, or what a person answers: then it stands in no shell's history.
Result<std::string> vote_of(Call& call) {
  if (call.in.has("vote")) return call.in.one("vote");
  if (!call.console.has_person()) return fail(Code::usage, "'ballot vote' needs yes or no");
  OFFICES_TRY(answer, call.console.ask_line("Your vote, yes or no: "));
  if (answer != "yes" && answer != "no") return fail(Code::usage, "a vote is yes or no");
  return answer;
}

Result<void> run_vote(Call& call) {
  OFFICES_TRY(vote, vote_of(call));
  OFFICES_TRY(api, call.open());
  OFFICES_CHECK(ask_to_vote(call, *api));
  Json args{{"ballot", call.in.one("ballot")}, {"vote", vote}};
  put_typed(args, call, {"request-id"});
  if (call.in.has("unverified")) args["unverified"] = true;
  OFFICES_TRY(result, api->call("ballot.vote", args));
  return call.print(result);
}

Verb open_verb() {
  return {.path = "ballot open",
          .summary = "asks all sides for a vote, none before another",
          .about =
              "Every post casts its side's vote by itself at the same instant, and no otherwise unless it was told yes. All that "
              "comes out is whether all said yes; who refused is in no message, and each post checks the outcome for itself. The "
              "intermediary conveys the messages and has no vote. A framework is put to one ballot; for a second, table another "
              "version.\n\n"
              "The keys of all sides must have been compared ('contact verify'): an intermediary could invent a side that votes as "
              "it likes. --unverified opens the ballot all the same, and everybody reads that.\n\n"
              "Adoption is ad referendum: it binds nobody until every side has ratified it in the open ('ratify'), by --ratify-by.",
          .operands = {{.name = "FRAMEWORK", .text = "The beginning of the framework's id."}},
          .flags =
              {{.name = "--until", .value = "TIME", .text = "When the votes are cast; a vote can be changed until then.", .required = true},
               {.name = "--ends",
                .value = "TIME",
                .text = "When a post that has not taken part counts as absent; three days after --until unless said otherwise."},
               {.name = "--ratify-by",
                .value = "TIME",
                .text = "By when every side has to ratify what was adopted; fourteen days after --until unless said otherwise."},
               unverified_flag("Opens it although a key was not compared."),
               {.name = "--dry-run", .value = "", .text = "Says who would vote, when, and whose keys were compared; signs nothing."}},
          .examples = {{"goodoffices ballot open 7a8b --until +2d --ratify-by +30d", "Votes are cast in two days; capitals have a month."}},
          .kind = Kind::writes,
          .say = say_ballot_opened,
          .run = calls("ballot.open", open_args)};
}

Verb vote_verb() {
  return {.path = "ballot vote",
          .summary = "tells this post how to vote when votes are cast",
          .about =
              "Shows what the outcome itself gives away (with two sides, whoever said yes learns from a failure that the other said "
              "no) and asks. The vote stays on this post until votes are cast and can be changed until then; a post that was told "
              "nothing says no. It leaves at the same instant and in the same size whatever it is.\n\n"
              "Without yes or no on the command line it is asked for, so that it stands in no shell's history.",
          .operands = {ballot_operand,
                       {.name = "VOTE", .text = "yes or no; asked for where it is left out.", .required = false, .words = {"yes", "no"}}},
          .flags = {unverified_flag("Votes although a key was not compared."),
                    {.name = "--yes", .value = "", .text = "Does not ask, for scripts; this is no vote."}},
          .examples = {{"goodoffices ballot vote 9c0d", "Asks for the vote, and whether it is meant."}},
          .kind = Kind::writes,
          .say = say_voted,
          .run = run_vote};
}

Verb show_verb() {
  return {.path = "ballot show",
          .summary = "shows how far a ballot is, and its outcome",
          .about =
              "Who takes part, when votes are cast, which step the ballot is at and for whom it waits; in the end the outcome and "
              "who has signed it. It tells nobody's vote, not even your own.",
          .operands = {ballot_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_ballot,
          .run = calls("ballot.show", typed({"ballot"}))};
}

Verb list_verb() {
  return {.path = "ballot list",
          .summary = "lists the ballots of a case",
          .about = "The newest first, each with its framework, its state and for whom it waits.",
          .operands = {{.name = "CASE", .text = "The case: the beginning of its id, or its title."}},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_ballots,
          .run = calls("ballot.list", typed({"case"}))};
}

}  // namespace

std::vector<Verb> ballot_verbs() { return {open_verb(), vote_verb(), show_verb(), list_verb()}; }

}  // namespace offices::cli
