// SPDX-License-Identifier: Apache-2.0
// Control: how a caller bounds, watches and stops a computation. The library itself has no clock.
#pragma once

#include <cstddef>
#include <functional>

namespace offices::accord {

/// What the caller wants right now. `hurry`: time is up, answer with what can be certified. `stop`: give up.
enum class Pulse { go_on, hurry, stop };

struct Control {
  std::size_t memory_bytes = std::size_t{2} << 30;  ///< of intermediate layers and answers, roughly held
  std::function<Pulse()> pulse;                     ///< asked every few milliseconds; absent: go on
  std::function<void(double)> progress;             ///< told the share done, 0 to 1; may be absent
  unsigned threads = 2;
  std::size_t search_nodes = 20'000'000;  ///< of each search for a solution point of many sides

  [[nodiscard]] Pulse ask() const { return pulse ? pulse() : Pulse::go_on; }
  void tell(double share) const {
    if (progress) progress(share);
  }
};

}  // namespace offices::accord
