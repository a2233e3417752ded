// SPDX-License-Identifier: Apache-2.0
#include "cli/say.hpp"
#include "cli/typing.hpp"

namespace offices::cli {
namespace {

const std::string id(64, 'a');

class AgendaVerbs : public Typing {};

Json agenda() {
  return {{"agenda", id},
          {"version", 2},
          {"versions",
           {{{"version", 1}, {"agenda", std::string(64, 'b')}, {"time", "2026-01-30T18:00:00Z"}},
            {{"version", 2}, {"agenda", id}, {"time", "2026-01-31T18:00:00Z"}}}},
          {"title", "Sharing the river"},
          {"issues",
           {{{"name", "Summer water"},
             {"kind", "discrete"},
             {"texts", {{"en", "How the summer flow is shared"}, {"fa", "تقسیم آب تابستان"}}},
             {"options", {{{"name", "50-50"}, {"texts", {{"en", "Half for each"}, {"fa", "نصف برای هر کدام"}}}}}}},
            {{"name", "Term"}, {"kind", "integer"}, {"texts", Json::object()}, {"options", Json::array()}, {"from", 2}, {"to", 10}}}},
          {"never", {{{"Summer water", {"50-50"}}, {"Term", {"2", "3"}}}}},
          {"commitments",
           {{{"by", "Upriver"},
             {"to", {"Downriver"}},
             {"issue", "Summer water"},
             {"options", {"50-50"}},
             {"texts", {{"en", "Opens the gate."}}},
             {"due", "+30d"}}}},
          {"document", "{}"},
          {"appraisal", {{"state", "none"}, {"shared", false}, {"unmapped", Json::array()}}}};
}

TEST_F(AgendaVerbs, SetHandsTheFileOverAsItIsAndSaysWhatComesNext) {
  engine.answers["agenda.set"] = Json{{"agenda", id}, {"version", 2}, {"issues", 3}, {"sentence", "Three issues."}, {"delivery", "sent"}};
  ASSERT_EQ(type({"agenda", "set", "1a2b", "--file", file("agenda", "{\"a\":1}\n"), "--request-id", "r"}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"document", "{\"a\":1}\n"}, {"request_id", "r"}}));
  EXPECT_EQ(lacks(out(), {"Agenda aaaaaaaaaa is signed: version 2 of the agenda, 3 issues. It is on the relay.", "Three issues.",
                          "'goodoffices appraise'"}),
            "");
}

TEST_F(AgendaVerbs, ADryRunSignsNothingAndSaysSo) {
  engine.answers["agenda.set"] = Json{{"agenda", id}, {"version", 1}, {"issues", 3}, {"sentence", "Three issues."}};
  console.in_text.str("{}");
  ASSERT_EQ(type({"agenda", "set", "1a2b", "--file", "-", "--dry-run"}), 0);
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"document", "{}"}, {"dry_run", true}}));
  EXPECT_EQ(out(), "Nothing was signed. It would be version 1 of the agenda, 3 issues.\n  Three issues.\n");
}

TEST_F(AgendaVerbs, FilesThatAreNoTextAreRefusedBeforeThePostIsOpened) {
  EXPECT_EQ(type({"agenda", "set", "1a2b"}), 2);
  EXPECT_EQ(type({"agenda", "set", "1a2b", "--file", directory_ + "/missing"}), 2);
  EXPECT_EQ(type({"agenda", "set", "1a2b", "--file", file("latin", "caf\xe9")}), 1);
  EXPECT_EQ(type({"agenda", "show", "1a2b", "--version", "0"}), 2);
  EXPECT_NE(err().find("--version is a number from 1"), std::string::npos);
  EXPECT_TRUE(engine.asked.empty());
}

TEST_F(AgendaVerbs, ShowTellsInTheReadersLanguageOrInAll) {
  engine.answers["agenda.show"] = agenda();
  ASSERT_EQ(type({"agenda", "show", "1a2b", "--version", "2"}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"version", 2}}));
  EXPECT_EQ(lacks(out(), {"aaaaaaaaaa  Sharing the river, version 2\n", "1. Summer water\n", "   en: How the summer flow is shared\n",
                          "   fa: تقسیم آب تابستان\n", "     50-50\n", "     from 2 to 10, whole numbers\n",
                          "Out of the question together\n  - Summer water 50-50, Term 2 or 3\n",
                          "  - Upriver to Downriver (with Summer water 50-50), due +30d\n    en: Opens the gate.\n",
                          "  1  bbbbbbbbbb  2026-01-30T18:00Z\n", "No appraisal of it is on this post"}),
            "");
  View persian{.lang = "fa-IR"};
  auto text = say_agenda(agenda(), persian);
  EXPECT_EQ(lacks(text, {"   تقسیم آب تابستان\n", "         نصف برای هر کدام\n"}), "");
  EXPECT_EQ(text.find("How the summer"), std::string::npos);
}

TEST_F(AgendaVerbs, ShowSaysWhetherOnesAppraisalFits) {
  auto shown = agenda();
  shown["appraisal"] = {{"state", "current"}, {"shared", false}, {"unmapped", Json::array()}};
  EXPECT_EQ(lacks(say_agenda(shown, {}), {"Your appraisal fits this version. It stays on this post.\n"}), "");
  shown["appraisal"] = {{"state", "mapped"}, {"shared", true}, {"unmapped", {"Term has a new option, 11."}}};
  EXPECT_EQ(lacks(say_agenda(shown, {}), {"was mapped to this one, but for:\n  - Term has a new option, 11.\n"}), "");
}

class AppraiseVerb : public Typing {
 protected:
  AppraiseVerb() {
    engine.answers["appraise"] =
        Json{{"agenda", id},    {"version", 2},  {"form", "partial"}, {"remarks", {"Nothing was said about Term."}},
             {"shared", false}, {"sentence", ""}};
  }
};

TEST_F(AppraiseVerb, AFileStaysOnThisPostUnlessShared) {
  ASSERT_EQ(type({"appraise", "1a2b", "--file", file("p", "{}")}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"document", "{}"}}));
  EXPECT_EQ(
      lacks(out(), {"partial: some packages have a range of worths", "  - Nothing was said about Term.\n", "It stays on this post.\n"}),
      "");
  engine.answers["appraise"] = Json{{"agenda", id},   {"version", 2},   {"form", "exact"},   {"remarks", Json::array()},
                                    {"shared", true}, {"sentence", ""}, {"delivery", "sent"}};
  ASSERT_EQ(type({"appraise", "1a2b", "--file", file("p", "{}"), "--share", "--request-id", "r"}), 0);
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"document", "{}"}, {"share", true}, {"request_id", "r"}}));
  EXPECT_EQ(lacks(out(), {"shared with the intermediary, off the record; take it back with", "It is on the relay."}), "");
}

TEST_F(AppraiseVerb, ShareAloneSharesWhatIsKept) {
  engine.answers["appraisal.show"] = Json{{"document", "{\"kept\":1}"}};
  ASSERT_EQ(type({"appraise", "1a2b", "--share"}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"document", "{\"kept\":1}"}, {"share", true}}));
  engine.answers["appraisal.show"] = fail(Code::no_appraisal);
  engine.answers["agenda.show"] =
      Json{{"document", R"({"format":"goodoffices-accord-1","agenda":{"name":"a","issues":[{"name":"b","options":["c","d"]}]}})"}};
  EXPECT_EQ(type({"appraise", "1a2b", "--share"}), 1) << "nobody answers";
  EXPECT_EQ(last().verb, "agenda.show");
  engine.answers["appraisal.show"] = fail(Code::store_damaged);
  EXPECT_EQ(type({"appraise", "1a2b", "--share"}), 5);
}

TEST_F(AppraiseVerb, WithoutATerminalAndAFileItIsAUsageError) {
  EXPECT_EQ(type({"appraise", "1a2b"}), 2);
  EXPECT_NE(err().find("--file"), std::string::npos);
  EXPECT_TRUE(engine.asked.empty());
}

TEST_F(AppraiseVerb, ShowAndRevokeGoAlone) {
  EXPECT_EQ(type({"appraise", "1a2b", "--show", "--revoke"}), 2);
  EXPECT_EQ(type({"appraise", "1a2b", "--show", "--share"}), 2);
  EXPECT_TRUE(engine.asked.empty());
  engine.answers["appraisal.show"] = Json{{"agenda", id},
                                          {"version", 1},
                                          {"form", "exact"},
                                          {"document", "{\n}\n"},
                                          {"shared", false},
                                          {"remarks", Json::array()},
                                          {"unmapped", {"Term is new."}}};
  ASSERT_EQ(type({"appraise", "1a2b", "--show"}), 0);
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}}));
  EXPECT_EQ(lacks(out(), {"agenda  version 1\n", "on this post alone", "  - Term is new.\n", "| {\n| }\n"}), "");
  engine.answers["appraisal.revoke"] = Json{{"revoked", true}, {"sentence", "Nothing of it is left."}, {"delivery", "queued"}};
  ASSERT_EQ(type({"appraise", "1a2b", "--revoke", "--request-id", "r"}), 0);
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"request_id", "r"}}));
  EXPECT_EQ(lacks(out(), {"Nothing of it is left.", "leaves with the next sync"}), "");
}

TEST_F(AppraiseVerb, TheIntermediarySeesWhatWasSharedWithIt) {
  engine.answers["appraisal.show"] = Json{{"items",
                                           {{{"name", "Upriver\x1b[2J"},
                                             {"agenda", id},
                                             {"version", 2},
                                             {"form", "exact"},
                                             {"time", "2026-01-31T18:00:00Z"},
                                             {"document", "{}"},
                                             {"unmapped", Json::array()}}}}};
  ASSERT_EQ(type({"appraise", "1a2b", "--show"}), 0);
  auto text = out();
  EXPECT_EQ(lacks(text, {"Off the record, for you alone:", "Upriver⟨U+001B⟩[2J\n", "  | {}\n"}), "");
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace offices::cli
