// SPDX-License-Identifier: Apache-2.0
#include "post/slow_disk.hpp"

#include <limits.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <utility>

namespace offices::post {
namespace {

std::atomic<SlowDisk*> present = nullptr;
thread_local bool may_pass = false;

std::string path_of(int fd) {
  char path[PATH_MAX];
  auto n = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), path, sizeof path);
  return n > 0 ? std::string(path, static_cast<std::size_t>(n)) : std::string();
}

}  // namespace

SlowDisk::SlowDisk(std::string directory) : directory_(std::move(directory)) { present = this; }

SlowDisk::~SlowDisk() {
  let_go();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_ == 0; });
  present = nullptr;
}

void SlowDisk::await_someone() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_ > 0; });
}

void SlowDisk::let_go() {
  std::lock_guard lock(mutex_);
  is_shut_ = false;
  changed_.notify_all();
}

void SlowDisk::passes() { may_pass = true; }

int SlowDisk::sync(int fd) {
  auto* disk = present.load();
  if (disk && !may_pass) {
    auto path = path_of(fd);
    if (path.starts_with(disk->directory_ + "/") && path.ends_with("-wal") && disk->fails_after_waiting()) return errno = EIO, -1;
  }
  return static_cast<int>(::syscall(SYS_fdatasync, fd));
}

bool SlowDisk::fails_after_waiting() {
  std::unique_lock lock(mutex_);
  ++waiting_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return !is_shut_; });
  --waiting_;
  changed_.notify_all();
  return !std::exchange(has_failed_, true);
}

}  // namespace offices::post

extern "C" int fdatasync(int fd) { return offices::post::SlowDisk::sync(fd); }
