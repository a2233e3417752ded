// SPDX-License-Identifier: Apache-2.0
// What the mandate allows: dispatches, conveyances, public sentences.
#include <gtest/gtest.h>

#include "mediation/rules.hpp"
#include "tests/support/memory_case.hpp"

namespace offices::mediation {
namespace {

using testing::assurance;
using testing::Member;
using testing::MemoryCase;
using testing::week_from;
using testing::words;

/// Avalon's signal, its mandate for Borduria, and Harbour's dispatches of it.
class Judging : public ::testing::Test {
 protected:
  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();
  StatementId id;
  Terms terms = week_from(c.now);

  void allow(const Terms& t) {
    id = c.say(avalon, harbour, assurance("We are committed to de-escalation.")).value();
    ASSERT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, t}));
    c.settle();
  }
  void allow(Form form = Form::verbatim, Approval approval = Approval::required) {
    terms.form = form;
    terms.approval = approval;
    allow(terms);
  }
  StatementId propose(std::string text, Form form = Form::paraphrase) {
    auto r = c.say(harbour, avalon, Rendering{{id, borduria.id, form, terms.attribution, words(std::move(text))}});
    EXPECT_TRUE(r) << r.error().detail;
    c.settle();
    return r.value_or(StatementId{});
  }
  void approve(const StatementId& rendering) {
    EXPECT_TRUE(c.say(avalon, harbour, ApprovalOf{rendering, std::get<Rendering>(c.body_of(rendering)).proposal}));
    c.settle();
  }
  Dispatch mine(std::string text, Form form = Form::paraphrase) {
    auto d = c.verbatim(id, borduria);
    d.form = form;
    d.words = words(std::move(text));
    return d;
  }

  void expect_allowed(const Dispatch& d) {
    auto no = c.post(harbour).may(avalon.id, d, c.now);
    EXPECT_FALSE(no) << base::info(no->code).name << ", " << no->detail;
  }
  /// The rules refuse it to Harbour; signed all the same, Avalon's post finds the breach, and no honest post conveys it.
  void expect_breach(const Dispatch& d, Code code) {
    auto no = c.post(harbour).may(avalon.id, d, c.now);
    ASSERT_TRUE(no) << "allowed";
    EXPECT_EQ(base::info(no->code).name, base::info(code).name) << no->detail;
    auto entry = c.post(harbour).say_anyway(avalon.id, d, c.now);
    auto finding = c.post(avalon).take(harbour.id, entry);
    ASSERT_TRUE(finding && *finding);
    EXPECT_EQ((*finding)->code, code);
  }
  Judgement judged(const StatementId& dispatch, const Member& at) {
    auto& post = c.post(at);
    const auto& s = post.signal(id);
    for (const auto& d : s.dispatches)
      if (d.fact.id == dispatch) return judge_dispatch(post.state, s, d);
    return {Verdict::undecided, Code::not_found, "no such dispatch"};
  }
};

TEST_F(Judging, VerbatimPassesUnderAMandateAndIsReportedBack) {
  allow();
  auto [dispatch, conveyance] = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
  c.settle();
  EXPECT_EQ(judged(dispatch, avalon).verdict, Verdict::permitted);
  const auto& got = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance));
  EXPECT_EQ(got.fact.finding, "");
  EXPECT_EQ(got.words, words_digest(words("We are committed to de-escalation.")));
  ASSERT_EQ(c.post(avalon).signal(id).reports.size(), 1u);
  EXPECT_EQ(c.post(avalon).signal(id).reports[0].conveyance, conveyance);
}

TEST_F(Judging, NoAddresseeWithoutAMandate) {
  allow();
  expect_allowed(c.verbatim(id, borduria));
  auto d = c.verbatim(id, borduria);
  d.to = c.inspectorate().id;
  expect_breach(d, Code::no_mandate);
  d = c.verbatim(id, borduria);
  d.mandate = StatementId{};
  expect_breach(d, Code::no_mandate);
}

TEST_F(Judging, AMandateThatIsNotInTheRecordIsABreachOnlyIfNothingWasLeftOut) {
  allow();
  auto d = c.verbatim(id, borduria);
  d.mandate = StatementId{};
  auto dispatch = c.say_anyway(harbour, avalon, d);
  EXPECT_TRUE(judged(dispatch, harbour).by_absence);
  d.mandate = c.verbatim(id, borduria).mandate;
  d.to = c.inspectorate().id;
  EXPECT_FALSE(judged(c.say_anyway(harbour, avalon, d), harbour).by_absence);
}

TEST_F(Judging, NobodyReliesOnAMandateThatItHadNotSeen) {
  allow();
  auto dispatch = c.say_anyway(harbour, avalon, c.verbatim(id, borduria), 1);
  c.settle();
  EXPECT_EQ(judged(dispatch, avalon).code, Code::no_mandate);
  EXPECT_EQ(judged(dispatch, avalon).verdict, Verdict::breach);
}

TEST_F(Judging, VerbatimMeansTheSameOctets) {
  allow();
  expect_allowed(c.verbatim(id, borduria));
  expect_breach(mine("We are committed to de-escalation", Form::verbatim), Code::words_differ);
  auto d = c.verbatim(id, borduria);
  d.words.lang = "fa";
  expect_breach(d, Code::words_differ);
  d = c.verbatim(id, borduria);
  d.words.translations.push_back({"fr", "Nous voulons la guerre.", "Harbour"});
  expect_breach(d, Code::words_differ);
}

TEST_F(Judging, NothingBeforeItsTime) {
  terms.not_before = c.now.plus(3600);
  allow();
  c.now = *terms.not_before;
  expect_allowed(c.verbatim(id, borduria));
  c.now = c.now.plus(-1);
  expect_breach(c.verbatim(id, borduria), Code::too_early);
}

TEST_F(Judging, NothingAfterItsTime) {
  allow();
  c.now = terms.until;
  expect_allowed(c.verbatim(id, borduria));
  c.now = c.now.plus(1);
  expect_breach(c.verbatim(id, borduria), Code::too_late);
}

TEST_F(Judging, NoFormLooserThanAllowed) {
  allow(Form::paraphrase, Approval::waived);
  expect_allowed(mine("They want calm.", Form::paraphrase));
  expect_breach(mine("Calm.", Form::gist), Code::form_not_allowed);
}

TEST_F(Judging, AttributionIsTheAuthorsChoice) {
  allow();
  auto d = c.verbatim(id, borduria);
  d.attribution = Attribution::unattributed;
  expect_breach(d, Code::attribution_mismatch);
}

TEST_F(Judging, SimultaneousWordsGoAsAPair) {
  terms.simultaneous_with = borduria.id;
  allow();
  auto d = c.verbatim(id, borduria);
  d.pair = c.salt();
  expect_allowed(d);
  d.pair.reset();
  expect_breach(d, Code::pair_required);
}

TEST_F(Judging, OtherWordsNeedTheAuthorsApproval) {
  allow(Form::gist);
  auto r = propose("They want calm.");
  expect_breach(c.rendered(r), Code::approval_required);
  approve(r);
  expect_allowed(c.rendered(r));
  auto d = c.rendered(r);
  d.approval = StatementId{};
  expect_breach(d, Code::approval_required);
}

TEST_F(Judging, AnApprovalCoversExactlyWhatItSays) {
  allow(Form::gist);
  auto r = propose("They want calm.");
  approve(r);
  auto d = c.rendered(r);
  d.words.text = "They want calm!";
  expect_breach(d, Code::approval_mismatch);
  d = c.rendered(r);
  d.words.lang = "fa";
  expect_breach(d, Code::approval_mismatch);
  d = c.rendered(r);
  d.form = Form::gist;
  expect_breach(d, Code::approval_mismatch);
}

TEST_F(Judging, NobodyReliesOnAnApprovalThatItHadNotSeen) {
  allow(Form::paraphrase);
  auto r = propose("They want calm.");
  auto seen = c.post(harbour).channel(avalon.id).other.frontier.size();
  approve(r);
  auto dispatch = c.say_anyway(harbour, avalon, c.rendered(r), seen);
  c.settle();
  EXPECT_EQ(judged(dispatch, avalon).code, Code::approval_required);
}

TEST_F(Judging, WaivedApprovalLetsTheIntermediaryChooseWords) {
  allow(Form::paraphrase, Approval::waived);
  expect_allowed(mine("They want calm."));
}

TEST_F(Judging, RefusedWordsStayUnsaidEvenWhereApprovalWasWaived) {
  allow(Form::paraphrase, Approval::waived);
  auto r = propose("They beg for calm.");
  EXPECT_TRUE(c.say(avalon, harbour, Refusal{id, r, "We do not beg."}));
  expect_allowed(c.rendered(r));
  c.settle();
  expect_breach(c.rendered(r), Code::rendering_refused);
  expect_allowed(mine("They want calm."));
}

TEST_F(Judging, AWithdrawnMandateAllowsNothing) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, c.inspectorate().id}).error().code == Code::no_mandate);
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, borduria.id}));
  c.settle();
  expect_breach(c.verbatim(id, borduria), Code::mandate_withdrawn);
}

TEST_F(Judging, AWithdrawalOfEverythingEndsEveryMandate) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, {}}));
  c.settle();
  expect_breach(c.verbatim(id, borduria), Code::mandate_withdrawn);
}

TEST_F(Judging, AWithdrawalForAnotherAddresseeEndsNothing) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, c.inspectorate().id, terms}));
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, c.inspectorate().id}));
  c.settle();
  expect_allowed(c.verbatim(id, borduria));
}

TEST_F(Judging, AMandateGivenAfterAWithdrawalCounts) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, {}}));
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
  c.settle();
  expect_allowed(c.verbatim(id, borduria));
}

TEST_F(Judging, ALaterMandateReplacesTheEarlier) {
  allow();
  auto old = c.verbatim(id, borduria);
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
  c.settle();
  expect_allowed(c.verbatim(id, borduria));
  expect_breach(old, Code::mandate_replaced);
}

TEST_F(Judging, ADispatchThatCrossedAWithdrawalStandsAsCrossed) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, borduria.id}));
  auto [dispatch, conveyance] = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
  c.settle();
  EXPECT_EQ(judged(dispatch, avalon).verdict, Verdict::crossed);
  EXPECT_EQ(judged(dispatch, avalon).code, Code::mandate_withdrawn);
  EXPECT_EQ(c.post(avalon).signal(id).dispatches.at(0).fact.finding, "");
  EXPECT_EQ(judged(dispatch, harbour).verdict, Verdict::crossed);
}

TEST_F(Judging, ADispatchThatCrossedAReplacementStandsAsCrossed) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
  auto dispatch = c.say(harbour, avalon, c.verbatim(id, borduria)).value();
  c.settle();
  EXPECT_EQ(judged(dispatch, avalon).verdict, Verdict::crossed);
  EXPECT_EQ(judged(dispatch, avalon).code, Code::mandate_replaced);
}

/// The same facts without their places, as a bare dossier has them.
SignalState without_order(SignalState s) {
  auto forget = [](auto& facts) {
    for (auto& f : facts) {
      f.fact.place.reset();
      f.fact.seen.clear();
    }
  };
  forget(s.mandates);
  forget(s.withdrawals);
  forget(s.answers);
  forget(s.dispatches);
  return s;
}

TEST_F(Judging, WithoutOrderAWithdrawalLeavesItUndecided) {
  allow();
  auto dispatch = c.say(harbour, avalon, c.verbatim(id, borduria)).value();
  auto bare = without_order(c.post(harbour).signal(id));
  EXPECT_EQ(judge_dispatch(c.post(harbour).state, bare, bare.dispatches.at(0)).verdict, Verdict::permitted);
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, {}}));
  c.settle();
  bare = without_order(c.post(harbour).signal(id));
  EXPECT_EQ(judge_dispatch(c.post(harbour).state, bare, bare.dispatches.at(0)).verdict, Verdict::undecided);
  EXPECT_EQ(judged(dispatch, harbour).verdict, Verdict::crossed);
}

TEST_F(Judging, WithoutOrderARefusalOfWaivedWordsLeavesItUndecided) {
  allow(Form::paraphrase, Approval::waived);
  auto r = propose("They beg for calm.");
  EXPECT_TRUE(c.say(harbour, avalon, c.rendered(r)));
  EXPECT_TRUE(c.say(avalon, harbour, Refusal{id, r, "We do not beg."}));
  c.settle();
  auto bare = without_order(c.post(avalon).signal(id));
  auto j = judge_dispatch(c.post(avalon).state, bare, bare.dispatches.at(0));
  EXPECT_EQ(j.verdict, Verdict::undecided);
  EXPECT_EQ(j.code, Code::rendering_refused);
}

/// Conveyances as the addressee's post judges them.
class Conveying : public Judging {
 protected:
  Conveyance right() {
    auto d = c.verbatim(id, borduria);
    return c.conveyance_of(avalon, d, c.say_anyway(harbour, avalon, d));
  }
  void expect_conveyed(const Conveyance& v) {
    auto j = judge_conveyance(c.post(borduria).state, borduria.id, c.now, v);
    EXPECT_EQ(j.verdict, Verdict::permitted) << base::info(j.code).name << ", " << j.sentence;
  }
  void expect_breach(const Conveyance& v, Code code) {
    auto j = judge_conveyance(c.post(borduria).state, borduria.id, c.now, v);
    EXPECT_EQ(j.verdict, Verdict::breach);
    EXPECT_EQ(base::info(j.code).name, base::info(code).name) << j.sentence;
    auto entry = c.post(harbour).say_anyway(borduria.id, v, c.now);
    auto finding = c.post(borduria).take(harbour.id, entry);
    ASSERT_TRUE(finding && *finding);
    EXPECT_EQ((*finding)->code, code);
  }
};

TEST_F(Conveying, NamedWordsNeedTheAuthorsSignalAndMandate) {
  allow();
  expect_conveyed(right());
  auto v = right();
  v.evidence.pop_back();
  expect_breach(v, Code::no_mandate);
  v = right();
  std::swap(v.evidence[0], v.evidence[1]);
  expect_breach(v, Code::no_mandate);
}

TEST_F(Conveying, OtherWordsThanTheAuthorsAreABreach) {
  allow();
  auto v = right();
  v.words.text = "We will strike tonight.";
  expect_breach(v, Code::words_differ);
  v = right();
  v.act = Act::warning;
  expect_breach(v, Code::words_differ);
  v = right();
  v.precedence = Precedence::flash;
  expect_breach(v, Code::words_differ);
}

TEST_F(Conveying, EvidenceVerifiesUnderTheNamedAuthorsKey) {
  allow();
  auto v = right();
  v.evidence[0].signature[3] ^= 1;
  expect_breach(v, Code::bad_signature);
  v = right();
  v.from = c.inspectorate().id;
  expect_breach(v, Code::not_yours);
  MemoryCase elsewhere(2);
  v = right();
  auto foreign = elsewhere.say(elsewhere.avalon(), elsewhere.harbour(), assurance("Elsewhere.")).value();
  v.evidence[0] = elsewhere.statement(foreign);
  expect_breach(v, Code::wrong_context);
}

TEST_F(Conveying, NamedWordsAreAnotherParticipants) {
  allow();
  for (const auto& from :
       {std::optional<ParticipantId>{}, std::optional(borduria.id), std::optional(harbour.id), std::optional(ParticipantId{})}) {
    auto v = right();
    v.from = from;
    expect_breach(v, Code::not_a_participant);
  }
}

TEST_F(Conveying, TheMandateBesideItNamesThisAddresseeAndThisSignal) {
  allow();
  auto for_other = c.say(avalon, harbour, Mandate{id, c.inspectorate().id, terms}).value();
  auto other = c.say(avalon, harbour, assurance("Something else.")).value();
  auto of_other = c.say(avalon, harbour, Mandate{other, borduria.id, terms}).value();
  c.settle();
  auto v = right();
  v.evidence[1] = c.statement(for_other);
  expect_breach(v, Code::no_mandate);
  v.evidence[1] = c.statement(of_other);
  expect_breach(v, Code::no_mandate);
}

TEST_F(Conveying, TheMandateBesideItIsInItsTime) {
  terms.not_before = c.now.plus(60);
  allow();
  auto v = right();
  expect_breach(v, Code::too_early);
  c.now = *terms.not_before;
  expect_conveyed(v);
  c.now = terms.until.plus(1);
  expect_breach(v, Code::too_late);
}

TEST_F(Conveying, ApprovedWordsComeWithTheApproval) {
  allow(Form::gist);
  auto r = propose("They want calm.");
  approve(r);
  auto d = c.rendered(r);
  auto v = c.conveyance_of(avalon, d, c.say_anyway(harbour, avalon, d));
  expect_conveyed(v);
  auto other = v;
  other.words.text = "They want war.";
  expect_breach(other, Code::approval_mismatch);
  other = v;
  other.form = Form::gist;
  expect_breach(other, Code::approval_mismatch);
  other = v;
  other.evidence = {c.statement(d.mandate)};
  expect_breach(other, Code::approval_required);
  other.evidence = {c.statement(id)};
  expect_breach(other, Code::no_mandate);
}

TEST_F(Conveying, WaivedWordsComeWithTheMandate) {
  allow(Form::paraphrase, Approval::waived);
  auto d = mine("They want calm.");
  auto v = c.conveyance_of(avalon, d, c.say_anyway(harbour, avalon, d));
  expect_conveyed(v);
  v.form = Form::gist;
  expect_breach(v, Code::form_not_allowed);
}

TEST_F(Conveying, NamedWordsUnderAnUnattributedMandateAreABreach) {
  terms.attribution = Attribution::unattributed;
  allow();
  auto d = c.verbatim(id, borduria);
  d.attribution = Attribution::named;
  expect_breach(c.conveyance_of(avalon, d, c.say_anyway(harbour, avalon, d)), Code::attribution_mismatch);
}

TEST_F(Conveying, UnattributedWordsCarryNothingOfTheirAuthor) {
  terms.attribution = Attribution::unattributed;
  allow();
  auto [dispatch, conveyance] = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
  c.settle();
  auto v = std::get<Conveyance>(c.body_of(conveyance));
  expect_conveyed(v);
  const std::string crossed(base::as_text(c.statement(conveyance).payload));
  for (const auto& secret : {avalon.id.hex(), id.hex(), dispatch.hex(), v.of.hex()})
    EXPECT_EQ(crossed.find(secret) != std::string::npos, secret == v.of.hex());
  v.from = avalon.id;
  expect_breach(v, Code::attribution_mismatch);
  v.from.reset();
  v.evidence = {c.statement(id)};
  expect_breach(v, Code::attribution_mismatch);
}

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

TEST_F(Judging, StatesSurviveTheirStorage) {
  allow(Form::gist);
  auto r = propose("They want calm.");
  approve(r);
  EXPECT_TRUE(c.convey(avalon, borduria, c.rendered(r)));
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, {}}));
  c.settle();
  for (std::size_t i = 0; i < c.size(); ++i) {
    auto& post = c.post(c.member(i));
    EXPECT_EQ(case_from_json(to_json(post.state)).value(), post.state);
    for (const auto& [which, subject] : post.subjects) EXPECT_EQ(subject_from_json(to_json(subject)).value(), subject);
  }
  EXPECT_EQ(subject_from_json(Json::object()).error().code, Code::store_damaged);
}

}  // namespace
}  // namespace offices::mediation
