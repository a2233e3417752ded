// SPDX-License-Identifier: Apache-2.0
#include "relay/writer.hpp"

#include <csignal>

namespace offices::relay {
namespace {

// Signals are the io thread's; a new thread inherits the mask that it is started under.
std::thread start_without_signals(std::function<void()> work) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(work));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

Writer::Writer(Storage& storage, const Clock& clock, Deliver deliver) : storage_(storage), clock_(clock), deliver_(std::move(deliver)) {
  thread_ = start_without_signals([this] { run(); });
}

Writer::~Writer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

void Writer::submit(Write write, Done done) {
  {
    std::lock_guard lock(mutex_);
    queued_.writes.push_back(std::move(write));
    queued_.done.push_back(std::move(done));
  }
  arrived_.notify_one();
}

bool Writer::next(Batch& batch) {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [this] { return stopping_ || !queued_.writes.empty(); });
  batch = std::exchange(queued_, {});
  return !batch.writes.empty();
}

void Writer::run() {
  Batch batch;
  while (next(batch)) commit(std::move(batch));
}

void Writer::commit(Batch batch) {
  auto results = storage_.commit(batch.writes, clock_.now());
  deliver_([results = std::move(results), done = std::move(batch.done)]() mutable {
    for (std::size_t i = 0; i < done.size(); ++i)
      done[i](results ? std::move((*results)[i]) : Result<Written>(std::unexpected(results.error())));
  });
}

}  // namespace offices::relay
