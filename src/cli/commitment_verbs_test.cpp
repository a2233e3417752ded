// SPDX-License-Identifier: Apache-2.0
#include "cli/say.hpp"
#include "cli/typing.hpp"

namespace offices::cli {
namespace {

const std::string id(64, 'f'), other(64, 'e');

class CommitmentVerbs : public Typing {
 protected:
  Json asked_to_commit(std::vector<std::string> more) {
    engine.answers["commit"] =
        Json{{"commitment", id}, {"undertaking", "Avalon undertakes this."}, {"sentence", "."}, {"delivery", "sent"}};
    std::vector<std::string> words{"commit", "1a2b", "--to", "Borduria", "--by", "+3d", "--text-file", file("gate.txt", "Opens.\n")};
    words.insert(words.end(), more.begin(), more.end());
    return type(words) == 0 ? last().args : Json(err());
  }
};

Json commitment() {
  return {{"commitment", id},
          {"case_title", "Talks"},
          {"author", "Avalon"},
          {"to", {"Borduria"}},
          {"by", "2026-01-31T18:00:00Z"},
          {"precedence", "FLASH"},
          {"verified_by", "Inspectorate"},
          {"excerpt", "Opens \x1b[2J the gate."},
          {"phase", "in-force"},
          {"rung", 2},
          {"when", {{{"after", nullptr}, {"commitment", other}, {"needs", "confirmed"}, {"holds", true}}}},
          {"in_return_for", other},
          {"move", {"Avalon"}},
          {"overdue", true},
          {"soon", true},
          {"sentence", "In force."}};
}

TEST_F(CommitmentVerbs, CommitReadsConditionsAsPeopleWriteThem) {
  auto args = asked_to_commit({"--when", "+2d", "--when", "2026-01-31T18:00:00Z", "--when", "7a8b9c", "--when", "7a8b9c:confirmed"});
  EXPECT_EQ(args.at("when"), Json::parse(R"([{"after":"+2d"},{"after":"2026-01-31T18:00:00Z"},{"commitment":"7a8b9c","needs":"fulfilled"},)"
                                         R"({"commitment":"7a8b9c","needs":"confirmed"}])"));
  EXPECT_EQ(args.at("text"), "Opens.");
  EXPECT_EQ(args.at("to"), Json::array({"Borduria"}));
  for (const char* bad : {"7a8b:kept", ":confirmed", ""}) { EXPECT_TRUE(asked_to_commit({"--when", bad}).is_string()) << bad; }
}

TEST_F(CommitmentVerbs, CommitTakesWhatAFrameworkMakes) {
  engine.answers["commit"] = Json{{"undertaking", "Avalon undertakes this."}, {"sentence", "."}};
  ASSERT_EQ(type({"commit", "1a2b", "--from-framework", "7a8b", "--undertaking", "2", "--dry-run"}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"to", Json::array()}, {"framework", "7a8b"}, {"undertaking", 2}, {"dry_run", true}}));
  EXPECT_EQ(lacks(out(), {"Avalon undertakes this.", "Nothing is signed."}), "");
}

TEST_F(CommitmentVerbs, ListShowsTheLadderAndNoPeerReachesTheTerminal) {
  auto second = commitment();
  second["rung"] = 1;
  second["phase"] = "offered";
  engine.answers["commitments"] = Json{{"items", {commitment(), second}}, {"total", 5}};
  ASSERT_EQ(type({"commitments", "1a2b", "--limit", "2"}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}, {"limit", 2}}));
  auto text = out();
  EXPECT_LT(text.find("Rung 1"), text.find("Rung 2"));
  EXPECT_EQ(lacks(text, {"IN FORCE, OVERDUE, FLASH", "Avalon towards Borduria", "once eeeeeeeeee is confirmed (holds)",
                         "Avalon's move. In force.", "⟨U+001B⟩[2J", "3 others not listed; see --limit."}),
            "");
}

TEST_F(CommitmentVerbs, ClaimsAreOneVerbEach) {
  engine.answers["commitment.claim"] = Json{{"commitment", id}, {"says", "x"}, {"about", other}, {"sentence", "."}, {"delivery", "sent"}};
  const std::pair<const char*, const char*> acts[] = {
      {"performed", "performed"}, {"failed", "failed"}, {"satisfied", "satisfied"}, {"dispute", "disputed"}, {"release", "released"}};
  for (const auto& [act, says] : acts) {
    ASSERT_EQ(type({"commitment", act, "7a8b"}), 0) << err();
    EXPECT_EQ(last().args, (Json{{"commitment", "7a8b"}, {"says", says}}));
  }
  ASSERT_EQ(type({"commitment", "dispute", "7a8b", "--about", "9c0d", "--text-file", file("no.txt", "It was shut.")}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"commitment", "7a8b"}, {"says", "disputed"}, {"about", "9c0d"}, {"text", "It was shut."}}));
  EXPECT_NE(type({"commitment", "release", "7a8b", "--about", "9c0d"}), 0);
}

TEST_F(CommitmentVerbs, DueWritesACalendarAndSaysThatItIsNotSealed) {
  auto mine = commitment();
  mine["mine"] = true;
  engine.answers["due"] = Json{{"items", {mine}}, {"total", 1}, {"calendar", "BEGIN:VCALENDAR\r\n"}};
  auto path = directory_ + "/due.ics";
  ASSERT_EQ(type({"due", "--ics", path}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"calendar", true}}));
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "BEGIN:VCALENDAR\r\n");
  EXPECT_EQ(lacks(out(), {"OVERDUE", "Your move. In force.", "It is not sealed"}), "");
  EXPECT_NE(type({"due", "--ics", directory_ + "/nowhere/due.ics"}), 0);
}

}  // namespace
}  // namespace offices::cli
