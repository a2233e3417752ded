// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "cli/accord_verbs.hpp"

int main(int argc, char** argv) {
  std::vector<std::string> args(argv + 1, argv + argc);
  return offices::cli::run_accord(args, std::cout, std::cerr, isatty(STDERR_FILENO) == 1);
}
