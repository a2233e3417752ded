// SPDX-License-Identifier: Apache-2.0
// A message that parses is spelled again to the same octets, has its round's length, and its sender is somebody's index.

#include "ballot/message.hpp"
#include "fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  const ByteView octets{data, size};
  const auto message = ballot::decode(octets);
  if (!message) {
    fuzz::require(message.error().code == Code::malformed);
    return 0;
  }
  fuzz::require(size == ballot::message_octets(message->round));
  fuzz::require(base::equal(ballot::encode(*message), octets));
  return 0;
}
