// SPDX-License-Identifier: Apache-2.0
// RelayClient: how a post talks to relays (docs/relay.md), over one io_context and without blocking it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "wire/envelope.hpp"
#include "wire/mailbox.hpp"

namespace offices::post {

struct RelayClientOptions {
  std::string ca_file{};                 ///< PEM with the roots to trust; empty: the system's
  bool allow_insecure = false;           ///< plain HTTP off loopback too
  int connect_timeout_ms = 10'000;       ///< each: looking up the name, connecting, greeting
  int progress_timeout_ms = 30'000;      ///< without one octet moving; the wait of a fetch comes on top
  std::size_t idle_connections_max = 8;  ///< kept open per relay
  int idle_ms_max = 60'000;              ///< how long one is kept
};

struct FetchedEnvelope {
  std::uint64_t sequence = 0;
  wire::Envelope envelope{};
};

/// What one fetch brought.
struct Fetched {
  std::uint64_t deleted_through = 0;  ///< the highest sequence ever deleted or expired in the mailbox
  std::uint64_t latest = 0;           ///< the highest sequence ever given in it
  std::vector<FetchedEnvelope> envelopes{};
};

/// Keeps connections open between requests; calls that overlap use a connection each. Belongs to the thread of its
/// io_context, and outlives the calls that it has started.
///
/// Every call fails with Code::unreachable where there is no relay or it stays silent, not_found for a wrong key or no
/// such mailbox, token_required, quota, rate_limited, relay_refused for whatever else a relay may answer, insecure_http,
/// usage for an address that is none, and cancelled after stop() or when its coroutine was cancelled. None throws.
/// All may be repeated: a relay counts the same envelope once.
class RelayClient {
 public:
  template <class T>
  using Awaitable = boost::asio::awaitable<Result<T>>;

  /// Fails with Code::file_unreadable for a CA file that does not load.
  [[nodiscard]] static Result<std::unique_ptr<RelayClient>> open(boost::asio::io_context& io, RelayClientOptions options);
  RelayClient(const RelayClient&) = delete;
  RelayClient& operator=(const RelayClient&) = delete;
  ~RelayClient();

  /// Makes the mailbox; one that is there already with the same keys is a success. `token` may be empty.
  [[nodiscard]] Awaitable<void> create(wire::Mailbox mailbox, std::string token);
  /// Deposits in order, 64 envelopes a request; each request is kept whole or not at all. What `envelopes` views is
  /// copied before this returns.
  [[nodiscard]] Awaitable<void> deposit(wire::Address address, std::span<const wire::Envelope> envelopes);
  /// Up to `limit` (1 to 64) envelopes after `after`; waits up to `wait_s` (0 to 60) seconds for a first one.
  [[nodiscard]] Awaitable<Fetched> fetch(wire::Mailbox mailbox, std::uint64_t after, std::size_t limit, int wait_s);
  /// Deletes up to and including `through`, which is at least 1.
  [[nodiscard]] Awaitable<void> delete_through(wire::Mailbox mailbox, std::uint64_t through);
  /// Removes the mailbox and all in it.
  [[nodiscard]] Awaitable<void> remove(wire::Mailbox mailbox);

  /// Ends every call under way, and every later one, with Code::cancelled. On the io_context's thread.
  void stop();

 private:
  struct State;
  explicit RelayClient(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace offices::post
