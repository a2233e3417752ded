// SPDX-License-Identifier: Apache-2.0
// What a person reads of commitments: the ladder, one commitment with all that was said of it, and what is due.
#include <algorithm>
#include <map>

#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string capitals(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return c == '-' ? ' ' : static_cast<char>(std::toupper(c)); });
  return text;
}

std::string unless_routine(const Json& c) { return field(c, "precedence") == "ROUTINE" ? "" : ", " + field(c, "precedence"); }

/// "3 of 5 are not listed", where they are not.
std::string rest(const Json& r) {
  auto total = std::stoll(number(r, "total")), shown = static_cast<long long>(part(r, "items").size());
  return total <= shown ? "" : count_of(total - shown, "other") + " not listed; see --limit.\n";
}

std::string conditions_text(const Json& c) {
  std::string out;
  for (const auto& w : part(c, "when")) {
    auto after = field(w, "after"), of = field(w, "commitment");
    auto what = !after.empty() ? "after " + local_time(after)
                               : "once " + (of.empty() ? std::string("a commitment that is not shown here") : short_id(of)) + " is " +
                                     field(w, "needs");
    out += (out.empty() ? "" : "; ") + what + (flag(w, "holds") ? " (holds)" : " (open)");
  }
  return out;
}

std::string heading(const Json& c, const View& view) {
  return short_id(field(c, "commitment")) + "  " + capitals(field(c, "phase")) + (flag(c, "overdue") ? ", OVERDUE" : "") +
         unless_routine(c) + "  " + foreign(field(c, "author"), view) + " towards " + listing(strings(c, "to"), view) + ", by " +
         local_time(field(c, "by"), false);
}

std::string move_text(const Json& c, const View& view) {
  auto who = listing(strings(c, "move"), view);
  return who.empty() ? "" : who + "'s move. ";
}

std::string ladder_item(const Json& c, const View& view) {
  return "  " + wrapped(heading(c, view), 4, view) + "\n" + block(field(c, "excerpt"), "    | ", view) +
         facts({{"waits", conditions_text(c)},
                {"answers", short_id(field(c, "in_return_for"))},
                {"verifier", foreign(field(c, "verified_by"), view)},
                {"now", move_text(c, view) + clean(field(c, "sentence"))}},
               4, view);
}

std::string file_text(const Json& f, const View& view) {
  return foreign(field(f, "name"), view) + ", " + count_of(std::stoll(number(f, "bytes")), "octet") + ", SHA-256 " + field(f, "hash");
}

std::string said_text(const Json& s, const View& view) {
  auto finding = field(s, "finding");
  auto what = finding.empty() ? "says: " + field(s, "says") : "found: " + finding;
  auto about = field(s, "about");
  auto out =
      "  " +
      wrapped(local_time(field(s, "time")) + "  " + short_id(field(s, "id")) + "  " + foreign(field(s, "by"), view) + " " + what +
                  (about.empty() ? "" : ", as to " + short_id(about)) + (field(s, "signed_by") == "vouched" ? " (key not compared)" : ""),
              4, view) +
      "\n";
  if (auto text = field(part(s, "words"), "text"); !text.empty()) out += block(text, "    | ", view);
  if (auto at = strings(s, "received_by"); !at.empty()) out += "    " + wrapped("at the post of " + listing(at, view), 4, view) + "\n";
  for (const auto& f : part(s, "evidence")) out += "    " + wrapped("evidence: " + file_text(f, view), 4, view) + "\n";
  return out;
}

}  // namespace

std::string say_committed(const Json& r, const View& view) {
  auto id = field(r, "commitment");
  return paragraph(clean(field(r, "undertaking")), view) +
         (id.empty() ? paragraph("Nothing is signed.", view)
                     : paragraph("Commitment " + short_id(id) + " is signed. " + clean(field(r, "sentence")) + " " + delivery(r), view));
}

std::string say_commitments(const Json& r, const View& view) {
  std::map<std::int64_t, std::string> rungs;
  for (const auto& c : part(r, "items")) rungs[c.value("rung", std::int64_t{1})] += ladder_item(c, view);
  if (rungs.empty()) return "Nothing was undertaken.\n";
  std::string out;
  for (const auto& [rung, items] : rungs) out += (out.empty() ? "" : "\n") + ("Rung " + std::to_string(rung)) + "\n" + items;
  return out + rest(r);
}

std::string say_commitment(const Json& r, const View& view) {
  std::vector<std::string> has, lacks;
  for (const auto& h : part(r, "held_by")) (field(h, "received").empty() ? lacks : has).push_back(field(h, "name"));
  auto out = wrapped(heading(r, view), 2, view) + "\n" + block(field(part(r, "words"), "text"), "  | ", view) +
             translations_text(part(r, "words"), "  ", view) +
             facts({{"signed", local_time(field(r, "time")) + (field(r, "signed_by") == "vouched" ? ", key not compared" : "")},
                    {"reads", clean(field(r, "undertaking"))},
                    {"waits", conditions_text(r)},
                    {"evidence", clean(field(r, "evidence"))},
                    {"rung", number(r, "rung")},
                    {"at the post of", listing(has, view)},
                    {"not yet at", listing(lacks, view)},
                    {"now", move_text(r, view) + clean(field(r, "sentence"))}},
                   2, view);
  for (const auto& s : part(r, "said")) out += said_text(s, view);
  return out;
}

std::string say_claimed(const Json& r, const View& view) {
  auto about = field(r, "about");
  return paragraph("It is signed: commitment " + short_id(field(r, "commitment")) + ", " + field(r, "says") +
                       (about.empty() ? "" : " as to " + short_id(about)) + ". " + clean(field(r, "sentence")) + " " + delivery(r),
                   view);
}

std::string say_attested(const Json& r, const View& view) {
  return paragraph("Finding " + short_id(field(r, "attestation")) + " is signed: " + field(r, "finding") + ", to " +
                       listing(strings(r, "to"), view) + ". " + clean(field(r, "sentence")) + " " + delivery(r),
                   view);
}

std::string say_due(const Json& r, const View& view) {
  std::string out;
  for (const auto& c : part(r, "items"))
    out += wrapped(local_time(field(c, "by"), false) +
                       (flag(c, "overdue") ? " OVERDUE"
                        : flag(c, "soon")  ? " SOON"
                                           : "") +
                       "  " + short_id(field(c, "commitment")) + "  " + foreign(field(c, "author"), view) + ": " +
                       quoted(field(c, "excerpt"), view) + " (" + quoted(field(c, "case_title"), view, 40) + unless_routine(c) + ")",
                   2, view) +
           "\n  " + wrapped((flag(c, "mine") ? std::string("Your move. ") : move_text(c, view)) + clean(field(c, "sentence")), 2, view) +
           "\n";
  if (out.empty()) out = "Nothing is due.\n";
  if (auto path = field(r, "file"); !path.empty())
    out += paragraph("Written to " + clean(path) + " for a calendar. It is not sealed: who reads the file reads what is due.", view);
  return out + rest(r);
}

}  // namespace offices::cli
