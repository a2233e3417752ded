// SPDX-License-Identifier: Apache-2.0
#include "post/command.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>

extern char** environ;

namespace offices::post {
namespace {

namespace asio = boost::asio;

/// Starts it as the leader of a process group of its own; 0 or an error number.
int start(Command& command, const std::map<std::string, std::string>& told, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  for (int s : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) sigaddset(&usual, s);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  auto environment = environment_for_others();
  for (const auto& [name, value] : told) environment.push_back(name + "=" + value);
  int failed = ::posix_spawn(&pid, command.front().c_str(), &actions, &attributes, pointers(command).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return failed;
}

/// Reaps it; none while it runs.
std::optional<int> ended(pid_t pid) {
  int status = 0;
  auto got = ::waitpid(pid, &status, WNOHANG);
  if (got == 0 || (got < 0 && errno == EINTR)) return std::nullopt;
  return got < 0 ? std::optional(0) : std::optional(status);
}

CommandEnd end_of(int status) {
  if (WIFSIGNALED(status)) return {false, "signal " + std::to_string(WTERMSIG(status))};
  return {WEXITSTATUS(status) == 0, "exit " + std::to_string(WEXITSTATUS(status))};
}

}  // namespace

std::vector<std::string> environment_for_others() {
  std::vector<std::string> kept;
  for (char** e = environ; *e != nullptr; ++e)
    if (!std::string_view(*e).starts_with("GOODOFFICES_")) kept.emplace_back(*e);
  return kept;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> out;
  for (auto& s : strings) out.push_back(s.data());
  out.push_back(nullptr);
  return out;
}

asio::awaitable<CommandEnd> run_command(asio::io_context& io, Command command, std::map<std::string, std::string> told,
                                        std::chrono::milliseconds most, const bool& stop) {
  pid_t pid = -1;
  if (int failed = start(command, told, pid); failed != 0)
    co_return CommandEnd{false, std::string("not started: ") + std::strerror(failed)};
  // Looked at now and then: a process's end wakes nobody here without taking SIGCHLD from the whole program.
  constexpr auto least = std::chrono::milliseconds(5), longest = std::chrono::milliseconds(200);
  asio::steady_timer pause(io);
  auto until = std::chrono::steady_clock::now() + most;
  std::optional<int> status;
  for (std::chrono::milliseconds step = least; !(status = ended(pid)); step = std::min(step * 2, longest)) {
    if (stop || std::chrono::steady_clock::now() >= until) break;
    pause.expires_after(step);
    boost::system::error_code ec;
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  }
  ::kill(-pid, SIGKILL);  // what it has left behind, too
  if (status) co_return end_of(*status);
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {}
  co_return CommandEnd{false, stop ? "stopped with the post" : "stopped after " + std::to_string(most.count() / 1000) + " s"};
}

}  // namespace offices::post
