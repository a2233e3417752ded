// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace offices::crypto {
namespace {

Bytes drawn(Random& random, std::size_t n) {
  Bytes out(n);
  random.fill(out);
  return out;
}

TEST(SeededRandom, GivesTheSameStreamForTheSameSeed) {
  SeededRandom a(7), b(7);
  for (std::size_t n : {1u, 0u, 32u, 1000u}) EXPECT_EQ(drawn(a, n), drawn(b, n)) << n;
}

// RFC 8439 appendix A.1, test vector 1: the key stream of a zero key and nonce.
TEST(SeededRandom, IsChaCha20) {
  SeededRandom zero(0);
  EXPECT_EQ(base::hex(drawn(zero, 64)),
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
            "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
}

TEST(SeededRandom, NeverRepeatsADrawAcrossSeedsAndFills) {
  std::set<Bytes> seen;
  for (std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{256}, std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
    SeededRandom random(seed);
    for (int i = 0; i < 300; ++i) EXPECT_TRUE(seen.insert(drawn(random, 16)).second) << seed << " " << i;
  }
}

TEST(SystemRandom, FillsWhatItIsGivenAndDiffersEachTime) {
  SystemRandom random;
  std::set<Bytes> seen;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(seen.insert(drawn(random, 16)).second);
  random.fill({});
}

TEST(RandomId, TakesAll32Octets) {
  SeededRandom a(3), b(3);
  struct Tag {};
  auto id = random_id<base::Id<Tag>>(a);
  EXPECT_EQ(base::to_bytes(id.view()), drawn(b, 32));
}

}  // namespace
}  // namespace offices::crypto
