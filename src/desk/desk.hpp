// SPDX-License-Identifier: Apache-2.0
// Desk: the loopback server through which a running post shows its page to its user (docs/api.md, "Over HTTP").
#pragma once

#include "base/clock.hpp"
#include "crypto/random.hpp"
#include "post/guest.hpp"
#include "web/line.hpp"

namespace offices::desk {

/// How long an opening address is good for.
inline constexpr std::int64_t opening_lives_s = 300;

struct DeskOptions {
  std::uint16_t port = 0;        ///< 0: the system chooses
  std::int64_t idle_s = 15 * 60; ///< after so long without its user a session locks
  int connections_max = 64;
  int streams_max = 32;          ///< server-sent events, of all sessions together
  std::chrono::milliseconds heartbeat{25'000};  ///< of a stream of events
  web::Patience patience;
};

class Desk : public post::Guest {
 public:
  /// The port that it listens on, on 127.0.0.1 and, where there is one, on [::1].
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// A fresh one-time address for a browser.
  [[nodiscard]] virtual std::string opening_address() = 0;
};

/// Listens and serves on the host's thread until stop(). `host`, `clock` and `random` outlive it. Fails with
/// Code::port_taken.
[[nodiscard]] Result<std::unique_ptr<Desk>> open_desk(post::Host& host, DeskOptions options, const Clock& clock, crypto::Random& random);

}  // namespace offices::desk
