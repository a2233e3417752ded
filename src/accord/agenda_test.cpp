// SPDX-License-Identifier: Apache-2.0
#include "accord/agenda.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/case_twin.hpp"
#include "accord/solve.hpp"

namespace offices::accord {
namespace {

constexpr const char* river = R"({"format": "goodoffices-accord-1", "agenda": {
  "name": "river", "texts": {"en": "The river", "fa": "رودخانه"},
  "issues": [{"name": "water", "options": ["60", "50"], "texts": {"en": "Share upstream"},
              "option_texts": {"60": {"en": "sixty percent", "fa": "شصت درصد"}}},
             {"name": "years", "from": 2, "to": 4}],
  "never": [{"years": ["2"], "water": ["60"]}],
  "commitments": [{"by": "Upstream", "to": ["Downstream"], "issue": "water", "options": ["50", "60"],
                   "text": {"en": "leaves {option} upstream", "fa": "{option} می‌ماند"}, "due": "+30d"},
                  {"by": "Downstream", "to": ["Upstream"], "issue": "years", "options": ["4"], "text": "reports for {option} years"}]}})";

Result<AgendaFile> read(const std::string& text) { return read_agenda({"agenda.json", text}); }

/// `river` with one replacement must be refused, with a sentence that holds `why`.
void refused(const std::string& was, const std::string& now, const std::string& why) {
  std::string text = river;
  auto at = text.find(was);
  ASSERT_NE(at, std::string::npos) << was;
  auto got = read(text.replace(at, was.size(), now));
  ASSERT_FALSE(got.has_value()) << now;
  EXPECT_NE(got.error().detail.find(why), std::string::npos) << got.error().detail;
}

TEST(AgendaFiles, HoldWordsConstraintsAndCommitments) {
  auto got = read(river);
  ASSERT_TRUE(got.has_value()) << got.error().detail;
  EXPECT_EQ(text_in(got->texts, "fa", ""), "رودخانه");
  EXPECT_EQ(issue_text(*got, 0, "ru"), "Share upstream") << "English stands in for a language that is not there";
  EXPECT_EQ(issue_text(*got, 1, "en"), "years") << "without words the name stands";
  EXPECT_EQ(option_text(*got, 0, 0, "fa-AF"), "شصت درصد") << "the language stands in for its regional kind";
  ASSERT_EQ(got->never.size(), 1u);
  EXPECT_EQ(got->never[0][0].issue, 0u) << "conditions are in the agenda's order";
  EXPECT_EQ(got->commitments[0].options, (std::vector<std::uint32_t>{0, 1}));
}

TEST(AgendaFiles, HaveOneSpelling) {
  auto got = read(river);
  auto text = write_agenda(*got);
  EXPECT_EQ(*read(text), *got);
  EXPECT_EQ(write_agenda(*read(text)), text);
  EXPECT_TRUE(text.starts_with(R"({"agenda":{"commitments":[{"by":"Upstream","due":"+30d","issue":"water","options":["60","50"],)"))
      << text;
}

RC_GTEST_PROP(AgendaFiles, ReadBackAsTheyWere, ()) {
  auto agenda = twin::random_agenda();
  auto back = read(write_agenda(agenda));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == agenda);
}

TEST(AgendaFiles, AreRefusedWithTheElementThatIsWrong) {
  refused("\"name\": \"river\", ", "", "has no name");
  refused("\"name\": \"river\"", "\"name\": \"ri\\u0007ver\"", "name of the agenda");
  refused("\"water\", \"options\"", "\" water\", \"options\"", "name of an issue");
  refused("[\"60\", \"50\"], \"texts\"", "[\"60\\u202e\", \"50\"], \"texts\"", "option of issue 'water'");
  refused("\"from\": 2, \"to\": 4", "\"from\": 2, \"to\": 4, \"real\": true", "is real");
  refused("\"from\": 2, \"to\": 4", "\"from\": 2, \"to\": 4, \"real\": 1", "'real' is true or false");
  refused("[\"60\", \"50\"], \"texts\"", "[\"60\", \"50\"], \"from\": 1, \"texts\"", "has options and a range");
  refused("{\"en\": \"Share upstream\"}", "\"Share upstream\"", "an object of languages");
  refused("{\"en\": \"Share upstream\"}", "{\"e\": \"Share upstream\"}", "'e' is not a language tag");
  refused("{\"en\": \"Share upstream\"}", "{\"en\": \" \"}", "texts of issue 'water' in en");
  refused("{\"60\": {\"en\"", "{\"61\": {\"en\"", "no such option '61'");
  refused("{\"years\": [\"2\"], \"water\"", "{\"days\": [\"2\"], \"water\"", "no such issue 'days'");
  refused("{\"years\": [\"2\"], \"water\"", "{\"years\": [\"5\"], \"water\"", "no option '5'");
  refused("{\"years\": [\"2\"], \"water\"", "{\"years\": [], \"water\"", "no option in a combination");
  refused("[{\"years\": [\"2\"], \"water\": [\"60\"]}]", "[]", "a list of combinations");
  refused("\"to\": [\"Downstream\"]", "\"to\": [\"Upstream\"]", "nothing towards itself");
  refused("\"to\": [\"Downstream\"]", "\"to\": [\"Downstream\", \"Downstream\"]", "twice");
  refused("\"to\": [\"Downstream\"]", "\"to\": []", "'to' is a list of names");
  refused("\"issue\": \"years\"", "\"issue\": \"months\"", "'issue' names no issue");
  refused("\"options\": [\"4\"]", "\"options\": [\"9\"]", "no option '9'");
  refused("\"options\": [\"4\"]", "\"options\": [\"4\", \"04\"]", "an option occurs twice");
  refused("\"text\": \"reports for {option} years\"", "\"text\": 5", "an object of languages");
  for (const char* due : {"30d", "+d", "+0d", "+030d", "+99999d", "+3w", "+-3d", "+3.5d"})
    refused("\"+30d\"", "\"" + std::string(due) + "\"", "'due' is a time");
  refused("\"due\"", "\"dew\"", "unknown key 'dew'");
  EXPECT_NE(read(std::string(river).insert(1, "\"sides\": [], ")).error().detail.find("an agenda has none"), std::string::npos);
}

TEST(AgendaFiles, HaveAtMost128KiB) {
  auto got = *read(river);
  got.texts["en"] = std::string(agenda_bytes_max - write_agenda(got).size() + got.texts["en"].size(), 'x');
  EXPECT_EQ(write_agenda(got).size(), agenda_bytes_max);
  EXPECT_TRUE(read(write_agenda(got)).has_value());
  got.texts["en"] += 'x';
  EXPECT_EQ(read(write_agenda(got)).error().code, Code::too_large);
}

TEST(Undertakings, FollowFromWhatAPackageSettles) {
  auto agenda = *read(river);
  auto all = undertakings(agenda, Package{{0, 2}});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0],
            (Undertaking{
                "Upstream", {"Downstream"}, {{"en", "leaves sixty percent upstream"}, {"fa", "شصت درصد می‌ماند"}}, "+30d"}));
  EXPECT_EQ(all[1], (Undertaking{"Downstream", {"Upstream"}, {{"", "reports for 4 years"}}, ""}));
  EXPECT_TRUE(undertakings(agenda, Package{{std::nullopt, 1}}).empty()) << "an open issue obliges nobody, nor another option";
}

TEST(AgendaConstraints, BindEverySideThatTheSolverReads) {
  std::string text = river;
  text.insert(text.rfind('}'), R"(, "sides": [{"name": "a", "worth": {"water": {"60": 1, "50": 0}, "years": {"2": 1, "3": 0, "4": 0}}},
    {"name": "b", "worth": {"water": {"60": 1, "50": 0}, "years": {"2": 1, "3": 0, "4": 0}}, "never": [{"water": ["60"], "years": ["2"]}]}])");
  std::vector<File> files{{"own", text}};
  auto scenario = read_scenario(std::nullopt, files);
  ASSERT_TRUE(scenario.has_value()) << scenario.error().detail;
  auto answer = solve(*scenario, {});
  ASSERT_TRUE(answer.has_value());
  for (std::size_t p = 0; p < answer->frontier.size(); ++p) EXPECT_NE(answer->frontier.outcome(p), (Outcome{{0, 0}}));
  EXPECT_EQ(answer->frontier.size(), 1u);
  EXPECT_EQ(answer->frontier.utility(0, 0), 1);
}

TEST(AgendaConstraints, OfADomainFileBindProfilesBesideIt) {
  std::string profile = R"({"format": "goodoffices-accord-1", "sides": [
    {"name": "a", "worth": {"water": {"60": 1, "50": 0}, "years": {"2": 1, "3": 0, "4": 0}}},
    {"name": "b", "worth": {"water": {"60": 1, "50": 0}, "years": {"2": 1, "3": 0, "4": 0}}}]})";
  std::vector<File> profiles{{"profile", profile}};
  auto scenario = read_scenario(File{"domain", river}, profiles);
  ASSERT_TRUE(scenario.has_value()) << scenario.error().detail;
  EXPECT_FALSE(allowed(*scenario, Outcome{{0, 0}}));
  EXPECT_TRUE(allowed(*scenario, Outcome{{0, 1}}));
}

}  // namespace
}  // namespace offices::accord
