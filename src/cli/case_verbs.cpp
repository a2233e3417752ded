// SPDX-License-Identifier: Apache-2.0
// case open, join, list, show, remove, leave.
#include <ostream>

#include "cli/charter.hpp"
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand name_operand{.name = "NAME", .text = "A participant's name in the case."};

Result<Json> open_args(Call& call) {
  Json args{{"title", call.in.one("title")}, {"as", call.in.one("as")}};
  if (!call.in.has("charter")) return args;
  OFFICES_TRY(file, read_words(call.in.one("charter"), call.console.in()));
  OFFICES_TRY_SET(args["charter"], read_charter(file));
  return args;
}

/// Shows the invitation and asks. Goes to standard error with --json, so that standard output stays one object.
Result<void> ask_to_join(Call& call, const Json& invitation) {
  auto& to = call.json() ? call.console.err() : call.console.out();
  if (!call.json() || !call.in.has("accept-charter")) to << say_invitation(invitation, call.console.view()) << std::flush;
  if (call.in.has("accept-charter")) return {};
  if (!call.console.has_person()) return fail(Code::charter_not_accepted, "there is no terminal to ask at");
  if (!call.console.confirm("Join this case under this charter?")) return fail(Code::charter_not_accepted);
  return {};
}

Result<void> run_join(Call& call) {
  OFFICES_TRY(file, read_file(call.in.one("file"), call.console.in()));
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(invitation, api->call("invitation.read", {{"file", file}}));
  OFFICES_CHECK(ask_to_join(call, invitation));
  Json args{{"file", file}, {"accept_charter", true}};
  put_typed(args, call, {"request-id"});
  OFFICES_TRY(joined_case, api->call("case.join", args));
  return call.print(joined_case);
}

Verb open_verb() {
  return {.path = "case open",
          .summary = "opens a case with oneself as intermediary",
          .about =
              "Makes a case and its signing key. The charter is what everybody accepts on joining: confidentiality, "
              "languages, how long the record is kept, whether the case's existence may be confirmed. A charter file is "
              "the words; lines such as 'languages: en, fa', 'retention-days: 3650' and 'existence: confidential' may "
              "stand before them, ended by an empty line.",
          .operands = {{.name = "TITLE", .text = "One line that all participants will read."}},
          .flags = {{.name = "--as", .value = "NAME", .text = "Your own name in this case.", .required = true},
                    {.name = "--charter",
                     .value = "FILE",
                     .text = "The charter; without it a short one about confidentiality.",
                     .takes = Takes::file}},
          .examples = {{"goodoffices case open 'Fishing zones 2026' --as Oslo --charter charter.txt", "Opens a case."}},
          .kind = Kind::writes,
          .say = say_opened,
          .run = calls("case.open", open_args)};
}

Verb join_verb() {
  return {.path = "case join",
          .summary = "joins a case with an invitation",
          .about =
              "Shows who invites to what, under which charter and name, and asks; then joins and syncs. Compare the "
              "intermediary's number by voice before you rely on it: whoever intercepted the invitation could be "
              "between you until you have. Exit code 3: joined, but no relay could be reached yet.",
          .operands = {{.name = "FILE", .text = "The invitation, or - for standard input.", .takes = Takes::file}},
          .flags = {{.name = "--accept-charter", .value = "", .text = "Accepts the charter without asking, for scripts."}},
          .examples = {{"goodoffices case join invitation.json", "Shows the invitation and asks."}},
          .kind = Kind::writes,
          .say = say_joined,
          .run = run_join};
}

Verb list_verb() {
  return {.path = "case list",
          .summary = "lists the cases of this post",
          .about = "Every case with one's own name and role in it, what waits and when somebody was last heard from.",
          .operands = {},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_case_list,
          .run = calls("case.list", typed({}))};
}

Verb show_verb() {
  return {.path = "case show",
          .summary = "shows a case: participants, numbers, heads, notices",
          .about =
              "Participants with their roles, whether their keys were compared, when they were last heard from; the "
              "signed size and root of every feed; open invitations; what the post had to notice.",
          .operands = {case_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_case,
          .run = calls("case.show", typed({"case"}))};
}

Verb remove_verb() {
  return {.path = "case remove",
          .summary = "ends a participant's part in a case",
          .about =
              "Only the intermediary removes. The removal names the last heads accepted from the participant; what it "
              "signed before stays in the record.",
          .operands = {case_operand, name_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_removed,
          .run = calls("case.remove", typed({"case", "name"}))};
}

Verb leave_verb() {
  return {.path = "case leave",
          .summary = "ends one's own part in a case",
          .about = "Says under signature that one no longer takes part. The record stays on this post.",
          .operands = {case_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_left,
          .run = calls("case.leave", typed({"case"}))};
}

}  // namespace

std::vector<Verb> case_verbs() { return {open_verb(), join_verb(), list_verb(), show_verb(), remove_verb(), leave_verb()}; }

}  // namespace offices::cli
