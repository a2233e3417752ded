// SPDX-License-Identifier: Apache-2.0
// incident open, respond, list, report; outreach; line test, answer, show: when it burns.
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

constexpr std::int64_t span_least_s = 60, span_most_s = 7 * base::day_s;

const Operand incident_operand{.name = "INCIDENT", .text = "The beginning of the incident's number, or of the id of what waits."};
const Flag precedence_flag{.name = "--precedence",
                           .value = "LEVEL",
                           .text = "How urgent; IMMEDIATE unless said otherwise.",
                           .words = {"ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"}};
const Flag handling_flag{
    .name = "--handle-within",
    .value = "SPAN",
    .text = "Within what a person should have seen it: 5m, 2h; else FLASH 10m, IMMEDIATE 30m, PRIORITY 3h, ROUTINE 6h."};

/// "10m", "1h", "2d": seconds.
Result<std::int64_t> read_span(const std::string& text) {
  auto after = base::parse_time("+" + text, Time{0});
  if (!after || after->seconds < span_least_s || after->seconds > span_most_s)
    return fail(Code::usage, "'" + text.substr(0, 20) + "' is no time from 1m to 7d, as 10m, 2h, 1d");
  return after->seconds;
}
Result<void> put_span(Json& args, const Call& call, const char* flag, const char* key) {
  if (!call.in.has(flag)) return {};
  OFFICES_TRY_SET(args[key], read_span(call.in.one(flag)));
  return {};
}

Result<Json> open_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"case", "precedence", "lang", "release"});
  OFFICES_CHECK(put_span(args, call, "handle-within", "handling_s"));
  OFFICES_TRY_SET(args["text"], typed_words(call));
  return args;
}

Result<Json> outreach_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"incident", "precedence", "lang"});
  OFFICES_CHECK(put_span(args, call, "handle-within", "handling_s"));
  if (call.in.has("text-file")) { OFFICES_TRY_SET(args["text"], typed_words(call)); }
  return args;
}

Result<Json> test_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"case"});
  if (call.in.has("with")) args["name"] = call.in.one("with");
  OFFICES_CHECK(put_span(args, call, "every", "every_s"));
  for (const char* flag : {"person", "stop"})
    if (call.in.has(flag)) args[flag] = true;
  return args;
}

/// For monitoring: the exit code says whether every line answers.
Result<void> run_show(Call& call) {
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(result, api->call("line.show", {{"case", call.in.one("case")}}));
  if (!flag(result, "healthy")) call.exit = static_cast<int>(base::Exit::unreachable);
  return call.print(result);
}

Verb open_verb() {
  return {.path = "incident open",
          .summary = "tells of something that happened",
          .about =
              "A side tells the intermediary; what it says goes no further unless --release all lets it reach all sides as it stands. "
              "What the intermediary opens goes to all sides at once, in the same words. More than five FLASH within ten minutes "
              "from one side are refused: nobody can handle them.",
          .operands = {case_operand},
          .flags = {text_flag("The words, UTF-8; - for standard input."),
                    precedence_flag,
                    {.name = "--release",
                     .value = "WHOM",
                     .text = "A side's: whom its words may reach; the intermediary alone unless said otherwise.",
                     .words = {"intermediary", "all"}},
                    handling_flag,
                    lang_flag()},
          .examples = {{"goodoffices incident open 1a2b --precedence FLASH --text-file shots.txt --release all",
                        "All sides may hear these words."}},
          .kind = Kind::writes,
          .say = say_reaching,
          .run = calls("incident.open", open_args)};
}

Verb outreach_verb() {
  auto words =
      text_flag("The intermediary's own words, UTF-8; - for standard input. Without: those of who told of it, if it released them.");
  words.required = false;
  return {.path = "outreach",
          .summary = "reaches all sides at once about an incident",
          .about =
              "The intermediary signs the same words to every side in one act. Each side's post says by itself what came and when, and "
              "the others are shown that; then a person says that it was seen. Where the handling time passes without a sign, the "
              "intermediary's post signs that, and tells its user, up to three times.",
          .operands = {incident_operand},
          .flags = {words, precedence_flag, handling_flag, lang_flag()},
          .examples = {{"goodoffices outreach 7a8b --text-file calm.txt --precedence FLASH", "In words of one's own."}},
          .kind = Kind::writes,
          .say = say_reaching,
          .run = calls("outreach", outreach_args)};
}

Verb respond_verb() {
  return {.path = "incident respond",
          .summary = "says that a person has seen an outreach",
          .about =
              "To the intermediary alone: the other sides do not learn of it. Without a position it says that somebody has seen it; a "
              "position can follow.",
          .operands = {incident_operand},
          .flags = {{.name = "--position",
                     .value = "POSITION",
                     .text = "How your side takes it.",
                     .words = {"noted", "accepted", "rejected", "none-yet"}}},
          .examples = {{"goodoffices incident respond 7a8b --position none-yet", "Seen; no position yet."}},
          .kind = Kind::writes,
          .say = say_responded,
          .run = calls("incident.respond", typed({"incident", "position"}))};
}

Verb list_verb() {
  return {.path = "incident list",
          .summary = "lists incidents and how far each outreach came",
          .about = "The newest first. Silence says where it begins: not sent, at the relay, at the post, seen by a person, answered.",
          .operands = {case_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_incidents,
          .run = calls("incident.list", typed({"case"}))};
}

Verb report_verb() {
  return {.path = "incident report",
          .summary = "tells what became of an incident, step by step",
          .about =
              "Every statement about it that this post holds: who was told what, when it was at each side's post, when a person saw it, "
              "and every attempt in between. The times are those that the signers claim; the order is this post's.",
          .operands = {incident_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_incident_report,
          .run = calls("incident.report", typed({"incident"}))};
}

Result<Json> handling_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"case", "precedence"});
  OFFICES_CHECK(put_span(args, call, "within", "handling_s"));
  return args;
}

Verb handling_verb() {
  return {.path = "incident handling",
          .summary = "shows or sets the handling times of a case",
          .about =
              "Within what a person should have seen an outreach of each precedence. With --precedence and --within it sets one, for "
              "the outreaches to come; the intermediary's.",
          .operands = {case_operand},
          .flags = {{.name = "--precedence", .value = "LEVEL", .text = "Which.", .words = {"ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"}},
                    {.name = "--within", .value = "SPAN", .text = "From 1m to 7d, as 10m, 2h, 1d."}},
          .examples = {{"goodoffices incident handling 1a2b --precedence FLASH --within 5m", ""}},
          .kind = Kind::writes,
          .say = say_handling,
          .run = calls("incident.handling", handling_args)};
}

Verb test_verb() {
  return {.path = "line test",
          .summary = "sends a numbered test over a line",
          .about =
              "The other post answers by itself; with --person somebody there is asked to answer too ('line answer'). Tests and answers "
              "stand in the record.",
          .operands = {case_operand},
          .flags = {{.name = "--with", .value = "NAME", .text = "The intermediary's: whose line."},
                    {.name = "--every", .value = "SPAN", .text = "From now on every so often, while this post runs or syncs: 30m, 1h."},
                    {.name = "--stop", .value = "", .text = "Ends that."},
                    {.name = "--person", .value = "", .text = "Asks a person for an answer too."}},
          .examples = {{"goodoffices line test 1a2b --every 1h", "Every hour, as on the classic hotline."}},
          .kind = Kind::writes,
          .say = say_line_tested,
          .run = calls("line.test", test_args)};
}

Verb answer_verb() {
  return {.path = "line answer",
          .summary = "answers a test as a person",
          .about = "For a test that asks for it; it stands in 'waiting' for a day.",
          .operands = {{.name = "TEST", .text = "The beginning of the test's id."}},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_line_answered,
          .run = calls("line.answer", typed({"test"}))};
}

Verb show_verb() {
  return {.path = "line show",
          .summary = "shows how the lines of a case are",
          .about =
              "The last good test each way, the round trip, tests without an answer for five minutes, and where the first of them stays. "
              "Exit code 0 where every line answers, 3 where one does not or was never tested: for monitoring.",
          .operands = {case_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_lines,
          .run = run_show};
}

}  // namespace

std::vector<Verb> incident_verbs() { return {open_verb(), outreach_verb(), respond_verb(), list_verb(), report_verb(), handling_verb()}; }
std::vector<Verb> line_verbs() { return {test_verb(), answer_verb(), show_verb()}; }

}  // namespace offices::cli
