// SPDX-License-Identifier: Apache-2.0
// Options: what can be said of a desk before it listens.
#pragma once

#include <cstdint>

#include "web/patience.hpp"

namespace offices::desk {

/// How long an opening address is good for.
inline constexpr std::int64_t opening_lives_s = 300;

struct DeskOptions {
  std::uint16_t port = 0;         ///< 0: the system chooses
  std::int64_t idle_s = 15 * 60;  ///< after so long without its user a session locks
  int connections_max = 64;
  int streams_max = 32;                         ///< server-sent events, of all sessions together
  std::chrono::milliseconds heartbeat{25'000};  ///< of a stream of events
  web::Patience patience;
};

}  // namespace offices::desk
