// SPDX-License-Identifier: Apache-2.0
#include "crypto/sign.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <sstream>

#include "tests/vectors/shared_vectors.hpp"

namespace offices::crypto {
namespace {

using vectors::unhex;

VerifyKey key_from(const Bytes& octets) { return VerifyKey{vectors::fixed<32>(octets)}; }

TEST(Ed25519, MatchesTheReferenceSignatures) {
  OFFICES_VECTOR_TEXT(text, "ed25519/sign.input.trimmed");
  std::istringstream lines(text);
  int seen = 0;
  for (std::string line; std::getline(lines, line); ++seen) {
    std::istringstream fields(line);
    std::array<std::string, 4> f;
    for (auto& field : f) std::getline(fields, field, ':');
    auto key = *SigningKey::from_seed(ByteView(unhex(f[0])).first(32));
    auto message = unhex(f[2]), expected = unhex(f[3]);
    ASSERT_EQ(base::to_bytes(key.public_key().view()), unhex(f[1])) << "line " << seen;
    auto signature = key.sign(message);
    ASSERT_TRUE(base::equal(signature, ByteView(expected).first(64))) << "line " << seen;
    ASSERT_TRUE(verify(key.public_key(), message, signature)) << "line " << seen;
  }
  EXPECT_EQ(seen, 124);
}

TEST(Ed25519, GivesWycheproofsVerdicts) {
  OFFICES_VECTOR_JSON(file, "wycheproof/ed25519_test.json");
  int seen = 0, of_wrong_length = 0;
  for (const auto& group : file["testGroups"]) {
    auto key = key_from(unhex(group["publicKey"]["pk"]));
    for (const auto& t : group["tests"]) {
      auto sig = unhex(t["sig"]);
      bool valid = t["result"] == "valid";
      ++seen;
      if (sig.size() != 64) {  // no such Signature can be made
        EXPECT_FALSE(valid) << t["tcId"];
        ++of_wrong_length;
        continue;
      }
      EXPECT_EQ(verify(key, unhex(t["msg"]), vectors::fixed<64>(sig)), valid) << t["tcId"];
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"].get<int>());
  EXPECT_LT(of_wrong_length, 20);
}

// libsodium's verdict, which statements are held to: small components in A and R pass where the equation holds without
// the cofactor; keys and R of small order, keys in another spelling, and what needs the cofactor do not.
TEST(Ed25519, GivesOneVerdictOnEveryEdgeCase) {
  OFFICES_VECTOR_JSON(file, "ed25519/cctv-ed25519vectors.json");
  const std::set<std::string> tolerated{"low_order_component_A", "low_order_component_R"};
  int accepted = 0;
  for (const auto& v : file) {
    bool expected = true;
    for (const auto& flag : v["flags"]) expected = expected && tolerated.contains(flag.get<std::string>());
    auto message = v["msg"].get<std::string>();
    bool verdict = verify(key_from(unhex(v["key"])), base::as_bytes(message), vectors::fixed<64>(unhex(v["sig"])));
    EXPECT_EQ(verdict, expected) << v["number"] << " " << v["flags"];
    accepted += verdict;
  }
  EXPECT_EQ(file.size(), 914u);
  EXPECT_EQ(accepted, 43);
}

/// `signature` with the group's order added to S: the same equation, a second spelling.
Signature with_order_added(Signature signature) {
  constexpr std::string_view order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
  auto l = unhex(std::string(order));
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += unsigned{signature[32 + i]} + l[i];
    signature[32 + i] = static_cast<Byte>(carry);
    carry >>= 8;
  }
  return signature;
}

TEST(Ed25519, RefusesASecondSpellingOfS) {
  SeededRandom random(5);
  for (int i = 0; i < 50; ++i) {
    auto key = SigningKey::generate(random);
    auto message = base::as_bytes("we are committed to de-escalation");
    auto signature = key.sign(message);
    ASSERT_TRUE(verify(key.public_key(), message, signature));
    EXPECT_FALSE(verify(key.public_key(), message, with_order_added(signature)));
  }
}

TEST(Ed25519, RefusesAnythingUnderAKeyOfSmallOrder) {
  VerifyKey neutral, zero;
  neutral.octets[0] = 1;
  Signature trivial{};
  trivial[0] = 1;  // R = neutral, S = 0: the equation holds for every message under the neutral key
  for (const auto& key : {neutral, zero}) {
    EXPECT_FALSE(verify(key, base::as_bytes("anything"), trivial));
    EXPECT_FALSE(verify(key, {}, Signature{}));
  }
}

RC_GTEST_PROP(Ed25519, HoldsForTheSignedOctetsOnly, (const Bytes& message, std::uint64_t seed)) {
  SeededRandom random(seed);
  auto key = SigningKey::generate(random), other = SigningKey::generate(random);
  auto signature = key.sign(message);
  RC_ASSERT(verify(key.public_key(), message, signature));
  RC_ASSERT(!verify(other.public_key(), message, signature));
  auto bit = *rc::gen::inRange<std::size_t>(0, 64 * 8);
  auto bent = signature;
  bent[bit / 8] ^= static_cast<Byte>(1u << (bit % 8));
  RC_ASSERT(!verify(key.public_key(), message, bent));
  auto longer = message;
  longer.push_back(0);
  RC_ASSERT(!verify(key.public_key(), longer, signature));
}

TEST(SigningKey, IsItsSeed) {
  SeededRandom random(9);
  auto key = SigningKey::generate(random);
  auto again = *SigningKey::from_seed(key.seed());
  EXPECT_EQ(again.public_key(), key.public_key());
  EXPECT_EQ(again.sign({}), key.sign({}));
  for (std::size_t n : {0u, 31u, 33u, 64u}) EXPECT_EQ(SigningKey::from_seed(Bytes(n)).error().code, Code::malformed);
}

}  // namespace
}  // namespace offices::crypto
