// SPDX-License-Identifier: Apache-2.0
// What is measured of ballots: everything in ratio to libsodium's own operations, timed in turns with it in the same run.
#pragma once

#include <functional>

#include "bench/main/measure.hpp"

namespace offices::bench {

/// How many of libsodium's operations something needs. Each takes and gives encoded elements, as libsodium has no others: a
/// multiplication decodes one and encodes one, an addition decodes two and encodes one.
struct Needs {
  double of_generator = 0;  ///< crypto_scalarmult_ristretto255_base
  double of_element = 0;    ///< crypto_scalarmult_ristretto255
  double additions = 0;     ///< crypto_core_ristretto255_add or _sub
  double checks = 0;        ///< crypto_core_ristretto255_is_valid_point: of every element that comes from outside

  [[nodiscard]] Needs times(double n) const { return {n * of_generator, n * of_element, n * additions, n * checks}; }
  [[nodiscard]] Needs operator+(const Needs& o) const {
    return {of_generator + o.of_generator, of_element + o.of_element, additions + o.additions, checks + o.checks};
  }
};

/// The time of `work`, and its ratio to what it needs.
struct Compared {
  double seconds = 0;
  double to_multiplications = 0;  ///< the raw multiplications alone: what the aim is about
  double to_all = 0;              ///< with additions and checks: nobody on libsodium can do with less than 1
};
/// Medians over `turns`; in each, `work` runs `batch` times beside the raw operations.
[[nodiscard]] Compared compare(const std::function<void()>& work, const Needs& needs, int turns, int batch);

inline constexpr double aim = 1.3;
void add_compared(Report& report, const std::string& what, const Compared& c, const Needs& needs, Row row = Row::object());

void measure_proofs(Report& report, int turns);
void measure_sessions(Report& report, int turns);

/// What a vote takes to make and to verify, and so on: counted from the formulas of docs/protocol.md, not from the code.
namespace needs {
inline constexpr Needs key_proof{1, 0, 0, 0}, key_check{1, 1, 1, 0};
inline constexpr Needs vote{3, 5, 5, 0}, vote_check{2, 6, 5, 0};  // sealed and proved: r·G, r·H, k·G, k·H, and the simulated half
inline constexpr Needs blinding{0, 4, 0, 0}, blinding_check{0, 4, 2, 0};
inline constexpr Needs share{1, 2, 0, 0}, share_check{1, 3, 2, 0};
}  // namespace needs

}  // namespace offices::bench
