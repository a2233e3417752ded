// SPDX-License-Identifier: Apache-2.0
// The additive reference scenarios: exact answers that an independent program found by brute force.
#include <gtest/gtest.h>

#include <map>

#include "accord/frontier.hpp"
#include "accord/shared_scenarios.hpp"
#include "accord/solutions.hpp"

namespace offices::accord {
namespace {

using nlohmann::json;

/// Twelve places, as the references spell them.
std::string twelve(const Rational& v) {
  auto text = decimal(v);
  auto point = text.find('.');
  if (point == std::string::npos) return text + ".000000000000";
  return text + std::string(12 - (text.size() - point - 1), '0');
}

std::vector<std::string> twelve(const std::vector<Rational>& v) {
  std::vector<std::string> out;
  for (const auto& x : v) out.push_back(twelve(x));
  return out;
}

std::string plain_zero(std::string text) { return text == "-0.000000000000" ? "0.000000000000" : text; }

class Reference : public testing::Test {
 protected:
  void compare(const Solution& mine, const json& solutions, const char* key) {
    if (!solutions.contains(key)) {
      EXPECT_TRUE(mine.points.empty()) << id << " " << key;
      return;
    }
    const auto& theirs = solutions[key];
    EXPECT_EQ(twelve(mine.value), plain_zero(theirs["value"])) << id << " " << key;
    std::vector<std::vector<std::string>> points, expected = theirs["points"];
    for (auto p : mine.points) points.push_back(twelve(frontier.utilities(p)));
    std::ranges::sort(points);
    std::ranges::sort(expected);
    EXPECT_EQ(points, expected) << id << " " << key;
    EXPECT_EQ(mine.points.size(), theirs["ties"].get<std::size_t>()) << id << " " << key;
  }

  void compare_frontier(const Scenario& scenario, const json& reference) {
    ASSERT_EQ(frontier.size(), reference["frontier_size"].get<std::size_t>()) << id;
    EXPECT_EQ(frontier.outcomes(), Integer(reference["pareto_outcomes"].get<std::uint64_t>())) << id;
    for (std::size_t p = 0; p < frontier.size(); ++p) {
      const auto& theirs = reference["frontier"][p];
      auto utilities = frontier.utilities(p);
      ASSERT_EQ(twelve(utilities), theirs["u"].get<std::vector<std::string>>()) << id << " point " << p;
      EXPECT_EQ(frontier.count(p), Integer(theirs["outcomes"].get<std::uint64_t>())) << id << " point " << p;
      auto witness = frontier.outcome(p);
      for (std::size_t s = 0; s < utilities.size(); ++s) ASSERT_EQ(utility(scenario.sides[s], witness), utilities[s]) << id;
    }
  }

  void compare_solutions(const Scenario& scenario, const json& reference) {
    std::vector<Rational> lowest;
    for (const auto& side : scenario.sides) {
      Rational low = side.base;
      for (const auto& issue : side.worth) low += *std::ranges::min_element(issue);
      lowest.push_back(low);
    }
    EXPECT_EQ(twelve(lowest), reference["utility_min"].get<std::vector<std::string>>()) << id;
    const auto& theirs = reference["solutions"];
    auto d = disagreement_point(scenario, Convention::offices, lowest);
    EXPECT_EQ(twelve(d), reference["disagreement_used"].get<std::vector<std::string>>()) << id;
    auto ours = solutions(frontier, d, Convention::offices);
    EXPECT_EQ(ours.rational_size, reference["frontier_rational_size"].get<std::size_t>()) << id;
    compare(ours.nash, theirs, "nash");
    compare(ours.kalai_smorodinsky, theirs, "ks_leximin");
    compare(ours.egalitarian, theirs, "egalitarian_leximin");
    compare(ours.utilitarian, theirs, "utilitarian");
    if (theirs.contains("ks_ideal")) EXPECT_EQ(twelve(ours.ideal), theirs["ks_ideal"].get<std::vector<std::string>>()) << id;
    auto genius = solutions(frontier, d, Convention::genius);
    if (theirs.contains("nash_genius_unfiltered")) {
      compare(genius.nash, theirs, "nash_genius_unfiltered");
      compare(genius.kalai_smorodinsky, theirs, "ks_genius_asymmetry");
    }
    auto negmas = solutions(frontier, disagreement_point(scenario, Convention::negmas, lowest), Convention::negmas);
    compare(negmas.nash, theirs, "nash_negmas");
    compare(negmas.kalai_smorodinsky, theirs, "ks_negmas_spread");
    compare(negmas.egalitarian, theirs, "egalitarian_negmas");
    compare(negmas.utilitarian, theirs, "utilitarian_rational");
  }

  std::string id;
  Frontier frontier;
};

TEST_F(Reference, EveryAdditiveScenarioIsAnsweredExactly) {
  auto all = shared::manifest();
  if (all.empty()) GTEST_SKIP() << "no shared scenarios in " << shared::folder();
  std::size_t compared = 0;
  for (const auto& entry : all) {
    id = entry["id"];
    auto file = shared::load(shared::folder() / "reference" / (id + ".json"));
    if (file.bytes.empty()) continue;
    auto reference = json::parse(file.bytes);
    auto scenario = shared::scenario(entry);
    if (!scenario) {
      ADD_FAILURE() << id << ": " << scenario.error().detail;
      continue;
    }
    EXPECT_EQ(scenario->agenda.outcomes(), Integer(reference["outcomes"].get<std::uint64_t>())) << id;
    auto solved = additive_frontier(*scenario, {});
    ASSERT_TRUE(solved.has_value()) << id;
    frontier = *solved;
    EXPECT_TRUE(frontier.exact) << id;
    compare_frontier(*scenario, reference);
    compare_solutions(*scenario, reference);
    ++compared;
  }
  EXPECT_GT(compared, 100u);
  std::cout << compared << " additive references compared\n";
}

}  // namespace
}  // namespace offices::accord
