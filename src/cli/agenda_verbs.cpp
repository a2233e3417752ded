// SPDX-License-Identifier: Apache-2.0
// agenda set, show: what is negotiated.
#include <limits>

#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

Result<Json> set_args(Call& call) {
  Json args{{"case", call.in.one("case")}};
  OFFICES_TRY_SET(args["document"], read_document(call.in.one("file"), call.console.in()));
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

Result<Json> show_args(Call& call) {
  Json args{{"case", call.in.one("case")}};
  OFFICES_CHECK(put_number(args, call, "version", 1, std::numeric_limits<std::int64_t>::max()));
  return args;
}

Verb set_verb() {
  return {
      .path = "agenda set",
      .summary = "sets the issues of a case, or their next version",
      .about =
          "The intermediary signs what is negotiated: the issues, the options of each or a range of numbers, their "
          "texts in the languages of the sides, combinations that are out of the question, and the undertakings that "
          "would follow from an adopted framework. Every side reads the same octets. A later file is the next "
          "version; what was appraised under an earlier one is mapped where it can be and marked where it cannot. "
          "docs/negotiation.md describes the file.",
      .operands = {case_operand},
      .flags = {{.name = "--file", .value = "FILE", .text = "The agenda; - for standard input.", .required = true, .takes = Takes::file},
                {.name = "--dry-run", .value = "", .text = "Reads and checks the file; signs nothing."}},
      .examples = {{"goodoffices agenda set 1a2b --file agenda.json --dry-run", "Checks a file before anybody sees it."}},
      .kind = Kind::writes,
      .say = say_agenda_set,
      .run = calls("agenda.set", set_args)};
}

Verb show_verb() {
  return {.path = "agenda show",
          .summary = "shows the issues of a case and their options",
          .about =
              "The issues, what each option means (in your language if the agenda has it, else in all that it has), what is "
              "excluded, the undertakings that follow, all versions, and whether your own appraisal still fits.",
          .operands = {case_operand},
          .flags = {{.name = "--version", .value = "N", .text = "An earlier version; the latest unless said otherwise."}},
          .examples = {},
          .kind = Kind::reads,
          .say = say_agenda,
          .run = calls("agenda.show", show_args)};
}

}  // namespace

std::vector<Verb> agenda_verbs() { return {set_verb(), show_verb()}; }

}  // namespace offices::cli
