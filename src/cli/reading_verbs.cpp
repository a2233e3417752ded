// SPDX-License-Identifier: Apache-2.0
// waiting, inbox, show, trace: what there is to read.
#include <limits>

#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand only_case{.name = "CASE", .text = "Only this case.", .required = false};

Result<Json> inbox_args(Call& call) {
  OFFICES_TRY(args, typed({"case"})(call));
  OFFICES_CHECK(put_number(args, call, "limit", 1, std::numeric_limits<std::int64_t>::max()));
  return args;
}

Result<Json> show_args(Call& call) {
  OFFICES_TRY(args, typed({"id"})(call));
  if (call.in.has("reveal")) args["reveal"] = true;
  return args;
}

Verb waiting_verb() {
  return {.path = "waiting",
          .summary = "lists what waits for you, most urgent first",
          .about =
              "To decide, to render, to approve, to acknowledge: highest precedence and nearest deadline first, each with "
              "the commands that answer it.",
          .operands = {only_case},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_waiting,
          .run = calls("waiting", typed({"case"}))};
}

Verb inbox_verb() {
  return {.path = "inbox",
          .summary = "lists what arrived, newest first",
          .about =
              "Signals, conveyances and non-papers with who wrote them and what of that is verified, and beside them what others did "
              "about a signal: declined, refused words, withdrawn, a position, a public sentence.",
          .operands = {only_case},
          .flags = {{.name = "--limit", .value = "N", .text = "How many; 50 unless said otherwise."}},
          .examples = {},
          .kind = Kind::reads,
          .say = say_inbox,
          .run = calls("inbox", inbox_args)};
}

Verb show_verb() {
  return {.path = "show",
          .summary = "shows one statement in full",
          .about = "The words, the mandate in plain language, who signed and what is verified.",
          .operands = {{.name = "ID", .text = "The beginning of the statement's id."}},
          .flags = {{.name = "--reveal", .value = "", .text = "Spells joiners, direction marks and other invisible characters out."}},
          .examples = {},
          .kind = Kind::reads,
          .say = say_statement,
          .run = calls("show", show_args)};
}

Verb trace_verb() {
  return {.path = "trace",
          .summary = "shows the path of a signal and what proves each step",
          .about =
              "For every addressee: what was signed when, the exact words at each step, and whether the signal waits, was "
              "dispatched, conveyed (a receipt under a verified key matches), crossed a withdrawal, or was conveyed in "
              "breach of its mandate.",
          .operands = {{.name = "SIGNAL", .text = "The beginning of the signal's id."}},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_trace,
          .run = calls("trace", typed({"signal"}))};
}

}  // namespace

std::vector<Verb> reading_verbs() { return {waiting_verb(), inbox_verb(), show_verb(), trace_verb()}; }

}  // namespace offices::cli
