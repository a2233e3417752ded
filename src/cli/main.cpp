// SPDX-License-Identifier: Apache-2.0
#include <csignal>

#include "cli/call.hpp"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> words(argv + 1, argv + argc);
  auto engine = offices::cli::real_engine();
  return offices::cli::dispatch(words, offices::cli::process_console(), *engine);
}
