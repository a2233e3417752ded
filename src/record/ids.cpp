// SPDX-License-Identifier: Apache-2.0
#include "record/ids.hpp"

namespace offices::record {

ParticipantId participant_of(const crypto::VerifyKey& first_key) {
  return crypto::labelled_id<ParticipantId>("participant", {first_key.view()});
}

PostId post_of(const crypto::VerifyKey& key) { return crypto::labelled_id<PostId>("post", {key.view()}); }

ChannelId channel_of(const CaseId& c, const ParticipantId& intermediary, const ParticipantId& other) {
  return crypto::labelled_id<ChannelId>("channel", {c.view(), intermediary.view(), other.view()});
}

FeedId feed_of(const ChannelId& channel, const PostId& post, std::uint32_t incarnation) {
  Bytes count;
  base::put_u32(count, incarnation);
  return crypto::labelled_id<FeedId>("feed", {channel.view(), post.view(), count});
}

std::string number_of(const ParticipantId& id) {
  constexpr std::size_t digits = 30, group = 5;
  auto digest = crypto::labelled_hash("number", {id.view()});
  unsigned __int128 n = 0;
  for (std::size_t i = 0; i < 16; ++i) n = n << 8 | digest.octets[i];
  std::string out(digits, '0');
  for (std::size_t i = digits; i-- > 0; n /= 10) out[i] = static_cast<char>('0' + static_cast<int>(n % 10));
  std::string grouped;
  for (std::size_t i = 0; i < digits; i += group) grouped += (i ? " " : "") + out.substr(i, group);
  return grouped;
}

}  // namespace offices::record
