// SPDX-License-Identifier: Apache-2.0
#include "accord/feasible.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/case_twin.hpp"
#include "accord/statements.hpp"
#include "accord/weigh.hpp"

namespace offices::accord {
namespace {

AgendaFile agenda_of(std::vector<std::vector<std::string>> issues) {
  AgendaFile out;
  out.agenda.name = "talks";
  for (std::size_t i = 0; i < issues.size(); ++i)
    out.agenda.issues.push_back({std::string(1, static_cast<char>('A' + i)), IssueKind::discrete, issues[i], 0, 0, {}, {}});
  out.issues.resize(issues.size());
  return out;
}

Appraisal partial(std::vector<Ranking> rankings) {
  Appraisal out;
  out.kind = Appraisal::Kind::partial;
  out.rankings = std::move(rankings);
  return out;
}

bool satisfies(const AgendaFile& file, const Appraisal& mine, const Preferences& side) {
  return std::ranges::all_of(statements_of(file, mine, true), [&](const Statement& s) { return holds(s, side); });
}

/// All utilities on a coarse grid that fit: weights and worths in quarters of the whole, the walk-away point in eighths.
class Grid {
 public:
  Grid(const AgendaFile& file, const Appraisal& mine) {
    for (auto& s : statements_of(file, mine, true)) (s.about == Statement::About::walking ? walking_ : others_).push_back(std::move(s));
    for (const auto& issue : file.agenda.issues) side_.worth.emplace_back(issue.size(), Rational(0));
    side_.weights.resize(side_.worth.size());
    fill(0, 0, steps);
  }
  std::vector<Preferences> fitting;

 private:
  static constexpr int steps = 4;

  void whole() {
    if (!std::ranges::all_of(others_, [&](const Statement& s) { return holds(s, side_); })) return;
    for (int r = 0; r <= 2 * steps; ++r) {
      side_.reservation = Rational(r, 2 * steps);
      if (std::ranges::all_of(walking_, [&](const Statement& s) { return holds(s, side_); })) fitting.push_back(side_);
    }
  }

  /// Option `k` of issue `i` is next; so many steps of weight are `left`.
  void fill(std::size_t i, std::size_t k, int left) {
    if (i == side_.worth.size()) {
      if (left == 0) whole();
      return;
    }
    auto& worth = side_.worth[i];
    if (k == worth.size()) {
      auto [low, high] = std::ranges::minmax_element(worth);
      if (*low != 0) return;
      side_.weights[i] = *high;
      return fill(i + 1, 0, left - Integer(numerator(*high) * steps / denominator(*high)).convert_to<int>());
    }
    for (int v = 0; v <= left; ++v) {
      worth[k] = Rational(v, steps);
      fill(i, k + 1, left);
    }
  }

  std::vector<Statement> others_, walking_;
  Preferences side_;
};

/// A random appraisal of three issues that some utility on the grid made true.
struct Example {
  AgendaFile file;
  Appraisal mine;
  std::vector<Preferences> fitting;
};
Example example() {
  Example out{agenda_of({{"x", "y"}, {"p", "q", "r"}, {"m", "n"}}), {}, {}};
  Preferences truth;
  int a = *rc::gen::inRange(0, 5), b = *rc::gen::inRange(0, 5 - a);
  for (int k : {a, b, 4 - a - b}) truth.weights.push_back(Rational(k, 4));
  truth.worth = {{0, truth.weights[0]}, {0, Rational(*rc::gen::inRange(0, b + 1), 4), truth.weights[1]}, {truth.weights[2], 0}};
  truth.reservation = Rational(*rc::gen::inRange(0, 9), 8);
  out.mine = twin::truthful(out.file, truth, twin::some(4));
  out.fitting = Grid(out.file, out.mine).fitting;
  return out;
}

RC_GTEST_PROP(FeasibleSets, HoldEveryUtilityThatFits, ()) {
  auto e = example();
  auto set = FeasibleSet::of(e.file, e.mine);
  RC_ASSERT(set.has_value());
  RC_ASSERT(set->consistent());
  RC_ASSERT(!e.fitting.empty());
  auto a = twin::random_package(e.file.agenda, true), b = twin::random_package(e.file.agenda, true);
  bool all = true, some = false;
  Rational low = 2, high = -1;
  for (const auto& side : e.fitting) {
    auto u = utility(side, *a.outcome()), v = utility(side, *b.outcome());
    all = all && u >= v;
    some = some || u >= v;
    low = std::min(low, u);
    high = std::max(high, u);
  }
  if (*set->necessarily(a, b)) RC_ASSERT(all);
  if (some) RC_ASSERT(*set->possibly(a, b));
  if (*set->necessarily(a, b)) RC_ASSERT(*set->possibly(a, b));
  auto bounds = *set->bounds(a, {});
  RC_ASSERT(bounds->utility.low <= low && high <= bounds->utility.high);
  RC_CLASSIFY(*set->necessarily(a, b), "necessary");
  RC_CLASSIFY(*set->necessarily(a, b) == all, "the grid agrees");
}

RC_GTEST_PROP(FeasibleSets, HaveARepresentativeThatSatisfiesEveryStatement, ()) {
  auto e = example();
  auto side = FeasibleSet::of(e.file, e.mine)->representative("me");
  RC_ASSERT(side.has_value());
  if (!side->reservation) side->reservation = Rational(0);
  RC_ASSERT(satisfies(e.file, e.mine, *side));
  Rational whole = 0;
  for (const auto& k : side->weights) whole += k;
  RC_ASSERT(whole == 1);
}

RC_GTEST_PROP(PartialWeighing, ContainsWhatEveryFittingUtilitySays, ()) {
  auto e = example();
  for (auto n = twin::some(3); n > 0; --n) e.file.never.push_back(twin::random_combination(e.file.agenda));
  if (twin::some(2) == 0) e.mine.never.push_back(twin::random_combination(e.file.agenda));
  auto package = twin::random_package(e.file.agenda);
  auto got = weigh(e.file, e.mine, package);
  RC_ASSERT(got.has_value());
  bool any = false, all_good = true, some_good = false;
  twin::each_completion(e.file.agenda, package, [&](const Outcome& o) {
    if (!twin::avoids(e.file.never, o)) return;
    any = true;
    for (const auto& side : e.fitting) {
      auto u = utility(side, o);
      RC_ASSERT(got->utility->low <= u && u <= got->utility->high);
      if (got->distance) RC_ASSERT(got->distance->low <= u - *side.reservation && u - *side.reservation <= got->distance->high);
      bool good = twin::avoids(e.mine.never, o) && u >= *side.reservation;
      all_good = all_good && good;
      some_good = some_good || good;
    }
  });
  RC_ASSERT(got->utility.has_value() == any);
  if (got->verdict == Verdict::acceptable) RC_ASSERT(all_good && any);
  if (got->verdict == Verdict::unacceptable) RC_ASSERT(!some_good);
  RC_TAG(std::string(name_of(got->verdict)));
}

/// Tiny cases whose polytope is known: two issues of two options, so that the weight w of A is all there is to know.
TEST(FeasibleSets, GiveTheExactRangesOfTinyCases) {
  auto file = agenda_of({{"x", "y"}, {"p", "q"}});
  auto mine = partial({{{0}, {1}}, {{0}, {1}}});
  mine.swings = {{0}, {1}};  // 1/2 < w < 1
  auto set = FeasibleSet::of(file, mine);
  EXPECT_EQ(*set->weight(0), (Range{Rational(1, 2), 1}));
  EXPECT_EQ(*set->weight(1), (Range{0, Rational(1, 2)}));
  EXPECT_EQ((*set->bounds(Package{{0, 1}}, {}))->utility, (Range{Rational(1, 2), 1}));
  EXPECT_EQ((*set->bounds(Package{{0, std::nullopt}}, {}))->utility, (Range{Rational(1, 2), 1}));
  EXPECT_EQ((*set->bounds(Package{{1, std::nullopt}}, {}))->utility, (Range{0, Rational(1, 2)}));
  EXPECT_TRUE(*set->necessarily(Package{{0, 1}}, Package{{1, 0}}));
  EXPECT_FALSE(*set->possibly(Package{{1, 0}}, Package{{0, 1}})) << "the order of swings is strict";
  // The margin is at most 1/3; at half of it the weight is from 7/12 to 10/12.
  EXPECT_NEAR(approximate(set->representative("")->weights[0]), 17.0 / 24, 1e-5);
}

TEST(FeasibleSets, TakeTheWalkAwayPointFromComparisons) {
  auto file = agenda_of({{"x", "y"}, {"p", "q"}});
  auto mine = partial({{{0}, {1}}, {{0}, {1}}});
  mine.swings = {{0}, {1}};
  auto unstated = FeasibleSet::of(file, mine);
  EXPECT_FALSE(unstated->walking_stated());
  mine.against_walking = {{Package{{0, 1}}, true}, {Package{{1, 0}}, false}};
  auto set = FeasibleSet::of(file, mine);
  EXPECT_TRUE(*set->necessarily_acceptable(Package{{0, std::nullopt}}, {}));
  EXPECT_FALSE(*set->possibly_acceptable(Package{{1, 0}}, {})) << "it was said to be worse, even where it may come close";
  EXPECT_FALSE(*set->possibly_acceptable(Package{{1, std::nullopt}}, {}));
  EXPECT_EQ(weigh(file, mine, Package{{0, 1}})->verdict, Verdict::acceptable);
  EXPECT_EQ(weigh(file, mine, Package{{1, 1}})->verdict, Verdict::unacceptable);
  EXPECT_EQ(weigh(file, mine, Package{{std::nullopt, 0}})->verdict, Verdict::depends);
  mine.against_walking.clear();
  EXPECT_EQ(weigh(file, mine, Package{{0, 0}})->verdict, Verdict::depends) << "nothing is known about walking away";
}

TEST(FeasibleSets, CompleteAroundRedLines) {
  auto file = agenda_of({{"x", "y"}, {"p", "q"}});
  auto mine = partial({{{0}, {1}}, {{0}, {1}}});
  mine.swings = {{0, 1}};  // w = 1/2
  auto set = FeasibleSet::of(file, mine);
  Package open{{std::nullopt, std::nullopt}};
  std::vector<Combination> both_best{{{0, {true, false}}, {1, {true, false}}}};
  EXPECT_EQ((*set->bounds(open, both_best))->utility, (Range{0, Rational(1, 2)}));
  std::vector<Combination> nothing{{{0, {true, false}}}, {{0, {false, true}}}};
  EXPECT_EQ(*set->bounds(open, nothing), std::nullopt);
  EXPECT_FALSE(*set->possibly_acceptable(open, nothing));
}

TEST(FeasibleSets, NameASmallestConflict) {
  auto file = agenda_of({{"x", "y"}, {"p", "q", "r"}, {"m", "n"}});
  auto mine = partial({{{0}, {1}}, {{0}, {1}, {2}}, {{0}, {1}}});
  mine.swings = {{2}, {0}};
  mine.comparisons = {{Package{{std::nullopt, 1, 1}}, Package{{std::nullopt, 0, 1}}, false},
                      {Package{{0, 0, 0}}, Package{{1, 1, 1}}, false}};
  auto set = FeasibleSet::of(file, mine);
  ASSERT_TRUE(set.has_value());
  EXPECT_FALSE(set->consistent());
  EXPECT_EQ(*set->conflict(), (std::vector<std::string>{"on 'B', 'p' is better than 'q'", "(B: q, C: n) is better than (B: p, C: n)"}));
  EXPECT_EQ(set->representative("").error().code, Code::malformed);
  EXPECT_NE(weigh(file, mine, Package{{0, 0, 0}}).error().detail.find("contradict each other"), std::string::npos);
  EXPECT_EQ(remarks(file, mine).front(),
            "these statements contradict each other: on 'B', 'p' is better than 'q'; (B: q, C: n) is better than (B: p, C: n)");
}

RC_GTEST_PROP(FeasibleSets, LeaveNothingOutOfAConflictThatCouldBe, ()) {
  auto e = example();
  for (auto n = 1 + twin::some(3); n > 0; --n)
    e.mine.comparisons.push_back(
        {twin::random_package(e.file.agenda, true), twin::random_package(e.file.agenda, true), twin::some(3) == 0});
  auto set = FeasibleSet::of(e.file, e.mine);
  RC_ASSERT(set.has_value());
  RC_CLASSIFY(!set->consistent(), "inconsistent");
  auto conflict = *set->conflict();
  RC_ASSERT(conflict.empty() == set->consistent());
  RC_ASSERT(set->consistent() == set->representative("").has_value());
  if (set->consistent()) return;
  RC_ASSERT(Grid(e.file, e.mine).fitting.empty());
  // One comparison less, and it may be consistent; every comparison named is needed.
  for (std::size_t c = 0; c < e.mine.comparisons.size(); ++c) {
    auto without = e.mine;
    without.comparisons.erase(without.comparisons.begin() + static_cast<std::ptrdiff_t>(c));
    auto less = FeasibleSet::of(e.file, without);
    if (less->consistent()) {
      auto words = statements_of(e.file, e.mine, false);
      auto at = std::ranges::find_if(words, [&](const Statement& s) { return s.about == Statement::About::packages; }) +
                static_cast<std::ptrdiff_t>(c);
      RC_ASSERT(std::ranges::find(conflict, at->words) != conflict.end());
    }
  }
}

TEST(FeasibleSets, RefuseWhatIsNotPartial) {
  auto file = agenda_of({{"x", "y"}});
  EXPECT_EQ(FeasibleSet::of(file, Appraisal{}).error().detail, "an exact appraisal leaves nothing to derive");
  EXPECT_EQ(FeasibleSet::of(file, partial({{}})).error().detail, "the options of 'A' have no order");
  auto set = FeasibleSet::of(file, partial({{{0}, {1}}}));
  EXPECT_EQ(set->necessarily(Package{{0}}, Package{{std::nullopt}}).error().code, Code::usage);
}

}  // namespace
}  // namespace offices::accord
