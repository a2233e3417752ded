// SPDX-License-Identifier: Apache-2.0
#include "accord/suggest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "accord/case_twin.hpp"
#include "accord/shared_scenarios.hpp"

namespace offices::accord {
namespace {

/// Random shared appraisals of one agenda, in numbers.
std::vector<SharedAppraisal> random_sides(const AgendaFile& file, std::size_t n) {
  std::vector<SharedAppraisal> out;
  for (std::size_t s = 0; s < n; ++s) {
    out.push_back({"side" + std::to_string(s), twin::random_exact(file)});
    if (*rc::gen::arbitrary<bool>()) out.back().appraisal.walk_away = Rational(twin::some(5), 10);
  }
  return out;
}

RC_GTEST_PROP(Suggestions, AreWhatAccordFindsOnTheSameFiles, ()) {
  auto file = twin::random_agenda(4, 4);
  auto sides = random_sides(file, *rc::gen::inRange<std::size_t>(2, 4));
  SuggestRequest request;
  request.count = 1 + twin::some(3);
  request.loss = Rational(twin::some(60), 100);
  auto got = suggest(file, sides, request);
  auto scenario = scenario_of(file, sides);
  RC_ASSERT(scenario.has_value());
  std::vector<File> files{{"own", write_scenario(*scenario)}};
  auto read = read_scenario(std::nullopt, files);
  RC_ASSERT(read.has_value());
  auto answer = solve(*read, {});
  RC_ASSERT(answer.has_value());
  FrameworksRequest wanted{request.count, request.loss, std::nullopt, Aim::nash};
  auto found = frameworks(*answer, wanted);
  RC_ASSERT(got.has_value() == !answer->zopa.empty);
  RC_CLASSIFY(got.has_value(), "with a ZOPA");
  if (!got) {
    RC_ASSERT(got.error().code == Code::not_found);
    return;
  }
  if (!found) {
    RC_ASSERT(got->packages.size() < request.count);
    wanted.count = got->packages.size();
    found = frameworks(*answer, wanted);
    RC_ASSERT(found->candidates == got->packages.size());
    RC_ASSERT(got->remarks.front().starts_with("only "));
  }
  RC_ASSERT(got->chosen.points == found->points);
  for (std::size_t i = 0; i < found->points.size(); ++i) RC_ASSERT(got->packages[i].outcome == answer->frontier.outcome(found->points[i]));
}

RC_GTEST_PROP(Suggestions, AccountForEveryUtility, ()) {
  auto file = twin::random_agenda(4, 4);
  auto sides = random_sides(file, 2);
  auto got = suggest(file, sides, {.loss = Rational(1, 2)});
  RC_CLASSIFY(got.has_value(), "with a ZOPA");
  if (!got) return;
  for (const auto& one : got->packages) {
    RC_ASSERT(twin::avoids(file.never, one.outcome));
    for (std::size_t s = 0; s < 2; ++s) {
      const auto& standing = one.sides[s];
      Rational gains = 0, both = 0;
      for (std::size_t i = 0; i < standing.gains.size(); ++i) {
        gains += standing.gains[i];
        both += standing.gains[i] + standing.gives[i];
        RC_ASSERT(standing.gives[i] >= 0);
      }
      RC_ASSERT(gains == standing.utility && both == 1 && standing.above_walk_away >= 0);
      for (std::size_t k = 0; k < got->packages.size(); ++k) {
        Rational moved = 0;
        for (const auto& trade : one.from_others[k]) moved += trade.gain[s];
        RC_ASSERT(moved == standing.utility - got->packages[k].sides[s].utility);
      }
      auto robust = robustness(got->answer, one.outcome, s, Rational(1, 20), {});
      RC_ASSERT(robust.has_value() && standing.endurance.computed);
      RC_ASSERT(standing.endurance.frontier == robust->frontier);
      RC_ASSERT(standing.endurance.nash <= robust->nash);
    }
  }
  auto json = nlohmann::json::parse(suggestion_json(*got));
  RC_ASSERT(json["packages"].size() == got->packages.size());
  RC_ASSERT(got->picture.starts_with("<svg"));
}

RC_GTEST_PROP(Suggestions, FromStatementsUseARepresentativeAndSaySo, ()) {
  auto file = twin::random_agenda(3, 3, false);
  auto sides = random_sides(file, 2);
  auto truth = preferences_of(file, sides[0].appraisal, "");
  RC_ASSERT(truth.has_value());
  if (!truth->reservation) truth->reservation = Rational(0);
  sides[0].appraisal = twin::truthful(file, *truth, 3);
  auto got = suggest(file, sides, {.loss = Rational(1, 2)});
  RC_CLASSIFY(got.has_value(), "with a ZOPA");
  if (!got) {
    RC_ASSERT(got.error().code == Code::not_found);
    return;
  }
  RC_ASSERT(std::ranges::any_of(got->remarks, [](const auto& r) { return r.find("'side0' has not given numbers") != std::string::npos; }));
  for (const auto& one : got->packages) {
    RC_ASSERT(one.sides[0].over_all_utilities.has_value() && !one.sides[1].over_all_utilities);
    RC_ASSERT(*one.sides[0].over_all_utilities == weigh(file, sides[0].appraisal, package_of(one.outcome))->verdict);
  }
}

AgendaFile price() {
  AgendaFile out;
  out.agenda = {"price", {{"price", IssueKind::discrete, {"low", "middle", "high"}, 0, 0, {}, {}}}};
  out.issues.resize(1);
  return out;
}

std::vector<SharedAppraisal> buyer_and_seller(const Rational& buyer, const Rational& seller) {
  Appraisal cheap, dear;
  cheap.worth = {{Rational(10), Rational(5), Rational(0)}};
  dear.worth = {{Rational(0), Rational(4), Rational(10)}};
  cheap.weights = dear.weights = {Rational(1)};
  cheap.rankings.resize(1);
  dear.rankings.resize(1);
  cheap.walk_away = buyer;
  dear.walk_away = seller;
  return {{"buyer", cheap}, {"seller", dear}};
}

TEST(Suggestions, SayWhatWouldHaveToGive) {
  auto got = suggest(price(), buyer_and_seller(Rational(6, 10), Rational(6, 10)), {});
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().code, Code::not_found);
  EXPECT_EQ(got.error().detail,
            "the zone of possible agreement is empty: 'buyer' alone would have to lower its walk-away point by 0.6, "
            "'seller' alone would have to lower its walk-away point by 0.6, or every side by 0.2");
  auto nothing = price();
  nothing.never = {{{0, {true, true, true}}}};
  EXPECT_EQ(suggest(nothing, buyer_and_seller(0, 0), {}).error().detail,
            "the zone of possible agreement is empty: no package avoids every red line");
}

TEST(Suggestions, SayThatThereAreFewer) {
  auto got = suggest(price(), buyer_and_seller(Rational(1, 10), Rational(1, 10)), {.count = 3});
  ASSERT_TRUE(got.has_value()) << got.error().detail;
  ASSERT_EQ(got->packages.size(), 1u);
  EXPECT_EQ(got->packages[0].outcome, (Outcome{{1}}));
  EXPECT_EQ(got->remarks, (std::vector<std::string>{"only 1 of 3 packages: no other comes within 5 % of the best"}));
}

TEST(Suggestions, NameTheSideWhoseAppraisalDoesNotDo) {
  auto sides = buyer_and_seller(0, 0);
  sides[1].appraisal.worth[0][2].reset();
  EXPECT_EQ(suggest(price(), sides, {}).error().detail, "'seller': option 'high' of 'price' has no worth");
  sides[1].appraisal = Appraisal{};
  sides[1].appraisal.kind = Appraisal::Kind::partial;
  sides[1].appraisal.rankings = {{{0}, {1}, {2}}};
  sides[1].appraisal.comparisons = {{Package{{2}}, Package{{0}}, false}};
  EXPECT_TRUE(suggest(price(), sides, {}).error().detail.starts_with("'seller': these statements contradict each other"));
  sides.pop_back();
  EXPECT_EQ(suggest(price(), sides, {}).error().code, Code::usage);
}

TEST(Suggestions, BoundRobustnessOnLargeFrontiers) {
  auto sides = buyer_and_seller(Rational(1, 10), Rational(1, 10));
  auto got = suggest(price(), sides, {.count = 1, .robust_points = 1});
  ASSERT_TRUE(got.has_value());
  EXPECT_FALSE(got->packages[0].sides[0].endurance.computed);
  EXPECT_TRUE(got->remarks.front().starts_with("the frontier has 3 points")) << got->remarks.front();
}

File example(const char* name) {
  return shared::load(std::filesystem::path(OFFICES_SHARED).parent_path().parent_path() / "examples" / "accord" / name);
}

TEST(Suggestions, OfTheExampleFilesAreThree) {
  auto agenda = read_agenda(example("river-agenda.json"));
  ASSERT_TRUE(agenda.has_value()) << agenda.error().detail;
  auto upstream = read_appraisal(*agenda, example("upstream-appraisal.json"));
  auto downstream = read_appraisal(*agenda, example("downstream-appraisal.json"));
  ASSERT_TRUE(upstream.has_value()) << upstream.error().detail;
  ASSERT_TRUE(downstream.has_value()) << downstream.error().detail;
  EXPECT_EQ(remarks(*agenda, *upstream), std::vector<std::string>{});
  EXPECT_EQ(remarks(*agenda, *downstream), std::vector<std::string>{});
  std::vector<SharedAppraisal> sides{{"Upstream", *upstream}, {"Downstream", *downstream}};
  auto got = suggest(*agenda, sides, {.loss = Rational(3, 20)});
  ASSERT_TRUE(got.has_value()) << got.error().detail;
  ASSERT_EQ(got->packages.size(), 3u);
  for (const auto& one : got->packages) {
    EXPECT_EQ(weigh(*agenda, *upstream, package_of(one.outcome))->verdict, Verdict::acceptable);
    EXPECT_NE(one.sides[1].over_all_utilities, Verdict::unacceptable);
  }
}

}  // namespace
}  // namespace offices::accord
