// SPDX-License-Identifier: Apache-2.0
#include "accord/package.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/case_twin.hpp"

namespace offices::accord {
namespace {

Agenda small() { return {"small", {{"A", IssueKind::discrete, {"x", "y"}, 0, 0, {}, {}}, {"B", IssueKind::integer, {}, 1, 3, {}, {}}}}; }

TEST(Packages, MayLeaveIssuesOpen) {
  auto got = read_package(small(), R"({"B": 2})");
  ASSERT_TRUE(got.has_value()) << got.error().detail;
  EXPECT_EQ(*got, (Package{{std::nullopt, 1}}));
  EXPECT_FALSE(got->complete());
  EXPECT_EQ(got->outcome(), std::nullopt);
  EXPECT_EQ(write_package(small(), *got), R"({"B":"2"})");
  EXPECT_EQ(*read_package(small(), R"({"A": "y", "B": "3"})")->outcome(), (Outcome{{1, 2}}));
}

TEST(Packages, AreRefusedWithWhatIsWrong) {
  for (auto [text, why] : std::initializer_list<std::pair<const char*, const char*>>{{"{}", "an object of issues"},
                                                                                     {"[]", "an object of issues"},
                                                                                     {R"({"C": "x"})", "no such issue 'C'"},
                                                                                     {R"({"A": "z"})", "no option 'z'"},
                                                                                     {R"({"A": 1})", "no option '1'"},
                                                                                     {R"({"A": null})", "no option"},
                                                                                     {R"({"B": "4"})", "no option '4'"},
                                                                                     {R"({"A": "x", "A": "x"})", "duplicate key"}}) {
    auto got = read_package(small(), text);
    ASSERT_FALSE(got.has_value()) << text;
    EXPECT_NE(got.error().detail.find(why), std::string::npos) << got.error().detail;
  }
}

RC_GTEST_PROP(Packages, ReadBackAsTheyWere, ()) {
  auto agenda = twin::random_issues(5, 4);
  auto package = twin::random_package(agenda);
  RC_ASSERT(*read_package(agenda, write_package(agenda, package)) == package);
  Integer n = 0;
  twin::each_completion(agenda, package, [&](const Outcome&) { n += 1; });
  RC_ASSERT(completions(agenda, package) == n);
}

RC_GTEST_PROP(RedLines, ReachAPackageAsItsCompletionsSay, ()) {
  auto agenda = twin::random_issues(4, 3);
  auto package = twin::random_package(agenda);
  auto when = twin::random_combination(agenda);
  Integer all = 0, matched = 0;
  twin::each_completion(agenda, package, [&](const Outcome& o) {
    all += 1;
    matched += holds(when, o) ? 1 : 0;
  });
  auto expected = matched == 0 ? Reach::avoided : matched == all ? Reach::certain : Reach::possible;
  RC_ASSERT(reach(when, package) == expected);
  RC_ASSERT(violations({when}, package).size() == (expected == Reach::avoided ? 0u : 1u));
}

RC_GTEST_PROP(Completions, RangeAsEnumerationSays, ()) {
  auto file = twin::random_agenda(5, 4);
  auto package = twin::random_package(file.agenda);
  Preferences side;
  for (const auto& issue : file.agenda.issues) {
    auto& worth = side.worth.emplace_back();
    for (std::size_t k = 0; k < issue.size(); ++k) worth.push_back(Rational(*rc::gen::inRange(-5, 6), 3));
  }
  std::optional<Range> expected;
  twin::each_completion(file.agenda, package, [&](const Outcome& o) {
    if (!twin::avoids(file.never, o)) return;
    auto u = utility(side, o);
    if (!expected) expected = Range{u, u};
    expected->low = std::min(expected->low, u);
    expected->high = std::max(expected->high, u);
  });
  auto got = completion_range(file.agenda, file.never, side, package, {});
  RC_ASSERT(got.has_value());
  RC_ASSERT(*got == expected);
}

TEST(Completions, StopAtTheLimitsTheyAreGiven) {
  auto agenda = small();
  Preferences side;
  side.worth = {{Rational(0), Rational(1)}, {Rational(0), Rational(1), Rational(2)}};
  std::vector<Combination> never{{{0, {false, true}}, {1, {false, false, true}}}};
  Control few;
  few.search_nodes = 1;
  EXPECT_EQ(completion_range(agenda, never, side, Package{{std::nullopt, std::nullopt}}, few).error().code, Code::limit_reached);
}

RC_GTEST_PROP(Differences, OfPackagesLeadFromOneToTheOther, ()) {
  auto agenda = twin::random_issues(5, 3);
  auto before = twin::random_package(agenda), after = twin::random_package(agenda);
  auto walked = before;
  for (const auto& change : differences(before, after)) {
    RC_ASSERT(walked.choice[change.issue] == change.from && change.from != change.to);
    walked.choice[change.issue] = change.to;
  }
  RC_ASSERT(walked == after);
}

TEST(Words, SayWhatAPackageAndARedLineAre) {
  AgendaFile file{small(), {}, {{{}, {{"x", {{"en", "nothing"}}}}}, {{{"en", "Years"}}, {}}}, {}, {}};
  EXPECT_EQ(package_words(file, Package{{0, 2}}), "A: nothing; Years: 3");
  EXPECT_EQ(combination_words(file, {{0, {true, false}}, {1, {true, false, true}}}), "A: nothing with Years: 1 or 3");
}

}  // namespace
}  // namespace offices::accord
