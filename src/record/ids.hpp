// SPDX-License-Identifier: Apache-2.0
// Ids: who and what a record names.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "crypto/hash.hpp"
#include "crypto/sign.hpp"

namespace offices::record {

struct StatementTag {};
using StatementId = base::Id<StatementTag>;  ///< SHA-256 of the payload
struct CaseTag {};
using CaseId = base::Id<CaseTag>;  ///< the id of the opening statement
struct ParticipantTag {};
using ParticipantId = base::Id<ParticipantTag>;  ///< labelled hash of the participant's first key
struct PostTag {};
using PostId = base::Id<PostTag>;  ///< labelled hash of the key that the post signs with
struct ChannelTag {};
using ChannelId = base::Id<ChannelTag>;
struct FeedTag {};
using FeedId = base::Id<FeedTag>;
using crypto::Digest;

[[nodiscard]] ParticipantId participant_of(const crypto::VerifyKey& first_key);
[[nodiscard]] PostId post_of(const crypto::VerifyKey& key);
/// The bilateral line of `intermediary` and `other` in one case.
[[nodiscard]] ChannelId channel_of(const CaseId& c, const ParticipantId& intermediary, const ParticipantId& other);
/// One post's append-only part of a channel; `incarnation` counts from 0.
[[nodiscard]] FeedId feed_of(const ChannelId& channel, const PostId& post, std::uint32_t incarnation);
/// Thirty digits for comparing by voice: the labelled hash of the participant id, its first 16 octets modulo 10^30, in six
/// groups of five.
[[nodiscard]] std::string number_of(const ParticipantId& id);

}  // namespace offices::record
