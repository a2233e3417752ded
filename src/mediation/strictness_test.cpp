// SPDX-License-Identifier: Apache-2.0
// The rules at their edges: what only one of two nearly equal statements may do, and what was said before it was heard.
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

class Strictness : public ::testing::Test {
 protected:
  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria(), &inspectorate = c.inspectorate();
  Terms terms = week_from(c.now);
  StatementId id;

  void allow(Form form = Form::verbatim, Approval approval = Approval::required) {
    terms.form = form;
    terms.approval = approval;
    id = c.say(avalon, harbour, assurance("We are committed to de-escalation.")).value();
    EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
    c.settle();
  }
  StatementId render(const ParticipantId& to, Attribution attribution = Attribution::named) {
    auto r = c.say_anyway(harbour, avalon, Rendering{{id, to, Form::paraphrase, attribution, words("They want calm.")}});
    c.settle();
    return r;
  }
  StatementId approve(const StatementId& rendering) {
    auto a = c.say_anyway(avalon, harbour, ApprovalOf{rendering, std::get<Rendering>(c.body_of(rendering)).proposal});
    c.settle();
    return a;
  }
  std::string code_of(const std::optional<Error>& e) { return e ? std::string(base::info(e->code).name) : ""; }
  std::string refused(const Member& who, const Member& with, const Body& body) { return code_of(c.post(who).may(with.id, body, c.now)); }
  /// What the other end of `side`'s channel holds against a statement, whoever refused to sign it.
  std::string held_against(const Member& who, const Member& side, const Body& body) {
    auto& post = c.post(who.id == harbour.id ? side : harbour);
    auto& channel = c.post(who).channel(side.id);
    auto s = c.post(who).next(channel, body, c.now);
    return code_of(objection(post.state, side.id, post.subject(subject_of(post.state.id, side.id, s.id, body)), s));
  }
  /// The finding that `at` keeps of a statement.
  std::string finding(const Member& at, const StatementId& of) {
    auto facts = [&](const auto& list) -> std::optional<std::string> {
      for (const auto& f : list)
        if (f.fact.id == of) return f.fact.finding;
      return std::nullopt;
    };
    const auto& s = c.post(at).signal(id);
    if (auto f = facts(s.dispatches)) return *f;
    if (auto f = facts(s.disclosures)) return *f;
    if (auto f = facts(s.renderings)) return *f;
    return "not there";
  }
};

TEST_F(Strictness, NobodyMandatesTheIntermediarysOwnWords) {
  auto own = c.say(harbour, avalon, assurance("Our own words.")).value();
  c.settle();
  EXPECT_EQ(refused(avalon, harbour, Mandate{own, borduria.id, terms}), "not_yours");
}

TEST_F(Strictness, AMandateForANobodyIsHeldAgainstItsAuthor) {
  allow();
  EXPECT_EQ(held_against(avalon, avalon, Mandate{id, borduria.id, terms}), "");
  EXPECT_EQ(held_against(avalon, avalon, Mandate{id, ParticipantId{}, terms}), "not_a_participant");
  for (const auto& with : {avalon.id, harbour.id, ParticipantId{}}) {
    auto t = terms;
    t.simultaneous_with = with;
    EXPECT_EQ(held_against(avalon, avalon, Mandate{id, borduria.id, t}), "pair_mismatch");
  }
  auto t = terms;
  t.simultaneous_with = borduria.id;
  EXPECT_EQ(held_against(avalon, avalon, Mandate{id, borduria.id, t}), "");
}

TEST_F(Strictness, OnlyParticipantsSpeak) {
  auto stranger = Member::make("Cadmia", Role::party, 99);
  Placed s{{}, stranger.id, c.now, Place{0, 0}, {}, assurance("Good evening.")};
  EXPECT_EQ(code_of(objection(c.post(harbour).state, stranger.id, nullptr, s)), "not_a_participant");
}

/// Joining statements of a stranger, signed as it likes.
class Introductions : public Strictness {
 protected:
  Member stranger = Member::make("Cadmia", Role::party, 99), accomplice = Member::make("Cadmia", Role::party, 98);
  record::Statement join{"join",          c.post(harbour).state.id,
                         stranger.id,     stranger.post,
                         c.now,           encode_body(Join{"Cadmia", Role::party, stranger.key.public_key()}),
                         record::Digest{}};
  std::string introducing(const crypto::SigningKey& by, const std::string& name = "Cadmia", Role role = Role::party) {
    auto bare = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(join))), by);
    return refused(harbour, avalon, Introduce{stranger.id, name, role, bare});
  }
};

TEST_F(Introductions, RepeatWhatTheNewcomerSigned) {
  EXPECT_EQ(introducing(stranger.key), "");
  EXPECT_EQ(introducing(stranger.key, "Dalmatia"), "bad_signature");
  EXPECT_EQ(introducing(stranger.key, "Cadmia", Role::verifier), "bad_signature");
}

TEST_F(Introductions, AreOfThisCase) {
  join.of_case = record::CaseId{};
  EXPECT_EQ(introducing(stranger.key), "bad_signature");
}

TEST_F(Introductions, AreOfWhoIsIntroduced) {
  join.author = accomplice.id;
  EXPECT_EQ(introducing(stranger.key), "bad_signature");
}

TEST_F(Introductions, AreUnderTheNewcomersOwnKey) {
  join.body = encode_body(Join{"Cadmia", Role::party, accomplice.key.public_key()});
  EXPECT_EQ(introducing(accomplice.key), "bad_signature");
}

TEST_F(Introductions, OfWhoIsKnownRepeatNameAndRole) {
  auto known = c.post(borduria).kept.front().entry.statement;
  EXPECT_EQ(refused(harbour, avalon, Introduce{borduria.id, "Borduria", Role::party, known}), "");
  EXPECT_EQ(refused(harbour, avalon, Introduce{borduria.id, "Syldavia", Role::party, known}), "exists");
  EXPECT_EQ(refused(harbour, avalon, Introduce{borduria.id, "Borduria", Role::verifier, known}), "exists");
  EXPECT_EQ(refused(harbour, borduria, Introduce{borduria.id, "Borduria", Role::party, known}), "exists");
}

TEST_F(Strictness, ARefusalIsNoApproval) {
  allow(Form::paraphrase);
  auto r = render(borduria.id);
  auto no = c.say(avalon, harbour, Refusal{id, r, "We do not say so."}).value();
  c.settle();
  auto d = c.rendered(r);
  d.approval = no;
  EXPECT_EQ(refused(harbour, avalon, d), "approval_required");
}

TEST_F(Strictness, WaivedWordsThatWereApprovedAllTheSameMayBeSaid) {
  allow(Form::paraphrase, Approval::waived);
  auto r = render(borduria.id);
  approve(r);
  auto d = c.rendered(r);
  EXPECT_EQ(refused(harbour, avalon, d), "");
  d.approval.reset();
  EXPECT_EQ(refused(harbour, avalon, d), "");
}

TEST_F(Strictness, ARefusalThatCrossedTheDispatchIsNotHeldAgainstIt) {
  allow(Form::paraphrase, Approval::waived);
  auto r = render(borduria.id);
  EXPECT_TRUE(c.say(avalon, harbour, Refusal{id, r, "We do not say so."}));
  auto dispatch = c.say(harbour, avalon, c.rendered(r)).value();
  c.settle();
  EXPECT_EQ(finding(avalon, dispatch), "");
  EXPECT_EQ(finding(harbour, dispatch), "");
}

TEST_F(Strictness, AnApprovalBesideTheWordsIsForThisAddresseeAndAttribution) {
  allow(Form::paraphrase);
  auto r = render(borduria.id);
  approve(r);
  auto d = c.rendered(r);
  auto v = c.conveyance_of(avalon, d, c.say_anyway(harbour, avalon, d));
  const auto& state = c.post(borduria).state;
  EXPECT_EQ(judge_conveyance(state, borduria.id, c.now, v).verdict, Verdict::permitted);
  EXPECT_EQ(judge_conveyance(state, inspectorate.id, c.now, v).code, Code::approval_mismatch);
  auto silent = approve(render(borduria.id, Attribution::unattributed));
  v.evidence = {c.statement(silent)};
  EXPECT_EQ(judge_conveyance(state, borduria.id, c.now, v).code, Code::approval_mismatch);
}

TEST_F(Strictness, WhatWasNotHeardYetDoesNotBindAPublicSentence) {
  terms.disclosure = Disclosure::open;
  allow();
  EXPECT_TRUE(c.convey(avalon, borduria, c.verbatim(id, borduria)));
  c.settle();
  Disclose said{id, borduria.id, c.verbatim(id, borduria).mandate, "We are committed to de-escalation."};
  auto secret = terms;
  secret.disclosure = Disclosure::confidential;
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, secret}));
  auto first = c.say(harbour, avalon, said).value();
  c.settle();
  EXPECT_EQ(finding(avalon, first), "");
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
  c.settle();
  said.mandate = c.verbatim(id, borduria).mandate;
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, borduria.id}));
  auto second = c.say(harbour, avalon, said).value();
  c.settle();
  EXPECT_EQ(finding(avalon, second), "");
  EXPECT_EQ(refused(harbour, avalon, said), "mandate_withdrawn");
}

TEST_F(Strictness, WhatWentToOneAddresseeConfirmsNothingAboutAnother) {
  terms.disclosure = Disclosure::confirmable;
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, inspectorate.id, terms}));
  EXPECT_TRUE(c.convey(avalon, borduria, c.verbatim(id, borduria)));
  c.settle();
  const auto& post = c.post(harbour);
  Disclose said{id, inspectorate.id, c.verbatim(id, inspectorate).mandate, standard_line(post.state, post.signal(id), inspectorate.id)};
  EXPECT_EQ(refused(harbour, avalon, said), "not_dispatched");
}

TEST_F(Strictness, WithoutOrderOneMandateForEachAddresseeIsEnough) {
  terms.disclosure = Disclosure::confirmable;
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, inspectorate.id, terms}));
  EXPECT_TRUE(c.convey(avalon, borduria, c.verbatim(id, borduria)));
  c.settle();
  auto bare = c.post(harbour).signal(id);
  for (auto& m : bare.mandates) m.fact.place.reset();
  const auto& state = c.post(harbour).state;
  EXPECT_EQ(judge_disclosure(state, bare, borduria.id, nullptr, standard_line(state, bare, borduria.id)).verdict, Verdict::permitted);
}

TEST_F(Strictness, AMandateIsInForceUntilALaterWithdrawalFromItsOwnAddressee) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, inspectorate.id, terms}));
  auto in_force = [&] { return mandate_in_force(c.post(avalon).signal(id), borduria.id) != nullptr; };
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, inspectorate.id}));
  EXPECT_TRUE(in_force());
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, borduria.id}));
  EXPECT_FALSE(in_force());
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
  EXPECT_TRUE(in_force());
  auto bare = c.post(avalon).signal(id);
  for (auto& w : bare.withdrawals) w.fact.place.reset();
  EXPECT_TRUE(mandate_in_force(bare, borduria.id)) << "its end is not shown";
}

TEST_F(Strictness, NothingIsRenderedUnderAMandateThatWasNotHeardYet) {
  allow(Form::paraphrase);
  Rendering body{{id, borduria.id, Form::paraphrase, Attribution::named, words("They want calm.")}};
  auto early = c.say_anyway(harbour, avalon, body, 1);
  auto late = c.say_anyway(harbour, avalon, body);
  c.settle();
  EXPECT_EQ(finding(avalon, early), "not there") << "a rendering that the rules refuse cannot be approved";
  EXPECT_EQ(finding(avalon, late), "");
}

TEST_F(Strictness, ARenderingIsInTimeToTheLastSecondAndForWhoIsStillThere) {
  allow(Form::paraphrase);
  Rendering body{{id, borduria.id, Form::paraphrase, Attribution::named, words("They want calm.")}};
  c.now = terms.until;
  EXPECT_EQ(refused(harbour, avalon, body), "");
  c.now = c.now.plus(1);
  EXPECT_EQ(refused(harbour, avalon, body), "too_late");
  c.now = c.now.plus(-1);
  EXPECT_TRUE(c.say(harbour, avalon, Remove{borduria.id, false, {}}));
  EXPECT_EQ(refused(harbour, avalon, body), "removed");
}

TEST_F(Strictness, AReportCarriesAReceiptOrAPositionAndNothingElse) {
  allow();
  auto dispatch = c.convey(avalon, borduria, c.verbatim(id, borduria)).value().first;
  c.settle();
  auto other = c.say(borduria, harbour, assurance("Something else.")).value();
  c.settle();
  EXPECT_EQ(refused(harbour, avalon, Report{id, dispatch, c.statement(other)}), "wrong_context");
}

TEST_F(Strictness, OnlyTheIntermediaryDiscloses) {
  terms.disclosure = Disclosure::open;
  allow();
  EXPECT_TRUE(c.convey(avalon, borduria, c.verbatim(id, borduria)));
  c.settle();
  Disclose said{id, borduria.id, c.post(avalon).signal(id).mandates[0].fact.id, "We are committed to de-escalation."};
  EXPECT_EQ(refused(harbour, avalon, said), "");
  EXPECT_EQ(refused(avalon, harbour, said), "wrong_role");
}

TEST_F(Strictness, AWithdrawalEndsSomethingForItsOwnAddressee) {
  allow();
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, inspectorate.id, terms}));
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, borduria.id}));
  EXPECT_EQ(refused(avalon, harbour, Withdraw{id, borduria.id}), "mandate_withdrawn");
  EXPECT_EQ(refused(avalon, harbour, Withdraw{id, inspectorate.id}), "");
}

TEST_F(Strictness, WhoNeverJoinedHasNothingToLeave) {
  auto stranger = Member::make("Cadmia", Role::party, 99);
  testing::MemoryPost post(stranger, *open_case(c.opening));
  post.connect(harbour);
  EXPECT_EQ(code_of(post.may(harbour.id, Leave{}, c.now)), "not_a_participant");
}

TEST_F(Strictness, WhatOutlivesAParticipantMayStillBeSaid) {
  allow();
  auto dispatch = c.convey(avalon, borduria, c.verbatim(id, borduria)).value().first;
  c.settle();
  auto receipt = c.post(avalon).signal(id).reports.at(0).evidence;
  auto feed = c.post(avalon).channel(harbour.id).own.id;
  EXPECT_TRUE(c.say(avalon, harbour, Leave{}));
  c.settle();
  EXPECT_EQ(refused(harbour, avalon, Report{id, dispatch, c.statement(receipt)}), "");
  EXPECT_EQ(refused(harbour, avalon, Remove{avalon.id, true, {}}), "");
  EXPECT_EQ(refused(avalon, harbour, Incarnation{feed, {}}), "");
  EXPECT_EQ(refused(harbour, avalon, Decline{id, {}, "No."}), "removed");
}

/// An opening statement, signed as somebody likes.
TEST_F(Strictness, AnOpeningStatementIsItsAuthorsOwnAndStandsNowhereElse) {
  auto good = *record::decode_payload(c.opening.payload);
  auto opening = [&](const record::Statement& s, const crypto::SigningKey& by) {
    auto state = open_case(record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), by));
    return state ? std::string() : std::string(base::info(state.error().code).name);
  };
  EXPECT_EQ(opening(good, harbour.key), "");
  auto s = good;
  s.of_case = c.post(harbour).state.id;
  EXPECT_EQ(opening(s, harbour.key), "malformed");
  s = good;
  s.context = record::Digest{};
  EXPECT_EQ(opening(s, harbour.key), "malformed");
  s = good;
  s.kind = "join";
  s.body = encode_body(Join{"Harbour", Role::party, harbour.key.public_key()});
  EXPECT_EQ(opening(s, harbour.key), "malformed");
  s = good;
  s.author = avalon.id;
  EXPECT_EQ(opening(s, harbour.key), "bad_signature");
  s = good;
  s.post = avalon.post;
  EXPECT_EQ(opening(s, harbour.key), "bad_signature");
  EXPECT_EQ(opening(good, avalon.key), "bad_signature");
}

TEST_F(Strictness, EvidenceIsOfAParticipantAndItsOwnPost) {
  auto stranger = Member::make("Cadmia", Role::party, 99);
  const auto& state = c.post(harbour).state;
  record::Statement s{"leave", state.id, borduria.id, borduria.post, c.now, encode_body(Leave{}), record::Digest{}};
  auto checked = [&](const crypto::SigningKey& by) {
    auto e = check_evidence(state, record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), by));
    return e ? std::string() : std::string(base::info(e.error().code).name);
  };
  EXPECT_EQ(checked(borduria.key), "");
  EXPECT_EQ(checked(avalon.key), "bad_signature");
  s.post = avalon.post;
  EXPECT_EQ(checked(borduria.key), "bad_signature");
  s.author = stranger.id;
  s.post = stranger.post;
  EXPECT_EQ(checked(stranger.key), "not_a_participant");
}

TEST_F(Strictness, APairIsMutualAndOfTwoAuthors) {
  allow();
  const auto& one = c.post(harbour).signal(id);
  auto other = one;
  other.author = borduria.id;
  other.mandates[0].to = avalon.id;
  auto paired = [&](std::optional<ParticipantId> first, std::optional<ParticipantId> second, const SignalState& with) {
    auto a = one, b = with;
    a.mandates[0].terms.simultaneous_with = first;
    b.mandates[0].terms.simultaneous_with = second;
    auto ok = check_pair(a, a.mandates[0].to, b, b.mandates[0].to);
    return ok ? std::string() : std::string(base::info(ok.error().code).name);
  };
  EXPECT_EQ(paired(borduria.id, avalon.id, other), "");
  EXPECT_EQ(paired(std::nullopt, avalon.id, other), "pair_mismatch");
  EXPECT_EQ(paired(borduria.id, std::nullopt, other), "pair_mismatch");
  EXPECT_EQ(paired(inspectorate.id, avalon.id, other), "pair_mismatch");
  EXPECT_EQ(paired(avalon.id, avalon.id, one), "pair_mismatch");
}

TEST_F(Strictness, WhatWasSeenOfOneIncarnationIsNotSeenOfAnother) {
  Fact fact;
  fact.place = Place{1, 3};
  EXPECT_EQ(covers({{0, 9}}, fact), false);
  EXPECT_EQ(covers({{0, 9}, {1, 3}}, fact), false);
  EXPECT_EQ(covers({{0, 9}, {1, 4}}, fact), true);
  fact.place.reset();
  EXPECT_EQ(covers({{0, 9}}, fact), std::nullopt);
}

}  // namespace
}  // namespace offices::mediation
