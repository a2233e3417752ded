// SPDX-License-Identifier: Apache-2.0
// Minutes: words taken by telephone are conveyed as noted and as nobody's signature, and their speaker ends that with a word.
#include "mediation/plain.hpp"
#include "tests/support/replay.hpp"
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

class Minutes : public testing::Talks {
 protected:
  Terms noted = [&] {
    auto t = testing::week_from(c.now);
    t.attribution = Attribution::recorded;
    return t;
  }();
  Minute taken(std::string text = "We hold until noon.") {
    return {testing::assurance(std::move(text)), Time{c.now.seconds - 60}, true, {{borduria.id, noted}}};
  }
  StatementId take(const Minute& minute) {
    auto id = c.say(harbour, avalon, minute).value();
    c.settle();
    return id;
  }
  const SignalState& held(const testing::Member& at, const StatementId& id) { return std::get<SignalState>(*c.post(at).subject(id)); }
};

TEST_F(Minutes, AreTheIntermediarysRecordOfWhatASideSaid) {
  expect_allowed(harbour, avalon, taken());
  expect_refused(avalon, avalon, taken(), Code::wrong_role);
  auto authorised = taken();
  authorised.signal.authority = "The cabinet";
  expect_refused(harbour, avalon, authorised, Code::wrong_role);
  auto early = taken();
  early.spoken = c.now.plus(1);
  expect_refused(harbour, avalon, early, Code::too_early);
  auto back = taken();
  back.mandates[0].to = avalon.id;
  expect_refused(harbour, avalon, back, Code::not_a_participant);
  auto backwards = taken();
  backwards.mandates[0].terms.not_before = backwards.mandates[0].terms.until;
  expect_refused(harbour, avalon, backwards, Code::too_late);
  auto whispered = taken();
  whispered.mandates[0].terms.public_line = "A message passed.";
  expect_refused(harbour, avalon, whispered, Code::disclosure_not_allowed);
  auto over = taken();
  over.mandates[0].terms.until = c.now;
  expect_imprudent(harbour, avalon, over, Code::too_late);
}

TEST_F(Minutes, HaveNobodysNameUnderThem) {
  auto named = taken();
  named.mandates[0].terms.attribution = Attribution::named;
  auto read = decode_body("minute", encode_body(named));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::malformed);
}

TEST_F(Minutes, AreConveyedAsNotedAndAsRecorded) {
  auto id = take(taken());
  EXPECT_TRUE(held(avalon, id).recorded);
  EXPECT_EQ(held(avalon, id).author, avalon.id);
  auto d = c.verbatim(id, borduria);
  expect_allowed(harbour, avalon, d);
  auto named = d;
  named.attribution = Attribution::named;
  expect_refused(harbour, avalon, named, Code::attribution_mismatch);
  auto other = d;
  other.words.text = "We hold until one.";
  expect_refused(harbour, avalon, other, Code::words_differ);
  auto elsewhere = d;
  elsewhere.to = inspectorate.id;
  expect_refused(harbour, avalon, elsewhere, Code::no_mandate);
  auto sent = c.convey(avalon, borduria, d);
  ASSERT_TRUE(sent);
  c.settle();
  const auto& arrived = std::get<ConveyanceState>(*c.post(borduria).subject(sent->second));
  EXPECT_EQ(arrived.attribution, Attribution::recorded);
  EXPECT_EQ(arrived.from, avalon.id);
  EXPECT_EQ(arrived.fact.finding, "");
  ASSERT_EQ(held(avalon, id).reports.size(), 1U);
  EXPECT_EQ(held(avalon, id).reports[0].fact.finding, "");
}

TEST_F(Minutes, CrossWithoutAnySignatureOfTheSide) {
  auto id = take(taken());
  auto d = c.verbatim(id, borduria);
  auto dispatch = c.say(harbour, avalon, d).value();
  auto conveyance = c.conveyance_of(avalon, d, dispatch);
  EXPECT_TRUE(conveyance.evidence.empty());
  auto j = judge_conveyance(c.post(borduria).state, borduria.id, c.now, conveyance);
  EXPECT_EQ(j.verdict, Verdict::permitted);
  EXPECT_EQ(j.sentence, "recorded by the intermediary, not signed by Avalon");
  conveyance.evidence = {c.statement(id)};
  expect_refused(harbour, borduria, conveyance, Code::attribution_mismatch);
  conveyance.evidence.clear();
  conveyance.from.reset();
  expect_refused(harbour, borduria, conveyance, Code::not_a_participant);
}

TEST_F(Minutes, SayInOneSentenceWhatTheyAllow) {
  EXPECT_EQ(mandate_sentence(c.post(harbour).state, avalon.id, borduria.id, noted),
            "Harbour may tell Borduria exactly these words, as words that it recorded and Avalon has not signed, until " +
                base::iso(noted.until) + "; nobody may confirm or deny it in public.");
}

TEST_F(Minutes, TakeNoOtherMandateThanTheNotedOne) {
  auto id = take(taken());
  expect_refused(avalon, avalon, Mandate{id, inspectorate.id, testing::week_from(c.now)}, Code::recorded);
  auto signal = c.say(avalon, harbour, testing::assurance("Ours.")).value();
  c.settle();
  expect_refused(avalon, avalon, Mandate{signal, borduria.id, noted}, Code::attribution_mismatch);
}

TEST_F(Minutes, AreAnsweredByTheirSpeakerOnce) {
  auto id = take(taken());
  auto signal = c.say(avalon, harbour, testing::assurance("We hold until noon.")).value();
  c.settle();
  Countersignature own{id, Countersign::own, signal}, contested{id, Countersign::contested, std::nullopt};
  expect_refused(harbour, avalon, own, Code::wrong_role);
  expect_refused(avalon, avalon, Countersignature{signal, Countersign::contested, std::nullopt}, Code::not_found);
  expect_allowed(avalon, avalon, contested);
  ASSERT_TRUE(c.say(avalon, harbour, own));
  c.settle();
  expect_imprudent(avalon, avalon, contested, Code::already_answered);
  EXPECT_EQ(held(harbour, id).countersigned.at(0).signal, signal);
}

TEST_F(Minutes, ThatWereAnsweredAreConveyedNoMore) {
  for (auto says : {Countersign::own, Countersign::contested}) {
    auto id = take(taken("We hold until " + std::string(word(says)) + "."));
    auto d = c.verbatim(id, borduria);
    ASSERT_TRUE(c.say(avalon, harbour, Countersignature{id, says, says == Countersign::own ? std::optional(id) : std::nullopt}));
    c.settle();
    expect_refused(harbour, avalon, d, Code::mandate_withdrawn);
  }
}

TEST_F(Minutes, AreConveyedWithoutBreachWhileTheAnswerIsOnItsWay) {
  auto id = take(taken());
  auto d = c.verbatim(id, borduria);
  ASSERT_TRUE(c.say(avalon, harbour, Countersignature{id, Countersign::contested, std::nullopt}));
  auto sent = c.say(harbour, avalon, d);
  ASSERT_TRUE(sent);
  c.settle();
  for (const auto* at : {&harbour, &avalon}) {
    const auto& s = held(*at, id);
    EXPECT_EQ(judge_dispatch(c.post(*at).state, s, s.dispatches.at(0)).verdict, Verdict::crossed);
  }
}

TEST_F(Minutes, EachAddresseeHasItsOwnTerms) {
  auto minute = taken();
  auto wide = noted;
  wide.form = Form::gist;
  minute.mandates.push_back({inspectorate.id, wide});
  std::ranges::sort(minute.mandates, {}, &Noted::to);
  auto id = take(minute);
  auto d = c.verbatim(id, inspectorate);
  d.form = Form::gist;
  expect_refused(harbour, avalon, d, Code::approval_required);
  auto e = c.verbatim(id, borduria);
  e.form = Form::gist;
  expect_refused(harbour, avalon, e, Code::form_not_allowed);
}

TEST_F(Minutes, GiveTheSameStateInAnyOrderOfArrival) {
  auto id = take(taken());
  ASSERT_TRUE(c.convey(avalon, borduria, c.verbatim(id, borduria)));
  c.settle();
  ASSERT_TRUE(c.say(avalon, harbour, Countersignature{id, Countersign::contested, std::nullopt}));
  c.settle();
  for (const auto* at : {&harbour, &avalon, &borduria}) testing::expect_same_in_any_order(c.post(*at), *open_case(c.opening));
}

}  // namespace
}  // namespace offices::mediation
