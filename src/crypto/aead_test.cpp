// SPDX-License-Identifier: Apache-2.0
#include "crypto/aead.hpp"

#include <gtest/gtest.h>

#include "tests/vectors/shared_vectors.hpp"

namespace offices::crypto {
namespace {

using vectors::unhex;

struct Case {
  Bytes key, nonce, aad, message, sealed;
  explicit Case(const nlohmann::json& t)
      : key(unhex(t["key"])), nonce(unhex(t["iv"])), aad(unhex(t["aad"])), message(unhex(t["msg"])), sealed(unhex(t["ct"])) {
    base::put(sealed, unhex(t["tag"]));
  }
};

/// Runs `check` on each Wycheproof case whose nonce has the one size that there is; the others must be invalid.
template <class Check>
void each_case(const nlohmann::json& file, std::size_t nonce_bytes, Check check) {
  int seen = 0;
  for (const auto& group : file["testGroups"]) {
    for (const auto& t : group["tests"]) {
      ++seen;
      SCOPED_TRACE(t["tcId"].get<int>());
      Case c(t);
      if (c.nonce.size() == nonce_bytes) check(c, t["result"] == "valid");
      else EXPECT_EQ(t["result"], "invalid");
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"].get<int>());
}

Bytes aead_seal(ByteView key, ByteView nonce, ByteView aad, ByteView plaintext) {
  Bytes out(plaintext.size() + aead_tag_bytes);
  aead_seal_into(out, key, nonce, aad, plaintext);
  return out;
}

TEST(ChaCha20Poly1305, MatchesWycheproof) {
  OFFICES_VECTOR_JSON(file, "wycheproof/chacha20_poly1305_test.json");
  each_case(file, aead_nonce_bytes, [](const Case& c, bool valid) {
    EXPECT_EQ(aead_seal(c.key, c.nonce, c.aad, c.message) == c.sealed, valid);
    auto opened = aead_open(c.key, c.nonce, c.aad, c.sealed);
    ASSERT_EQ(opened.has_value(), valid);
    if (valid) EXPECT_EQ(*opened, c.message);
    else EXPECT_EQ(opened.error().code, Code::bad_seal);
  });
}

TEST(XChaCha20Poly1305, MatchesWycheproof) {
  OFFICES_VECTOR_JSON(file, "wycheproof/xchacha20_poly1305_test.json");
  each_case(file, xaead_nonce_bytes, [](const Case& c, bool valid) {
    Bytes sealed(c.sealed.size()), opened(c.message.size(), 0xaa);
    xaead_seal_into(sealed, c.key, c.nonce, c.aad, c.message);
    EXPECT_EQ(sealed == c.sealed, valid);
    EXPECT_EQ(xaead_open_into(opened, c.key, c.nonce, c.aad, c.sealed).has_value(), valid);
    EXPECT_EQ(opened, valid ? c.message : Bytes(c.message.size(), 0));
  });
}

TEST(Aead, RefusesEveryTruncation) {
  Bytes key(32, 1), nonce(12, 2), xnonce(24, 3), plain(20, 4), room(64);
  auto sealed = aead_seal(key, nonce, {}, plain);
  Bytes xsealed(36);
  xaead_seal_into(xsealed, key, xnonce, {}, plain);
  for (std::size_t n = 0; n < sealed.size(); ++n) {
    EXPECT_FALSE(aead_open(key, nonce, {}, ByteView(sealed).first(n))) << n;
    auto out = std::span(room).first(n < aead_tag_bytes ? 0 : n - aead_tag_bytes);
    EXPECT_FALSE(xaead_open_into(out, key, xnonce, {}, ByteView(xsealed).first(n))) << n;
  }
}

TEST(Aead, AbortsOnKeysAndNoncesOfAWrongSize) {
  Bytes key(32), nonce(12), xnonce(24), out(16);
  EXPECT_DEATH((void)aead_seal(Bytes(31), nonce, {}, {}), "");
  EXPECT_DEATH((void)aead_seal(key, xnonce, {}, {}), "");
  EXPECT_DEATH(aead_seal_into(out, key, nonce, {}, Bytes(1)), "");
  EXPECT_DEATH((void)aead_open({}, nonce, {}, out), "");
  EXPECT_DEATH(xaead_seal_into(out, key, nonce, {}, {}), "");
  EXPECT_DEATH(xaead_seal_into(out, key, xnonce, {}, Bytes(1)), "");
  EXPECT_DEATH((void)x25519({}, key), "");
  EXPECT_DEATH((void)x25519_public(Bytes(33)), "");
}

Bytes multiplied(ByteView scalar, ByteView point) { return base::to_bytes(x25519(scalar, point)->view()); }

TEST(X25519, MatchesRfc7748) {
  OFFICES_VECTOR_TEXT(text, "misc/rfc7748.txt");
  auto all = vectors::records(text);
  ASSERT_EQ(all.size(), 3u);
  for (const auto& v : all) EXPECT_EQ(multiplied(unhex(v.at("INPUT_SCALAR")), unhex(v.at("INPUT_U"))), unhex(v.at("OUTPUT_U")));
}

// RFC 7748 section 5.2, after one iteration and after a thousand.
TEST(X25519, MatchesRfc7748Iterated) {
  Bytes k(32), u(32);
  k[0] = u[0] = 9;
  auto iterate = [&] { u = std::exchange(k, multiplied(k, u)); };
  iterate();
  EXPECT_EQ(base::hex(k), "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
  for (int i = 1; i < 1000; ++i) iterate();
  EXPECT_EQ(base::hex(k), "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

// RFC 7748 section 6.1.
TEST(X25519, MakesThePublicKeyOfRfc7748) {
  auto alice = unhex(std::string("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
  EXPECT_EQ(base::hex(x25519_public(alice)), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
}

TEST(X25519, MatchesWycheproofAndRefusesAllZeroResults) {
  OFFICES_VECTOR_JSON(file, "wycheproof/x25519_test.json");
  int seen = 0, refused = 0;
  for (const auto& group : file["testGroups"]) {
    for (const auto& t : group["tests"]) {
      auto expected = unhex(t["shared"]);
      auto got = x25519(unhex(t["private"]), unhex(t["public"]));
      bool zero = expected == Bytes(32, 0);
      EXPECT_EQ(zero, std::ranges::count(t["flags"], "ZeroSharedSecret") == 1) << t["tcId"];
      EXPECT_EQ(got.has_value(), !zero) << t["tcId"];
      if (got && !zero) EXPECT_EQ(base::to_bytes(got->view()), expected) << t["tcId"];
      refused += zero;
      ++seen;
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"].get<int>());
  EXPECT_EQ(refused, 31);
}

}  // namespace
}  // namespace offices::crypto
