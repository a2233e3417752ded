// SPDX-License-Identifier: Apache-2.0
// What a person reads of incidents and of the lines over which they travel.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string seconds(const Json& object, const char* key) {
  auto n = scalar(object, key);
  return n.empty() ? std::string() : " (after " + n + " s)";
}

std::string time_and(const Json& side, const char* key, const char* after) {
  auto at = field(side, key);
  return at.empty() ? std::string() : local_time(at) + seconds(side, after);
}

std::string side_text(const Json& s, const View& view) {
  auto out = "  " + foreign(field(s, "name"), view) + (flag(s, "overdue") ? ", OVERDUE" : "") + "\n" +
             facts({{"at post", time_and(s, "at_post", "at_post_s")},
                    {"seen", time_and(s, "seen", "seen_s")},
                    {"now", clean(field(s, "sentence"))},
                    {"warning", flag(s, "differs") ? "its post signed that other words came: keep a dossier" : ""}},
                   4, view);
  for (const auto& a : part(s, "attempts"))
    out += "    " +
           wrapped(local_time(field(a, "time")) + "  attempt " + number(a, "attempt") + " by " + foreign(field(a, "by"), view) + ": " +
                       field(a, "outcome"),
                   4, view) +
           "\n";
  return out;
}

std::string outreach_text(const Json& o, const View& view) {
  auto out = "Outreach " + number(o, "number") + ", " + field(o, "precedence") + ", " + local_time(field(o, "time")) +
             ", to be handled by " + local_time(field(o, "due")) + "\n" + block(field(o, "text"), "  | ", view);
  for (const auto& s : part(o, "sides")) out += side_text(s, view);
  for (const auto& s : part(o, "told_same"))
    out += "  " + foreign(field(s, "name"), view) + ": " +
           (field(s, "state") == "confirmed" ? "its post signed that the same words came"
            : field(s, "state") == "differs" ? "ITS POST SIGNED THAT OTHER WORDS CAME"
                                             : "nothing was shown of what came there") +
           "\n";
  return out;
}

std::string incident_text(const Json& i, const View& view) {
  std::string out = "Incident " + short_id(field(i, "incident")) + " in " + quoted(field(i, "case_title"), view) + "\n";
  if (const auto& t = part(i, "told"); t.is_object())
    out += foreign(field(t, "by"), view) + " told of it " + local_time(field(t, "time")) + ", " + field(t, "precedence") + ", " +
           (field(t, "release") == "all" ? "for all sides" : "for the intermediary alone") + "\n" + block(field(t, "text"), "  | ", view);
  for (const auto& o : part(i, "outreaches")) out += outreach_text(o, view);
  return out;
}

}  // namespace

std::string say_reaching(const Json& r, const View& view) {
  return paragraph("Incident " + short_id(field(r, "incident")) + ", " + field(r, "precedence") + ", to " +
                       listing(strings(r, "to"), view) + ". To be handled by " + local_time(field(r, "due")) + ". " + delivery(r),
                   view) +
         paragraph(clean(field(r, "sentence")), view);
}

std::string say_responded(const Json& r, const View& view) {
  auto position = field(r, "position");
  return paragraph("It is signed that a person has seen outreach " + number(r, "number") +
                       (position.empty() ? "" : "; position: " + position) + ". " + delivery(r),
                   view);
}

std::string say_incidents(const Json& r, const View& view) {
  std::string out;
  for (const auto& i : part(r, "items")) out += (out.empty() ? "" : "\n") + incident_text(i, view);
  return out.empty() ? "There was no incident.\n" : out;
}

std::string say_incident_report(const Json& r, const View& view) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& t : part(r, "timeline"))
    rows.push_back({local_time(field(t, "time")), foreign(field(t, "with"), view), clean(field(t, "sentence"))});
  return incident_text(r, view) + "\nIn the order in which this post learned of it, with the times that its signers claim\n" +
         columns(rows, 2, view);
}

std::string say_line_tested(const Json& r, const View& view) {
  auto with = foreign(field(r, "with"), view);
  if (scalar(r, "number").empty()) return paragraph("The line to " + with + " is not tested by the clock any more.", view);
  auto every = scalar(r, "every_s");
  return paragraph("Test " + number(r, "number") + " to " + with + " is signed." +
                       (every.empty() ? "" : " The line is tested every " + every + " s while this post runs or syncs.") + " " +
                       delivery(r),
                   view);
}

std::string say_line_answered(const Json& r, const View& view) {
  return paragraph("Test " + number(r, "number") + " is answered by a person. " + delivery(r), view);
}

std::string say_handling(const Json& r, const View& view) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& i : part(r, "items")) rows.push_back({field(i, "precedence"), number(i, "handling_s") + " s"});
  return "Within what a person should have seen it\n" + columns(rows, 2, view);
}

std::string lines_text(const Json& lines, std::size_t indent, const View& view) {
  std::string out;
  for (const auto& l : lines) {
    const auto& sent = part(l, "sent");
    const auto& good = part(sent, "good");
    const auto& came = part(l, "came");
    bool tested = !scalar(good, "number").empty() || part(sent, "open").is_object(), reached = !scalar(came, "number").empty();
    auto of = [](const Json& test, const char* time) { return "test " + number(test, "number") + ", " + local_time(field(test, time)); };
    out += std::string(indent, ' ') + foreign(field(l, "with"), view) +
           (flag(l, "healthy") ? ""
            : tested           ? ", NOT WELL"
                               : ", not tested") +
           "\n" +
           facts({{"from here", scalar(good, "number").empty() ? (tested ? "never answered" : "")
                                                               : of(good, "time") + ", back in " + number(good, "round_trip_s") + " s"},
                  {"person", field(good, "person").empty() ? "" : "answered " + local_time(field(good, "person"))},
                  {"to here", reached ? of(came, "received") : ""},
                  {"missed", tested ? number(sent, "missed") : ""},
                  {"every", scalar(l, "every_s").empty() ? "" : scalar(l, "every_s") + " s"},
                  {"now", tested ? clean(field(l, "sentence")) : ""}},
                 indent + 2, view);
  }
  return out;
}

std::string say_lines(const Json& r, const View& view) {
  auto out = lines_text(part(r, "items"), 0, view);
  return out.empty() ? "There is no line yet.\n" : out;
}

}  // namespace offices::cli
