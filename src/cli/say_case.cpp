// SPDX-License-Identifier: Apache-2.0
// What a person reads about cases, invitations and contacts.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string charter_text(const Json& charter, const View& view) {
  std::string languages;
  for (const auto& l : part(charter, "languages"))
    languages += (languages.empty() ? "" : ", ") + (l.is_string() ? clean(l.get<std::string>()) : "");
  auto days = number(charter, "retention_days");
  return "Charter\n" +
         facts({{"languages", languages},
                {"kept", days == "0" ? "until the participants agree otherwise" : days + " days"},
                {"existence", clean(field(charter, "existence"))}},
               2, view) +
         block(field(charter, "text"), "  | ", view);
}

std::string trust(const Json& p) {
  if (flag(p, "self")) return "you";
  if (flag(p, "compared")) return "number compared";
  return flag(p, "vouched") ? "key vouched for by the intermediary only" : "number not compared yet";
}

std::string heard(const Json& object) {
  auto at = field(object, "last_contact");
  return at.empty() ? "not heard from yet" : "last heard from " + local_time(at, false);
}

std::string participants_text(const Json& result, const View& view) {
  std::string out = "Participants\n";
  for (const auto& p : part(result, "participants")) {
    out += "  " + foreign(field(p, "name"), view) + ", " + field(p, "role");
    if (auto standing = field(p, "standing"); standing != "active") out += " (" + standing + ")";
    out += "\n" + facts({{"number", grouped(field(p, "number"))},
                         {"trust", trust(p)},
                         {"contact", flag(p, "self") || field(p, "last_contact").empty() ? "" : heard(p)}},
                        4, view);
  }
  return out;
}

std::string feeds_text(const Json& result, const View& view) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& f : part(result, "feeds"))
    rows.push_back(
        {foreign(field(f, "of"), view) + ", with " + foreign(field(f, "with"), view), number(f, "size"), short_id(field(f, "root"))});
  if (rows.empty()) return {};
  rows.insert(rows.begin(), {"feed", "size", "root"});
  return "Record\n" + columns(rows, 2, view);
}

std::vector<std::vector<std::string>> invitation_rows(const Json& items, const View& view) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& i : items)
    rows.push_back({short_id(field(i, "invitation")), field(i, "state"), foreign(field(i, "name"), view) + ", " + field(i, "role"),
                    "until " + local_time(field(i, "expires"), false)});
  return rows;
}

std::string notices_text(const Json& result, const View& view) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& n : part(result, "notices")) rows.push_back({local_time(field(n, "at"), false), clean(field(n, "text"))});
  return rows.empty() ? std::string() : "Notices\n" + columns(rows, 2, view);
}

}  // namespace

std::string say_opened(const Json& r, const View& view) {
  auto id = short_id(field(r, "case"));
  return paragraph("The case " + quoted(field(r, "title"), view) + " is open: " + id + ". You are " + foreign(field(r, "name"), view) +
                       ", the intermediary.",
                   view) +
         "Your number in it: " + grouped(field(r, "number")) + "\n" +
         paragraph("Next: goodoffices case invite " + id + " --role party --name NAME --out FILE", view);
}

std::string say_invitation(const Json& r, const View& view) {
  auto inviter = foreign(field(r, "intermediary"), view);
  return paragraph("Invitation to the case " + quoted(field(r, "title"), view) + ", " + short_id(field(r, "case")) + ".", view) +
         facts({{"from", inviter + ", the intermediary"},
                {"number", grouped(field(r, "intermediary_number"))},
                {"you", foreign(field(r, "name"), view) + ", " + field(r, "role")},
                {"valid", "until " + local_time(field(r, "expires"))}},
               2, view) +
         charter_text(part(r, "charter"), view) +
         paragraph("Compare the number with " + inviter + " by voice before you rely on this line.", view);
}

std::string say_invited(const Json& r, const View& view) {
  auto name = foreign(field(r, "name"), view);
  return paragraph("Invitation " + short_id(field(r, "invitation")) + " for " + name + " (" + field(r, "role") + "), written to " +
                       clean(field(r, "file")) + ". It works once, until " + local_time(field(r, "expires")) + "." +
                       (r.contains("ready") && !flag(r, "ready") ? " The relay does not know it yet: sync before you hand it over." : ""),
                   view) +
         paragraph(
             "Hand it over in person if you can: whoever reads it on the way can stand between you until the numbers are "
             "compared.",
             view);
}

std::string say_joined(const Json& r, const View& view) {
  std::string state = field(r, "state") == "admitted" ? "The intermediary's post has admitted you."
                                                      : "The intermediary's post will admit you when it next syncs.";
  return paragraph("You are " + foreign(field(r, "name"), view) + " (" + field(r, "role") + ") in the case " +
                       quoted(field(r, "title"), view) + ", " + short_id(field(r, "case")) + ". " + state,
                   view) +
         "Your number in it: " + grouped(field(r, "number")) + "\n";
}

std::string say_case_list(const Json& r, const View& view) {
  std::string out;
  for (const auto& c : part(r, "items")) {
    out += short_id(field(c, "case")) + "  " + foreign(field(c, "title"), view) + "\n";
    auto standing = field(c, "standing");
    out += std::string(12, ' ') +
           wrapped("you are " + foreign(field(c, "name"), view) + ", " + field(c, "role") +
                       (standing == "active" || standing.empty() ? "" : " (" + standing + ")") + "; " + number(c, "waiting") +
                       " waiting; " + heard(c),
                   12, view) +
           "\n";
  }
  return out.empty() ? "There is no case here yet.\n" : out;
}

std::string say_case(const Json& r, const View& view) {
  auto standing = field(r, "standing");
  auto out =
      short_id(field(r, "case")) + "  " + foreign(field(r, "title"), view) + "\n" +
      facts({{"you", foreign(field(r, "name"), view) + ", " + field(r, "role") + (standing == "active" ? "" : " (" + standing + ")")},
             {"opened", local_time(field(r, "opened"))},
             {"id", field(r, "case")}},
            2, view) +
      charter_text(part(r, "charter"), view) + participants_text(r, view) + feeds_text(r, view);
  if (auto lines = lines_text(part(r, "lines"), 2, view); !lines.empty()) out += "Lines\n" + lines;
  if (auto rows = invitation_rows(part(r, "invitations"), view); !rows.empty()) out += "Invitations\n" + columns(rows, 2, view);
  return out + notices_text(r, view);
}

std::string say_removed(const Json& r, const View& view) {
  return paragraph(foreign(field(r, "name"), view) + " no longer takes part. " + delivery(r), view);
}

std::string say_left(const Json& r, const View& view) {
  return paragraph("You no longer take part; the record stays on this post. " + delivery(r), view);
}

std::string say_invitations(const Json& r, const View& view) {
  auto rows = invitation_rows(part(r, "items"), view);
  return rows.empty() ? "There are no invitations.\n" : columns(rows, 0, view);
}

std::string say_cancelled(const Json& r, const View& view) {
  return paragraph("Invitation " + short_id(field(r, "invitation")) + " is " + field(r, "state") + ".", view);
}

std::string say_contact(const Json& r, const View& view) {
  return foreign(field(r, "name"), view) + ", " + field(r, "role") + ": " + grouped(field(r, "number")) + "\n" +
         paragraph(clean(field(r, "sentence")), view);
}

std::string say_compared(const Json& r, const View& view) {
  return paragraph("The number of " + foreign(field(r, "name"), view) + " agrees; its key counts as compared from now on.", view);
}

}  // namespace offices::cli
