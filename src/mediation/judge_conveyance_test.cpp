// SPDX-License-Identifier: Apache-2.0
// What the addressee's post finds of a conveyance.
#include "tests/support/judging.hpp"

namespace offices::mediation {
namespace {

using testing::assurance;
using testing::Judging;
using testing::MemoryCase;
using testing::words;

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

}  // namespace
}  // namespace offices::mediation
