// SPDX-License-Identifier: Apache-2.0
// relay_only: a relay as a process of its own, linked with relay, wire, store, crypto and base only. That it builds shows
// that a relay needs nothing that knows about cases; the tests kill it.
//
//   relay_only LISTEN STORE     prints "PORT\n" once it listens, runs until SIGTERM

#include <cstdio>

#include "relay/relay.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  offices::relay::RelayOptions options;
  options.listen = argv[1];
  options.store = argv[2];
  options.log_level = "off";
  auto relay = offices::relay::Relay::open(options);
  if (!relay) {
    std::fprintf(stderr, "relay_only: error: %s\n", offices::base::info(relay.error().code).name.data());
    return static_cast<int>(offices::base::info(relay.error().code).exit);
  }
  std::printf("%u\n", unsigned{(*relay)->port()});
  std::fflush(stdout);
  return (*relay)->run() ? 0 : 6;
}
