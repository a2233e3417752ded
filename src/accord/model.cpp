// SPDX-License-Identifier: Apache-2.0
#include "accord/model.hpp"

#include <algorithm>
#include <charconv>

namespace offices::accord {
namespace {

Result<void> check_issue(const Issue& issue) {
  if (issue.kind == IssueKind::real) {
    if (issue.low > issue.high) return fail(Code::malformed, "issue '" + issue.name + "': the range is empty");
    return {};
  }
  if (issue.kind == IssueKind::integer && issue.to < issue.from)
    return fail(Code::malformed, "issue '" + issue.name + "': the range is empty");
  if (issue.size() == 0) return fail(Code::malformed, "issue '" + issue.name + "' has no options");
  if (issue.size() > options_max)
    return fail(Code::too_large, "issue '" + issue.name + "' has more than " + std::to_string(options_max) + " options");
  return {};
}

bool fits(const Combination& when, const Agenda& agenda) {
  return std::ranges::all_of(
      when, [&](const Condition& c) { return c.issue < agenda.issues.size() && c.options.size() == agenda.issues[c.issue].size(); });
}

Result<void> check_side(const Preferences& side, const Agenda& agenda) {
  auto where = "side '" + side.name + "': ";
  if (side.worth.size() != agenda.issues.size()) return fail(Code::malformed, where + "another number of issues");
  if (side.terms.size() + side.never.size() > terms_max) return fail(Code::too_large, where + "too many terms");
  for (std::size_t i = 0; i < agenda.issues.size(); ++i) {
    if (side.worth[i].size() != agenda.issues[i].size())
      return fail(Code::malformed, where + "issue '" + agenda.issues[i].name + "' is not valued option by option");
    if (agenda.issues[i].kind == IssueKind::real && (i >= side.lines.size() || side.lines[i].empty()))
      return fail(Code::malformed, where + "issue '" + agenda.issues[i].name + "' has no evaluator");
  }
  bool fit = std::ranges::all_of(side.terms, [&](const Term& t) { return fits(t.when, agenda); }) &&
             std::ranges::all_of(side.never, [&](const Combination& c) { return fits(c, agenda); });
  if (!fit) return fail(Code::malformed, where + "a term does not fit the agenda");
  return {};
}

}  // namespace

std::size_t Issue::size() const {
  if (kind == IssueKind::real) return 0;
  if (kind == IssueKind::discrete) return options.size();
  return to < from ? 0 : static_cast<std::size_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from)) + 1;
}

std::string Issue::option(std::size_t index) const {
  if (kind == IssueKind::integer) return std::to_string(from + static_cast<std::int64_t>(index));
  return index < options.size() ? options[index] : std::string{};
}

std::optional<std::uint32_t> Issue::find(std::string_view wanted) const {
  if (kind == IssueKind::integer) {
    std::int64_t v = 0;
    auto [end, ec] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), v);
    if (ec != std::errc{} || end != wanted.data() + wanted.size() || v < from || v > to) return std::nullopt;
    return static_cast<std::uint32_t>(v - from);
  }
  auto at = std::ranges::find(options, wanted);
  if (at == options.end()) return std::nullopt;
  return static_cast<std::uint32_t>(at - options.begin());
}

Integer Agenda::outcomes() const {
  Integer n = 1;
  for (const auto& issue : issues) n *= issue.size();
  return n;
}

std::optional<std::size_t> Agenda::find(std::string_view issue) const {
  auto at = std::ranges::find(issues, issue, &Issue::name);
  if (at == issues.end()) return std::nullopt;
  return static_cast<std::size_t>(at - issues.begin());
}

bool holds(const Combination& when, const Outcome& outcome) {
  return std::ranges::all_of(when, [&](const Condition& c) { return bool{c.options[outcome.choice[c.issue]]}; });
}

Rational utility(const Preferences& side, const Outcome& outcome) {
  Rational u = side.base;
  for (std::size_t i = 0; i < outcome.choice.size(); ++i) u += side.worth[i][outcome.choice[i]];
  for (const auto& term : side.terms)
    if (holds(term.when, outcome)) u += term.pays;
  return side.cap && u > *side.cap ? *side.cap : u;
}

bool allowed(const Scenario& scenario, const Outcome& outcome) {
  return std::ranges::none_of(scenario.sides, [&](const Preferences& side) {
    return std::ranges::any_of(side.never, [&](const Combination& c) { return holds(c, outcome); });
  });
}

Result<void> check(const Scenario& scenario) {
  if (scenario.sides.size() < 2) return fail(Code::malformed, "a negotiation has at least two sides");
  if (scenario.sides.size() > sides_max) return fail(Code::too_large, "more than 32 sides");
  if (scenario.agenda.issues.empty()) return fail(Code::malformed, "the agenda has no issue");
  if (scenario.agenda.issues.size() > issues_max) return fail(Code::too_large, "more than 2000 issues");
  for (const auto& issue : scenario.agenda.issues) OFFICES_CHECK(check_issue(issue));
  for (const auto& side : scenario.sides) OFFICES_CHECK(check_side(side, scenario.agenda));
  return {};
}

}  // namespace offices::accord
