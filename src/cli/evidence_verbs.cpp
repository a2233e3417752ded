// SPDX-License-Identifier: Apache-2.0
// evidence add, list, ask, save: the files that attestations name.
#include "cli/evidence.hpp"

#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand evidence_operand{.name = "EVIDENCE", .text = "The beginning of the file's SHA-256, as 'evidence list' shows it."};

Result<void> run_add(Call& call) {
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(added, add_evidence(*api, call.in.one("case"), call.in.one("file")));
  return call.print(added);
}

Result<void> run_save(Call& call) {
  OFFICES_TRY(api, call.open());
  auto path = call.in.one("out");
  OFFICES_TRY(saved, save_evidence(*api, call.in.one("evidence"), path, call.in.has("replace")));
  saved["file"] = path;
  return call.print(saved);
}

Verb add_verb() {
  return {.path = "evidence add",
          .summary = "keeps a file for an attestation to name",
          .about =
              "The file is read in pieces, and each is sealed in the store. Nobody hears of it until an attestation names it: then the "
              "intermediary's post asks for it, and the posts of those to whom the attestation is shown ask the intermediary's. A file "
              "has at most 64 MiB and must not change while it is read. What was interrupted goes on where it stopped.",
          .operands = {case_operand, {.name = "FILE", .text = "A regular file; it is named by its last part.", .takes = Takes::file}},
          .flags = {},
          .examples = {{"goodoffices evidence add 1a2b gate.jpg", "Before 'attest', or after."}},
          .kind = Kind::reads,
          .say = say_evidence_added,
          .run = run_add};
}

Verb list_verb() {
  return {.path = "evidence list",
          .summary = "lists evidence files and how far each has come",
          .about =
              "Of a verifier's: how much the intermediary's post holds. Of the intermediary's: how much the posts hold to whom the "
              "attestation was shown. Files come while the posts run or sync, after everything else.",
          .operands = {case_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_evidence_list,
          .run = calls("evidence.list", typed({"case"}))};
}

Verb ask_verb() {
  return {.path = "evidence ask",
          .summary = "asks again for an evidence file",
          .about =
              "For a file that differed from its hash, that was withheld because its line had brought 1 GiB already, or that does not "
              "come. What is here of it is not asked for again, unless it differed.",
          .operands = {evidence_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::writes,
          .say = say_evidence_asked,
          .run = calls("evidence.ask", typed({"evidence"}))};
}

Verb save_verb() {
  return {.path = "evidence save",
          .summary = "writes an evidence file that is here to the disk",
          .about =
              "Unsealed, under the name that you give and readable by you alone; whole, with the hash that was announced, or not at all. "
              "Nothing is replaced unless --replace says so.",
          .operands = {evidence_operand},
          .flags = {{.name = "--out", .value = "FILE", .text = "Where to write it.", .required = true, .takes = Takes::file},
                    {.name = "--replace", .value = "", .text = "Where there is such a file, it is replaced."}},
          .examples = {{"goodoffices evidence save 7c1f --out gate.jpg", "What the inspector saw."}},
          .kind = Kind::reads,
          .say = say_evidence_saved,
          .run = run_save};
}

}  // namespace

std::vector<Verb> evidence_verbs() { return {add_verb(), list_verb(), ask_verb(), save_verb()}; }

}  // namespace offices::cli
