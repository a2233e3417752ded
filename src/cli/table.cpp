// SPDX-License-Identifier: Apache-2.0
#include "cli/table.hpp"

#include <array>
#include <iterator>

namespace offices::cli {
namespace {

const std::array<Flag, 4>& all_shared() {
  static const std::array<Flag, 4> flags = {
      Flag{.name = "--json", .value = "", .text = "Prints the result, or the refusal, as one line of JSON on standard output."},
      Flag{.name = "--home",
           .value = "DIR",
           .text = "The post's directory; else $GOODOFFICES_HOME, else the XDG data directory.",
           .takes = Takes::directory},
      Flag{.name = "--passphrase-file",
           .value = "FILE",
           .text = "Reads the passphrase from FILE; else from $GOODOFFICES_PASSPHRASE_FILE, else it is asked for.",
           .takes = Takes::file},
      Flag{.name = "--request-id", .value = "ID", .text = "Makes a repeated command one act: the second time the first result comes back."},
  };
  return flags;
}

void append(std::vector<Verb>& to, std::vector<Verb> family) { std::ranges::move(family, std::back_inserter(to)); }

std::vector<Verb> assemble() {
  std::vector<Verb> all;
  append(all, demo_verbs());
  append(all, post_verbs());
  append(all, desk_verbs());
  append(all, case_verbs());
  append(all, invitation_verbs());
  append(all, contact_verbs());
  append(all, signal_verbs());
  append(all, reading_verbs());
  append(all, convey_verbs());
  append(all, agenda_verbs());
  append(all, appraise_verbs());
  append(all, framework_verbs());
  append(all, ballot_verbs());
  append(all, commitment_verbs());
  append(all, evidence_verbs());
  append(all, incident_verbs());
  append(all, line_verbs());
  append(all, duty_verbs());
  append(all, call_verbs());
  append(all, text_verbs());
  append(all, exhibit_verbs());
  append(all, dossier_verbs());
  append(all, relay_verbs());
  append(all, shell_verbs());
  return all;
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = assemble();
  return all;
}

const Verb* find_verb(std::string_view path) {
  for (const auto& verb : verbs())
    if (verb.path == path) return &verb;
  return nullptr;
}

std::span<const Flag> shared_flags(Kind kind) {
  std::span<const Flag> all(all_shared());
  return all.first(kind == Kind::plain ? 1 : kind == Kind::reads ? 3 : 4);
}

std::string_view group_summary(std::string_view group) {
  if (group == "case") return "opens, joins and shows cases";
  if (group == "invitation") return "lists and cancels invitations";
  if (group == "contact") return "shows and compares the numbers of participants";
  if (group == "agenda") return "sets and shows what is negotiated";
  if (group == "framework") return "suggests packages, puts them on the table and weighs them";
  if (group == "ballot") return "asks all sides for a yes that nobody has to say first";
  if (group == "commitment") return "shows a commitment and says how it stands";
  if (group == "evidence") return "keeps, passes on and saves the files that attestations name";
  if (group == "incident") return "tells of what happened, and what became of it";
  if (group == "call") return "arranges telephone calls and keeps notes of them";
  if (group == "readout") return "agrees on the account of a call";
  if (group == "communique") return "agrees on a joint text for the public";
  if (group == "exhibit") return "keeps what was printed, and tells a leak from a release";
  if (group == "line") return "tests lines and shows how they are";
  if (group == "duty") return "keeps whom this post calls, and tries it";
  if (group == "dossier") return "exports a case's record and verifies it anywhere";
  if (group == "relay") return "runs the blind relay";
  return {};
}

}  // namespace offices::cli
