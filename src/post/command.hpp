// SPDX-License-Identifier: Apache-2.0
// Command: a program of the user's, run beside the post. It gets nothing of the post's: no open file, no GOODOFFICES_ variable but
// what it is told, nothing to read; what it prints is dropped. Whatever becomes of it, the post goes on.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>

#include "post/duty_list.hpp"

namespace offices::post {

struct CommandEnd {
  bool well = false;  ///< it ended by itself with 0
  std::string how;    ///< "exit 3", "signal 9", "not started: No such file or directory", "stopped after 60 s"
};

/// For posix_spawn: this process's environment without GOODOFFICES_…, and strings as it takes them.
[[nodiscard]] std::vector<std::string> environment_for_others();
[[nodiscard]] std::vector<char*> pointers(std::vector<std::string>& strings);

/// Runs it; it and its children are killed after `most`, or where this coroutine is cancelled by `stop`. `told` becomes its
/// environment beside this process's own.
[[nodiscard]] boost::asio::awaitable<CommandEnd> run_command(boost::asio::io_context& io, Command command,
                                                             std::map<std::string, std::string> told, std::chrono::milliseconds most,
                                                             const bool& stop);

inline constexpr std::chrono::milliseconds command_most{60'000};

}  // namespace offices::post
