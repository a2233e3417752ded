// SPDX-License-Identifier: Apache-2.0
// Accord progress: the clock, the interrupt and the bar that the pure solver is given from outside.
#pragma once

#include <chrono>
#include <iosfwd>

#include "accord/control.hpp"

namespace offices::cli {

/// Lives while a computation runs; at most one at a time.
class Progress {
 public:
  /// `limit_seconds` 0: no limit. The bar appears after one second, where `show`.
  Progress(std::ostream& err, bool show, double limit_seconds);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// What to hand to the solver; refers to this object.
  [[nodiscard]] accord::Control control(std::size_t memory_bytes, unsigned threads);

 private:
  [[nodiscard]] double seconds() const;
  void draw(double share);

  std::ostream& err_;
  bool show_, drawn_ = false;
  double limit_, last_drawn_ = 0;
  std::chrono::steady_clock::time_point started_;
  void (*previous_)(int) = nullptr;
};

}  // namespace offices::cli
