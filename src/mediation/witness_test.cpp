// SPDX-License-Identifier: Apache-2.0
// Witness: what another side signed, shown in one's own channel.
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

using testing::Member;

/// A ballot that Borduria's and Cadmia's posts have followed to its end.
class Witnesses : public testing::Talks {
 protected:
  Tabling t;
  BallotOpening b;
  Digest third, ballot;
  void SetUp() override {
    set_agenda();
    t = tabling({testing::framework("third"), testing::framework("half")});
    to_all(t);
    third = framework_id(t, t.frameworks[0]);
    b = opening(third);
    to_all(b);
    ballot = ballot_id(b);
  }
  BallotOutcome adopted() { return ending(ballot, BallotResult::adopted); }
  /// What `who` signs, whether it may or not.
  Witness of(const Member& who, const Body& body) { return {c.statement(insist(who, who, body))}; }
  Witness by_harbour(const Body& body) { return {c.statement(insist(harbour, borduria, body))}; }
  Sight seen() { return {t.table, table_digest(t)}; }
};

TEST_F(Witnesses, ShowOtherSidesSightsOutcomesAndRatifications) {
  auto sight = of(borduria, seen()), outcome = of(borduria, adopted()), ratified = of(borduria, Ratification{ballot, third});
  for (const auto& w : {sight, outcome, ratified}) {
    expect_allowed(harbour, avalon, w);
    expect_allowed(harbour, cadmia, w);
    expect_refused(avalon, avalon, w, Code::wrong_role);
    expect_refused(harbour, borduria, w, Code::not_yours);
  }
}

TEST_F(Witnesses, ShowNothingElse) {
  expect_refused(harbour, avalon, of(borduria, testing::assurance("We agree.")), Code::malformed);
  expect_refused(harbour, avalon, of(borduria, Leave{}), Code::malformed);
  expect_refused(harbour, avalon, of(borduria, Stub{ballot, 1}), Code::malformed);
  expect_refused(harbour, avalon, of(borduria, b), Code::malformed);
}

TEST_F(Witnesses, AreNotTheIntermediaryItself) {
  expect_refused(harbour, avalon, by_harbour(adopted()), Code::not_yours);
  expect_refused(harbour, avalon, by_harbour(seen()), Code::not_yours);
}

TEST_F(Witnesses, CannotBeInvented) {
  auto forged = of(borduria, seen());
  forged.evidence.signature[7] ^= 1;
  expect_refused(harbour, avalon, forged, Code::bad_signature);
  auto cut = of(cadmia, seen());
  cut.evidence.payload.pop_back();
  expect_refused(harbour, avalon, cut, Code::malformed);
}

TEST_F(Witnesses, TakePartInThisCase) {
  MemoryTalks elsewhere(2);
  auto foreign = elsewhere.c.statement(elsewhere.c.say_anyway(elsewhere.borduria, elsewhere.harbour, seen()));
  expect_refused(harbour, avalon, Witness{foreign}, Code::wrong_context);
  auto stranger = Member::make("Dalmatia", Role::party, 99);
  record::Statement s{"sight", c.post(harbour).state.id, stranger.id, stranger.post, c.now, encode_body(seen()), Digest{}};
  auto signed_by_nobody = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), stranger.key);
  expect_refused(harbour, avalon, Witness{signed_by_nobody}, Code::not_a_participant);
}

TEST_F(Witnesses, OfATableSawWhatIsShownHere) {
  expect_refused(harbour, avalon, of(borduria, Sight{c.salt(), table_digest(t)}), Code::not_found);
  auto other = of(borduria, Sight{t.table, c.salt()});
  expect_refused(harbour, avalon, other, Code::table_differs);
  insist(harbour, avalon, other);
  const auto& p = held(avalon, avalon);
  ASSERT_EQ(p.sights.size(), 1u);
  EXPECT_EQ(p.sights[0].by, borduria.id);
  EXPECT_EQ(p.sights[0].witness, other.evidence.id());
  EXPECT_EQ(p.sights[0].fact.finding, "table_differs");
  EXPECT_NE(p.sights[0].shown, p.tables[0].shown);
}

TEST_F(Witnesses, OfABallotHadAPlaceInIt) {
  auto adopted_here = of(inspectorate, adopted()), ratified = of(inspectorate, Ratification{ballot, third});
  expect_refused(harbour, avalon, adopted_here, Code::not_yours);
  expect_refused(harbour, avalon, ratified, Code::not_yours);
  expect_refused(harbour, avalon, of(borduria, ending(c.salt(), BallotResult::adopted)), Code::not_found);
  expect_refused(harbour, avalon, of(borduria, Ratification{c.salt(), third}), Code::not_found);
  expect_refused(harbour, avalon, of(borduria, Ratification{ballot, framework_id(t, t.frameworks[1])}), Code::not_found);
}

/// A verifier in no roster could otherwise have two honest members contradict it.
TEST_F(Witnesses, WithoutAVoteContradictNobody) {
  to_all(adopted());
  insist(harbour, avalon, of(inspectorate, ending(ballot, BallotResult::not_adopted)));
  const auto& p = held(avalon, avalon);
  EXPECT_EQ(p.outcomes.size(), 1u);
  expect_allowed(avalon, avalon, adopted());
}

TEST_F(Witnesses, OfTwoEndsContradictEachOther) {
  insist(harbour, avalon, of(borduria, adopted()));
  auto other = ending(ballot, BallotResult::not_adopted);
  expect_refused(harbour, avalon, of(cadmia, other), Code::outcome_differs);
  other = adopted();
  other.transcript = c.salt();
  expect_refused(harbour, avalon, of(cadmia, other), Code::outcome_differs);
  expect_allowed(harbour, avalon, of(cadmia, adopted()));
  expect_allowed(harbour, avalon, of(cadmia, aborted(ballot, AbortCause::refused)));
}

TEST_F(Witnesses, OfTwoBallotsContradictNothing) {
  auto second = opening(framework_id(t, t.frameworks[1]));
  to_all(second);
  insist(harbour, avalon, of(borduria, adopted()));
  expect_allowed(harbour, avalon, of(cadmia, ending(ballot_id(second), BallotResult::not_adopted)));
}

TEST_F(Witnesses, ContradictThisSideOnceItsWordWasKnown) {
  auto other = of(borduria, ending(ballot, BallotResult::not_adopted));
  insist(avalon, avalon, adopted());
  expect_refused(harbour, avalon, other, Code::outcome_differs);
  auto place = held(avalon, avalon).outcomes[0].fact.place->index;
  EXPECT_EQ(objected(harbour, avalon, other, Seen{{0, place}}), "");
  EXPECT_EQ(objected(harbour, avalon, other, Seen{{0, place + 1}}), "outcome_differs");
  insist(harbour, avalon, other);
  const auto* shown = held(avalon, avalon).outcome(ballot, borduria.id);
  ASSERT_TRUE(shown);
  EXPECT_EQ(shown->fact.finding, "outcome_differs");
}

TEST_F(Witnesses, AreShownOnce) {
  auto sight = of(borduria, seen()), outcome = of(borduria, adopted()), ratified = of(borduria, Ratification{ballot, third});
  for (const auto& w : {sight, outcome, ratified}) {
    ASSERT_TRUE(c.say(harbour, avalon, w));
    c.settle();
    expect_imprudent(harbour, avalon, w, Code::already_answered);
    expect_allowed(harbour, cadmia, w);
  }
}

TEST_F(Witnesses, KeepTheirOwnTime) {
  auto signed_at = c.now;
  auto ratified = of(borduria, Ratification{ballot, third});
  auto outcome = of(borduria, adopted());
  c.now = c.now.plus(3000);
  insist(harbour, avalon, ratified);
  insist(harbour, avalon, outcome);
  const auto& p = held(avalon, avalon);
  ASSERT_EQ(p.ratifications.size(), 1u);
  EXPECT_EQ(p.ratifications[0].fact.time, signed_at);
  EXPECT_EQ(p.ratifications[0].by, borduria.id);
  EXPECT_EQ(p.ratifications[0].witness, ratified.evidence.id());
  ASSERT_EQ(p.outcomes.size(), 1u);
  EXPECT_EQ(p.outcomes[0].by, borduria.id);
  EXPECT_EQ(p.outcomes[0].witness, outcome.evidence.id());
}

TEST_F(Witnesses, AreNoWordOfTheSideThatIsShownThem) {
  insist(harbour, avalon, of(borduria, adopted()));
  EXPECT_EQ(held(avalon, avalon).outcome(ballot, avalon.id), nullptr);
  EXPECT_EQ(held(avalon, avalon).outcome(ballot, borduria.id)->result, BallotResult::adopted);
  expect_allowed(avalon, avalon, adopted());
}

}  // namespace
}  // namespace offices::mediation
