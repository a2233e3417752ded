// SPDX-License-Identifier: Apache-2.0
// render, approve, refuse, convey, decline, acknowledge, disclose: from a mandate to the addressee.
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

Operand signal_operand() { return {.name = "SIGNAL", .text = "The beginning of the signal's id."}; }
Operand rendering_operand() { return {.name = "RENDERING", .text = "The beginning of the rendering's id."}; }
Flag to_flag(std::string text, bool required) { return {.name = "--to", .value = "NAME", .text = std::move(text), .required = required}; }
Flag why_flag() { return {.name = "--why", .value = "TEXT", .text = "The reason, which the other will read.", .required = true}; }

Result<Json> render_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"signal", "to", "form", "lang"});
  OFFICES_TRY_SET(args["text"], typed_words(call));
  return args;
}

Result<Json> disclose_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"signal", "to"});
  OFFICES_TRY_SET(args["text"], typed_words(call));
  return args;
}

Result<Json> convey_args(Call& call) {
  Json args = Json::object();
  put_typed(args, call, {"signal", "to", "rendering", "with"});
  if (call.in.has("dry-run")) args["dry_run"] = true;
  return args;
}

Verb render_verb() {
  return {.path = "render",
          .summary = "proposes other words for a conveyance",
          .about =
              "The intermediary proposes exact words. Where the mandate requires approval they go to the author first, and "
              "only exactly these words may then be conveyed.",
          .operands = {signal_operand()},
          .flags = {to_flag("For which addressee.", true),
                    {.name = "--form",
                     .value = "FORM",
                     .text = "How loose the words are; paraphrase unless said otherwise.",
                     .words = {"paraphrase", "gist"}},
                    lang_flag(),
                    text_flag("The proposed words; - for standard input.")},
          .examples = {{"goodoffices render 3c4d --to Bergen --text-file words.txt", "Proposes a paraphrase to the author."}},
          .kind = Kind::writes,
          .say = say_rendered,
          .run = calls("render", render_args)};
}

Verb approve_verb() {
  return {.path = "approve",
          .summary = "approves exactly these words",
          .about =
              "The author's signature on a rendering: these words, this language, this addressee, this form and "
              "attribution. Nothing else is covered.",
          .operands = {rendering_operand()},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_approved,
          .run = calls("approve", typed({"rendering"}))};
}

Verb refuse_verb() {
  return {.path = "refuse",
          .summary = "refuses proposed words",
          .about = "The author's no to a rendering, with its reason; the intermediary may propose others.",
          .operands = {rendering_operand()},
          .flags = {why_flag()},
          .examples = {},
          .kind = Kind::writes,
          .say = say_refused,
          .run = calls("refuse", typed({"rendering", "why"}))};
}

Verb convey_verb() {
  return {.path = "convey",
          .summary = "conveys a signal to its addressee",
          .about =
              "Signs two statements in one act: the dispatch towards the author and the conveyance towards the addressee. "
              "Without --rendering the author's own words go, verbatim. What the mandate does not allow is refused, "
              "with what would be allowed.",
          .operands = {signal_operand()},
          .flags = {to_flag("The addressee.", true),
                    {.name = "--rendering", .value = "RENDERING", .text = "Conveys the words of this rendering."},
                    {.name = "--with", .value = "SIGNAL", .text = "Conveys the other signal of a simultaneous release in the same act."},
                    {.name = "--dry-run", .value = "", .text = "Says what would be conveyed; signs nothing."}},
          .examples = {{"goodoffices convey 3c4d --to Bergen", "Conveys the author's own words."},
                       {"goodoffices convey 3c4d --to Bergen --rendering 5e6f", "Conveys approved words."}},
          .kind = Kind::writes,
          .say = say_conveyed,
          .run = calls("convey", convey_args)};
}

Verb decline_verb() {
  return {.path = "decline",
          .summary = "says that a signal will not be conveyed",
          .about = "The intermediary's no, under its signature, so that the author does not wait.",
          .operands = {signal_operand()},
          .flags = {to_flag("Only for this addressee.", false), why_flag()},
          .examples = {},
          .kind = Kind::writes,
          .say = say_declined,
          .run = calls("decline", typed({"signal", "to", "why"}))};
}

Verb acknowledge_verb() {
  return {.path = "acknowledge",
          .summary = "gives one's position on what was conveyed",
          .about = "The position alone: the receipt was automatic, and words are a signal of their own ('signal --in-reply-to').",
          .operands = {{.name = "CONVEYANCE", .text = "The beginning of the conveyance's id."}},
          .flags = {{.name = "--position",
                     .value = "POSITION",
                     .text = "What the author will read.",
                     .required = true,
                     .words = {"noted", "accepted", "rejected", "none-yet"}}},
          .examples = {},
          .kind = Kind::writes,
          .say = say_acknowledged,
          .run = calls("acknowledge", typed({"conveyance", "position"}))};
}

Verb disclose_verb() {
  return {.path = "disclose",
          .summary = "checks a public sentence against the mandate",
          .about =
              "Before the intermediary says something in public: is exactly this sentence allowed by the mandate's "
              "disclosure? If so it is signed and the author learns the exact words; if not, it is refused.",
          .operands = {signal_operand()},
          .flags = {to_flag("The addressee whose mandate counts, where there are several.", false),
                    text_flag("The sentence; - for standard input.")},
          .examples = {},
          .kind = Kind::writes,
          .say = say_disclosed,
          .run = calls("disclose", disclose_args)};
}

}  // namespace

std::vector<Verb> convey_verbs() {
  return {render_verb(), approve_verb(), refuse_verb(), convey_verb(), decline_verb(), acknowledge_verb(), disclose_verb()};
}

}  // namespace offices::cli
