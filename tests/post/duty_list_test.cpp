// SPDX-License-Identifier: Apache-2.0
#include "post/duty_list.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace offices::post {
namespace {

using mediation::Precedence;

int utc(Time t) { return static_cast<int>(t.seconds / 60 % 1440); }
Time at(int hour, int minute = 0) { return Time{1'700'006'400 + (hour * 60 + minute) * 60}; }  // a midnight in UTC, and so much

Json stage(const char* name, std::int64_t after_s, Json quiet = nullptr) {
  return {{"name", name}, {"command", {"/bin/true", name}}, {"after_s", after_s}, {"quiet", std::move(quiet)}};
}
DutyList list_of(Json stages) { return *read_duty_list({{"stages", std::move(stages)}}); }

std::string refusal(const Json& json) {
  auto r = read_duty_list(json);
  return r ? "" : r.error().detail;
}

TEST(DutyList, CallsInTheOrderOfTheDelays) {
  auto list = list_of({stage("second", 600), stage("first", 0)});
  auto plan = plan_of(list, Precedence::routine, at(12), utc);
  ASSERT_EQ(plan.size(), 2u);
  EXPECT_EQ(list.stages[plan[0].stage].name, "first");
  EXPECT_EQ(plan[0].at, at(12));
  EXPECT_EQ(plan[1].at, at(12, 10));
  EXPECT_FALSE(plan[0].held_back);
}

TEST(DutyList, LetsSleepWhoSleepsUnlessItBurns) {
  Json night{{"from", "22:00"}, {"until", "07:00"}, {"below", "IMMEDIATE"}};
  auto list = list_of({stage("sleeper", 0, night), stage("watch", 3600)});
  auto plan = plan_of(list, Precedence::priority, at(23, 30), utc);
  ASSERT_EQ(plan.size(), 3u) << "held back, then the next one, then in the morning";
  EXPECT_TRUE(plan[0].held_back);
  EXPECT_EQ(plan[0].at, at(23, 30));
  EXPECT_EQ(list.stages[plan[1].stage].name, "watch");
  EXPECT_EQ(plan[1].at, at(24, 30));
  EXPECT_EQ(plan[2].at, at(31)) << "seven in the morning";
  EXPECT_FALSE(plan[2].held_back);
  EXPECT_EQ(plan_of(list, Precedence::immediate, at(23, 30), utc).size(), 2u) << "as urgent as the list says";
  EXPECT_EQ(plan_of(list, Precedence::routine, at(21, 59), utc).size(), 2u);
  EXPECT_EQ(plan_of(list, Precedence::routine, at(22), utc).size(), 3u);
  EXPECT_EQ(plan_of(list, Precedence::routine, at(7), utc).size(), 2u);
}

TEST(DutyList, IsRefusedWithTheFieldThatIsWrong) {
  EXPECT_NE(refusal({{"stages", {{{"name", "a"}, {"command", {"page"}}, {"after_s", 0}}}}}).find("absolute path"), std::string::npos);
  EXPECT_NE(refusal({{"stages", {{{"name", "a"}, {"command", Json::array()}, {"after_s", 0}}}}}).find("absolute path"), std::string::npos);
  EXPECT_NE(refusal({{"notify", "/bin/true"}}).find("notify"), std::string::npos);
  EXPECT_NE(refusal({{"notify_from", "URGENT"}}).find("notify_from"), std::string::npos);
  EXPECT_NE(refusal({{"stages", {stage("a", -1)}}}).find("after_s"), std::string::npos);
  EXPECT_NE(refusal({{"stages", {stage("a", 0, {{"from", "25:00"}, {"until", "07:00"}})}}}).find("25:00"), std::string::npos);
  EXPECT_NE(refusal({{"stages", {stage("a", 0, {{"from", "7:00"}, {"until", "07:00"}})}}}).find("7:00"), std::string::npos);
  EXPECT_NE(refusal({{"stages", {stage("a", 0, {{"from", "07:00"}, {"until", "07:00"}})}}}).find("another time"), std::string::npos);
  EXPECT_NE(refusal({{"stage", Json::array()}}), "") << "a key that nobody asked for";
  EXPECT_NE(refusal(Json::array()), "");
  EXPECT_EQ(refusal(Json::object()), "");
}

RC_GTEST_PROP(DutyList, ComesBackAsItWasWritten, ()) {
  DutyList list;
  if (*rc::gen::arbitrary<bool>()) list.notify = {"/usr/bin/page", "x"};
  list.notify_from = static_cast<Precedence>(*rc::gen::inRange(0, 4));
  for (int n = *rc::gen::inRange(0, 5); n > 0; --n) {
    DutyStage s{"stage " + std::to_string(n), {"/bin/true"}, *rc::gen::inRange(0, 86'400), {}};
    auto from = *rc::gen::inRange(0, 1440), until = *rc::gen::inRange(0, 1440);
    if (from != until) s.quiet = QuietHours{from, until, static_cast<Precedence>(*rc::gen::inRange(0, 4))};
    list.stages.push_back(std::move(s));
  }
  std::ranges::stable_sort(list.stages, {}, &DutyStage::after_s);
  auto back = read_duty_list(to_json(list));
  RC_ASSERT(back.has_value());
  RC_ASSERT(to_json(*back) == to_json(list));
}

RC_GTEST_PROP(DutyList, CallsEveryStageOnceAndNobodyInQuietHours, ()) {
  DutyList list;
  for (int n = *rc::gen::inRange(1, 6); n > 0; --n) {
    DutyStage s{"s", {"/bin/true"}, *rc::gen::inRange(0, 86'400), {}};
    auto from = *rc::gen::inRange(0, 1440), until = *rc::gen::inRange(0, 1440);
    if (from != until) s.quiet = QuietHours{from, until, static_cast<Precedence>(*rc::gen::inRange(0, 4))};
    list.stages.push_back(std::move(s));
  }
  auto precedence = static_cast<Precedence>(*rc::gen::inRange(0, 4));
  auto plan = plan_of(list, precedence, at(0).plus(*rc::gen::inRange(0, 86'400)), utc);
  std::vector<int> calls(list.stages.size());
  for (std::size_t i = 0; i < plan.size(); ++i) {
    bool in_order = i == 0 || plan[i - 1].at <= plan[i].at;
    RC_ASSERT(in_order);
    if (plan[i].held_back) continue;
    ++calls[plan[i].stage];
    const auto& q = list.stages[plan[i].stage].quiet;
    if (!q || precedence >= q->below) continue;
    auto m = utc(plan[i].at);
    bool quiet = q->from < q->until ? m >= q->from && m < q->until : m >= q->from || m < q->until;
    RC_ASSERT(!quiet);
  }
  RC_ASSERT(std::ranges::all_of(calls, [](int n) { return n == 1; }));
}

}  // namespace
}  // namespace offices::post
