// SPDX-License-Identifier: Apache-2.0
#include "cli/say.hpp"
#include "cli/typing.hpp"

namespace offices::cli {
namespace {

const std::string id(64, 'b'), framework(64, 'f');
const char* const gives_away = "With two sides, whoever said yes learns the other's no.";

Json ballot(const std::string& state) {
  return {{"ballot", id},
          {"case", std::string(64, 'c')},
          {"case_title", "River talks"},
          {"framework", framework},
          {"title", "Shared gates"},
          {"roster",
           {{{"name", "Envoy"}, {"role", "intermediary"}, {"compared", true}, {"self", false}},
            {{"name", "Upriver"}, {"role", "party"}, {"compared", true}, {"self", true}},
            {{"name", "Downriver"}, {"role", "party"}, {"compared", false}, {"self", false}}}},
          {"opened", "2026-01-31T18:00:00Z"},
          {"until", "2026-02-01T18:00:00Z"},
          {"ends", "2026-02-04T18:00:00Z"},
          {"ratify_by", nullptr},
          {"state", state},
          {"round", 2},
          {"phase", "Votes are gathered."},
          {"told", "yes"},
          {"cast", false},
          {"waits_for", {"Downriver"}},
          {"signed_by", Json::array()},
          {"differs", Json::array()},
          {"sentence", "The ballot goes on."},
          {"gives_away", gives_away}};
}

class BallotVerbs : public Typing {
 protected:
  BallotVerbs() {
    engine.answers["ballot.show"] = ballot("open");
    engine.answers["ballot.vote"] = Json{{"ballot", id},
                                         {"framework", framework},
                                         {"title", "Shared gates"},
                                         {"casts_at", "2026-02-01T18:00:00Z"},
                                         {"gives_away", gives_away},
                                         {"sentence", "Kept here, told to nobody."}};
  }
};

TEST_F(BallotVerbs, OpenCarriesItsTimesAndSaysWhoseKeysWereCompared) {
  engine.answers["ballot.open"] =
      Json{{"ballot", id},
           {"framework", framework},
           {"roster", {{{"name", "Upriver"}, {"compared", true}}, {{"name", "Downriver"}, {"compared", false}}}},
           {"until", "2026-02-01T18:00:00Z"},
           {"ends", "2026-02-04T18:00:00Z"},
           {"ratify_by", "2026-03-01T18:00:00Z"},
           {"sentence", "Three days."},
           {"delivery", "sent"}};
  ASSERT_EQ(type({"ballot", "open", "ffff", "--until", "+1d", "--ends", "+4d", "--ratify-by", "+30d", "--unverified", "--request-id", "r"}),
            0)
      << err();
  EXPECT_EQ(
      last().args,
      (Json{{"framework", "ffff"}, {"until", "+1d"}, {"ends", "+4d"}, {"ratify_by", "+30d"}, {"unverified", true}, {"request_id", "r"}}));
  EXPECT_EQ(lacks(out(), {"Ballot bbbbbbbbbb on framework ffffffffff is open. It is on the relay.", "cast       2026-02-01T18:00:00Z",
                          "ratify by  2026-03-01T18:00:00Z", "key compared", "KEY NOT COMPARED", "Three days.",
                          "goodoffices ballot vote bbbbbbbbbb", "says", "no."}),
            "");
  EXPECT_EQ(type({"ballot", "open", "ffff"}), 2);
}

TEST_F(BallotVerbs, OpenWithoutComparedKeysIsRefusedAsUnverified) {
  engine.answers["ballot.open"] = fail(Code::ballot_unverified);
  EXPECT_EQ(type({"ballot", "open", "ffff", "--until", "+1d", "--dry-run"}), 4);
  EXPECT_EQ(last().args, (Json{{"framework", "ffff"}, {"until", "+1d"}, {"dry_run", true}}));
}

TEST_F(BallotVerbs, VoteShowsWhatTheOutcomeGivesAwayAndAsks) {
  console.person = true;
  EXPECT_EQ(type({"ballot", "vote", "bbbb", "no"}), 1);
  auto shown = out();
  EXPECT_EQ(lacks(shown, {"Shared gates", "With two sides, whoever said yes learns the other's no.", "KEY NOT COMPARED",
                          "Keep this vote until it is cast?"}),
            "");
  EXPECT_EQ(last().verb, "ballot.show");
  console.says_yes = true;
  ASSERT_EQ(type({"ballot", "vote", "bbbb", "no", "--unverified"}), 0) << err();
  EXPECT_EQ(last().args, (Json{{"ballot", "bbbb"}, {"vote", "no"}, {"unverified", true}}));
  EXPECT_EQ(lacks(out(), {"Vote on framework ffffffffff, “Shared gates”.\n", "Kept here, told to nobody.\n",
                          "run or sync at 2026-02-01T18:00:00Z"}),
            "");
}

TEST_F(BallotVerbs, WithoutATerminalAVoteWantsYesToTheQuestion) {
  EXPECT_EQ(type({"ballot", "vote", "bbbb", "no"}), 2);
  EXPECT_NE(err().find("say --yes"), std::string::npos);
  EXPECT_TRUE(engine.asked.empty());
  EXPECT_EQ(type({"ballot", "vote", "bbbb", "no", "--yes"}), 0);
  EXPECT_EQ(engine.asked.size(), 1u);
  EXPECT_EQ(last().args, (Json{{"ballot", "bbbb"}, {"vote", "no"}}));
  EXPECT_EQ(lacks(out(), {gives_away}), "");
}

TEST_F(BallotVerbs, AVoteThatWasNotTypedIsAskedFor) {
  EXPECT_EQ(type({"ballot", "vote", "bbbb", "--yes"}), 2);
  console.person = console.says_yes = true;
  console.lines = {"maybe", "yes"};
  EXPECT_EQ(type({"ballot", "vote", "bbbb"}), 2);
  EXPECT_EQ(type({"ballot", "vote", "bbbb"}), 0);
  EXPECT_EQ(last().args, (Json{{"ballot", "bbbb"}, {"vote", "yes"}}));
  EXPECT_EQ(type({"ballot", "vote", "bbbb", "abstain"}), 2);
}

TEST_F(BallotVerbs, VoteWithJsonPrintsOneObject) {
  console.person = console.says_yes = true;
  ASSERT_EQ(type({"ballot", "vote", "bbbb", "no", "--json"}), 0);
  auto text = out();
  EXPECT_EQ(Json::parse(text.substr(text.find('{')))["framework"], framework);
  EXPECT_NE(err().find(gives_away), std::string::npos);
}

TEST_F(BallotVerbs, ShowTellsNobodysVote) {
  for (const char* state : {"open", "casting", "adopted", "not-adopted", "aborted", "ended"}) {
    auto yes = ballot(state), no = ballot(state);
    no["told"] = "no";
    EXPECT_EQ(say_ballot(yes, {}), say_ballot(no, {}));
    EXPECT_EQ(say_ballots({{"items", {yes}}}, {}), say_ballots({{"items", {no}}}, {}));
  }
}

TEST_F(BallotVerbs, ShowSaysWhatIsWaitedForAndThatSilenceIsNo) {
  ASSERT_EQ(type({"ballot", "show", "bbbb"}), 0);
  EXPECT_EQ(lacks(out(), {"framework ffffffffff, “Shared gates”", "open: votes are not cast yet", "waits for  Downriver",
                          "kept on this post until votes are cast", "The ballot goes on."}),
            "");
  auto silent = ballot("open");
  silent["told"] = nullptr;
  EXPECT_EQ(lacks(say_ballot(silent, {}), {"nothing was said here: this post will say no"}), "");
  auto aborted = ballot("aborted");
  aborted["aborted"] = {{"cause", "absent"}, {"round", 2}, {"sentence", "Downriver, or the line to it."}};
  EXPECT_EQ(lacks(say_ballot(aborted, {}), {"aborted in step 2 of 5; it decided nothing", "Downriver, or the line to it."}), "");
  auto adopted = ballot("adopted");
  adopted["signed_by"] = {"Envoy", "Upriver", "Downriver"};
  adopted["transcript"] = std::string(64, '7');
  EXPECT_EQ(lacks(say_ballot(adopted, {}), {"adopted: all said yes", "Envoy, Upriver and Downriver", "7777777777"}), "");
}

TEST_F(BallotVerbs, ListHasOneEntryForEach) {
  engine.answers["ballot.list"] = Json{{"items", {ballot("casting"), ballot("not-adopted")}}};
  ASSERT_EQ(type({"ballot", "list", "1a2b"}), 0);
  EXPECT_EQ(last().args, (Json{{"case", "1a2b"}}));
  EXPECT_EQ(lacks(out(), {"votes are cast; step 2 of 5", "not adopted; cast at", "waits for Downriver"}), "");
  EXPECT_EQ(say_ballots({{"items", Json::array()}}, {}), "There has been no ballot.\n");
}

}  // namespace
}  // namespace offices::cli
