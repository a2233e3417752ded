// SPDX-License-Identifier: Apache-2.0
#include "accord/linear.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace offices::accord {
namespace {

TEST(LinearPrograms, AreSolvedAndAskedAgain) {
  LinearProgram p;
  auto x = p.column(0, 4), y = p.column(0, 3);
  auto row = p.row({{x, 1}, {y, 2}}, -unbounded, 8);
  auto first = p.maximise({{x, 1}, {y, 1}});
  ASSERT_TRUE(first.has_value() && first->feasible);
  EXPECT_NEAR(first->value, 6, 1e-9);
  EXPECT_NEAR(first->columns[x], 4, 1e-9);
  p.bound_row(row, -unbounded, unbounded);
  EXPECT_NEAR(p.maximise({{x, 1}, {y, 1}})->value, 7, 1e-9);
  p.bound_row(row, 20, unbounded);
  EXPECT_FALSE(p.maximise({{x, 1}})->feasible);
  p.set_row(row, {{x, 1}, {x, 1}, {y, 0}});
  p.bound_row(row, 6, 6);
  EXPECT_NEAR(p.maximise({{x, -1}})->columns[x], 3, 1e-9) << "entries of one column add up";
}

TEST(LinearPrograms, TakeBinaries) {
  LinearProgram p;
  auto a = p.binary(), b = p.binary(), c = p.binary();
  p.row({{a, 2}, {b, 2}, {c, 2}}, -unbounded, 3);  // the relaxation takes one and a half
  auto solved = p.maximise_whole({{a, 3}, {b, 4}, {c, 2}}, 100);
  ASSERT_TRUE(solved.has_value() && solved->feasible);
  EXPECT_NEAR(solved->value, 4, 1e-9);
  p.row({{a, 1}, {b, 1}, {c, 1}}, 1.2, 1.8);
  EXPECT_FALSE(p.maximise_whole({{a, 1}}, 100)->feasible);
}

TEST(LinearPrograms, GiveUpWithAResult) {
  LinearProgram p;
  auto x = p.column(0, unbounded);
  EXPECT_EQ(p.maximise({{x, 1}}).error().code, Code::limit_reached) << "a ray";
  LinearProgram q;
  auto a = q.binary(), b = q.binary(), c = q.binary();
  q.row({{a, 2}, {b, 2}, {c, 2}}, -unbounded, 3);
  EXPECT_EQ(q.maximise_whole({{a, 1}, {b, 1}, {c, 1}}, 0).error().code, Code::limit_reached);
}

TEST(LinearPrograms, OfTwoThreadsDoNotMeet) {
  auto work = [] {
    for (int i = 1; i < 200; ++i) {
      LinearProgram p;
      auto x = p.column(0, i);
      EXPECT_NEAR(p.maximise({{x, 1}})->value, i, 1e-9);
    }
  };
  std::thread other(work);
  work();
  other.join();
}

TEST(LinearPrograms, PrintNothing) {
  testing::internal::CaptureStdout();
  LinearProgram p;
  auto x = p.binary();
  p.row({{x, 1}}, 0.5, 0.7);
  EXPECT_FALSE(p.maximise_whole({{x, 1}}, 10)->feasible);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace offices::accord
