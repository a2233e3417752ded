// SPDX-License-Identifier: Apache-2.0
// Verbs that weigh packages: the frontier of what sides have shared, where the frameworks on the table lie against it, and what a
// package would be.
#include <algorithm>

#include "post/appraisals.hpp"

namespace offices::post {
namespace {

constexpr std::size_t points_most = 500, ties_most = 16, packages_most = 8;

Json package_json(const accord::AgendaFile& agenda, const accord::Package& package) {
  return Json::parse(accord::write_package(agenda.agenda, package));
}

/// Where a package lies: one utility, or a range where it leaves issues open; none where the agenda allows no completion.
Result<std::optional<accord::Range>> drawn(const accord::AgendaFile& agenda, const accord::Preferences& side,
                                           const accord::Package& package, const accord::Control& control) {
  auto outcome = package.outcome();
  if (!outcome) return accord::completion_range(agenda.agenda, agenda.never, side, package, control);
  auto u = accord::utility(side, *outcome);
  return accord::Range{u, u};
}

/// A package in the eyes of each side whose appraisal is here. `drawn` is where it lies by the worths that the frontier is computed
/// from: for a partial appraisal one of those that fit it. Fails with Code::limit_reached where what it
/// leaves open takes too long to go through.
Result<Json> weighed(const Appraised& given, const accord::Scenario& scenario, const accord::Package& package) {
  accord::Control control;
  control.search_nodes = 1'000'000;  // a fraction of a second: mail waits meanwhile
  Json sides = Json::array();
  for (std::size_t i = 0; i < given.sides.size(); ++i) {
    const auto& [name, appraisal] = given.sides[i];
    OFFICES_TRY(w, accord::weigh(given.agenda, appraisal, package, control));
    OFFICES_TRY(place, drawn(given.agenda, scenario.sides[i], package, control));
    auto one = weighed_json(given.agenda, appraisal, w);
    one["name"] = name;
    one["drawn"] = range_json(place);
    sides.push_back(std::move(one));
  }
  return sides;
}

class FrontierView {
 public:
  FrontierView(const Appraised& given, const accord::Answer& answer) : given_(given), answer_(answer) {}

  [[nodiscard]] Json point(std::size_t p) const {
    Json utility = Json::array();
    for (const auto& u : answer_.frontier.utilities(p)) utility.push_back(decimal(u));
    return {{"package", package_json(given_.agenda, accord::package_of(answer_.frontier.outcome(p)))}, {"utility", std::move(utility)}};
  }
  /// All of them, or as many along the line with both its ends.
  [[nodiscard]] Json points() const {
    Json out = Json::array();
    const auto size = answer_.frontier.size(), shown = std::min(size, points_most);
    for (std::size_t i = 0; i < shown; ++i) out.push_back(point(shown == size ? i : i * (size - 1) / (shown - 1)));
    return out;
  }
  [[nodiscard]] Json solutions() const {
    const auto& s = answer_.solutions;
    Json out = Json::array();
    for (const auto& [name, solution] : {std::pair("nash", &s.nash), std::pair("kalai-smorodinsky", &s.kalai_smorodinsky),
                                         std::pair("egalitarian", &s.egalitarian), std::pair("utilitarian", &s.utilitarian)}) {
      Json ties = Json::array();
      for (auto p : solution->points)
        if (ties.size() < ties_most) ties.push_back(point(p));
      out.push_back({{"name", name}, {"points", std::move(ties)}});
    }
    return out;
  }

 private:
  const Appraised& given_;
  const accord::Answer& answer_;
};

/// Those on the table of this agenda that no other has replaced.
Result<Json> frameworks_json(Office& office, const CaseView& view, const AgendaView& agenda, const Appraised& given,
                             const accord::Scenario& scenario, Json& remarks) {
  std::vector<Json> out;
  for (const auto& [id, table] : tables_of(view)) {
    if (table.agenda != agenda.fact.agenda) continue;
    OFFICES_TRY(tabling, tabling_of(office, table));
    for (std::size_t i = 0; i < table.frameworks.size(); ++i) {
      const auto& framework = table.frameworks[i].framework;
      if (standing_of(view, framework, office.clock.now()).replaced_by) continue;
      auto package = package_of(given.agenda, tabling.frameworks[i].package);
      if (!package) continue;
      const auto& title = tabling.frameworks[i].title;
      auto sides = weighed(given, scenario, *package);
      if (!sides && sides.error().code == Code::limit_reached) {
        remarks.push_back("'" + title + "' leaves too much open to be weighed while mail waits.");
        continue;
      }
      if (!sides) return std::unexpected(sides.error());
      out.push_back(
          {{"framework", framework.hex()}, {"title", title}, {"package", tabling.frameworks[i].package}, {"sides", *std::move(sides)}});
    }
  }
  std::ranges::sort(out, {}, [](const Json& f) { return f.at("title").get<std::string>(); });
  return Json(std::move(out));
}

Result<Json> framework_frontier(Office& office, Args& args) {
  auto which = args.text("case");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  if (!view.folder.as_intermediary()) return fail(Code::wrong_role, "only the intermediary holds what sides have shared");
  OFFICES_TRY(agenda, agenda_of(office, view, std::nullopt));
  OFFICES_TRY(given, appraised(office, view, agenda));
  if (given.sides.size() < 2) return fail(Code::usage, "a frontier lies between at least two sides");
  OFFICES_TRY(scenario, accord::scenario_of(given.agenda, given.sides));
  accord::Request request;
  request.control = in_haste();
  OFFICES_TRY(answer, accord::solve(scenario, request));
  Json remarks = given.lost, names = Json::array(), walk_away = Json::array();
  if (!answer.frontier.exact) {
    std::string slack;
    for (std::size_t i = 0; i < given.sides.size(); ++i)
      slack += (i == 0 ? "" : ", ") + decimal(answer.frontier.slack[i]) + " for " + given.sides[i].side;
    remarks.push_back("There was no time for the whole frontier: a package may be better than those near it by at most " + slack + ".");
  }
  if (answer.zopa.empty) remarks.push_back("The zone of possible agreement is empty: " + accord::concessions(answer) + ".");
  for (std::size_t i = 0; i < given.sides.size(); ++i) {
    const auto& side = given.sides[i];
    names.push_back(side.side);
    const auto& reservation = scenario.sides[i].reservation;
    walk_away.push_back(reservation ? Json(decimal(*reservation)) : Json(nullptr));
    if (!reservation) remarks.push_back(side.side + " has stated no walk-away point.");
    if (side.appraisal.kind == accord::Appraisal::Kind::partial)
      remarks.push_back(side.side + "'s appraisal is partial: it is drawn by one of the worths that fit it.");
  }
  FrontierView frontier(given, answer);
  OFFICES_TRY(frameworks, frameworks_json(office, view, agenda, given, scenario, remarks));
  return Json{{"agenda", agenda.fact.agenda.hex()}, {"version", agenda.fact.version},    {"sides", std::move(names)},
              {"exact", answer.frontier.exact},     {"total", answer.frontier.size()},   {"points", frontier.points()},
              {"solutions", frontier.solutions()},  {"walk_away", std::move(walk_away)}, {"frameworks", std::move(frameworks)},
              {"remarks", std::move(remarks)}};
}

Result<std::vector<accord::Package>> read_packages(const accord::AgendaFile& agenda, const Json* json) {
  if (!json || !json->is_array() || json->empty() || json->size() > packages_most)
    return fail(Code::usage, "'packages' are 1 to " + std::to_string(packages_most));
  std::vector<accord::Package> out;
  for (const auto& item : *json) {
    auto package = accord::read_package(agenda.agenda, base::spell(item));
    if (!package) return fail(Code::not_comparable, package.error().detail);
    out.push_back(*std::move(package));
  }
  return out;
}

Result<Json> framework_weigh(Office& office, Args& args) {
  auto which = args.text("case");
  const auto* packages = args.raw("packages");
  OFFICES_CHECK(args.finish());
  OFFICES_TRY(id, find_case(office, which));
  OFFICES_TRY(view, view_case(office, id));
  OFFICES_TRY(agenda, agenda_of(office, view, std::nullopt));
  OFFICES_TRY(given, appraised(office, view, agenda));
  OFFICES_TRY(wanted, read_packages(given.agenda, packages));
  OFFICES_TRY(scenario, accord::scenario_of(given.agenda, given.sides));
  Json items = Json::array();
  for (const auto& package : wanted) {
    OFFICES_TRY(sides, weighed(given, scenario, package));
    items.push_back({{"package", package_json(given.agenda, package)},
                     {"remarks", package_remarks(given.agenda, package)},
                     {"sides", std::move(sides)}});
  }
  return Json{{"agenda", agenda.fact.agenda.hex()}, {"version", agenda.fact.version}, {"items", std::move(items)}};
}

}  // namespace

std::span<const Verb> frontier_verbs() {
  static constexpr Verb verbs[] = {{"framework.frontier", framework_frontier, false}, {"framework.weigh", framework_weigh, false}};
  return verbs;
}

}  // namespace offices::post
