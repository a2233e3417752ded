// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

namespace offices::cli {
namespace {

std::string operand_text(const Operand& o) {
  auto name = o.repeats ? o.name + "..." : o.name;
  return o.required ? name : "[" + name + "]";
}

std::string spelled(const Flag& f) { return f.value.empty() ? f.name : f.name + " " + f.value; }

std::string usage_part(const Flag& f) {
  auto text = spelled(f) + (f.repeats ? "…" : "");
  return f.required ? text : "[" + text + "]";
}

/// Breaks only between parts, so that "[--to NAME]" stays on one line.
std::string usage_block(const Verb& verb, const View& view) {
  std::string line = "  goodoffices " + verb.path, out;
  auto put = [&](const std::string& piece) {
    if (width(line) + 1 + width(piece) > view.columns) {
      out += line + '\n';
      line = "     ";
    }
    line += ' ' + piece;
  };
  for (const auto& o : verb.operands) put(operand_text(o));
  for (const auto& f : verb.flags) put(usage_part(f));
  return out + line + '\n';
}

std::string flag_text(const Flag& f) {
  std::string text = f.text;
  if (!f.words.empty()) {
    text += " One of:";
    for (const auto& w : f.words) text += (&w == &f.words.front() ? " " : ", ") + w;
    text += ".";
  }
  if (f.repeats) text += " May be given several times.";
  return text;
}

/// Names in one column, texts in the other; a long name stands on a line of its own.
std::string definitions(const std::vector<std::pair<std::string, std::string>>& rows, const View& view) {
  constexpr std::size_t column = 28;
  std::string out;
  for (const auto& [name, text] : rows) {
    auto line = "  " + name;
    if (width(line) + 2 > column) out += line + '\n' + std::string(column, ' ');
    else out += padded(line, column);
    out += wrapped(text, column, view) + '\n';
  }
  return out;
}

std::string both_spelled(const Flag& f) { return spelled(f) + (f.letter.empty() ? "" : ", " + f.letter + " " + f.value); }

std::string flags_text(std::span<const Flag> flags, const View& view) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& f : flags) rows.emplace_back(both_spelled(f), flag_text(f));
  return definitions(rows, view);
}

std::string examples_text(const Verb& verb, const View& view) {
  std::string out;
  for (const auto& e : verb.examples) out += "  " + wrapped(e.text, 2, view) + "\n    $ " + e.line + "\n";
  return out;
}

std::string_view group_of(const Verb& verb) {
  auto space = verb.path.find(' ');
  return space == std::string::npos ? std::string_view() : std::string_view(verb.path).substr(0, space);
}

}  // namespace

std::string usage_line(const Verb& verb) {
  std::string line = "goodoffices " + verb.path;
  for (const auto& o : verb.operands) line += ' ' + operand_text(o);
  for (const auto& f : verb.flags) line += ' ' + usage_part(f);
  return line;
}

std::string help_of(const Verb& verb, const View& view) {
  std::string out = "goodoffices " + verb.path + ": " + verb.summary + "\n\nUsage:\n" + usage_block(verb, view);
  out += "\n" + wrapped(verb.about, 0, view) + "\n";
  if (!verb.operands.empty()) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& o : verb.operands) rows.emplace_back(o.name, o.text);
    out += "\nOperands:\n" + definitions(rows, view);
  }
  if (!verb.flags.empty()) out += "\nFlags:\n" + flags_text(verb.flags, view);
  out += "\nOn every verb of this kind:\n" + flags_text(shared_flags(verb.kind), view);
  if (!verb.examples.empty()) out += "\nExamples:\n" + examples_text(verb, view);
  return out;
}

std::string help_of_group(std::string_view group, const View& view) {
  std::string out = group.empty() ? std::string(
                                        "goodoffices: carries signals between sides that do not talk to each other\n\n"
                                        "Usage: goodoffices VERB …; 'goodoffices VERB --help' explains one.\n")
                                  : "goodoffices " + std::string(group) + ": " + std::string(group_summary(group)) + "\n";
  if (!group.empty() && group_summary(group).empty()) return {};
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& verb : verbs())
    if (group.empty() || group_of(verb) == group) rows.emplace_back(verb.path, verb.summary);
  if (group.empty()) rows.emplace_back("accord", "finds the packages worth proposing; 'accord --help' lists its verbs");
  out += "\nVerbs:\n" + definitions(rows, view);
  if (!group.empty()) return out;
  out += "\nOn every verb that uses a post:\n" + flags_text(shared_flags(Kind::writes), view);
  return out + "\n" +
         wrapped(
             "Ids print short and any unique beginning of at least four digits is accepted. Times read "
             "2026-01-31T18:00:00Z, or +2h, +3d from now. Exit codes: 0 done, 1 refused by a rule, 2 usage, 3 "
             "nothing reachable, 4 verification failed, 5 store, 6 internal.",
             0, view) +
         "\n";
}

}  // namespace offices::cli
