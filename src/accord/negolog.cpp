// SPDX-License-Identifier: Apache-2.0
// NegoLog JSON: profiles alone, no domain file; u = Σ weight · value.
#include "accord/read.hpp"

namespace offices::accord {

Result<Agenda> negolog_agenda(const File& file, const Tree& tree) {
  const Tree* issues = tree.find("issues");
  if (!issues || issues->members.empty()) return bad_file(file, "issues", "there is no issue");
  if (issues->members.size() > issues_max) return fail(Code::too_large, file.name + ": issues: more than 2000");
  Agenda agenda;
  for (const auto& [name, values] : issues->members) {
    Issue issue;
    issue.name = clean_name(name);
    if (values.members.size() > options_max)
      return fail(Code::too_large, file.name + ": issue '" + issue.name + "': more than 20000 options");
    for (const auto& [option, worth] : values.members) issue.options.push_back(clean_name(option));
    if (issue.options.empty()) return bad_file(file, "issue '" + issue.name + "'", "has no options");
    agenda.issues.push_back(std::move(issue));
  }
  return agenda;
}

Result<Preferences> negolog_side(const File& file, const Tree& tree, const Agenda& agenda) {
  OFFICES_TRY(its_own, negolog_agenda(file, tree));
  for (const auto& issue : its_own.issues)
    if (!agenda.find(issue.name)) return bad_file(file, "issue '" + issue.name + "'", "is not on the agenda");
  Preferences side;
  side.name = side_name(file);
  side.lines.resize(agenda.issues.size());
  const Tree& weights = *tree.find("issueWeights");
  for (const auto& issue : agenda.issues) {
    auto where = "issue '" + issue.name + "'";
    const Tree* values = tree.find("issues")->find(issue.name);
    const Tree* weight = weights.find(issue.name);
    if (!values) return bad_file(file, where, "is on the agenda but not in this profile");
    if (!weight) return bad_file(file, where, "has no weight");
    for (const auto& member : values->members)
      if (!issue.find(clean_name(member.key)))
        return bad_file(file, where, "values option '" + clean_name(member.key.substr(0, 80)) + "', which is not on the agenda");
    OFFICES_TRY(w, number_of(*weight, file.name + ": weight of '" + issue.name + "'"));
    if (w < 0) return bad_file(file, where, "the weight is negative");
    side.weights.push_back(w);
    auto& worth = side.worth.emplace_back();
    for (const auto& option : issue.options) {
      const Tree* value = values->find(option);
      if (!value) return bad_file(file, where, "option '" + option + "' has no value");
      OFFICES_TRY(v, number_of(*value, file.name + ": " + where + " option '" + option + "'"));
      worth.push_back(v * w);
    }
  }
  if (const Tree* reservation = tree.find("reservationValue")) {
    OFFICES_TRY_SET(side.reservation, number_of(*reservation, file.name + ": reservationValue"));
  }
  return side;
}

}  // namespace offices::accord
