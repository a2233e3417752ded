// SPDX-License-Identifier: Apache-2.0
// Patience: how long a server waits for a client.
#pragma once

#include <chrono>

namespace offices::web {

/// How long a connection may take; tests shorten them.
struct Patience {
  std::chrono::milliseconds header{10'000};    ///< from the first octet, or from accepting, to the end of a header
  std::chrono::milliseconds idle{75'000};      ///< between two requests
  std::chrono::milliseconds progress{30'000};  ///< without one octet of a body moving
  std::chrono::milliseconds body{600'000};     ///< a whole body
  std::chrono::milliseconds farewell{5'000};   ///< for what is under way when the server stops
};

}  // namespace offices::web
