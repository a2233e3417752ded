// SPDX-License-Identifier: Apache-2.0
#include <functional>

#include "accord/appraisal.hpp"
#include "accord/spelling.hpp"

namespace offices::accord {
namespace {

Json ranking_json(const Ranking& ranking, const std::function<std::string(std::uint32_t)>& name) {
  Json out = Json::array();
  for (const auto& group : ranking) {
    auto& into = out.emplace_back(Json::array());
    for (auto index : group) into.push_back(name(index));
  }
  return out;
}

void write_numbers(const Agenda& agenda, const Appraisal& appraisal, Json& out) {
  for (std::size_t i = 0; i < appraisal.worth.size(); ++i) {
    const Issue& issue = agenda.issues[i];
    for (std::size_t k = 0; k < appraisal.worth[i].size(); ++k)
      if (appraisal.worth[i][k]) out["worth"][issue.name][issue.option(k)] = exact_text(*appraisal.worth[i][k]);
    if (appraisal.weights[i]) out["weights"][issue.name] = exact_text(*appraisal.weights[i]);
  }
}

void write_statements(const Agenda& agenda, const Appraisal& appraisal, Json& out) {
  for (const auto& c : appraisal.comparisons) {
    auto a = package_json(agenda, c.better), b = package_json(agenda, c.worse);
    if (c.equal) out["statements"].push_back({{"equal", Json::array({std::move(a), std::move(b)})}});
    else out["statements"].push_back({{"rather", std::move(a)}, {"than", std::move(b)}});
  }
  for (const auto& w : appraisal.against_walking)
    out["statements"].push_back({{w.better ? "better_than_walking" : "worse_than_walking", package_json(agenda, w.package)}});
}

}  // namespace

std::string write_appraisal(const AgendaFile& file, const Appraisal& appraisal) {
  const Agenda& agenda = file.agenda;
  Json out{{"format", "goodoffices-appraisal-1"}, {"kind", appraisal.kind == Appraisal::Kind::exact ? "exact" : "partial"}};
  write_numbers(agenda, appraisal, out);
  for (std::size_t i = 0; i < appraisal.rankings.size(); ++i)
    if (!appraisal.rankings[i].empty())
      out["rankings"][agenda.issues[i].name] =
          ranking_json(appraisal.rankings[i], [&](std::uint32_t k) { return agenda.issues[i].option(k); });
  if (!appraisal.swings.empty()) out["swings"] = ranking_json(appraisal.swings, [&](std::uint32_t i) { return agenda.issues[i].name; });
  write_statements(agenda, appraisal, out);
  if (const auto* value = std::get_if<Rational>(&appraisal.walk_away)) out["walk_away"] = {{"value", exact_text(*value)}};
  if (const auto* package = std::get_if<Package>(&appraisal.walk_away)) out["walk_away"] = {{"package", package_json(agenda, *package)}};
  for (const auto& when : appraisal.never) out["never"].push_back(combination_json(agenda, when));
  return base::spell(out);
}

}  // namespace offices::accord
