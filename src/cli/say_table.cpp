// SPDX-License-Identifier: Apache-2.0
// What a person reads of proposing: suggestions, the table, opinions, ratifications.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string suggested_side(const Json& s, const View& view) {
  auto above = scalar(s, "above_walk_away"), over_all = field(s, "over_all_utilities");
  auto head = foreign(field(s, "name"), view) + ": worth " + clean(scalar(s, "utility")) + " of 1" +
              (above.empty() ? "" : ", " + clean(above) + " above its walk-away point");
  if (!over_all.empty()) head += "; over all that its statements allow: " + clean(over_all);
  auto list = [&](const char* key, const std::string& title) {
    auto said = strings(s, key);
    return said.empty() ? std::string() : "     " + title + "\n" + dashed(said, 7, view);
  };
  return "   " + wrapped(head, 5, view) + "\n" + list("gains", "gains") + list("gives", "gives");
}

/// To three digits, cut and not rounded: what it names is a bound that holds.
std::string bound(const std::string& decimal) {
  auto point = decimal.find('.');
  auto cut = clean(decimal.substr(0, point == std::string::npos ? point : point + 4));
  return cut == "0.000" ? "0" : cut;
}

std::string robustness_text(const Json& robustness, const View& view) {
  std::string out;
  for (const auto& r : robustness) {
    auto frontier = scalar(r, "frontier"), nash = scalar(r, "nash");
    out += (out.empty() ? "" : "; ") + foreign(field(r, "name"), view) + "'s by " +
           (frontier.empty() ? "" : bound(frontier) + " until another package is better for all, by ") + bound(nash) +
           " until it falls short of the best Nash product";
  }
  if (out.empty()) return out;
  return "   " + wrapped("Weights may be misjudged: " + out + ".", 3, view) + "\n";
}

std::string suggestion(const Json& s, std::size_t n, const View& view) {
  auto file = field(s, "file"), sentence = clean(field(s, "sentence"));
  auto out = wrapped(std::to_string(n) + ". " + (sentence.empty() ? package_text(part(s, "package"), view) : sentence), 3, view) + "\n";
  for (const auto& side : part(s, "sides")) out += suggested_side(side, view);
  out += robustness_text(part(s, "robustness"), view);
  return out + (file.empty() ? "" : "   " + wrapped("written to " + clean(file), 3, view) + "\n");
}

std::string tabled_item(const Json& f, const View& view) {
  auto margin = std::string(12, ' ');
  return "  " + short_id(field(f, "framework")) + (field(f, "framework").empty() ? "" : "  ") +
         wrapped(foreign(field(f, "title"), view), 14, view) + "\n" + margin + "  " +
         wrapped(package_text(part(f, "package"), view), 14, view) + "\n" + dashed(strings(f, "remarks"), 14, view);
}

}  // namespace

std::string range_text(const Json& object, const char* key) {
  const auto& range = part(object, key);
  auto least = scalar(range, "least"), most = scalar(range, "most");
  if (least.empty()) return clean(scalar(object, key));
  return least == most ? clean(least) : clean(least) + " to " + clean(most);
}

std::string package_text(const Json& package, const View& view) {
  std::string out;
  if (!package.is_object()) return out;
  for (const auto& [issue, option] : package.items())
    out +=
        (out.empty() ? "" : "; ") + foreign(issue, view) + ": " + (option.is_string() ? foreign(option.get<std::string>(), view) : "open");
  return out;
}

std::string say_suggested(const Json& r, const View& view) {
  const auto& suggestions = part(r, "suggestions");
  auto version = "version " + number(r, "version") + " of the agenda";
  auto out = suggestions.empty() ? paragraph("No package of " + version + " can be suggested.", view)
                                 : paragraph(count_of(static_cast<std::int64_t>(suggestions.size()), "package") + " over " + version +
                                                 ", near the " + clean(field(r, "near")) + " point:",
                                             view);
  std::size_t n = 0;
  for (const auto& s : suggestions) out += suggestion(s, ++n, view);
  out += dashed(strings(r, "remarks"), 0, view);
  if (auto file = field(r, "svg_file"); !file.empty()) out += paragraph("The picture is written to " + clean(file) + ".", view);
  if (suggestions.empty()) return out;
  return out + paragraph(
                   "Nothing of this has left your post. Next: edit the words and put what you choose on the table with 'goodoffices "
                   "framework table CASE --file FILE'.",
                   view);
}

std::string say_tabled(const Json& r, const View& view) {
  bool dry = field(r, "delivery").empty();
  const auto& frameworks = part(r, "frameworks");
  auto n = count_of(static_cast<std::int64_t>(frameworks.size()), "framework");
  auto to = listing(strings(r, "to"), view);
  auto out = paragraph(
      dry ? "Nothing was signed. " + n + " would go to " + to + ", the same to everyone."
          : "Table " + short_id(field(r, "table")) + " is signed: " + n + ", the same words and packages to " + to + ". " + delivery(r),
      view);
  for (const auto& f : frameworks) out += tabled_item(f, view);
  if (auto sentence = field(r, "sentence"); !sentence.empty()) out += paragraph(clean(sentence), view);
  if (dry) return out;
  return out +
         paragraph("Next: every side's post signs what it was shown, and each side weighs them with 'goodoffices framework list'.", view);
}

std::string say_opinion(const Json& r, const View& view) {
  auto where = field(r, "delivery") == "sent" ? "The opinion is on the relay" : "The opinion is queued and leaves with the next sync";
  auto out = paragraph(std::string(where) + ": a non-paper to the intermediary alone, off the record, in no dossier.", view);
  if (auto sentence = field(r, "sentence"); !sentence.empty()) out += "  " + wrapped(clean(sentence), 2, view) + "\n";
  return out;
}

std::string say_ratified(const Json& r, const View& view) {
  auto out = paragraph("Ratification " + short_id(field(r, "ratification")) + " of framework " + short_id(field(r, "framework")) +
                           " is signed, for all sides to see. " + delivery(r),
                       view);
  if (auto sentence = field(r, "sentence"); !sentence.empty()) out += "  " + wrapped(clean(sentence), 2, view) + "\n";
  return out;
}

}  // namespace offices::cli
