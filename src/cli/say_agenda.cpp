// SPDX-License-Identifier: Apache-2.0
// What a person reads about the issues of a case.
#include <algorithm>

#include "cli/say.hpp"

namespace offices::cli {
namespace {

/// "pt" of "pt-BR", in lower case.
std::string primary(std::string_view tag) {
  std::string out(tag.substr(0, tag.find('-')));
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// The text in the reader's language; null where there is none, or the language is not known.
const Json* own_text(const Json& texts, const View& view) {
  if (!texts.is_object() || view.lang.empty()) return nullptr;
  if (auto exact = texts.find(view.lang); exact != texts.end()) return &*exact;
  for (const auto& [lang, text] : texts.items())
    if (primary(lang) == primary(view.lang)) return &text;
  return nullptr;
}

std::string text_line(std::string_view text, std::size_t indent, const View& view) {
  return std::string(indent, ' ') + wrapped(foreign(text, view), indent, view) + "\n";
}

std::string options_lines(const Json& issue, const View& view) {
  std::string out;
  if (auto from = scalar(issue, "from"); !from.empty())
    out +=
        "     from " + clean(from) + " to " + clean(scalar(issue, "to")) + (field(issue, "kind") == "real" ? "" : ", whole numbers") + "\n";
  for (const auto& o : part(issue, "options"))
    out += "     " + foreign(field(o, "name"), view) + "\n" + texts_lines(part(o, "texts"), 9, view);
  return out;
}

std::string issues_text(const Json& issues, const View& view) {
  std::string out;
  std::size_t n = 0;
  for (const auto& i : issues)
    out += "\n" + std::to_string(++n) + ". " + foreign(field(i, "name"), view) + "\n" + texts_lines(part(i, "texts"), 3, view) +
           options_lines(i, view);
  return out;
}

/// "Term 8 or 9, Inspections none" of {"Term":["8","9"],"Inspections":["none"]}.
std::string condition(const Json& options, const View& view) {
  std::string out;
  if (!options.is_object()) return out;
  for (const auto& [issue, list] : options.items()) {
    out += (out.empty() ? "" : ", ") + foreign(issue, view) + " ";
    bool first = true;
    for (const auto& o : list) {
      out += (first ? "" : " or ") + (o.is_string() ? foreign(o.get<std::string>(), view) : std::string());
      first = false;
    }
  }
  return out;
}

std::string never_text(const Json& never, const View& view) {
  std::string out;
  for (const auto& n : never) out += "  - " + wrapped(condition(n, view), 4, view) + "\n";
  return out.empty() ? out : "\nOut of the question together\n" + out;
}

std::string commitment_text(const Json& c, const View& view) {
  auto issue = field(c, "issue");
  auto when = issue.empty() ? std::string() : " (with " + condition({{issue, part(c, "options")}}, view) + ")";
  auto due = field(c, "due");
  return "  - " +
         wrapped(
             foreign(field(c, "by"), view) + " to " + listing(strings(c, "to"), view) + when + (due.empty() ? "" : ", due " + clean(due)),
             4, view) +
         "\n" + texts_lines(part(c, "texts"), 4, view);
}

std::string commitments_text(const Json& commitments, const View& view) {
  std::string out;
  for (const auto& c : commitments) out += commitment_text(c, view);
  return out.empty() ? out : "\nUndertakings that follow from an adopted framework\n" + out;
}

std::string versions_text(const Json& versions, const View& view) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& v : versions) rows.push_back({number(v, "version"), short_id(field(v, "agenda")), local_time(field(v, "time"), false)});
  return rows.size() < 2 ? std::string() : "\nVersions\n" + columns(rows, 2, view);
}

std::string appraisal_text(const Json& appraisal, const View& view) {
  if (!appraisal.is_object()) return {};
  auto state = field(appraisal, "state");
  auto where = flag(appraisal, "shared") ? " It is shared with the intermediary, off the record." : " It stays on this post.";
  if (state == "none") return "\n" + paragraph("No appraisal of it is on this post; a side makes one with 'goodoffices appraise'.", view);
  if (state == "current") return "\n" + paragraph("Your appraisal fits this version." + std::string(where), view);
  auto lost = strings(appraisal, "unmapped");
  return "\n" +
         paragraph("Your appraisal is of an earlier version and was mapped to this one" + std::string(lost.empty() ? "." : ", but for:") +
                       (lost.empty() ? where : ""),
                   view) +
         dashed(lost, 2, view);
}

}  // namespace

std::string texts_lines(const Json& texts, std::size_t indent, const View& view) {
  if (const auto* own = own_text(texts, view); own != nullptr && own->is_string()) return text_line(own->get<std::string>(), indent, view);
  std::string out;
  if (!texts.is_object()) return out;
  for (const auto& [lang, text] : texts.items())
    if (text.is_string())
      out += std::string(indent, ' ') +
             wrapped((lang.empty() ? "" : clean(lang) + ": ") + foreign(text.get<std::string>(), view), indent + 4, view) + "\n";
  return out;
}

std::string say_agenda_set(const Json& r, const View& view) {
  bool dry = field(r, "delivery").empty();
  auto what = "version " + number(r, "version") + " of the agenda";
  auto issues = count_of(std::stoll(number(r, "issues")), "issue");
  auto head = dry ? "Nothing was signed. It would be " + what + ", " + issues + "."
                  : "Agenda " + short_id(field(r, "agenda")) + " is signed: " + what + ", " + issues + ". " + delivery(r);
  auto sentence = clean(field(r, "sentence"));
  return paragraph(head, view) + (sentence.empty() ? "" : "  " + wrapped(sentence, 2, view) + "\n") +
         (dry ? "" : paragraph("Next: each side weighs it with 'goodoffices appraise'; it stays on that side's post.", view));
}

std::string say_agenda(const Json& r, const View& view) {
  return wrapped(short_id(field(r, "agenda")) + "  " + foreign(field(r, "title"), view) + ", version " + number(r, "version"), 12, view) +
         "\n" + issues_text(part(r, "issues"), view) + never_text(part(r, "never"), view) + commitments_text(part(r, "commitments"), view) +
         versions_text(part(r, "versions"), view) + appraisal_text(part(r, "appraisal"), view);
}

}  // namespace offices::cli
