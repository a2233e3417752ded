// SPDX-License-Identifier: Apache-2.0
#include "cli/case_file.hpp"

#include <gtest/gtest.h>

#include "cli/charter.hpp"

namespace offices::cli {
namespace {

Json built_in() { return Json::parse(built_in_case_file()); }
Result<CaseFile> read(const Json& json) { return read_case_file(base::as_bytes(json.dump())); }

/// Why the built-in file is refused once `change` was made to it.
template <class Change>
std::string refusal(Change change) {
  auto json = built_in();
  change(json);
  auto file = read(json);
  return file ? "" : file.error().detail;
}

TEST(CaseFile, TheBuiltInOneReadsAndSpellsBackTheSame) {
  auto file = read_case_file(base::as_bytes(built_in_case_file()));
  ASSERT_TRUE(file) << file.error().detail;
  auto again = read_case_file(base::as_bytes(spell_case_file(*file)));
  ASSERT_TRUE(again);
  EXPECT_TRUE(*again == *file);
}

TEST(CaseFile, EveryReportedStepOfTheBuiltInOneIsCited) {
  auto file = read_case_file(base::as_bytes(built_in_case_file()));
  ASSERT_TRUE(file);
  int reported = 0;
  for (const auto& s : file->steps) {
    reported += s.reported;
    EXPECT_TRUE(!s.reported || s.cite) << s.tells;
    EXPECT_FALSE(s.actor == "Iran" && (s.verb == "signal" || s.verb == "acknowledge")) << "no reply is invented";
  }
  EXPECT_GE(reported, 2);
}

TEST(CaseFile, RefusesUnknownKeys) {
  EXPECT_NE(refusal([](Json& j) { j["extra"] = 1; }), "");
  EXPECT_NE(refusal([](Json& j) { j["steps"][0]["extra"] = 1; }), "");
  EXPECT_NE(refusal([](Json& j) { j["participants"][0]["extra"] = 1; }), "");
  EXPECT_NE(refusal([](Json& j) { j["charter"]["extra"] = 1; }), "");
}

TEST(CaseFile, RefusesFlagsThatReachOutOfTheStage) {
  auto with = [](std::vector<std::string> args) { return refusal([&](Json& j) { j["steps"][1]["args"] = args; }); };
  EXPECT_EQ(with({"$case", "--to", "Iran", "--text-file", "-"}), "");
  EXPECT_NE(with({"$case", "--home", "/etc"}), "");
  EXPECT_NE(with({"$case", "--passphrase-file", "/etc/passwd"}), "");
  EXPECT_NE(with({"$case", "--text-file", "/etc/passwd"}), "");
  EXPECT_NE(with({"$case", "--text-file=/etc/passwd"}), "");
  EXPECT_NE(with({"$case", "--translation", "en=/etc/passwd"}), "");
  EXPECT_NE(with({"$case", "--to", "--home"}), "");
  EXPECT_NE(with({"$case", "--"}), "");
  EXPECT_NE(with({"$case", "--to"}), "");
}

TEST(CaseFile, RefusesVerbsThatAreNotPartOfACase) {
  for (const char* verb : {"init", "run", "case open", "case join", "dossier export", "relay serve", "demo", "nothing"})
    EXPECT_NE(refusal([&](Json& j) { j["steps"][0]["verb"] = verb; }), "") << verb;
}

TEST(CaseFile, RefusesNamesThatNobodySavedOrHas) {
  EXPECT_EQ(refusal([](Json& j) { j["steps"][0]["args"] = {"$later", "Israel"}; }), "step 1: nothing was saved as '$later'");
  EXPECT_EQ(refusal([](Json& j) { j["steps"][0]["actor"] = "Atlantis"; }), "step 1: nobody is called 'Atlantis'");
  EXPECT_NE(refusal([](Json& j) { j["steps"][1]["save"] = {{"Bad Name", "/signal"}}; }), "");
  EXPECT_NE(refusal([](Json& j) { j["steps"][1]["save"] = {{"ok", "signal"}}; }), "");
  EXPECT_NE(refusal([](Json& j) { j["steps"][2]["files"] = {{"../x", "y"}}; }), "");
}

TEST(CaseFile, WaitsOnlyForTimesThatWereSavedBefore) {
  EXPECT_EQ(refusal([](Json& j) { j["steps"][2]["away"] = {"Iran"}; }), "");
  EXPECT_EQ(refusal([](Json& j) { j["steps"][2]["away"] = {"Nobody"}; }), "step 3: nobody is called 'Nobody'");
  auto exhibit = [](const char* path) {
    return [path](Json& j) {
      j["steps"][2] = {{"actor", "Moscow"},
                       {"tells", "."},
                       {"verb", "exhibit add"},
                       {"args", {"$case", path, "--source", "A paper"}},
                       {"files", {{"report.txt", "date"}}},
                       {"source", "illustration"}};
    };
  };
  EXPECT_EQ(refusal(exhibit("report.txt")), "");
  for (const char* elsewhere : {"/etc/passwd", "../report.txt", "other.txt", "-"})
    EXPECT_TRUE(refusal(exhibit(elsewhere)).starts_with("step 3: '")) << elsewhere;
  EXPECT_EQ(refusal([](Json& j) { j["steps"][2]["wait_until"] = "$assurance"; }), "");
  for (const char* odd : {"$later", "assurance", "$", "2026-01-31T18:00:00Z"})
    EXPECT_EQ(refusal([&](Json& j) { j["steps"][2]["wait_until"] = odd; }), "step 3: 'wait_until' names a time that was saved before")
        << odd;
  auto json = built_in();
  json["steps"][2]["wait_until"] = "$assurance";
  auto file = read(json);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->steps[2].wait_until, "$assurance");
  EXPECT_TRUE(*read_case_file(base::as_bytes(spell_case_file(*file))) == *file);
}

TEST(CaseFile, TakesFilesAsObjectsInWhichSavedValuesStand) {
  auto with = [](const Json& content) {
    return refusal([&](Json& j) {
      j["steps"][2]["verb"] = "framework table";
      j["steps"][2]["args"] = {"$case", "--file", "a.json", "--file", "b.json"};
      j["steps"][2]["files"] = {{"a.json", content}, {"b.json", "words"}};
      j["steps"][2].erase("expect");
    });
  };
  EXPECT_EQ(with({{"replaces", "$assurance"}, {"list", {"$5 each", "$", 3}}}), "");
  EXPECT_EQ(with({{"deep", {{{"replaces", "$nothing"}}}}}), "step 3: nothing was saved as '$nothing'");
  EXPECT_EQ(with(Json::array({"a"})), "files hold texts or objects");
  auto json = built_in();
  json["steps"][2]["files"]["x.json"] = {{"replaces", "$assurance"}};
  auto file = read(json);
  ASSERT_TRUE(file);
  EXPECT_TRUE(*read_case_file(base::as_bytes(spell_case_file(*file))) == *file);
}

TEST(CaseFile, PlaysTheVerbsOfFrameworksAndBallots) {
  for (const char* verb : {"agenda show", "appraise", "framework list", "framework suggest", "ballot list"})
    EXPECT_EQ(refusal([&](Json& j) {
                j["steps"][0] = {{"actor", "Israel"}, {"tells", "T."}, {"verb", verb}, {"args", {"$case"}}, {"source", "illustration"}};
              }),
              "")
        << verb;
  auto table = [](std::vector<std::string> args) {
    return refusal([&](Json& j) {
      j["steps"][0] = {{"actor", "Israel"}, {"tells", "T."}, {"verb", "framework suggest"}, {"args", args}, {"source", "illustration"}};
    });
  };
  EXPECT_NE(table({"$case", "--out", "/etc"}), "");
  EXPECT_NE(table({"$case", "--svg", "/etc/passwd"}), "");
}

TEST(CaseFile, WantsACitationForWhatIsReported) {
  EXPECT_EQ(refusal([](Json& j) { j["steps"][1].erase("cite"); }), "step 2: what is reported needs a 'cite'");
}

TEST(CaseFile, WantsOneIntermediaryFirst) {
  EXPECT_NE(refusal([](Json& j) { j["participants"][0]["role"] = "party"; }), "");
  EXPECT_NE(refusal([](Json& j) { j["participants"][1]["role"] = "intermediary"; }), "");
  EXPECT_NE(refusal([](Json& j) { j["participants"][1]["name"] = "Moscow"; }), "");
}

TEST(CaseFile, RefusesDuplicateKeysAndTrailingText) {
  std::string text(built_in_case_file());
  EXPECT_FALSE(read_case_file(base::as_bytes(text + "{}")));
  EXPECT_FALSE(read_case_file(base::as_bytes("{\"title\":\"x\"," + text.substr(text.find('{') + 1))));
  EXPECT_FALSE(read_case_file(base::as_bytes("")));
}

TEST(Charter, ReadsLeadingLinesAndWords) {
  auto c = read_charter("languages: en, fa\nretention-days: 30\nexistence: confirmable\n\nAll: of this\nis words.");
  ASSERT_TRUE(c);
  EXPECT_EQ(*c,
            (Json{{"languages", {"en", "fa"}}, {"retention_days", 30}, {"existence", "confirmable"}, {"text", "All: of this\nis words."}}));
  EXPECT_EQ(*read_charter("Note: only words."), (Json{{"text", "Note: only words."}}));
}

TEST(Charter, WritesWhatItReads) {
  auto charter = built_in()["charter"];
  auto back = read_charter(charter_file(charter));
  ASSERT_TRUE(back);
  (*back)["text"] = (*back)["text"].get<std::string>().substr(0, charter["text"].get<std::string>().size());
  EXPECT_EQ(*back, charter);
}

TEST(Charter, RefusesWhatItDoesNotUnderstand) {
  EXPECT_FALSE(read_charter("retention-days: soon\n\nWords."));
  EXPECT_FALSE(read_charter("existence: public\nexistence: public\n\nWords."));
  EXPECT_FALSE(read_charter("existence: public\nWords without an empty line before them."));
}

}  // namespace
}  // namespace offices::cli
