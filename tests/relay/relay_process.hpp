// SPDX-License-Identifier: Apache-2.0
// RelayProcess: relay_only as a process that a test may kill.
#pragma once

#include <sys/types.h>
#include <csignal>
#include <string>

namespace offices::relay::testing {

class RelayProcess {
 public:
  /// Starts it on a store and waits until it listens on 127.0.0.1. Port 0: one that the system chooses. Aborts where it
  /// does not start.
  explicit RelayProcess(const std::string& store, std::uint16_t port = 0);
  RelayProcess(const RelayProcess&) = delete;
  RelayProcess& operator=(const RelayProcess&) = delete;
  ~RelayProcess();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Sends `signal` and waits for the end. Returns what waitpid says.
  int end_with(int signal);

 private:
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace offices::relay::testing
