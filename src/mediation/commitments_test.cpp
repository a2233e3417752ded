// SPDX-License-Identifier: Apache-2.0
// Commitments: who may say what of them, and where they stand.
#include "mediation/commitments.hpp"

#include "tests/support/commitments.hpp"

namespace offices::mediation {
namespace {

using testing::Member;
using testing::words;

using testing::Commitments;

TEST_F(Commitments, AreOfferedUntilEveryAddresseeHasThem) {
  auto id = c.say(avalon, harbour, opens_gate(in_days(3))).value();
  c.settle();
  EXPECT_EQ(view(harbour, id).phase, Phase::offered);
  EXPECT_EQ(view(avalon, id).move, std::vector{borduria.id});
  show(id, id);
  expect_everywhere(id, Phase::in_force);
  EXPECT_TRUE(views(cadmia).empty());
}

TEST_F(Commitments, AreOfPartiesTowardsPartiesAndVerifiedByVerifiers) {
  auto b = opens_gate(in_days(3));
  expect_allowed(avalon, avalon, b);
  expect_refused(harbour, avalon, b, Code::wrong_role);
  expect_refused(inspectorate, inspectorate, b, Code::wrong_role);
  expect_refused(borduria, borduria, b, Code::wrong_role);
  auto to = [&](ParticipantId who) {
    auto x = b;
    x.to = {who};
    return x;
  };
  expect_refused(avalon, avalon, to(harbour.id), Code::wrong_role);
  expect_refused(avalon, avalon, to({}), Code::not_a_participant);
  b.verified_by = cadmia.id;
  expect_refused(avalon, avalon, b, Code::wrong_role);
  expect_imprudent(avalon, avalon, opens_gate(c.now), Code::bad_deadline);
  b = opens_gate(in_days(3));
  b.when = {{in_days(3), std::nullopt, Needs::fulfilled}};
  expect_refused(avalon, avalon, b, Code::bad_deadline);
}

TEST_F(Commitments, AreShownToThoseTheyNameAndToNobodyElse) {
  auto id = c.say(avalon, harbour, opens_gate(in_days(3))).value();
  auto other = c.say(avalon, harbour, opens_gate(in_days(4))).value();
  c.settle();
  Showing shown{id, c.statement(id)};
  expect_refused(harbour, cadmia, shown, Code::no_mandate);
  expect_refused(harbour, avalon, shown, Code::not_yours);
  expect_refused(borduria, borduria, shown, Code::wrong_role);
  expect_refused(harbour, borduria, Showing{other, c.statement(id)}, Code::wrong_context);
  expect_allowed(harbour, borduria, shown);
  expect_allowed(harbour, inspectorate, shown);
}

TEST_F(Commitments, OfAnotherHandAreNotBelieved) {
  auto id = c.say(avalon, harbour, opens_gate(in_days(3))).value();
  c.settle();
  auto forged = c.statement(id);
  auto text = std::string(forged.payload.begin(), forged.payload.end());
  text.replace(text.find("opens"), 5, "shuts");
  forged.payload = base::to_bytes(base::as_bytes(text));
  expect_refused(harbour, borduria, Showing{forged.id(), forged}, Code::bad_signature);
}

TEST_F(Commitments, AreNotSpokenOfBeforeTheyAreThere) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  auto before = c.post(borduria).channel(borduria.id).other.frontier.size();
  auto found = tell(inspectorate, id, finding(id, Finding::confirmed));
  Claim disputes{id, Said::disputed, found, std::nullopt};
  EXPECT_EQ(objected(borduria, borduria, disputes), "");
  EXPECT_EQ(objected(borduria, borduria, disputes, Seen{{0, before}}), name(Code::not_found));
  EXPECT_EQ(objected(borduria, borduria, Claim{id, Said::satisfied, std::nullopt, std::nullopt}, Seen{{0, before}}), "");
  EXPECT_EQ(objected(borduria, borduria, Claim{id, Said::satisfied, std::nullopt, std::nullopt}, Seen{}), name(Code::not_found));
}

TEST_F(Commitments, AreNotShownWithWhatTheirAuthorsMayNotSay) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  auto late = opens_gate(in_days(3));
  late.when = {{late.by, std::nullopt, Needs::fulfilled}};
  auto begins_late = insist(avalon, avalon, late);
  auto claims = insist(borduria, borduria, Claim{id, Said::performed, std::nullopt, std::nullopt});
  auto attests = insist(borduria, borduria, finding(id, Finding::confirmed));
  expect_refused(harbour, borduria, Showing{begins_late, c.statement(begins_late)}, Code::bad_deadline);
  expect_refused(harbour, avalon, Showing{id, c.statement(claims)}, Code::not_yours);
  expect_refused(harbour, avalon, Showing{id, c.statement(attests)}, Code::wrong_role);
  auto stranger = insist(cadmia, cadmia, Claim{id, Said::received, id, std::nullopt});
  expect_refused(harbour, avalon, Showing{id, c.statement(stranger)}, Code::not_yours);
}

TEST_F(Commitments, AreShownBeforeWhatIsSaidOfThem) {
  auto id = c.say(avalon, harbour, opens_gate(in_days(3))).value();
  auto said = c.say(avalon, harbour, Claim{id, Said::performed, std::nullopt, std::nullopt}).value();
  c.settle();
  expect_refused(harbour, borduria, Showing{id, c.statement(said)}, Code::not_found);
}

TEST_F(Commitments, AreSaidAndShownOnce) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  expect_imprudent(borduria, borduria, Claim{id, Said::received, id, std::nullopt}, Code::already_answered);
  expect_imprudent(harbour, borduria, Showing{id, c.statement(id)}, Code::already_answered);
  Claim performed{id, Said::performed, std::nullopt, std::nullopt};
  tell(avalon, id, performed);
  expect_imprudent(avalon, avalon, performed, Code::already_answered);
  c.now = c.now.plus(60);
  tell(avalon, id, Claim{id, Said::failed, std::nullopt, std::nullopt});
  expect_allowed(avalon, avalon, performed);
}

TEST_F(Commitments, AreNotUndertakenTowardsWhoIsGone) {
  auto b = opens_gate(in_days(3));
  b.to = {cadmia.id};
  expect_allowed(avalon, avalon, b);
  (void)c.say(harbour, avalon, Remove{cadmia.id, false, {}}).value();
  c.settle();
  expect_imprudent(avalon, avalon, b, Code::removed);
}

TEST_F(Commitments, AreAttestedByTheirVerifierAlone) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  expect_allowed(inspectorate, inspectorate, finding(id, Finding::confirmed));
  expect_refused(borduria, borduria, finding(id, Finding::confirmed), Code::wrong_role);
  expect_refused(avalon, avalon, finding(id, Finding::confirmed), Code::wrong_role);
  expect_refused(cadmia, cadmia, finding(id, Finding::confirmed), Code::not_found);
  auto wide = finding(id, Finding::confirmed);
  wide.to = {cadmia.id};
  expect_refused(inspectorate, inspectorate, wide, Code::no_mandate);
  tell(inspectorate, id, finding(id, Finding::confirmed));
  expect_everywhere(id, Phase::fulfilled);
}

TEST_F(Commitments, FindingsGoWhereTheirVerifierLetsThem) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  auto narrow = finding(id, Finding::confirmed);
  narrow.to = {borduria.id};
  auto said = c.say(inspectorate, harbour, narrow).value();
  c.settle();
  expect_refused(harbour, avalon, Showing{id, c.statement(said)}, Code::no_mandate);
  expect_allowed(harbour, borduria, Showing{id, c.statement(said)});
}

TEST_F(Commitments, ThatAreNotKeptAreBreachedOnceDueAndFound) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  tell(inspectorate, id, finding(id, Finding::not_confirmed));
  expect_everywhere(id, Phase::in_force);  // an interim report
  EXPECT_FALSE(view(borduria, id, in_days(3)).overdue);
  EXPECT_TRUE(view(borduria, id, in_days(4)).overdue);
  c.now = in_days(4);
  tell(inspectorate, id, finding(id, Finding::not_confirmed));
  expect_everywhere(id, Phase::breached);
  tell(inspectorate, id, finding(id, Finding::inconclusive));
  expect_everywhere(id, Phase::breached);
}

TEST_F(Commitments, AreNeitherKeptNorBrokenByAFindingThatIsInconclusive) {
  auto kept = undertake(avalon, opens_gate(in_days(3))), open = undertake(avalon, opens_gate(in_days(3)));
  tell(inspectorate, kept, finding(kept, Finding::confirmed));
  c.now = in_days(4);
  tell(inspectorate, kept, finding(kept, Finding::inconclusive));
  tell(inspectorate, open, finding(open, Finding::inconclusive));
  expect_everywhere(kept, Phase::fulfilled);
  expect_everywhere(open, Phase::in_force);
}

TEST_F(Commitments, DisputesStandBesideTheFinding) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  auto found = tell(inspectorate, id, finding(id, Finding::confirmed));
  c.now = c.now.plus(60);
  expect_refused(inspectorate, inspectorate, Claim{id, Said::disputed, found, std::nullopt}, Code::wrong_role);
  tell(borduria, id, Claim{id, Said::disputed, found, words("It was shut at one.")});
  expect_everywhere(id, Phase::disputed);
  EXPECT_EQ(view(avalon, id).held->attestations.size(), 1U);
  EXPECT_EQ(view(avalon, id).move, std::vector{harbour.id});
  c.now = c.now.plus(60);
  tell(inspectorate, id, finding(id, Finding::confirmed));
  expect_everywhere(id, Phase::fulfilled);
}

TEST_F(Commitments, DisputesStandThoughTheirClockIsBehind) {
  for (int behind : {0, 3600}) {
    auto at = undertake(avalon, opens_gate(in_days(3 + behind)));
    auto found = tell(inspectorate, at, finding(at, Finding::confirmed));
    c.now = c.now.plus(-behind);
    tell(borduria, at, Claim{at, Said::disputed, found, std::nullopt});
    expect_everywhere(at, Phase::disputed);
  }
}

TEST_F(Commitments, FindingsAreDisputedByThoseTheyGoAgainst) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  c.now = in_days(4);
  auto found = tell(inspectorate, id, finding(id, Finding::not_confirmed));
  c.now = c.now.plus(60);
  tell(avalon, id, Claim{id, Said::disputed, found, words("It was open all day.")});
  expect_everywhere(id, Phase::disputed);
}

TEST_F(Commitments, OnceTheyAreSaidToBeDoneAreForTheVerifier) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  tell(avalon, id, Claim{id, Said::performed, std::nullopt, std::nullopt});
  EXPECT_EQ(view(borduria, id).move, std::vector{inspectorate.id});
}

TEST_F(Commitments, ThatWereKeptAreNotReleasedAfterwards) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  tell(inspectorate, id, finding(id, Finding::confirmed));
  c.now = c.now.plus(60);
  tell(borduria, id, Claim{id, Said::released, std::nullopt, std::nullopt});
  expect_everywhere(id, Phase::fulfilled);
}

TEST_F(Commitments, WithoutAVerifierAreForTheAddresseesToSay) {
  auto b = opens_gate(in_days(3));
  b.verified_by.reset();
  auto id = undertake(avalon, b);
  EXPECT_EQ(view(avalon, id).move, std::vector{avalon.id});
  expect_refused(borduria, borduria, Claim{id, Said::performed, std::nullopt, std::nullopt}, Code::not_yours);
  expect_refused(avalon, avalon, Claim{id, Said::satisfied, std::nullopt, std::nullopt}, Code::wrong_role);
  tell(avalon, id, Claim{id, Said::performed, std::nullopt, std::nullopt});
  EXPECT_EQ(view(avalon, id).phase, Phase::in_force);
  EXPECT_EQ(view(avalon, id).move, std::vector{borduria.id});
  tell(borduria, id, Claim{id, Said::satisfied, std::nullopt, std::nullopt});
  EXPECT_EQ(view(avalon, id).phase, Phase::fulfilled);
}

TEST_F(Commitments, AreReleasedByAllAddressees) {
  auto b = opens_gate(in_days(3));
  b.to = sorted({borduria.id, cadmia.id});
  auto id = undertake(avalon, b);
  tell(borduria, id, Claim{id, Said::released, std::nullopt, std::nullopt});
  EXPECT_EQ(view(avalon, id).phase, Phase::in_force);
  tell(cadmia, id, Claim{id, Said::released, std::nullopt, std::nullopt});
  EXPECT_EQ(view(avalon, id).phase, Phase::released);
}

TEST_F(Commitments, TheVerifierHoldsThoseItVerifiesAndNothingElse) {
  (void)c.say(avalon, harbour, testing::assurance("For nobody yet.")).value();
  auto other = opens_gate(in_days(3));
  other.verified_by.reset();
  (void)undertake(avalon, other);
  auto id = undertake(avalon, opens_gate(in_days(3)));
  auto at = views(inspectorate);
  ASSERT_EQ(at.size(), 1U);
  EXPECT_EQ(at[0].held->commitment, id);
  EXPECT_EQ(c.post(inspectorate).subjects.size(), 1U);
}

}  // namespace
}  // namespace offices::mediation
