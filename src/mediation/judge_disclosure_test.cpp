// SPDX-License-Identifier: Apache-2.0
// What the mandate allows in public.
#include "tests/support/judging.hpp"

namespace offices::mediation {
namespace {

using testing::Judging;
using testing::without_order;

/// Public sentences.
class Disclosing : public Judging {
 protected:
  StatementId dispatch;
  void convey_under(Disclosure d, std::optional<std::string> line = std::nullopt) {
    terms.disclosure = d;
    terms.public_line = std::move(line);
    allow();
    dispatch = c.convey(avalon, borduria, c.verbatim(id, borduria)).value().first;
    c.settle();
  }
  Disclose saying(std::string text) { return {id, borduria.id, c.verbatim(id, borduria).mandate, std::move(text)}; }
  std::string standard() { return standard_line(c.post(harbour).state, c.post(harbour).signal(id), borduria.id); }
  void expect_public(std::string text) {
    auto no = c.post(harbour).may(avalon.id, saying(std::move(text)), c.now);
    EXPECT_FALSE(no) << base::info(no->code).name;
  }
  void expect_secret(const Disclose& d, Code code) {
    auto no = c.post(harbour).may(avalon.id, d, c.now);
    ASSERT_TRUE(no) << "allowed";
    EXPECT_EQ(base::info(no->code).name, base::info(code).name) << no->detail;
    auto finding = c.post(avalon).take(harbour.id, c.post(harbour).say_anyway(avalon.id, d, c.now));
    ASSERT_TRUE(finding && *finding);
    EXPECT_EQ((*finding)->code, code);
  }
};

TEST_F(Disclosing, AConfidentialSignalIsNeitherConfirmedNorDenied) {
  convey_under(Disclosure::confidential);
  expect_secret(saying(standard()), Code::disclosure_not_allowed);
  expect_secret(saying("There was no signal."), Code::disclosure_not_allowed);
}

TEST_F(Disclosing, AConfirmableSignalIsConfirmedByTheStandardLine) {
  convey_under(Disclosure::confirmable);
  EXPECT_EQ(standard(), "A signal from Avalon to Borduria was conveyed by Harbour.");
  expect_public(standard());
  expect_secret(saying("Avalon is committed to de-escalation."), Code::disclosure_differs);
  expect_secret(saying("We are committed to de-escalation."), Code::disclosure_differs);
}

TEST_F(Disclosing, AnApprovedPublicLineTakesThePlaceOfTheStandardLine) {
  convey_under(Disclosure::confirmable, "Contacts go on.");
  expect_public("Contacts go on.");
  expect_secret(saying("Contacts go on!"), Code::disclosure_differs);
  expect_secret(saying(standard()), Code::disclosure_differs);
}

TEST_F(Disclosing, PublicWordsMayBeQuoted) {
  convey_under(Disclosure::open);
  expect_public("We are committed to de-escalation.");
  expect_public(standard());
  expect_secret(saying("We are committed."), Code::disclosure_differs);
}

TEST_F(Disclosing, WhatDidNotPassIsNotConfirmed) {
  terms.disclosure = Disclosure::confirmable;
  allow();
  expect_secret(saying(standard()), Code::not_dispatched);
}

TEST_F(Disclosing, ADispatchInBreachOpensNothing) {
  terms.disclosure = Disclosure::open;
  allow();
  auto d = mine("They will strike tonight.", Form::verbatim);
  c.say_anyway(harbour, avalon, d);
  c.settle();
  expect_secret(saying("They will strike tonight."), Code::not_dispatched);
}

TEST_F(Disclosing, NothingIsSaidOfWhatWasNeverAllowed) {
  convey_under(Disclosure::open);
  auto d = saying(standard());
  d.to = c.inspectorate().id;
  expect_secret(d, Code::no_mandate);
}

TEST_F(Disclosing, NothingIsSaidAfterAWithdrawal) {
  convey_under(Disclosure::open);
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, {}}));
  expect_public(standard());
  c.settle();
  expect_secret(saying(standard()), Code::mandate_withdrawn);
}

TEST_F(Disclosing, ALaterMandateDecides) {
  convey_under(Disclosure::open);
  auto old = saying(standard());
  terms.disclosure = Disclosure::confidential;
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
  expect_public(standard());
  c.settle();
  expect_secret(saying(standard()), Code::disclosure_not_allowed);
  terms.disclosure = Disclosure::open;
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
  c.settle();
  expect_public(standard());
  expect_secret(old, Code::mandate_replaced);
}

TEST_F(Disclosing, WithoutOrderSeveralMandatesLeaveItUndecided) {
  convey_under(Disclosure::open);
  auto bare = without_order(c.post(harbour).signal(id));
  EXPECT_EQ(judge_disclosure(c.post(harbour).state, bare, borduria.id, nullptr, standard()).verdict, Verdict::permitted);
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, {}}));
  c.settle();
  bare = without_order(c.post(harbour).signal(id));
  EXPECT_EQ(judge_disclosure(c.post(harbour).state, bare, borduria.id, nullptr, standard()).verdict, Verdict::undecided);
}

}  // namespace
}  // namespace offices::mediation
