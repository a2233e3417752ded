// SPDX-License-Identifier: Apache-2.0
// Who may say what, when.
#include "mediation/rules.hpp"

#include <gtest/gtest.h>

#include "tests/support/memory_case.hpp"

namespace offices::mediation {
namespace {

using testing::assurance;
using testing::MemoryCase;
using testing::week_from;
using testing::words;

/// Harbour mediates; Avalon and Borduria are the sides, the Inspectorate verifies.
class Rules : public ::testing::Test {
 protected:
  MemoryCase c;
  const testing::Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();

  StatementId signal(const testing::Member& who, const Terms* terms = nullptr) {
    auto id = c.say(who, harbour, assurance("We are committed to de-escalation.")).value();
    if (terms) EXPECT_TRUE(c.say(who, harbour, Mandate{id, borduria.id, *terms}));
    c.settle();
    return id;
  }
  Terms terms(Form form = Form::verbatim) {
    auto t = week_from(c.now);
    t.form = form;
    return t;
  }
  StatementId allowed(Form form = Form::verbatim) {
    auto t = terms(form);
    return signal(avalon, &t);
  }
  StatementId rendering(const StatementId& signal, std::string text = "They do not want a war.", Form form = Form::paraphrase) {
    auto id = c.say(harbour, avalon, Rendering{{signal, borduria.id, form, Attribution::named, words(std::move(text))}});
    EXPECT_TRUE(id) << id.error().detail;
    c.settle();
    return id.value_or(StatementId{});
  }
  ApprovalOf approval(const StatementId& rendering) {
    auto body = c.body_of(rendering);
    return {rendering, std::get<Rendering>(body).proposal};
  }

  void expect_allowed(const testing::Member& who, const testing::Member& with, const Body& body) {
    auto no = c.post(who).may(with.id, body, c.now);
    EXPECT_FALSE(no) << kind_of(body) << ": " << base::info(no->code).name << ", " << no->detail;
  }
  void expect_refused(const testing::Member& who, const testing::Member& with, const Body& body, Code code) {
    auto no = c.post(who).may(with.id, body, c.now);
    ASSERT_TRUE(no) << kind_of(body) << " is allowed";
    EXPECT_EQ(base::info(no->code).name, base::info(code).name) << no->detail;
  }
  /// What the other member's post finds in a statement that was signed all the same.
  std::string finding(const testing::Member& who, const testing::Member& with, const Body& body) {
    auto entry = c.post(who).say_anyway(with.id, body, c.now);
    const auto& reader = who.id == harbour.id ? with : harbour;
    auto taken = c.post(reader).take(who.id, entry);
    if (!taken) return "not taken: " + std::string(base::info(taken.error().code).name);
    return *taken ? std::string(base::info((*taken)->code).name) : std::string();
  }
};

TEST_F(Rules, EverybodyWhoJoinedIsKnownToEverybody) {
  for (std::size_t i = 0; i < c.size(); ++i) {
    const auto& state = c.post(c.member(i)).state;
    EXPECT_EQ(state.participants.size(), 4u);
    for (std::size_t k = 0; k < c.size(); ++k) EXPECT_TRUE(state.is_active(c.member(k).id));
  }
}

TEST_F(Rules, ACaseOpensOnce) {
  auto again = *decode_body("open", record::decode_payload(c.opening.payload)->body);
  expect_refused(harbour, avalon, again, Code::exists);
}

TEST_F(Rules, OnlyTheIntermediaryThatSignedItOpensACase) {
  EXPECT_TRUE(open_case(c.opening));
  auto forged = c.opening;
  forged.signature[0] ^= 1;
  EXPECT_EQ(open_case(forged).error().code, Code::bad_signature);
  auto s = *record::decode_payload(c.opening.payload);
  s.author = avalon.id;
  auto payload = base::to_bytes(base::as_bytes(record::encode_payload(s)));
  EXPECT_EQ(open_case(record::sign_payload(payload, avalon.key)).error().code, Code::bad_signature);
  EXPECT_EQ(open_case(c.statement(signal(avalon))).error().code, Code::malformed);
}

TEST_F(Rules, ANewcomerJoinsUnderItsOwnKey) {
  auto stranger = testing::Member::make("Cadmia", Role::party, 99);
  testing::MemoryPost post(stranger, *open_case(c.opening));
  post.connect(harbour);
  auto joining = [&](Role role, const crypto::VerifyKey& key) { return post.may(harbour.id, Join{"Cadmia", role, key}, c.now); };
  EXPECT_FALSE(joining(Role::party, stranger.key.public_key()));
  EXPECT_EQ(joining(Role::party, avalon.key.public_key())->code, Code::bad_signature);
  EXPECT_EQ(joining(Role::intermediary, stranger.key.public_key())->code, Code::wrong_role);
  expect_refused(avalon, harbour, Join{"Avalon", Role::party, avalon.key.public_key()}, Code::exists);
  expect_refused(harbour, avalon, Join{"Avalon", Role::party, harbour.key.public_key()}, Code::wrong_role);
}

TEST_F(Rules, OnlyTheIntermediaryAdmitsAndOnlyWhoJoined) {
  auto join = c.post(avalon).kept.front().entry.statement.id();
  expect_allowed(harbour, avalon, Admit{avalon.id, "Avalon", Role::party, join});
  expect_refused(avalon, harbour, Admit{avalon.id, "Avalon", Role::party, join}, Code::wrong_role);
  expect_refused(harbour, avalon, Admit{borduria.id, "Borduria", Role::party, join}, Code::not_a_participant);
  expect_refused(harbour, avalon, Admit{avalon.id, "Another", Role::party, join}, Code::name_taken);
  expect_refused(harbour, avalon, Admit{avalon.id, "Avalon", Role::verifier, join}, Code::name_taken);
}

TEST_F(Rules, AnIntroductionCarriesTheNewcomersOwnSignature) {
  auto stranger = testing::Member::make("Cadmia", Role::party, 99);
  testing::MemoryPost post(stranger, *open_case(c.opening));
  post.connect(harbour);
  auto join = post.say_anyway(harbour.id, Join{"Cadmia", Role::party, stranger.key.public_key()}, c.now).statement;
  expect_allowed(harbour, avalon, Introduce{stranger.id, "Cadmia", Role::party, join});
  expect_refused(avalon, harbour, Introduce{stranger.id, "Cadmia", Role::party, join}, Code::wrong_role);
  expect_refused(harbour, avalon, Introduce{stranger.id, "Cadmia", Role::verifier, join}, Code::bad_signature);
  auto forged = join;
  forged.signature[5] ^= 1;
  expect_refused(harbour, avalon, Introduce{stranger.id, "Cadmia", Role::party, forged}, Code::bad_signature);
  expect_refused(harbour, avalon, Introduce{avalon.id, "Avalon", Role::party, join}, Code::exists);
  expect_refused(harbour, avalon, Introduce{borduria.id, "Borduria the Second", Role::party, join}, Code::exists);
  forged.payload.push_back(' ');
  expect_refused(harbour, avalon, Introduce{stranger.id, "Cadmia", Role::party, forged}, Code::malformed);
}

TEST_F(Rules, ANameThatAnActiveParticipantHasIsTaken) {
  auto stranger = testing::Member::make("Borduria", Role::party, 99);
  testing::MemoryPost post(stranger, *open_case(c.opening));
  post.connect(harbour);
  auto join = post.say_anyway(harbour.id, Join{"Borduria", Role::party, stranger.key.public_key()}, c.now).statement;
  expect_refused(harbour, avalon, Introduce{stranger.id, "Borduria", Role::party, join}, Code::name_taken);
  EXPECT_TRUE(c.say(harbour, avalon, Remove{borduria.id, false, {}}));
  expect_allowed(harbour, avalon, Introduce{stranger.id, "Borduria", Role::party, join});
}

TEST_F(Rules, OnlyTheIntermediaryRemovesAndNotItself) {
  expect_allowed(harbour, avalon, Remove{borduria.id, false, {}});
  expect_refused(avalon, harbour, Remove{borduria.id, false, {}}, Code::wrong_role);
  expect_refused(harbour, avalon, Remove{harbour.id, false, {}}, Code::not_a_participant);
  expect_refused(harbour, avalon, Remove{ParticipantId{}, false, {}}, Code::not_a_participant);
}

TEST_F(Rules, ASideLeavesAndThenSaysNothingMore) {
  expect_refused(harbour, avalon, Leave{}, Code::wrong_role);
  EXPECT_TRUE(c.say(avalon, harbour, Leave{}));
  c.settle();
  EXPECT_EQ(c.post(harbour).state.find(avalon.id)->standing, Standing::left);
  expect_refused(avalon, harbour, assurance("One more thing."), Code::removed);
  expect_refused(harbour, avalon, assurance("Come back."), Code::removed);
}

TEST_F(Rules, NothingIsConveyedToWhomWasRemoved) {
  auto id = allowed();
  EXPECT_TRUE(c.say(harbour, avalon, Remove{borduria.id, false, {}}));
  expect_refused(harbour, avalon, c.verbatim(id, borduria), Code::removed);
  c.settle();
  expect_refused(avalon, harbour, Mandate{id, borduria.id, terms()}, Code::removed);
}

TEST_F(Rules, AnIncarnationIsAlwaysHeard) { expect_allowed(avalon, harbour, Incarnation{c.post(avalon).channel(harbour.id).own.id, {}}); }

TEST_F(Rules, EverybodySpeaksInItsOwnChannel) {
  expect_allowed(avalon, harbour, assurance("We will not attack."));
  expect_allowed(harbour, avalon, assurance("We are at your disposal."));
  EXPECT_EQ(finding(avalon, harbour, assurance("We will not attack.")), "");
}

TEST_F(Rules, TheIntermediarySpeaksOnNobodysAuthority) {
  auto s = assurance("We say so.");
  s.authority = "The minister";
  expect_allowed(avalon, harbour, s);
  expect_refused(harbour, avalon, s, Code::wrong_role);
}

TEST_F(Rules, WordsThatCannotBeReadAreNotSigned) {
  expect_refused(avalon, harbour, assurance("turned \u202e round"), Code::text_forbidden_character);
  expect_refused(avalon, harbour, assurance(""), Code::text_empty);
}

TEST_F(Rules, OnlyTheAuthorGivesAMandate) {
  auto id = signal(avalon);
  expect_allowed(avalon, harbour, Mandate{id, borduria.id, terms()});
  expect_refused(harbour, avalon, Mandate{id, borduria.id, terms()}, Code::not_yours);
  expect_refused(avalon, harbour, Mandate{StatementId{}, borduria.id, terms()}, Code::not_found);
  auto own = c.say(harbour, avalon, assurance("Our own words.")).value();
  expect_refused(harbour, avalon, Mandate{own, borduria.id, terms()}, Code::not_yours);
}

TEST_F(Rules, AMandateNamesAnotherParticipant) {
  auto id = signal(avalon);
  for (const auto& to : {avalon.id, harbour.id, ParticipantId{}})
    expect_refused(avalon, harbour, Mandate{id, to, terms()}, Code::not_a_participant);
  auto t = terms();
  t.simultaneous_with = borduria.id;
  expect_allowed(avalon, harbour, Mandate{id, borduria.id, t});
  t.simultaneous_with = harbour.id;
  expect_refused(avalon, harbour, Mandate{id, borduria.id, t}, Code::pair_mismatch);
}

TEST_F(Rules, AMandateEndsInTheFutureAndAfterItBegins) {
  auto id = signal(avalon);
  auto t = terms();
  t.not_before = t.until.plus(-1);
  expect_allowed(avalon, harbour, Mandate{id, borduria.id, t});
  t.not_before = t.until;
  expect_refused(avalon, harbour, Mandate{id, borduria.id, t}, Code::too_late);
  t.not_before.reset();
  t.until = c.now;
  expect_refused(avalon, harbour, Mandate{id, borduria.id, t}, Code::too_late);
}

TEST_F(Rules, AConfidentialSignalHasNoPublicLine) {
  auto id = signal(avalon);
  auto t = terms();
  t.public_line = "Talks go on.";
  expect_refused(avalon, harbour, Mandate{id, borduria.id, t}, Code::disclosure_not_allowed);
  t.disclosure = Disclosure::confirmable;
  expect_allowed(avalon, harbour, Mandate{id, borduria.id, t});
}

TEST_F(Rules, WhatWasNeverAllowedCannotBeWithdrawn) {
  auto id = signal(avalon);
  expect_refused(avalon, harbour, Withdraw{id, {}}, Code::no_mandate);
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms()}));
  c.settle();
  expect_refused(harbour, avalon, Withdraw{id, {}}, Code::not_yours);
  expect_refused(avalon, harbour, Withdraw{id, c.inspectorate().id}, Code::no_mandate);
  expect_allowed(avalon, harbour, Withdraw{id, {}});
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, borduria.id}));
  expect_refused(avalon, harbour, Withdraw{id, {}}, Code::mandate_withdrawn);
}

TEST_F(Rules, ARenderingIsTheIntermediarysAndFitsTheMandate) {
  auto id = allowed(Form::paraphrase);
  auto proposing = [&](Form form, Attribution a) { return Rendering{{id, borduria.id, form, a, words("They want calm.")}}; };
  expect_allowed(harbour, avalon, proposing(Form::paraphrase, Attribution::named));
  expect_refused(avalon, harbour, proposing(Form::paraphrase, Attribution::named), Code::wrong_role);
  expect_refused(harbour, avalon, proposing(Form::gist, Attribution::named), Code::form_not_allowed);
  expect_refused(harbour, avalon, proposing(Form::paraphrase, Attribution::unattributed), Code::attribution_mismatch);
  auto other = Rendering{{id, c.inspectorate().id, Form::paraphrase, Attribution::named, words("They want calm.")}};
  expect_refused(harbour, avalon, other, Code::no_mandate);
  auto nothing = Rendering{{StatementId{}, borduria.id, Form::paraphrase, Attribution::named, words("They want calm.")}};
  expect_refused(harbour, avalon, nothing, Code::not_found);
  c.now = c.now.plus(8 * 86'400);
  expect_refused(harbour, avalon, proposing(Form::paraphrase, Attribution::named), Code::too_late);
}

TEST_F(Rules, NothingIsRenderedAfterAWithdrawal) {
  auto id = allowed(Form::paraphrase);
  EXPECT_TRUE(c.say(avalon, harbour, Withdraw{id, {}}));
  c.settle();
  expect_refused(harbour, avalon, Rendering{{id, borduria.id, Form::paraphrase, Attribution::named, words("x")}}, Code::mandate_withdrawn);
}

TEST_F(Rules, TheIntermediarysOwnWordsAreNotRendered) {
  auto own = c.say(harbour, avalon, assurance("Our own words.")).value();
  expect_refused(harbour, avalon, Rendering{{own, borduria.id, Form::gist, Attribution::named, words("x")}}, Code::wrong_role);
}

TEST_F(Rules, TheAuthorAnswersARenderingOnceAndToTheOctet) {
  auto id = allowed(Form::paraphrase);
  auto r = rendering(id);
  expect_allowed(avalon, harbour, approval(r));
  expect_allowed(avalon, harbour, Refusal{id, r, "Too blunt."});
  expect_refused(harbour, avalon, approval(r), Code::not_yours);
  expect_refused(avalon, harbour, Refusal{id, StatementId{}, "What?"}, Code::not_found);
  auto other = approval(r);
  other.proposal.words.text += "!";
  expect_refused(avalon, harbour, other, Code::approval_mismatch);
  EXPECT_TRUE(c.say(avalon, harbour, approval(r)));
  expect_refused(avalon, harbour, approval(r), Code::already_answered);
  expect_refused(avalon, harbour, Refusal{id, r, "On second thoughts."}, Code::already_answered);
}

TEST_F(Rules, OnlyTheIntermediaryDeclines) {
  auto id = allowed();
  expect_allowed(harbour, avalon, Decline{id, {}, "Not now."});
  expect_refused(avalon, harbour, Decline{id, {}, "Not now."}, Code::wrong_role);
  expect_refused(harbour, avalon, Decline{StatementId{}, {}, "Not now."}, Code::not_found);
}

TEST_F(Rules, TheSameMandateIsUsedOnce) {
  auto id = allowed();
  auto d = c.verbatim(id, borduria);
  expect_allowed(harbour, avalon, d);
  expect_refused(avalon, harbour, d, Code::wrong_role);
  EXPECT_TRUE(c.convey(avalon, borduria, d));
  expect_refused(harbour, avalon, c.verbatim(id, borduria), Code::already_conveyed);
  EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms()}));
  c.settle();
  expect_allowed(harbour, avalon, c.verbatim(id, borduria));
}

TEST_F(Rules, OnlyTheIntermediaryConveys) {
  auto id = allowed();
  auto d = c.verbatim(id, borduria);
  auto dispatch = c.say(harbour, avalon, d).value();
  expect_allowed(harbour, borduria, c.conveyance_of(avalon, d, dispatch));
  expect_refused(borduria, harbour, c.conveyance_of(avalon, d, dispatch), Code::wrong_role);
}

TEST_F(Rules, AReceiptSaysExactlyWhatArrivedAndOnce) {
  c.answers_itself = false;
  auto id = allowed();
  auto [dispatch, conveyance] = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
  c.settle();
  const auto& got = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance));
  Receipt receipt{conveyance, got.of, receipt_words(got.of, got.form, got.attribution, got.words)};
  expect_allowed(borduria, harbour, receipt);
  expect_refused(harbour, borduria, receipt, Code::wrong_role);
  auto other = receipt;
  other.words.octets[0] ^= 1;
  expect_refused(borduria, harbour, other, Code::words_differ);
  other = receipt;
  other.of.octets[0] ^= 1;
  expect_refused(borduria, harbour, other, Code::words_differ);
  other = receipt;
  other.conveyance = StatementId{};
  expect_refused(borduria, harbour, other, Code::not_found);
  EXPECT_TRUE(c.say(borduria, harbour, receipt));
  expect_refused(borduria, harbour, receipt, Code::already_answered);
}

TEST_F(Rules, TheAddresseeAcknowledgesWhatItGot) {
  auto id = allowed();
  auto [dispatch, conveyance] = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
  c.settle();
  auto of = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance)).of;
  expect_allowed(borduria, harbour, Acknowledgement{conveyance, of, Position::accepted});
  expect_refused(harbour, borduria, Acknowledgement{conveyance, of, Position::accepted}, Code::wrong_role);
  expect_refused(borduria, harbour, Acknowledgement{StatementId{}, of, Position::accepted}, Code::not_found);
  expect_refused(borduria, harbour, Acknowledgement{conveyance, Digest{}, Position::accepted}, Code::not_found);
  EXPECT_TRUE(c.say(borduria, harbour, Acknowledgement{conveyance, of, Position::rejected}));
  c.settle();
  const auto& reports = c.post(avalon).signal(id).reports;
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[1].position, Position::rejected);
  EXPECT_EQ(reports[1].conveyance, conveyance);
}

/// A receipt that Borduria signed for one dispatch, and a second dispatch.
class Reports : public Rules {
 protected:
  void SetUp() override {
    c.answers_itself = false;
    id = allowed();
    auto pair = c.convey(avalon, borduria, c.verbatim(id, borduria)).value();
    dispatch = pair.first;
    conveyance = pair.second;
    c.settle();
  }
  record::Signed receipt(Receipt r) { return c.statement(c.say_anyway(borduria, harbour, r)); }
  Receipt right() {
    const auto& got = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance));
    return {conveyance, got.of, receipt_words(got.of, got.form, got.attribution, got.words)};
  }
  StatementId id, dispatch, conveyance;
};

TEST_F(Reports, CarryTheAddresseesOwnReceipt) {
  auto good = receipt(right());
  expect_allowed(harbour, avalon, Report{id, dispatch, good});
  expect_refused(avalon, harbour, Report{id, dispatch, good}, Code::wrong_role);
  expect_refused(harbour, avalon, Report{id, StatementId{}, good}, Code::not_dispatched);
  expect_refused(harbour, avalon, Report{StatementId{}, dispatch, good}, Code::not_found);
}

TEST_F(Reports, OfOtherWordsAreABreachThatTheAuthorSees) {
  auto r = right();
  r.words = receipt_words(r.of, Form::verbatim, Attribution::named, words_digest(words("Other words.")));
  expect_refused(harbour, avalon, Report{id, dispatch, receipt(r)}, Code::words_differ);
  EXPECT_EQ(finding(harbour, avalon, Report{id, dispatch, receipt(r)}), "words_differ");
  EXPECT_EQ(c.post(avalon).signal(id).reports.at(0).fact.finding, "words_differ");
}

TEST_F(Reports, OfAnotherDispatchProveNothing) {
  auto r = right();
  r.of.octets[0] ^= 1;
  expect_refused(harbour, avalon, Report{id, dispatch, receipt(r)}, Code::wrong_context);
  Acknowledgement a{conveyance, r.of, Position::noted};
  expect_refused(harbour, avalon, Report{id, dispatch, c.statement(c.say_anyway(borduria, harbour, a))}, Code::wrong_context);
  a.of = right().of;
  expect_allowed(harbour, avalon, Report{id, dispatch, c.statement(c.say_anyway(borduria, harbour, a))});
}

TEST_F(Reports, CannotBeInvented) {
  auto forged = receipt(right());
  forged.signature[7] ^= 1;
  expect_refused(harbour, avalon, Report{id, dispatch, forged}, Code::bad_signature);
  auto own = c.statement(c.say_anyway(c.inspectorate(), harbour, right()));
  expect_refused(harbour, avalon, Report{id, dispatch, own}, Code::not_yours);
  MemoryCase elsewhere(2);
  auto foreign = elsewhere.statement(elsewhere.say_anyway(elsewhere.borduria(), elsewhere.harbour(), right()));
  expect_refused(harbour, avalon, Report{id, dispatch, foreign}, Code::wrong_context);
}

TEST_F(Rules, APairIsTwoMandatesThatNameEachOthersAuthor) {
  auto together = terms();
  together.simultaneous_with = borduria.id;
  auto ours = signal(avalon, &together);
  auto theirs = c.say(borduria, harbour, assurance("So are we.")).value();
  together.simultaneous_with = avalon.id;
  EXPECT_TRUE(c.say(borduria, harbour, Mandate{theirs, avalon.id, together}));
  c.settle();
  auto& h = c.post(harbour);
  EXPECT_TRUE(check_pair(h.signal(ours), borduria.id, h.signal(theirs), avalon.id));
  EXPECT_EQ(check_pair(h.signal(ours), borduria.id, h.signal(ours), borduria.id).error().code, Code::pair_mismatch);
  EXPECT_EQ(check_pair(h.signal(ours), c.inspectorate().id, h.signal(theirs), avalon.id).error().code, Code::no_mandate);
  auto alone = c.say(borduria, harbour, assurance("Something else.")).value();
  EXPECT_TRUE(c.say(borduria, harbour, Mandate{alone, avalon.id, terms()}));
  c.settle();
  EXPECT_EQ(check_pair(h.signal(ours), borduria.id, h.signal(alone), avalon.id).error().code, Code::pair_mismatch);
}

TEST_F(Rules, OneThatLeftBeforeItWasAdmittedStaysAwayInWhateverOrderThatArrives) {
  auto stranger = testing::Member::make("Cadmia", Role::party, 99);
  auto opened = *open_case(c.opening);
  opened.participants.emplace(stranger.id,
                              Participant{stranger.id, "Cadmia", Role::party, stranger.key.public_key(), Standing::invited, {}});
  Placed admit{{}, harbour.id, c.now, Place{0, 0}, {}, Admit{stranger.id, "Cadmia", Role::party, {}}};
  Placed leave{{}, stranger.id, c.now, Place{0, 1}, {}, Leave{}};
  auto after = [&](const Placed& first, const Placed& second) {
    auto state = opened;
    std::optional<Subject> none;
    for (const auto* s : {&first, &second}) apply(state, stranger.id, none, *s, objection(state, stranger.id, nullptr, *s));
    return state;
  };
  EXPECT_EQ(after(admit, leave), after(leave, admit));
  EXPECT_EQ(after(admit, leave).find(stranger.id)->standing, Standing::left);
}

TEST_F(Rules, AThirdPersonHasNoPlaceInAChannel) {
  Placed s{{}, borduria.id, c.now, Place{0, 0}, {}, assurance("Between you two:")};
  auto no = objection(c.post(harbour).state, avalon.id, nullptr, s);
  ASSERT_TRUE(no);
  EXPECT_EQ(no->code, Code::not_a_participant);
}

}  // namespace
}  // namespace offices::mediation
