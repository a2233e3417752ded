// SPDX-License-Identifier: Apache-2.0
// Incidents: who may say what, how far it came, and what silence is worth.
#include "mediation/incidents.hpp"

#include <random>

#include "mediation/plain.hpp"
#include "tests/support/replay.hpp"
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

class Incidents : public testing::Talks {
 protected:
  Digest number = c.salt();
  Incident told(Release release = Release::all, std::string text = "Shots at the crossing.") {
    return {number, Precedence::flash, release, testing::words(std::move(text))};
  }
  /// The intermediary's own words.
  Outreach own(std::int64_t n = 1, std::string text = "Hold your fire; we are asking.") {
    return {number, n, Precedence::flash, 600, testing::words(std::move(text)), std::nullopt};
  }
  Outreach with(const StatementId& incident, const Incident& words) {
    return {number, 1, words.precedence, 600, words.words, c.statement(incident)};
  }
  StatementId tell(const Incident& incident) {
    auto id = c.say(avalon, harbour, incident).value();
    c.settle();
    return id;
  }
  Reached arrival(const Outreach& o) { return {number, o.number, outreach_digest(o), c.now}; }
  StatementId say(const testing::Member& who, const testing::Member& with, const Body& body) {
    auto id = c.say(who, with, body).value();
    c.settle();
    return id;
  }
  const IncidentState& held(const testing::Member& at, const testing::Member& side) {
    static const IncidentState nothing;
    const auto* s = c.post(at).subject(incident_id(c.post(at).state.id, side.id, number));
    return s ? std::get<IncidentState>(*s) : nothing;
  }
};

TEST_F(Incidents, AreToldByTheirSideOnce) {
  expect_refused(harbour, avalon, told(), Code::wrong_role);
  expect_allowed(avalon, avalon, told());
  expect_allowed(inspectorate, inspectorate, told());
  tell(told());
  expect_refused(avalon, avalon, told(Release::intermediary, "Something else."), Code::exists);
}

TEST_F(Incidents, ReachAllSidesInTheirAuthorsWordsOnlyIfItSaysSo) {
  auto id = tell(told());
  expect_allowed(harbour, borduria, with(id, told()));
  expect_allowed(harbour, avalon, with(id, told()));
  expect_refused(harbour, borduria, with(id, told(Release::all, "Shots.")), Code::words_differ);
  auto slower = with(id, told());
  slower.precedence = Precedence::routine;
  expect_refused(harbour, borduria, slower, Code::words_differ);
  auto another = with(id, told());
  another.incident = c.salt();
  expect_refused(harbour, borduria, another, Code::no_mandate);
  // Its author sees its own words passed off as the intermediary's.
  auto borrowed = own(1, "Shots at the crossing.");
  expect_refused(harbour, avalon, borrowed, Code::attribution_mismatch);
  expect_allowed(harbour, avalon, own());
}

TEST_F(Incidents, ThatTheIntermediaryAloneWasToldStayWithIt) {
  auto id = tell(told(Release::intermediary));
  expect_refused(harbour, borduria, with(id, told(Release::intermediary)), Code::no_mandate);
  expect_refused(harbour, avalon, own(1, "Shots at the crossing."), Code::no_mandate);
  expect_allowed(harbour, avalon, own());
  expect_allowed(harbour, borduria, own());
}

TEST_F(Incidents, EvidenceIsTheIncidentSignedByItsAuthor) {
  auto id = tell(told());
  auto forged = with(id, told());
  forged.evidence->signature[0] ^= 1;
  expect_refused(harbour, borduria, forged, Code::bad_signature);
  auto signal = c.say(avalon, harbour, testing::assurance("We hold.")).value();
  c.settle();
  auto other = with(id, told());
  other.evidence = c.statement(signal);
  expect_refused(harbour, borduria, other, Code::no_mandate);
}

TEST_F(Incidents, AreReachedOutAboutByTheIntermediaryToTheSides) {
  expect_refused(avalon, avalon, own(), Code::wrong_role);
  expect_refused(harbour, inspectorate, own(), Code::wrong_role);
  expect_allowed(harbour, avalon, own());
}

TEST_F(Incidents, HaveOneTextUnderOneNumber) {
  to_all(own(2));
  expect_refused(harbour, avalon, own(2), Code::exists);
  expect_refused(harbour, avalon, own(2, "Fire at will."), Code::table_differs);
  expect_refused(harbour, avalon, own(1), Code::wrong_context);
  expect_allowed(harbour, avalon, own(3));
  EXPECT_EQ(objected_without_order(harbour, avalon, own(1)), "");
}

TEST_F(Incidents, ArrivalsAreSignedByTheSidesPost) {
  expect_refused(avalon, avalon, arrival(own()), Code::not_found);
  to_all(own());
  expect_refused(harbour, avalon, arrival(own()), Code::wrong_role);
  expect_refused(avalon, avalon, arrival(own(1, "Fire.")), Code::table_differs);
  auto early = arrival(own());
  early.at = c.now.plus(1);
  expect_refused(avalon, avalon, early, Code::too_early);
  expect_allowed(avalon, avalon, arrival(own()));
  EXPECT_EQ(objected(avalon, avalon, arrival(own()), Seen{}), "not_found");
  say(avalon, harbour, arrival(own()));
  expect_imprudent(avalon, avalon, arrival(own()), Code::already_answered);
}

TEST_F(Incidents, ASideIsShownThatTheOthersWereToldTheSame) {
  to_all(own());
  auto id = say(borduria, harbour, arrival(own()));
  auto shown = Witness{c.statement(id)};
  expect_allowed(harbour, avalon, shown);
  expect_refused(harbour, borduria, shown, Code::not_yours);
  say(harbour, avalon, shown);
  EXPECT_TRUE(held(avalon, avalon).reached_by(1, borduria.id));
  EXPECT_EQ(progress_of(held(avalon, avalon), 1).stage, Stage::not_reached);
  expect_imprudent(harbour, avalon, shown, Code::already_answered);
}

TEST_F(Incidents, ADifferenceIsProved) {
  (void)c.say(harbour, avalon, own()).value();
  c.say_anyway(harbour, borduria, own(1, "The others attack."));
  c.settle();
  auto id = say(borduria, harbour, arrival(own(1, "The others attack.")));
  expect_refused(harbour, avalon, Witness{c.statement(id)}, Code::table_differs);
  insist(harbour, avalon, Witness{c.statement(id)});
  const auto* theirs = held(avalon, avalon).reached_by(1, borduria.id);
  ASSERT_TRUE(theirs);
  EXPECT_EQ(theirs->fact.finding, "table_differs");
  EXPECT_EQ(theirs->shown, outreach_digest(own(1, "The others attack.")));
}

TEST_F(Incidents, AreAnsweredByPersonsOfTheSide) {
  expect_refused(avalon, avalon, Response{number, 1, {}}, Code::not_found);
  to_all(own());
  expect_refused(harbour, avalon, Response{number, 1, {}}, Code::wrong_role);
  EXPECT_EQ(objected(avalon, avalon, Response{number, 1, {}}, Seen{}), "not_found");
  say(avalon, harbour, Response{number, 1, {}});
  expect_imprudent(avalon, avalon, Response{number, 1, {}}, Code::already_answered);
  expect_allowed(avalon, avalon, Response{number, 1, Position::none_yet});
}

TEST_F(Incidents, SilenceIsSaidByTheIntermediaryWhenItsTimeIsOver) {
  to_all(own());
  auto silent = [&](std::int64_t n, AttemptOutcome o) { return Attempt{number, 1, n, o}; };
  expect_refused(harbour, avalon, silent(1, AttemptOutcome::unreached), Code::too_early);
  c.now = c.now.plus(599);
  expect_refused(harbour, avalon, silent(1, AttemptOutcome::unreached), Code::too_early);
  c.now = c.now.plus(1);
  expect_allowed(harbour, avalon, silent(1, AttemptOutcome::unreached));
  expect_refused(harbour, avalon, silent(1, AttemptOutcome::called), Code::wrong_role);
  expect_refused(avalon, avalon, silent(1, AttemptOutcome::unanswered), Code::wrong_role);
  expect_refused(harbour, avalon, Attempt{number, 2, 1, AttemptOutcome::unreached}, Code::not_found);
  say(harbour, avalon, silent(1, AttemptOutcome::unreached));
  expect_imprudent(harbour, avalon, silent(1, AttemptOutcome::unreached), Code::exists);
  say(avalon, harbour, arrival(own()));
  expect_refused(harbour, avalon, silent(2, AttemptOutcome::unreached), Code::already_answered);
  expect_allowed(harbour, avalon, silent(2, AttemptOutcome::unanswered));
  say(avalon, harbour, Response{number, 1, {}});
  expect_refused(harbour, avalon, silent(2, AttemptOutcome::unanswered), Code::already_answered);
  EXPECT_EQ(objected(harbour, avalon, silent(2, AttemptOutcome::unanswered), Seen{}), "") << "it crossed";
}

TEST_F(Incidents, CallsAreSignedByTheSidesPostUntilSomebodyAnswers) {
  to_all(own());
  for (auto outcome : {AttemptOutcome::called, AttemptOutcome::failed, AttemptOutcome::held_back})
    expect_allowed(avalon, avalon, Attempt{number, 1, 1, outcome});
  EXPECT_EQ(objected(avalon, avalon, Attempt{number, 1, 1, AttemptOutcome::called}, Seen{}), "not_found");
  say(avalon, harbour, Attempt{number, 1, 1, AttemptOutcome::called});
  expect_allowed(avalon, avalon, Attempt{number, 1, 2, AttemptOutcome::failed});
  say(avalon, harbour, Response{number, 1, {}});
  expect_imprudent(avalon, avalon, Attempt{number, 1, 2, AttemptOutcome::called}, Code::already_answered);
}

// What follows from the record.

TEST_F(Incidents, ComeFromTheOutsideInwards) {
  auto stage = [&] { return word_of(progress_of(held(harbour, avalon), 1).stage); };
  EXPECT_EQ(stage(), "not-reached");
  to_all(own());
  EXPECT_EQ(stage(), "not-reached");
  c.now = c.now.plus(60);
  say(avalon, harbour, arrival(own()));
  EXPECT_EQ(stage(), "at-post");
  EXPECT_EQ(progress_of(held(harbour, avalon), 1).at_post, c.now);
  c.now = c.now.plus(60);
  say(avalon, harbour, Response{number, 1, {}});
  EXPECT_EQ(stage(), "seen");
  auto seen = c.now;
  c.now = c.now.plus(60);
  say(avalon, harbour, Response{number, 1, Position::none_yet});
  auto p = progress_of(held(harbour, avalon), 1);
  EXPECT_EQ(word_of(p.stage), "answered");
  EXPECT_EQ(p.seen, seen);
  EXPECT_EQ(p.answered, c.now);
  EXPECT_EQ(p.position, Position::none_yet);
  EXPECT_FALSE(p.clocks_differ);
  say(avalon, harbour, Response{number, 1, Position::accepted});
  EXPECT_EQ(progress_of(held(avalon, avalon), 1).position, Position::accepted);
  EXPECT_EQ(progress_of(held(avalon, avalon), 2).stage, Stage::not_reached);
  EXPECT_EQ(progress_of(held(harbour, borduria), 1).stage, Stage::not_reached);
}

TEST_F(Incidents, ThatCameBeforeTheyWereSentShowThatClocksDiffer) {
  to_all(own());
  auto early = arrival(own());
  early.at = c.now.plus(-301);
  say(avalon, harbour, early);
  EXPECT_TRUE(progress_of(held(harbour, avalon), 1).clocks_differ);
  early.at = c.now.plus(-300);
  say(borduria, harbour, early);
  EXPECT_FALSE(progress_of(held(harbour, borduria), 1).clocks_differ);
}

TEST_F(Incidents, AreSpokenOfThriceWhileNobodyAnswers) {
  to_all(own());
  auto next = [&] { return next_silence(held(harbour, avalon), *held(harbour, avalon).outreach(1), harbour.id); };
  auto sent = c.now;
  for (std::int64_t n = 1; n <= 3; ++n) {
    auto s = next();
    ASSERT_TRUE(s);
    EXPECT_EQ(s->attempt, n);
    EXPECT_EQ(s->due, sent.plus(600 * n));
    EXPECT_EQ(s->outcome, n < 3 ? AttemptOutcome::unreached : AttemptOutcome::unanswered);
    c.now = s->due;
    say(harbour, avalon, Attempt{number, 1, s->attempt, s->outcome});
    if (n == 2) say(avalon, harbour, arrival(own()));
  }
  EXPECT_FALSE(next());
  EXPECT_EQ(attempts_of(held(harbour, avalon), 1, harbour.id), 3);
  EXPECT_TRUE(next_silence(held(harbour, borduria), *held(harbour, borduria).outreach(1), harbour.id));
  say(borduria, harbour, Response{number, 1, {}});
  EXPECT_FALSE(next_silence(held(harbour, borduria), *held(harbour, borduria).outreach(1), harbour.id));
}

TEST_F(Incidents, HaveTheUsualHandlingTimes) {
  EXPECT_EQ(usual_handling_s(Precedence::flash), 600);
  EXPECT_EQ(usual_handling_s(Precedence::immediate), 1800);
  EXPECT_EQ(usual_handling_s(Precedence::priority), 10'800);
  EXPECT_EQ(usual_handling_s(Precedence::routine), 21'600);
}

TEST_F(Incidents, WaitForWhoeverIsToMove) {
  auto duties = [&](const testing::Member& who, const testing::Member& side) {
    const auto& i = held(who, side);
    std::string out;
    for (const auto& w : waiting_for(c.post(who).state, i.id, i, c.now)) out += std::string(word_of(w.duty)) + " ";
    return out;
  };
  tell(told());
  EXPECT_EQ(duties(harbour, avalon), "reach ");
  EXPECT_EQ(duties(avalon, avalon), "");
  to_all(own());
  EXPECT_EQ(duties(harbour, avalon), "");
  EXPECT_EQ(duties(borduria, borduria), "respond ");
  say(borduria, harbour, Response{number, 1, {}});
  EXPECT_EQ(duties(borduria, borduria), "");
  to_all(own(2));
  EXPECT_EQ(duties(borduria, borduria), "respond ");
}

TEST_F(Incidents, AreKeptBetweenRuns) {
  auto id = tell(told());
  to_all(with(id, told()));
  say(borduria, harbour, arrival(with(id, told())));
  say(borduria, harbour, Attempt{number, 1, 1, AttemptOutcome::called});
  say(borduria, harbour, Response{number, 1, Position::noted});
  for (const auto* p : {&avalon, &borduria}) {
    Subject subject = held(harbour, *p);
    auto read = subject_from_json(to_json(subject));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, subject);
    EXPECT_EQ(id_of(*read), held(harbour, *p).id);
  }
}

// The testing of lines.

class LineTests : public Incidents {
 protected:
  const LineTestState& test(const testing::Member& at, const StatementId& id) { return std::get<LineTestState>(*c.post(at).subject(id)); }
};

TEST_F(LineTests, AreMadeAndAnsweredBothWays) {
  for (auto [from, to] : {std::pair(&avalon, &harbour), std::pair(&harbour, &avalon)}) {
    auto id = say(*from, *to, LineTest{1, true});
    const auto& side = avalon;
    expect_refused(*from, side, LineAnswer{id, 1, Answerer::post}, Code::not_yours);
    expect_refused(*to, side, LineAnswer{id, 2, Answerer::post}, Code::wrong_context);
    expect_refused(*to, side, LineAnswer{StatementId{c.salt().octets}, 1, Answerer::post}, Code::not_found);
    EXPECT_EQ(objected(*to, side, LineAnswer{id, 1, Answerer::post}, Seen{}), "not_found");
    say(*to, *from, LineAnswer{id, 1, Answerer::post});
    expect_imprudent(*to, side, LineAnswer{id, 1, Answerer::post}, Code::already_answered);
    auto waits = [&](const testing::Member& who) { return waiting_for(c.post(who).state, id, test(who, id), c.now).size(); };
    EXPECT_EQ(waits(*to), 1u);
    EXPECT_EQ(waits(*from), 0u);
    say(*to, *from, LineAnswer{id, 1, Answerer::person});
    EXPECT_EQ(waits(*to), 0u);
    EXPECT_TRUE(test(*from, id).answer(Answerer::post));
    EXPECT_EQ(test(*from, id), test(*to, id));
    Subject subject = test(*from, id);
    EXPECT_EQ(*subject_from_json(to_json(subject)), subject);
    EXPECT_EQ(id_of(subject), id);
  }
}

TEST_F(LineTests, AskNobodyUnlessToldTo) {
  auto id = say(harbour, avalon, LineTest{1, false});
  EXPECT_TRUE(waiting_for(c.post(avalon).state, id, test(avalon, id), c.now).empty());
}

// In any order.

/// A random course of everything that anybody says of two incidents, allowed or not.
TEST_F(Incidents, AreTheSameInWhateverOrderTheyArrive) {
  std::mt19937_64 dice(5);
  auto pick = [&](std::int64_t n) { return static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(n)); };
  auto second = c.salt();
  std::vector<StatementId> tests;
  for (int n = 0; n < 400; ++n) {
    c.now = c.now.plus(pick(300));
    const auto& side = *parties[static_cast<std::size_t>(pick(3))];
    bool by_side = pick(2) == 0;
    const auto& who = by_side ? side : harbour;
    auto incident = pick(3) ? number : second;
    auto o = own(1 + pick(4), pick(5) ? "Hold." : "Shots at the crossing.");
    o.incident = incident;
    Body bodies[] = {
        Incident{incident, Precedence::flash, pick(2) ? Release::all : Release::intermediary, testing::words("Shots at the crossing.")},
        o,
        o,
        Reached{incident, o.number, outreach_digest(o), c.now},
        Response{incident, o.number, pick(2) ? std::optional(Position::noted) : std::nullopt},
        Attempt{incident, o.number, 1 + pick(3), static_cast<AttemptOutcome>(pick(5))},
        LineTest{1 + pick(9), pick(2) == 0},
        LineAnswer{tests.empty() ? StatementId{} : tests[dice() % tests.size()], 1 + pick(9), Answerer::post}};
    auto& body = bodies[pick(8)];
    auto id = c.say_anyway(who, by_side ? harbour : side, body);
    if (std::holds_alternative<LineTest>(body)) tests.push_back(id);
    if (std::holds_alternative<Reached>(body) && by_side)
      for (const auto* p : parties)
        if (p->id != side.id && pick(2)) c.say_anyway(harbour, *p, Witness{c.statement(id)});
    if (pick(4) == 0) c.settle();
  }
  c.settle();
  for (const auto* who : {&harbour, &avalon, &borduria}) testing::expect_same_in_any_order(c.post(*who), *open_case(c.opening), 4);
  for (const auto* p : parties) {
    EXPECT_EQ(held(harbour, *p), held(*p, *p)) << p->name;
    auto progress = progress_of(held(harbour, *p), 1);
    EXPECT_TRUE(progress.stage < Stage::seen || held(harbour, *p).outreach(1)) << "no stage without what justifies it";
    EXPECT_FALSE(progress.position && progress.stage != Stage::answered);
  }
}

}  // namespace
}  // namespace offices::mediation
