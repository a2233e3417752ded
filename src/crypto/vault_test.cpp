// SPDX-License-Identifier: Apache-2.0
#include "crypto/vault.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sys/resource.h>

#include <set>

#include "crypto/hash.hpp"

namespace offices::crypto {
namespace {

using base::as_bytes;
constexpr PassphraseCost cheap{64, 1};

DataKey key_of(Byte b) { return *DataKey::from(Bytes(32, b)); }

RC_GTEST_PROP(Blob, OpensUnderItsKeyAndPlaceOnly, (const Bytes& plain, const Bytes& aad, std::uint64_t seed)) {
  SeededRandom random(seed);
  auto key = key_of(1);
  auto blob = seal_blob(key, aad, plain, random);
  RC_ASSERT(blob.size() == 24 + plain.size() + 16);
  RC_ASSERT(open_blob(key, aad, blob).value() == plain);
  RC_ASSERT(equal_secret(open_secret_blob(key, aad, blob).value().view(), plain));
  auto elsewhere = aad;
  elsewhere.push_back(0);
  RC_ASSERT(!open_blob(key, elsewhere, blob) && !open_secret_blob(key, elsewhere, blob));
  RC_ASSERT(!open_blob(key_of(2), aad, blob) && !open_secret_blob(key_of(2), aad, blob));
}

TEST(Blob, RefusesEveryTruncationAndEveryFlippedBit) {
  SeededRandom random(2);
  auto key = key_of(1);
  auto blob = seal_blob(key, {}, as_bytes("row 7"), random);
  for (std::size_t n = 0; n < blob.size(); ++n) {
    EXPECT_FALSE(open_blob(key, {}, ByteView(blob).first(n))) << n;
    EXPECT_FALSE(open_secret_blob(key, {}, ByteView(blob).first(n))) << n;
  }
  for (std::size_t bit = 0; bit < blob.size() * 8; ++bit) {
    auto bent = blob;
    bent[bit / 8] ^= static_cast<Byte>(1u << (bit % 8));
    auto opened = open_blob(key, {}, bent);
    ASSERT_FALSE(opened) << bit;
    EXPECT_EQ(opened.error().code, Code::bad_seal);
  }
}

TEST(Blob, HasAnotherNonceEachTime) {
  SystemRandom random;
  auto key = key_of(1);
  std::set<Bytes> seen;
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(seen.insert(seal_blob(key, {}, {}, random)).second);
}

// The reference value comes from another implementation (tests/interop compares many more).
TEST(Passphrase, GivesArgon2idsKey) {
  auto key = key_from_passphrase(as_bytes("password"), as_bytes("somesaltsomesalt"), {64, 2});
  ASSERT_TRUE(key);
  EXPECT_EQ(base::hex(key->view()), "1a98fba8e6394425c9bdc333a9c750aaf811df070f5fb4a5788e1cf4db5793a1");
}

TEST(Passphrase, DependsOnEveryInput) {
  auto salt = as_bytes("0123456789abcdef"), other_salt = as_bytes("0123456789abcdeg");
  auto key = [](std::string_view p, ByteView s, PassphraseCost c) { return base::hex(key_from_passphrase(as_bytes(p), s, c)->view()); };
  std::set<std::string> all{key("a", salt, cheap),       key("b", salt, cheap),   key("", salt, cheap),
                            key("a", other_salt, cheap), key("a", salt, {72, 1}), key("a", salt, {64, 2})};
  EXPECT_EQ(all.size(), 6u);
  EXPECT_EQ(key("a", salt, cheap), key("a", salt, cheap));
}

TEST(Passphrase, RefusesACostOrSaltThatNoStoreOfOursHas) {
  auto salt = as_bytes("0123456789abcdef");
  for (auto c : {PassphraseCost{7, 1}, {(1u << 20) + 1, 1}, {8, 0}, {8, 21}, {0, 0}, {~0u, ~0u}})
    EXPECT_EQ(key_from_passphrase({}, salt, c).error().code, Code::store_damaged) << c.memory_kib << " " << c.passes;
  for (std::size_t n : {0u, 15u, 17u}) EXPECT_EQ(key_from_passphrase({}, Bytes(n), cheap).error().code, Code::store_damaged);
  EXPECT_TRUE(key_from_passphrase({}, salt, {8, 1}));
  EXPECT_TRUE(key_from_passphrase({}, salt, {8, 20}));
}

long resident_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(Passphrase, GivesItsMemoryBack) {
  PassphraseCost cost{32 * 1024, 1};
  ASSERT_TRUE(key_from_passphrase({}, as_bytes("0123456789abcdef"), cost));
  auto peak = resident_kib();
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(key_from_passphrase({}, as_bytes("0123456789abcdef"), cost));
  EXPECT_LT(resident_kib(), peak + static_cast<long>(cost.memory_kib));
}

}  // namespace
}  // namespace offices::crypto
