// SPDX-License-Identifier: Apache-2.0
#include "record/ids.hpp"

#include <gtest/gtest.h>

#include <set>

#include "record/samples.hpp"

namespace offices::record {
namespace {

TEST(Ids, OneKeyGivesDifferentIdsForDifferentPurposes) {
  auto key = key_of(1).public_key();
  EXPECT_NE(participant_of(key).octets, post_of(key).octets);
  EXPECT_NE(participant_of(key).octets, key.octets);
  EXPECT_NE(participant_of(key), participant_of(another_key()));
}

TEST(Ids, ChannelsAndFeedsDependOnEachPart) {
  auto c = fixed_id<CaseId>(1);
  auto a = fixed_id<ParticipantId>(2), b = fixed_id<ParticipantId>(3);
  std::set<ChannelId> channels{channel_of(c, a, b), channel_of(c, b, a), channel_of(fixed_id<CaseId>(4), a, b),
                               channel_of(c, a, fixed_id<ParticipantId>(5))};
  EXPECT_EQ(channels.size(), 4u);
  auto channel = *channels.begin();
  auto post = fixed_id<PostId>(6);
  std::set<FeedId> feeds{feed_of(channel, post, 0), feed_of(channel, post, 1), feed_of(channel, post, 256),
                         feed_of(channel, fixed_id<PostId>(7), 0), feed_of(*channels.rbegin(), post, 0)};
  EXPECT_EQ(feeds.size(), 5u);
}

/// Long division of a 128-bit big-endian number by ten, digit by digit, on octets.
std::string last_thirty_digits(std::array<Byte, 16> n) {
  std::string digits;
  while (digits.size() < 30) {
    int rest = 0;
    for (auto& octet : n) {
      int now = rest * 256 + octet;
      octet = static_cast<Byte>(now / 10);
      rest = now % 10;
    }
    digits.insert(digits.begin(), static_cast<char>('0' + rest));
  }
  return digits;
}

RC_GTEST_PROP(Number, IsThirtyDigitsOfTheDigest, ()) {
  auto id = any_id<ParticipantId>();
  auto number = number_of(id);
  RC_ASSERT(number.size() == 35u);
  std::array<Byte, 16> first{};
  std::ranges::copy(crypto::labelled_hash("number", {id.view()}).view().first(16), first.begin());
  std::erase(number, ' ');
  RC_ASSERT(number == last_thirty_digits(first));
}

TEST(Number, ReadsInGroupsOfFive) {
  auto number = number_of(fixed_id<ParticipantId>(1));
  for (std::size_t i = 0; i < number.size(); ++i) EXPECT_EQ(number[i] == ' ', i % 6 == 5) << number;
}

}  // namespace
}  // namespace offices::record
