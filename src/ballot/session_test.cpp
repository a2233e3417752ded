// SPDX-License-Identifier: Apache-2.0
#include "ballot/session.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "ballot/samples.hpp"

namespace offices::ballot {
namespace {

using samples::Table;
using samples::Votes;
using samples::votes_of;

constexpr std::array rounds{Round::key, Round::vote, Round::blinding, Round::share, Round::opening};

Code code_of(const Result<void>& result) { return result ? Code::internal : result.error().code; }

class TruthTable : public testing::TestWithParam<std::size_t> {};

TEST_P(TruthTable, AdoptsExactlyWhereAllSaidYes) {
  const auto sides = GetParam();
  for (std::uint64_t noes = 0; noes < (1u << sides); ++noes) {
    Table table(sides, noes + 1);
    const auto outcome = table.run(votes_of(sides, noes));
    EXPECT_EQ(outcome, Outcome{noes == 0 ? Outcome::Kind::adopted : Outcome::Kind::not_adopted}) << sides << " sides, noes " << noes;
    for (auto& member : table.members()) EXPECT_EQ(member.transcript_hash(), table.observer().transcript_hash());
    EXPECT_EQ(*verify_transcript(table.setup(), table.observer().messages()), outcome);
  }
}
INSTANTIATE_TEST_SUITE_P(Sides, TruthTable, testing::Range<std::size_t>(2, 7));

TEST(Session, HoldsTheMostSidesThatASetupMayName) {
  Table table(max_sides);
  auto votes = votes_of(max_sides, std::uint64_t{1} << 63);
  EXPECT_EQ(table.run(votes).kind, Outcome::Kind::not_adopted);
}

// One step of a member that takes what it has not taken yet, in an order of its own; what comes too early it tries again.
struct Mail {
  std::vector<Bytes> sent;

  void deliver(Session& to, std::size_t at) const {
    const auto taken = to.admit(sent[at]);
    if (!taken) RC_ASSERT(taken.error().code == Code::ballot_early);
  }
};

void speak_if_possible(Table& table, std::size_t i, const Votes& votes, Mail& mail) {
  auto& member = table.member(i);
  const auto waits = member.missing();
  if (std::ranges::find(waits, static_cast<Byte>(i)) != waits.end()) mail.sent.push_back(table.said_by(i, votes));
}

RC_GTEST_PROP(Session, GivesOneOutcomeAndOneHashInAnyOrderOfArrivalWithRepetitions, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  std::mt19937_64 draw(seed);
  const auto sides = 2 + draw() % 3;
  const auto votes = votes_of(sides, draw() % (1u << sides));
  Table table(sides, 1 + draw() % 1000);
  Mail mail;
  auto all_done = [&] { return std::ranges::all_of(table.members(), [](const Session& s) { return s.outcome().has_value(); }); };
  while (!all_done()) {
    for (std::size_t i = 0; i <= sides; ++i) speak_if_possible(table, i, votes, mail);
    auto& who = table.member(draw() % (sides + 1));
    for (std::size_t n = 0; n < 2 * mail.sent.size(); ++n) mail.deliver(who, draw() % mail.sent.size());
  }
  for (auto& member : table.members()) {
    RC_ASSERT(member.outcome()->kind == samples::expected(votes));
    RC_ASSERT(member.transcript_hash() == table.member(0).transcript_hash());
  }
}

TEST(Session, SaysWhomItWaitsForInEveryRound) {
  Table table(3);
  const auto votes = votes_of(3, 0);
  const std::array<std::vector<Byte>, 5> speakers_of{{{0, 1, 2, 3}, {1, 2, 3}, {0, 1, 2, 3}, {1, 2, 3}, {0}}};
  for (auto round : rounds) {
    auto waits = speakers_of[static_cast<std::size_t>(round) - 1];
    EXPECT_EQ(table.observer().round(), round);
    for (const auto& message : table.said(votes)) {
      EXPECT_EQ(table.observer().missing(), waits);
      table.show({message});
      waits.erase(waits.begin());
    }
  }
  EXPECT_TRUE(table.observer().missing().empty());
}

TEST(Session, SpeaksWhereItHasAWordAndVotesWhereItHasAVote) {
  Table table(2);
  crypto::SeededRandom random(7);
  EXPECT_EQ(table.member(1).vote(Vote::yes, random).error().code, Code::ballot_early);
  EXPECT_EQ(table.member(0).vote(Vote::yes, random).error().code, Code::not_yours);
  EXPECT_EQ(table.observer().vote(Vote::yes, random).error().code, Code::not_yours);
  EXPECT_FALSE(table.observer().speak(random));
  const auto votes = votes_of(2, 0);
  table.until(Round::vote, votes);
  EXPECT_FALSE(table.member(1).speak(random));  // a vote is cast by vote() alone
  const auto cast = table.member(1).vote(Vote::yes, random);
  EXPECT_EQ(table.member(1).speak(random), *cast);
  EXPECT_EQ(table.member(1).vote(Vote::no, random).error().code, Code::ballot_voted);
  EXPECT_FALSE(table.member(0).speak(random));
  table.show({*cast, *table.member(2).vote(Vote::yes, table.random(2))});
  table.until(Round::share, votes);
  EXPECT_FALSE(table.member(0).speak(random));
  table.until(Round::opening, votes);
  EXPECT_FALSE(table.member(1).speak(random));
  EXPECT_EQ(table.run(votes).kind, Outcome::Kind::adopted);
  EXPECT_FALSE(table.member(1).speak(random));
  EXPECT_EQ(table.member(0).speak(random), table.observer().messages().back()) << "its last word, again";
}

TEST(Session, GivesItsOwnMessageAgainUnchanged) {
  Table table(2);
  const auto votes = votes_of(2, 1);
  for (auto round : rounds) {
    table.until(round, votes);
    for (auto i : table.observer().missing()) {
      const auto first = table.said_by(i, votes);
      EXPECT_EQ(table.member(i).speak(table.random(i)), first);
    }
    std::vector<Bytes> said;
    for (auto i : table.observer().missing()) said.push_back(*table.member(i).speak(table.random(i)));
    table.show(said);
  }
}

TEST(Session, TakesTheSameOctetsAgainAtAnyTimeAsNoFault) {
  Table table(2);
  (void)table.run(votes_of(2, 2));
  for (const auto& message : table.observer().messages()) EXPECT_TRUE(table.member(1).admit(message));
}

TEST(Session, RefusesWhatIsNewAfterTheEnd) {
  Table ended(2), other(2, 9);
  const auto votes = votes_of(2, 0);
  other.until(Round::vote, votes);
  const auto late = other.said(votes);
  ended.until(Round::vote, votes);
  ended.member(1).abort(2);
  EXPECT_EQ(code_of(ended.member(1).admit(late[1])), Code::ballot_ended);
  crypto::SeededRandom random(7);
  EXPECT_EQ(ended.member(1).vote(Vote::no, random).error().code, Code::ballot_ended);
  EXPECT_FALSE(ended.member(1).speak(random));
}

TEST(Session, RefusesASecondMessageThatDiffersWheneverItComes) {
  Table table(2), other(2, 9);
  const auto votes = votes_of(2, 0);
  for (auto round : rounds) {
    table.until(round, votes), other.until(round, votes);
    const auto said = table.said(votes), others = other.said(votes);
    table.show({said[0]});
    EXPECT_EQ(code_of(table.observer().admit(others[0])), Code::ballot_conflict);
    for (std::size_t i = 1; i < said.size(); ++i) table.show({said[i]});
    other.show(others);
    EXPECT_EQ(code_of(table.observer().admit(others[0])), Code::ballot_conflict);
  }
}

TEST(Session, RefusesWhatIsOfARoundThatIsNotOpenYet) {
  Table ahead(2);
  const auto votes = votes_of(2, 0);
  for (auto round : {Round::vote, Round::blinding, Round::share, Round::opening}) {
    Table behind(2);
    behind.until(static_cast<Round>(static_cast<Byte>(round) - 1), votes);
    ahead.until(round, votes);
    const auto said = ahead.said(votes);
    for (const auto& message : said) EXPECT_EQ(code_of(behind.observer().admit(message)), Code::ballot_early);
    ahead.show(said);
  }
}

TEST(Session, AnAbortSaysWhomItWaitedForAndInWhichRoundAndWipesTheKeyShare) {
  const auto votes = votes_of(2, 0);
  for (auto round : rounds) {
    Table again(2);
    again.until(round, votes);
    again.member(1).abort(2);
    EXPECT_EQ(again.member(1).outcome(), (Outcome{Outcome::Kind::aborted, 2, round}));
    again.member(1).abort(0);
    EXPECT_EQ(again.member(1).outcome()->who, 2) << "the first cause stands";
    EXPECT_TRUE(again.member(1).missing().empty());
  }
}

TEST(Session, RefusesASetupThatIsNone) {
  crypto::SeededRandom random(7);
  auto twice = samples::setup_of(3);
  twice.roster[3] = twice.roster[1];
  for (const auto& setup : {samples::setup_of(1), samples::setup_of(max_sides + 1), twice}) {
    EXPECT_EQ(Session::join(setup, 0, random).error().code, Code::malformed);
    EXPECT_EQ(Session::observe(setup).error().code, Code::malformed);
  }
  EXPECT_EQ(Session::join(samples::setup_of(2), 3, random).error().code, Code::malformed);
}

TEST(Session, ATranscriptThatLacksAMessageHasNoOutcome) {
  Table table(2);
  (void)table.run(votes_of(2, 0));
  const auto all = table.observer().messages();
  for (std::size_t without = 0; without < all.size(); ++without) {
    auto some = all;
    some.erase(some.begin() + static_cast<std::ptrdiff_t>(without));
    EXPECT_EQ(verify_transcript(table.setup(), some).error().code, Code::ballot_early);
  }
}

// A message has one length in each round and a vote none of its own, whatever is voted.
TEST(Session, MessagesAreAsLongForANoAsForAYes) {
  Table yes(2), no(2);
  (void)yes.run(votes_of(2, 0));
  (void)no.run(votes_of(2, 3));
  const auto a = yes.observer().messages(), b = no.observer().messages();
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].size(), b[i].size());
}

}  // namespace
}  // namespace offices::ballot
