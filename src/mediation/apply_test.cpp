// SPDX-License-Identifier: Apache-2.0
// What stays of a statement in the state, and what leaves no trace.
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

/// Avalon's signal with a mandate and a rendering, conveyed to Borduria; then statements applied by hand.
class Applying : public ::testing::Test {
 protected:
  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();
  StatementId id, rendering, dispatch, conveyance;

  void SetUp() override {
    auto terms = week_from(c.now);
    terms.form = Form::paraphrase;
    id = c.say(avalon, harbour, assurance("We are committed to de-escalation.")).value();
    EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
    c.settle();
    rendering = c.say(harbour, avalon, Rendering{proposal("They want calm.")}).value();
    std::tie(dispatch, conveyance) = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
    c.settle();
  }
  Proposal proposal(std::string text) { return {id, borduria.id, Form::paraphrase, Attribution::named, words(std::move(text))}; }
  static StatementId some_id(Byte octet) {
    StatementId made;
    made.octets.fill(octet);
    return made;
  }
  Placed placed(const Member& who, const Body& body, std::uint64_t index = 50) {
    return {some_id(static_cast<Byte>(index)), who.id, c.now, Place{0, index}, {}, body};
  }
  struct After {
    CaseState state;
    std::optional<Subject> subject;
    bool operator==(const After&) const = default;
  };
  After before(const std::optional<StatementId>& subject) {
    auto& post = c.post(harbour);
    return {post.state, subject ? std::optional(post.subjects.at(*subject)) : std::nullopt};
  }
  static void put(After& a, const Member& side, const Placed& s, const std::optional<Error>& finding = {}) {
    apply(a.state, side.id, a.subject, s, finding);
  }
  /// The signal after a statement.
  SignalState signal_after(const Member& side, const Placed& s, const std::optional<Error>& finding = {}) {
    auto a = before(id);
    put(a, side, s, finding);
    return std::get<SignalState>(*a.subject);
  }
};

TEST_F(Applying, WhatTheRulesRefuseLeavesNoTrace) {
  auto stranger = Member::make("Cadmia", Role::party, 99);
  auto join = c.post(avalon).kept.front().entry.statement;
  auto of = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance)).of;
  const std::pair<std::optional<StatementId>, Body> refused[] = {
      {{}, Join{"Cadmia", Role::party, stranger.key.public_key()}},
      {{}, Introduce{stranger.id, "Cadmia", Role::party, join}},
      {{}, Remove{borduria.id, false, {}}},
      {{}, Leave{}},
      {id, Mandate{id, borduria.id, week_from(c.now)}},
      {id, Withdraw{id, {}}},
      {id, Rendering{proposal("Calm.")}},
      {id, ApprovalOf{rendering, proposal("They want calm.")}},
      {id, Refusal{id, rendering, "No."}},
      {id, Decline{id, {}, "No."}},
      {conveyance, Acknowledgement{conveyance, of, Position::accepted}},
  };
  for (const auto& [subject, body] : refused) {
    const auto& side = subject == conveyance ? borduria : avalon;
    auto after = before(subject);
    put(after, side, placed(side, body), Error{Code::wrong_role, ""});
    EXPECT_EQ(after, before(subject)) << kind_of(body);
    put(after, side, placed(side, body));
    EXPECT_NE(after, before(subject)) << kind_of(body) << " is never seen";
  }
}

TEST_F(Applying, ARefusedAdmissionLeavesWhoWasInvitedOutside) {
  auto a = before({});
  a.state.participants.at(avalon.id).standing = Standing::invited;
  Admit admit{avalon.id, "Avalon", Role::party, {}};
  put(a, avalon, placed(harbour, admit), Error{Code::name_taken, ""});
  EXPECT_EQ(a.state.find(avalon.id)->standing, Standing::invited);
  put(a, avalon, placed(harbour, admit));
  EXPECT_EQ(a.state.find(avalon.id)->standing, Standing::active);
}

TEST_F(Applying, WhatProvesABreachStaysWithItsFinding) {
  Error finding{Code::words_differ, ""};
  auto s = signal_after(avalon, placed(harbour, Dispatch{id, borduria.id, {}, {}, {}, {}, words("War."), {}, {}}), finding);
  ASSERT_EQ(s.dispatches.size(), 2u);
  EXPECT_EQ(s.dispatches[1].fact.finding, "words_differ");
  s = signal_after(avalon, placed(harbour, Report{id, dispatch, c.statement(conveyance)}), finding);
  ASSERT_EQ(s.reports.size(), 2u);
  EXPECT_EQ(s.reports[1].fact.finding, "words_differ");
  s = signal_after(avalon, placed(harbour, Disclose{id, borduria.id, {}, "They are afraid."}), finding);
  ASSERT_EQ(s.disclosures.size(), 1u);
  EXPECT_EQ(s.disclosures[0].fact.finding, "words_differ");
}

TEST_F(Applying, AStatementThatComesTwiceCountsOnce) {
  auto a = before(id);
  auto w = placed(avalon, Withdraw{id, {}});
  put(a, avalon, w);
  auto once = a;
  put(a, avalon, w);
  EXPECT_EQ(a, once);
}

TEST_F(Applying, FactsStandInOneOrderWhateverTheOrderOfArrival) {
  auto one = before(id), other = one;
  auto earlier = placed(avalon, Mandate{id, borduria.id, week_from(c.now)}, 60);
  auto later = placed(avalon, Mandate{id, borduria.id, week_from(c.now)}, 61);
  put(one, avalon, earlier);
  put(one, avalon, later);
  put(other, avalon, later);
  put(other, avalon, earlier);
  EXPECT_EQ(one, other);
}

TEST_F(Applying, WhoJoinsIsInvitedUntilItIsAdmitted) {
  auto stranger = Member::make("Cadmia", Role::party, 99);
  auto a = before({});
  Join join{"Cadmia", Role::party, stranger.key.public_key()};
  put(a, stranger, placed(stranger, join));
  EXPECT_EQ(a.state.find(stranger.id)->standing, Standing::invited);
  EXPECT_FALSE(a.state.is_active(stranger.id));
  EXPECT_FALSE(objection(a.state, stranger.id, nullptr, placed(stranger, join))) << "it may say so again";
  a.state.participants.at(stranger.id).standing = Standing::left;
  EXPECT_EQ(objection(a.state, stranger.id, nullptr, placed(stranger, join))->code, Code::exists);
}

TEST_F(Applying, WhoWasRemovedIsNotBroughtBack) {
  auto a = before({});
  record::FeedHead head{{}, {3, {}}};
  put(a, avalon, placed(harbour, Remove{borduria.id, false, {head}}));
  EXPECT_EQ(a.state.find(borduria.id)->standing, Standing::removed);
  EXPECT_EQ(a.state.find(borduria.id)->last_heads, std::vector{head});
  auto removed = a;
  put(a, avalon, placed(harbour, Introduce{borduria.id, "Borduria", Role::party, c.post(borduria).kept.front().entry.statement}));
  EXPECT_EQ(a, removed);
  put(a, borduria, placed(borduria, Leave{}));
  EXPECT_EQ(a, removed) << "it was removed, and did not leave";
}

TEST_F(Applying, WhoLeftIsNotCalledRemoved) {
  auto a = before({});
  put(a, avalon, placed(harbour, Remove{borduria.id, true, {}}));
  EXPECT_EQ(a.state.find(borduria.id)->standing, Standing::left);
}

TEST_F(Applying, AnActiveParticipantIsMeantByItsName) {
  auto a = before({});
  for (Byte octet : {Byte{0x00}, Byte{0xff}}) {
    Participant gone = *a.state.find(borduria.id);
    gone.id.octets.fill(octet);
    gone.standing = Standing::left;
    a.state.participants.emplace(gone.id, gone);
  }
  ASSERT_TRUE(a.state.named("Borduria"));
  EXPECT_EQ(a.state.named("Borduria")->id, borduria.id);
}

TEST_F(Applying, TheFirstReceiptCounts) {
  auto a = before(conveyance);
  auto first = std::get<ConveyanceState>(*a.subject).receipt;
  ASSERT_TRUE(first);
  put(a, borduria, placed(borduria, Receipt{conveyance, {}, {}}));
  EXPECT_EQ(std::get<ConveyanceState>(*a.subject).receipt, first);
}

TEST_F(Applying, NothingIsSaidOfASignalInAnothersChannel) {
  auto s = signal_after(borduria, placed(harbour, Decline{id, {}, "No."}));
  EXPECT_TRUE(s.declines.empty());
  auto a = before(conveyance);
  put(a, avalon, placed(avalon, Receipt{conveyance, {}, {}}, 0));
  put(a, avalon, placed(avalon, Acknowledgement{conveyance, {}, Position::noted}));
  EXPECT_EQ(a, before(conveyance));
  auto& post = c.post(harbour);
  auto no = objection(post.state, borduria.id, &post.subjects.at(id), placed(harbour, Decline{id, {}, "No."}));
  ASSERT_TRUE(no);
  EXPECT_EQ(no->code, Code::not_found);
  auto of = std::get<ConveyanceState>(post.subjects.at(conveyance)).of;
  no = objection(post.state, avalon.id, &post.subjects.at(conveyance), placed(avalon, Acknowledgement{conveyance, of, Position::accepted}));
  ASSERT_TRUE(no);
  EXPECT_EQ(no->code, Code::not_found);
}

TEST_F(Applying, TheIntermediarysOwnWordsStandWhereverItSaysThem) {
  auto own = c.say(harbour, avalon, assurance("We are at your disposal.")).value();
  auto& post = c.post(harbour);
  EXPECT_TRUE(stands_in(post.state, post.signal(own), avalon.id));
  EXPECT_TRUE(stands_in(post.state, post.signal(id), avalon.id));
  EXPECT_FALSE(stands_in(post.state, post.signal(id), borduria.id));
}

}  // namespace
}  // namespace offices::mediation
