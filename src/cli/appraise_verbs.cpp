// SPDX-License-Identifier: Apache-2.0
// appraise: what a side prefers, kept at its own post unless it says otherwise.
#include <ostream>

#include "cli/dialogue.hpp"
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

Result<void> one_at_a_time(const Call& call) {
  int acts = call.in.has("show") + call.in.has("revoke") + (call.in.has("file") || call.in.has("share"));
  if (acts > 1) return fail(Code::usage, "--show, --revoke and an appraisal exclude each other");
  return {};
}

/// The document that is kept already, for --share alone; empty where there is none.
Result<std::string> kept_document(const Call& call, post::Api& api) {
  auto kept = api.call("appraisal.show", {{"case", call.in.one("case")}});
  if (kept) return field(*kept, "document");
  if (kept.error().code == Code::not_found || kept.error().code == Code::no_appraisal) return std::string();
  return std::unexpected(kept.error());
}

struct Given {
  std::string document;
  bool told = false;  ///< the person has read the remarks about it
};

Result<Given> given(Call& call, post::Api& api) {
  Given out;
  if (call.in.has("file")) {
    OFFICES_TRY_SET(out.document, read_document(call.in.one("file"), call.console.in()));
    return out;
  }
  if (call.in.has("share")) { OFFICES_TRY_SET(out.document, kept_document(call, api)); }
  if (!out.document.empty()) return out;
  OFFICES_TRY(agenda, api.call("agenda.show", {{"case", call.in.one("case")}}));
  auto& to = call.json() ? call.console.err() : call.console.out();
  OFFICES_TRY_SET(out.document, ask_for_appraisal(call.console, to, field(agenda, "document")));
  out.told = true;
  return out;
}

/// Whether the answers come from a person; --share alone may find something kept.
bool asks(const Call& call) { return !call.in.has("file") && !call.in.has("show") && !call.in.has("revoke"); }

Result<void> run_appraise(Call& call) {
  OFFICES_CHECK(one_at_a_time(call));
  if (asks(call) && !call.in.has("share") && !call.console.has_person())
    return fail(Code::usage, "there is no terminal to ask at; give an appraisal with --file");
  OFFICES_TRY(api, call.open());
  Json args{{"case", call.in.one("case")}};
  if (call.in.has("show")) {
    OFFICES_TRY(shown, api->call("appraisal.show", args));
    return call.print(shown);
  }
  put_typed(args, call, {"request-id"});
  if (call.in.has("revoke")) {
    OFFICES_TRY(revoked, api->call("appraisal.revoke", args));
    return call.print(revoked);
  }
  OFFICES_TRY(answers, given(call, *api));
  args["document"] = answers.document;
  if (call.in.has("share")) args["share"] = true;
  OFFICES_TRY(result, api->call("appraise", args));
  if (answers.told && !call.json()) result.erase("remarks");
  return call.print(result);
}

}  // namespace

std::vector<Verb> appraise_verbs() {
  return {
      {.path = "appraise",
       .summary = "says, for this post alone, what packages are worth",
       .about = "Asks in the terminal: which options you prefer and by how much, which issue moves you most, below which worth you "
                "would rather walk away, what you would never sign. Partial statements are enough: what follows from all of them "
                "is told apart from what depends on what you have not said. --file takes the same as a file; docs/negotiation.md "
                "describes it.\n\n"
                "It stays on this post and weighs there whatever comes onto the table. --share sends it to the intermediary as a "
                "non-paper, from which it can look for packages that serve both sides: it can prove it to nobody and cannot convey "
                "it, but it has read it. --revoke erases it here and, once its post syncs, at the intermediary.\n\n"
                "At the intermediary --show lists what was shared.",
       .operands = {{.name = "CASE", .text = "The case: the beginning of its id, or its title."}},
       .flags = {{.name = "--file",
                  .value = "FILE",
                  .text = "An appraisal file instead of the questions; - for standard input.",
                  .takes = Takes::file},
                 {.name = "--share", .value = "", .text = "Shares it with the intermediary, off the record: the file's, or what is kept."},
                 {.name = "--show", .value = "", .text = "Shows what is kept here; at the intermediary, what was shared with it."},
                 {.name = "--revoke", .value = "", .text = "Erases it here and at the intermediary."}},
       .examples = {{"goodoffices appraise 1a2b", "Asks, and keeps the answers on this post."},
                    {"goodoffices appraise 1a2b --share", "Shares what is kept with the intermediary."}},
       .kind = Kind::writes,
       .say = say_appraise,
       .run = run_appraise}};
}

}  // namespace offices::cli
