// SPDX-License-Identifier: Apache-2.0
// Context: where a statement stands in its channel. Travels beside it to the channel's own members and nowhere else.
#pragma once

#include <vector>

#include "record/merkle.hpp"
#include "record/statement.hpp"

namespace offices::record {

struct FeedHead {
  FeedId feed;
  Head head;
  bool operator==(const FeedHead&) const = default;
};

struct Context {
  ChannelId channel;
  FeedId feed;
  std::uint64_t index = 0;     ///< position in the feed, from 0; equals head.size
  Head head;                   ///< of this feed before the statement
  std::vector<FeedHead> seen;  ///< heads of the channel's other feeds, sorted by feed, at most 16
  std::array<Byte, 16> salt{};
  bool operator==(const Context&) const = default;
  /// How much of `other` the author had seen; 0 where it is not named.
  [[nodiscard]] std::uint64_t seen_size(const FeedId& other) const;
};

/// {"channel","feed","head":{"root","size"},"index","salt","seen":[{"feed","root","size"}],"v":1} in base::spell's spelling.
[[nodiscard]] std::string encode_context(const Context& context);
/// Fails with Code::malformed on any other spelling, an index that is not head.size, or `seen` out of order.
[[nodiscard]] Result<Context> decode_context(ByteView text);
/// What the statement's `context` field holds.
[[nodiscard]] Digest context_digest(const Context& context);

/// A statement in its place.
struct Entry {
  Signed statement;
  Context context;
  bool operator==(const Entry&) const = default;
};
/// {"context":{…},"payload":b64,"sig":b64}
[[nodiscard]] Json entry_to_json(const Entry& entry);
[[nodiscard]] Result<Entry> entry_from_json(const Json& json);

/// Whether `entry` is the next one of the feed whose frontier is `feed`: context hash, index and head agree. Fails with
/// Code::malformed, wrong_context, gap (index beyond the feed) or fork (an index that is taken).
[[nodiscard]] Result<Statement> check_next(const Entry& entry, const FeedId& feed_id, const Frontier& feed);

}  // namespace offices::record
