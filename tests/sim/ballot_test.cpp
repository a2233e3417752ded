// SPDX-License-Identifier: Apache-2.0
// Frameworks and ballots over whole networks on a fake clock.
#include <gtest/gtest.h>

#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

TEST(Ballot, AllYesIsAdoptedAndEveryPostSignsTheSameOutcome) {
  Negotiation n(1);
  auto framework = n.table_one();
  auto ballot = n.open_ballot(framework);
  for (const auto& side : n.sides) n.vote(side, ballot, "yes");
  n.run_to_end(ballot);
  for (const auto& who : n.everybody()) {
    auto shown = n.must(who, "ballot.show", {{"ballot", ballot}});
    EXPECT_EQ(shown.at("state"), "adopted") << who << shown.dump(1);
    EXPECT_EQ(shown.at("signed_by"), Json({"Iran", "Israel", "Moscow"})) << who;
    EXPECT_TRUE(shown.at("told").is_null());
  }
  EXPECT_EQ(n.framework("Iran", framework).at("state"), "adopted");
  n.check_all();
}

TEST(Ballot, OneNoIsNotAdopted) {
  Negotiation n(2);
  auto framework = n.table_one();
  auto ballot = n.open_ballot(framework);
  n.vote("Israel", ballot, "yes");
  n.vote("Iran", ballot, "no");
  n.run_to_end(ballot);
  for (const auto& who : n.everybody()) EXPECT_EQ(n.must(who, "ballot.show", {{"ballot", ballot}}).at("state"), "not-adopted") << who;
  EXPECT_EQ(n.refused("Israel", "ratify", {{"framework", framework}}), "not_adopted");
  EXPECT_EQ(n.refused("Moscow", "ballot.open", {{"framework", framework}, {"until", "+1h"}, {"unverified", true}}), "exists");
  n.check_all();
}

TEST(Ballot, PostThatWasNotToldVotesNo) {
  Negotiation n(3);
  auto ballot = n.open_ballot(n.table_one());
  n.vote("Israel", ballot, "yes");
  n.run_to_end(ballot);
  EXPECT_EQ(n.must("Israel", "ballot.show", {{"ballot", ballot}}).at("state"), "not-adopted");
}

TEST(Ballot, VoteMayBeChangedUntilItIsCast) {
  Negotiation n(4);
  auto ballot = n.open_ballot(n.table_one());
  for (const auto& side : n.sides) n.vote(side, ballot, "no");
  for (const auto& side : n.sides) n.vote(side, ballot, "yes");
  n.run_to_end(ballot);
  EXPECT_EQ(n.must("Iran", "ballot.show", {{"ballot", ballot}}).at("state"), "adopted");
  EXPECT_EQ(n.refused("Iran", "ballot.vote", {{"ballot", ballot}, {"vote", "yes"}, {"unverified", true}}), "ballot_ended");
}

TEST(Ballot, NobodyCastsBeforeTheInstant) {
  Negotiation n(5);
  auto ballot = n.open_ballot(n.table_one());
  for (const auto& side : n.sides) n.vote(side, ballot, "yes");
  n.net.settle();
  for (const auto& side : n.sides) {
    auto shown = n.must(side, "ballot.show", {{"ballot", ballot}});
    EXPECT_EQ(shown.at("state"), "open");
    EXPECT_FALSE(shown.at("cast").get<bool>());
    EXPECT_EQ(shown.at("told"), "yes");
  }
}

TEST(Ballot, AbsentPostShowsAsAbsentAndNotAsNo) {
  Negotiation n(6);
  auto ballot = n.open_ballot(n.table_one(), "+3d");
  n.vote("Israel", ballot, "yes");
  n.net.settle();
  // Iran's post is never opened again.
  for (auto later_s : {7200, 5 * 86400}) {
    n.net.now = n.net.now.plus(later_s);
    for (const auto& who : {"Israel", "Moscow", "Israel"}) n.net.carry(who);
  }
  for (const auto& who : {"Moscow", "Israel"}) {
    auto shown = n.must(who, "ballot.show", {{"ballot", ballot}});
    EXPECT_EQ(shown.at("state"), "aborted") << shown.dump(1);
    EXPECT_EQ(shown.at("aborted").at("sentence"), "Iran, or the line to it.");
  }
}

/// A vote that left after the end could still be worked on by an intermediary that goes on without the others.
TEST(Ballot, WhoComesBackAfterTheEndCastsNothing) {
  Negotiation n(13);
  auto ballot = n.open_ballot(n.table_one(), "+3d");
  for (const auto& side : n.sides) n.vote(side, ballot, "yes");
  n.net.settle();
  n.net.now = n.net.now.plus(5 * 86400);
  n.net.carry("Iran");
  EXPECT_EQ(n.must("Iran", "ballot.show", {{"ballot", ballot}}).at("cast"), false);
  for (const auto& who : {"Moscow", "Iran", "Israel", "Moscow", "Iran"}) n.net.carry(who);
  for (const auto& who : n.everybody()) {
    auto shown = n.must(who, "ballot.show", {{"ballot", ballot}});
    EXPECT_EQ(shown.at("state"), "aborted") << who << shown.dump(1);
  }
}

TEST(Ballot, KeysThatNobodyComparedNeedAWord) {
  Negotiation n(7);
  auto framework = n.table_one();
  EXPECT_EQ(n.refused("Moscow", "ballot.open", {{"framework", framework}, {"until", "+1h"}}), "ballot_unverified");
  auto ballot = n.open_ballot(framework);
  EXPECT_EQ(n.refused("Iran", "ballot.vote", {{"ballot", ballot}, {"vote", "no"}}), "ballot_unverified");
}

TEST(Ballot, BindsNobodyUntilEverySideHasRatified) {
  Negotiation n(8);
  auto framework = n.table_one();
  auto ballot = n.open_ballot(framework);
  for (const auto& side : n.sides) n.vote(side, ballot, "yes");
  n.run_to_end(ballot);
  n.must("Israel", "ratify", {{"framework", framework}});
  n.net.settle();
  for (const auto& who : n.everybody()) EXPECT_EQ(n.framework(who, framework).at("state"), "adopted") << who;
  EXPECT_EQ(n.framework("Iran", framework).at("ratified_by"), Json({"Israel"}));
  EXPECT_EQ(n.refused("Israel", "ratify", {{"framework", framework}}), "already_answered");
  n.must("Iran", "ratify", {{"framework", framework}});
  n.net.settle();
  for (const auto& who : n.everybody()) EXPECT_EQ(n.framework(who, framework).at("state"), "ratified") << who;
  n.check_all();
}

TEST(Ballot, RatificationThatComesTooLateLapses) {
  Negotiation n(9);
  auto framework = n.table_one();
  auto ballot = n.open_ballot(framework);
  for (const auto& side : n.sides) n.vote(side, ballot, "yes");
  n.run_to_end(ballot);
  n.must("Israel", "ratify", {{"framework", framework}});
  n.net.settle();
  n.net.now = n.net.now.plus(30 * 86400);
  EXPECT_EQ(n.refused("Iran", "ratify", {{"framework", framework}}), "too_late");
  for (const auto& who : n.everybody()) EXPECT_EQ(n.framework(who, framework).at("state"), "lapsed") << who;
}

TEST(Ballot, EndsTheSameInAnyWeatherAndAfterCrashes) {
  const auto seeds = Negotiation::seeds(12);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE(seed);
    Negotiation n(1000 + seed);
    auto framework = n.table_one();
    bool all_yes = seed % 2 == 0;
    auto ballot = n.open_ballot(framework);
    n.vote("Israel", ballot, "yes");
    n.vote("Iran", ballot, all_yes ? "yes" : "no");
    n.net.weather = {20, 15, 20, 30, 20, 10};
    n.net.now = n.net.now.plus(7200);
    for (int i = 0; i < 60; ++i)
      for (const auto& who : n.everybody()) n.net.carry(who);
    n.run_to_end(ballot);
    for (const auto& who : n.everybody())
      EXPECT_EQ(n.must(who, "ballot.show", {{"ballot", ballot}}).at("state"), all_yes ? "adopted" : "not-adopted") << who;
    n.check_all();
    if (HasFailure()) return;
  }
}

/// One ballot in fair weather from its opening to its end, with a crash at one point of it; how many points there were.
std::uint64_t ballot_with_a_crash(std::uint64_t at, std::uint64_t seed) {
  Negotiation n(seed);
  auto framework = n.table_one();
  const auto first = n.net.commit_points;
  if (at > 0) n.net.crash_at = first + at;
  auto opened = n.net.call("Moscow", "ballot.open", {{"framework", framework}, {"until", "+1h"}, {"ends", "+40d"}, {"unverified", true}});
  // Died before the commit: nothing was opened, and the intermediary opens it again; after it: it is open.
  auto listed = n.must("Moscow", "ballot.list", {{"case", n.id}}).at("items");
  auto ballot = listed.empty() ? n.open_ballot(framework) : listed[0].at("ballot").get<std::string>();
  n.net.settle();
  for (const auto& side : n.sides) {
    Json vote{{"ballot", ballot}, {"vote", "yes"}, {"unverified", true}};
    if (!n.net.call(side, "ballot.vote", vote)) n.must(side, "ballot.vote", vote);
  }
  n.run_to_end(ballot);
  for (const auto& who : n.everybody()) {
    auto shown = n.must(who, "ballot.show", {{"ballot", ballot}});
    EXPECT_EQ(shown.at("state"), "adopted") << who << ", crash at point " << at;
    EXPECT_EQ(shown.at("signed_by").size(), 3u) << who << ", crash at point " << at;
  }
  n.check_all();
  return n.net.commit_points - first;
}

TEST(Ballot, AnybodyMayDieAtAnyCommitOfIt) {
  const auto points = ballot_with_a_crash(0, 13);
  ASSERT_GT(points, 40u);
  const auto step = std::max<std::uint64_t>(1, points / Negotiation::seeds(40));
  for (std::uint64_t at = 1; at <= points && !testing::Test::HasFailure(); at += step) ballot_with_a_crash(at, 13);
}

/// What a relay sees of a ballot: how many envelopes lie in each mailbox after each pass.
std::vector<std::size_t> seen_by_the_relay(const std::string& vote) {
  Negotiation n(14);
  auto ballot = n.open_ballot(n.table_one());
  n.vote("Israel", ballot, "yes");
  n.vote("Iran", ballot, vote);
  n.net.settle();
  n.net.now = n.net.now.plus(7200);
  std::vector<std::size_t> seen;
  for (int pass = 0; pass < 12; ++pass)
    for (const auto& who : n.everybody()) {
      n.net.carry(who);
      for (const auto& [id, box] : n.net.relay("http://relay-1.invalid").boxes) seen.push_back(box.held.size());
    }
  return seen;
}

TEST(Ballot, LooksTheSameFromOutsideWhateverIsVoted) { EXPECT_EQ(seen_by_the_relay("yes"), seen_by_the_relay("no")); }

TEST(Table, EverySideIsToldThatTheOthersWereShownTheSame) {
  Negotiation n(11);
  auto framework = n.table_one();
  for (const auto& side : n.sides)
    for (const auto& shown : n.framework(side, framework).at("shown_to")) EXPECT_EQ(shown.at("state"), "confirmed") << side;
  EXPECT_EQ(n.framework("Moscow", framework).at("shown_to").size(), 2u);
}

TEST(Table, OpinionsReachTheIntermediaryAndNobodyElse) {
  Negotiation n(12);
  auto framework = n.table_one();
  n.must("Iran", "opinion", {{"framework", framework}, {"rank", 2}, {"position", "reservations"}, {"text", "Not this year."}});
  n.net.settle();
  auto seen = n.framework("Moscow", framework).at("opinions");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].at("position"), "reservations");
  EXPECT_EQ(seen[0].at("text"), "Not this year.");
  EXPECT_TRUE(n.framework("Israel", framework).at("opinions").empty());
  EXPECT_EQ(n.refused("Moscow", "opinion", {{"framework", framework}, {"rank", 1}}), "wrong_role");
}

}  // namespace
}  // namespace offices::sim
