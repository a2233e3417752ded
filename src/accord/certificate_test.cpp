// SPDX-License-Identifier: Apache-2.0
// Certificates: every reference is solved with limits so tight that the method must bound, and what it certifies is
// held against the true answer. Prints gap and true error of each.
#include <gtest/gtest.h>

#include <iomanip>
#include <iostream>
#include <numeric>

#include "accord/search.hpp"
#include "accord/shared_scenarios.hpp"
#include "accord/solve.hpp"

namespace offices::accord {
namespace {

using nlohmann::json;
using Points = std::vector<std::vector<Rational>>;

/// References are rounded to twelve places.
const Rational rounding(1, 1'000'000'000'000);

Points true_points(const json& reference) {
  Points out;
  for (const auto& p : reference["frontier"]) {
    auto& u = out.emplace_back();
    for (const auto& v : p["u"]) u.push_back(*parse_number(v.get<std::string>()));
  }
  return out;
}

Points true_rectangle_points(const json& reference) {
  Points out;
  for (const auto& p : reference["frontier_raw"]) {
    auto& u = out.emplace_back();
    for (std::size_t s = 0; s < 2; ++s)
      u.push_back(Rational(p["u"][s].get<std::int64_t>(), reference["maxutility"][s].get<std::int64_t>()));
  }
  return out;
}

/// The least share of each side's range that, added to the listed points, covers all of `truth`: the true error.
double error_of(const Frontier& frontier, const Points& truth, const std::vector<double>& range) {
  double worst = 0;
  for (const auto& u : truth) {
    double best = 1e300;
    for (std::size_t p = 0; p < frontier.size(); ++p) {
      double lack = 0;
      for (std::size_t s = 0; s < u.size(); ++s) lack = std::max(lack, (approximate(u[s]) - frontier.rough(p, s)) / range[s]);
      best = std::min(best, lack);
    }
    worst = std::max(worst, best);
  }
  return worst;
}

bool covered(const Frontier& frontier, const std::vector<Rational>& u) {
  for (std::size_t p = 0; p < frontier.size(); ++p) {
    bool all = true;
    for (std::size_t s = 0; s < u.size() && all; ++s)
      all = frontier.rough(p, s) + approximate(frontier.slack[s]) + 1e-6 >= approximate(u[s]) &&
            frontier.utility(p, s) + frontier.slack[s] + rounding >= u[s];
    if (all) return true;
  }
  return false;
}

std::vector<double> ranges(const Scenario& scenario, const Answer& answer, const Points& truth) {
  std::vector<double> out;
  for (std::size_t s = 0; s < scenario.sides.size(); ++s) {
    Rational high = answer.lowest[s];
    for (const auto& u : truth) high = std::max(high, u[s]);
    out.push_back(std::max(approximate(Rational(high - answer.lowest[s])), 1e-12));
  }
  return out;
}

/// With the least memory that gives an answer at all: 64 points a layer for two sides, some hundreds for more, whose
/// frontiers have an area.
Result<Answer> solve_tightly(const Scenario& scenario) {
  Request tight;
  tight.control.search_nodes = 0;
  for (std::size_t memory = scenario.sides.size() == 2 ? 1 : 256 << 10;; memory *= 16) {
    tight.control.memory_bytes = memory;
    auto answer = solve(scenario, tight);
    if (answer || answer.error().code != Code::limit_reached) return answer;
  }
}

class Certificates : public testing::Test {
 protected:
  /// Frontier: everything true is within the slack of something listed, and the slack is a part of the range only.
  void check_frontier(const std::string& id, const Scenario& scenario, const Answer& answer, const Points& truth, double slack_max) {
    auto range = ranges(scenario, answer, truth);
    double gap = 0;
    for (std::size_t s = 0; s < range.size(); ++s) gap = std::max(gap, approximate(answer.frontier.slack[s]) / range[s]);
    for (const auto& u : truth) ASSERT_TRUE(covered(answer.frontier, u)) << id;
    double error = error_of(answer.frontier, truth, range);
    EXPECT_LE(error, gap + 1e-9) << id;
    EXPECT_LT(gap, slack_max) << id << ": an empty certificate";
    std::cout << id << ": frontier " << answer.frontier.size() << " of " << truth.size() << " points, certified gap " << gap
              << ", true error " << error << (answer.frontier.exact ? ", exact" : "") << '\n';
    bounded += answer.frontier.exact ? 0 : 1;
  }

  void check_value(const std::string& what, const Rational& found, const Rational& at_most, const Rational& truth,
                   const Rational& trivial) {
    EXPECT_GE(at_most + rounding, truth) << what;
    EXPECT_LE(found, truth + rounding) << what;
    double scale = std::max(approximate(trivial), 1e-12);
    double gap = approximate(Rational(at_most - found)) / scale, error = approximate(Rational(truth - found)) / scale;
    EXPECT_LT(gap, 0.6) << what << ": an empty certificate";
    std::cout << what << ": certified gap " << gap << ", true error " << error << '\n';
  }

  /// The search for single points, stopped at its first node: only its relaxation and its climbing are left.
  void check_search(const std::string& id, const Scenario& scenario, const std::vector<Rational>& d, const json& reference,
                    const Points& truth) {
    const auto& solutions = reference["solutions"];
    if (!solutions.contains("nash")) return;
    Rational product = 1;
    std::optional<Rational> least;
    for (std::size_t s = 0; s < d.size(); ++s) {
      Rational high = d[s];
      for (const auto& u : truth) high = std::max(high, u[s]);
      product *= high - d[s];
      if (!least || high - d[s] < *least) least = high - d[s];
    }
    Control hurried;
    hurried.pulse = [] { return Pulse::hurry; };
    auto value = [&](const char* key) { return *parse_number(solutions[key]["value"].get<std::string>()); };
    auto nash = best_outcome(scenario, d, Goal::nash, hurried);
    ASSERT_TRUE(nash.has_value()) << id;
    check_value(id + ": nash", nash->found ? nash->value : Rational(0), nash->at_most, value("nash"), product);
    auto fair = best_outcome(scenario, d, Goal::egalitarian, hurried);
    ASSERT_TRUE(fair.has_value() && fair->found) << id;
    check_value(id + ": egalitarian", fair->value, fair->at_most, value("egalitarian_leximin"), *least);
  }

  std::size_t bounded = 0;
};

TEST_F(Certificates, OfAdditiveReferencesHoldTheTruth) {
  auto all = shared::manifest();
  if (all.empty()) GTEST_SKIP() << "no shared scenarios in " << shared::folder();
  std::size_t compared = 0;
  for (const auto& entry : all) {
    std::string id = entry["id"];
    auto file = shared::load(shared::folder() / "reference" / (id + ".json"));
    if (file.bytes.empty()) continue;
    auto reference = json::parse(file.bytes);
    auto scenario = shared::scenario(entry);
    ASSERT_TRUE(scenario.has_value()) << id;
    auto answer = solve_tightly(*scenario);
    ASSERT_TRUE(answer.has_value()) << id << ' ' << answer.error().detail;
    for (std::size_t p = 0; p < answer->frontier.size(); ++p)
      ASSERT_EQ(utility(scenario->sides[0], answer->frontier.outcome(p)), answer->frontier.utility(p, 0)) << id;
    auto truth = true_points(reference);
    check_frontier(id, *scenario, *answer, truth, 0.5);
    check_search(id, *scenario, answer->disagreement, reference, truth);
    if (answer->ceilings && reference["solutions"].contains("nash")) {
      auto value = [&](const char* key) { return *parse_number(reference["solutions"][key]["value"].get<std::string>()); };
      EXPECT_GE(answer->ceilings->nash + rounding, value("nash")) << id;
      EXPECT_GE(answer->ceilings->egalitarian + rounding, value("egalitarian_leximin")) << id;
      EXPECT_GE(answer->ceilings->utilitarian + rounding, value("utilitarian")) << id;
    }
    ++compared;
  }
  EXPECT_GT(compared, 100u);
  EXPECT_GT(bounded, 0u) << "no limit was tight enough";
  std::cout << compared << " additive references, " << bounded << " of them cut\n";
}

TEST_F(Certificates, OfRectangleReferencesHoldTheTruth) {
  auto all = shared::manifest();
  if (all.empty()) GTEST_SKIP() << "no shared scenarios in " << shared::folder();
  for (const auto& entry : all) {
    std::string id = entry["id"];
    auto file = shared::load(shared::folder() / "reference_nonlinear" / (id + ".json"));
    if (file.bytes.empty()) continue;
    auto scenario = shared::scenario(entry);
    ASSERT_TRUE(scenario.has_value()) << id;
    Request hurried;
    std::size_t asked = 0;
    hurried.control.pulse = [&] { return ++asked > 20 ? Pulse::hurry : Pulse::go_on; };
    auto answer = solve(*scenario, hurried);
    ASSERT_TRUE(answer.has_value()) << id << ' ' << answer.error().detail;
    check_frontier(id, *scenario, *answer, true_rectangle_points(json::parse(file.bytes)), 0.9);
  }
}

}  // namespace
}  // namespace offices::accord
