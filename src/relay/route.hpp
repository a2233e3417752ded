// SPDX-License-Identifier: Apache-2.0
// Route: what a request asks for, read from its method, target and body, which may come from anyone (docs/relay.md).
#pragma once

#include <string_view>
#include <variant>

#include "relay/storage.hpp"

namespace offices::relay {

inline constexpr std::size_t envelopes_per_request_max = 64;
inline constexpr std::size_t body_bytes_max = envelopes_per_request_max * wire::envelope_bytes;
inline constexpr std::size_t create_body_bytes_max = 1024;
inline constexpr std::int64_t wait_seconds_max = 60;

struct HealthRoute {
  bool operator==(const HealthRoute&) const = default;
};
struct AboutRoute {
  bool operator==(const AboutRoute&) const = default;
};
struct CreateRoute {
  wire::MailboxId mailbox;
  bool operator==(const CreateRoute&) const = default;
};
struct RemoveRoute {
  wire::MailboxId mailbox;
  bool operator==(const RemoveRoute&) const = default;
};
struct DepositRoute {
  wire::MailboxId mailbox;
  bool operator==(const DepositRoute&) const = default;
};
struct FetchRoute {
  wire::MailboxId mailbox;
  Sequence after = 0;
  std::size_t limit = envelopes_per_request_max;
  std::int64_t wait_seconds = 0;
  bool operator==(const FetchRoute&) const = default;
};
struct DeleteRoute {
  wire::MailboxId mailbox;
  Sequence through = 0;
  bool operator==(const DeleteRoute&) const = default;
};

using Route = std::variant<HealthRoute, AboutRoute, CreateRoute, RemoveRoute, DepositRoute, FetchRoute, DeleteRoute>;

/// Reads method and target. Fails with Code::not_found for a path that is none of ours, Code::method_not_allowed for a
/// method that the path does not have, Code::malformed for a mailbox id or a query in another spelling.
[[nodiscard]] Result<Route> read_route(std::string_view method, std::string_view target);

/// The key in "Bearer " and 64 lower-case hexadecimal digits. Anything else is the key of no mailbox: 32 zero octets,
/// whose hash nobody can have registered without having chosen it.
[[nodiscard]] std::array<Byte, 32> read_key(std::string_view authorization);
/// What follows "Bearer ", or nothing.
[[nodiscard]] std::string_view read_token(std::string_view authorization);

/// Reads {"deposit":hash,"fetch":hash}. Fails with Code::malformed.
[[nodiscard]] Result<CreateMailbox> read_create(const wire::MailboxId& mailbox, ByteView body);
/// Cuts a deposit into envelopes. Fails with Code::malformed unless it is 1 to 64 whole ones.
[[nodiscard]] Result<std::vector<wire::Envelope>> read_envelopes(ByteView body);

/// What a fetch answers with: each u64 big-endian sequence ‖ envelope.
[[nodiscard]] Bytes spell_envelopes(const std::vector<StoredEnvelope>& envelopes);

}  // namespace offices::relay
