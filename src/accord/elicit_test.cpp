// SPDX-License-Identifier: Apache-2.0
#include "accord/elicit.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/case_twin.hpp"
#include "accord/elicit_answers.hpp"
#include "accord/feasible.hpp"

namespace offices::accord {
namespace {

AgendaFile river() {
  AgendaFile out;
  out.agenda = {"river",
                {{"inspections", IssueKind::discrete, {"none", "announced", "unannounced"}, 0, 0, {}, {}},
                 {"years", IssueKind::integer, {}, 2, 5, {}, {}},
                 {"form", IssueKind::discrete, {"separate", "joint"}, 0, 0, {}, {}}}};
  out.issues.resize(3);
  out.issues[0].options["none"] = {{"en", "no inspections"}};
  return out;
}

/// Every line must be taken.
Elicitation after(std::initializer_list<const char*> lines, AgendaFile file = river()) {
  Elicitation out(std::move(file));
  for (const char* line : lines) {
    auto ok = out.answer(line);
    EXPECT_TRUE(ok.has_value()) << line << ": " << ok.error().detail;
  }
  return out;
}

TEST(Elicitation, EndsInAnExactAppraisal) {
  auto e = after({"1 > 2 > 3", "30", "down", "linear", "separate > joint", "2 > 1 = 3", "50", "40", "1.3 3.2", "1.2 1.3 2.1", "done"});
  ASSERT_TRUE(e.done());
  auto got = e.appraisal();
  EXPECT_EQ(got.kind, Appraisal::Kind::exact);
  auto side = preferences_of(river(), got, "me");
  ASSERT_TRUE(side.has_value()) << side.error().detail;
  EXPECT_EQ(side->weights, (std::vector<Rational>{Rational(1, 4), Rational(1, 2), Rational(1, 4)}));
  EXPECT_EQ(side->worth[0], (std::vector<Rational>{Rational(1, 4), Rational(3, 40), 0}));
  EXPECT_EQ(side->worth[1], (std::vector<Rational>{Rational(1, 2), Rational(1, 3), Rational(1, 6), 0}));
  EXPECT_EQ(side->reservation, Rational(2, 5));
  EXPECT_EQ(got.never, (std::vector<Combination>{{{0, {false, false, true}}, {2, {false, true}}},
                                                 {{0, {false, true, true}}, {1, {true, false, false, false}}}}));
  EXPECT_TRUE(e.remarks().empty()) << e.remarks().front();
  EXPECT_EQ(*read_appraisal(river(), {"mine", write_appraisal(river(), got)}), got);
}

TEST(Elicitation, AsksInWordsAndSaysHowToAnswer) {
  Elicitation e(river());
  auto q = e.question();
  EXPECT_EQ(q.text, "Order what is open on inspections, the best first.\n  1  no inspections\n  2  announced\n  3  unannounced");
  EXPECT_EQ(q.hint, "numbers, like 2 > 1 = 3; skip: it makes no difference");
  EXPECT_EQ(q.number, 1u);
  EXPECT_EQ(q.of, 9u);
  e = after({"1 > 2 > 3"});
  EXPECT_EQ(e.question().text, "inspections: let unannounced be 0 and no inspections be 100. Where are these?\n  announced");
  e = after({"1 > 2 > 3", "30"});
  EXPECT_EQ(e.question().text, "Order what is open on years, the best first.\n  from 2 to 5");
  e = after({"1 > 2 > 3", "30", "down", "linear", "1 > 2"});
  EXPECT_EQ(e.question().text,
            "Imagine the worst on every issue. Which would you change first from its worst to its best, which next?\n"
            "  1  inspections: from unannounced to no inspections\n  2  years: from 5 to 2\n  3  form: from joint to separate");
  e = after({"1 > 2 > 3", "30", "down", "linear", "1 > 2", "2 > 1 = 3"});
  EXPECT_EQ(e.question().text, "Let the change on years count 100. What do these count?\n  inspections = form");
}

TEST(Elicitation, RefusesWhatIsNoAnswerWithASentence) {
  auto refused = [](Elicitation e, const char* line) {
    auto before = e.question().text;
    auto got = e.answer(line);
    EXPECT_FALSE(got.has_value()) << line;
    EXPECT_EQ(got.error().code, Code::usage);
    EXPECT_EQ(e.question().text, before);
    return got.error().detail;
  };
  Elicitation first(river());
  EXPECT_EQ(refused(first, ""), "an answer is wanted; skip leaves it open, back returns to the question before");
  EXPECT_EQ(refused(first, "back"), "this is the first question");
  EXPECT_EQ(refused(first, "1 > 2"), "'unannounced' is left out");
  EXPECT_EQ(refused(first, "1 > 2 > 4"), "'4' is none of those listed");
  EXPECT_EQ(refused(first, "1 > 2 > 2"), "'announced' is named twice");
  EXPECT_EQ(refused(first, "1 >> 2"), "'' is none of those listed");
  auto place = after({"1 > 2 > 3"});
  EXPECT_EQ(refused(place, "100"), "'100' is not between 0 and 100");
  EXPECT_EQ(refused(place, "30 20"), "1 number is wanted, not 2");
  EXPECT_EQ(refused(place, "much"), "'much' is no number");
  auto years = after({"1 > 2 > 3", "30", "down"});
  EXPECT_EQ(refused(years, "30, 40"), "the numbers go down, as the order does: '40' does not");
  auto walk = after({"1 > 2 > 3", "30", "down", "linear", "1 > 2", "1 > 2 > 3", "50 20"});
  EXPECT_EQ(refused(walk, "101"), "the number is not between 0 and 100");
  EXPECT_EQ(refused(walk, "none"), "a number from 0 to 100, compare or skip is wanted");
  auto red = after({"1 > 2 > 3", "30", "down", "linear", "1 > 2", "1 > 2 > 3", "50 20", "skip", "1.3"});
  EXPECT_EQ(refused(red, "1.3"), "that was said already");
  EXPECT_EQ(refused(red, "1.4"), "'1.4' names no option; write 1.2 for the second option of the first issue");
  EXPECT_EQ(refused(red, "4.1"), "'4.1' names no option; write 1.2 for the second option of the first issue");
  EXPECT_EQ(refused(red, ","), "an option is wanted, like 1.2");
  auto over = after({"skip", "skip", "skip", "skip", "skip"});
  ASSERT_TRUE(over.done());
  EXPECT_EQ(over.answer("1").error().detail, "the dialogue is over");
}

TEST(Elicitation, GoesBackToTheQuestionBefore) {
  auto e = after({"1 > 2 > 3", "30", "back", "60", "back", "back", "3 > 2 > 1", "10"});
  EXPECT_EQ(e.appraisal().worth[0], (std::vector<std::optional<Rational>>{Rational(0), Rational(10), Rational(100)}));
  EXPECT_EQ(e.question().number, 3u);
}

TEST(Elicitation, BecomesPartialWhereNumbersAreSkipped) {
  auto e = after({"1 > 2 > 3", "skip", "up", "linear", "1 > 2", "3 > 1 > 2", "skip", "skip", "done"});
  ASSERT_TRUE(e.done());
  auto got = e.appraisal();
  EXPECT_EQ(got.kind, Appraisal::Kind::partial);
  EXPECT_TRUE(got.worth.empty());
  EXPECT_EQ(got.swings, (Ranking{{2}, {0}, {1}}));
  EXPECT_TRUE(FeasibleSet::of(river(), got)->consistent());
  EXPECT_EQ(e.remarks(), (std::vector<std::string>{"the options of 'inspections' were not placed: only their order counts",
                                                   "the issues were not weighed: only the order of their weights counts",
                                                   "nothing is said about walking away, so no package can be said to be acceptable"}));
}

TEST(Elicitation, LeavesOutAnIssueWhoseOrderIsSkipped) {
  auto e = after({"skip", "up", "linear", "skip", "50", "done"});
  ASSERT_TRUE(e.done()) << "one issue is left, which needs no weighing: " << e.question().text;
  auto side = preferences_of(river(), e.appraisal(), "");
  EXPECT_EQ(side->weights, (std::vector<Rational>{0, 1, 0}));
  EXPECT_EQ(e.remarks().front(), "the order on 'inspections' was skipped: it counts as making no difference");
}

TEST(Elicitation, FindsTheWalkAwayPointByComparingPackages) {
  auto e = after({"1 > 2 > 3", "50", "up", "linear", "1 > 2", "1 = 2 = 3", "compare"});
  auto side = preferences_of(river(), e.appraisal(), "");
  Rational low = 0, high = 1, truth(11, 20);
  for (int asked = 0; e.question().text.starts_with("Would you rather"); ++asked) {
    ASSERT_LT(asked, 7);
    auto package = e.question().text;
    // The package is read back from what the question shows.
    Outcome outcome;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto issue = river().agenda.issues[i];
      for (std::uint32_t k = 0; k < issue.size(); ++k)
        if (package.find(issue.name + ": " + option_text(river(), i, k, "en") + (i == 2 ? "" : "\n")) != std::string::npos)
          outcome.choice.push_back(k);
    }
    ASSERT_EQ(outcome.choice.size(), 3u) << package;
    auto u = utility(*side, outcome);
    (u > truth ? high : low) = u;
    ASSERT_TRUE(e.answer(u > truth ? "package" : "walk").has_value());
  }
  auto got = std::get<Rational>(e.appraisal().walk_away);
  EXPECT_EQ(got, (low + high) / 2);
  EXPECT_LT(abs(Rational(got - truth)), Rational(1, 5));
  EXPECT_TRUE(e.remarks().front().starts_with("your walk-away point lies between ")) << e.remarks().front();
  EXPECT_EQ(e.remarks().size(), 1u) << "the comparisons agree with the point taken";
}

TEST(Elicitation, TakesAPackageThatIsLikeWalkingAway) {
  auto e = after({"1 > 2 > 3", "50", "up", "linear", "1 > 2", "skip", "compare", "equal", "done"});
  ASSERT_TRUE(e.done());
  EXPECT_TRUE(std::holds_alternative<Package>(e.appraisal().walk_away));
  EXPECT_TRUE(FeasibleSet::of(river(), e.appraisal())->consistent());
}

TEST(Elicitation, IsAValue) {
  auto e = after({"1 > 2 > 3"});
  auto copy = e;
  ASSERT_TRUE(copy.answer("20").has_value());
  EXPECT_EQ(e.question().number, 2u);
  EXPECT_EQ(copy.question().number, 3u);
  copy = e;
  EXPECT_EQ(copy.question().number, 2u);
}

/// Any answer that the questions admit, or nonsense.
std::string some_answer(const AgendaFile& file) {
  switch (twin::some(9)) {
    case 0: return "skip";
    case 1: return "back";
    case 2: return "compare";
    case 3: return *rc::gen::element<std::string>("package", "walk", "equal", "done", "up", "down", "linear");
    case 4: return std::to_string(twin::some(120));
    case 5:
      return std::to_string(1 + twin::some(4)) + "." + std::to_string(1 + twin::some(4)) + " " + std::to_string(1 + twin::some(3)) + ".1";
    case 6: return "90 60 30";
    default: break;
  }
  auto n = 1 + twin::some(std::max<std::size_t>(4, file.agenda.issues.size()));
  std::string out;
  for (const auto& group : twin::random_ranking(n, true)) {
    out += out.empty() ? "" : " > ";
    for (std::size_t m = 0; m < group.size(); ++m) out += (m > 0 ? "=" : "") + std::to_string(group[m] + 1);
  }
  return out;
}

RC_GTEST_PROP(Elicitation, EndsInWhatCanBeReadBackWhateverIsAnswered, ()) {
  auto file = twin::random_agenda(4, 4);
  Elicitation e(file);
  for (int i = 0; i < 200 && !e.done(); ++i) {
    auto q = e.question();
    RC_ASSERT(!q.text.empty() && !q.hint.empty() && q.number <= q.of);
    auto before = e.question().number;
    auto line = some_answer(file);
    if (!e.answer(line)) RC_ASSERT(e.question().number == before);
  }
  while (!e.done()) RC_ASSERT(e.answer("skip").has_value());
  auto got = e.appraisal();
  RC_ASSERT(gaps(file, got).empty());
  auto back = read_appraisal(file, {"mine", write_appraisal(file, got)});
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == got);
  for (const auto& remark : e.remarks()) RC_ASSERT(!remark.empty());
  RC_TAG(got.kind == Appraisal::Kind::exact ? "exact" : "partial");
}

}  // namespace
}  // namespace offices::accord
