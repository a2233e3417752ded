// SPDX-License-Identifier: Apache-2.0
// GeniusWeb JSON: a domain of issuesValues, and profiles of linear additive utilities with a reservation bid.
#include <algorithm>

#include "accord/read.hpp"

namespace offices::accord {
namespace {

Result<Issue> discrete_issue(const File& file, const std::string& name, const Tree& values) {
  Issue issue;
  issue.name = clean_name(name);
  for (const auto& value : values.items) {
    if (!value.is(Tree::Kind::string)) return bad_file(file, "issue '" + issue.name + "'", "an option is not text");
    if (issue.find(value.text))
      return bad_file(file, "issue '" + issue.name + "'", "lists option '" + clean_name(value.text.substr(0, 80)) + "' twice");
    if (issue.options.size() >= 10'000) return fail(Code::too_large, file.name + ": issue '" + issue.name + "': more than 10000 options");
    issue.options.push_back(clean_name(value.text));
  }
  if (issue.options.empty()) return bad_file(file, "issue '" + issue.name + "'", "has no values");
  return issue;
}

Result<Issue> range_issue(const File& file, const std::string& name, const Tree& range) {
  auto where = "issue '" + clean_name(name) + "'";
  if (range.items.size() != 3) return bad_file(file, where, "a range is [low, high, step]");
  Rational part[3];
  for (std::size_t k = 0; k < 3; ++k) { OFFICES_TRY_SET(part[k], number_of(range.items[k], file.name + ": " + where)); }
  if (part[2] <= 0 || part[0] > part[1]) return bad_file(file, where, "the range is empty");
  if ((part[1] - part[0]) / part[2] > 9'999) return fail(Code::too_large, file.name + ": " + where + ": more than 10000 options");
  Issue issue;
  issue.name = clean_name(name);
  for (Rational v = part[0]; v <= part[1]; v += part[2]) issue.options.push_back(exact_text(v));
  return issue;
}

Result<std::vector<Rational>> discrete_worth(const File& file, const Tree& utilities, const Issue& issue) {
  auto where = "issue '" + issue.name + "'";
  std::vector<Rational> worth;
  for (const auto& option : issue.options) {
    const Tree* value = utilities.find(option);
    if (!value) return bad_file(file, where, "option '" + option + "' has no utility");
    OFFICES_TRY(v, number_of(*value, file.name + ": " + where + " option '" + option + "'"));
    worth.push_back(v);
  }
  for (const auto& member : utilities.members)
    if (!issue.find(clean_name(member.key)))
      return bad_file(file, where, "values option '" + clean_name(member.key.substr(0, 80)) + "', which is not on the agenda");
  return worth;
}

/// Linear between (lowValue, lowUtility) and (highValue, highUtility).
Result<std::vector<Rational>> number_worth(const File& file, const Tree& line, const Issue& issue) {
  auto where = file.name + ": issue '" + issue.name + "'";
  Rational corner[4];
  const char* names[] = {"lowValue", "lowUtility", "highValue", "highUtility"};
  for (std::size_t k = 0; k < 4; ++k) {
    const Tree* v = line.find(names[k]);
    if (!v) return bad_file(file, "issue '" + issue.name + "'", std::string(names[k]) + " is missing");
    OFFICES_TRY_SET(corner[k], number_of(*v, where));
  }
  if (corner[0] >= corner[2]) return bad_file(file, "issue '" + issue.name + "'", "the range is empty");
  std::vector<Rational> worth;
  for (const auto& option : issue.options) {
    OFFICES_TRY(v, parse_number(option));
    worth.push_back(corner[1] + (v - corner[0]) * (corner[3] - corner[1]) / (corner[2] - corner[0]));
  }
  return worth;
}

Result<Rational> weight_of(const File& file, const Tree& space, const std::string& issue) {
  const Tree* weights = space.find("issueWeights");
  const Tree* weight = weights ? weights->find(issue) : nullptr;
  if (!weight) return bad_file(file, "issueWeights", "issue '" + issue + "' has no weight");
  OFFICES_TRY(w, number_of(*weight, file.name + ": weight of '" + issue + "'"));
  if (w < 0) return bad_file(file, "issueWeights", "the weight of '" + issue + "' is negative");
  return w;
}

Result<void> read_issue(const File& file, const Tree& space, const Agenda& agenda, std::size_t at, Preferences& side) {
  const Issue& issue = agenda.issues[at];
  const Tree* utilities = space.find("issueUtilities");
  const Tree* mine = utilities ? utilities->find(issue.name) : nullptr;
  if (!mine) return bad_file(file, "issueUtilities", "issue '" + issue.name + "' is not valued");
  OFFICES_TRY(weight, weight_of(file, space, issue.name));
  if (const Tree* discrete = mine->find("discreteutils")) {
    const Tree* values = discrete->find("valueUtilities");
    if (!values) return bad_file(file, "issue '" + issue.name + "'", "has no valueUtilities");
    OFFICES_TRY_SET(side.worth[at], discrete_worth(file, *values, issue));
  } else if (const Tree* numbers = mine->find("numberutils")) {
    OFFICES_TRY_SET(side.worth[at], number_worth(file, *numbers, issue));
  } else {
    return bad_file(file, "issue '" + issue.name + "'", "has neither discreteutils nor numberutils");
  }
  for (auto& w : side.worth[at]) w *= weight;
  side.weights.push_back(weight);
  return {};
}

/// The reservation value is the utility of the reservation bid.
Result<void> read_reservation(const File& file, const Tree& space, const Agenda& agenda, Preferences& side) {
  const Tree* bid = space.find("reservationBid");
  const Tree* values = bid ? bid->find("issuevalues") : nullptr;
  if (!values || values->members.empty()) return {};
  Outcome outcome;
  for (const auto& issue : agenda.issues) {
    const Tree* value = values->find(issue.name);
    auto option = value ? issue.find(value->text) : std::nullopt;
    if (!option) return bad_file(file, "reservationBid", "does not settle issue '" + issue.name + "' with one of its options");
    outcome.choice.push_back(*option);
  }
  side.reservation = utility(side, outcome);
  return {};
}

}  // namespace

Result<Agenda> geniusweb_agenda(const File& file, const Tree& tree) {
  const Tree* space = tree.find("LinearAdditiveUtilitySpace");
  const Tree* domain = space ? space->find("domain") : &tree;
  const Tree* issues = domain ? domain->find("issuesValues") : nullptr;
  if (!issues || issues->members.empty()) return bad_file(file, "issuesValues", "there is no issue");
  if (issues->members.size() > issues_max) return fail(Code::too_large, file.name + ": issues: more than 2000");
  Agenda agenda;
  if (const Tree* name = domain->find("name")) agenda.name = clean_name(name->text);
  for (const auto& [name, holder] : issues->members) {
    const Tree* values = holder.find("values");
    const Tree* range = holder.find("range");
    if (!values && !range) return bad_file(file, "issue '" + clean_name(name) + "'", "has neither values nor range");
    OFFICES_TRY(issue, values ? discrete_issue(file, name, *values) : range_issue(file, name, *range));
    agenda.issues.push_back(std::move(issue));
  }
  return agenda;
}

Result<Preferences> geniusweb_side(const File& file, const Tree& tree, const Agenda& agenda) {
  const Tree* space = tree.find("LinearAdditiveUtilitySpace");
  if (!space) return bad_file(file, "top level", "only LinearAdditiveUtilitySpace profiles are supported");
  OFFICES_TRY(its_own, geniusweb_agenda(file, tree));
  for (const auto& issue : its_own.issues)
    if (!agenda.find(issue.name)) return bad_file(file, "issue '" + issue.name + "'", "is not on the agenda");
  Preferences side;
  side.name = side_name(file);
  side.worth.resize(agenda.issues.size());
  side.lines.resize(agenda.issues.size());
  for (std::size_t i = 0; i < agenda.issues.size(); ++i) OFFICES_CHECK(read_issue(file, *space, agenda, i, side));
  OFFICES_CHECK(read_reservation(file, *space, agenda, side));
  return side;
}

}  // namespace offices::accord
