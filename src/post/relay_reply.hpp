// SPDX-License-Identifier: Apache-2.0
// RelayReply: what a relay's answer means, whoever it comes from.
#pragma once

#include "post/relay_client.hpp"
#include "post/relay_link.hpp"

namespace offices::post {

/// One envelope in the body of a fetch: u64 big-endian sequence ‖ envelope.
inline constexpr std::size_t fetched_record_bytes = 8 + wire::envelope_bytes;

/// What a refusal means to a post. Nothing of the relay's own wording gets in.
[[nodiscard]] Error refusal(const HttpReply& reply);

/// Reads the reply to a fetch after `after` of at most `limit`. Fails with Code::relay_refused unless it is whole
/// records with ascending sequences above `after`, and both headers.
[[nodiscard]] Result<Fetched> read_fetched(const HttpReply& reply, std::uint64_t after, std::size_t limit);

}  // namespace offices::post
