// SPDX-License-Identifier: Apache-2.0
// Process: this same program, started again as somebody else.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace offices::cli {

/// How a child is started: its arguments, its directory, what it reads. Its environment is this process's own without
/// GOODOFFICES_…; what it says on standard error goes to `log` in its directory.
struct Launch {
  std::vector<std::string> args;  ///< without the program's name
  std::filesystem::path directory;
  std::string input;
};

struct Ended {
  int exit = 0;  ///< 128 + signal where one ended it
  std::string output;
};

/// Runs to its end. Fails with Code::internal where no process can be had.
[[nodiscard]] Result<Ended> run_process(const Launch& launch);

/// A child that goes on: gets SIGTERM and is waited for when this dies.
class Background {
 public:
  /// Starts and reads one line of what it says. Fails where it ends before.
  [[nodiscard]] static Result<Background> start(const Launch& launch);
  Background(Background&& other) noexcept;
  Background& operator=(Background&&) = delete;
  ~Background();
  [[nodiscard]] const std::string& first_line() const { return first_line_; }

 private:
  Background() = default;
  pid_t pid_ = -1;
  int output_ = -1;
  std::string first_line_;
};

}  // namespace offices::cli
