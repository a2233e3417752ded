// SPDX-License-Identifier: Apache-2.0
#include "crypto/group.hpp"

#include <gtest/gtest.h>

#include "tests/vectors/shared_vectors.hpp"

namespace offices::crypto {
namespace {

using vectors::unhex;

Scalar small(Byte n) {
  Scalar s;
  s.octets[0] = n;
  return s;
}

TEST(Group, MatchesTheSmallMultiples) {
  OFFICES_VECTOR_JSON(file, "ristretto255/rfc9496.json");
  const auto& multiples = file["small_multiples"];
  ASSERT_EQ(multiples.size(), 16u);
  Point sum;
  for (Byte i = 0; i < 16; ++i) {
    auto expected = *Point::from(unhex(multiples[i].get<std::string>()));
    EXPECT_EQ(times_generator(small(i)), expected);
    EXPECT_EQ(times(small(i), generator()), expected);
    EXPECT_EQ(sum, expected);
    EXPECT_EQ((sum + generator()) - generator(), expected);
    sum = sum + generator();
  }
}

TEST(Group, RefusesEveryBadEncoding) {
  OFFICES_VECTOR_JSON(file, "ristretto255/rfc9496.json");
  ASSERT_EQ(file["bad_encodings"].size(), 29u);
  for (const auto& bad : file["bad_encodings"]) EXPECT_FALSE(Point::from(unhex(bad.get<std::string>()))) << bad;
}

// libsodium 1.0.18 takes them: a second spelling of every element, and an identity that does not look like one.
TEST(Group, RefusesEveryElementSpelledWithTheTopBitSet) {
  Point p;
  for (int i = 0; i < 20; ++i, p = p + generator()) {
    auto spelled = base::to_bytes(p.view());
    ASSERT_TRUE(Point::from(spelled));
    spelled[31] |= 0x80;
    EXPECT_EQ(Point::from(spelled).error().code, Code::malformed) << i << " times the generator";
  }
}

TEST(Group, TakesTheIdentityAsAnElementAndSaysSo) {
  auto identity = *Point::from(Bytes(32));
  EXPECT_TRUE(identity.is_identity());
  EXPECT_TRUE(times(small(7), identity).is_identity());
  EXPECT_TRUE((generator() - generator()).is_identity());
  EXPECT_TRUE(times_generator(Scalar{}).is_identity());
  EXPECT_FALSE(generator().is_identity());
  for (std::size_t n : {0u, 31u, 33u}) EXPECT_EQ(Point::from(Bytes(n)).error().code, Code::malformed);
}

TEST(Group, NeverTakesOctetsThatAreNoElementForTheIdentity) {
  Point forged;
  forged.octets.fill(0xff);
  SeededRandom random(2);
  auto x = SecretScalar::random(random);
  EXPECT_DEATH((void)times(x, forged), "");
  EXPECT_DEATH((void)times(small(1), forged), "");
  EXPECT_DEATH((void)(forged + generator()), "");
  EXPECT_DEATH((void)(generator() - forged), "");
}

TEST(Group, TakesScalarsBelowTheOrderOnly) {
  auto order = unhex(std::string{"edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"});
  EXPECT_FALSE(Scalar::from(order));
  auto last = order;
  last[0] -= 1;
  ASSERT_TRUE(Scalar::from(last));
  EXPECT_EQ(*Scalar::from(last) + small(1), Scalar{});
  EXPECT_EQ(Scalar{} - small(1), *Scalar::from(last));
  EXPECT_FALSE(Scalar::from(Bytes(32, 0xff)));
  EXPECT_FALSE(SecretScalar::from(Bytes(32)));
  EXPECT_FALSE(SecretScalar::from(order));
  EXPECT_TRUE(SecretScalar::from(last));
  EXPECT_FALSE(Scalar::from(Bytes(31)));
}

TEST(Group, RespondsAsTheEquationOfSchnorrAsks) {
  SeededRandom random(3);
  auto x = SecretScalar::random(random), k = SecretScalar::random(random);
  auto c = random_scalar(random);
  EXPECT_EQ(times_generator(respond(k, c, x)), times_generator(k) + times(c, times_generator(x)));
}

TEST(Group, HashesLabelAndPartsWithoutAmbiguity) {
  auto a = base::as_bytes("ab"), b = base::as_bytes("c"), whole = base::as_bytes("abc");
  auto h = hash_to_scalar("label", {a, b});
  EXPECT_EQ(h, hash_to_scalar("label", {a, b}));
  EXPECT_NE(h, hash_to_scalar("label", {whole}));
  EXPECT_NE(h, hash_to_scalar("other", {a, b}));
  EXPECT_NE(h, hash_to_scalar("label", {b, a}));
}

// A snapshot restored twice draws the same octets twice. Another statement must then still get another nonce: one nonce
// under two challenges gives the secret away.
TEST(Group, NeverGivesOneNonceToTwoStatements) {
  SeededRandom key_random(4);
  auto x = SecretScalar::random(key_random), y = SecretScalar::random(key_random);
  auto nonce = [](const SecretScalar& witness, std::string_view part, std::uint64_t seed) {
    SeededRandom random(seed);
    return base::hex(hedged_nonce(witness, "test", {base::as_bytes(part)}, random).view());
  };
  EXPECT_EQ(nonce(x, "statement", 1), nonce(x, "statement", 1));
  EXPECT_NE(nonce(x, "statement", 1), nonce(x, "another", 1));
  EXPECT_NE(nonce(x, "statement", 1), nonce(y, "statement", 1));
  EXPECT_NE(nonce(x, "statement", 1), nonce(x, "statement", 2));
}

TEST(Group, ChoosesAndSwapsByABit) {
  auto g = generator(), h = g + g;
  EXPECT_EQ(choose(0, g, h), g);
  EXPECT_EQ(choose(1, g, h), h);
  auto a = g, b = h;
  swap_if(0, a, b);
  EXPECT_EQ(a, g);
  swap_if(1, a, b);
  EXPECT_EQ(a, h);
  EXPECT_EQ(b, g);
  auto s = small(1), t = small(2);
  swap_if(1, s, t);
  EXPECT_EQ(s, small(2));
  EXPECT_EQ(t, small(1));
}

TEST(Group, DrawsSecretsThatDiffer) {
  SystemRandom random;
  EXPECT_NE(base::hex(SecretScalar::random(random).view()), base::hex(SecretScalar::random(random).view()));
}

}  // namespace
}  // namespace offices::crypto
