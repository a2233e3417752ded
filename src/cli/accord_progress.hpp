// SPDX-License-Identifier: Apache-2.0
// Accord progress: the clock, the interrupt and the bar that the pure solver is given from outside.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
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
  /// Runs `work`, whose time does not count; where it returns false, the computation is told to stop.
  void unhurried(const std::function<bool()>& work);

 private:
  [[nodiscard]] double seconds() const;
  void draw(double share);
  void erase();

  std::ostream& err_;
  bool show_, drawn_ = false;
  double limit_, last_drawn_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::atomic<double> uncounted_ = 0;
  std::atomic<bool> working_ = false, failed_ = false;  // the solver's threads ask
  void (*previous_)(int) = nullptr;
};

}  // namespace offices::cli
