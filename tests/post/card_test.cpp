// SPDX-License-Identifier: Apache-2.0
#include "post/card.hpp"

#include <gtest/gtest.h>

namespace offices::post {
namespace {

class CardTest : public testing::Test {
 protected:
  static constexpr crypto::SealingPublic nothing{};  // a point of small order
  crypto::SeededRandom random_{3};
  crypto::SigningKey key_ = crypto::SigningKey::generate(random_), stranger_ = crypto::SigningKey::generate(random_);
  Card card_ = [this] {
    Card c;
    c.serial = 1;
    for (auto* k : {&c.sealing, &c.reset, &c.prekey}) *k = crypto::SealingPair::generate(random_).open;
    return c;
  }();

  [[nodiscard]] Code refusal(const Card& card) const {
    auto opened = open_card(sign_card(card, key_), key_.public_key());
    return opened ? Code::internal : opened.error().code;
  }
};

TEST_F(CardTest, OpensUnderItsKeyOnly) {
  auto card = sign_card(card_, key_);
  EXPECT_EQ(open_card(card, key_.public_key()).value(), card_);
  EXPECT_EQ(open_card(card, stranger_.public_key()).error().code, Code::bad_signature);
}

// A contact that could hand over such a key would silence the post that took it: nothing can be sealed to it.
TEST_F(CardTest, WithAKeyThatNothingCanBeSealedToIsRefused) {
  for (auto key : {&Card::sealing, &Card::reset, &Card::prekey}) {
    auto bad = card_;
    bad.*key = nothing;
    EXPECT_EQ(refusal(bad), Code::malformed);
  }
}

}  // namespace
}  // namespace offices::post
