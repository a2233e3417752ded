// SPDX-License-Identifier: Apache-2.0
// Replay: a post that gets its whole record in any order, and takes in each statement as soon as what it answers is there.
#pragma once

#include <gtest/gtest.h>

#include <random>

#include "tests/support/memory_post.hpp"

namespace offices::testing {

/// State and subjects as one value.
inline Json spelt_state(const CaseState& state, const std::map<StatementId, Subject>& subjects) {
  Json out{{"case", mediation::to_json(state)}, {"subjects", Json::object()}};
  for (const auto& [id, subject] : subjects) out["subjects"][id.hex()] = mediation::to_json(subject);
  return out;
}

class Replay {
 public:
  /// Of the record of `post`, from the state that the opening makes.
  Replay(const MemoryPost& post, CaseState opened) : state_(std::move(opened)) {
    state_.self = post.state.self;
    for (const auto& [side, c] : post.channels)
      for (const auto* f : {&c.own, &c.other})
        authors_[f->id] = {f->own ? post.me().id : c.peer, f->id == c.own.id ? c.other.id : c.own.id};
  }
  void arrive(const KeptEntry& k) {
    held_.push_back(k);
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < held_.size(); ++i)
        if (is_ready(held_[i].entry.context)) {
          auto next = held_[i];
          held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(i));
          take(next);
          moved = true;
          break;
        }
    }
  }
  [[nodiscard]] bool waits_for_nothing() const { return held_.empty(); }
  [[nodiscard]] Json state_json() const { return spelt_state(state_, subjects_); }

 private:
  struct Ends {
    ParticipantId author;
    record::FeedId other;
  };
  [[nodiscard]] bool is_ready(const record::Context& c) {
    bool caught_up = std::ranges::all_of(c.seen, [&](const auto& h) { return h.head.size <= frontiers_[h.feed].size(); });
    return caught_up && c.index == frontiers_[c.feed].size();
  }
  void take(const KeptEntry& k) {
    const auto& context = k.entry.context;
    auto s = record::check_next(k.entry, context.feed, frontiers_[context.feed]).value();
    const auto& ends = authors_.at(context.feed);
    auto size = context.seen_size(ends.other);
    Placed placed{k.entry.statement.id(),
                  ends.author,
                  s.time,
                  mediation::Place{0, context.index},
                  size ? mediation::Seen{{0, size}} : mediation::Seen{},
                  mediation::decode_body(s.kind, s.body).value()};
    auto about = mediation::subject_of(state_.id, k.side, placed.id, placed.body);
    std::optional<Subject> now;
    if (about && subjects_.contains(*about)) now = subjects_.at(*about);
    auto finding = mediation::objection(state_, k.side, now ? &*now : nullptr, placed);
    mediation::apply(state_, k.side, now, placed, finding);
    if (about && now) subjects_.insert_or_assign(*about, *std::move(now));
    frontiers_[context.feed].append(record::leaf_hash(k.entry.statement.payload));
  }

  CaseState state_;
  std::map<StatementId, Subject> subjects_;
  std::map<record::FeedId, record::Frontier> frontiers_;
  std::map<record::FeedId, Ends> authors_;
  std::vector<KeptEntry> held_;
};

/// The record of `post` gives its state in `orders` orders of arrival.
inline void expect_same_in_any_order(const MemoryPost& post, const CaseState& opened, int orders = 6) {
  std::mt19937_64 dice(11);
  for (int order = 0; order < orders; ++order) {
    auto entries = post.kept;
    std::ranges::shuffle(entries, dice);
    Replay replay(post, opened);
    for (const auto& k : entries) replay.arrive(k);
    EXPECT_TRUE(replay.waits_for_nothing());
    EXPECT_EQ(replay.state_json(), spelt_state(post.state, post.subjects));
  }
}

}  // namespace offices::testing
