// SPDX-License-Identifier: Apache-2.0
// Texts that several sign, calls, and what was printed: who may say what, and when a text is everybody's.
#include <random>

#include "tests/support/replay.hpp"
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

class Public : public testing::Talks {
 protected:
  Digest number = c.salt();
  Draft text(std::int64_t n = 1, std::string words = "The parties met.") {
    Draft d{number, n, Purpose::communique, {}, {}, {{"en", std::move(words)}}, Disclosure::open, c.now.plus(3600)};
    for (const auto* p : parties) d.signers.push_back({p->id, p->name});
    std::ranges::sort(d.signers, {}, &Signer::participant);
    return d;
  }
  Agreement yes(const Draft& d) { return {d.draft, d.number, draft_digest(d)}; }
  Divergence no_(const Draft& d) { return {d.draft, d.number, draft_digest(d), {{"en", "We met and differed."}}}; }
  const DraftState& held(const testing::Member& at, const testing::Member& side) {
    static const DraftState nothing;
    const auto* s = c.post(at).subject(draft_subject(c.post(at).state.id, side.id, number));
    return s ? std::get<DraftState>(*s) : nothing;
  }
};

TEST_F(Public, DraftsAreTheIntermediarysAndForTheirSigners) {
  expect_allowed(harbour, avalon, text());
  expect_refused(avalon, avalon, text(), Code::wrong_role);
  auto others = text();
  std::erase_if(others.signers, [&](const auto& s) { return s.participant == avalon.id; });
  expect_refused(harbour, avalon, others, Code::not_a_participant);
  auto misnamed = text();
  misnamed.signers[0].name = "Elsewhere";
  expect_refused(harbour, avalon, misnamed, Code::name_taken);
  auto inspected = text();
  inspected.signers.push_back({inspectorate.id, "Inspectorate"});
  std::ranges::sort(inspected.signers, {}, &Signer::participant);
  expect_refused(harbour, avalon, inspected, Code::wrong_role);
  auto strange = text();
  strange.signers.insert(strange.signers.begin(), {ParticipantId{}, "Nobody"});
  expect_refused(harbour, avalon, strange, Code::not_a_participant);
}

TEST_F(Public, OneNumberHasOneText) {
  to_all(text(2));
  expect_refused(harbour, avalon, text(2), Code::exists);
  expect_refused(harbour, avalon, text(2, "The parties parted."), Code::table_differs);
  expect_refused(harbour, avalon, text(1), Code::wrong_context);
  expect_allowed(harbour, avalon, text(3));
}

TEST_F(Public, SignersAgreeToWhatStandsInTheirChannel) {
  expect_refused(avalon, avalon, yes(text()), Code::not_found);
  to_all(text());
  expect_allowed(avalon, avalon, yes(text()));
  expect_allowed(avalon, avalon, no_(text()));
  expect_refused(avalon, avalon, yes(text(1, "Another.")), Code::table_differs);
  expect_refused(harbour, avalon, yes(text()), Code::not_yours);
  ASSERT_TRUE(c.say(avalon, harbour, yes(text())));
  c.settle();
  expect_imprudent(avalon, avalon, no_(text()), Code::already_answered);
  tell_all(cadmia, yes(text()));
  for (const auto& s : held(harbour, cadmia).said) {
    Witness again{c.statement(s.fact.id)};
    expect_imprudent(harbour, borduria, again, Code::already_answered);
  }
  to_all(text(2, "The parties met again."));
  expect_imprudent(borduria, borduria, yes(text()), Code::framework_replaced);
}

TEST_F(Public, ATextIsAgreedOnceEverySignerSignedTheSameOctets) {
  to_all(text());
  for (const auto* p : parties) {
    EXPECT_FALSE(held(avalon, avalon).agreed(*held(avalon, avalon).latest()));
    tell_all(*p, yes(text()));
  }
  for (const auto* p : parties) EXPECT_TRUE(held(*p, *p).agreed(*held(*p, *p).latest())) << p->name;
  to_all(text(2, "The parties met again."));
  EXPECT_FALSE(held(avalon, avalon).agreed(*held(avalon, avalon).latest())) << "a new version begins anew";
}

TEST_F(Public, ASignerThatDiffersIsNotCountedAsAgreeing) {
  to_all(text());
  tell_all(avalon, yes(text()));
  tell_all(borduria, no_(text()));
  tell_all(cadmia, yes(text()));
  EXPECT_FALSE(held(cadmia, cadmia).agreed(*held(cadmia, cadmia).latest()));
  EXPECT_FALSE(held(cadmia, cadmia).said_by(1, borduria.id)->agrees);
}

TEST_F(Public, AnotherTextShownToAnotherSignerComesToLight) {
  (void)c.say(harbour, avalon, text(1, "The parties met.")).value();
  (void)c.say(harbour, borduria, text(1, "The parties agreed.")).value();
  c.settle();
  auto said = c.say(borduria, harbour, yes(text(1, "The parties agreed."))).value();
  c.settle();
  expect_refused(harbour, avalon, Witness{c.statement(said)}, Code::table_differs);
  insist(harbour, avalon, Witness{c.statement(said)});
  ASSERT_TRUE(held(avalon, avalon).said_by(1, borduria.id)) << "kept: it is what shows it";
  EXPECT_FALSE(held(avalon, avalon).agreed(*held(avalon, avalon).latest()));
}

TEST_F(Public, WhatIsNotPublicHasNoInstant) {
  to_all(text());
  EXPECT_EQ(public_from(*held(avalon, avalon).latest()), c.now.plus(3600));
  auto readout = text(2);
  readout.purpose = Purpose::readout;
  readout.disclosure = Disclosure::confidential;
  EXPECT_FALSE(decode_body("draft", encode_body(readout))) << "an embargo goes with what will be public";
  readout.embargo.reset();
  to_all(readout);
  EXPECT_FALSE(public_from(*held(avalon, avalon).latest()));
}

TEST_F(Public, CallsAreAnnouncedToThoseWhoTakePart) {
  Call call{number, c.now.plus(60), {avalon.id}, {"The gate"}, false};
  expect_allowed(harbour, avalon, call);
  expect_refused(avalon, avalon, call, Code::wrong_role);
  expect_refused(harbour, borduria, call, Code::not_a_participant);
  auto past = call;
  past.at = c.now;
  expect_imprudent(harbour, avalon, past, Code::too_late);
  past.cancelled = true;
  expect_allowed(harbour, avalon, past);
}

TEST_F(Public, ExhibitsSayTheDayOfTheirDocument) {
  Exhibit e{"date 2025-10-10 Water for both\n\nBy Staff\n\n“We met,” Upriver said.", "The Paper", Time{1760054400}, Time{1759968000}};
  expect_allowed(avalon, avalon, e);
  expect_allowed(harbour, avalon, e);
  auto other = e;
  other.published = Time{1760140800};
  expect_refused(avalon, avalon, other, Code::bad_time);
  auto none = e;
  none.document = "No report.";
  expect_refused(avalon, avalon, none, Code::malformed);
  auto id = c.say(avalon, harbour, e).value();
  auto signal = c.say(avalon, harbour, testing::assurance("We met.")).value();
  c.settle();
  Link link{id, 1, signal, borduria.id};
  expect_allowed(harbour, avalon, link);
  expect_refused(harbour, borduria, link, Code::not_found);
  ASSERT_TRUE(c.say(harbour, avalon, link));
  c.settle();
  expect_imprudent(harbour, avalon, link, Code::exists);
}

/// A random course of versions and words on them, allowed or not.
TEST_F(Public, AreTheSameInWhateverOrderTheyArrive) {
  std::mt19937_64 dice(7);
  auto pick = [&](std::int64_t n) { return static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(n)); };
  for (int n = 0; n < 300; ++n) {
    const auto& side = *parties[static_cast<std::size_t>(pick(3))];
    auto d = text(1 + pick(4), pick(5) ? "The parties met." : "The parties agreed.");
    d.embargo = Time{testing::start.seconds + 60};
    bool by_side = pick(2) == 0;
    Body bodies[] = {d, d, yes(d), yes(d), no_(d), Call{number, c.now, {side.id}, {"The gate"}, pick(2) == 0}};
    auto id = c.say_anyway(by_side ? side : harbour, by_side ? harbour : side, bodies[pick(6)]);
    auto body = c.body_of(id);
    if (by_side && (std::holds_alternative<Agreement>(body) || std::holds_alternative<Divergence>(body)))
      for (const auto* p : parties)
        if (p->id != side.id && pick(3)) c.say_anyway(harbour, *p, Witness{c.statement(id)});
    if (pick(4) == 0) c.settle();
  }
  c.settle();
  for (const auto* at : {&harbour, &avalon, &borduria}) testing::expect_same_in_any_order(c.post(*at), *open_case(c.opening), 4);
  for (const auto* p : parties) EXPECT_EQ(held(harbour, *p), held(*p, *p)) << p->name;
}

}  // namespace
}  // namespace offices::mediation
