// SPDX-License-Identifier: Apache-2.0
// Every forgery is refused, with the code that names it, and leaves the session as it was.
#include <gtest/gtest.h>

#include <algorithm>

#include "ballot/samples.hpp"

namespace offices::ballot {
namespace {

using crypto::generator;
using crypto::times_generator;
using samples::Table;
using samples::Votes;
using samples::votes_of;

constexpr std::array rounds{Round::key, Round::vote, Round::blinding, Round::share, Round::opening};
constexpr std::size_t header_octets = 35;

/// What the observer answers to `octets`. It must stay as it was.
Code refused(Session& by, const Bytes& octets) {
  const auto before = base::to_bytes(by.save().view());
  const auto taken = by.admit(octets);
  EXPECT_FALSE(taken);
  EXPECT_TRUE(base::equal(before, by.save().view()));
  return taken ? Code::internal : taken.error().code;
}

/// A table of two sides in the middle of `round`: nobody has spoken in it yet.
class Forgery : public testing::Test {
 protected:
  Table& at(Round round) { return table_.until(round, votes_); }
  Message honest(Round round, std::size_t sender) {
    at(round);
    return *decode(table_.said_by(sender, votes_));
  }
  Code answer(const Message& message) { return refused(table_.observer(), encode(message)); }
  Code answer(const Bytes& octets) { return refused(table_.observer(), octets); }
  Place place(Byte sender) { return {context_of(table_.setup()), table_.observer().transcript_hash(), sender}; }
  Message blank(Round round, Byte sender) {
    Message message;
    message.round = round, message.sender = sender, message.echo = table_.observer().transcript_hash();
    return message;
  }
  static void put(Message& message, const Proof& proof) { message.scalars = {proof.challenge, proof.response}; }
  static void put(Message& message, const VoteProof& proof) {
    message.scalars = {proof.challenges[0], proof.challenges[1], proof.responses[0], proof.responses[1]};
  }
  Point joint_key() {
    Point sum;
    for (const auto& octets : table_.observer().messages()) {
      auto message = *decode(octets);
      if (message.round == Round::key) sum = sum + message.points[0];
    }
    return sum;
  }
  std::array<Point, 2> sum_of(Round round) {
    std::array<Point, 2> sum;
    for (const auto& octets : table_.observer().messages()) {
      auto message = *decode(octets);
      if (message.round == round) sum = {sum[0] + message.points[0], sum[1] + message.points[1]};
    }
    return sum;
  }
  // A multiple of zero, proved: 0·bases = (O, O), z = k. As docs/protocol.md has the challenge; the prover takes no zero.
  Proof prove_zero(Byte sender, const Equality& statement) {
    auto k = secret();
    const auto at = place(sender);
    const std::array claim{static_cast<Byte>(Claim::blinding)}, who{sender};
    auto c = crypto::hash_to_scalar(
        "ballot/challenge",
        {at.context.view(), ByteView(claim), ByteView(who), at.earlier.view(), statement.bases[0].view(), statement.bases[1].view(),
         statement.images[0].view(), statement.images[1].view(), times(k, statement.bases[0]).view(), times(k, statement.bases[1]).view()});
    return {c, *Scalar::from(k.view())};
  }
  Scalar small(Byte n) {
    Scalar s;
    s.octets[0] = n;
    return s;
  }
  SecretScalar secret() { return SecretScalar::random(random_); }

  Votes votes_ = votes_of(2, 1);
  Table table_{2};
  crypto::SeededRandom random_{77};
};

TEST_F(Forgery, ACopiedVoteIsRefusedUnderAnotherIndex) {
  auto copied = honest(Round::vote, 1);
  copied.sender = 2;
  EXPECT_EQ(answer(copied), Code::ballot_proof);
}

TEST_F(Forgery, ACopiedMessageOfEveryRoundIsRefusedUnderAnotherIndex) {
  for (auto round : {Round::key, Round::vote, Round::blinding, Round::share}) {
    auto copied = honest(round, 1);
    copied.sender = 2;
    EXPECT_EQ(answer(copied), Code::ballot_proof) << static_cast<int>(round);
  }
}

// −A, G − B encrypts the other choice with −r. Without r, no proof fits: not the copied one, not with its halves swapped
// and its responses negated as the algebra would have it.
TEST_F(Forgery, ANegatedVoteIsRefused) {
  auto negated = honest(Round::vote, 1);
  negated.sender = 2;
  negated.points = {Point{} - negated.points[0], generator() - negated.points[1]};
  EXPECT_EQ(answer(negated), Code::ballot_proof);
  auto& s = negated.scalars;
  s = {s[1], s[0], Scalar{} - s[3], Scalar{} - s[2]};
  EXPECT_EQ(answer(negated), Code::ballot_proof);
  s = {Scalar{} - s[0], Scalar{} - s[1], s[2], s[3]};
  EXPECT_EQ(answer(negated), Code::ballot_proof);
}

// B = r·H + v·G for v = 2 and v = −1, with proofs made by the honest prover for each of the two choices, whose r is right.
TEST_F(Forgery, AVoteOutOfRangeIsRefused) {
  at(Round::vote);
  const auto key = joint_key();
  const auto two = generator() + generator(), minus_one = Point{} - generator();
  for (const auto& value : {two, minus_one}) {
    for (auto claimed : {Vote::yes, Vote::no}) {
      auto r = secret();
      SealedVote sealed{times_generator(r), times(r, key) + value};
      auto forged = blank(Round::vote, 1);
      forged.points = {sealed.a, sealed.b};
      put(forged, prove_vote(place(1), claimed, r, key, sealed, random_));
      EXPECT_EQ(answer(forged), Code::ballot_proof);
    }
  }
}

// The same for every value that would cancel, double or weigh votes otherwise.
TEST_F(Forgery, NoOtherMultipleOfTheGeneratorPassesForAVote) {
  at(Round::vote);
  const auto key = joint_key();
  for (Byte n = 2; n < 40; ++n) {
    auto r = secret();
    SealedVote sealed{times_generator(r), times(r, key) + times_generator(small(n))};
    auto forged = blank(Round::vote, 2);
    forged.points = {sealed.a, sealed.b};
    put(forged, prove_vote(place(2), Vote::no, r, key, sealed, random_));
    EXPECT_EQ(answer(forged), Code::ballot_proof);
  }
}

TEST_F(Forgery, AVoteUnderAnotherKeyIsRefused) {
  at(Round::vote);
  const auto own_key = times_generator(secret());
  auto r = secret();
  auto sealed = seal_vote(Vote::no, r, own_key);
  auto forged = blank(Round::vote, 1);
  forged.points = {sealed.a, sealed.b};
  put(forged, prove_vote(place(1), Vote::no, r, own_key, sealed, random_));
  EXPECT_EQ(answer(forged), Code::ballot_proof);
}

TEST_F(Forgery, TheIdentityIsRefusedAtEveryPlaceOfEveryRound) {
  for (auto round : rounds) {
    const auto sender = static_cast<Byte>(round == Round::opening ? 0 : 1);
    for (std::size_t i = 0; i < point_count(round); ++i) {
      auto forged = honest(round, sender);
      forged.points[i] = Point{};
      EXPECT_EQ(answer(forged), Code::ballot_identity) << static_cast<int>(round) << " point " << i;
    }
  }
}

// s = 0 would take every vote out of the sum: its elements are the identity, with a proof that does hold.
TEST_F(Forgery, ZeroBlindingIsRefusedThoughItsProofHolds) {
  at(Round::blinding);
  const auto votes = sum_of(Round::vote);
  const Equality statement{votes, {Point{}, Point{}}};
  auto forged = blank(Round::blinding, 1);
  put(forged, prove_zero(1, statement));
  ASSERT_TRUE(verify_equal(place(1), Claim::blinding, statement, {forged.scalars[0], forged.scalars[1]}));
  EXPECT_EQ(answer(forged), Code::ballot_identity);
}

TEST_F(Forgery, BlindingThatMultipliesTheTwoSumsDifferentlyIsRefused) {
  at(Round::blinding);
  const auto votes = sum_of(Round::vote);
  auto s = secret(), t = secret();
  auto forged = blank(Round::blinding, 1);
  forged.points = {times(s, votes[0]), times(t, votes[1])};
  for (const auto* claimed : {&s, &t}) {
    put(forged, prove_equal(place(1), Claim::blinding, *claimed, {votes, forged.points}, random_));
    EXPECT_EQ(answer(forged), Code::ballot_proof);
  }
}

// B'_1 = s·(B − r·H) would blind the voter's own no away.
TEST_F(Forgery, BlindingOfOtherSumsThanTheVotesIsRefused) {
  at(Round::blinding);
  const auto votes = sum_of(Round::vote);
  const std::array<Point, 2> others{votes[0], votes[1] - generator()};
  auto s = secret();
  auto forged = blank(Round::blinding, 1);
  forged.points = {times(s, others[0]), times(s, others[1])};
  put(forged, prove_equal(place(1), Claim::blinding, s, {others, forged.points}, random_));
  EXPECT_EQ(answer(forged), Code::ballot_proof);
}

// D = x'·A' under another x' than that of the key round, however it is proved.
TEST_F(Forgery, AWrongKeyShareIsRefused) {
  for (auto [round, sender] : {std::pair{Round::share, Byte{1}}, std::pair{Round::opening, Byte{0}}}) {
    at(round);
    const auto blinded = sum_of(Round::blinding)[0];
    auto key = decode(table_.observer().messages()[sender])->points[0];
    auto other = secret();
    auto forged = blank(round, sender);
    forged.points[0] = times(other, blinded);
    for (const auto& image : {key, times_generator(other)}) {
      const Equality statement{{generator(), blinded}, {image, forged.points[0]}};
      put(forged, prove_equal(place(sender), Claim::share, other, statement, random_));
      EXPECT_EQ(answer(forged), Code::ballot_proof);
    }
  }
}

// H_1 = K − H_0 − H_2 would make the joint key one whose secret side 1 knows. It cannot prove that it knows the secret of H_1.
TEST_F(Forgery, ARogueKeyCannotBeProved) {
  auto known = secret();
  const auto first = honest(Round::key, 0), second = honest(Round::key, 2);
  auto rogue = blank(Round::key, 1);
  rogue.points[0] = times_generator(known) - first.points[0] - second.points[0];
  put(rogue, prove_key(place(1), known, rogue.points[0], random_));
  EXPECT_EQ(answer(rogue), Code::ballot_proof);
  // Nor by adding up what the others proved.
  rogue.scalars = {first.scalars[0] + second.scalars[0], first.scalars[1] + second.scalars[1]};
  EXPECT_EQ(answer(rogue), Code::ballot_proof);
}

TEST_F(Forgery, AKeyOfOnesOwnIndexFromAnotherShareIsNotTakenForOnesOwn) {
  Table other(2, 5);
  EXPECT_EQ(refused(table_.member(1), other.said(votes_)[1]), Code::ballot_conflict);
}

TEST_F(Forgery, PointsThatAreNotCanonicalAreRefused) {
  // p, p + 1, a negative field element, the identity with its top bit set, and what is above every element.
  Bytes modulus(32, 0xff), above(32, 0xff);
  modulus[0] = 0xed, modulus[31] = 0x7f;
  above[0] = 0xee, above[31] = 0x7f;
  Bytes odd(32);
  odd[0] = 1;
  Bytes high(32);
  high[31] = 0x80;
  for (auto round : rounds) {
    const auto sender = static_cast<std::size_t>(round == Round::opening ? 0 : 1);
    for (std::size_t i = 0; i < point_count(round); ++i) {
      for (const auto& bad : {modulus, above, odd, high, Bytes(32, 0xff)}) {
        auto octets = encode(honest(round, sender));
        std::ranges::copy(bad, octets.begin() + static_cast<std::ptrdiff_t>(header_octets + 32 * i));
        EXPECT_EQ(answer(octets), Code::malformed) << base::hex(bad) << " in round " << static_cast<int>(round);
      }
    }
  }
}

/// The number plus the group's order: the same number, spelled otherwise.
Bytes plus_order(ByteView scalar) {
  const auto order = *base::from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  Bytes sum(32);
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += unsigned{scalar[i]} + order[i];
    sum[i] = static_cast<Byte>(carry);
    carry >>= 8;
  }
  return sum;
}

TEST_F(Forgery, ScalarsThatAreNotCanonicalAreRefused) {
  for (auto round : rounds) {
    const auto sender = static_cast<std::size_t>(round == Round::opening ? 0 : 1);
    const auto octets = encode(honest(round, sender));
    for (auto at = header_octets + 32 * point_count(round); at < octets.size(); at += 32) {
      auto forged = octets;
      std::ranges::copy(plus_order(ByteView(octets).subspan(at, 32)), forged.begin() + static_cast<std::ptrdiff_t>(at));
      EXPECT_EQ(answer(forged), Code::malformed);
    }
  }
}

TEST_F(Forgery, OctetsTooFewOrTooManyAreRefused) {
  for (auto round : rounds) {
    auto octets = encode(honest(round, round == Round::opening ? 0 : 1));
    auto longer = octets;
    longer.push_back(0);
    EXPECT_EQ(answer(longer), Code::malformed);
    for (std::size_t n : {std::size_t{0}, std::size_t{1}, std::size_t{34}, octets.size() - 32, octets.size() - 1}) {
      EXPECT_EQ(answer(Bytes(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(n))), Code::malformed);
    }
  }
}

TEST_F(Forgery, WhoHasNoWordInARoundIsRefused) {
  using Stranger = std::pair<Round, int>;
  for (auto [round, stranger] :
       {Stranger{Round::key, 3}, Stranger{Round::vote, 0}, Stranger{Round::vote, 3}, Stranger{Round::blinding, 3},
        Stranger{Round::share, 0}, Stranger{Round::share, 3}, Stranger{Round::opening, 1}, Stranger{Round::opening, 3}}) {
    auto forged = honest(round, round == Round::opening ? 0 : 1);
    forged.sender = static_cast<Byte>(stranger);
    EXPECT_EQ(answer(forged), Code::malformed) << static_cast<int>(round) << " sender " << stranger;
  }
}

/// Every change of the setup makes another session, to which no message of the first belongs.
TEST_F(Forgery, NoMessageOfAnotherSessionIsTaken) {
  auto base_setup = samples::setup_of(2);
  std::vector<ballot::Setup> others(5, base_setup);
  others[0].session.octets[0] ^= 1;
  others[1].framework.octets[31] ^= 1;
  others[2].deadline += 1;
  others[3].roster[1].octets[7] ^= 1;
  std::swap(others[4].roster[1], others[4].roster[2]);
  for (const auto& setup : others) {
    EXPECT_NE(context_of(setup), context_of(base_setup));
    for (auto round : rounds) {
      Table here(base_setup), there(setup);
      const auto said = there.until(round, votes_).said(votes_);
      here.until(round, votes_);
      EXPECT_EQ(refused(here.observer(), said[0]), Code::ballot_echo);
      auto moved = *decode(said[0]);
      moved.echo = here.observer().transcript_hash();
      EXPECT_EQ(refused(here.observer(), encode(moved)), Code::ballot_proof) << static_cast<int>(round);
    }
  }
}

TEST(Proofs, HoldAtTheirOwnPlaceOnly) {
  crypto::SeededRandom random(3);
  auto x = SecretScalar::random(random);
  const auto key = times_generator(x);
  const Place home{samples::repeated<Digest>(1), samples::repeated<Digest>(2), 3};
  const Equality statement{{generator(), times_generator(SecretScalar::random(random))}, {}};
  const Equality shown{statement.bases, {times(x, statement.bases[0]), times(x, statement.bases[1])}};
  const auto sealed = seal_vote(Vote::no, x, statement.bases[1]);
  const auto of_key = prove_key(home, x, key, random);
  const auto equal = prove_equal(home, Claim::blinding, x, shown, random);
  const auto of_vote = prove_vote(home, Vote::no, x, statement.bases[1], sealed, random);
  ASSERT_TRUE(verify_key(home, key, of_key));
  ASSERT_TRUE(verify_equal(home, Claim::blinding, shown, equal));
  ASSERT_TRUE(verify_vote(home, statement.bases[1], sealed, of_vote));
  EXPECT_FALSE(verify_equal(home, Claim::share, shown, equal)) << "of another type";
  auto session = home, round = home, sender = home;
  session.context.octets[0] ^= 1;
  round.earlier.octets[0] ^= 1;
  sender.sender ^= 1;
  for (const auto& elsewhere : {session, round, sender}) {
    EXPECT_FALSE(verify_key(elsewhere, key, of_key));
    EXPECT_FALSE(verify_equal(elsewhere, Claim::blinding, shown, equal));
    EXPECT_FALSE(verify_vote(elsewhere, statement.bases[1], sealed, of_vote));
  }
}

// A proof that x is known, moved into the frame of one that both bases were multiplied with x, and back.
TEST(Proofs, OfOneTypeDoNotPassForAnother) {
  crypto::SeededRandom random(4);
  auto x = SecretScalar::random(random);
  const auto g = generator();
  const Place home{samples::repeated<Digest>(1), samples::repeated<Digest>(2), 3};
  const Equality twice{{g, g}, {times_generator(x), times_generator(x)}};
  for (auto claim : {Claim::key, Claim::vote, Claim::blinding, Claim::share}) {
    const auto proof = prove_equal(home, claim, x, twice, random);
    for (auto other : {Claim::key, Claim::vote, Claim::blinding, Claim::share}) {
      EXPECT_EQ(verify_equal(home, other, twice, proof), claim == other);
    }
    EXPECT_FALSE(verify_key(home, twice.images[0], proof));
  }
  EXPECT_FALSE(verify_equal(home, Claim::key, twice, prove_key(home, x, twice.images[0], random)));
}

TEST(Proofs, OfAVoteHoldForBothChoicesAndForNoOther) {
  crypto::SeededRandom random(5);
  const Place home{samples::repeated<Digest>(1), samples::repeated<Digest>(2), 1};
  const auto key = times_generator(SecretScalar::random(random));
  for (auto vote : {Vote::yes, Vote::no}) {
    auto r = SecretScalar::random(random);
    const auto sealed = seal_vote(vote, r, key);
    EXPECT_TRUE(verify_vote(home, key, sealed, prove_vote(home, vote, r, key, sealed, random)));
    const auto other = vote == Vote::yes ? Vote::no : Vote::yes;
    EXPECT_FALSE(verify_vote(home, key, sealed, prove_vote(home, other, r, key, sealed, random)));
    EXPECT_EQ(sealed.b - times(r, key), vote == Vote::yes ? Point{} : generator());
  }
}

/// Whether a flipped bit of the octet at `at` may be answered so.
bool expected(Code code, std::size_t at) {
  const auto one_of = [&](std::initializer_list<Code> codes) { return std::ranges::find(codes, code) != codes.end(); };
  if (at == 0) return one_of({Code::malformed});                                             // version
  if (at == 1) return one_of({Code::malformed, Code::ballot_early, Code::ballot_conflict});  // round
  if (at == 2) return one_of({Code::malformed, Code::ballot_conflict, Code::ballot_proof});  // sender
  if (at < header_octets) return one_of({Code::ballot_echo});
  return one_of({Code::malformed, Code::ballot_proof});
}

class AnyBit : public testing::TestWithParam<Round> {};

TEST_P(AnyBit, FlippedInAMessageIsRefused) {
  const auto votes = votes_of(2, 1);
  Table table(2);
  table.until(GetParam(), votes);
  for (const auto& message : table.said(votes)) {
    for (std::size_t bit = 0; bit < 8 * message.size(); ++bit) {
      auto flipped = message;
      flipped[bit / 8] ^= static_cast<Byte>(1 << (bit % 8));
      const auto code = refused(table.observer(), flipped);
      EXPECT_TRUE(expected(code, bit / 8)) << "bit " << bit << ": " << base::info(code).name;
    }
    table.show({message});
  }
}
INSTANTIATE_TEST_SUITE_P(Rounds, AnyBit, testing::ValuesIn(rounds));

/// What the member would say in the open round, had it drawn other randomness.
Bytes said_otherwise(const Session& member, Vote vote) {
  auto twin = *Session::restore(member.save().view());
  crypto::SeededRandom random(99);
  return twin.round() == Round::vote ? *twin.vote(vote, random) : *twin.speak(random);
}

// Side 2 tells side 1 one thing and everybody else another. The next round's echo shows it to all.
class Equivocation : public testing::TestWithParam<Round> {};

TEST_P(Equivocation, IsCaughtByTheEchoOfTheNextRound) {
  const auto votes = votes_of(3, 2);
  Table table(3);
  table.until(GetParam(), votes);
  const auto other = said_otherwise(table.member(2), votes[1]);
  for (const auto& message : table.said(votes)) {
    const bool two_faced = decode(message)->sender == 2;
    for (std::size_t to = 0; to < 4; ++to) ASSERT_TRUE(table.member(to).admit(two_faced && to == 1 ? other : message));
  }
  const auto next = table.member(1).round();
  ASSERT_EQ(static_cast<int>(next), static_cast<int>(GetParam()) + 1);
  EXPECT_EQ(refused(table.member(1), table.said_by(next == Round::opening ? 0 : 3, votes)), Code::ballot_echo);
  if (next == Round::opening) return;
  EXPECT_EQ(refused(table.member(3), table.said_by(1, votes)), Code::ballot_echo);
}
INSTANTIATE_TEST_SUITE_P(Rounds, Equivocation, testing::Values(Round::key, Round::vote, Round::blinding, Round::share));

}  // namespace
}  // namespace offices::ballot
