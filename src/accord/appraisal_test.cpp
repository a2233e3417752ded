// SPDX-License-Identifier: Apache-2.0
#include "accord/appraisal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/case_twin.hpp"

namespace offices::accord {
namespace {

AgendaFile small() {
  AgendaFile out;
  out.agenda = {"small", {{"A", IssueKind::discrete, {"x", "y", "z"}, 0, 0, {}, {}}, {"B", IssueKind::integer, {}, 1, 3, {}, {}}}};
  out.issues.resize(2);
  return out;
}

Appraisal read(const std::string& text) {
  auto got = read_appraisal(small(), {"mine.json", text});
  EXPECT_TRUE(got.has_value()) << got.error().detail;
  return got.value_or(Appraisal{});
}

constexpr const char* numbers = R"({"format": "goodoffices-appraisal-1", "kind": "exact",
  "worth": {"A": {"x": 10, "y": 40, "z": "30"}, "B": {"1": 5, "2": "5/2", "3": 0}}, "weights": {"A": 300, "B": 100},
  "walk_away": {"value": "0.35"}, "never": [{"B": ["3"], "A": ["y", "z"]}]})";

TEST(Appraisals, AreScaledFromWorstPackageToBest) {
  auto side = preferences_of(small(), read(numbers), "North");
  ASSERT_TRUE(side.has_value());
  EXPECT_EQ(side->worth[0], (std::vector<Rational>{0, Rational(3, 4), Rational(1, 2)}));
  EXPECT_EQ(side->worth[1], (std::vector<Rational>{Rational(1, 4), Rational(1, 8), 0}));
  EXPECT_EQ(side->weights, (std::vector<Rational>{Rational(3, 4), Rational(1, 4)}));
  EXPECT_EQ(side->reservation, Rational(7, 20));
  EXPECT_EQ(side->name, "North");
  EXPECT_EQ(side->never.size(), 1u);
}

TEST(Appraisals, TakeAPackageForTheWalkAwayPoint) {
  auto mine = read(numbers);
  mine.walk_away = Package{{2, 1}};
  EXPECT_EQ(preferences_of(small(), mine, "")->reservation, Rational(5, 8));
  mine.walk_away = std::monostate{};
  EXPECT_EQ(preferences_of(small(), mine, "")->reservation, std::nullopt);
}

TEST(Appraisals, GiveNoShareToAnIssueWhoseOptionsAreAlike) {
  auto mine = read(numbers);
  mine.worth[1] = {Rational(2), Rational(2), Rational(2)};
  auto side = preferences_of(small(), mine, "");
  EXPECT_EQ(side->weights, (std::vector<Rational>{1, 0}));
  mine.weights[0] = Rational(0);
  EXPECT_EQ(preferences_of(small(), mine, "").error().detail, "no issue makes a difference");
}

RC_GTEST_PROP(Appraisals, HaveTheirWorstPackageAt0AndTheirBestAt1, ()) {
  auto file = twin::random_agenda();
  auto mine = twin::random_exact(file);
  auto side = preferences_of(file, mine, "s");
  RC_ASSERT(side.has_value());
  Rational low = 0, high = 0, sum = 0;
  for (std::size_t i = 0; i < side->worth.size(); ++i) {
    low += *std::ranges::min_element(side->worth[i]);
    high += *std::ranges::max_element(side->worth[i]);
    sum += side->weights[i];
    for (std::size_t a = 0; a < side->worth[i].size(); ++a)
      for (std::size_t b = 0; b < a; ++b)
        if (side->weights[i] > 0) RC_ASSERT((*mine.worth[i][a] < *mine.worth[i][b]) == (side->worth[i][a] < side->worth[i][b]));
  }
  RC_ASSERT(low == 0 && high == 1 && sum == 1);
}

TEST(Appraisals, NameTheirGaps) {
  auto mine = read(R"({"format": "goodoffices-appraisal-1", "kind": "exact", "worth": {"A": {"x": 1}}, "weights": {}})");
  EXPECT_EQ(gaps(small(), mine), (std::vector<std::string>{"option 'y' of 'A' has no worth", "option 'z' of 'A' has no worth",
                                                           "issue 'A' has no weight", "issue 'B' has not been appraised"}));
  EXPECT_EQ(preferences_of(small(), mine, "").error().code, Code::malformed);
  auto partial = read(R"({"format": "goodoffices-appraisal-1", "kind": "partial", "rankings": {"A": [["x"], ["z"]]}})");
  EXPECT_EQ(gaps(small(), partial), (std::vector<std::string>{"the options of 'B' have no order"}));
  EXPECT_EQ(preferences_of(small(), partial, "").error().detail, "a partial appraisal has no numbers");
}

RC_GTEST_PROP(Appraisals, ReadBackAsTheyWere, ()) {
  auto file = twin::random_agenda();
  auto mine = twin::random_exact(file, true);
  if (*rc::gen::arbitrary<bool>()) {
    auto truth = preferences_of(file, twin::random_exact(file), "");
    RC_ASSERT(truth.has_value());
    if (!truth->reservation) truth->reservation = Rational(1, 2);
    mine = twin::truthful(file, *truth, twin::some(4));
  }
  auto text = write_appraisal(file, mine);
  auto back = read_appraisal(file, {"mine", text});
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == mine);
  RC_ASSERT(write_appraisal(file, *back) == text);
}

void refused(const std::string& was, const std::string& now, const std::string& why) {
  std::string text = numbers;
  auto at = text.find(was);
  ASSERT_NE(at, std::string::npos) << was;
  auto got = read_appraisal(small(), {"mine.json", text.replace(at, was.size(), now)});
  ASSERT_FALSE(got.has_value()) << now;
  EXPECT_NE(got.error().detail.find(why), std::string::npos) << got.error().detail;
}

TEST(Appraisals, AreRefusedWithTheElementThatIsWrong) {
  refused("appraisal-1", "appraisal-2", "is not 'goodoffices-appraisal-1'");
  refused("\"exact\"", "\"rough\"", "is 'exact' or 'partial'");
  refused("\"exact\"", "\"partial\"", "has no numbers");
  refused("\"A\": {", "\"C\": {", "no such issue 'C'");
  refused("\"x\": 10", "\"w\": 10", "no option 'w'");
  refused("\"x\": 10", "\"x\": true", "a number was expected");
  refused("\"x\": 10", "\"x\": 1e40", "more than 30 digits");
  refused("\"2\": \"5/2\"", "\"02\": 1, \"2\": \"5/2\"", "occurs twice");
  refused("\"A\": 300", "\"A\": -300", "is below 0");
  refused("{\"value\": \"0.35\"}", "{}", "is a value or a package");
  refused("{\"value\": \"0.35\"}", "{\"package\": {\"A\": \"x\"}}", "leaves an issue open");
  refused("\"walk_away\"", "\"rankings\": {\"A\": [[\"x\"], [\"x\"]]}, \"walk_away\"", "a name occurs twice");
  refused("\"walk_away\"", "\"rankings\": {\"A\": []}, \"walk_away\"", "a list of groups");
  refused("\"walk_away\"", "\"rankings\": {\"A\": [\"x\"]}, \"walk_away\"", "a group is a list of names");
  refused("\"walk_away\"", "\"swings\": [[\"C\"]], \"walk_away\"", "no such issue 'C'");
  refused("\"walk_away\"", "\"statements\": [{\"rather\": {\"A\": \"x\"}, \"than\": {\"B\": 1}}], \"walk_away\"",
          "settle different issues");
  refused("\"walk_away\"", "\"statements\": [{\"rather\": {\"A\": \"x\"}}], \"walk_away\"", "a package is missing");
  refused("\"walk_away\"", "\"statements\": [{\"equal\": [{\"A\": \"x\"}]}], \"walk_away\"", "a list of two packages");
  refused("\"walk_away\"", "\"statements\": [{\"better_than_walking\": {}}], \"walk_away\"", "an object of issues and options");
  refused("[\"y\", \"z\"]", "[]", "no option in a combination");
}

TEST(Remarks, SayWhatContradictsTheNumbers) {
  auto mine = read(R"({"format": "goodoffices-appraisal-1", "kind": "exact",
    "worth": {"A": {"x": 0, "y": 1, "z": 2}, "B": {"1": 0, "2": 0, "3": 0}}, "weights": {"A": 10, "B": 20},
    "rankings": {"A": [["y"], ["z"], ["x"]]}, "swings": [["A"], ["B"]], "walk_away": {"value": "1.2"},
    "statements": [{"rather": {"A": "x"}, "than": {"A": "y"}}],
    "never": [{"A": ["z"]}, {"A": ["x"], "B": ["1"]}]})");
  EXPECT_EQ(remarks(small(), mine),
            (std::vector<std::string>{"'B' never matters: all its options are worth the same",
                                      "it was said that on 'A', 'y' is better than 'z'; the numbers say otherwise",
                                      "it was said that (A: x) is better than (A: y); the numbers say otherwise",
                                      "the walk-away point lies above every package that is not out of the question",
                                      "option 'z' of 'A' never matters: red lines rule it out"}));
}

TEST(Remarks, SayThatWeightsAreReversed) {
  auto mine = read(numbers);
  mine.swings = {{1}, {0}};
  EXPECT_EQ(remarks(small(), mine), (std::vector<std::string>{"the weights of 'B' and 'A' are reversed against the order of swings"}));
  mine.swings = {{0, 1}};
  EXPECT_EQ(remarks(small(), mine), (std::vector<std::string>{"the weights of 'A' and 'B' differ, against the order of swings"}));
  mine.swings = {{0}, {1}};
  EXPECT_TRUE(remarks(small(), mine).empty());
}

TEST(Remarks, SayThatNoPackageSatisfiesTheRedLines) {
  auto mine = read(numbers);
  mine.never = {{{0, {true, true, false}}}, {{0, {false, false, true}}}};
  EXPECT_EQ(remarks(small(), mine), (std::vector<std::string>{"no package satisfies the red lines"}));
  mine.never = {{{0, {true, true, false}}}};
  auto file = small();
  file.never = {{{0, {false, false, true}}}};
  EXPECT_EQ(remarks(file, mine), (std::vector<std::string>{"no package satisfies the red lines"})) << "with the agenda's own";
}

TEST(Remarks, SayThatAnyPackageOrTheWalkAwayPackageIsOdd) {
  auto mine = read(numbers);
  mine.walk_away = Rational(-1);
  EXPECT_EQ(remarks(small(), mine), (std::vector<std::string>{"the walk-away point lies below every package: any would be acceptable"}));
  mine.walk_away = Package{{1, 2}};
  EXPECT_EQ(remarks(small(), mine), (std::vector<std::string>{"the walk-away package crosses a red line: A: y or z with B: 3"}));
  mine.walk_away = std::monostate{};
  EXPECT_EQ(remarks(small(), mine).front(), "no walk-away point is stated, so no package can be said to be acceptable");
}

}  // namespace
}  // namespace offices::accord
