// SPDX-License-Identifier: Apache-2.0
#include "desk/sessions.hpp"

#include <gtest/gtest.h>

namespace offices::desk {
namespace {

class HandClock final : public Clock {
 public:
  Time now() const override { return at; }
  Time at{1'760'000'000};
};

class SessionsTest : public testing::Test {
 protected:
  HandClock clock;
  crypto::SeededRandom random{1};
  Sessions sessions{clock, random, 900};
};

TEST_F(SessionsTest, TokensAreFortyThreeCharactersForAUrl) {
  auto token = sessions.mint_token();
  EXPECT_EQ(token.size(), 43u);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
}

TEST_F(SessionsTest, ATokenOpensOnceWithinFiveMinutes) {
  auto first = sessions.mint_token(), second = sessions.mint_token();
  clock.at = clock.at.plus(opening_lives_s);
  EXPECT_TRUE(sessions.exchange(first));
  EXPECT_FALSE(sessions.exchange(first));
  clock.at = clock.at.plus(1);
  EXPECT_FALSE(sessions.exchange(second));
  EXPECT_FALSE(sessions.exchange(""));
}

TEST_F(SessionsTest, OfManyTokensTheOldestIsForgotten) {
  auto oldest = sessions.mint_token();
  for (int i = 0; i < 8; ++i) (void)sessions.mint_token();
  EXPECT_FALSE(sessions.exchange(oldest));
}

TEST_F(SessionsTest, OfManySessionsTheOldestEnds) {
  auto first = sessions.exchange(sessions.mint_token());
  std::shared_ptr<Session> last;
  for (int i = 0; i < 16; ++i) last = sessions.exchange(sessions.mint_token());
  EXPECT_TRUE(first->ended);
  EXPECT_FALSE(sessions.find({first->key}));
  EXPECT_EQ(sessions.find({"x", last->key}), last);
}

TEST_F(SessionsTest, ASessionLocksWhenIdleAndStaysLocked) {
  auto session = sessions.exchange(sessions.mint_token());
  clock.at = clock.at.plus(899);
  EXPECT_EQ(sessions.locks_in_s(*session), 1);
  clock.at = clock.at.plus(1);
  EXPECT_TRUE(sessions.is_locked(*session));
  sessions.touch(*session);
  EXPECT_TRUE(sessions.is_locked(*session));
  sessions.unlock(*session);
  EXPECT_FALSE(sessions.is_locked(*session));
}

TEST_F(SessionsTest, FiveTriesAMinute) {
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(sessions.may_try());
  EXPECT_FALSE(sessions.may_try());
  clock.at = clock.at.plus(60);
  EXPECT_TRUE(sessions.may_try());
}

}  // namespace
}  // namespace offices::desk
