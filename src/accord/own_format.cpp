// SPDX-License-Identifier: Apache-2.0
// Our own format: an agenda and sides in one JSON file, every number a string or a JSON number read exactly.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "accord/read.hpp"

namespace offices::accord {
namespace {

constexpr std::string_view format_name = "goodoffices-accord-1";

Result<Rational> need(const File& file, const Tree& tree, const char* key, const std::string& where) {
  const Tree* v = tree.find(key);
  if (!v) return bad_file(file, where, std::string("'") + key + "' is missing");
  return number_of(*v, file.name + ": " + where + " " + key);
}

Result<void> read_range(const File& file, const Tree& tree, Issue& issue) {
  auto where = "issue '" + issue.name + "'";
  OFFICES_TRY(from, need(file, tree, "from", where));
  OFFICES_TRY(to, need(file, tree, "to", where));
  if (from > to) return bad_file(file, where, "the range is empty");
  const Tree* real = tree.find("real");
  if (real && real->truth) {
    issue.kind = IssueKind::real;
    issue.low = from;
    issue.high = to;
    return {};
  }
  Rational limit(1'000'000'000'000);
  if (denominator(from) != 1 || denominator(to) != 1 || abs(from) > limit || abs(to) > limit)
    return bad_file(file, where, "an integer issue has integer bounds");
  if (to - from >= Rational(static_cast<std::int64_t>(options_max)))
    return fail(Code::too_large, file.name + ": " + where + ": more than 20000 options");
  issue.kind = IssueKind::integer;
  issue.from = numerator(from).convert_to<std::int64_t>();
  issue.to = numerator(to).convert_to<std::int64_t>();
  return {};
}

Result<Issue> read_issue(const File& file, const Tree& tree) {
  OFFICES_CHECK(only_keys(file, tree, "issue", {"name", "options", "from", "to", "real", "texts", "option_texts"}));
  const Tree* name = tree.find("name");
  if (!name || !name->is(Tree::Kind::string)) return bad_file(file, "issue", "has no name");
  Issue issue;
  issue.name = clean_name(name->text);
  const Tree* options = tree.find("options");
  if (!options) {
    OFFICES_CHECK(read_range(file, tree, issue));
    return issue;
  }
  for (const auto& option : options->items) {
    if (!option.is(Tree::Kind::string)) return bad_file(file, "issue '" + issue.name + "'", "an option is not text");
    if (issue.options.size() >= options_max)
      return fail(Code::too_large, file.name + ": issue '" + issue.name + "': more than 20000 options");
    issue.options.push_back(clean_name(option.text));
  }
  auto sorted = issue.options;
  std::ranges::sort(sorted);
  if (sorted.empty()) return bad_file(file, "issue '" + issue.name + "'", "has no options");
  if (auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    return bad_file(file, "issue '" + issue.name + "'", "lists option '" + *twice + "' twice");
  return issue;
}

Result<std::vector<Corner>> read_line(const File& file, const Tree& tree, const Issue& issue) {
  auto where = "worth of '" + issue.name + "'";
  std::vector<Corner> line;
  for (const auto& pair : tree.items) {
    if (pair.items.size() != 2) return bad_file(file, where, "a corner is [value, worth]");
    OFFICES_TRY(v, number_of(pair.items[0], file.name + ": " + where));
    OFFICES_TRY(w, number_of(pair.items[1], file.name + ": " + where));
    if (!line.empty() && line.back().value >= v) return bad_file(file, where, "corners go by rising value");
    line.push_back({v, w});
  }
  if (line.empty() || line.front().value != issue.low || line.back().value != issue.high)
    return bad_file(file, where, "the corners do not span the issue's range");
  return line;
}

Result<std::vector<Rational>> read_options(const File& file, const Tree& tree, const Issue& issue) {
  auto where = "worth of '" + issue.name + "'";
  std::vector<Rational> worth(issue.size(), Rational(0));
  std::vector<bool> seen(issue.size(), false);
  for (const auto& [option, value] : tree.members) {
    auto at = issue.find(option);
    if (!at) return bad_file(file, where, "no such option '" + clean_name(option.substr(0, 80)) + "'");
    OFFICES_TRY_SET(worth[*at], number_of(value, file.name + ": " + where + " option '" + clean_name(option) + "'"));
    seen[*at] = true;
  }
  auto open = std::ranges::find(seen, false);
  if (open != seen.end())
    return bad_file(file, where, "option '" + issue.option(static_cast<std::size_t>(open - seen.begin())) + "' has no worth");
  return worth;
}

Result<void> read_terms(const File& file, const Tree& tree, const Agenda& agenda, Preferences& side) {
  if (const Tree* terms = tree.find("terms"))
    for (const auto& term : terms->items) {
      OFFICES_CHECK(only_keys(file, term, "term", {"when", "pays"}));
      OFFICES_TRY(pays, need(file, term, "pays", "term"));
      const Tree* when = term.find("when");
      if (!when) return bad_file(file, "term", "'when' is missing");
      OFFICES_TRY(combination, own_combination(file, *when, agenda, "term"));
      side.terms.push_back({std::move(combination), pays});
    }
  if (const Tree* never = tree.find("never"))
    for (const auto& one : never->items) {
      OFFICES_TRY(combination, own_combination(file, one, agenda, "never"));
      side.never.push_back(std::move(combination));
    }
  return {};
}

Result<void> read_worths(const File& file, const Tree& tree, const Agenda& agenda, Preferences& side) {
  const Tree* worth = tree.find("worth");
  auto where = "side '" + side.name + "'";
  if (!worth) return bad_file(file, where, "'worth' is missing");
  for (const auto& member : worth->members)
    if (!agenda.find(member.key)) return bad_file(file, where, "no such issue '" + clean_name(member.key.substr(0, 80)) + "'");
  for (std::size_t i = 0; i < agenda.issues.size(); ++i) {
    const Issue& issue = agenda.issues[i];
    const Tree* mine = worth->find(issue.name);
    if (!mine && issue.kind == IssueKind::real) return bad_file(file, where, "issue '" + issue.name + "' has no worth");
    if (!mine) side.worth[i].assign(issue.size(), Rational(0));
    else if (issue.kind == IssueKind::real) {
      OFFICES_TRY_SET(side.lines[i], read_line(file, *mine, issue));
    } else {
      OFFICES_TRY_SET(side.worth[i], read_options(file, *mine, issue));
    }
  }
  return {};
}

Result<void> maybe(const File& file, const Tree& tree, const char* key, std::optional<Rational>& into) {
  if (const Tree* v = tree.find(key)) { OFFICES_TRY_SET(into, number_of(*v, file.name + ": " + key)); }
  return {};
}

Result<void> read_weights(const File& file, const Tree& tree, const Agenda& agenda, Preferences& side) {
  const Tree* weights = tree.find("weights");
  if (!weights) return {};
  for (const auto& issue : agenda.issues) {
    const Tree* w = weights->find(issue.name);
    if (!w) return bad_file(file, "weights", "issue '" + issue.name + "' has no weight");
    OFFICES_TRY(v, number_of(*w, file.name + ": weight of '" + issue.name + "'"));
    side.weights.push_back(v);
  }
  for (const auto& member : weights->members)
    if (!agenda.find(member.key)) return bad_file(file, "weights", "no such issue '" + clean_name(member.key.substr(0, 80)) + "'");
  return {};
}

Result<Preferences> read_side(const File& file, const Tree& tree, const Agenda& agenda) {
  OFFICES_CHECK(only_keys(file, tree, "side", {"name", "reservation", "cap", "base", "worth", "weights", "terms", "never"}));
  Preferences side;
  const Tree* name = tree.find("name");
  if (!name || !name->is(Tree::Kind::string)) return bad_file(file, "side", "has no name");
  side.name = clean_name(name->text);
  side.worth.resize(agenda.issues.size());
  side.lines.resize(agenda.issues.size());
  OFFICES_CHECK(maybe(file, tree, "reservation", side.reservation));
  OFFICES_CHECK(maybe(file, tree, "cap", side.cap));
  std::optional<Rational> base;
  OFFICES_CHECK(maybe(file, tree, "base", base));
  side.base = base.value_or(Rational(0));
  OFFICES_CHECK(read_worths(file, tree, agenda, side));
  OFFICES_CHECK(read_weights(file, tree, agenda, side));
  OFFICES_CHECK(read_terms(file, tree, agenda, side));
  return side;
}

}  // namespace

Result<void> only_keys(const File& file, const Tree& tree, const std::string& where, std::initializer_list<std::string_view> known) {
  if (!tree.is(Tree::Kind::object)) return bad_file(file, where, "an object was expected");
  for (const auto& member : tree.members)
    if (std::ranges::find(known, member.key) == known.end())
      return bad_file(file, where, "unknown key '" + clean_name(member.key.substr(0, 40)) + "'");
  return {};
}

Result<Combination> own_combination(const File& file, const Tree& tree, const Agenda& agenda, const std::string& where) {
  if (!tree.is(Tree::Kind::object) || tree.members.empty()) return bad_file(file, where, "an object of issues and options was expected");
  Combination when;
  for (const auto& [name, options] : tree.members) {
    auto at = agenda.find(name);
    if (!at) return bad_file(file, where, "no such issue '" + clean_name(name.substr(0, 80)) + "'");
    const Issue& issue = agenda.issues[*at];
    if (issue.kind == IssueKind::real)
      return bad_file(file, where, "issue '" + issue.name + "' is real and cannot be part of a combination");
    Condition condition{*at, std::vector<bool>(issue.size(), false)};
    for (const auto& option : options.items) {
      auto index = issue.find(option.text);
      if (!index) return bad_file(file, where, "issue '" + issue.name + "' has no option '" + clean_name(option.text.substr(0, 80)) + "'");
      condition.options[*index] = true;
    }
    when.push_back(std::move(condition));
  }
  return when;
}

Result<Agenda> own_agenda(const File& file, const Tree& tree) {
  OFFICES_CHECK(only_keys(file, tree, "top level", {"format", "agenda", "sides"}));
  if (tree.find("format")->text != format_name) return bad_file(file, "format", "is not '" + std::string(format_name) + "'");
  const Tree* holder = tree.find("agenda");
  if (!holder) return bad_file(file, "agenda", "is missing");
  OFFICES_CHECK(only_keys(file, *holder, "agenda", {"name", "issues", "texts", "never", "commitments"}));
  Agenda agenda;
  if (const Tree* name = holder->find("name")) agenda.name = clean_name(name->text);
  const Tree* issues = holder->find("issues");
  if (!issues || issues->items.empty()) return bad_file(file, "agenda", "there is no issue");
  if (issues->items.size() > issues_max) return fail(Code::too_large, file.name + ": issues: more than 2000");
  for (const auto& item : issues->items) {
    OFFICES_TRY(issue, read_issue(file, item));
    if (agenda.find(issue.name)) return bad_file(file, "issue '" + issue.name + "'", "occurs twice");
    agenda.issues.push_back(std::move(issue));
  }
  return agenda;
}

Result<std::vector<Preferences>> own_sides(const File& file, const Tree& tree, const Agenda& agenda) {
  const Tree* sides = tree.find("sides");
  if (!sides || sides->items.empty()) return bad_file(file, "sides", "there is no side");
  std::vector<Preferences> out;
  for (const auto& item : sides->items) {
    OFFICES_TRY(side, read_side(file, item, agenda));
    out.push_back(std::move(side));
  }
  return out;
}

}  // namespace offices::accord
