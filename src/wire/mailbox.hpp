// SPDX-License-Identifier: Apache-2.0
// Mailbox: one direction of one contact on a relay, and the addresses a card announces.
#pragma once

#include <string>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"

namespace offices::wire {

struct MailboxTag {};
using MailboxId = base::Id<MailboxTag>;
struct DepositKeyTag {};
using DepositKey = base::Id<DepositKeyTag>;  ///< may put envelopes in
struct FetchKeyTag {};
using FetchKey = base::Id<FetchKeyTag>;  ///< may take them out; never leaves the fetcher's post

/// What a sender needs to reach a post: in cards and invitations.
struct Address {
  std::string relay;  ///< URL, http:// or https://, without a trailing slash
  MailboxId mailbox;
  DepositKey deposit;
  bool operator==(const Address&) const = default;
};

/// What the fetcher keeps.
struct Mailbox {
  Address address;
  FetchKey fetch;
};

[[nodiscard]] Mailbox make_mailbox(std::string relay, crypto::Random& random);
/// What the relay keeps of a key: a labelled hash ("relay-key").
[[nodiscard]] crypto::Digest key_hash(ByteView key32);

/// Admits "http://HOST[:PORT]" or "https://HOST[:PORT]" of at most 300 octets, printable ASCII, no user, path or query.
/// A trailing slash is dropped. Fails with Code::usage.
[[nodiscard]] Result<std::string> check_relay_url(std::string_view url);

[[nodiscard]] Json to_json(const Address& address);
[[nodiscard]] Result<Address> address_from_json(const Json& json);

}  // namespace offices::wire
