// SPDX-License-Identifier: Apache-2.0
// Talks: what the two ends of a channel hold against a statement about agendas, frameworks and ballots, for tests of the rules.
#pragma once

#include <gtest/gtest.h>

#include "tests/support/memory_talks.hpp"

namespace offices::testing {

using namespace mediation;

class Talks : public ::testing::Test, protected MemoryTalks {
 protected:
  static std::string code_of(const std::optional<Error>& e) { return e ? std::string(base::info(e->code).name) : ""; }
  static std::string name(Code code) { return std::string(base::info(code).name); }

  /// What keeps `who` from saying it in the channel of `side`.
  std::string refused(const Member& who, const Member& side, const Body& body) { return code_of(c.post(who).may(side.id, body, c.now)); }
  /// What the other end holds against it, whoever refused to sign it. `seen`: how much the author claims to have seen.
  std::string objected(const Member& who, const Member& side, const Body& body, std::optional<Seen> seen = {}) {
    auto& post = c.post(who.id == harbour.id ? side : harbour);
    auto s = c.post(who).next(c.post(who).channel(side.id), body, c.now);
    if (seen) s.seen = *seen;
    return code_of(objection(post.state, side.id, post.subject(subject_of(post.state.id, side.id, s.id, body)), s));
  }
  /// As a bare dossier has it.
  std::string objected_without_order(const Member& who, const Member& side, const Body& body) {
    auto& post = c.post(side);
    Placed s{{}, who.id, c.now, std::nullopt, {}, body};
    return code_of(objection(post.state, side.id, post.subject(subject_of(post.state.id, side.id, s.id, body)), s));
  }

  void expect_allowed(const Member& who, const Member& side, const Body& body) {
    EXPECT_EQ(refused(who, side, body), "") << kind_of(body);
    EXPECT_EQ(objected(who, side, body), "") << kind_of(body);
  }
  /// Both ends hold it against whoever says it.
  void expect_refused(const Member& who, const Member& side, const Body& body, Code code) {
    EXPECT_EQ(refused(who, side, body), name(code)) << kind_of(body);
    EXPECT_EQ(objected(who, side, body), name(code)) << kind_of(body);
  }
  /// One's own post does not sign it; nobody would hold it against it.
  void expect_imprudent(const Member& who, const Member& side, const Body& body, Code code) {
    EXPECT_EQ(refused(who, side, body), name(code)) << kind_of(body);
    EXPECT_EQ(objected(who, side, body), "") << kind_of(body);
  }
  /// Signs it all the same and puts it on its way; what `reader` finds.
  StatementId insist(const Member& who, const Member& side, const Body& body) {
    auto id = c.say_anyway(who, side, body);
    c.settle();
    return id;
  }
};

}  // namespace offices::testing
