// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "accord/read.hpp"

namespace offices::accord {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered issue_json(const Issue& issue) {
  Ordered out{{"name", issue.name}};
  if (issue.kind == IssueKind::discrete) {
    out["options"] = issue.options;
  } else if (issue.kind == IssueKind::integer) {
    out["from"] = issue.from;
    out["to"] = issue.to;
  } else {
    out["from"] = exact_text(issue.low);
    out["to"] = exact_text(issue.high);
    out["real"] = true;
  }
  return out;
}

Ordered combination_json(const Agenda& agenda, const Combination& when) {
  Ordered out = Ordered::object();
  for (const auto& condition : when) {
    const Issue& issue = agenda.issues[condition.issue];
    auto& options = out[issue.name] = Ordered::array();
    for (std::size_t k = 0; k < condition.options.size(); ++k)
      if (condition.options[k]) options.push_back(issue.option(k));
  }
  return out;
}

Ordered worth_json(const Issue& issue, const std::vector<Rational>& worth, const std::vector<Corner>& line) {
  if (issue.kind == IssueKind::real) {
    Ordered corners = Ordered::array();
    for (const auto& c : line) corners.push_back({exact_text(c.value), exact_text(c.worth)});
    return corners;
  }
  Ordered out = Ordered::object();
  for (std::size_t k = 0; k < worth.size(); ++k) out[issue.option(k)] = exact_text(worth[k]);
  return out;
}

Ordered side_json(const Agenda& agenda, const Preferences& side) {
  Ordered out{{"name", side.name}};
  if (side.reservation) out["reservation"] = exact_text(*side.reservation);
  if (side.cap) out["cap"] = exact_text(*side.cap);
  if (side.base != 0) out["base"] = exact_text(side.base);
  auto& worth = out["worth"] = Ordered::object();
  for (std::size_t i = 0; i < agenda.issues.size(); ++i)
    worth[agenda.issues[i].name] = worth_json(agenda.issues[i], side.worth[i], side.lines[i]);
  for (std::size_t i = 0; i < side.weights.size(); ++i) out["weights"][agenda.issues[i].name] = exact_text(side.weights[i]);
  for (const auto& term : side.terms)
    out["terms"].push_back({{"when", combination_json(agenda, term.when)}, {"pays", exact_text(term.pays)}});
  for (const auto& when : side.never) out["never"].push_back(combination_json(agenda, when));
  return out;
}

}  // namespace

std::string write_scenario(const Scenario& scenario) {
  Ordered out{{"format", "goodoffices-accord-1"}};
  auto& agenda = out["agenda"] = Ordered{{"name", scenario.agenda.name}, {"issues", Ordered::array()}};
  for (const auto& issue : scenario.agenda.issues) agenda["issues"].push_back(issue_json(issue));
  auto& sides = out["sides"] = Ordered::array();
  for (const auto& side : scenario.sides) sides.push_back(side_json(scenario.agenda, side));
  return out.dump(1) + "\n";
}

}  // namespace offices::accord
