// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "crypto/hpke.hpp"
#include "tests/vectors/shake128.hpp"
#include "tests/vectors/shared_vectors.hpp"

namespace offices::crypto {
namespace {

using nlohmann::json;
using vectors::Shake128;
using vectors::unhex;
using vectors::unhex_or_none;

struct Ends {
  HpkeContext sender, recipient;
};

SealingPair pair_of(const json& v, const char* key) { return *SealingPair::from_secret(unhex(v.at(key))); }

/// Both ends of a vector, after checking that enc is the vector's.
Result<Ends> set_up(const json& v, const SealingPair& ephemeral) {
  auto info = unhex(v["info"]), psk = unhex_or_none(v, "psk"), psk_id = unhex_or_none(v, "psk_id");
  HpkeShared shared{static_cast<HpkeMode>(v["mode"].get<int>()), info, psk, psk_id, static_cast<HpkeAead>(v["aead_id"].get<int>())};
  auto recipient = pair_of(v, "skRm");
  EXPECT_EQ(base::to_bytes(recipient.open.view()), unhex(v["pkRm"]));
  std::optional<SealingPair> sender;
  if (v.contains("skSm")) sender = pair_of(v, "skSm");
  OFFICES_TRY(outgoing, HpkeOutgoing::make(recipient.open, sender ? &*sender : nullptr));
  OFFICES_TRY(incoming, HpkeIncoming::make(recipient.clone(), sender ? &sender->open : nullptr));
  OFFICES_TRY(s, hpke_sender_with(shared, outgoing, ephemeral));
  EXPECT_EQ(base::to_bytes(s.enc.view()), unhex(v["enc"]));
  OFFICES_TRY(r, hpke_recipient(shared, s.enc, incoming));
  return Ends{std::move(s.context), std::move(r)};
}

/// Brings both ends to the next sequence number.
void skip_one(Ends& ends) { ASSERT_TRUE(ends.recipient.open({}, ends.sender.seal({}, {}))); }

/// Field names differ: RFC 9180's appendix says pt and ct, the drafts' file plaintext and ciphertext.
void check_encryptions(Ends& ends, const json& encryptions, const char* pt, const char* ct) {
  std::uint64_t sequence = 0;
  for (const auto& e : encryptions) {
    for (auto target = e.value("seq", sequence); sequence < target; ++sequence) skip_one(ends);
    auto aad = unhex(e["aad"]), plain = unhex(e[pt]), sealed = unhex(e[ct]);
    EXPECT_EQ(ends.sender.seal(aad, plain), sealed) << sequence;
    auto opened = ends.recipient.open(aad, sealed);
    ASSERT_TRUE(opened) << sequence;
    EXPECT_EQ(*opened, plain);
    ++sequence;
  }
}

void check_exports(const Ends& ends, const json& exports) {
  for (const auto& e : exports) {
    auto context = unhex(e["exporter_context"]);
    for (const auto* end : {&ends.sender, &ends.recipient})
      EXPECT_EQ(base::to_bytes(end->export_secret(context, e["L"].get<std::size_t>()).view()), unhex(e["exported_value"]));
  }
}

void check_derived_keys(const json& v) {
  for (auto [ikm, sk] : {std::pair{"ikmE", "skEm"}, {"ikmR", "skRm"}, {"ikmS", "skSm"}})
    if (v.contains(ikm)) EXPECT_EQ(base::to_bytes(derive_sealing_pair(unhex(v[ikm])).secret.view()), unhex(v[sk])) << ikm;
}

TEST(HpkeVectors, Rfc9180InAllFourModes) {
  OFFICES_VECTOR_JSON(file, "hpke/rfc9180-x25519.json");
  std::array<int, 4> sealing{}, exporting{};
  for (const auto& v : file) {
    if (v["aead_id"] == 1) continue;  // AES-GCM: not a suite of this project
    SCOPED_TRACE(v["suite"].get<std::string>() + ", " + v["title"].get<std::string>());
    bool seals = v["aead_id"] == static_cast<int>(HpkeAead::chacha20_poly1305);
    check_derived_keys(v);
    auto ends = set_up(v, pair_of(v, "skEm"));
    ASSERT_TRUE(ends);
    if (seals) {
      ASSERT_EQ(v["encryptions"].size(), 6u);
      check_encryptions(*ends, v["encryptions"], "pt", "ct");
    }
    ASSERT_EQ(v["exports"].size(), 3u);
    check_exports(*ends, v["exports"]);
    ++(seals ? sealing : exporting).at(v["mode"].get<std::size_t>());
  }
  EXPECT_EQ(sealing, (std::array{1, 1, 1, 1}));
  EXPECT_EQ(exporting, (std::array{1, 1, 1, 1}));
}

TEST(HpkeVectors, Draft08WithEach257Encryptions) {
  OFFICES_VECTOR_JSON(file, "hpke/draft08-779d028-x25519-chacha-257.json");
  std::array<int, 4> modes{};
  for (const auto& v : file) {
    SCOPED_TRACE(v["mode"].get<int>());
    check_derived_keys(v);
    auto ends = set_up(v, pair_of(v, "skEm"));
    ASSERT_TRUE(ends);
    ASSERT_EQ(v["encryptions"].size(), 257u);
    check_encryptions(*ends, v["encryptions"], "plaintext", "ciphertext");
    check_exports(*ends, v["exports"]);
    ++modes.at(v["mode"].get<std::size_t>());
  }
  EXPECT_EQ(modes, (std::array{1, 1, 1, 1}));
}

Bytes drawn(Shake128& source) { return source.squeeze(source.squeeze(1)[0]); }

std::string accumulated_encryptions(Ends& ends) {
  Shake128 source, sink;
  for (int i = 0; i < 1000; ++i) {
    auto aad = drawn(source), plain = drawn(source);
    auto sealed = ends.sender.seal(aad, plain);
    sink.absorb(sealed);
    EXPECT_EQ(ends.recipient.open(aad, sealed).value_or(Bytes{}), plain);
  }
  return base::hex(sink.squeeze(16));
}

std::string accumulated_exports(const Ends& ends) {
  Shake128 source, sink;
  for (std::size_t length = 0; length < 1000; ++length) {
    auto context = drawn(source);
    sink.absorb(ends.sender.export_secret(context, length).view());
  }
  return base::hex(sink.squeeze(16));
}

TEST(HpkeVectors, AThousandAccumulatedInputsOfEachKind) {
  OFFICES_VECTOR_JSON(file, "hpke/accumulated-base-x25519.json");
  ASSERT_EQ(file.size(), 2u);
  int sealing = 0;
  for (const auto& v : file) {
    auto ends = set_up(v, derive_sealing_pair(unhex(v["ikmE"])));
    ASSERT_TRUE(ends);
    if (v["aead_id"] == static_cast<int>(HpkeAead::chacha20_poly1305)) {
      EXPECT_EQ(accumulated_encryptions(*ends), v["encryptions_accumulated"].get<std::string>());
      ++sealing;
    }
    EXPECT_EQ(accumulated_exports(*ends), v["exports_accumulated"].get<std::string>());
  }
  EXPECT_EQ(sealing, 1);
}

// FIPS 202 through another implementation, so that a fault of the accumulator is not taken for one of the seal.
TEST(HpkeVectors, AccumulateWithAWorkingShake128) {
  EXPECT_EQ(base::hex(Shake128().squeeze(32)), "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
  Shake128 long_input;
  Bytes ramp(200);
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<Byte>(i);
  for (int i = 0; i < 3; ++i) long_input.absorb(ramp);
  EXPECT_EQ(base::hex(ByteView(long_input.squeeze(400)).last(32)), "1b5b04a60de753304125c1515cf6ddc5ce5d46b21b047f0726bb36e892e414a1");
}

}  // namespace
}  // namespace offices::crypto
