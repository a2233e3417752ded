// SPDX-License-Identifier: Apache-2.0
// dossier export, verify.
#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

/// The post writes beside the file that was named, and the finished dossier takes its place.
Result<void> run_export(Call& call) {
  auto path = std::filesystem::absolute(call.in.one("out"));
  auto part_path = unfinished(path);
  Json args{{"case", call.in.one("case")}, {"file", part_path.string()}};
  if (call.in.has("only")) args["only"] = call.in.all("only");
  if (call.in.has("placed")) args["placed"] = true;
  OFFICES_TRY(api, call.open());
  auto result = api->call("dossier.export", args);
  if (!result) {
    std::error_code ignored;
    std::filesystem::remove(part_path, ignored);
    return std::unexpected(result.error());
  }
  OFFICES_CHECK(finish_file(part_path, path));
  (*result)["file"] = call.in.one("out");
  return call.print(*result);
}

/// Exit code 4 where the dossier is broken or proves a breach; the result says which.
Result<void> run_verify(Call& call) {
  std::optional<std::filesystem::path> against;
  if (call.in.has("against")) against = call.in.one("against");
  OFFICES_TRY(result, call.engine.verify_dossier(call.in.one("file"), against));
  OFFICES_CHECK(call.print(result));
  if (result.contains("communique")) return {};
  bool differs = !part(result, "differences").empty();
  if (part(result, "fault").is_object() || number(result, "breaches") != "0" || differs)
    call.exit = static_cast<int>(base::Exit::unverified);
  return {};
}

Verb export_verb() {
  return {
      .path = "dossier export",
      .summary = "writes a case's record as a file to verify offline",
      .about =
          "A bare dossier has words, mandates, approvals, receipts and signatures. A placed one has also the order "
          "of things, with proofs, which shows how much was said in each channel: read what is printed before you "
          "hand it over. Non-papers are in none.",
      .operands = {{.name = "CASE", .text = "The case: the beginning of its id, or its title."}},
      .flags =
          {{.name = "--out", .value = "FILE", .text = "Where to write it, readable by you alone.", .required = true, .takes = Takes::file},
           {.name = "--only", .value = "ID", .text = "Only this statement and what it needs.", .repeats = true},
           {.name = "--placed", .value = "", .text = "With contexts and inclusion proofs."}},
      .examples = {{"goodoffices dossier export 1a2b --out case.dossier --placed", "All of the case, with its order."}},
      .kind = Kind::reads,
      .say = say_exported,
      .run = run_export};
}

Verb verify_verb() {
  return {.path = "dossier verify",
          .summary = "verifies a dossier or a communique, offline",
          .about =
              "Checks every signature, head and mandate in the file and answers for each conveyance: proved, breach, or "
              "not decidable from this dossier. Exit code 4 names the first fault. Needs no post and no network.\n\n"
              "With --against, what another side's dossier of the same case shows of the frameworks on the table is compared: two "
              "contents under one number are a breach that the intermediary's own signatures prove.",
          .operands = {{.name = "FILE", .text = "The dossier, or the file of a communique.", .takes = Takes::file}},
          .flags = {{.name = "--against", .value = "FILE", .text = "Another side's dossier of the same case.", .takes = Takes::file}},
          .examples = {{"goodoffices dossier verify mine.dossier --against theirs.dossier", "Were both sides shown the same frameworks?"}},
          .kind = Kind::plain,
          .say = say_verified,
          .run = run_verify};
}

std::string conveyance_line(const Json& c, const View& view) {
  auto id = !field(c, "signal").empty()       ? "signal " + short_id(field(c, "signal"))
            : !field(c, "conveyance").empty() ? "conveyance " + short_id(field(c, "conveyance"))
                                              : "dispatch " + short_id(field(c, "dispatch"));
  auto to = field(c, "to");
  return "  " + padded(clean(field(c, "verdict")), 10) +
         wrapped(
             id + (to.empty() ? "" : " to " + foreign(to, view)) + (field(c, "code").empty() ? "" : " (" + clean(field(c, "code")) + ")"),
             12, view) +
         "\n";
}

std::string ballot_line(const Json& b, const View& view) {
  auto result = field(b, "result");
  auto text = "ballot " + short_id(field(b, "ballot")) + ": " + (result.empty() ? "no outcome" : clean(result)) + ", signed by " +
              number(b, "signed_by") + " of " + number(b, "members");
  return "  " + padded(clean(field(b, "verdict")), 10) + wrapped(text, 12, view) + "\n";
}

std::string difference_line(const Json& d, const View& view) {
  auto text = "table " + short_id(field(d, "table")) + ": " + foreign(field(d, "to"), view) + " (line " + number(d, "line") + ") and " +
              foreign(field(d, "other_to"), view) + " (line " + number(d, "other_line") +
              " of the other dossier) were shown different frameworks, and the intermediary signed both";
  return "  " + padded("breach", 10) + wrapped(text, 12, view) + "\n";
}

}  // namespace

std::string say_exported(const Json& r, const View& view) {
  auto text = "Wrote " + clean(field(r, "file")) + ": a " + field(r, "mode") + " dossier of " +
              count_of(std::stoll(number(r, "statements")), "statement") + ". " + clean(field(r, "sentence"));
  return wrapped(text, 0, view) + "\n";
}

std::string say_verified(const Json& r, const View& view) {
  if (const auto& c = part(r, "communique"); c.is_object()) return say_communique(c, view);
  const auto& fault = part(r, "fault");
  std::string out;
  if (fault.is_object())
    out += wrapped("The dossier does not hold. First fault, line " + number(fault, "line") + ": " + clean(field(fault, "code")) +
                       (field(fault, "detail").empty() ? "" : ", " + clean(field(fault, "detail"))) + ".",
                   0, view) +
           "\n";
  out += wrapped("A " + clean(field(r, "mode")) + " dossier of case " + short_id(field(r, "case")) + ", " +
                     count_of(std::stoll(number(r, "statements")), "statement") + ": " + number(r, "proved") + " proved, " +
                     number(r, "breaches") + " in breach, " + number(r, "undecided") + " not decidable from this dossier.",
                 0, view) +
         "\n";
  for (const auto& c : part(r, "conveyances")) out += conveyance_line(c, view);
  for (const auto& b : part(r, "ballots")) out += ballot_line(b, view);
  for (const auto& d : part(r, "differences")) out += difference_line(d, view);
  if (r.contains("differences") && part(r, "differences").empty())
    out += "  Both dossiers show the same frameworks on every table they share.\n";
  return out;
}

std::vector<Verb> dossier_verbs() { return {export_verb(), verify_verb()}; }

}  // namespace offices::cli
