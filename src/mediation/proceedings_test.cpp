// SPDX-License-Identifier: Apache-2.0
// Proceedings: what stays of agendas, frameworks and ballots in a channel, in whatever order it arrives.
#include <algorithm>
#include <random>

#include "mediation/plain.hpp"
#include "tests/support/replay.hpp"
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

/// Two agendas, two tables, an aborted ballot and an adopted one that two of three sides have ratified.
class Course : public testing::Talks {
 protected:
  Tabling first, second;
  BallotOpening failed, good;
  void SetUp() override {
    first = put_on_the_table();
    set_agenda(2);
    second = tabling({testing::framework("whole", framework_id(first, first.frameworks[0]))});
    to_all(second);
    failed = opening(framework_id(second, second.frameworks[0]));
    to_all(failed);
    to_all(Stub{ballot_id(failed), 1});
    to_all(aborted(ballot_id(failed), AbortCause::refused, {cadmia.id}));
    good = opening(failed.framework);
    to_all(good);
    everybody_ends(ending(ballot_id(good), BallotResult::adopted));
    for (const auto* p : {&avalon, &borduria}) tell_all(*p, Ratification{ballot_id(good), good.framework});
  }
};

TEST_F(Course, IsTheSameAtBothEnds) {
  for (const auto* p : parties) {
    EXPECT_EQ(held(harbour, *p), held(*p, *p)) << p->name;
    EXPECT_EQ(held(*p, *p).id, proceedings_id(c.post(harbour).state.id, p->id));
  }
  EXPECT_EQ(c.post(inspectorate).subjects.size(), 0u);
}

TEST_F(Course, StaysAsFacts) {
  const auto& p = held(avalon, avalon);
  ASSERT_EQ(p.agendas.size(), 2u);
  EXPECT_EQ(p.agendas[1].version, 2);
  EXPECT_EQ(p.latest_agenda()->agenda, agenda_digest(testing::agenda_document(2)));
  EXPECT_EQ(p.agenda(agenda_digest(testing::agenda_document(1)))->version, 1);
  EXPECT_EQ(p.agenda(c.salt()), nullptr);
  ASSERT_EQ(p.tables.size(), 2u);
  EXPECT_EQ(p.tables[0].agenda, p.agendas[0].agenda);
  EXPECT_EQ(p.tables[1].frameworks.at(0).replaces, framework_id(first, first.frameworks[0]));
  ASSERT_EQ(p.ballots.size(), 2u);
  EXPECT_EQ(p.ballot(ballot_id(good))->framework, good.framework);
  EXPECT_EQ(p.ballot(ballot_id(good))->roster, good.roster);
  EXPECT_EQ(p.ballot(ballot_id(good))->until, good.until);
  EXPECT_EQ(p.ballot(ballot_id(good))->ends, good.ends);
  EXPECT_EQ(p.ballot(ballot_id(good))->ratify_by, good.ratify_by);
  EXPECT_EQ(p.ballot(c.salt()), nullptr);
  ASSERT_EQ(p.stubs.size(), 1u);
  EXPECT_EQ(p.stubs[0].ballot, ballot_id(failed));
  EXPECT_EQ(p.stubs[0].round, 1);
  EXPECT_EQ(p.sights.size(), 3u);
  EXPECT_EQ(p.outcomes.size(), 5u);
  EXPECT_EQ(p.ratifications.size(), 2u);
}

TEST_F(Course, KeepsWhoSaidHowABallotEnded) {
  const auto& p = held(avalon, avalon);
  const auto* abort = p.outcome(ballot_id(failed), harbour.id);
  ASSERT_TRUE(abort);
  EXPECT_EQ(abort->result, BallotResult::aborted);
  EXPECT_EQ(abort->cause, AbortCause::refused);
  EXPECT_EQ(abort->round, 2);
  EXPECT_EQ(abort->missing, std::vector{cadmia.id});
  EXPECT_EQ(p.outcome(ballot_id(failed), avalon.id), nullptr);
  for (const auto& id : good.roster) {
    const auto* o = p.outcome(ballot_id(good), id);
    ASSERT_TRUE(o);
    EXPECT_EQ(o->result, BallotResult::adopted);
    EXPECT_EQ(o->witness.has_value(), id == borduria.id || id == cadmia.id);
  }
}

TEST_F(Course, IsKeptBetweenRuns) {
  for (const auto* p : parties) {
    Subject subject = held(*p, *p);
    auto json = to_json(subject);
    auto read = subject_from_json(json);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, subject);
    EXPECT_EQ(to_json(*read), json);
    EXPECT_EQ(id_of(*read), held(*p, *p).id);
  }
  auto damaged = to_json(Subject(held(avalon, avalon)));
  damaged["state"].erase("stubs");
  EXPECT_EQ(subject_from_json(damaged).error().code, Code::store_damaged);
}

TEST_F(Course, IsTheSameInWhateverOrderItArrives) {
  std::mt19937_64 dice(11);
  for (const auto* who : {&harbour, &avalon, &cadmia}) {
    auto& post = c.post(*who);
    for (int order = 0; order < 5; ++order) {
      auto entries = post.kept;
      std::ranges::shuffle(entries, dice);
      testing::Replay replay(post, *open_case(c.opening));
      for (const auto& k : entries) replay.arrive(k);
      EXPECT_EQ(replay.state_json(), testing::spelt_state(post.state, post.subjects)) << who->name;
    }
  }
}

/// The two members' statements cross: whichever a post takes in first, it holds the same.
TEST_F(Course, IsTheSameWhereTwoEndsCross) {
  auto b = opening(framework_id(first, first.frameworks[1]));
  to_all(b);
  auto adopted = ending(ballot_id(b), BallotResult::adopted), refused = ending(ballot_id(b), BallotResult::not_adopted);
  c.say_anyway(harbour, avalon, adopted);
  c.say_anyway(avalon, harbour, refused);
  c.settle();
  EXPECT_EQ(held(harbour, avalon), held(avalon, avalon));
  EXPECT_EQ(held(avalon, avalon).outcome(ballot_id(b), harbour.id)->fact.finding, "");
  EXPECT_EQ(held(avalon, avalon).outcome(ballot_id(b), avalon.id)->fact.finding, "");
}

/// Nothing that the rules refuse stays, but what shows that two signatures contradict each other.
TEST_F(Course, KeepsNothingThatTheRulesRefuse) {
  auto before = held(avalon, avalon);
  auto other = second;
  other.frameworks[0].title += "!";
  insist(harbour, avalon, other);
  insist(harbour, avalon, AgendaVersion{1, std::nullopt, testing::agenda_document(3)});
  insist(harbour, avalon, opening(good.framework));
  insist(harbour, avalon, Stub{c.salt(), 1});
  insist(harbour, avalon, ending(ballot_id(good), BallotResult::not_adopted));
  insist(avalon, avalon, Sight{c.salt(), c.salt()});
  insist(avalon, avalon, Ratification{c.salt(), good.framework});
  insist(harbour, avalon, Witness{c.statement(insist(borduria, borduria, Sight{c.salt(), c.salt()}))});
  EXPECT_EQ(held(avalon, avalon), before);
  EXPECT_EQ(held(harbour, avalon), before);
}

TEST_F(Course, IsOnePerChannel) {
  auto id = c.post(harbour).state.id;
  EXPECT_NE(proceedings_id(id, avalon.id), proceedings_id(id, borduria.id));
  EXPECT_NE(proceedings_id(id, avalon.id), proceedings_id(record::CaseId{}, avalon.id));
  for (const Body& body : {Body(Stub{}), Body(Sight{}), Body(Witness{}), Body(AgendaVersion{}), Body(Tabling{}), Body(BallotOpening{}),
                           Body(BallotOutcome{}), Body(Ratification{})})
    EXPECT_EQ(subject_of(id, avalon.id, {}, body), proceedings_id(id, avalon.id)) << kind_of(body);
}

// What waits for somebody.

TEST_F(Course, AsksForARatificationUntilItIsGiven) {
  auto waiting = [&](const testing::Member& who, Time now) {
    const auto& p = held(who, who);
    return waiting_for(c.post(who).state, p.id, p, now);
  };
  auto duties = waiting(cadmia, c.now);
  ASSERT_EQ(duties.size(), 1u);
  EXPECT_EQ(duties[0].duty, Duty::ratify);
  EXPECT_EQ(duties[0].deadline, good.ratify_by);
  EXPECT_TRUE(waiting(cadmia, good.ratify_by->plus(1)).empty());
  EXPECT_TRUE(waiting(avalon, c.now).empty());
  const auto& p = held(harbour, cadmia);
  EXPECT_TRUE(waiting_for(c.post(harbour).state, p.id, p, c.now).empty());
}

TEST_F(Course, AsksForAVoteUntilTheInstant) {
  auto b = opening(framework_id(first, first.frameworks[1]));
  to_all(b);
  const auto& p = held(avalon, avalon);
  auto duties = waiting_for(c.post(avalon).state, p.id, p, b.until);
  ASSERT_EQ(duties.size(), 1u);
  EXPECT_EQ(duties[0].duty, Duty::vote);
  EXPECT_EQ(duties[0].deadline, b.until);
  EXPECT_TRUE(waiting_for(c.post(avalon).state, p.id, p, b.until.plus(1)).empty());
  to_all(aborted(ballot_id(b), AbortCause::refused));
  EXPECT_TRUE(waiting_for(c.post(avalon).state, p.id, held(avalon, avalon), c.now).empty());
}

}  // namespace
}  // namespace offices::mediation
