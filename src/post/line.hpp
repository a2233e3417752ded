// SPDX-License-Identifier: Apache-2.0
// Line: one contact as its post keeps it: feeds, mailboxes, keys by name, what was sent and what came.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "post/card.hpp"
#include "record/context.hpp"

namespace offices::post {

/// One feed of the channel, own or the peer's.
struct Feed {
  record::FeedId id;
  record::PostId post;
  std::uint32_t incarnation = 0;
  bool own = false;
  record::Frontier frontier;
};

struct Prekey {
  std::uint64_t serial = 0;  ///< of the card that announced it; names the secret
  crypto::SealingPublic open;
  Time made;
  std::optional<Time> replaced;
  bool used = false;
};

enum class LineState { invited, introducing, open, closed };

struct MailboxState {
  wire::Mailbox box;
  bool made = false;         ///< the relay has it
  bool retiring = false;     ///< no longer announced; fetched until the peer uses a newer card
  std::uint64_t cursor = 0;  ///< everything up to here was taken in
};

struct Line {
  LineId id;
  record::CaseId of_case;
  LineState state = LineState::invited;
  bool as_intermediary = false;
  std::string peer_name;
  record::ParticipantId me, peer;  ///< peer all zero while invited
  record::ChannelId channel;
  std::vector<Feed> feeds;
  std::uint64_t card_serial = 0;
  crypto::SealingPublic sealing, reset;
  std::vector<Prekey> prekeys;  ///< newest first
  std::vector<MailboxState> mailboxes;
  std::optional<Card> peer_card;
  std::set<std::uint64_t> acks_due;  ///< numbers of messages taken in and not yet confirmed
  bool have_due = false;             ///< tell the peer which heads this post holds
  bool card_due = false;
  bool reset_due = false;
  bool awaiting_tail = false;            ///< restored: nothing is signed until the peer has answered
  std::uint64_t tail_size = 0;           ///< how much of this post's own feed the peer says it holds
  std::optional<record::FeedHead> lost;  ///< a branch of the own feed that does not count: a new incarnation is due
  std::uint64_t moved_at = 0;            ///< the card serial that announced new mailboxes
  bool peer_moved = false;               ///< the peer has used a card of at least that serial
  std::optional<Time> last_contact;
  bool clocks_differ = false;  ///< this was noticed; said once, until they agree again

  [[nodiscard]] Feed* own_feed();  ///< the latest incarnation
  [[nodiscard]] const Feed* own_feed() const;
  [[nodiscard]] Feed* feed(const record::FeedId& id);
  [[nodiscard]] const Feed* feed(const record::FeedId& id) const;
  /// Heads of the feeds that are (not) this post's own, sorted.
  [[nodiscard]] std::vector<record::FeedHead> heads(bool own) const;
  /// The names under which the ledger keeps this line's secrets.
  [[nodiscard]] std::string secret_name(std::string_view purpose) const;
};

[[nodiscard]] Json to_json(const Line& line);
[[nodiscard]] Result<Line> line_from_json(const Json& json);

}  // namespace offices::post
