// SPDX-License-Identifier: Apache-2.0
// Writer: the one thread that writes. What queues up while a transaction is being synced becomes the next one, so the
// cost of reaching the disk is shared by all who wait for it. Deletions wait a moment for company: in one transaction what comes
// takes the room of what goes, and nothing is overwritten on the disk only to be written again.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "relay/storage.hpp"

namespace offices::relay {

class Writer {
 public:
  /// Called with the result once the write is on disk, or refused.
  using Done = std::move_only_function<void(Result<Written>)>;
  /// Runs its argument on the thread that wants the results; called from the writing thread.
  using Deliver = std::function<void(std::move_only_function<void()>)>;

  /// Starts the thread. `storage` and `clock` outlive it.
  Writer(Storage& storage, const Clock& clock, Deliver deliver);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  /// Writes what is queued, then ends the thread.
  ~Writer();

  /// Queues one write. Thread-safe; never blocks on the disk.
  void submit(Write write, Done done);

 private:
  struct Batch {
    std::vector<Write> writes;
    std::vector<Done> done;
    void add(Write write, Done what_then);
    void append(Batch other);
  };
  void run();
  [[nodiscard]] bool next(Batch& batch);
  void commit(Batch batch);

  Storage& storage_;
  const Clock& clock_;
  Deliver deliver_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  Batch deletions_, others_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace offices::relay
