// SPDX-License-Identifier: Apache-2.0
// A member that loses its memory at any instant goes on from what it had saved, and the others see no difference.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "ballot/samples.hpp"

namespace offices::ballot {
namespace {

using samples::votes_of;

/// A member on a machine: what is saved, and what is in memory.
class Machine {
 public:
  Machine(const Setup& setup, Byte index, std::uint64_t seed)
      : index_(index), random_(seed), session_(*Session::join(setup, index, random_)) {
    save();
  }

  /// A step ends, saved; the next instant may be the planned crash.
  void save() {
    disk_ = base::to_bytes(session_.save().view());
    instant();
  }
  void admit(const Bytes& message) {
    ASSERT_TRUE(session_.admit(message));
    instant();  // admitted, not saved: the message comes again
    ASSERT_TRUE(session_.admit(message));
    save();
  }
  /// Made, lost before it was saved or after, and made or found again; sent only once saved.
  Bytes say(const samples::Votes& votes) {
    (void)make(votes);
    instant();
    auto message = make(votes);
    save();
    auto again = session_.speak(random_);
    EXPECT_EQ(again, message) << "what was saved is what is sent";
    return message;
  }
  [[nodiscard]] Session& session() { return session_; }

  static inline int crash_at = -1;  ///< the number of the instant at which the machine that is crash_of loses its memory
  static inline int crash_of = -1;
  static inline int instants = 0;  ///< of crash_of so far

 private:
  void instant() {
    if (index_ != crash_of || instants++ != crash_at) return;
    session_ = *Session::restore(disk_);
  }
  Bytes make(const samples::Votes& votes) {
    if (auto said = session_.speak(random_)) return *said;
    return *session_.vote(votes[index_ - 1u], random_);
  }

  Byte index_;
  crypto::SeededRandom random_;
  Session session_;
  Bytes disk_;
};

/// One ballot whose member `who` crashes at its instant `when`. Gives whether it had so many instants.
bool run_with_crash(std::size_t sides, std::uint64_t noes, int who, int when) {
  Machine::crash_of = who, Machine::crash_at = when, Machine::instants = 0;
  const auto setup = samples::setup_of(sides);
  const auto votes = votes_of(sides, noes);
  std::vector<Machine> all;
  for (std::size_t i = 0; i <= sides; ++i) all.emplace_back(setup, static_cast<Byte>(i), 10 + i);
  while (!all[0].session().outcome()) {
    const auto range = speakers(all[0].session().round(), setup);
    std::vector<Bytes> said;
    for (std::size_t i = range.first; i <= range.last; ++i) said.push_back(all[i].say(votes));
    for (auto& machine : all) {
      for (const auto& message : said) machine.admit(message);
    }
  }
  for (auto& machine : all) {
    EXPECT_EQ(machine.session().outcome()->kind, samples::expected(votes)) << who << " crashed at " << when;
    EXPECT_EQ(machine.session().transcript_hash(), all[0].session().transcript_hash());
  }
  return Machine::instants > when;
}

TEST(Crash, AtAnyInstantOfAnyRoleChangesNothing) {
  for (std::size_t sides : {2u, 3u}) {
    for (std::uint64_t noes : {0u, 2u}) {
      for (int who = 0; who <= static_cast<int>(sides); ++who) {
        int when = 0;
        while (run_with_crash(sides, noes, who, when)) ++when;
        EXPECT_GT(when, 20) << "instants of member " << who;
      }
    }
  }
}

// Whoever comes back from an old copy meets its own earlier words again. They are its own, and it goes on with them.
TEST(Crash, AMemberOfAnOldCopyTakesItsOwnWordsBack) {
  const auto votes = votes_of(2, 1);
  for (auto lost : {Round::key, Round::vote, Round::blinding}) {
    samples::Table table(2);
    table.until(lost, votes);
    const auto old = base::to_bytes(table.member(1).save().view());
    (void)table.run(votes);
    auto late = *Session::restore(old);
    for (const auto& message : table.observer().messages()) EXPECT_TRUE(late.admit(message));
    EXPECT_EQ(late.outcome(), table.observer().outcome());
  }
}

/// A session in every state that a ballot passes through, by seed.
Session some_session(std::uint64_t seed) {
  std::mt19937_64 draw(seed);
  const auto sides = 2 + draw() % 2;
  samples::Table table(sides, 1 + draw() % 50);
  const auto votes = votes_of(sides, draw() % 4);
  const auto round = static_cast<Round>(1 + draw() % 6);
  table.until(round, votes);
  auto& chosen = draw() % 4 == 0 ? table.observer() : table.member(draw() % (sides + 1));
  if (!table.observer().outcome()) {
    const auto said = table.said(votes);
    for (auto i = draw() % said.size(); i-- > 0;) (void)chosen.admit(said[i]);
  }
  if (draw() % 4 == 0) chosen.abort(static_cast<Byte>(draw() % (sides + 1)));
  return std::move(chosen);
}

RC_GTEST_PROP(Saved, ComesBackAsItWasAndIsSpelledAgainTheSame, ()) {
  const auto session = some_session(*rc::gen::arbitrary<std::uint64_t>());
  const auto saved = session.save();
  const auto back = Session::restore(saved.view());
  RC_ASSERT(back.has_value());
  RC_ASSERT(base::equal(back->save().view(), saved.view()));
  RC_ASSERT(back->outcome() == session.outcome());
  RC_ASSERT(back->round() == session.round());
  RC_ASSERT(back->missing() == session.missing());
  RC_ASSERT(back->messages() == session.messages());
  RC_ASSERT(back->transcript_hash() == session.transcript_hash());
}

RC_GTEST_PROP(Saved, IsRefusedCutShortOrLonger, ()) {
  std::mt19937_64 draw(*rc::gen::arbitrary<std::uint64_t>());
  const auto saved = base::to_bytes(some_session(draw()).save().view());
  auto longer = saved;
  longer.push_back(static_cast<Byte>(draw()));
  RC_ASSERT(!Session::restore(longer).has_value());
  const auto size = draw() % saved.size();
  auto cut = Session::restore(ByteView(saved).first(size));
  // Cut between two messages it is an earlier state, unless it had ended.
  const bool fits = cut ? base::equal(cut->save().view(), ByteView(saved).first(size)) : cut.error().code == Code::malformed;
  RC_ASSERT(fits);
}

RC_GTEST_PROP(Saved, OneOctetChangedIsRefusedOrAnotherStateThatIsSpelledSo, ()) {
  std::mt19937_64 draw(*rc::gen::arbitrary<std::uint64_t>());
  auto saved = base::to_bytes(some_session(draw()).save().view());
  saved[draw() % saved.size()] ^= static_cast<Byte>(1 + draw() % 255);
  const auto back = Session::restore(saved);
  const bool fits = back ? base::equal(back->save().view(), saved) : back.error().code == Code::malformed;
  RC_ASSERT(fits);
}

TEST(Saved, HoldsNoKeyShareAfterTheEnd) {
  samples::Table table(2);
  const auto votes = votes_of(2, 0);
  table.until(Round::vote, votes);
  auto& one = table.member(1);
  constexpr std::size_t share_at = 1 + 32 + 32 + 8 + 1 + 3 * 32 + 1 + 3;
  const auto before = base::to_bytes(one.save().view().subspan(share_at, 32));
  EXPECT_NE(before, Bytes(32));
  EXPECT_EQ(times_generator(*SecretScalar::from(before)), decode(table.observer().messages()[1])->points[0]);
  one.abort(2);
  EXPECT_EQ(base::to_bytes(one.save().view().subspan(share_at, 32)), Bytes(32));
}

}  // namespace
}  // namespace offices::ballot
