// SPDX-License-Identifier: Apache-2.0
// What a person reads of a framework: its package and words, its differences, its state, its worth.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

/// What has become of it, and who is waited for.
std::string state_text(const Json& f, const View& view) {
  auto state = field(f, "state");
  auto ballot = short_id(field(f, "ballot"));
  auto by = field(f, "ratify_by").empty() ? std::string() : " by " + local_time(field(f, "ratify_by"), false);
  auto signed_by = strings(f, "ratified_by");
  if (state == "tabled") return "on the table";
  if (state == "on-ballot") return "put to ballot " + ballot;
  if (state == "not-adopted") return "not adopted in ballot " + ballot;
  if (state == "adopted")
    return "adopted in ballot " + ballot + (by.empty() ? "" : "; binds nobody until all sides have ratified it" + by) + "; ratified by " +
           (signed_by.empty() ? "nobody yet" : listing(signed_by, view));
  if (state == "ratified") return "adopted and ratified by " + (signed_by.empty() ? "all sides" : listing(signed_by, view));
  if (state == "lapsed") return "adopted in ballot " + ballot + ", but not ratified by all" + by;
  if (state == "replaced") return "replaced by " + short_id(field(f, "replaced_by"));
  if (state == "aborted") return "its ballot " + ballot + " was aborted; see 'goodoffices ballot show'";
  return clean(state);
}

std::string verdict_text(const std::string& verdict) {
  if (verdict == "acceptable") return "above your walk-away point";
  if (verdict == "unacceptable") return "not acceptable";
  if (verdict == "depends") return "depends on what you have not said";
  return clean(verdict);
}

/// "0.73 of 1; walk-away point 0.35, distance 0.38: above your walk-away point"
std::string worth_line(const Json& own) {
  auto utility = range_text(own, "utility"), walk_away = range_text(own, "walk_away"), distance = range_text(own, "distance");
  if (utility.empty()) return clean(field(own, "note"));
  return utility + " of 1; " + (walk_away.empty() ? "no walk-away point is stated" : "walk-away point " + walk_away) +
         (distance.empty() ? "" : ", distance " + distance) + ": " + verdict_text(field(own, "verdict"));
}

std::string opinion_line(const Json& o, const View& view) {
  std::string said;
  auto put = [&](const std::string& text) { said += (said.empty() ? "" : ", ") + text; };
  if (auto rank = scalar(o, "rank"); !rank.empty()) put("rank " + clean(rank));
  if (auto position = field(o, "position"); !position.empty()) put(clean(position));
  return foreign(field(o, "name"), view) + (said.empty() ? "" : ": " + said) + " (" + local_time(field(o, "time"), false) + ")";
}

std::string opinions_text(const Json& opinions, const View& view) {
  std::string out;
  for (const auto& o : opinions) {
    out += "  " + wrapped(opinion_line(o, view), 2, view) + "\n";
    if (auto text = field(o, "text"); !text.empty()) out += block(text, "  | ", view);
  }
  return out.empty() ? out : "\nOpinions, off the record\n" + out;
}

std::string own_text(const Json& own, const View& view) {
  if (!own.is_object()) return {};
  auto out = "\nFor you (computed on this post, never sent)\n" +
             facts({{"worth", worth_line(own)}, {"note", range_text(own, "utility").empty() ? "" : clean(field(own, "note"))}}, 2, view);
  auto list = [&](const char* key, const std::string& title) {
    auto said = strings(own, key);
    if (!said.empty()) out += "  " + title + "\n" + dashed(said, 4, view);
  };
  list("red_lines", "red lines that it crosses");
  list("gains", "what you gain");
  list("gives", "what you give");
  return out;
}

std::string shown_state(const std::string& state) {
  if (state == "confirmed") return "its post signed that it was shown the same";
  if (state == "not-confirmed") return "its post has not signed yet what it was shown";
  if (state == "differs") return "WAS SHOWN SOMETHING ELSE, provably; export a dossier";
  return clean(state);
}

std::string shown_text(const Json& shown, const View& view) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& s : shown) rows.emplace_back(foreign(field(s, "name"), view), shown_state(field(s, "state")));
  return rows.empty() ? std::string() : "\nShown to\n" + facts(rows, 2, view);
}

std::string package_rows(const Json& package, const View& view) {
  std::vector<std::pair<std::string, std::string>> rows;
  if (package.is_object())
    for (const auto& [issue, option] : package.items())
      rows.emplace_back(foreign(issue, view), option.is_string() ? foreign(option.get<std::string>(), view) : "open");
  return rows.empty() ? std::string() : "\nPackage (an issue that is not named is open)\n" + facts(rows, 2, view);
}

std::string option_text(const Json& difference, const char* key, const View& view) {
  auto option = field(difference, key);
  return option.empty() ? "open" : foreign(option, view);
}

std::string differences_text(const Json& f, const View& view) {
  const auto& differences = part(f, "differences");
  if (!differences.is_object()) return {};
  auto out = "\nDifferences from " + short_id(field(f, "replaces")) + "\n";
  for (const auto& d : part(differences, "package"))
    out += "  " +
           wrapped(foreign(field(d, "issue"), view) + ": [-" + option_text(d, "from", view) + "-] {+" + option_text(d, "to", view) + "+}",
                   4, view) +
           "\n";
  return out + block(marked(part(differences, "text")), "  | ", view);
}

std::string undertakings_text(const Json& undertakings, const View& view) {
  std::string out;
  std::size_t n = 0;
  for (const auto& u : undertakings) {
    auto due = field(u, "due");
    out += "  " + std::to_string(++n) + ". " +
           wrapped(foreign(field(u, "by"), view) + " to " + listing(strings(u, "to"), view) + (due.empty() ? "" : ", due " + clean(due)), 4,
                   view) +
           "\n" + texts_lines(part(u, "texts"), 4, view);
  }
  return out.empty() ? out : "\nUndertakings that follow\n" + out;
}

std::string list_item(const Json& f, const View& view) {
  auto indent = std::string(12, ' ');
  auto out = short_id(field(f, "framework")) + "  " + wrapped(foreign(field(f, "title"), view), 12, view) + "\n";
  auto line = [&](const std::string& text) { out += indent + wrapped(text, 12, view) + "\n"; };
  line(local_time(field(f, "time"), false) + "; agenda version " + number(f, "version") + "; " + state_text(f, view));
  line(package_text(part(f, "package"), view));
  if (const auto& own = part(f, "own"); own.is_object()) {
    line("for you: " + worth_line(own));
    out += dashed(strings(own, "red_lines"), 12, view);
  }
  for (const auto& o : part(f, "opinions")) line("opinion of " + opinion_line(o, view));
  if (auto finding = field(f, "finding"); !finding.empty()) line("finding: " + clean(finding));
  return out;
}

}  // namespace

std::string marked(const Json& pieces) {
  std::string out;
  for (const auto& p : pieces) {
    auto kind = field(p, "kind"), text = field(p, "text");
    out += kind == "removed" ? "[-" + text + "-]" : kind == "added" ? "{+" + text + "+}" : text;
  }
  return out;
}

std::string say_frameworks(const Json& r, const View& view) {
  std::string out;
  for (const auto& f : part(r, "items")) out += list_item(f, view);
  return out.empty() ? "Nothing is on the table.\n" : out;
}

std::string say_framework(const Json& f, const View& view) {
  auto out = wrapped(foreign(field(f, "title"), view), 0, view) + "\n" +
             facts({{"framework", field(f, "framework")},
                    {"table", short_id(field(f, "table")) + ", number " + number(f, "number")},
                    {"agenda", "version " + number(f, "version") + ", " + short_id(field(f, "agenda"))},
                    {"tabled", local_time(field(f, "time"), false)},
                    {"replaces", short_id(field(f, "replaces"))},
                    {"state", state_text(f, view)},
                    {"finding", clean(field(f, "finding"))}},
                   2, view);
  const auto& words = part(f, "words");
  out += package_rows(part(f, "package"), view);
  if (auto text = field(words, "text"); !text.empty()) out += "\nWords\n" + block(text, "  | ", view);
  out += translations_text(words, "  ", view) + differences_text(f, view) + undertakings_text(part(f, "undertakings"), view) +
         shown_text(part(f, "shown_to"), view) + own_text(part(f, "own"), view) + opinions_text(part(f, "opinions"), view);
  return out;
}

}  // namespace offices::cli
