// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.hpp"

#include "crypto/running_hash.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "crypto/hkdf.hpp"
#include "tests/vectors/shared_vectors.hpp"

namespace offices::crypto {
namespace {

using base::as_bytes;
using vectors::unhex;

TEST(Sha256, MatchesFips180) {
  EXPECT_EQ(sha256(as_bytes("abc")).hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(ByteView{}).hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

RC_GTEST_PROP(Sha256, TakesPartsAsTheirConcatenation, (const Bytes& a, const Bytes& b, const Bytes& c)) {
  Bytes whole = a;
  base::put(whole, b);
  base::put(whole, c);
  RC_ASSERT(sha256({a, b, c}) == sha256(whole));
  RC_ASSERT(hmac(a, {a, b, c}) == hmac(a, {whole}));
}

// The expected value is SHA-256 of the documented input, spelled out.
TEST(LabelledHash, HashesTheDocumentedInput) {
  constexpr std::string_view parts(
      "\0"
      "\0\0\0\0\0\0\0\2"
      "hi"
      "\0\0\0\0\0\0\0\0",
      19);
  EXPECT_EQ(labelled_hash("thing", {as_bytes("hi"), {}}), sha256({as_bytes("goodoffices/v1/thing"), as_bytes(parts)}));
}

TEST(LabelledHash, TellsApartWhatConcatenatesToTheSame) {
  auto h = [](std::string_view label, Parts parts) { return labelled_hash(label, parts); };
  auto a = as_bytes("a"), b = as_bytes("b"), ab = as_bytes("ab");
  std::set<Digest> all{h("x", {}),     h("x", {{}}),   h("x", {{}, {}}),   h("xa", {}),  h("x", {a}), h("xa", {b}), h("x", {ab}),
                       h("x", {a, b}), h("x", {b, a}), h("x", {a, {}, b}), h("xab", {}), h("", {ab}), h("", {})};
  EXPECT_EQ(all.size(), 13u);
}

RC_GTEST_PROP(LabelledHash, DiffersForTwoLabelsOrTwoLists, ()) {
  auto label = rc::gen::container<std::string>(rc::gen::inRange('a', 'd'));
  auto one = *label, two = *label;
  auto part = rc::gen::container<Bytes>(rc::gen::element<Byte>(0, 1, 'a', 'b'));
  auto p = *part, q = *part, r = *part, s = *part;
  bool same = one == two && p == r && q == s;
  RC_ASSERT((labelled_hash(one, {p, q}) == labelled_hash(two, {r, s})) == same);
  RC_ASSERT(equal_secret(derive_key(p, one).view(), derive_key(p, two).view()) == (one == two));
}

TEST(LabelledHash, AbortsOnALabelThatCouldEndEarly) { EXPECT_DEATH((void)labelled_hash(std::string_view("a\0b", 3), {}), ""); }

TEST(Hmac, MatchesRfc4231) {
  OFFICES_VECTOR_TEXT(text, "misc/rfc-4231-sha256.txt");
  auto all = vectors::records(text);
  ASSERT_EQ(all.size(), 6u);
  for (const auto& v : all) EXPECT_EQ(base::to_bytes(hmac(unhex(v.at("Key")), {unhex(v.at("Msg"))}).view()), unhex(v.at("MD")));
}

TEST(Hmac, MatchesWycheproof) {
  OFFICES_VECTOR_JSON(file, "wycheproof/hmac_sha256_test.json");
  int seen = 0;
  for (const auto& group : file["testGroups"]) {
    for (const auto& t : group["tests"]) {
      auto tag = hmac(unhex(t["key"]), {unhex(t["msg"])});
      auto shown = tag.view().first(group["tagSize"].get<std::size_t>() / 8);
      EXPECT_EQ(equal_secret(shown, unhex(t["tag"])), t["result"] == "valid") << t["tcId"];
      ++seen;
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"].get<int>());
}

TEST(Hkdf, MatchesRfc5869) {
  OFFICES_VECTOR_TEXT(text, "misc/rfc-5869-HKDF-SHA256.txt");
  auto all = vectors::records(text);
  ASSERT_EQ(all.size(), 3u);
  for (const auto& v : all) {
    auto prk = hkdf_extract(unhex(v.at("salt")), unhex(v.at("IKM")));
    EXPECT_EQ(base::to_bytes(prk.view()), unhex(v.at("PRK")));
    auto okm = hkdf_expand(prk.view(), unhex(v.at("info")), std::stoul(v.at("L")));
    EXPECT_EQ(base::to_bytes(okm.view()), unhex(v.at("OKM")));
  }
}

TEST(Hkdf, MatchesWycheproofAndAbortsOnTooLargeASize) {
  OFFICES_VECTOR_JSON(file, "wycheproof/hkdf_sha256_test.json");
  int seen = 0;
  for (const auto& group : file["testGroups"]) {
    for (const auto& t : group["tests"]) {
      auto prk = hkdf_extract(unhex(t["salt"]), unhex(t["ikm"]));
      auto info = unhex(t["info"]);
      auto size = t["size"].get<std::size_t>();
      if (t["result"] == "valid") EXPECT_EQ(base::to_bytes(hkdf_expand(prk.view(), info, size).view()), unhex(t["okm"])) << t["tcId"];
      else EXPECT_DEATH((void)hkdf_expand(prk.view(), info, size), "") << t["tcId"];
      ++seen;
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"].get<int>());
}

RC_GTEST_PROP(Hkdf, TakesInfoInPartsAndPrefixesAgree, (const Bytes& salt, const Bytes& a, const Bytes& b)) {
  Bytes whole = a;
  base::put(whole, b);
  auto prk = extract(salt, {a, b});
  RC_ASSERT(equal_secret(prk.view(), hkdf_extract(salt, whole).view()));
  auto length = *rc::gen::inRange<std::size_t>(0, 200);
  Bytes out(length);
  expand_into(out, prk.view(), {a, b});
  auto longer = hkdf_expand(prk.view(), whole, 200);
  RC_ASSERT(equal_secret(out, longer.view().first(length)));
}

TEST(DeriveKey, IsExtractAndExpandWithTheLabelAsInfo) {
  auto secret = as_bytes("an invitation's secret");
  auto prk = hkdf_extract(as_bytes("goodoffices/v1"), secret);
  EXPECT_TRUE(equal_secret(derive_key(secret, "channel", 48).view(), hkdf_expand(prk.view(), as_bytes("channel"), 48).view()));
  EXPECT_EQ(derive_key(secret, "channel").size(), 32u);
}

TEST(EqualSecret, ComparesOctetsAndLengths) {
  auto a = as_bytes("abcd"), b = as_bytes("abce");
  EXPECT_TRUE(equal_secret(a, as_bytes("abcd")) && equal_secret({}, {}));
  EXPECT_FALSE(equal_secret(a, b) || equal_secret(a, a.first(3)) || equal_secret(a, {}));
}

TEST(RunningSha256, IsTheSameInPartsAndBesideOthers) {
  RunningSha256 one, other;
  Bytes all;
  for (int i = 0; i < 300; ++i) {
    Bytes part(static_cast<std::size_t>(i), static_cast<Byte>(i));
    one.add(part);
    other.add(sha256(part).view());
    base::put(all, part);
  }
  EXPECT_EQ(one.finish(), sha256(all));
  EXPECT_EQ(RunningSha256().finish(), sha256({}));
  EXPECT_NE(other.finish(), sha256({}));
}

}  // namespace
}  // namespace offices::crypto
