// SPDX-License-Identifier: Apache-2.0
// Commitments: who may say what of them, and where they stand.
#include "mediation/commitments.hpp"

#include "tests/support/talks.hpp"
#include "tests/support/undertaking.hpp"

namespace offices::mediation {
namespace {

using testing::Member;
using testing::words;

class Commitments : public testing::Talks {
 protected:
  testing::Undertaking u{*this};

  Commitment opens_gate(Time by) const { return u.opens_gate(by); }
  Time in_days(int n) const { return u.in_days(n); }
  Attestation finding(const StatementId& id, Finding f) const { return u.finding(id, f); }
  static std::vector<ParticipantId> sorted(std::vector<ParticipantId> ids) { return testing::Undertaking::sorted(std::move(ids)); }
  StatementId undertake(const Member& author, const Commitment& b) { return u.undertake(author, b); }
  StatementId tell(const Member& who, const StatementId& commitment, const Body& body) { return u.tell(who, commitment, body); }
  void show(const StatementId& commitment, const StatementId& statement) { u.show(commitment, statement); }

  std::vector<CommitmentView> views(const Member& at, std::optional<Time> now = {}) {
    auto& all = held_[at.id];
    for (const auto& [id, subject] : c.post(at).subjects)
      if (const auto* s = std::get_if<CommitmentState>(&subject)) all.put(*s);
    return all.views(c.post(at).state, now.value_or(c.now));
  }
  CommitmentView view(const Member& at, const StatementId& id, std::optional<Time> now = {}) {
    for (auto& v : views(at, now))
      if (v.held->commitment == id) return v;
    ADD_FAILURE() << at.name << " does not hold it";
    return {};
  }
  /// At everybody who holds it, the same.
  void expect_everywhere(const StatementId& id, Phase phase, std::optional<Time> now = {}) {
    for (const auto* m : {&harbour, &avalon, &borduria, &inspectorate}) EXPECT_EQ(view(*m, id, now).phase, phase) << m->name;
  }

 private:
  std::map<ParticipantId, Undertakings> held_;
};

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
  EXPECT_TRUE(view(borduria, id, in_days(4)).overdue);
  c.now = in_days(4);
  tell(inspectorate, id, finding(id, Finding::not_confirmed));
  expect_everywhere(id, Phase::breached);
  tell(inspectorate, id, finding(id, Finding::inconclusive));
  expect_everywhere(id, Phase::breached);
}

TEST_F(Commitments, DisputesStandBesideTheFinding) {
  auto id = undertake(avalon, opens_gate(in_days(3)));
  auto found = tell(inspectorate, id, finding(id, Finding::confirmed));
  c.now = c.now.plus(60);
  tell(borduria, id, Claim{id, Said::disputed, found, words("It was shut at one.")});
  expect_everywhere(id, Phase::disputed);
  EXPECT_EQ(view(avalon, id).held->attestations.size(), 1U);
  EXPECT_EQ(view(avalon, id).move, std::vector{harbour.id});
  c.now = c.now.plus(60);
  tell(inspectorate, id, finding(id, Finding::confirmed));
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
