// SPDX-License-Identifier: Apache-2.0
#include "accord/spelling.hpp"
#include "accord/suggest.hpp"

namespace offices::accord {
namespace {

Json per_issue(const Agenda& agenda, const std::vector<Rational>& values) {
  Json out = Json::object();
  for (std::size_t i = 0; i < values.size(); ++i) out[agenda.issues[i].name] = decimal(values[i]);
  return out;
}

Json standing_json(const Agenda& agenda, const std::string& side, const Standing& s) {
  Json out{{"side", side},
           {"utility", decimal(s.utility)},
           {"above_walk_away", decimal(s.above_walk_away)},
           {"gains", per_issue(agenda, s.gains)},
           {"gives", per_issue(agenda, s.gives)}};
  if (!s.against_walk_away.empty()) out["against_walk_away"] = per_issue(agenda, s.against_walk_away);
  if (s.over_all_utilities) out["over_all_utilities"] = name_of(*s.over_all_utilities);
  auto& robust = out["robustness"] = Json{{"nash", decimal(s.endurance.nash)}};
  if (s.endurance.computed) robust["frontier"] = decimal(s.endurance.frontier.value_or(Rational(1)));
  return out;
}

Json route_json(const Agenda& agenda, const std::vector<Trade>& route) {
  Json out = Json::array();
  for (const auto& t : route) {
    Json one{{"issue", agenda.issues[t.issue].name},
             {"from", agenda.issues[t.issue].option(t.from)},
             {"to", agenda.issues[t.issue].option(t.to)}};
    for (const auto& g : t.gain) one["gain"].push_back(decimal(g));
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::string suggestion_json(const Suggestion& suggestion) {
  const auto& scenario = suggestion.answer.scenario;
  Json out{{"aim", name_of(suggestion.aim)},
           {"exact", suggestion.answer.frontier.exact},
           {"candidates", suggestion.chosen.candidates},
           {"distance", decimal(suggestion.chosen.distance)},
           {"frontier_size", suggestion.answer.frontier.size()},
           {"sides", Json::array()},
           {"disagreement", Json::array()},
           {"packages", Json::array()},
           {"remarks", suggestion.remarks}};
  for (const auto& side : scenario.sides) out["sides"].push_back(side.name);
  for (const auto& d : suggestion.answer.disagreement) out["disagreement"].push_back(decimal(d));
  for (const auto& one : suggestion.packages) {
    Json package{{"package", package_json(scenario.agenda, package_of(one.outcome))}};
    for (std::size_t s = 0; s < one.sides.size(); ++s)
      package["sides"].push_back(standing_json(scenario.agenda, scenario.sides[s].name, one.sides[s]));
    for (const auto& route : one.from_others) package["from_others"].push_back(route_json(scenario.agenda, route));
    out["packages"].push_back(std::move(package));
  }
  return base::spell(out);
}

}  // namespace offices::accord
