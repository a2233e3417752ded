// SPDX-License-Identifier: Apache-2.0
// What the mandate allows: dispatches.
#include "tests/support/judging.hpp"

namespace offices::mediation {
namespace {

using testing::Judging;
using testing::without_order;
using testing::words;

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
