// SPDX-License-Identifier: Apache-2.0
#include "cli/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "post/command.hpp"

namespace offices::cli {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

struct Started {
  pid_t pid = -1;
  Descriptor output;
};

/// What the child reads, as a file that is nowhere: a pipe would block beyond its buffer.
Result<Descriptor> input_of(std::string_view text) {
  Descriptor fd(::memfd_create("input", MFD_CLOEXEC));
  if (fd.get() < 0) return fail(Code::internal, "no memory for a command's input");
  while (!text.empty()) {
    auto n = ::write(fd.get(), text.data(), text.size());
    if (n <= 0) return fail(Code::internal, "no memory for a command's input");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  ::lseek(fd.get(), 0, SEEK_SET);
  return fd;
}

Result<Started> spawn(const Launch& launch) {
  OFFICES_TRY(input, input_of(launch.input));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Code::internal, "no pipe can be had");
  Descriptor reading(ends[0]), writing(ends[1]);
  auto log = (launch.directory / "log").string();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, launch.directory.c_str());
  posix_spawn_file_actions_adddup2(&actions, input.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, writing.get(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  auto words = launch.args;
  words.insert(words.begin(), "goodoffices");
  auto environment = post::environment_for_others();
  Started started{-1, std::move(reading)};
  int failed =
      ::posix_spawn(&started.pid, "/proc/self/exe", &actions, nullptr, post::pointers(words).data(), post::pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return fail(Code::internal, "the program cannot start itself");
  return started;
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Reads until `enough` says so, or the end.
template <class Enough>
std::string read_until(int fd, Enough enough) {
  std::string all;
  char room[4096];
  while (!enough(all)) {
    auto n = ::read(fd, room, sizeof room);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    all.append(room, static_cast<std::size_t>(n));
  }
  return all;
}

}  // namespace

Result<Ended> run_process(const Launch& launch) {
  OFFICES_TRY(started, spawn(launch));
  Ended ended;
  ended.output = read_until(started.output.get(), [](const std::string&) { return false; });
  ended.exit = wait_for(started.pid);
  return ended;
}

Result<Background> Background::start(const Launch& launch) {
  OFFICES_TRY(started, spawn(launch));
  Background child;
  child.pid_ = started.pid;
  child.output_ = started.output.release();
  auto said = read_until(child.output_, [](const std::string& s) { return s.find('\n') != std::string::npos; });
  auto end = said.find('\n');
  if (end == std::string::npos) return fail(Code::internal, "a process ended before it was ready; see its log");
  child.first_line_ = said.substr(0, end);
  return child;
}

Background::Background(Background&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), output_(std::exchange(other.output_, -1)), first_line_(std::move(other.first_line_)) {}

Background::~Background() {
  if (output_ >= 0) ::close(output_);
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  wait_for(pid_);
}

}  // namespace offices::cli
