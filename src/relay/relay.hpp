// SPDX-License-Identifier: Apache-2.0
// Relay: the blind store-and-forward server (docs/relay.md). It knows mailboxes, envelopes and hashes of keys, and
// includes nothing that knows more.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "relay/rate_limit.hpp"
#include "web/patience.hpp"

namespace offices::relay {

using web::Patience;

struct RelayOptions {
  std::string listen = "127.0.0.1:7077";  ///< HOST:PORT, [V6]:PORT; port 0 lets the system choose
  std::string store;                      ///< "sqlite:PATH"
  std::string tls_cert, tls_key;          ///< PEM files; both or neither
  std::string token_file;                 ///< one creation token a line; empty: anyone may make a mailbox
  bool insecure_http = false;             ///< allows plain HTTP off loopback
  std::int64_t mailbox_envelopes_max = 4096;
  std::int64_t retention_seconds = 30 * 24 * 3600;
  int connections_max = 1000;
  std::size_t bodies_bytes_max = 64 * 1024 * 1024;  ///< of all bodies in memory together
  RateOptions rate;
  Patience patience;
  std::string log_level = "info";  ///< debug, info, warn, error, off
  bool handle_signals = true;      ///< SIGTERM and SIGINT stop, SIGHUP rereads certificate and tokens
};

/// What `relay serve --check` says: everything that can be known without listening or creating the store. Fails with
/// Code::usage, insecure_http, file_unreadable, malformed, store_failed.
[[nodiscard]] Result<void> check_options(const RelayOptions& options);

/// One relay: one io thread (the caller of run) and one writing thread.
class Relay {
 public:
  /// Checks, opens the store and listens. `clock`, where given, outlives the relay. Fails as check_options does, with the
  /// store codes, and with Code::unreachable where the address cannot be listened on.
  [[nodiscard]] static Result<std::unique_ptr<Relay>> open(RelayOptions options, const Clock* clock = nullptr);
  ~Relay();

  /// The port that it listens on.
  [[nodiscard]] std::uint16_t port() const;
  /// Serves until stop() or a signal, then finishes what was under way. To be called once.
  [[nodiscard]] Result<void> run();
  /// Thread-safe; returns at once.
  void stop();

 private:
  struct State;
  explicit Relay(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace offices::relay
