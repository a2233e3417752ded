// SPDX-License-Identifier: Apache-2.0
// commit; commitments; commitment show, performed, failed, satisfied, dispute, release; attest; due: what was undertaken.
#include "cli/evidence.hpp"
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand commitment_operand{.name = "COMMITMENT", .text = "The beginning of the commitment's id, or of that of a statement about it."};
const std::vector<std::string> needs{"undertaken", "fulfilled", "confirmed"};

/// "2026-01-31T18:00:00Z", "+3d", "1a2b3c4d5e" or "1a2b3c4d5e:confirmed".
Result<Json> read_condition(const std::string& text) {
  if (text.starts_with('+') || text.find('-') != std::string::npos) return Json{{"after", text}};
  auto colon = text.find(':');
  auto level = colon == std::string::npos ? "fulfilled" : text.substr(colon + 1);
  if (colon == 0 || text.empty() || std::ranges::find(needs, level) == needs.end())
    return fail(Code::usage, "'" + text.substr(0, 80) + "' is no condition: a time, or COMMITMENT:undertaken, :fulfilled or :confirmed");
  return Json{{"commitment", text.substr(0, colon)}, {"needs", level}};
}

Result<Json> commit_args(Call& call) {
  Json args{{"to", call.in.all("to")}};
  put_typed(args, call, {"case", "by", "in-return-for", "verified-by", "evidence", "precedence", "lang"});
  if (call.in.has("when")) args["when"] = Json::array();
  for (const auto& text : call.in.all("when")) {
    OFFICES_TRY(condition, read_condition(text));
    args["when"].push_back(condition);
  }
  if (call.in.has("from-framework")) args["framework"] = call.in.one("from-framework");
  OFFICES_CHECK(put_number(args, call, "undertaking", 1, 20'000));
  if (call.in.has("text-file")) { OFFICES_TRY_SET(args["text"], typed_words(call)); }
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

MakeArgs claim_args(std::string says) {
  return [says](Call& call) -> Result<Json> {
    Json args{{"says", says}};
    put_typed(args, call, {"commitment", "about", "lang"});
    if (call.in.has("text-file")) { OFFICES_TRY_SET(args["text"], typed_words(call)); }
    return args;
  };
}

/// The files are at the post before an attestation names them.
Result<void> run_attest(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"commitment", "finding", "scope", "lang", "request-id"});
  if (call.in.has("to")) args["to"] = call.in.all("to");
  OFFICES_TRY(api, call.open());
  if (call.in.has("evidence")) {
    OFFICES_TRY(commitment, api->call("commitment.show", {{"commitment", call.in.one("commitment")}}));
    args["evidence"] = Json::array();
    for (const auto& path : call.in.all("evidence")) {
      OFFICES_TRY(file, add_evidence(*api, field(commitment, "case"), path));
      args["evidence"].push_back({{"name", file.at("name")}, {"bytes", file.at("bytes")}, {"hash", file.at("evidence")}});
    }
  }
  OFFICES_TRY(result, api->call("attest", args));
  return call.print(result);
}

Result<void> run_due(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"case"});
  bool wants_file = call.in.has("ics");
  if (wants_file) args["calendar"] = true;
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(result, api->call("due", args));
  if (wants_file) {
    OFFICES_CHECK(write_file(call.in.one("ics"), field(result, "calendar")));
    result.erase("calendar");
    result["file"] = call.in.one("ics");
  }
  return call.print(result);
}

Verb commit_verb() {
  auto words = text_flag("What is undertaken, UTF-8; - for standard input.");
  words.required = false;
  return {
      .path = "commit",
      .summary = "undertakes something towards other parties",
      .about =
          "The words, the time and the conditions are signed as they are. The intermediary's post shows them to those who are named "
          "with --to and --verified-by, and to nobody else; each of their posts says by itself that it has them. From then on they are "
          "in force, or once every --when holds.\n\n"
          "Steps that build on each other make a ladder: --when COMMITMENT:fulfilled begins after another is kept, --in-return-for "
          "binds only as long as the other does. A step can build only on one that is there already, so nobody waits in a circle. "
          "Who is not shown the other step is not told which it is.",
      .operands = {case_operand},
      .flags = {{.name = "--to", .value = "NAME", .text = "Towards whom; as many as there are.", .repeats = true},
                {.name = "--by", .value = "TIME", .text = "Until when: 2026-01-31T18:00:00Z, +30d."},
                words,
                {.name = "--from-framework",
                 .value = "FRAMEWORK",
                 .text = "One that was adopted: to whom, until when and in which words come from it, unless they are given."},
                {.name = "--undertaking", .value = "N", .text = "Which of the framework's undertakings, as 'framework show' lists them."},
                {.name = "--when",
                 .value = "CONDITION",
                 .text = "In force once this holds: a time, or COMMITMENT:undertaken, :fulfilled or :confirmed; all of several.",
                 .repeats = true},
                {.name = "--in-return-for", .value = "COMMITMENT", .text = "What it answers; it lapses where that ends unkept."},
                {.name = "--verified-by", .value = "NAME", .text = "The verifier whose findings say whether it was kept."},
                {.name = "--evidence", .value = "TEXT", .text = "What will show that it was kept."},
                {.name = "--precedence",
                 .value = "LEVEL",
                 .text = "How early it is called to mind: ROUTINE 7 days, PRIORITY 3, IMMEDIATE and FLASH 1.",
                 .words = {"ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"}},
                lang_flag(),
                {.name = "--dry-run", .value = "", .text = "Says how it would read; signs nothing."}},
      .examples = {{"goodoffices commit 1a2b --to Borduria --by +30d --text-file gate.txt --verified-by Inspectorate",
                    "A first step that an inspector verifies."},
                   {"goodoffices commit 1a2b --to Avalon --by +60d --text-file ban.txt --in-return-for 7a8b --when 7a8b:confirmed",
                    "The answer to it, once it is confirmed."}},
      .kind = Kind::writes,
      .say = say_committed,
      .run = calls("commit", commit_args)};
}

Verb list_verb() {
  return {.path = "commitments",
          .summary = "shows what was undertaken, and whose move it is",
          .about =
              "Rung by rung: what builds on nothing stands on the first. Each with its state (offered, undertaken, in force, fulfilled, "
              "breached, disputed, lapsed, released), which follows from the record alone, and in a sentence whose move it is.",
          .operands = {case_operand},
          .flags = {{.name = "--limit", .value = "N", .text = "How many at most; 200 unless said otherwise."}},
          .examples = {},
          .kind = Kind::reads,
          .say = say_commitments,
          .run = calls("commitments", [](Call& call) -> Result<Json> {
            Json args{{"case", call.in.one("case")}};
            OFFICES_CHECK(put_number(args, call, "limit", 1, 20'000));
            return args;
          })};
}

Verb show_verb() {
  return {.path = "commitment show",
          .summary = "shows a commitment and all that was said of it",
          .about = "Its words, who has it, what it waits for, and in order every claim, finding and dispute: they stand side by side.",
          .operands = {commitment_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_commitment,
          .run = calls("commitment.show", typed({"commitment"}))};
}

Verb claim_verb(std::string act, std::string says, std::string summary, std::string about) {
  auto words = text_flag("Words to go with it, UTF-8; - for standard input.");
  words.required = false;
  std::vector<Flag> flags{words, lang_flag()};
  if (says == "disputed")
    flags.insert(flags.begin(),
                 {.name = "--about", .value = "ID", .text = "What is disputed; what others said last unless said otherwise."});
  return {.path = "commitment " + act,
          .summary = std::move(summary),
          .about = std::move(about),
          .operands = {commitment_operand},
          .flags = std::move(flags),
          .examples = {},
          .kind = Kind::writes,
          .say = say_claimed,
          .run = calls("commitment.claim", claim_args(std::move(says)))};
}

Verb attest_verb() {
  return {.path = "attest",
          .summary = "signs what a verifier found",
          .about =
              "Only the verifier whom the commitment names. 'confirmed' makes it fulfilled; 'not-confirmed' makes it breached once it is "
              "due, and is an interim finding before; 'inconclusive' leaves it as it was. The finding goes to those whom the commitment "
              "binds and serves, or to those of them whom --to names. A dispute stands beside it.",
          .operands = {commitment_operand},
          .flags = {{.name = "--finding",
                     .value = "FINDING",
                     .text = "What was found.",
                     .required = true,
                     .words = {"confirmed", "not-confirmed", "inconclusive"}},
                    {.name = "--scope", .value = "TEXT", .text = "What was looked at, when and how.", .required = true},
                    {.name = "--evidence",
                     .value = "FILE",
                     .text = "A file that shows it, up to 64 MiB; as 'evidence add' keeps it.",
                     .repeats = true,
                     .takes = Takes::file},
                    {.name = "--to", .value = "NAME", .text = "Who may see it, instead of all whom it concerns.", .repeats = true},
                    lang_flag()},
          .examples = {{"goodoffices attest 7a8b --finding confirmed --scope 'The gate, at noon.' --evidence gate.jpg", "It was kept."}},
          .kind = Kind::writes,
          .say = say_attested,
          .run = run_attest};
}

Verb due_verb() {
  return {.path = "due",
          .summary = "shows what is due, of one case or of all",
          .about =
              "What has not ended, by its time. What is due soon stands in 'waiting' too: ROUTINE 7 days before, PRIORITY 3, IMMEDIATE "
              "and FLASH 1. --ics writes it for a calendar, with a reminder at that time; the file lies outside this post and is not "
              "sealed.",
          .operands = {{.name = "CASE", .text = "One case; all unless it is given.", .required = false}},
          .flags = {{.name = "--ics", .value = "FILE", .text = "Writes a calendar file (RFC 5545).", .takes = Takes::file}},
          .examples = {{"goodoffices due --ics due.ics", "For the calendar of one's choice."}},
          .kind = Kind::reads,
          .say = say_due,
          .run = run_due};
}

}  // namespace

std::vector<Verb> commitment_verbs() {
  return {
      commit_verb(),
      list_verb(),
      show_verb(),
      claim_verb("performed", "performed", "says that one has done what one undertook",
                 "Its author alone. With a verifier it is for the verifier to confirm; without one, for those to whom it was undertaken."),
      claim_verb("failed", "failed", "says that one has not kept what one undertook", "Its author alone; the commitment is breached then."),
      claim_verb("satisfied", "satisfied", "says that it was kept",
                 "Those to whom it was undertaken. Without a verifier it is fulfilled once all of them have said so."),
      claim_verb("dispute", "disputed", "contests a claim or a finding",
                 "Its author and those to whom it was undertaken. What is disputed stays visible beside the dispute, until something "
                 "conclusive is found or whoever disputes says something else."),
      claim_verb("release", "released", "lets its author off", "Those to whom it was undertaken; it ends once all of them have."),
      attest_verb(),
      due_verb()};
}

}  // namespace offices::cli
