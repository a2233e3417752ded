// SPDX-License-Identifier: Apache-2.0
// signal, mandate, withdraw, confide: what a side says, and what may become of it.
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const std::vector<std::string> acts = {"assurance", "request", "offer", "question", "answer", "warning", "protest", "information"};
const std::vector<std::string> precedences = {"ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"};

/// "--translation fa=words.fa.txt"
Result<Json> translations(Call& call) {
  Json list = Json::array();
  for (const auto& item : call.in.all("translation")) {
    auto at = item.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == item.size())
      return fail(Code::usage, "--translation reads LANG=FILE, as fa=words.txt");
    OFFICES_TRY(text, read_words(item.substr(at + 1), call.console.in()));
    list.push_back({{"lang", item.substr(0, at)}, {"text", text}});
  }
  return list;
}

Result<Json> signal_args(Call& call) {
  Json args{{"case", call.in.one("case")}, {"to", call.in.all("to")}};
  put_typed(args, call, {"act", "precedence", "lang", "in-reply-to"});
  if (call.in.has("on-authority")) args["authority"] = call.in.one("on-authority");
  OFFICES_CHECK(put_terms(args, call));
  OFFICES_TRY(others, translations(call));
  if (!others.empty()) args["translations"] = others;
  OFFICES_TRY_SET(args["text"], typed_words(call));
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

Result<Json> mandate_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"signal", "to"});
  OFFICES_CHECK(put_terms(args, call));
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

Result<Json> confide_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"case", "to", "lang"});
  OFFICES_TRY_SET(args["text"], typed_words(call));
  return args;
}

std::vector<Flag> signal_flags() {
  std::vector<Flag> flags = {
      {.name = "--to",
       .value = "NAME",
       .text = "Who may read it; the intermediary's own name: on record, for the intermediary alone.",
       .required = true,
       .repeats = true},
      text_flag("The words, UTF-8, at most 256 KiB; - for standard input. One line break at the end is not part of them."),
      {.name = "--act", .value = "ACT", .text = "What kind of saying it is; information unless said otherwise.", .words = acts},
      {.name = "--precedence",
       .value = "LEVEL",
       .text = "How soon it wants handling; ROUTINE unless said otherwise.",
       .words = precedences},
      lang_flag(),
      {.name = "--translation",
       .value = "LANG=FILE",
       .text = "A translation that you answer for; the original stays what counts.",
       .repeats = true,
       .takes = Takes::file},
      {.name = "--on-authority", .value = "TEXT", .text = "On whose authority you speak, as the addressee will read it."},
      {.name = "--in-reply-to", .value = "ID", .text = "The statement that this answers."},
  };
  flags = joined(flags, terms_flags());
  flags.push_back({.name = "--dry-run", .value = "", .text = "Says what the intermediary could do with it; signs nothing."});
  return flags;
}

Verb signal_verb() {
  return {.path = "signal",
          .summary = "says something, and what may be conveyed to whom",
          .about =
              "Signs your words into the record and, for every addressee, a mandate: in which form the intermediary may "
              "convey them, from when, until when, with whose name, and what may be said in public. Without a mandate "
              "for somebody nothing may be conveyed to it. The defaults are the closest ones: verbatim, named, "
              "confidential, for seven days. What the intermediary may now do is printed in one plain sentence.\n\n"
              "The intermediary uses it for its own words; they need no mandate and go to NAME directly.\n\n"
              "A signed signal proves to anyone that you said it. For what must stay deniable use 'confide'.",
          .operands = {{.name = "CASE", .text = "The case: the beginning of its id, or its title."}},
          .flags = signal_flags(),
          .examples = {{"goodoffices signal 1a2b --to Bergen --act offer --text-file offer.txt --dry-run",
                        "Reads what would be allowed, and signs nothing."},
                       {"goodoffices signal 1a2b --to Bergen --form paraphrase --until +2d --text-file -",
                        "Other words than yours are allowed, once you have approved them."}},
          .kind = Kind::writes,
          .say = say_signal,
          .run = calls("signal", signal_args)};
}

Verb mandate_verb() {
  auto flags =
      joined({{.name = "--to", .value = "NAME", .text = "The addressee; a new one may be added.", .required = true}}, terms_flags());
  flags.push_back({.name = "--dry-run", .value = "", .text = "Says what the intermediary could do; signs nothing."});
  return {.path = "mandate",
          .summary = "replaces what may be done with a signal, adds an addressee",
          .about =
              "A later mandate replaces the earlier one for the same addressee, whole: terms that are not given fall back "
              "to the defaults. Approvals that it no longer covers lapse.",
          .operands = {{.name = "SIGNAL", .text = "Your signal: the beginning of its id."}},
          .flags = flags,
          .examples = {{"goodoffices mandate 3c4d --to Bergen --form gist --approval waived",
                        "A short version may be conveyed without asking again."}},
          .kind = Kind::writes,
          .say = say_mandate,
          .run = calls("mandate", mandate_args)};
}

Verb withdraw_verb() {
  return {.path = "withdraw",
          .summary = "ends what may be done with a signal",
          .about =
              "From the moment the intermediary's post has seen it, conveying would be a provable breach. What was "
              "conveyed before, or crossed it on the way, stands as such; see 'trace'.",
          .operands = {{.name = "SIGNAL", .text = "Your signal: the beginning of its id."}},
          .flags = {{.name = "--to", .value = "NAME", .text = "Only the mandate for this addressee; else all of them."}},
          .examples = {},
          .kind = Kind::writes,
          .say = say_withdrawn,
          .run = calls("withdraw", typed({"signal", "to"}))};
}

Verb confide_verb() {
  return {.path = "confide",
          .summary = "says something off the record",
          .about =
              "A non-paper: its reader knows that it is from you and can prove it to nobody. It is in no record and no "
              "dossier, and every view keeps it apart. What the reader says aloud no software can prevent.",
          .operands = {{.name = "CASE", .text = "The case: the beginning of its id, or its title."}},
          .flags = {{.name = "--to", .value = "NAME", .text = "The intermediary says to whom; a side's only reader is the intermediary."},
                    text_flag("The words, UTF-8; - for standard input."),
                    lang_flag()},
          .examples = {},
          .kind = Kind::writes,
          .say = say_confided,
          .run = calls("confide", confide_args)};
}

}  // namespace

std::vector<Verb> signal_verbs() { return {signal_verb(), mandate_verb(), withdraw_verb(), confide_verb()}; }

}  // namespace offices::cli
