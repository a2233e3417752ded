// SPDX-License-Identifier: Apache-2.0
// Desk: the loopback server through which a running post shows its page to its user (docs/api.md, "Over HTTP").
#pragma once

#include "base/clock.hpp"
#include "crypto/random.hpp"
#include "desk/options.hpp"
#include "post/guest.hpp"

namespace offices::desk {

class Desk : public post::Guest {
 public:
  /// The port that it listens on, on 127.0.0.1 and, where there is one, on [::1].
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  /// A fresh one-time address for a browser.
  [[nodiscard]] virtual std::string opening_address() = 0;
  /// How many pages are told of events.
  [[nodiscard]] virtual std::size_t streams() const = 0;
};

/// Listens and serves on the host's thread until stop(). `host`, `clock` and `random` outlive it. Fails with
/// Code::port_taken.
[[nodiscard]] Result<std::unique_ptr<Desk>> open_desk(post::Host& host, DeskOptions options, const Clock& clock, crypto::Random& random);

}  // namespace offices::desk
