// SPDX-License-Identifier: Apache-2.0
#include "accord/package.hpp"

#include <algorithm>

#include "accord/spelling.hpp"

namespace offices::accord {

bool Package::complete() const {
  return std::ranges::all_of(choice, [](const auto& option) { return option.has_value(); });
}

std::optional<Outcome> Package::outcome() const {
  if (!complete()) return std::nullopt;
  Outcome out;
  for (const auto& option : choice) out.choice.push_back(*option);
  return out;
}

Package package_of(const Outcome& outcome) { return {{outcome.choice.begin(), outcome.choice.end()}}; }

Result<Package> package_from(const Agenda& agenda, const Tree& tree, const std::string& where) {
  if (!tree.is(Tree::Kind::object) || tree.members.empty())
    return fail(Code::malformed, where + ": an object of issues and options was expected");
  Package out{std::vector<std::optional<std::uint32_t>>(agenda.issues.size())};
  for (const auto& [name, option] : tree.members) {
    auto at = agenda.find(name);
    if (!at) return fail(Code::malformed, where + ": no such issue '" + clean_name(name.substr(0, 80)) + "'");
    const Issue& issue = agenda.issues[*at];
    bool fits = option.is(Tree::Kind::string) || (option.is(Tree::Kind::number) && issue.kind == IssueKind::integer);
    if (fits) out.choice[*at] = issue.find(option.text);
    if (!out.choice[*at])
      return fail(Code::malformed, where + ": issue '" + issue.name + "' has no option '" + clean_name(option.text.substr(0, 80)) + "'");
  }
  return out;
}

Json package_json(const Agenda& agenda, const Package& package) {
  Json out = Json::object();
  for (std::size_t i = 0; i < package.choice.size(); ++i)
    if (package.choice[i]) out[agenda.issues[i].name] = agenda.issues[i].option(*package.choice[i]);
  return out;
}

Json combination_json(const Agenda& agenda, const Combination& when) {
  Json out = Json::object();
  for (const auto& condition : when) {
    auto& options = out[agenda.issues[condition.issue].name] = Json::array();
    for (std::size_t k = 0; k < condition.options.size(); ++k)
      if (condition.options[k]) options.push_back(agenda.issues[condition.issue].option(k));
  }
  return out;
}

Result<Package> read_package(const Agenda& agenda, std::string_view json) {
  if (json.size() > package_bytes_max) return fail(Code::too_large, "a package has at most 128 KiB");
  auto tree = parse_tree(json);
  if (!tree) return fail(Code::malformed, "package: " + tree.error().detail);
  return package_from(agenda, *tree, "package");
}

std::string write_package(const Agenda& agenda, const Package& package) { return base::spell(package_json(agenda, package)); }

std::string package_words(const AgendaFile& agenda, const Package& package, std::string_view language) {
  std::string out;
  for (std::size_t i = 0; i < package.choice.size(); ++i) {
    if (!package.choice[i]) continue;
    out += (out.empty() ? "" : "; ") + issue_text(agenda, i, language) + ": " + option_text(agenda, i, *package.choice[i], language);
  }
  return out;
}

std::string combination_words(const AgendaFile& agenda, const Combination& when, std::string_view language) {
  std::string out;
  for (const auto& condition : when) {
    out += (out.empty() ? "" : " with ") + issue_text(agenda, condition.issue, language) + ": ";
    bool first = true;
    for (std::uint32_t k = 0; k < condition.options.size(); ++k) {
      if (!condition.options[k]) continue;
      out += (first ? "" : " or ") + option_text(agenda, condition.issue, k, language);
      first = false;
    }
  }
  return out;
}

Reach reach(const Combination& when, const Package& package) {
  bool certain = true;
  for (const auto& condition : when) {
    auto option = package.choice[condition.issue];
    bool some = option ? condition.options[*option] : std::ranges::find(condition.options, true) != condition.options.end();
    bool all = option ? some : std::ranges::find(condition.options, false) == condition.options.end();
    if (!some) return Reach::avoided;
    certain = certain && all;
  }
  return certain ? Reach::certain : Reach::possible;
}

std::vector<Violation> violations(const std::vector<Combination>& never, const Package& package) {
  std::vector<Violation> out;
  for (std::size_t i = 0; i < never.size(); ++i)
    if (auto how = reach(never[i], package); how != Reach::avoided) out.push_back({i, how});
  return out;
}

Integer completions(const Agenda& agenda, const Package& package) {
  Integer n = 1;
  for (std::size_t i = 0; i < package.choice.size(); ++i)
    if (!package.choice[i]) n *= agenda.issues[i].size();
  return n;
}

std::vector<IssueChange> differences(const Package& before, const Package& after) {
  std::vector<IssueChange> out;
  for (std::size_t i = 0; i < before.choice.size(); ++i)
    if (before.choice[i] != after.choice[i]) out.push_back({i, before.choice[i], after.choice[i]});
  return out;
}

}  // namespace offices::accord
