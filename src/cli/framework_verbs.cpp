// SPDX-License-Identifier: Apache-2.0
// framework suggest, table, list, show; opinion; ratify: from packages to a text that binds.
#include <filesystem>

#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

constexpr std::int64_t suggestions_max = 16;
constexpr std::int64_t rank_max = 1000;

const Operand framework_operand{.name = "FRAMEWORK", .text = "The beginning of the framework's id."};

Result<Json> suggest_args(Call& call) {
  Json args{{"case", call.in.one("case")}};
  put_typed(args, call, {"near"});
  OFFICES_CHECK(put_number(args, call, "count", 1, suggestions_max));
  return args;
}

/// Writes each suggestion as a framework file; what is there already may have been edited and is never replaced.
Result<void> write_suggestions(Json& suggestions, const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return fail(Code::file_unwritable, "'" + directory.string() + "'");
  std::size_t n = 0;
  for (auto& s : suggestions) s["file"] = (directory / ("framework-" + std::to_string(++n) + ".json")).string();
  for (const auto& s : suggestions)
    if (std::filesystem::exists(field(s, "file"), error)) return fail(Code::exists, "'" + field(s, "file") + "'");
  for (const auto& s : suggestions) { OFFICES_CHECK(write_file(field(s, "file"), field(s, "document") + "\n")); }
  return {};
}

Result<void> run_suggest(Call& call) {
  OFFICES_TRY(args, suggest_args(call));
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(result, api->call("framework.suggest", args));
  if (call.in.has("out") && !part(result, "suggestions").empty()) {
    OFFICES_CHECK(write_suggestions(result["suggestions"], call.in.one("out")));
  }
  if (auto path = call.in.one("svg"); !path.empty()) {
    if (field(result, "svg").empty()) return fail(Code::usage, "a picture has two sides; this case has not");
    OFFICES_CHECK(write_file(path, field(result, "svg")));
    result["svg_file"] = path;
  }
  return call.print(result);
}

Result<Json> table_args(Call& call) {
  Json args{{"case", call.in.one("case")}, {"documents", Json::array()}};
  for (const auto& path : call.in.all("file")) {
    OFFICES_TRY(document, read_document(path, call.console.in()));
    args["documents"].push_back(document);
  }
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

Result<Json> opinion_args(Call& call) {
  Json args{{"framework", call.in.one("framework")}};
  put_typed(args, call, {"position", "lang"});
  OFFICES_CHECK(put_number(args, call, "rank", 1, rank_max));
  if (call.in.has("text-file")) { OFFICES_TRY_SET(args["text"], typed_words(call)); }
  if (!args.contains("rank") && !args.contains("position") && !args.contains("text"))
    return fail(Code::usage, "an opinion has --rank, --position or --text-file");
  return args;
}

Verb suggest_verb() {
  return {.path = "framework suggest",
          .summary = "finds packages worth proposing",
          .about =
              "For the intermediary, from what the sides shared with it: packages that nobody can improve on without a loss "
              "to somebody, near the chosen point and as different in content as can be, each with what every side gains "
              "and gives and how far it depends on weights that may be misjudged. Nothing of this leaves the post by "
              "itself, and the appraisals are told to nobody. Edit the files that --out writes: their words are yours.",
          .operands = {case_operand},
          .flags = {{.name = "--count", .value = "N", .text = "How many; 3 unless said otherwise.", .letter = "-k"},
                    {.name = "--near",
                     .value = "POINT",
                     .text = "Which notion of fairness they are near to; nash unless said otherwise.",
                     .words = {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian"}},
                    {.name = "--svg", .value = "FILE", .text = "Draws them, for two sides, as a picture.", .takes = Takes::file},
                    {.name = "--out",
                     .value = "DIR",
                     .text = "Writes each as a framework file, ready to be edited and tabled; replaces none.",
                     .takes = Takes::directory}},
          .examples = {{"goodoffices framework suggest 1a2b -k 3 --out drafts --svg frontier.svg", "Three drafts and a picture."}},
          .kind = Kind::reads,
          .say = say_suggested,
          .run = run_suggest};
}

Verb table_verb() {
  return {.path = "framework table",
          .summary = "puts frameworks before all sides at once",
          .about =
              "The intermediary signs the same words and packages to every side in one act; each side's post signs what it was "
              "shown, so that a difference is provable. A package may leave issues open. A file that names another framework "
              "in 'replaces' is its next version (a single negotiating text); the sides see the differences marked.",
          .operands = {case_operand},
          .flags = {{.name = "--file",
                     .value = "FILE",
                     .text = "A framework file; - for standard input.",
                     .required = true,
                     .repeats = true,
                     .takes = Takes::file},
                    {.name = "--dry-run", .value = "", .text = "Reads and checks the files, with remarks; signs nothing."}},
          .examples = {{"goodoffices framework table 1a2b --file first.json --file second.json --file third.json",
                        "Three at once, so that none is the intermediary's favourite."}},
          .kind = Kind::writes,
          .say = say_tabled,
          .run = calls("framework.table", table_args)};
}

Verb list_verb() {
  return {.path = "framework list",
          .summary = "lists the frameworks and what they are to you",
          .about =
              "The newest first, each with its state. With an appraisal on this post: its worth for you, its distance from your "
              "walk-away point and the red lines that it crosses. That is computed here and never sent.",
          .operands = {case_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_frameworks,
          .run = calls("framework.list", typed({"case"}))};
}

Verb show_verb() {
  return {.path = "framework show",
          .summary = "shows one framework in full",
          .about =
              "The package and the words; where it replaces another, the differences, [-removed-] and {+added+}; whether the other "
              "sides' posts signed that they were shown the same; how it weighs for you; the opinions that this post may see.",
          .operands = {framework_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_framework,
          .run = calls("framework.show", typed({"framework"}))};
}

Verb opinion_verb() {
  auto words = text_flag("Words to go with it, UTF-8; - for standard input.");
  words.required = false;
  return {.path = "opinion",
          .summary = "says off the record what one thinks of a framework",
          .about =
              "A non-paper to the intermediary alone: it knows that it is yours and can prove it to nobody, and no other side "
              "hears of it. Say how it ranks among those on the table, whether you could live with it, or why not. A later "
              "opinion replaces the earlier one.",
          .operands = {framework_operand},
          .flags = {{.name = "--rank", .value = "N", .text = "Its place among those on the table; 1 is best."},
                    {.name = "--position",
                     .value = "POSITION",
                     .text = "Whether you could live with it.",
                     .words = {"live-with", "reservations", "unacceptable"}},
                    words,
                    lang_flag()},
          .examples = {{"goodoffices opinion 7a8b --rank 1 --position live-with",
                        "The best of those on the table, and one could live with it."}},
          .kind = Kind::writes,
          .say = say_opinion,
          .run = calls("opinion", opinion_args)};
}

Verb ratify_verb() {
  return {.path = "ratify",
          .summary = "confirms in the open what was adopted",
          .about =
              "An adopted framework binds nobody until every side has ratified it by the time that the ballot named. The "
              "ratification is a signed statement that all sides see. There is no taking it back.",
          .operands = {framework_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_ratified,
          .run = calls("ratify", typed({"framework"}))};
}

}  // namespace

std::vector<Verb> framework_verbs() { return {suggest_verb(), table_verb(), list_verb(), show_verb(), opinion_verb(), ratify_verb()}; }

}  // namespace offices::cli
