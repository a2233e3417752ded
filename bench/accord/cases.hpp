// SPDX-License-Identifier: Apache-2.0
// Cases: what is measured, each in a process of its own so that its peak memory is its own.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace offices::bench {

/// What one case reports.
struct Measured {
  double seconds = 0;        ///< of the solver
  double peer_seconds = 0;   ///< of the peer named; 0: none was run
  double write_seconds = 0;  ///< for writing the whole answer as JSON to memory; 0: not measured
  double points = 0;         ///< frontier points, or what the case counts
  double gap = -1;           ///< relative or absolute, as the case says; below 0: none
  double peak_mib = 0;       ///< of the solver alone, above what the process held before; 0: not measured
  double allowed_mib = 0;    ///< 8 octets a point of every intermediate layer and 64 a frontier point; 0: no such aim
  bool right = true;         ///< the answer is the expected one
};

struct Case {
  std::string name, peer, aim;
  std::function<Measured()> run;
};

[[nodiscard]] std::vector<Case> cases();

}  // namespace offices::bench
