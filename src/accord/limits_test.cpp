// SPDX-License-Identifier: Apache-2.0
// Limits: a frontier of 2^40 points, each outcome one of them. Memory, hurry, cancellation and progress.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>

#include "accord/solve.hpp"

namespace offices::accord {
namespace {

constexpr int issues = 40;

/// Each issue is worth 2^k to whoever gets it: the utilities sum to 2^40 - 1, so nothing dominates anything.
Scenario all_efficient(std::size_t sides) {
  Scenario s;
  for (int k = 0; k < issues; ++k) {
    Issue issue;
    issue.name = "issue " + std::to_string(k);
    for (std::size_t o = 0; o < sides; ++o) issue.options.push_back("to " + std::to_string(o));
    s.agenda.issues.push_back(issue);
  }
  for (std::size_t i = 0; i < sides; ++i) {
    Preferences side;
    side.name = "side " + std::to_string(i);
    side.lines.resize(issues);
    for (int k = 0; k < issues; ++k) {
      side.worth.emplace_back(sides, Rational(0));
      side.worth.back()[i] = Rational(std::int64_t{1} << k);
    }
    s.sides.push_back(side);
  }
  return s;
}

const Rational whole((std::int64_t{1} << issues) - 1);

/// Every split v : 2^40 - 1 - v is some outcome's; each must be within the slack of a listed point.
void expect_certified(const Frontier& f, const Rational& share_max) {
  EXPECT_FALSE(f.exact);
  EXPECT_FALSE(f.counted);
  ASSERT_GT(f.size(), 0u);
  for (std::size_t s = 0; s < 2; ++s) EXPECT_LT(f.slack[s], whole * share_max);
  // A point covers the splits whose first share is from u0 - slack1 to u0 + slack0.
  Rational reached = whole + 1;
  for (std::size_t p = 0; p < f.size(); ++p) {
    EXPECT_EQ(f.utility(p, 0) + f.utility(p, 1), whole);
    EXPECT_GE(f.utility(p, 0) + f.slack[0], reached - 1) << "a gap above point " << p;
    reached = f.utility(p, 0) - f.slack[1];
  }
  EXPECT_LE(reached, 0);
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Limits, MemoryIsHeldAndTheAnswerCertified) {
  auto scenario = all_efficient(2);
  Control control;
  control.memory_bytes = 32u << 20;
  [[maybe_unused]] long before = peak_kib();
  auto frontier = additive_frontier(scenario, control);
  ASSERT_TRUE(frontier.has_value());
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
  EXPECT_LT(peak_kib() - before, 40 << 10);
#endif
  EXPECT_GT(frontier->size(), 1'000u);
  expect_certified(*frontier, Rational(1, 1000));
  for (std::size_t p = 0; p < frontier->size(); p += 97) {
    auto witness = frontier->outcome(p);
    for (std::size_t s = 0; s < 2; ++s) EXPECT_EQ(utility(scenario.sides[s], witness), frontier->utility(p, s));
  }
}

TEST(Limits, HurryEndsItWithACertificate) {
  Request request;
  std::atomic<int> asked = 0;
  request.control.pulse = [&] { return ++asked > 200 ? Pulse::hurry : Pulse::go_on; };
  auto answer = solve(all_efficient(2), request);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->outcomes, Integer(1) << issues);
  expect_certified(answer->frontier, Rational(1, 20));
  ASSERT_TRUE(answer->ceilings.has_value());
  Rational even = whole * whole / 4;
  EXPECT_GE(answer->ceilings->nash, even - 1);
  EXPECT_LE(answer->ceilings->nash, even * Rational(12, 10));
  EXPECT_GE(answer->ceilings->egalitarian, (whole - 1) / 2);
  EXPECT_LE(answer->ceilings->egalitarian, whole * Rational(6, 10));
  EXPECT_GE(answer->ceilings->utilitarian, whole);
  EXPECT_LE(answer->ceilings->utilitarian, whole * Rational(11, 10));
}

TEST(Limits, ThreeAndFiveSidesEndToo) {
  for (std::size_t sides : {3u, 5u}) {
    Request request;
    request.control.memory_bytes = 16u << 20;
    request.control.search_nodes = 100'000;
    std::atomic<int> asked = 0;
    request.control.pulse = [&] { return ++asked > 400 ? Pulse::hurry : Pulse::go_on; };
    auto answer = solve(all_efficient(sides), request);
    ASSERT_TRUE(answer.has_value()) << sides;
    EXPECT_FALSE(answer->frontier.exact);
    ASSERT_FALSE(answer->solutions.egalitarian.points.empty());
    // The largest issues go to one side each; the last two sides halve what is left.
    Rational truth((std::int64_t{1} << (issues - static_cast<int>(sides) + 1)) - 1), share = whole / static_cast<int>(sides);
    EXPECT_GE(answer->ceilings->egalitarian, truth);
    EXPECT_LE(answer->ceilings->egalitarian, share * Rational(101, 100)) << sides;
    EXPECT_LE(answer->solutions.egalitarian.value, truth) << sides;
    EXPECT_GE(answer->solutions.egalitarian.value, truth * Rational(60, 100)) << sides;
    auto point = answer->solutions.egalitarian.points.front();
    for (std::size_t s = 0; s < sides; ++s)
      EXPECT_EQ(utility(answer->scenario.sides[s], answer->frontier.outcome(point)), answer->frontier.utility(point, s));
  }
}

/// Whoever works asks every few milliseconds, so the asking that is left is the work that is left.
TEST(Limits, HurryLeavesLittleToDo) {
  for (std::size_t sides : {2u, 3u, 5u, 8u}) {
    Request request;
    std::atomic<int> asked = 0;
    constexpr int hurried = 50;
    request.control.pulse = [&] { return ++asked > hurried ? Pulse::hurry : Pulse::go_on; };
    auto answer = solve(all_efficient(sides), request);
    ASSERT_TRUE(answer.has_value());
    EXPECT_FALSE(answer->frontier.exact) << sides;
    EXPECT_LT(asked.load(), hurried + 8'000) << sides;
    for (std::size_t s = 0; s < sides; ++s) EXPECT_LE(answer->frontier.slack[s], whole) << "a slack above the range says nothing";
  }
}

/// What was streamed before a limit struck stays; the rest follows more coarsely, and all of it is certified.
TEST(Limits, WhatIsStreamedStandsWhenTimeIsUp) {
  auto scenario = all_efficient(2);
  scenario.agenda.issues.resize(18);
  for (auto& side : scenario.sides) {
    side.lines.resize(18);
    side.worth.resize(18);
  }
  std::size_t counted_before = 0;
  for (int hurried : {0, 1, 2, 3, 5, 1'000'000}) {
    Request request;
    std::size_t told = 0, counted = 0;
    request.control.pulse = [&] { return told > static_cast<std::size_t>(hurried) * 500 ? Pulse::hurry : Pulse::go_on; };
    request.control.threads = 1;
    std::vector<std::vector<Rational>> heard;
    request.stream = [&](const Agenda& agenda, const StreamedPoint& point) {
      ++told;
      counted += point.count ? 1 : 0;
      for (std::size_t s = 0; s < 2; ++s) EXPECT_EQ(utility(scenario.sides[s], point.outcome), point.utilities[s]);
      EXPECT_EQ(agenda.issues.size(), 18u);
      heard.push_back(point.utilities);
    };
    auto answer = solve(scenario, request);
    ASSERT_TRUE(answer.has_value());
    ASSERT_EQ(answer->streamed, answer->frontier.size());
    for (std::size_t p = 0; p < heard.size(); ++p) ASSERT_EQ(heard[p], answer->frontier.utilities(p));
    EXPECT_GE(counted, counted_before) << "exact until the limit struck";
    counted_before = counted;
    EXPECT_EQ(answer->frontier.exact, counted == std::size_t{1} << 18);
    Rational all((1 << 18) - 1), reached = all + 1;
    for (const auto& u : heard) {
      EXPECT_GE(u[0] + answer->frontier.slack[0], reached - 1);
      reached = u[0] - answer->frontier.slack[1];
    }
    EXPECT_LE(reached, 0);
  }
  EXPECT_EQ(counted_before, std::size_t{1} << 18);
}

TEST(Limits, StopEndsItAtOnce) {
  for (std::size_t sides : {2u, 3u, 5u}) {
    Request request;
    std::atomic<int> asked = 0;
    request.control.pulse = [&] { return ++asked > 50 ? Pulse::stop : Pulse::go_on; };
    auto answer = solve(all_efficient(sides), request);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, Code::cancelled);
    EXPECT_LT(asked.load(), 60);  // nobody goes on asking, so nobody goes on working
  }
}

TEST(Limits, ProgressRisesAndStaysAShare) {
  Control control;
  control.memory_bytes = 1u << 20;
  std::vector<double> told;
  control.progress = [&](double share) { told.push_back(share); };
  ASSERT_TRUE(additive_frontier(all_efficient(2), control).has_value());
  EXPECT_GE(told.size(), 30u);
  EXPECT_TRUE(std::ranges::is_sorted(told));
  EXPECT_GE(told.front(), 0);
  EXPECT_LE(told.back(), 1);
}

}  // namespace
}  // namespace offices::accord
