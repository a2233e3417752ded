// SPDX-License-Identifier: Apache-2.0
#include "tests/relay/relay_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern char** environ;

namespace offices::relay::testing {
namespace {

void require(bool ok) {
  if (!ok) std::abort();
}

pid_t spawn(const std::string& listen, const std::string& store, int out) {
  std::string program = RELAY_ONLY, a = listen, b = store;
  char* arguments[] = {program.data(), a.data(), b.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  pid_t pid = -1;
  require(posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments, environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

}  // namespace

RelayProcess::RelayProcess(const std::string& store, std::uint16_t port) {
  int ends[2];
  require(::pipe2(ends, O_CLOEXEC) == 0);
  pid_ = spawn("127.0.0.1:" + std::to_string(port), store, ends[1]);
  ::close(ends[1]);
  std::FILE* said = ::fdopen(ends[0], "r");
  unsigned told = 0;
  require(said && std::fscanf(said, "%u", &told) == 1 && told <= UINT16_MAX);
  std::fclose(said);
  port_ = static_cast<std::uint16_t>(told);
}

RelayProcess::~RelayProcess() {
  if (pid_ > 0) end_with(SIGKILL);
}

int RelayProcess::end_with(int signal) {
  int status = 0;
  ::kill(pid_, signal);
  require(::waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  return status;
}

}  // namespace offices::relay::testing
