// SPDX-License-Identifier: Apache-2.0
#include "relay/writer.hpp"

#include <chrono>
#include <csignal>
#include <iterator>

namespace offices::relay {
namespace {

constexpr auto company_wait = std::chrono::milliseconds(20);

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

void Writer::Batch::add(Write write, Done what_then) {
  writes.push_back(std::move(write));
  done.push_back(std::move(what_then));
}

void Writer::Batch::append(Batch other) {
  std::ranges::move(other.writes, std::back_inserter(writes));
  std::ranges::move(other.done, std::back_inserter(done));
}

void Writer::submit(Write write, Done done) {
  {
    std::lock_guard lock(mutex_);
    auto& queue = std::holds_alternative<DeleteEnvelopes>(write) ? deletions_ : others_;
    queue.add(std::move(write), std::move(done));
  }
  arrived_.notify_one();
}

bool Writer::next(Batch& batch) {
  std::unique_lock lock(mutex_);
  auto others = [this] { return stopping_ || !others_.writes.empty(); };
  arrived_.wait(lock, [&] { return others() || !deletions_.writes.empty(); });
  (void)arrived_.wait_for(lock, company_wait, others);
  batch = std::exchange(deletions_, {});
  batch.append(std::exchange(others_, {}));
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
