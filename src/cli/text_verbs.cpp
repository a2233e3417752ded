// SPDX-License-Identifier: Apache-2.0
// readout and communique: texts that several sign. exhibit: what was printed.
#include <filesystem>

#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand draft_operand{.name = "DRAFT", .text = "The beginning of the text's number."};
const Flag dry_flag{.name = "--dry-run", .value = "", .text = "Checks it; signs nothing."};
Flag texts_flag(std::string text) {
  return {.name = "--text", .value = "LANG=FILE", .text = std::move(text), .required = true, .repeats = true, .takes = Takes::file};
}

/// "--text en=readout.txt"
Result<Json> texts(Call& call) {
  Json list = Json::array();
  for (const auto& item : call.in.all("text")) {
    auto at = item.find('=');
    if (at == std::string::npos || at == 0 || at + 1 == item.size()) return fail(Code::usage, "--text reads LANG=FILE, as en=words.txt");
    OFFICES_TRY(text, read_words(item.substr(at + 1), call.console.in()));
    list.push_back({{"lang", item.substr(0, at)}, {"text", text}});
  }
  return list;
}

MakeArgs draft_args(const char* purpose) {
  return [purpose](Call& call) -> Result<Json> {
    Json args{{"purpose", purpose}};
    put_typed(args, call, {"disclosure", "embargo", "call"});
    if (call.in.has("next")) {
      args["draft"] = call.in.one("next");
      args.erase("purpose");
    } else {
      if (!call.in.has("case")) return fail(Code::usage, "a CASE for a first version, or --next DRAFT");
      args["case"] = call.in.one("case");
    }
    if (call.in.has("signer")) args["signers"] = call.in.all("signer");
    if (call.in.has("dry-run")) args["dry_run"] = true;
    OFFICES_TRY_SET(args["texts"], texts(call));
    return args;
  };
}

Result<Json> agree_args(Call& call) {
  Json args{{"draft", call.in.one("draft")}};
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}
Result<Json> differ_args(Call& call) {
  OFFICES_TRY(args, agree_args(call));
  OFFICES_TRY_SET(args["texts"], texts(call));
  return args;
}
Result<Json> comment_args(Call& call) {
  Json args{{"draft", call.in.one("draft")}};
  put_typed(args, call, {"lang"});
  OFFICES_TRY_SET(args["text"], typed_words(call));
  return args;
}

/// The running post writes it, whoever is at the keyboard then.
Result<void> run_release_when_due(Call& call) {
  if (call.in.has("first")) return fail(Code::usage, "--when-due writes one's own copy");
  std::error_code ec;
  auto file = std::filesystem::absolute(call.in.one("out"), ec);
  if (ec) return fail(Code::usage, "no path '" + call.in.one("out") + "'");
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(result, api->call("text.publish", {{"draft", call.in.one("draft")}, {"file", file.string()}}));
  return call.print(result);
}

Result<void> run_release(Call& call) {
  if (call.in.has("when-due")) return run_release_when_due(call);
  Json args{{"draft", call.in.one("draft")}};
  put_typed(args, call, {"first"});
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(result, api->call("text.release", args));
  OFFICES_CHECK(write_file(call.in.one("out"), field(result, "document")));
  return call.print({{"draft", field(result, "draft")}, {"file", call.in.one("out")}});
}

Verb draft_verb(bool readout) {
  std::vector<Flag> flags = {
      texts_flag(
          "The text in one language; each language is equally valid. {parties} stands for the signers' names, whose copy it is first."),
      {.name = "--signer", .value = "NAME", .text = "Who signs; every party unless said otherwise.", .repeats = true},
      {.name = "--next", .value = "DRAFT", .text = "Another version of this text."}};
  if (readout) {
    flags.push_back({.name = "--call", .value = "CALL", .text = "The whole number of the call whose account it is."});
    flags.push_back({.name = "--disclosure",
                     .value = "HOW",
                     .text = "What may be done with it once all have signed; confidential unless said otherwise.",
                     .words = {"confidential", "confirmable", "public"}});
  }
  flags.push_back({.name = "--embargo", .value = "TIME", .text = "Public not before."});
  flags.push_back(dry_flag);
  return {
      .path = readout ? "readout draft" : "communique draft",
      .summary = readout ? "puts the account of a call before those who sign it" : "puts a joint text before those who sign it",
      .about =
          "The same octets for every signer; it counts once all have signed this version. Whole signals in it that a signer was "
          "not told, or that may not be public, are refused; what is said in other words is for you to see.",
      .operands = {{.name = "CASE", .text = "The case, for a first version.", .required = false}},
      .flags = flags,
      .examples = {{readout ? "goodoffices readout draft 1a2b --text en=call.txt"
                            : "goodoffices communique draft 1a2b --text en=joint.txt --text fr=commun.txt --embargo 2026-02-01T12:00:00Z",
                    readout ? "All parties sign one account." : "In two languages, public at noon."}},
      .kind = Kind::writes,
      .say = say_text_drafted,
      .run = calls("text.draft", draft_args(readout ? "readout" : "communique"))};
}

std::vector<Verb> shared_verbs(const std::string& group) {
  return {{.path = group + " agree",
           .summary = "signs the version on the table",
           .about = "In all its languages, to the octet. The other signers are shown your signature.",
           .operands = {draft_operand},
           .flags = {dry_flag},
           .examples = {},
           .kind = Kind::writes,
           .say = say_text_signed,
           .run = calls("text.agree", agree_args)},
          {.path = group + " differ",
           .summary = "gives one's own text beside the one on the table",
           .about = "It stands beside the text, with the differences marked; the other signers are shown it.",
           .operands = {draft_operand},
           .flags = {texts_flag("Your text in one language."), dry_flag},
           .examples = {},
           .kind = Kind::writes,
           .say = say_text_signed,
           .run = calls("text.differ", differ_args)},
          {.path = group + " comment",
           .summary = "comments on a text off the record",
           .about = "A non-paper: certain to its reader, provable to nobody, in no record.",
           .operands = {draft_operand},
           .flags = {text_flag("The comment, UTF-8; - for standard input."), lang_flag()},
           .examples = {},
           .kind = Kind::writes,
           .say = say_confided,
           .run = calls("text.comment", comment_args)},
          {.path = group + " show",
           .summary = "shows a text, who signed it, and where texts differ",
           .about = "What a signer left out is in [-…-], what it added in {+…+}.",
           .operands = {draft_operand},
           .flags = {},
           .examples = {},
           .kind = Kind::reads,
           .say = say_text,
           .run = calls("text.show", typed({"draft"}))},
          {.path = group + " list",
           .summary = "lists the texts of a case",
           .about = "Read-outs and communiques, the oldest first.",
           .operands = {case_operand},
           .flags = {},
           .examples = {},
           .kind = Kind::reads,
           .say = say_texts,
           .run = calls("text.list", typed({"case"}))},
          {.path = group + " release",
           .summary = "writes an agreed text that anyone verifies",
           .about = "Not before its embargo, by this post's own clock. The file holds the text, the signatures and the signers' keys, and "
                    "nothing else of the case; 'dossier verify' checks it. Your name stands first in your copy.",
           .operands = {draft_operand},
           .flags = {{.name = "--out", .value = "FILE", .text = "Where to write it.", .required = true, .takes = Takes::file},
                     {.name = "--first", .value = "NAME", .text = "The copy of another signer."},
                     {.name = "--when-due",
                      .value = "",
                      .text = "From its instant on, once all have agreed: written by 'goodoffices run', over no file that is there."}},
           .examples = {},
           .kind = Kind::reads,
           .say = say_text_released,
           .run = run_release}};
}

Result<Json> add_args(Call& call) {
  Json args{{"case", call.in.one("case")}};
  put_typed(args, call, {"source", "spoken", "with"});
  if (call.in.has("dry-run")) args["dry_run"] = true;
  OFFICES_TRY_SET(args["document"], read_document(call.in.one("file"), call.console.in()));
  return args;
}

Result<Json> link_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"exhibit", "signal", "to"});
  OFFICES_CHECK(put_number(args, call, "quotation", 1, 1'000'000));
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

}  // namespace

std::vector<Verb> text_verbs() {
  std::vector<Verb> all{draft_verb(true)};
  for (auto& v : shared_verbs("readout")) all.push_back(std::move(v));
  all.push_back(draft_verb(false));
  for (auto& v : shared_verbs("communique")) all.push_back(std::move(v));
  return all;
}

std::vector<Verb> exhibit_verbs() {
  return {
      {.path = "exhibit add",
       .summary = "keeps a press report in the record",
       .about =
           "A file with the line 'date YYYY-MM-DD TITLE', a byline and the body. It is kept with its hash, the day of publication and the "
           "day of speaking; its direct quotations are listed with their speakers. A name in scare quotes is no quotation.",
       .operands = {case_operand,
                    {.name = "FILE", .text = "The report, UTF-8, at most 64 KiB; - for standard input.", .takes = Takes::file}},
       .flags = {{.name = "--source", .value = "TEXT", .text = "Who printed it.", .required = true},
                 {.name = "--spoken", .value = "DAY", .text = "The day on which it was said, 2026-01-31; else that of publication."},
                 {.name = "--with",
                  .value = "NAME",
                  .text = "The intermediary's: in whose channel; in every party's unless said otherwise."},
                 dry_flag},
       .examples = {},
       .kind = Kind::writes,
       .say = say_exhibit_added,
       .run = calls("exhibit.add", add_args)},
      {.path = "exhibit list",
       .summary = "lists press reports, and releases and leaks",
       .about = "For every quotation that was tied to a signal: a release, a leak, or undecided, and why.",
       .operands = {case_operand},
       .flags = {},
       .examples = {},
       .kind = Kind::reads,
       .say = say_exhibits,
       .run = calls("exhibit.list", typed({"case"}))},
      {.path = "exhibit show",
       .summary = "shows a press report",
       .about = "With its quotations, numbered.",
       .operands = {{.name = "EXHIBIT", .text = "The beginning of its id."}},
       .flags = {},
       .examples = {},
       .kind = Kind::reads,
       .say = say_exhibit,
       .run = calls("exhibit.show", typed({"exhibit"}))},
      {.path = "exhibit link",
       .summary = "ties a quotation to a signal",
       .about =
           "And says whether the mandate allowed it to be public on the day on which it was said: so that a leak is told from a release.",
       .operands = {{.name = "EXHIBIT", .text = "The beginning of its id."}},
       .flags = {{.name = "--quotation", .value = "N", .text = "Which one, as 'exhibit show' numbers them.", .required = true},
                 {.name = "--signal", .value = "SIGNAL", .text = "The signal whose words they are.", .required = true},
                 {.name = "--to", .value = "NAME", .text = "Whom the signal was to reach.", .required = true},
                 dry_flag},
       .examples = {},
       .kind = Kind::writes,
       .say = say_linked,
       .run = calls("exhibit.link", link_args)}};
}

}  // namespace offices::cli
