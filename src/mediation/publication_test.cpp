// SPDX-License-Identifier: Apache-2.0
#include "mediation/publication.hpp"

#include <gtest/gtest.h>

namespace offices::mediation {
namespace {

constexpr std::int64_t day_s = 86400;
constexpr std::string_view line = "A message passed.", words = "We shall not shell the port.";

ParticipantId participant(std::uint8_t n) {
  ParticipantId id;
  id.octets.fill(Byte{n});
  return id;
}
const ParticipantId avalon = participant(1), borduria = participant(2), carthia = participant(3);

/// A signal of Avalon's; its story is told in hours after midnight of day 0.
struct Story {
  SignalState signal;
  std::uint8_t next = 1;

  Story() { signal.author = avalon; }
  Fact fact(std::int64_t hour) {
    Fact f;
    f.id.octets.fill(Byte{next++});
    f.time = Time{hour * 3600};
    return f;
  }
  Story& mandate(std::int64_t hour, Disclosure disclosure, const ParticipantId& to = borduria) {
    MandateFact m{fact(hour), to, {}};
    m.terms.disclosure = disclosure;
    if (disclosure == Disclosure::confirmable) m.terms.public_line = line;
    signal.mandates.push_back(m);
    return *this;
  }
  Story& withdraw(std::int64_t hour, std::optional<ParticipantId> to = {}) {
    signal.withdrawals.push_back({fact(hour), to});
    return *this;
  }
  Story& dispatch(std::int64_t hour, std::string finding = "", const ParticipantId& to = borduria) {
    DispatchFact d;
    d.fact = fact(hour);
    d.fact.finding = std::move(finding);
    d.to = to;
    signal.dispatches.push_back(d);
    return *this;
  }
  [[nodiscard]] std::string on_day(std::int64_t day, std::string_view quoted = words) const {
    auto j = judge_publication({}, signal, borduria, quoted, Time{day * day_s});
    if (j.verdict == Verdict::permitted) return "release";
    auto code = std::string(base::info(j.code).name);
    return j.verdict == Verdict::breach ? code : "undecided: " + code;
  }
};

TEST(Publication, IsNeitherWhereTheWordsWerePublicBeforeTheSignal) {
  Story story;
  story.signal.fact.time = Time{2 * day_s};
  story.mandate(49, Disclosure::open).dispatch(50);
  EXPECT_EQ(story.on_day(1), "undecided: too_early");
  story.signal.fact.time = Time{2 * day_s - 1};
  EXPECT_EQ(story.on_day(1), "no_mandate") << "signed in the last second of that day";
}

TEST(Publication, IsAReleaseWhereTheMandateMadeTheWordsPublic) {
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2).on_day(1), "release");
}

TEST(Publication, IsALeakWhereTheMandateIsConfidential) {
  EXPECT_EQ(Story().mandate(1, Disclosure::confidential).dispatch(2).on_day(1), "disclosure_not_allowed");
}

TEST(Publication, IsALeakWithoutAMandateForThatAddressee) {
  EXPECT_EQ(Story().on_day(1), "no_mandate");
  EXPECT_EQ(Story().mandate(1, Disclosure::open, carthia).dispatch(2, "", carthia).on_day(1), "no_mandate");
}

TEST(Publication, OfAConfirmableSignalIsItsPublicLineAndNoOtherWord) {
  auto story = Story().mandate(1, Disclosure::confirmable).dispatch(2);
  EXPECT_EQ(story.on_day(1, line), "release");
  EXPECT_EQ(story.on_day(1), "disclosure_differs");
  EXPECT_EQ(story.on_day(1, line.substr(0, 9)), "disclosure_differs") << "a part of a line may say something else";
}

TEST(Publication, BeforeItsConveyanceIsALeak) {
  EXPECT_EQ(Story().mandate(1, Disclosure::open).on_day(1), "not_dispatched");
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(49).on_day(1), "not_dispatched");
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2, "too_early").on_day(1), "not_dispatched");
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2, "", carthia).on_day(1), "not_dispatched");
}

TEST(Publication, IsJudgedByTheMandateOfThatDay) {
  auto story = Story().mandate(1, Disclosure::confidential).dispatch(2).mandate(50, Disclosure::open);
  EXPECT_EQ(story.on_day(1), "disclosure_not_allowed") << "a later permission excuses no leak";
  EXPECT_EQ(story.on_day(3), "release");
  auto closed = Story().mandate(1, Disclosure::open).dispatch(2).mandate(50, Disclosure::confidential);
  EXPECT_EQ(closed.on_day(1), "release") << "a later prohibition makes no leak";
  EXPECT_EQ(closed.on_day(3), "disclosure_not_allowed");
}

TEST(Publication, AfterAWithdrawalIsALeakUntilAnotherMandate) {
  auto story = Story().mandate(1, Disclosure::open).dispatch(2).withdraw(24).mandate(72, Disclosure::open);
  EXPECT_EQ(story.on_day(1), "mandate_withdrawn");
  EXPECT_EQ(story.on_day(3), "release");
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2).withdraw(24, borduria).on_day(1), "mandate_withdrawn");
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2).withdraw(24, carthia).on_day(1), "release");
}

TEST(Publication, IsUndecidedWhereTheAnswerChangedThatDay) {
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2).on_day(0), "undecided: not_dispatched");
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2).withdraw(30).on_day(1), "undecided: mandate_withdrawn");
  auto there_and_back = Story().mandate(1, Disclosure::open).dispatch(2).withdraw(30).mandate(31, Disclosure::open);
  EXPECT_EQ(there_and_back.on_day(1), "undecided: mandate_withdrawn");
  EXPECT_EQ(Story().mandate(1, Disclosure::open).dispatch(2).withdraw(48).on_day(1), "release") << "the next day's first second";
}

/// The same facts in any order of arrival are judged alike.
TEST(Publication, DoesNotDependOnTheOrderOfFacts) {
  auto story = Story().mandate(1, Disclosure::confidential).dispatch(2).mandate(20, Disclosure::open).withdraw(49);
  auto turned = story;
  std::ranges::reverse(turned.signal.mandates);
  for (std::int64_t day = 0; day < 4; ++day) EXPECT_EQ(story.on_day(day), turned.on_day(day)) << day;
}

}  // namespace
}  // namespace offices::mediation
