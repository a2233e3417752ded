// SPDX-License-Identifier: Apache-2.0
#include "accord/weigh.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/case_twin.hpp"

namespace offices::accord {
namespace {

RC_GTEST_PROP(Weighing, SaysWhatEveryCompletionSays, ()) {
  auto file = twin::random_agenda();
  auto mine = twin::random_exact(file);
  auto side = preferences_of(file, mine, "");
  RC_ASSERT(side.has_value());
  auto package = twin::random_package(file.agenda);
  auto got = weigh(file, mine, package);
  RC_ASSERT(got.has_value());
  std::optional<Range> utilities;
  bool all_good = true, some_good = false;
  std::vector<std::optional<Range>> gains(file.agenda.issues.size());
  auto widen = [](std::optional<Range>& range, const Rational& v) {
    if (!range) range = Range{v, v};
    range = Range{std::min(range->low, v), std::max(range->high, v)};
  };
  twin::each_completion(file.agenda, package, [&](const Outcome& o) {
    if (!twin::avoids(file.never, o)) return;
    auto u = utility(*side, o);
    widen(utilities, u);
    for (std::size_t i = 0; i < gains.size(); ++i) widen(gains[i], side->worth[i][o.choice[i]]);
    bool good = twin::avoids(mine.never, o) && (!side->reservation || u >= *side->reservation);
    all_good = all_good && good;
    some_good = some_good || good;
  });
  RC_ASSERT(got->utility == utilities);
  auto expected = !some_good ? Verdict::unacceptable : all_good && side->reservation ? Verdict::acceptable : Verdict::depends;
  RC_ASSERT(got->verdict == expected);
  RC_ASSERT(got->exact && got->tight);
  RC_ASSERT(got->distance.has_value() == (utilities && side->reservation));
  if (got->distance) RC_ASSERT(got->distance->low == utilities->low - *side->reservation);
  for (std::size_t i = 0; utilities && i < gains.size(); ++i) {
    RC_ASSERT(got->issues[i].gains == *gains[i]);
    RC_ASSERT(got->issues[i].gives.low == side->weights[i] - gains[i]->high);
  }
}

AgendaFile small() {
  AgendaFile out;
  out.agenda = {"small", {{"A", IssueKind::discrete, {"x", "y", "z"}, 0, 0, {}, {}}, {"B", IssueKind::discrete, {"p", "q"}, 0, 0, {}, {}}}};
  out.issues.resize(2);
  return out;
}

TEST(Weighing, BoundsAnOptionWithoutAWorth) {
  Appraisal mine;
  mine.worth = {{Rational(0), Rational(10), std::nullopt}, {Rational(0), Rational(1)}};
  mine.weights = {Rational(60), Rational(40)};
  mine.rankings.resize(2);
  mine.walk_away = Rational(1, 2);
  auto got = weigh(small(), mine, Package{{2, 1}});
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(*got->utility, (Range{Rational(2, 5), Rational(1)}));
  EXPECT_EQ(got->verdict, Verdict::depends);
  EXPECT_FALSE(got->tight);
  EXPECT_EQ(weigh(small(), mine, Package{{1, 1}})->verdict, Verdict::acceptable) << "the gap is not part of it";
  EXPECT_EQ(weigh(small(), mine, Package{{0, std::nullopt}})->verdict, Verdict::unacceptable);
  mine.weights[1].reset();
  EXPECT_EQ(weigh(small(), mine, Package{{1, 1}}).error().detail, "issue 'B' has not been appraised");
}

TEST(Weighing, IsSpelledAsJson) {
  Appraisal mine;
  mine.worth = {{Rational(0), Rational(10), Rational(5)}, {Rational(0), Rational(1)}};
  mine.weights = {Rational(75), Rational(25)};
  mine.rankings.resize(2);
  mine.walk_away = Rational(1, 2);
  mine.never = {{{0, {false, true, false}}, {1, {true, false}}}};
  auto got = weigh(small(), mine, Package{{1, std::nullopt}});
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(weighing_json(small(), mine, *got),
            R"({"constraints":[],"distance":["0.25","0.5"],"exact":true,"issues":[)"
            R"({"gains":["0.75","0.75"],"gives":["0","0"],"issue":"A","option":"y"},)"
            R"({"gains":["0","0.25"],"gives":["0","0.25"],"issue":"B","option":null}],)"
            R"("red_lines":[{"certain":false,"when":{"A":["y"],"B":["p"]}}],"tight":true,"utility":["0.75","1"],"verdict":"depends",)"
            R"("walk_away":["0.5","0.5"]})");
}

}  // namespace
}  // namespace offices::accord
