// SPDX-License-Identifier: Apache-2.0
#include "accord/appraisal.hpp"
#include "cli/typing.hpp"

namespace offices::cli {
namespace {

const std::string agenda_text = R"({"format": "goodoffices-accord-1", "agenda": {"name": "river", "issues": [
  {"name": "water", "options": ["60", "50"], "option_texts": {"60": {"en": "sixty percent", "fa": "شصت"}}},
  {"name": "years", "from": 1, "to": 2}]}})";

class Dialogue : public Typing {
 protected:
  Dialogue() {
    engine.answers["agenda.show"] = Json{{"document", agenda_text}};
    engine.answers["appraise"] =
        Json{{"version", 1}, {"form", "exact"}, {"remarks", {"R."}}, {"shared", false}, {"sentence", "It stays on this post."}};
    console.person = true;
  }
};

/// Skips every question.
std::vector<std::string> silence() { return std::vector<std::string>(40, "skip"); }

TEST_F(Dialogue, AsksUntilNothingIsLeftAndKeepsWhatWasSaid) {
  console.lines = silence();
  console.says_yes = true;
  ASSERT_EQ(type({"appraise", "1a2b"}), 0) << err();
  EXPECT_EQ(last().verb, "appraise");
  auto agenda = accord::read_agenda({"agenda", agenda_text});
  ASSERT_TRUE(agenda);
  EXPECT_TRUE(accord::read_appraisal(*agenda, {"appraisal", last().args["document"].get<std::string>()}));
  EXPECT_EQ(
      lacks(out(), {"The answers stay on this post.", "Question 1 of ", "Keep this appraisal on this post?", "It stays on this post."}),
      "");
}

TEST_F(Dialogue, EndsWithoutKeepingAnything) {
  for (const auto& lines : {std::vector<std::string>{"quit"}, std::vector<std::string>{}, silence()}) {
    console.lines = lines;
    console.asked_lines = 0;
    EXPECT_EQ(type({"appraise", "1a2b"}), 1);
    EXPECT_EQ(last().verb, "agenda.show");
  }
}

TEST_F(Dialogue, SaysWhyALineIsNoAnswerAndAsksAgain) {
  console.lines = {"nonsense \x1b[2J", "quit"};
  EXPECT_EQ(type({"appraise", "1a2b"}), 1);
  auto text = out();
  auto first = text.find("Question 1 of ");
  ASSERT_NE(first, std::string::npos);
  EXPECT_NE(text.find("Question 1 of ", first + 1), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST_F(Dialogue, WithJsonTheQuestionsGoToStandardError) {
  console.lines = silence();
  console.says_yes = true;
  ASSERT_EQ(type({"appraise", "1a2b", "--json"}), 0);
  EXPECT_NE(err().find("Question 1 of "), std::string::npos);
  EXPECT_EQ(out().find("Question 1 of "), std::string::npos);
}

TEST_F(Dialogue, AFileAsksNothing) {
  ASSERT_EQ(type({"appraise", "1a2b", "--file", file("p", "{}")}), 0);
  EXPECT_EQ(console.asked_lines, 0u);
}

}  // namespace
}  // namespace offices::cli
