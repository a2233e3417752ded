// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/appraisal.hpp"
#include "accord/case_twin.hpp"

namespace offices::accord {
namespace {

AgendaFile agenda_of(std::vector<std::pair<std::string, std::vector<std::string>>> issues) {
  AgendaFile out;
  out.agenda.name = "talks";
  for (auto& [name, options] : issues) out.agenda.issues.push_back({name, IssueKind::discrete, options, 0, 0, {}, {}});
  out.issues.resize(out.agenda.issues.size());
  return out;
}

Appraisal numbers(std::vector<std::vector<int>> worth, std::vector<int> weights) {
  Appraisal out;
  for (const auto& row : worth) out.worth.emplace_back(row.begin(), row.end());
  for (int w : weights) out.weights.emplace_back(Rational(w));
  out.rankings.resize(worth.size());
  return out;
}

RC_GTEST_PROP(MappedAppraisals, AreTheSameOnTheSameAgenda, ()) {
  auto file = twin::random_agenda();
  auto mine = twin::random_exact(file, true);
  if (*rc::gen::arbitrary<bool>()) {
    auto truth = preferences_of(file, twin::random_exact(file), "");
    RC_ASSERT(truth.has_value());
    if (!truth->reservation) truth->reservation = Rational(1, 2);
    mine = twin::truthful(file, *truth, twin::some(4));
  }
  auto mapped = map_appraisal(file, mine, file);
  RC_ASSERT(mapped.appraisal == mine);
  RC_ASSERT(mapped.lost.empty());
}

TEST(MappedAppraisals, FollowNamesThroughAnotherOrder) {
  auto from = agenda_of({{"A", {"x", "y"}}, {"B", {"p", "q"}}}), to = agenda_of({{"B", {"q", "p"}}, {"A", {"x", "y"}}});
  auto mine = numbers({{0, 1}, {5, 0}}, {3, 1});
  mine.never = {{{0, {true, false}}, {1, {true, false}}}};
  mine.walk_away = Package{{1, 1}};
  auto mapped = map_appraisal(from, mine, to);
  EXPECT_TRUE(mapped.lost.empty());
  auto expected = numbers({{0, 5}, {0, 1}}, {1, 3});
  expected.never = {{{0, {false, true}}, {1, {true, false}}}};
  expected.walk_away = Package{{0, 1}};
  EXPECT_EQ(mapped.appraisal, expected);
}

TEST(MappedAppraisals, LeaveGapsForWhatIsNew) {
  auto from = agenda_of({{"A", {"x", "y"}}}), to = agenda_of({{"A", {"x", "y", "z"}}, {"B", {"p", "q"}}});
  auto mine = numbers({{0, 1}}, {3});
  mine.walk_away = Rational(1, 2);
  auto mapped = map_appraisal(from, mine, to);
  EXPECT_EQ(mapped.lost, (std::vector<std::string>{"option 'z' of 'A' is new and has no worth yet", "'B' is new and has not been appraised",
                                                   "the scale of the walk-away point has changed; state it again"}));
  EXPECT_EQ(gaps(to, mapped.appraisal), (std::vector<std::string>{"option 'z' of 'A' has no worth", "issue 'B' has not been appraised"}));
}

TEST(MappedAppraisals, LowerTheWeightOfAShorterSwingAndKeepTheWalkAwayPoint) {
  auto from = agenda_of({{"A", {"w", "x", "y"}}, {"B", {"p", "q"}}}), to = agenda_of({{"A", {"w", "x"}}, {"B", {"p", "q"}}});
  auto mine = numbers({{0, 3, 10}, {0, 1}}, {50, 50});
  mine.walk_away = Rational(13, 40);
  mine.swings = {{0, 1}};
  auto mapped = map_appraisal(from, mine, to);
  EXPECT_EQ(mapped.appraisal.weights[0], Rational(15));
  EXPECT_EQ(std::get<Rational>(mapped.appraisal.walk_away), Rational(1, 2)) << "13/40 of what was 1 is 1/2 of what was 26/40";
  EXPECT_EQ(mapped.appraisal.swings, (Ranking{{1}}));
  EXPECT_EQ(mapped.lost, (std::vector<std::string>{"option 'y' of 'A' is gone",
                                                   "the swing on 'A' is shorter now; its weight was lowered in proportion"}));
  auto before = preferences_of(from, mine, ""), after = preferences_of(to, mapped.appraisal, "");
  for (std::uint32_t a = 0; a < 2; ++a)
    for (std::uint32_t b = 0; b < 2; ++b)
      EXPECT_EQ(utility(*before, {{a, b}}) >= *before->reservation, utility(*after, {{a, b}}) >= *after->reservation);
}

RC_GTEST_PROP(MappedAppraisals, OrderTheRemainingPackagesAsBefore, ()) {
  auto from = twin::random_agenda(3, 4, false);
  for (auto& issue : from.agenda.issues)  // so that an option can vanish
    if (issue.kind == IssueKind::discrete && issue.size() == 1) issue.options.push_back("more");
  auto mine = twin::random_exact(from);
  auto to = from;
  for (auto& issue : to.agenda.issues)
    if (issue.kind == IssueKind::discrete && twin::some(2) == 0) issue.options.erase(issue.options.begin() + twin::some(issue.size()));
  auto mapped = map_appraisal(from, mine, to);
  auto before = preferences_of(from, mine, ""), after = preferences_of(to, mapped.appraisal, "");
  RC_ASSERT(before.has_value());
  RC_CLASSIFY(after.has_value(), "something is left to decide");
  if (!after) return;
  auto old = [&](const Outcome& o) {
    Outcome out;
    for (std::size_t i = 0; i < o.choice.size(); ++i)
      out.choice.push_back(*from.agenda.issues[i].find(to.agenda.issues[i].option(o.choice[i])));
    return out;
  };
  std::vector<Outcome> all;
  twin::each_completion(to.agenda, Package{std::vector<std::optional<std::uint32_t>>(to.agenda.issues.size())},
                        [&](const Outcome& o) { all.push_back(o); });
  for (const auto& a : all) {
    for (const auto& b : all) RC_ASSERT((utility(*before, old(a)) < utility(*before, old(b))) == (utility(*after, a) < utility(*after, b)));
    if (before->reservation && after->reservation)
      RC_ASSERT((utility(*before, old(a)) < *before->reservation) == (utility(*after, a) < *after->reservation));
  }
}

TEST(MappedAppraisals, DropWhatIsAboutSomethingThatIsGone) {
  auto from = agenda_of({{"A", {"x", "y"}}, {"B", {"p", "q"}}}), to = agenda_of({{"A", {"x", "y"}}});
  Appraisal mine;
  mine.kind = Appraisal::Kind::partial;
  mine.rankings = {{{0}, {1}}, {{1}, {0}}};
  mine.swings = {{1}, {0}};
  mine.comparisons = {{Package{{0, 0}}, Package{{1, 1}}, false}, {Package{{0, std::nullopt}}, Package{{1, std::nullopt}}, false}};
  mine.against_walking = {{Package{{0, std::nullopt}}, true}};
  mine.walk_away = Package{{0, 0}};
  mine.never = {{{1, {true, false}}}, {{0, {true, false}}}};
  auto mapped = map_appraisal(from, mine, to);
  EXPECT_EQ(mapped.appraisal.rankings, (std::vector<Ranking>{{{0}, {1}}}));
  EXPECT_EQ(mapped.appraisal.swings, (Ranking{{0}}));
  EXPECT_EQ(mapped.appraisal.comparisons.size(), 1u);
  EXPECT_TRUE(mapped.appraisal.against_walking.empty()) << "whatever came on the other issue comes no more";
  EXPECT_TRUE(std::holds_alternative<std::monostate>(mapped.appraisal.walk_away));
  EXPECT_EQ(mapped.appraisal.never.size(), 1u);
  EXPECT_EQ(mapped.lost, (std::vector<std::string>{"'B' is gone; what was said about it is dropped",
                                                   "a comparison names what is gone: A: x; B: p – A: y; B: q",
                                                   "a comparison with walking away no longer fits: A: x",
                                                   "the walk-away package does not fit the new agenda; state the walk-away point again",
                                                   "a red line is about what is gone: B: p"}));
}

TEST(MappedAppraisals, AskForAnOrderWhoseEndsAreGone) {
  auto from = agenda_of({{"A", {"x", "y", "z"}}}), to = agenda_of({{"A", {"y", "z"}}});
  Appraisal mine;
  mine.kind = Appraisal::Kind::partial;
  mine.rankings = {{{0}, {1}, {2}}};
  auto mapped = map_appraisal(from, mine, to);
  EXPECT_TRUE(mapped.appraisal.rankings[0].empty());
  EXPECT_EQ(mapped.lost.back(), "the order of 'A' has lost its best options and is to be stated again");
  mine.rankings = {{{0, 1}, {2}}};
  EXPECT_EQ(map_appraisal(from, mine, to).appraisal.rankings[0], (Ranking{{0}, {1}})) << "one of the best is still there";
}

}  // namespace
}  // namespace offices::accord
