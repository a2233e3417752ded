// SPDX-License-Identifier: Apache-2.0
// What a person reads of a ballot. Nobody's vote stands in any of it but in the answer to one's own.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string roster_text(const Json& roster, const View& view) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& m : roster) {
    auto trust = flag(m, "self")       ? "you"
                 : flag(m, "compared") ? "key compared"
                                       : "KEY NOT COMPARED: the intermediary could have invented it";
    rows.push_back({foreign(field(m, "name"), view), field(m, "role"), trust});
  }
  return rows.empty() ? std::string() : "Who takes part\n" + columns(rows, 2, view);
}

std::pair<std::string, std::string> time_row(const char* name, const Json& object, const char* key) {
  auto at = field(object, key);
  return {name, at.empty() ? "" : local_time(at)};
}

std::string title_line(const Json& b, const View& view) {
  return "framework " + short_id(field(b, "framework")) + ", " + quoted(field(b, "title"), view);
}

std::string state_words(const Json& b) {
  auto state = field(b, "state");
  if (state == "open") return "open: votes are not cast yet";
  if (state == "casting") return "votes are cast; step " + number(b, "round") + " of 5";
  if (state == "adopted") return "adopted: all said yes";
  if (state == "not-adopted") return "not adopted";
  if (state == "ended") return "ended without an outcome";
  if (state == "aborted") return "aborted in step " + number(part(b, "aborted"), "round") + " of 5; it decided nothing";
  return clean(state);
}

/// Whether one said something; not what.
std::string told_words(const Json& b) {
  if (flag(b, "cast")) return "cast";
  return field(b, "told").empty() ? "nothing was said here: this post will say no"
                                  : "kept on this post until votes are cast; it can be changed";
}

bool takes_part(const Json& b) {
  for (const auto& m : part(b, "roster"))
    if (flag(m, "self")) return field(m, "role") != "intermediary";
  return false;
}

bool is_over(const std::string& state) { return state != "open" && state != "casting"; }

std::string sentence_line(const Json& object, const char* key, const View& view) {
  auto sentence = clean(field(object, key));
  return sentence.empty() ? std::string() : paragraph(sentence, view);
}

}  // namespace

std::string say_ballot_opened(const Json& r, const View& view) {
  bool dry = field(r, "delivery").empty();
  auto head =
      dry ? "Nothing was signed. If it were, a ballot on framework " + short_id(field(r, "framework")) + ":"
          : "Ballot " + short_id(field(r, "ballot")) + " on framework " + short_id(field(r, "framework")) + " is open. " + delivery(r);
  auto out = paragraph(head, view) +
             facts({time_row("cast", r, "until"), time_row("ends", r, "ends"), time_row("ratify by", r, "ratify_by")}, 2, view) +
             roster_text(part(r, "roster"), view) + sentence_line(r, "sentence", view);
  if (dry) return out;
  return out + paragraph("Next: each side tells its post with 'goodoffices ballot vote " + short_id(field(r, "ballot")) +
                             "'; a post that was told nothing says no.",
                         view);
}

std::string say_vote_asked(const Json& b, const View& view) {
  return paragraph("Ballot " + short_id(field(b, "ballot")) + " on " + title_line(b, view) + ".", view) +
         facts({time_row("cast", b, "until"), time_row("ends", b, "ends"), time_row("ratify by", b, "ratify_by")}, 2, view) +
         roster_text(part(b, "roster"), view) + sentence_line(b, "gives_away", view);
}

std::string say_voted(const Json& r, const View& view) {
  return paragraph("Vote on " + title_line(r, view) + ".", view) + sentence_line(r, "sentence", view) +
         sentence_line(r, "gives_away", view) +
         paragraph("Next: this post has to run or sync at " + local_time(field(r, "casts_at")) + " and until the outcome is there.", view);
}

std::string say_ballot(const Json& b, const View& view) {
  auto waits = strings(b, "waits_for"), signed_by = strings(b, "signed_by"), differs = strings(b, "differs");
  auto out = facts({{"ballot", field(b, "ballot")},
                    {"on", title_line(b, view)},
                    {"case", quoted(field(b, "case_title"), view)},
                    {"opened", local_time(field(b, "opened"))},
                    time_row("cast", b, "until"),
                    time_row("ends", b, "ends"),
                    time_row("ratify by", b, "ratify_by"),
                    {"state", state_words(b)},
                    {"step", clean(field(b, "phase"))},
                    {"waits for", listing(waits, view)},
                    {"your vote", takes_part(b) && !is_over(field(b, "state")) ? told_words(b) : ""},
                    {"signed by", listing(signed_by, view)},
                    {"differs", listing(differs, view)},
                    {"transcript", short_id(field(b, "transcript"))}},
                   0, view);
  out += roster_text(part(b, "roster"), view) + sentence_line(part(b, "aborted"), "sentence", view) + sentence_line(b, "sentence", view);
  return out + (is_over(field(b, "state")) ? "" : sentence_line(b, "gives_away", view));
}

std::string say_ballots(const Json& r, const View& view) {
  std::string out, indent(12, ' ');
  for (const auto& b : part(r, "items")) {
    auto waits = strings(b, "waits_for");
    out += short_id(field(b, "ballot")) + "  " + wrapped(title_line(b, view), 12, view) + "\n" + indent +
           wrapped(
               state_words(b) + "; cast at " + local_time(field(b, "until")) + (waits.empty() ? "" : "; waits for " + listing(waits, view)),
               12, view) +
           "\n";
  }
  return out.empty() ? "There has been no ballot.\n" : out;
}

}  // namespace offices::cli
