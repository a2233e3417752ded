// SPDX-License-Identifier: Apache-2.0
// Samples: a ballot's members around one table, for tests and benchmarks. Who sits here may also cheat: every secret that a
// member draws can be drawn by the caller instead, and a message made of it.
#pragma once

#include <cstdlib>
#include <utility>
#include <vector>

#include "ballot/session.hpp"

namespace offices::ballot::samples {

template <class IdType>
[[nodiscard]] IdType repeated(Byte octet) {
  IdType id;
  id.octets.fill(octet);
  return id;
}

/// Session aa…, framework bb…, members 01…, 02… and so on, at a fixed deadline.
[[nodiscard]] inline Setup setup_of(std::size_t sides) {
  Setup setup{repeated<SessionId>(0xaa), repeated<FrameworkId>(0xbb), {}, 1'760'000'000'000};
  for (std::size_t i = 0; i <= sides; ++i) setup.roster.push_back(repeated<MemberId>(static_cast<Byte>(i + 1)));
  return setup;
}

using Votes = std::vector<Vote>;  ///< of side 1, 2, …

/// The i-th bit of `noes` is the vote of side i + 1.
[[nodiscard]] inline Votes votes_of(std::size_t sides, std::uint64_t noes) {
  Votes votes;
  for (std::size_t i = 0; i < sides; ++i) votes.push_back((noes >> i) & 1 ? Vote::no : Vote::yes);
  return votes;
}

[[nodiscard]] inline Outcome::Kind expected(const Votes& votes) {
  for (auto vote : votes) {
    if (vote == Vote::no) return Outcome::Kind::not_adopted;
  }
  return Outcome::Kind::adopted;
}

/// All members of one ballot with a source of randomness each, and one who looks on.
class Table {
 public:
  explicit Table(Setup setup, std::uint64_t seed = 1) : setup_(std::move(setup)), observer_(*Session::observe(setup_)) {
    for (std::size_t i = 0; i < setup_.roster.size(); ++i) {
      randoms_.emplace_back(seed * 1000 + i);
      members_.push_back(*Session::join(setup_, static_cast<Byte>(i), randoms_.back()));
    }
  }
  explicit Table(std::size_t sides, std::uint64_t seed = 1) : Table(setup_of(sides), seed) {}

  [[nodiscard]] const Setup& setup() const { return setup_; }
  [[nodiscard]] Session& member(std::size_t i) { return members_[i]; }
  [[nodiscard]] std::vector<Session>& members() { return members_; }
  [[nodiscard]] Session& observer() { return observer_; }
  [[nodiscard]] Random& random(std::size_t i) { return randoms_[i]; }

  /// What the open round's speakers say, by sender; shown to nobody yet.
  [[nodiscard]] std::vector<Bytes> said(const Votes& votes) {
    const auto range = speakers(observer_.round(), setup_);
    std::vector<Bytes> out;
    for (std::size_t i = range.first; i <= range.last; ++i) out.push_back(said_by(i, votes));
    return out;
  }
  [[nodiscard]] Bytes said_by(std::size_t i, const Votes& votes) {
    if (auto words = members_[i].speak(randoms_[i])) return *words;
    return *members_[i].vote(votes[i - 1], randoms_[i]);
  }

  /// Shows the messages to everybody. Aborts where one is refused.
  void show(const std::vector<Bytes>& messages) {
    for (const auto& message : messages) {
      for (auto& member : members_) must(member.admit(message).has_value());
      must(observer_.admit(message).has_value());
    }
  }

  /// Runs everything before `round`.
  Table& until(Round round, const Votes& votes) {
    while (!observer_.outcome() && observer_.round() != round) show(said(votes));
    return *this;
  }
  /// Runs to the end and gives the outcome that all agree on.
  [[nodiscard]] Outcome run(const Votes& votes) {
    while (!observer_.outcome()) show(said(votes));
    for (auto& member : members_) must(member.outcome() == observer_.outcome());
    return *observer_.outcome();
  }

 private:
  static void must(bool holds) {
    if (!holds) std::abort();
  }

  Setup setup_;
  std::vector<crypto::SeededRandom> randoms_;
  std::vector<Session> members_;
  Session observer_;
};

}  // namespace offices::ballot::samples
