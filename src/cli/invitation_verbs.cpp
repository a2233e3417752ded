// SPDX-License-Identifier: Apache-2.0
// case invite; invitation list, cancel.
#include <ostream>

#include "cli/files.hpp"
#include "cli/qr.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

/// With --json, `file` of the result is where the invitation was written: its secret does not belong into logs.
Result<void> run_invite(Call& call) {
  auto path = call.in.one("out");
  if (call.json() && call.in.has("qr")) return fail(Code::usage, "--qr prints to a terminal and --json does not");
  OFFICES_TRY(args, typed({"case", "role", "name", "expires", "request-id"})(call));
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(result, api->call("case.invite", args));
  auto content = field(result, "file");
  if (path != "-") {
    OFFICES_CHECK(write_file(path, content + "\n"));
    result["file"] = path;
    OFFICES_CHECK(call.print(result));
  } else if (call.json()) {
    OFFICES_CHECK(call.print(result));
  } else {
    call.console.out() << content << '\n';
  }
  if (!call.in.has("qr")) return {};
  OFFICES_TRY(codes, qr_codes(content));
  for (std::size_t i = 0; i < codes.size(); ++i) call.console.out() << "\nCode " << i + 1 << " of " << codes.size() << "\n\n" << codes[i];
  if (codes.size() > 1)
    call.console.out() << '\n'
                       << wrapped(
                              "Scan them in this order and put their texts into one file, one after the other and nothing between; that "
                              "file is the invitation.",
                              0, call.console.view())
                       << '\n';
  return {};
}

Verb invite_verb() {
  return {.path = "case invite",
          .summary = "writes an invitation for one participant",
          .about =
              "The invitation is a file that brings one post into the case, once, until it expires. It carries a secret: "
              "handed over in person it protects the line even against a quantum computer; intercepted, it lets "
              "somebody stand between until the numbers are compared.",
          .operands = {{.name = "CASE", .text = "The case: the beginning of its id, or its title."}},
          .flags = {{.name = "--role",
                     .value = "ROLE",
                     .text = "A party, or a verifier with a narrow view.",
                     .required = true,
                     .words = {"party", "verifier"}},
                    {.name = "--name", .value = "NAME", .text = "What the participant is called in this case.", .required = true},
                    {.name = "--out",
                     .value = "FILE",
                     .text = "Where to write it, readable by you alone; - for standard output.",
                     .required = true,
                     .takes = Takes::file},
                    {.name = "--expires", .value = "TIME", .text = "When it ends; +7d unless said otherwise."},
                    {.name = "--qr", .value = "", .text = "Prints it as QR codes too, to be scanned one after the other."}},
          .examples = {{"goodoffices case invite 1a2b --role party --name Bergen --out bergen.invitation", "For a party called Bergen."}},
          .kind = Kind::writes,
          .say = say_invited,
          .run = run_invite};
}

Verb list_verb() {
  return {.path = "invitation list",
          .summary = "lists invitations and what became of them",
          .about = "Open, used, cancelled and expired invitations of one case, or of all.",
          .operands = {{.name = "CASE", .text = "Only those of this case.", .required = false}},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_invitations,
          .run = calls("invitation.list", typed({"case"}))};
}

Verb cancel_verb() {
  return {.path = "invitation cancel",
          .summary = "makes an open invitation worthless",
          .about = "Nobody can join with it any more. One that was used already is not undone: remove the participant.",
          .operands = {{.name = "INVITATION", .text = "The beginning of its id."}},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_cancelled,
          .run = calls("invitation.cancel", typed({"invitation"}))};
}

}  // namespace

std::vector<Verb> invitation_verbs() { return {invite_verb(), list_verb(), cancel_verb()}; }

}  // namespace offices::cli
