// SPDX-License-Identifier: Apache-2.0
#include "cli/say.hpp"
#include "cli/typing.hpp"

namespace offices::cli {
namespace {

const std::string id(64, 'f'), earlier(64, 'e'), ballot(64, 'b');

class FrameworkVerbs : public Typing {};

Json framework() {
  return {{"framework", id},
          {"table", std::string(64, 'd')},
          {"agenda", std::string(64, 'a')},
          {"version", 2},
          {"number", 1},
          {"title", "Shared gates"},
          {"package", {{"Summer water", "50-50"}, {"Term", "8"}}},
          {"excerpt", "Both sides…"},
          {"time", "2026-01-31T18:00:00Z"},
          {"state", "tabled"},
          {"ratified_by", Json::array()},
          {"shown_to", {{{"name", "Upriver"}, {"state", "confirmed"}}, {{"name", "Downriver"}, {"state", "differs"}}}},
          {"own",
           {{"utility", {{"least", "0.5"}, {"most", "0.75"}}},
            {"walk_away", {{"least", "0.4"}, {"most", "0.4"}}},
            {"distance", {{"least", "0.1"}, {"most", "0.35"}}},
            {"verdict", "depends"},
            {"red_lines", {"It crosses Term 8 with Inspections none."}},
            {"gains", {"Term 8."}},
            {"gives", {"Summer water 50-50."}}}},
          {"opinions",
           {{{"name", "Downriver"}, {"rank", 2}, {"position", "reservations"}, {"text", "Too long."}, {"time", "2026-01-31T19:00:00Z"}}}}};
}

TEST_F(FrameworkVerbs, SuggestWritesFilesAndAPictureAndReplacesNone) {
  engine.answers["framework.suggest"] = Json{{"near", "nash"},
                                             {"agenda", id},
                                             {"version", 2},
                                             {"suggestions",
                                              {{{"package", {{"Summer water", "50-50"}}},
                                                {"document", "{\"format\":\"goodoffices-framework-1\"}"},
                                                {"sides",
                                                 {{{"name", "Upriver"},
                                                   {"utility", "0.73"},
                                                   {"above_walk_away", "0.38"},
                                                   {"over_all_utilities", "depends"},
                                                   {"gains", {"Gains power."}},
                                                   {"gives", {"Gives water."}}}}},
                                                {"robustness", {{{"name", "Upriver"}, {"nash", "0.05"}, {"frontier", "0.213999"}}}},
                                                {"sentence", "Summer water: half for each"}}}},
                                             {"svg", "<svg/>"},
                                             {"remarks", {"Downriver's statements are partial."}}};
  auto svg = directory_ + "/p.svg", drafts = directory_ + "/drafts";
  ASSERT_EQ(type({"framework", "suggest", "1a2b", "-k", "4", "--near", "egalitarian", "--svg", svg, "--out", drafts}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"count", 4}, {"near", "egalitarian"}}));
  EXPECT_EQ(lacks(out(), {"1 package over version 2 of the agenda, near the nash point:", "1. Summer water: half for each\n",
                          "Upriver: worth 0.73 of 1, 0.38 above its walk-away point;", "depends", "- Gains power.", "- Gives water.",
                          "Upriver's by 0.213 until another", "by 0.05", "written to ", "Downriver's statements are partial.",
                          "Nothing of this has left your post."}),
            "");
  std::ifstream draft(drafts + "/framework-1.json"), picture(svg);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(draft), {}), "{\"format\":\"goodoffices-framework-1\"}\n");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(picture), {}), "<svg/>");
  EXPECT_EQ(type({"framework", "suggest", "1a2b", "--count", "3", "--out", drafts, "--json"}), 1);
  EXPECT_EQ(Json::parse(out())["error"]["code"], "exists");
}

TEST_F(FrameworkVerbs, SuggestRefusesCountsAndPointsThatAreNone) {
  EXPECT_EQ(type({"framework", "suggest", "1a2b", "-k", "0"}), 2);
  EXPECT_EQ(type({"framework", "suggest", "1a2b", "-k", "three"}), 2);
  EXPECT_EQ(type({"framework", "suggest", "1a2b", "--near", "here"}), 2);
  EXPECT_TRUE(engine.asked.empty());
}

TEST_F(FrameworkVerbs, TableTakesSeveralFilesInTheirOrder) {
  engine.answers["framework.table"] =
      Json{{"table", std::string(64, 'd')},
           {"frameworks",
            {{{"framework", id}, {"title", "One"}, {"package", {{"Term", "8"}}}, {"remarks", {"Inspections is left open."}}},
             {{"framework", earlier}, {"title", "Two"}, {"package", {{"Term", "9"}}}, {"remarks", Json::array()}}}},
           {"to", {"Upriver", "Downriver"}},
           {"sentence", "Both read the same."},
           {"delivery", "queued"}};
  ASSERT_EQ(type({"framework", "table", "1a2b", "--file", file("one", "{\"1\":1}"), "--file", file("two", "{\"2\":2}")}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"documents", {"{\"1\":1}", "{\"2\":2}"}}}));
  EXPECT_EQ(lacks(out(), {"2 frameworks, the same words and packages to", "Upriver and Downriver.", "  ffffffffff  One\n", "Term: 8\n",
                          "- Inspections is left open.", "Both read the same.", "'goodoffices framework list'"}),
            "");
  EXPECT_EQ(type({"framework", "table", "1a2b"}), 2);
}

TEST_F(FrameworkVerbs, ListSaysHowEachWeighsForOneself) {
  engine.answers["framework.list"] = Json{{"items", {framework()}}};
  ASSERT_EQ(type({"framework", "list", "1a2b"}), 0);
  EXPECT_EQ(out(),
            "ffffffffff  Shared gates\n"
            "            2026-01-31T18:00Z; agenda version 2; on the table\n"
            "            Summer water: 50-50; Term: 8\n"
            "            for you: 0.5 to 0.75 of 1; walk-away point 0.4, distance 0.1 to\n"
            "            0.35: depends on what you have not said\n"
            "            - It crosses Term 8 with Inspections none.\n"
            "            opinion of Downriver: rank 2, reservations (2026-01-31T19:00Z)\n");
  EXPECT_EQ(say_frameworks({{"items", Json::array()}}, {}), "Nothing is on the table.\n");
}

TEST_F(FrameworkVerbs, ShowMarksWhatChangedAndWhoWasShownWhat) {
  auto shown = framework();
  shown["replaces"] = earlier;
  shown["words"] = {
      {"lang", "en"}, {"text", "The gate opens in May."}, {"translations", {{{"lang", "fa"}, {"text", "دریچه"}, {"maker", "Envoy"}}}}};
  shown["differences"] = {
      {"package", {{{"issue", "Term"}, {"from", "6"}, {"to", "8"}}, {{"issue", "Inspections"}, {"from", nullptr}, {"to", "yearly"}}}},
      {"text",
       {{{"kind", "kept"}, {"text", "The gate opens in "}},
        {{"kind", "removed"}, {"text", "June"}},
        {{"kind", "added"}, {"text", "May"}},
        {{"kind", "kept"}, {"text", "."}}}}};
  engine.answers["framework.show"] = shown;
  ASSERT_EQ(type({"framework", "show", "ffff"}), 0);
  EXPECT_EQ(last().args, (Json{{"framework", "ffff"}}));
  EXPECT_EQ(lacks(out(), {"Shared gates\n", "framework  " + id, "  | The gate opens in May.\n", "in fa, translated by Envoy:",
                          "Differences from eeeeeeeeee\n", "  Term: [-6-] {+8+}\n", "  Inspections: [-open-] {+yearly+}\n",
                          "  | The gate opens in [-June-]{+May+}.\n", "Upriver    its post signed that it was shown the same",
                          "WAS SHOWN SOMETHING ELSE", "For you (computed on this post, never sent)", "what you give", "Too long."}),
            "");
}

TEST_F(FrameworkVerbs, EveryStateSaysWhoIsWaitedFor) {
  auto f = framework();
  auto state = [&](const char* name) {
    f["state"] = name;
    return say_frameworks({{"items", {f}}}, {});
  };
  f["ballot"] = ballot;
  f["ratify_by"] = "2026-02-28T18:00:00Z";
  f["replaced_by"] = earlier;
  EXPECT_EQ(lacks(state("on-ballot"), {"put to ballot bbbbbbbbbb"}), "");
  EXPECT_EQ(lacks(state("not-adopted"), {"not adopted in ballot bbbbbbbbbb"}), "");
  EXPECT_EQ(lacks(state("adopted"), {"binds nobody until", "2026-02-28T18:00Z", "ratified by", "nobody yet"}), "");
  f["ratified_by"] = {"Upriver"};
  EXPECT_EQ(lacks(state("adopted"), {"Upriver"}), "");
  EXPECT_EQ(lacks(state("ratified"), {"adopted and ratified by Upriver"}), "");
  EXPECT_EQ(lacks(state("lapsed"), {"not ratified by all"}), "");
  EXPECT_EQ(lacks(state("replaced"), {"replaced by eeeeeeeeee"}), "");
  EXPECT_EQ(lacks(state("aborted"), {"was aborted"}), "");
}

TEST_F(FrameworkVerbs, OpinionsSaySomething) {
  engine.answers["opinion"] = Json{{"nonpaper", id}, {"sentence", "To Envoy alone."}, {"delivery", "sent"}};
  ASSERT_EQ(type({"opinion", "ffff", "--rank", "1", "--position", "live-with", "--text-file", file("t", "Fine.\n"), "--lang", "en"}), 0)
      << err();
  EXPECT_EQ(last().args, (Json{{"framework", "ffff"}, {"rank", 1}, {"position", "live-with"}, {"text", "Fine."}, {"lang", "en"}}));
  EXPECT_EQ(lacks(out(), {"a non-paper to the intermediary alone, off the record", "To Envoy alone."}), "");
  auto before = engine.asked.size();
  EXPECT_EQ(type({"opinion", "ffff"}), 2);
  EXPECT_EQ(type({"opinion", "ffff", "--lang", "en"}), 2);
  EXPECT_EQ(type({"opinion", "ffff", "--rank", "0"}), 2);
  EXPECT_EQ(type({"opinion", "ffff", "--position", "fine"}), 2);
  EXPECT_EQ(engine.asked.size(), before);
}

TEST_F(FrameworkVerbs, RatifySaysThatAllSidesSeeIt) {
  engine.answers["ratify"] =
      Json{{"ratification", ballot}, {"framework", id}, {"sentence", "It waits for Downriver."}, {"delivery", "sent"}};
  ASSERT_EQ(type({"ratify", "ffff"}), 0);
  EXPECT_EQ(last().args, (Json{{"framework", "ffff"}}));
  EXPECT_EQ(lacks(out(), {"Ratification bbbbbbbbbb of framework ffffffffff is signed, for all sides to", "It waits for Downriver."}), "");
  engine.answers["ratify"] = fail(Code::wrong_role);
  EXPECT_EQ(type({"ratify", "ffff"}), 1);
}

}  // namespace
}  // namespace offices::cli
