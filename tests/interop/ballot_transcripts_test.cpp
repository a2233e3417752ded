// SPDX-License-Identifier: Apache-2.0
#include "tests/interop/ballot_transcripts.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace offices::ballot::transcripts {
namespace {

std::string file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// No octet of a ballot changes without somebody saying so: whoever means to change the format writes the files anew with
// ballot_peer, and raises the version in docs/protocol.md and in the messages.
TEST(FrozenTranscripts, AreMadeAgainToTheOctet) {
  for (const auto& one : frozen) {
    EXPECT_EQ(file(std::string(OFFICES_TRANSCRIPTS) + "/" + one.name + ".json"), spelled(make(one.sides, one.noes, one.seed))) << one.name;
  }
}

TEST(FrozenTranscripts, OfTwoSidesIsTheOneInTheProtocol) {
  const auto text = file(OFFICES_PROTOCOL);
  const auto one = make(2, 1, 1);
  for (const auto* key : {"context", "transcript"}) EXPECT_TRUE(text.contains(one.at(key).get<std::string>())) << key;
  for (const auto& message : one.at("messages")) EXPECT_TRUE(text.contains(message.get<std::string>())) << message;
}

}  // namespace
}  // namespace offices::ballot::transcripts
