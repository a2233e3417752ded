// SPDX-License-Identifier: Apache-2.0
// Rounds: how often all have to sync until a ballot has its outcome.
#pragma once

#include <cstddef>

namespace offices::bench {

struct Rounds {
  int rounds = 0;    ///< passes in which every side and then the intermediary syncs, from the instant of the votes on
  double cpu_s = 0;  ///< of all posts together in those passes
  /// Votes, blinding and shares go to the intermediary one after the other, and each has to have come back before the next;
  /// a last pass brings the result: no protocol of three rounds after the votes' instant does with less than four.
  static constexpr int least = 4;
};
[[nodiscard]] Rounds rounds_of_sync(std::size_t sides);

}  // namespace offices::bench
