// SPDX-License-Identifier: Apache-2.0
// Ballots in the record: who opens one, and what may be said of how it goes and how it ends.
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

using testing::framework;
using testing::Member;

/// Two frameworks on the table, no ballot yet.
class Openings : public testing::Talks {
 protected:
  Tabling t;
  Digest third, half;
  void SetUp() override {
    t = put_on_the_table();
    third = framework_id(t, t.frameworks[0]);
    half = framework_id(t, t.frameworks[1]);
  }
  BallotOpening with_roster(std::vector<ParticipantId> roster) {
    auto b = opening(third);
    b.roster = std::move(roster);
    return b;
  }
};

TEST_F(Openings, AreTheIntermediarysAndOfAFrameworkOnTheTable) {
  expect_allowed(harbour, avalon, opening(third));
  expect_refused(avalon, avalon, opening(third), Code::wrong_role);
  expect_refused(harbour, avalon, opening(c.salt()), Code::not_found);
  expect_refused(harbour, avalon, opening(t.table), Code::not_found);
}

TEST_F(Openings, HaveARosterOfTheIntermediaryAndTwoSidesOrMore) {
  expect_allowed(harbour, avalon, with_roster({harbour.id, avalon.id, borduria.id}));
  expect_allowed(harbour, avalon, with_roster({harbour.id, cadmia.id, borduria.id, avalon.id}));
  expect_refused(harbour, avalon, with_roster({}), Code::malformed);
  expect_refused(harbour, avalon, with_roster({harbour.id, avalon.id}), Code::malformed);
  expect_refused(harbour, avalon, with_roster({harbour.id, avalon.id, borduria.id, avalon.id}), Code::malformed);
  expect_refused(harbour, avalon, with_roster({avalon.id, harbour.id, borduria.id}), Code::wrong_role);
  expect_refused(harbour, avalon, with_roster({avalon.id, borduria.id, cadmia.id}), Code::wrong_role);
}

TEST_F(Openings, StandInTheChannelsOfWhoVotes) {
  expect_refused(harbour, avalon, with_roster({harbour.id, borduria.id, cadmia.id}), Code::wrong_context);
  ASSERT_TRUE(c.say(harbour, inspectorate, next_agenda(2)));
  auto other = t;
  other.agenda = agenda_digest(testing::agenda_document(2));
  ASSERT_TRUE(c.say(harbour, inspectorate, other));
  c.settle();
  auto b = opening(framework_id(other, other.frameworks[0]));
  expect_refused(harbour, inspectorate, b, Code::wrong_context);
  b.roster.push_back(inspectorate.id);
  expect_refused(harbour, inspectorate, b, Code::wrong_role);
}

TEST_F(Openings, GiveAVoteToPartiesAlone) {
  expect_refused(harbour, avalon, with_roster({harbour.id, avalon.id, borduria.id, inspectorate.id}), Code::wrong_role);
  auto stranger = Member::make("Dalmatia", Role::party, 99);
  expect_refused(harbour, avalon, with_roster({harbour.id, avalon.id, borduria.id, stranger.id}), Code::not_a_participant);
}

TEST_F(Openings, EndAfterTheVotesAndAreRatifiedAfterThem) {
  auto b = opening(third);
  b.ends = b.until.plus(1);
  b.ratify_by = b.until.plus(1);
  expect_allowed(harbour, avalon, b);
  b.ends = b.until;
  expect_refused(harbour, avalon, b, Code::too_late);
  b.ends = b.until.plus(1);
  b.ratify_by = b.until;
  expect_refused(harbour, avalon, b, Code::too_late);
  b.ratify_by.reset();
  expect_allowed(harbour, avalon, b);
}

TEST_F(Openings, OfOneFrameworkFollowEachOtherOnlyAfterAnAbort) {
  auto first = opening(third);
  to_all(first);
  expect_refused(harbour, avalon, first, Code::exists);
  expect_refused(harbour, avalon, opening(third), Code::exists);
  expect_allowed(harbour, avalon, opening(half));
  to_all(aborted(ballot_id(first), AbortCause::refused, {borduria.id}));
  expect_allowed(harbour, avalon, opening(third));
  expect_refused(harbour, avalon, first, Code::exists);
  auto second = opening(third);
  to_all(second);
  expect_refused(harbour, avalon, opening(third), Code::exists);
  to_all(ending(ballot_id(second), BallotResult::not_adopted));
  expect_refused(harbour, avalon, opening(third), Code::exists);
}

/// What another signed of an abort is not the intermediary's word.
TEST_F(Openings, WaitForTheIntermediarysOwnWordOfAnAbort) {
  auto first = opening(third);
  to_all(first);
  tell_all(borduria, aborted(ballot_id(first), AbortCause::refused, {harbour.id}));
  insist(avalon, avalon, aborted(ballot_id(first), AbortCause::refused, {harbour.id}));
  expect_refused(harbour, avalon, opening(third), Code::exists);
}

TEST_F(Openings, AreMadeInGoodTime) {
  auto b = opening(third);
  b.until = c.now;
  expect_imprudent(harbour, avalon, b, Code::too_late);
  b.until = c.now.plus(1);
  expect_allowed(harbour, avalon, b);
}

TEST_F(Openings, AreNotMadeOfWhatWasReplaced) {
  to_all(tabling({framework("whole", third)}));
  expect_imprudent(harbour, avalon, opening(third), Code::framework_replaced);
  expect_allowed(harbour, avalon, opening(half));
}

TEST_F(Openings, AreNotMadeWithWhoIsGone) {
  ASSERT_TRUE(c.say(harbour, avalon, Remove{cadmia.id, false, {}}));
  c.settle();
  expect_imprudent(harbour, avalon, opening(third), Code::removed);
  expect_allowed(harbour, avalon, with_roster({harbour.id, avalon.id, borduria.id}));
}

/// A ballot of one framework, opened everywhere.
class Ballots : public Openings {
 protected:
  BallotOpening b;
  Digest ballot;
  void SetUp() override {
    Openings::SetUp();
    b = opening(third);
    to_all(b);
    ballot = ballot_id(b);
  }
  BallotOutcome adopted() { return ending(ballot, BallotResult::adopted); }
  BallotOutcome not_adopted() { return ending(ballot, BallotResult::not_adopted); }
  BallotOutcome other_transcript() {
    auto o = adopted();
    o.transcript = c.salt();
    return o;
  }
  Seen before(const Fact& fact) { return {{0, fact.place->index}}; }
  Seen after(const Fact& fact) { return {{0, fact.place->index + 1}}; }
};

TEST_F(Ballots, HaveStubsOfTheIntermediarys) {
  expect_allowed(harbour, avalon, Stub{ballot, 1});
  expect_refused(avalon, avalon, Stub{ballot, 1}, Code::wrong_role);
  expect_refused(harbour, avalon, Stub{c.salt(), 1}, Code::not_found);
  ASSERT_TRUE(c.say(harbour, avalon, Stub{ballot, 1}));
  c.settle();
  expect_imprudent(harbour, avalon, Stub{ballot, 1}, Code::already_answered);
  expect_allowed(harbour, avalon, Stub{ballot, 2});
  expect_allowed(harbour, borduria, Stub{ballot, 1});
}

TEST_F(Ballots, EndForEverybodyWhoFollowedThem) {
  for (const auto& o : {adopted(), not_adopted(), aborted(ballot, AbortCause::refused)}) {
    expect_allowed(harbour, avalon, o);
    expect_allowed(avalon, avalon, o);
  }
  expect_refused(avalon, avalon, ending(c.salt(), BallotResult::adopted), Code::not_found);
  expect_refused(harbour, avalon, ending(c.salt(), BallotResult::adopted), Code::not_found);
}

TEST_F(Ballots, EndAfterTheyWereOpened) {
  const auto& opened = held(avalon, avalon).ballots[0].fact;
  EXPECT_EQ(objected(avalon, avalon, adopted(), before(opened)), "not_found");
  EXPECT_EQ(objected(avalon, avalon, adopted(), after(opened)), "");
}

TEST_F(Ballots, WaitForNobodyOutsideTheirRoster) {
  expect_allowed(avalon, avalon, aborted(ballot, AbortCause::refused, {borduria.id, harbour.id}));
  expect_refused(avalon, avalon, aborted(ballot, AbortCause::refused, {borduria.id, inspectorate.id}), Code::malformed);
}

TEST_F(Ballots, MissNobodyBeforeTheyEnd) {
  c.now = b.ends.plus(-1);
  expect_refused(harbour, avalon, aborted(ballot, AbortCause::absent, {borduria.id}), Code::too_early);
  expect_allowed(harbour, avalon, aborted(ballot, AbortCause::refused, {borduria.id}));
  expect_allowed(harbour, avalon, aborted(ballot, AbortCause::differs, {borduria.id}));
  expect_allowed(harbour, avalon, adopted());
  c.now = b.ends;
  expect_allowed(harbour, avalon, aborted(ballot, AbortCause::absent, {borduria.id}));
}

TEST_F(Ballots, DoNotMissWhatTheIntermediaryHadSignedThatItHeld) {
  ASSERT_TRUE(c.say(harbour, avalon, Stub{ballot, 2}));
  c.settle();
  c.now = b.ends;
  auto blame = aborted(ballot, AbortCause::absent, {avalon.id});
  expect_refused(harbour, avalon, blame, Code::outcome_differs);
  expect_allowed(avalon, avalon, blame);
  expect_allowed(harbour, borduria, blame);
  expect_allowed(harbour, avalon, aborted(ballot, AbortCause::absent, {borduria.id}));
  expect_allowed(harbour, avalon, aborted(ballot, AbortCause::refused, {avalon.id}));
  blame.round = 3;
  expect_allowed(harbour, avalon, blame);
}

TEST_F(Ballots, DoNotTakeAStubForAnothers) {
  auto second = opening(half);
  to_all(second);
  ASSERT_TRUE(c.say(harbour, avalon, Stub{ballot_id(second), 2}));
  c.settle();
  c.now = b.ends;
  expect_allowed(harbour, avalon, aborted(ballot, AbortCause::absent, {avalon.id}));
  expect_refused(harbour, avalon, aborted(ballot_id(second), AbortCause::absent, {avalon.id}), Code::outcome_differs);
}

TEST_F(Ballots, WhatMissesAHeldMessageStaysAsWhatContradicts) {
  ASSERT_TRUE(c.say(harbour, avalon, Stub{ballot, 2}));
  c.settle();
  c.now = b.ends;
  insist(harbour, avalon, aborted(ballot, AbortCause::absent, {avalon.id}));
  const auto& p = held(avalon, avalon);
  ASSERT_EQ(p.outcomes.size(), 1u);
  EXPECT_EQ(p.outcomes[0].fact.finding, "outcome_differs");
}

TEST_F(Ballots, EndOnceForEverybody) {
  to_all(adopted());
  expect_refused(harbour, avalon, adopted(), Code::ballot_ended);
  expect_refused(harbour, avalon, not_adopted(), Code::ballot_ended);
  expect_refused(harbour, avalon, aborted(ballot, AbortCause::refused), Code::ballot_ended);
  expect_allowed(avalon, avalon, adopted());
  insist(harbour, avalon, aborted(ballot, AbortCause::refused));
  EXPECT_EQ(held(avalon, avalon).outcomes.size(), 1u);
}

TEST_F(Ballots, EndTheSameForEverybody) {
  to_all(adopted());
  expect_refused(avalon, avalon, not_adopted(), Code::outcome_differs);
  expect_refused(avalon, avalon, other_transcript(), Code::outcome_differs);
  // Who did not follow it to its end contradicts nobody.
  expect_allowed(avalon, avalon, aborted(ballot, AbortCause::refused, {harbour.id}));
  insist(avalon, avalon, not_adopted());
  const auto* own = held(harbour, avalon).outcome(ballot, avalon.id);
  ASSERT_TRUE(own);
  EXPECT_EQ(own->fact.finding, "outcome_differs");
  EXPECT_EQ(own->result, BallotResult::not_adopted);
}

TEST_F(Ballots, ThatWereAbortedAtOneEndMayHaveEndedAtTheOther) {
  to_all(aborted(ballot, AbortCause::refused, {avalon.id}));
  expect_allowed(avalon, avalon, adopted());
  expect_allowed(avalon, avalon, not_adopted());
}

TEST_F(Ballots, AreContradictedOnlyByWhoKnewTheOther) {
  to_all(adopted());
  const auto& theirs = held(avalon, avalon).outcomes[0].fact;
  EXPECT_EQ(objected(avalon, avalon, not_adopted(), before(theirs)), "");
  EXPECT_EQ(objected(avalon, avalon, not_adopted(), after(theirs)), "outcome_differs");
}

TEST_F(Ballots, AreContradictedByTheIntermediaryOnceItKnewTheSides) {
  ASSERT_TRUE(c.say(avalon, harbour, not_adopted()));
  c.settle();
  expect_refused(harbour, avalon, adopted(), Code::outcome_differs);
  expect_allowed(harbour, avalon, not_adopted());
  expect_allowed(harbour, borduria, adopted());
  const auto& theirs = held(avalon, avalon).outcomes[0].fact;
  EXPECT_EQ(objected(harbour, avalon, adopted(), before(theirs)), "");
}

TEST_F(Ballots, AreContradictedByWhatAnotherSideSigned) {
  auto other = not_adopted();
  ASSERT_TRUE(c.say(borduria, harbour, other));
  c.settle();
  show(held(borduria, borduria).outcomes[0].fact.id, borduria);
  expect_refused(avalon, avalon, adopted(), Code::outcome_differs);
  expect_refused(harbour, avalon, adopted(), Code::outcome_differs);
  const auto& shown = held(avalon, avalon).outcomes[0].fact;
  EXPECT_EQ(objected(avalon, avalon, adopted(), before(shown)), "");
  EXPECT_EQ(objected(avalon, avalon, adopted(), after(shown)), "outcome_differs");
  expect_allowed(avalon, avalon, not_adopted());
}

TEST_F(Ballots, OfAnotherFrameworkContradictNothing) {
  auto second = opening(half);
  to_all(second);
  to_all(adopted());
  expect_allowed(harbour, avalon, ending(ballot_id(second), BallotResult::not_adopted));
  expect_allowed(avalon, avalon, ending(ballot_id(second), BallotResult::not_adopted));
}

using Ratifications = Ballots;

TEST_F(Ratifications, AreTheSidesAfterAdoption) {
  Ratification r{ballot, third};
  expect_refused(avalon, avalon, r, Code::not_adopted);
  to_all(adopted());
  ASSERT_TRUE(c.say(avalon, harbour, adopted()));
  c.settle();
  expect_allowed(avalon, avalon, r);
  expect_refused(harbour, avalon, r, Code::wrong_role);
  expect_refused(avalon, avalon, Ratification{ballot, half}, Code::not_found);
  expect_refused(avalon, avalon, Ratification{c.salt(), third}, Code::not_found);
}

TEST_F(Ratifications, FollowNoOtherEnd) {
  insist(harbour, avalon, not_adopted());
  insist(harbour, borduria, aborted(ballot, AbortCause::refused));
  expect_refused(avalon, avalon, Ratification{ballot, third}, Code::not_adopted);
  expect_refused(borduria, borduria, Ratification{ballot, third}, Code::not_adopted);
}

TEST_F(Ratifications, FollowTheWordThatWasKnown) {
  to_all(adopted());
  const auto& theirs = held(avalon, avalon).outcomes[0].fact;
  EXPECT_EQ(objected(avalon, avalon, Ratification{ballot, third}, before(theirs)), "not_adopted");
  EXPECT_EQ(objected(avalon, avalon, Ratification{ballot, third}, after(theirs)), "");
  ASSERT_TRUE(c.say(borduria, harbour, adopted()));
  c.settle();
  EXPECT_EQ(objected(borduria, borduria, Ratification{ballot, third}, after(held(borduria, borduria).ballots[0].fact)), "");
}

TEST_F(Ratifications, AreNotMadeOnAnothersWordOrAgainstOnesOwn) {
  tell_all(borduria, adopted());
  expect_refused(avalon, avalon, Ratification{ballot, third}, Code::not_adopted);
  insist(avalon, avalon, not_adopted());
  insist(harbour, avalon, adopted());
  expect_refused(avalon, avalon, Ratification{ballot, third}, Code::not_adopted);
}

TEST_F(Ratifications, MayFollowTheIntermediarysWordWhereOnesOwnPostWasCutOff) {
  to_all(adopted());
  insist(avalon, avalon, aborted(ballot, AbortCause::refused, {harbour.id}));
  expect_allowed(avalon, avalon, Ratification{ballot, third});
}

TEST_F(Ratifications, AreInTimeAndOnce) {
  to_all(adopted());
  c.now = b.ratify_by->plus(1);
  expect_refused(avalon, avalon, Ratification{ballot, third}, Code::too_late);
  c.now = *b.ratify_by;
  expect_allowed(avalon, avalon, Ratification{ballot, third});
  ASSERT_TRUE(c.say(avalon, harbour, Ratification{ballot, third}));
  c.settle();
  expect_imprudent(avalon, avalon, Ratification{ballot, third}, Code::already_answered);
  expect_allowed(borduria, borduria, Ratification{ballot, third});
}

TEST_F(Ratifications, AreOfTheBallotThatWasAdopted) {
  auto second = opening(half);
  to_all(second);
  to_all(ending(ballot_id(second), BallotResult::adopted));
  expect_refused(avalon, avalon, Ratification{ballot, third}, Code::not_adopted);
  expect_allowed(avalon, avalon, Ratification{ballot_id(second), half});
  ASSERT_TRUE(c.say(avalon, harbour, Ratification{ballot_id(second), half}));
  c.settle();
  to_all(adopted());
  expect_allowed(avalon, avalon, Ratification{ballot, third});
}

TEST_F(Ratifications, OfOthersComeBeside) {
  to_all(adopted());
  tell_all(borduria, Ratification{ballot, third});
  expect_allowed(avalon, avalon, Ratification{ballot, third});
}

TEST_F(Ratifications, AreNotAskedForByEveryBallot) {
  auto plain = opening(half);
  plain.ratify_by.reset();
  to_all(plain);
  to_all(ending(ballot_id(plain), BallotResult::adopted));
  expect_refused(avalon, avalon, Ratification{ballot_id(plain), half}, Code::not_adopted);
}

}  // namespace
}  // namespace offices::mediation
