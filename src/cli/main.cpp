// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>

#include <csignal>

#include "cli/call.hpp"

namespace {

/// What passes through a relay or a post comes in mebibytes. As it is, the C library gives such memory back after each of them, and the
/// system clears it anew for the next.
void keep_freed_memory() {
  constexpr int mebibyte = 1024 * 1024;
  mallopt(M_MMAP_THRESHOLD, 32 * mebibyte);
  mallopt(M_TRIM_THRESHOLD, 64 * mebibyte);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  keep_freed_memory();
  std::vector<std::string> words(argv + 1, argv + argc);
  auto engine = offices::cli::real_engine();
  return offices::cli::dispatch(words, offices::cli::process_console(), *engine);
}
