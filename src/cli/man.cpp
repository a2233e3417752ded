// SPDX-License-Identifier: Apache-2.0
// Manual pages, from the table and the table of errors.
#include <algorithm>

#include "cli/help.hpp"

namespace offices::cli {
namespace {

/// Text for roff: no escapes, no control lines.
std::string roff(std::string_view text) {
  std::string out;
  bool line_start = true;
  for (char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else out += c;
    line_start = c == '\n';
  }
  return out;
}

std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto end = std::min(text.find("\n\n"), text.size());
    out += roff(text.substr(0, end)) + "\n.PP\n";
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return out;
}

std::string term(const std::string& name, const std::string& text) { return ".TP\n\\fB" + roff(name) + "\\fR\n" + roff(text) + "\n"; }

std::string flag_terms(std::span<const Flag> flags) {
  std::string out;
  for (const auto& f : flags) {
    auto text = f.text;
    for (const auto& w : f.words) text += (&w == &f.words.front() ? " One of: " : ", ") + w;
    if (!f.words.empty()) text += ".";
    if (f.repeats) text += " May be given several times.";
    auto name = f.value.empty() ? f.name : f.name + " " + f.value;
    out += term(f.letter.empty() ? name : name + ", " + f.letter + " " + f.value, text);
  }
  return out;
}

std::string title(std::string name) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return ".TH \"" + roff(name) + "\" 1 \"\" \"Good Offices " + std::string(version()) + "\" \"User commands\"\n";
}

std::string exit_codes() {
  return ".SH EXIT STATUS\n" + term("0", "Done. A written act counts as done once it is in the feed.") + term("1", "Refused by a rule.") +
         term("2", "The command does not read that way.") + term("3", "No relay could be reached (only from sync and case join).") +
         term("4", "Verification failed.") + term("5", "The store is damaged, full, missing, or the passphrase is wrong.") +
         term("6", "An error of the program.");
}

std::string environment() {
  return ".SH ENVIRONMENT\n" + term("GOODOFFICES_HOME", "The post's directory where --home is not given.") +
         term("GOODOFFICES_PASSPHRASE_FILE", "The passphrase file where --passphrase-file is not given.") +
         term("XDG_DATA_HOME", "Its subdirectory goodoffices is the post's directory where nothing else says so.") +
         term("TZ", "The zone in which times are printed.");
}

}  // namespace

std::string man_page(const Verb& verb) {
  auto name = "goodoffices-" + verb.path;
  std::ranges::replace(name, ' ', '-');
  std::string out = title(name) + ".SH NAME\n" + roff(name) + " \\- " + roff(verb.summary) + "\n.SH SYNOPSIS\n" + roff(usage_line(verb)) +
                    "\n.SH DESCRIPTION\n" + paragraphs(verb.about);
  out += ".SH OPTIONS\n";
  for (const auto& o : verb.operands) out += term(o.name, o.text);
  out += flag_terms(verb.flags) + flag_terms(shared_flags(verb.kind));
  if (!verb.examples.empty()) out += ".SH EXAMPLES\n";
  for (const auto& e : verb.examples) out += ".PP\n" + roff(e.text) + "\n.PP\n.nf\n    $ " + roff(e.line) + "\n.fi\n";
  return out + exit_codes() + ".SH SEE ALSO\n.BR goodoffices (1)\n";
}

std::string man_page() {
  std::string out = title("goodoffices") +
                    ".SH NAME\ngoodoffices \\- carries signals between sides that do not talk to each other\n"
                    ".SH SYNOPSIS\ngoodoffices VERB \\&...\n.SH DESCRIPTION\n" +
                    paragraphs(
                        "A side decides what may be conveyed, to whom and in which form; the intermediary conveys "
                        "exactly that, or its own signature proves the breach.\n\n"
                        "Ids print short and any unique beginning of at least four digits is accepted. Times read "
                        "2026-01-31T18:00:00Z, or +2h, +3d from now.") +
                    ".SH VERBS\n";
  for (const auto& verb : verbs()) out += term(verb.path, verb.summary + ".");
  return out + ".SH OPTIONS\n" + flag_terms(shared_flags(Kind::writes)) + exit_codes() + environment();
}

}  // namespace offices::cli
