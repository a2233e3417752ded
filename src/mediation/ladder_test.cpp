// SPDX-License-Identifier: Apache-2.0
// Steps that build on each other: when they come into force, and what becomes of them with the step below.
#include "tests/support/commitments.hpp"

namespace offices::mediation {
namespace {

using testing::Commitments;
using testing::Member;
using testing::words;

class Steps : public Commitments {
 protected:
  StatementId first = undertake(avalon, opens_gate(in_days(3)));
  Commitment lifts_ban() const { return u.lifts_ban(first, in_days(9)); }
  StatementId second = undertake(borduria, lifts_ban());
};

TEST_F(Steps, WaitForTheStepBelow) {
  auto v = view(borduria, second);
  EXPECT_EQ(v.phase, Phase::undertaken);
  EXPECT_EQ(v.rung, 2U);
  EXPECT_EQ(v.in_return_for, first);
  EXPECT_EQ(v.move, std::vector{avalon.id});
  tell(inspectorate, first, finding(first, Finding::confirmed));
  EXPECT_EQ(view(borduria, second).phase, Phase::in_force);
  EXPECT_EQ(view(avalon, second).phase, Phase::in_force);
  EXPECT_EQ(view(avalon, second).move, std::vector{borduria.id});
}

TEST_F(Steps, AreReferredToUnderTheSaltOfTheirReadersAlone) {
  auto b = lifts_ban();
  b.when.clear();
  b.in_return_for = reference_to(first, c.salt());
  expect_refused(borduria, borduria, b, Code::malformed);
  b = lifts_ban();
  b.to = {cadmia.id};  // the salt is that of other readers now
  expect_refused(borduria, borduria, b, Code::malformed);
  b = lifts_ban();
  expect_refused(cadmia, cadmia, b, Code::malformed);  // or of another author
}

TEST_F(Steps, ThatWereBrokenDoNotLapseLater) {
  auto b = lifts_ban();
  b.when.clear();
  auto id = undertake(borduria, b);
  c.now = c.now.plus(60);
  tell(borduria, id, Claim{id, Said::failed, std::nullopt, std::nullopt});
  EXPECT_EQ(view(avalon, id).phase, Phase::breached);
  c.now = c.now.plus(60);
  tell(borduria, first, Claim{first, Said::released, std::nullopt, std::nullopt});
  EXPECT_EQ(view(avalon, id).phase, Phase::breached);
  EXPECT_EQ(view(avalon, second).phase, Phase::lapsed);
}

class Footings : public Steps {
 protected:
  /// Borduria's, waiting for the first step to be so far; `answers` it or not.
  StatementId waits_for(std::optional<Needs> needs, bool answers = false) {
    auto b = lifts_ban();
    if (needs) b.when[0].needs = *needs;
    else b.when.clear();
    if (!answers) b.in_return_for.reset();
    return undertake(borduria, b);
  }
  void release_first() {
    c.now = c.now.plus(60);
    tell(borduria, first, Claim{first, Said::released, std::nullopt, std::nullopt});
    c.now = c.now.plus(60);
  }
};

TEST_F(Footings, AreWhatTheConditionNeedsAndNoMore) {
  auto undertaken = waits_for(Needs::undertaken), confirmed = waits_for(Needs::confirmed), fulfilled = waits_for(Needs::fulfilled);
  EXPECT_EQ(view(borduria, undertaken).phase, Phase::in_force);
  tell(inspectorate, first, finding(first, Finding::not_confirmed));
  EXPECT_EQ(view(borduria, confirmed).phase, Phase::undertaken);
  c.now = c.now.plus(60);
  tell(inspectorate, first, finding(first, Finding::confirmed));
  EXPECT_EQ(view(borduria, confirmed).phase, Phase::in_force);
  EXPECT_EQ(view(borduria, fulfilled).phase, Phase::in_force);
}

TEST_F(Footings, ThatEndTakeWithThemWhatWaitsForThem) {
  auto waits = waits_for(Needs::fulfilled), answers = waits_for(std::nullopt, true), stands = waits_for(Needs::undertaken);
  EXPECT_EQ(view(avalon, answers).phase, Phase::in_force);
  release_first();
  EXPECT_EQ(view(avalon, waits).phase, Phase::lapsed);
  EXPECT_EQ(view(avalon, answers).phase, Phase::lapsed);
  EXPECT_EQ(view(avalon, stands).phase, Phase::in_force) << "the first was undertaken, and that does not pass";
}

TEST_F(Footings, ThatAreGoneLeaveNothingToBreak) {
  auto answers = waits_for(std::nullopt, true);
  release_first();
  tell(borduria, answers, Claim{answers, Said::failed, std::nullopt, std::nullopt});
  EXPECT_EQ(view(avalon, answers).phase, Phase::lapsed);
}

TEST_F(Steps, LapseWithTheStepBelow) {
  c.now = in_days(4);
  tell(inspectorate, first, finding(first, Finding::not_confirmed));
  EXPECT_EQ(view(borduria, second).phase, Phase::lapsed);
  EXPECT_EQ(view(harbour, second).phase, Phase::lapsed);
}

TEST_F(Steps, ThatNeverCameIntoForceLapseWhenDue) {
  EXPECT_EQ(view(borduria, second, in_days(9)).phase, Phase::undertaken);
  EXPECT_EQ(view(borduria, second, in_days(9).plus(1)).phase, Phase::lapsed);
}

TEST_F(Steps, AreUndecidedForWhoDoesNotHoldTheStepBelow) {
  Commitment b{{cadmia.id}, in_days(9), words("Borduria opens the port."), {}, {}, {}, std::nullopt, std::nullopt};
  b.when = {{std::nullopt, reference_to(first, reference_salt(borduria.id, b)), Needs::fulfilled}};
  auto id = undertake(borduria, b);
  EXPECT_FALSE(view(borduria, id).undecided);
  auto v = view(cadmia, id);
  EXPECT_TRUE(v.undecided);
  EXPECT_EQ(v.phase, Phase::undertaken);
  EXPECT_FALSE(v.conditions[0].of);
  EXPECT_FALSE(v.move.empty());
  EXPECT_EQ(view(cadmia, id, in_days(10)).phase, Phase::undertaken);  // it cannot tell
  EXPECT_EQ(view(borduria, id, in_days(10)).phase, Phase::lapsed);
}

}  // namespace
}  // namespace offices::mediation
