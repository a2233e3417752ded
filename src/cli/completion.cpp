// SPDX-License-Identifier: Apache-2.0
// Completion scripts: one case branch per verb, made from the table.
#include <algorithm>
#include <set>

#include "cli/help.hpp"

namespace offices::cli {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& w : words) out += (out.empty() ? "" : " ") + w;
  return out;
}

/// The verbs of the solver, which reads its own command line.
constexpr std::string_view accord_words = "solve frameworks explain convert plot";

/// The words that may follow `prefix` ("" or "case "), in the order of the table.
std::vector<std::string> next_words(const std::string& prefix) {
  std::vector<std::string> words;
  for (const auto& verb : verbs()) {
    if (!verb.path.starts_with(prefix)) continue;
    auto rest = verb.path.substr(prefix.size());
    auto word = rest.substr(0, rest.find(' '));
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return words;
}

std::vector<std::string> groups() {
  std::vector<std::string> found;
  for (const auto& verb : verbs()) {
    auto space = verb.path.find(' ');
    if (space == std::string::npos) continue;
    auto group = verb.path.substr(0, space);
    if (std::ranges::find(found, group) == found.end()) found.push_back(group);
  }
  return found;
}

std::vector<Flag> all_flags(const Verb& verb) {
  auto flags = verb.flags;
  auto shared = shared_flags(verb.kind);
  flags.insert(flags.end(), shared.begin(), shared.end());
  return flags;
}

std::string flag_names(const Verb& verb) {
  std::vector<std::string> names;
  for (const auto& f : all_flags(verb)) names.push_back(f.name);
  return joined(names) + " --help";
}

/// "-f" or "-d" for compgen, or a list of words; empty where nothing can be offered.
std::string bash_offer(Takes takes, const std::vector<std::string>& words) {
  if (!words.empty()) return "-W '" + joined(words) + "'";
  return takes == Takes::file ? "-f" : takes == Takes::directory ? "-d" : "";
}

std::string bash_values() {
  std::set<std::string> seen;
  std::string out;
  for (const auto& verb : verbs()) {
    for (const auto& f : all_flags(verb)) {
      if (f.value.empty()) continue;
      auto key = verb.path + "/" + f.name;
      if (!seen.insert(key).second) continue;
      auto offer = bash_offer(f.takes, f.words);
      if (!f.letter.empty()) key += "'|'" + verb.path + "/" + f.letter;
      out += "    '" + key + "') " + (offer.empty() ? "return" : "offer " + offer + "; return") + " ;;\n";
    }
  }
  return out;
}

std::string bash_verbs() {
  std::string out;
  for (const auto& verb : verbs()) {
    std::string operands;
    for (const auto& o : verb.operands)
      if (auto offer = bash_offer(o.takes, o.words); !offer.empty() && operands.empty()) operands = offer;
    out += "    '" + verb.path + "') flags='" + flag_names(verb) + "'; operand=\"" + operands + "\" ;;\n";
  }
  return out;
}

std::string zsh_quoted(std::string text) {
  std::string out;
  for (char c : text) {
    if (c == '\'') out += "'\\''";
    else if (c == '[' || c == ']' || c == ':') out += std::string("\\") + c;
    else out += c;
  }
  return out;
}

std::string zsh_action(Takes takes, const std::vector<std::string>& words) {
  if (!words.empty()) return "(" + joined(words) + ")";
  return takes == Takes::file ? "_files" : takes == Takes::directory ? "_files -/" : " ";
}

std::string zsh_verb(const Verb& verb) {
  std::string out = "    '" + verb.path + "')\n      _arguments -S";
  for (const auto& f : all_flags(verb)) {
    out += " \\\n        '" + std::string(f.repeats ? "*" : "") + f.name + "[" + zsh_quoted(f.text) + "]";
    if (!f.value.empty()) out += ":" + zsh_quoted(f.value) + ":" + zsh_action(f.takes, f.words);
    out += "'";
  }
  out += " \\\n        '--help[explains the verb]'";
  for (const auto& o : verb.operands)
    out += " \\\n        '" + std::string(o.required ? ":" : "::") + zsh_quoted(o.name) + ":" + zsh_action(o.takes, o.words) + "'";
  return out + "\n      ;;\n";
}

std::string zsh_words(const std::string& prefix) {
  std::string out;
  for (const auto& word : next_words(prefix)) {
    const auto* verb = find_verb(prefix + word);
    auto text = verb != nullptr ? verb->summary : std::string(group_summary(word));
    out += " '" + word + ":" + zsh_quoted(text) + "'";
  }
  return out;
}

}  // namespace

std::string bash_completion() {
  auto nested = "^(" + [] {
    std::string all;
    for (const auto& g : groups()) all += (all.empty() ? "" : "|") + g;
    return all;
  }() + ")$";
  std::string out =
      "# bash completion for goodoffices; made by 'goodoffices completion bash'\n"
      "_goodoffices() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local verb=${COMP_WORDS[1]} flags='' operand='' first=2\n"
      "  offer() { mapfile -t COMPREPLY < <(compgen \"$@\" -- \"$cur\"); }\n"
      "  if (( COMP_CWORD == 1 )); then offer -W '" +
      joined(next_words("")) +
      " accord --help --version'; return; fi\n"
      "  if [[ $verb == accord ]]; then\n"
      "    if (( COMP_CWORD == 2 )); then offer -W '" +
      std::string(accord_words) +
      " --help'; else offer -f; fi\n"
      "    return\n  fi\n"
      "  if [[ $verb =~ " +
      nested +
      " ]]; then\n"
      "    if (( COMP_CWORD == 2 )); then\n"
      "      case $verb in\n";
  for (const auto& g : groups()) out += "        " + g + ") offer -W '" + joined(next_words(g + " ")) + " --help' ;;\n";
  out +=
      "      esac\n      return\n    fi\n    verb=\"$verb ${COMP_WORDS[2]}\" first=3\n  fi\n"
      "  case \"$verb/$prev\" in\n" +
      bash_values() +
      "  esac\n"
      "  case $verb in\n" +
      bash_verbs() +
      "  esac\n"
      "  if [[ $cur == -* || -z $operand ]]; then offer -W \"$flags\"; return; fi\n"
      "  eval \"offer $operand\"\n"
      "}\ncomplete -o filenames -o bashdefault -F _goodoffices goodoffices\n";
  return out;
}

std::string zsh_completion() {
  std::string out =
      "#compdef goodoffices\n# made by 'goodoffices completion zsh'\n"
      "_goodoffices() {\n  local verb=$words[2]\n  local -a next\n"
      "  if (( CURRENT == 2 )); then\n    next=(" +
      zsh_words("") +
      " 'accord:finds the packages worth proposing')\n    _describe verb next\n    return\n  fi\n"
      "  case $verb in\n    accord)\n      if (( CURRENT == 3 )); then compadd " +
      std::string(accord_words) + "; else _files; fi\n      return\n      ;;\n";
  for (const auto& g : groups())
    out += "    " + g + ")\n      if (( CURRENT == 3 )); then next=(" + zsh_words(g + " ") +
           "); _describe verb next; return; fi\n      verb=\"$verb $words[3]\"\n      shift words; (( CURRENT-- ))\n      ;;\n";
  out += "  esac\n  shift words; (( CURRENT-- ))\n  case $verb in\n";
  for (const auto& verb : verbs()) out += zsh_verb(verb);
  return out + "  esac\n}\n_goodoffices \"$@\"\n";
}

}  // namespace offices::cli
