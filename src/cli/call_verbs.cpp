// SPDX-License-Identifier: Apache-2.0
// minute, countersign; call schedule, cancel, note, list: what is said on the telephone.
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand call_operand{.name = "CALL", .text = "The beginning of the call's number."};
const Flag dry_flag{.name = "--dry-run", .value = "", .text = "Says what would be signed; signs nothing."};

Result<Json> minute_args(Call& call) {
  Json args{{"case", call.in.one("case")}, {"from", call.in.one("from")}};
  put_typed(args, call, {"act", "precedence", "lang", "spoken"});
  if (call.in.has("to")) args["to"] = call.in.all("to");
  OFFICES_CHECK(put_terms(args, call));
  for (const char* flag : {"read-back", "dry-run"})
    if (call.in.has(flag)) args[flag == std::string("dry-run") ? "dry_run" : "read_back"] = true;
  OFFICES_TRY_SET(args["text"], typed_words(call));
  return args;
}

Result<Json> countersign_args(Call& call) {
  Json args{{"minute", call.in.one("minute")}};
  if (call.in.has("contest")) args["contest"] = true;
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

/// "The gate" of the only case, or "1a2b: The gate".
Result<Json> topic(const std::vector<std::string>& cases, const std::string& typed) {
  if (cases.size() == 1) return Json{{"case", cases[0]}, {"text", typed}};
  for (const auto& which : cases)
    if (typed.starts_with(which + ":")) {
      auto text = typed.substr(which.size() + 1);
      text.erase(0, text.find_first_not_of(' '));
      return Json{{"case", which}, {"text", text}};
    }
  return fail(Code::usage, "with several cases, a topic begins with the one it belongs to: '" + cases[0] + ": …'");
}

Result<Json> schedule_args(Call& call) {
  Json args{{"at", call.in.one("at")}, {"with", call.in.all("with")}, {"topics", Json::array()}};
  for (const auto& typed : call.in.all("topic")) {
    OFFICES_TRY(one, topic(call.in.all("case"), typed));
    args["topics"].push_back(std::move(one));
  }
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

Result<Json> note_args(Call& call) {
  Json args{{"call", call.in.one("call")}};
  OFFICES_TRY_SET(args["text"], typed_words(call));
  return args;
}

Verb minute_verb() {
  std::vector<Flag> flags = {
      {.name = "--from", .value = "NAME", .text = "Who said it, in whose channel it is kept.", .required = true},
      text_flag("What was said, UTF-8; - for standard input."),
      {.name = "--to", .value = "NAME", .text = "Whom it may be conveyed to, as was said on the telephone.", .repeats = true},
      {.name = "--read-back", .value = "", .text = "The words were read back and confirmed on the telephone."},
      {.name = "--spoken", .value = "TIME", .text = "When it was said; now unless said otherwise."},
      {.name = "--act",
       .value = "ACT",
       .text = "What kind of saying it is.",
       .words = {"assurance", "request", "offer", "question", "answer", "warning", "protest", "information"}},
      {.name = "--precedence",
       .value = "LEVEL",
       .text = "How soon it wants handling.",
       .words = {"ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"}},
      lang_flag()};
  flags = joined(flags, terms_flags());
  flags.push_back(dry_flag);
  return {.path = "minute",
          .summary = "takes down what somebody said on the telephone",
          .about =
              "The intermediary's record, signed by nobody else: it is shown as recorded wherever it goes, and may be conveyed only "
              "under the mandate that is noted in it. Whose words they are reads it, and makes them its own or contests them with "
              "'countersign'; either ends what was noted.",
          .operands = {case_operand},
          .flags = flags,
          .examples = {{"goodoffices minute 1a2b --from Upriver --to Downriver --read-back --text-file words.txt",
                        "May be conveyed to Downriver, exactly so, as recorded."}},
          .kind = Kind::writes,
          .say = say_minute,
          .run = calls("minute", minute_args)};
}

Verb countersign_verb() {
  return {.path = "countersign",
          .summary = "makes recorded words one's own, or contests them",
          .about =
              "Signs the same words as a signal under your own key, with what was noted as its mandate, now naming you. With "
              "--contest nothing of the record may be conveyed any more. What was conveyed before stands as recorded.",
          .operands = {{.name = "MINUTE", .text = "The beginning of the minute's id."}},
          .flags = {{.name = "--contest", .value = "", .text = "These are not your words."}, dry_flag},
          .examples = {},
          .kind = Kind::writes,
          .say = say_countersigned,
          .run = calls("minute.countersign", countersign_args)};
}

Verb schedule_verb() {
  return {
      .path = "call schedule",
      .summary = "arranges a telephone call over one or several cases",
      .about =
          "Every topic belongs to one case, and each case hears of its own topics alone. With several cases a topic begins with "
          "its case, as it was typed, and a colon.",
      .operands = {{.name = "CASE", .text = "The case or cases.", .repeats = true}},
      .flags = {{.name = "--at", .value = "TIME", .text = "When.", .required = true},
                {.name = "--with", .value = "NAME", .text = "With whom; they are told of each other.", .required = true, .repeats = true},
                {.name = "--topic", .value = "TEXT", .text = "What about.", .required = true, .repeats = true},
                dry_flag},
      .examples = {{"goodoffices call schedule 1a2b 9c8d --at +2h --with Upriver --topic '1a2b: The gate' --topic '9c8d: The visit'",
                    "Two files in one call."}},
      .kind = Kind::writes,
      .say = say_call_arranged,
      .run = calls("call.schedule", schedule_args)};
}

Verb cancel_verb() {
  return {.path = "call cancel",
          .summary = "calls a call off",
          .about = "Its part in one case; those of other cases are called off by their own numbers.",
          .operands = {call_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_call_done,
          .run = calls("call.cancel", typed({"call"}))};
}

Verb note_verb() {
  return {.path = "call note",
          .summary = "keeps a private note about a call",
          .about = "At this post alone, sealed; in no record and no dossier. 'call list' shows it again.",
          .operands = {call_operand},
          .flags = {text_flag("The note, UTF-8; - for standard input.")},
          .examples = {},
          .kind = Kind::writes,
          .say = say_call_done,
          .run = calls("call.note", note_args)};
}

Verb list_verb() {
  return {.path = "call list",
          .summary = "lists calls, the newest first",
          .about = "With topics, who takes part, and one's own notes.",
          .operands = {{.name = "CASE", .text = "Of one case; else of all.", .required = false}},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_calls,
          .run = calls("call.list", typed({"case"}))};
}

}  // namespace

std::vector<Verb> call_verbs() { return {minute_verb(), countersign_verb(), schedule_verb(), cancel_verb(), note_verb(), list_verb()}; }

}  // namespace offices::cli
