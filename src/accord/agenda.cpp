// SPDX-License-Identifier: Apache-2.0
#include "accord/agenda.hpp"

#include <algorithm>
#include <charconv>

#include "accord/package.hpp"
#include "accord/spelling.hpp"
#include "base/text.hpp"

namespace offices::accord {
namespace {

constexpr std::size_t read_bytes_max = 8 * agenda_bytes_max;
constexpr std::size_t tag_bytes_max = 35;  // what BCP 47 asks everybody to bear

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Subtags of 1 to 8 letters and digits between hyphens, the first of 2 to 8 letters.
bool is_tag(std::string_view tag) {
  if (tag.size() > tag_bytes_max) return false;
  for (bool first = true;; first = false) {
    auto subtag = tag.substr(0, tag.find('-'));
    auto fits = [&](char c) { return is_letter(c) || (!first && is_digit(c)); };
    if (subtag.empty() || subtag.size() > 8 || (first && subtag.size() < 2) || !std::ranges::all_of(subtag, fits)) return false;
    if (subtag.size() == tag.size()) return true;
    tag.remove_prefix(subtag.size() + 1);
  }
}

std::unexpected<Error> bad_words(const File& file, const std::string& where, const Error& error) {
  std::string why = error.detail.empty() ? std::string(base::info(error.code).message) : error.detail;
  return fail(error.code, file.name + ": " + where + ": " + why);
}

Result<std::string> line_of(const File& file, const Tree& tree, const std::string& where) {
  if (!tree.is(Tree::Kind::string)) return bad_file(file, where, "a name was expected");
  if (auto ok = base::check_line(tree.text); !ok) return bad_words(file, where, ok.error());
  return tree.text;
}

Result<std::string> words_of(const File& file, const Tree& tree, const std::string& where) {
  if (!tree.is(Tree::Kind::string)) return bad_file(file, where, "text was expected");
  if (auto ok = base::check_text(tree.text); !ok) return bad_words(file, where, ok.error());
  return tree.text;
}

Result<Texts> texts_of(const File& file, const Tree& tree, const std::string& where) {
  if (!tree.is(Tree::Kind::object) || tree.members.empty()) return bad_file(file, where, "an object of languages and texts was expected");
  Texts out;
  for (const auto& [tag, words] : tree.members) {
    if (!is_tag(tag)) return bad_file(file, where, "'" + clean_name(tag.substr(0, 40)) + "' is not a language tag");
    OFFICES_TRY(text, words_of(file, words, where + " in " + tag));
    out.emplace(tag, std::move(text));
  }
  return out;
}

Result<IssueTexts> issue_texts(const File& file, const Tree& tree, const Issue& issue) {
  auto where = "texts of issue '" + issue.name + "'";
  IssueTexts out;
  if (const Tree* texts = tree.find("texts")) { OFFICES_TRY_SET(out.issue, texts_of(file, *texts, where)); }
  const Tree* options = tree.find("option_texts");
  if (!options) return out;
  if (!options->is(Tree::Kind::object) || options->members.empty()) return bad_file(file, where, "an object of options was expected");
  for (const auto& [option, texts] : options->members) {
    auto at = issue.find(option);
    if (!at) return bad_file(file, where, "no such option '" + clean_name(option.substr(0, 80)) + "'");
    OFFICES_TRY(one, texts_of(file, texts, where + ", option '" + clean_name(option) + "'"));
    if (!out.options.emplace(issue.option(*at), std::move(one)).second) return bad_file(file, where, "an option occurs twice");
  }
  return out;
}

/// Conditions in the agenda's order, so that what says the same is the same.
Result<std::vector<Combination>> never_of(const File& file, const Tree& holder, const Agenda& agenda) {
  std::vector<Combination> out;
  const Tree* never = holder.find("never");
  if (!never) return out;
  if (!never->is(Tree::Kind::array) || never->items.empty()) return bad_file(file, "never", "a list of combinations was expected");
  for (const auto& item : never->items) {
    OFFICES_TRY(one, own_combination(file, item, agenda, "never"));
    for (const auto& condition : one)
      if (std::ranges::find(condition.options, true) == condition.options.end())
        return bad_file(file, "never", "issue '" + agenda.issues[condition.issue].name + "' has no option in a combination");
    std::ranges::sort(one, {}, &Condition::issue);
    out.push_back(std::move(one));
  }
  if (out.size() > terms_max) return fail(Code::too_large, file.name + ": never: too many combinations");
  return out;
}

bool is_due(std::string_view due) {
  if (due.size() < 3 || due.front() != '+') return false;
  std::size_t n = 0;
  auto digits = due.substr(1, due.size() - 2);
  auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  bool whole = ec == std::errc{} && end == digits.data() + digits.size() && digits.front() != '0';
  if (due.back() == 'd') return whole && n <= due_days_max;
  return due.back() == 'h' && whole && n <= due_days_max * 24;
}

Result<void> read_addressees(const File& file, const Tree& tree, CommitmentTemplate& into) {
  const Tree* to = tree.find("to");
  if (!to || !to->is(Tree::Kind::array) || to->items.empty()) return bad_file(file, "commitment", "'to' is a list of names");
  for (const auto& item : to->items) {
    OFFICES_TRY(name, line_of(file, item, "commitment, to"));
    if (name == into.by) return bad_file(file, "commitment", "'" + name + "' undertakes nothing towards itself");
    if (std::ranges::find(into.to, name) != into.to.end()) return bad_file(file, "commitment", "names '" + name + "' twice");
    into.to.push_back(std::move(name));
  }
  return {};
}

Result<void> read_trigger(const File& file, const Tree& tree, const Agenda& agenda, CommitmentTemplate& into) {
  const Tree* issue = tree.find("issue");
  auto at = issue ? agenda.find(issue->text) : std::nullopt;
  if (!at) return bad_file(file, "commitment", "'issue' names no issue of the agenda");
  into.issue = *at;
  const Tree* options = tree.find("options");
  if (!options || !options->is(Tree::Kind::array) || options->items.empty())
    return bad_file(file, "commitment", "'options' is a list of options");
  for (const auto& item : options->items) {
    auto option = agenda.issues[*at].find(item.text);
    if (!option)
      return bad_file(file, "commitment",
                      "issue '" + agenda.issues[*at].name + "' has no option '" + clean_name(item.text.substr(0, 80)) + "'");
    into.options.push_back(*option);
  }
  std::ranges::sort(into.options);
  if (std::ranges::adjacent_find(into.options) != into.options.end()) return bad_file(file, "commitment", "an option occurs twice");
  return {};
}

Result<CommitmentTemplate> commitment_of(const File& file, const Tree& tree, const Agenda& agenda) {
  OFFICES_CHECK(only_keys(file, tree, "commitment", {"by", "to", "issue", "options", "text", "due"}));
  CommitmentTemplate out;
  const Tree* by = tree.find("by");
  if (!by) return bad_file(file, "commitment", "'by' is missing");
  OFFICES_TRY_SET(out.by, line_of(file, *by, "commitment, by"));
  OFFICES_CHECK(read_addressees(file, tree, out));
  OFFICES_CHECK(read_trigger(file, tree, agenda, out));
  const Tree* text = tree.find("text");
  if (!text) return bad_file(file, "commitment", "'text' is missing");
  if (text->is(Tree::Kind::string)) {
    OFFICES_TRY_SET(out.text[""], words_of(file, *text, "commitment, text"));
  } else {
    OFFICES_TRY_SET(out.text, texts_of(file, *text, "commitment, text"));
  }
  if (const Tree* due = tree.find("due")) {
    if (!due->is(Tree::Kind::string) || !is_due(due->text)) return bad_file(file, "commitment", "'due' is a time like +30d or +12h");
    out.due = due->text;
  }
  return out;
}

/// `agenda` was read from the same tree.
Result<AgendaFile> around(const File& file, const Tree& tree, Agenda agenda) {
  const Tree& holder = *tree.find("agenda");
  AgendaFile out;
  if (const Tree* texts = holder.find("texts")) { OFFICES_TRY_SET(out.texts, texts_of(file, *texts, "texts of the agenda")); }
  const auto& issues = holder.find("issues")->items;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    OFFICES_TRY(texts, issue_texts(file, issues[i], agenda.issues[i]));
    out.issues.push_back(std::move(texts));
  }
  OFFICES_TRY_SET(out.never, never_of(file, holder, agenda));
  if (const Tree* commitments = holder.find("commitments")) {
    if (!commitments->is(Tree::Kind::array) || commitments->items.empty()) return bad_file(file, "commitments", "a list was expected");
    for (const auto& item : commitments->items) {
      OFFICES_TRY(one, commitment_of(file, item, agenda));
      out.commitments.push_back(std::move(one));
    }
  }
  out.agenda = std::move(agenda);
  return out;
}

Result<void> check_names(const File& file, const Tree& tree) {
  const Tree& holder = *tree.find("agenda");
  const Tree* name = holder.find("name");
  if (!name) return bad_file(file, "agenda", "has no name");
  OFFICES_CHECK(line_of(file, *name, "name of the agenda"));
  for (const auto& issue : holder.find("issues")->items) {
    OFFICES_TRY(called, line_of(file, *issue.find("name"), "name of an issue"));
    const Tree* real = issue.find("real");
    if (real && !real->is(Tree::Kind::boolean)) return bad_file(file, "issue '" + called + "'", "'real' is true or false");
    if (real && real->truth) return bad_file(file, "issue '" + called + "'", "is real; list the values that are open as options");
    const Tree* options = issue.find("options");
    if (options && (issue.find("from") || issue.find("to") || real))
      return bad_file(file, "issue '" + called + "'", "has options and a range");
    for (std::size_t k = 0; options && k < options->items.size(); ++k)
      OFFICES_CHECK(line_of(file, options->items[k], "option of issue '" + called + "'"));
  }
  return {};
}

Json texts_json(const Texts& texts) {
  Json out = Json::object();
  for (const auto& [tag, words] : texts) out[tag] = words;
  return out;
}

Json issue_json(const Issue& issue, const IssueTexts& texts) {
  Json out{{"name", issue.name}};
  if (issue.kind == IssueKind::discrete) out["options"] = issue.options;
  else out.update({{"from", issue.from}, {"to", issue.to}});
  if (!texts.issue.empty()) out["texts"] = texts_json(texts.issue);
  for (const auto& [option, words] : texts.options) out["option_texts"][option] = texts_json(words);
  return out;
}

Json commitment_json(const Agenda& agenda, const CommitmentTemplate& one) {
  const Issue& issue = agenda.issues[one.issue];
  Json out{{"by", one.by}, {"to", one.to}, {"issue", issue.name}, {"options", Json::array()}};
  for (auto option : one.options) out["options"].push_back(issue.option(option));
  bool bare = one.text.size() == 1 && one.text.begin()->first.empty();
  out["text"] = bare ? Json(one.text.begin()->second) : texts_json(one.text);
  if (!one.due.empty()) out["due"] = one.due;
  return out;
}

std::string with_option(std::string_view words, std::string_view option) {
  constexpr std::string_view place = "{option}";
  std::string out;
  for (auto at = words.find(place); at != std::string_view::npos; at = words.find(place)) {
    out += std::string(words.substr(0, at)) + std::string(option);
    words.remove_prefix(at + place.size());
  }
  return out + std::string(words);
}

}  // namespace

std::string text_in(const Texts& texts, std::string_view tag, std::string_view otherwise) {
  for (auto wanted : {tag, tag.substr(0, tag.find('-')), std::string_view{}, std::string_view{"en"}})
    if (auto at = texts.find(wanted); at != texts.end()) return at->second;
  return texts.empty() ? std::string(otherwise) : texts.begin()->second;
}

Result<std::vector<Combination>> own_constraints(const File& file, const Tree& tree, const Agenda& agenda) {
  OFFICES_TRY(whole, around(file, tree, agenda));
  return std::move(whole.never);
}

Result<AgendaFile> read_agenda(const File& file) {
  if (file.bytes.size() > read_bytes_max) return fail(Code::too_large, file.name + ": an agenda has at most 128 KiB");
  auto tree = parse_tree(file.bytes);
  if (!tree) return bad_file(file, "top level", tree.error().detail);
  if (!tree->find("format")) return bad_file(file, "format", "is missing");
  if (tree->find("sides")) return bad_file(file, "sides", "an agenda has none; what they prefer is in their appraisals");
  OFFICES_TRY(agenda, own_agenda(file, *tree));
  OFFICES_CHECK(check_names(file, *tree));
  OFFICES_TRY(out, around(file, *tree, std::move(agenda)));
  if (write_agenda(out).size() > agenda_bytes_max) return fail(Code::too_large, file.name + ": an agenda has at most 128 KiB");
  return out;
}

std::string write_agenda(const AgendaFile& file) {
  Json agenda{{"name", file.agenda.name}, {"issues", Json::array()}};
  if (!file.texts.empty()) agenda["texts"] = texts_json(file.texts);
  for (std::size_t i = 0; i < file.agenda.issues.size(); ++i) agenda["issues"].push_back(issue_json(file.agenda.issues[i], file.issues[i]));
  for (const auto& when : file.never) agenda["never"].push_back(combination_json(file.agenda, when));
  for (const auto& one : file.commitments) agenda["commitments"].push_back(commitment_json(file.agenda, one));
  return base::spell({{"format", "goodoffices-accord-1"}, {"agenda", std::move(agenda)}});
}

std::string option_text(const AgendaFile& agenda, std::size_t issue, std::uint32_t option, std::string_view tag) {
  auto name = agenda.agenda.issues[issue].option(option);
  auto texts = agenda.issues[issue].options.find(name);
  return texts == agenda.issues[issue].options.end() ? name : text_in(texts->second, tag, name);
}

std::string issue_text(const AgendaFile& agenda, std::size_t issue, std::string_view tag) {
  return text_in(agenda.issues[issue].issue, tag, agenda.agenda.issues[issue].name);
}

std::vector<Undertaking> undertakings(const AgendaFile& agenda, const Package& package) {
  std::vector<Undertaking> out;
  for (const auto& one : agenda.commitments) {
    auto option = package.choice[one.issue];
    if (!option || !std::ranges::binary_search(one.options, *option)) continue;
    Undertaking follows{one.by, one.to, {}, one.due};
    for (const auto& [tag, words] : one.text) follows.text[tag] = with_option(words, option_text(agenda, one.issue, *option, tag));
    out.push_back(std::move(follows));
  }
  return out;
}

}  // namespace offices::accord
