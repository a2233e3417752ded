// SPDX-License-Identifier: Apache-2.0
// The hyper-rectangle reference scenarios, 10^10 to 10^50 outcomes.
#include <gtest/gtest.h>

#include "accord/interaction.hpp"
#include "accord/shared_scenarios.hpp"

namespace offices::accord {
namespace {

using nlohmann::json;

void compare_raw(const Scenario& scenario, const Frontier& frontier, const json& reference) {
  std::string id = reference["id"];
  auto raw = reference["frontier_raw"];
  auto sorted = raw.get<std::vector<json>>();
  std::ranges::sort(sorted, std::greater{}, [](const json& p) { return p["u"][0].get<std::int64_t>(); });
  ASSERT_EQ(frontier.size(), sorted.size()) << id;
  for (std::size_t p = 0; p < sorted.size(); ++p) {
    auto witness = frontier.outcome(p);
    for (std::size_t s = 0; s < 2; ++s) {
      Rational expected(sorted[p]["u"][s].get<std::int64_t>(), reference["maxutility"][s].get<std::int64_t>());
      EXPECT_EQ(frontier.utility(p, s), expected) << id << " point " << p;
      EXPECT_EQ(utility(scenario.sides[s], witness), expected) << id << " witness of point " << p;
    }
  }
}

TEST(Rectangles, EveryReferenceFrontierIsFoundExactly) {
  auto all = shared::manifest();
  if (all.empty()) GTEST_SKIP() << "no shared scenarios in " << shared::folder();
  std::size_t compared = 0;
  for (const auto& entry : all) {
    auto file = shared::load(shared::folder() / "reference_nonlinear" / (entry["id"].get<std::string>() + ".json"));
    if (file.bytes.empty()) continue;
    auto reference = json::parse(file.bytes);
    auto scenario = shared::scenario(entry);
    ASSERT_TRUE(scenario.has_value()) << scenario.error().detail;
    auto started = std::chrono::steady_clock::now();
    auto frontier = interaction_frontier(*scenario, {});
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    std::cout << entry["id"] << " " << took.count() << " s\n";
    ASSERT_TRUE(frontier.has_value()) << frontier.error().detail;
    EXPECT_TRUE(frontier->exact);
    compare_raw(*scenario, *frontier, reference);
    auto capping = shared::scenario(entry, {.cap_rectangles = true});
    auto capped = interaction_frontier(*capping, {});
    EXPECT_EQ(std::to_string(capped->size()), json(reference["genius_capped_frontier_size"]).dump()) << entry["id"];
    ++compared;
  }
  EXPECT_GT(compared, 0u);
}

}  // namespace
}  // namespace offices::accord
