// SPDX-License-Identifier: Apache-2.0
// SlowDisk: while it lives, a thread that waits for a journal to reach the disk waits until it is let go. For this program's own
// threads that do nothing else; who writes to a database passes.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

namespace offices::post {

class SlowDisk {
 public:
  /// Holds whoever syncs a journal under `directory` but the threads that called passes().
  explicit SlowDisk(std::string directory);
  SlowDisk(const SlowDisk&) = delete;
  ~SlowDisk();
  /// Returns when somebody waits.
  void await_someone();
  /// Lets them go, and everybody who comes later. The first one's sync has failed.
  void let_go();
  /// The calling thread is not held.
  static void passes();
  /// What fdatasync() does in this program.
  static int sync(int fd);

 private:
  bool fails_after_waiting();
  std::string directory_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_shut_ = true, has_failed_ = false;
  int waiting_ = 0;
};

}  // namespace offices::post
