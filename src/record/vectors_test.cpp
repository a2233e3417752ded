// SPDX-License-Identifier: Apache-2.0
// The official vectors: RFC 6962 hashes, transparency-dev proofs, a whole C2SP log, signed notes, DSSE.
#include <gtest/gtest.h>

#include <cstdio>

#include "record/note.hpp"
#include "record/shared_vectors.hpp"

namespace offices::record {
namespace {

using shared::load;
using shared::load_json;
using shared::read_vkey;

Bytes octets_of(const nlohmann::json& text) {
  return text.is_null() ? Bytes{} : base::from_base64(text.get<std::string>()).value_or(Bytes{});
}

std::string text_of(const nlohmann::json& json, const char* key) { return json.at(key).get<std::string>(); }

/// The hashes of a proof; nothing where one of them is not 32 octets.
std::optional<std::vector<Digest>> proof_of(const nlohmann::json& json) {
  std::vector<Digest> out;
  for (const auto& text : json.is_null() ? nlohmann::json::array() : json) {
    auto d = Digest::from(octets_of(text));
    if (!d) return std::nullopt;
    out.push_back(*d);
  }
  return out;
}

TEST(Rfc6962, Hashes) {
  OFFICES_NEEDS_VECTORS;
  auto j = load_json("merkle/rfc6962_hashes.json");
  EXPECT_EQ(empty_head().root.hex(), text_of(j, "empty_root"));
  EXPECT_EQ(leaf_hash({}).hex(), text_of(j, "empty_leaf"));
  EXPECT_EQ(leaf_hash(base::as_bytes("L123456")).hex(), text_of(j, "leaf_L123456"));
}

TEST(TransparencyDev, InclusionProofs) {
  OFFICES_NEEDS_VECTORS;
  int accepted = 0, refused = 0;
  for (const auto& v : load_json("merkle/inclusion.json")) {
    auto root = Digest::from(octets_of(v.at("root"))), leaf = Digest::from(octets_of(v.at("leafHash")));
    auto proof = proof_of(v.at("proof"));
    bool holds = root && leaf && proof && check_inclusion({v.at("treeSize"), *root}, v.at("leafIdx"), *leaf, *proof).has_value();
    EXPECT_EQ(holds, !v.at("wantErr")) << v.at("file");
    ++(holds ? accepted : refused);
  }
  EXPECT_EQ(accepted + refused, 98);
  EXPECT_EQ(accepted, 6);
}

TEST(TransparencyDev, ConsistencyProofs) {
  OFFICES_NEEDS_VECTORS;
  int accepted = 0, refused = 0, not_hashes = 0;
  for (const auto& v : load_json("merkle/consistency.json")) {
    bool wanted = !v.at("wantErr");
    auto older = Digest::from(octets_of(v.at("root1"))), newer = Digest::from(octets_of(v.at("root2")));
    auto proof = proof_of(v.at("proof"));
    if (wanted && !older) {  // "sizes are equal" with words for roots: no head of ours can hold it
      ++not_hashes;
      continue;
    }
    bool holds = older && newer && proof && check_consistency({v.at("size1"), *older}, {v.at("size2"), *newer}, *proof).has_value();
    EXPECT_EQ(holds, wanted) << v.at("file");
    ++(holds ? accepted : refused);
  }
  EXPECT_EQ(accepted + refused + not_hashes, 98);
  EXPECT_EQ(accepted, 5);
  EXPECT_EQ(not_hashes, 1);
}

/// The entries of a C2SP tlog-tiles entry bundle: each a u16 length and its octets.
std::vector<Digest> leaves_of_bundle(const std::string& bundle) {
  std::vector<Digest> leaves;
  auto rest = base::as_bytes(bundle);
  while (rest.size() >= 2) {
    std::size_t length = base::get_u16(rest);
    leaves.push_back(leaf_hash(rest.subspan(2, length)));
    rest = rest.subspan(2 + length);
  }
  return leaves;
}

TEST(TlogTiles, EveryCheckpointFollowsFromTheEntries) {
  OFFICES_NEEDS_VECTORS;
  const std::string log = "tlog-tiles/testdata/log/";
  auto vkey = read_vkey("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  auto key = *crypto::VerifyKey::from(vkey.key);
  std::vector<Head> heads;
  for (std::size_t size = 0; size <= 15; ++size) {
    auto text = open_note(load(log + "checkpoint." + std::to_string(size)), vkey.name, key);
    ASSERT_TRUE(text.has_value()) << size;
    auto leaves = size == 0 ? std::vector<Digest>{} : leaves_of_bundle(load(log + "tile/entries/000.p/" + std::to_string(size)));
    ASSERT_EQ(leaves.size(), size);
    heads.push_back(head_of(leaves));
    EXPECT_EQ(*text, vkey.name + "\n" + std::to_string(size) + "\n" + base::base64(heads.back().root.view()) + "\n");
    std::string tile;
    for (const auto& l : leaves) tile += base::as_text(l.view());
    if (size > 0) EXPECT_EQ(load(log + "tile/0/000.p/" + std::to_string(size)), tile);
    for (std::size_t older = 1; older <= size; ++older)
      EXPECT_TRUE(check_consistency(heads[older], heads[size], consistency_proof(leaves, older)).has_value());
  }
}

std::string key_id_text(const std::string& name, const crypto::VerifyKey& key) {
  char text[9];
  std::snprintf(text, sizeof text, "%08x", note_key_id(name, key));
  return text;
}

TEST(SignedNote, ExamplesOpenAndNothingElseDoes) {
  OFFICES_NEEDS_VECTORS;
  for (const char* file : {"signed-note/c2sp-example.json", "signed-note/go-note.json"}) {
    auto j = load_json(file);
    auto vkey = read_vkey(text_of(j, "vkey"));
    auto key = *crypto::VerifyKey::from(vkey.key);
    auto note = text_of(j, "note");
    EXPECT_EQ(key_id_text(vkey.name, key), vkey.key_id);
    auto text = open_note(note, vkey.name, key);
    ASSERT_TRUE(text.has_value()) << file;
    EXPECT_EQ(*text, note.substr(0, note.find("\n\n") + 1));
    for (std::size_t i = 0; i < note.size(); ++i) {
      auto changed = note;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      EXPECT_FALSE(open_note(changed, vkey.name, key).has_value()) << i;
    }
  }
}

TEST(SignedNote, SigningGivesTheOctetsOfGo) {
  OFFICES_NEEDS_VECTORS;
  auto j = load_json("signed-note/go-note.json");
  auto skey = text_of(j, "skey");
  auto vkey = read_vkey(text_of(j, "vkey"));
  auto raw = *base::from_base64(skey.substr(skey.find(vkey.key_id) + vkey.key_id.size() + 1));
  auto key = *crypto::SigningKey::from_seed(ByteView(raw).subspan(1));
  EXPECT_EQ(base::to_bytes(key.public_key().view()), vkey.key);
  EXPECT_EQ(sign_note(text_of(j, "text"), vkey.name, key), text_of(j, "note"));
}

TEST(Dsse, PreAuthenticationOfTheSpecification) {
  OFFICES_NEEDS_VECTORS;
  auto j = load_json("dsse/vectors.json");
  auto payload = text_of(j, "payload");
  auto pae = pre_authentication(text_of(j, "payloadType"), base::as_bytes(payload));
  EXPECT_EQ(base::as_text(pae), text_of(j, "pae"));
  // Signed with another algorithm, by nobody of ours: two reasons why it is no statement.
  EXPECT_FALSE(decode_envelope(base::as_bytes(j.at("envelope").dump())).has_value());
}

TEST(Dsse, Ed25519SignaturesOfAnotherLibrary) {
  OFFICES_NEEDS_VECTORS;
  int checked = 0;
  for (const auto& v : load_json("dsse/ed25519-selfmade.json")) {
    auto key = *crypto::SigningKey::from_seed(*base::from_hex(text_of(v, "seed")));
    auto type = text_of(v, "payloadType");
    auto payload = *base::from_hex(text_of(v, "payload_hex"));
    EXPECT_EQ(base::hex(pre_authentication(type, payload)), text_of(v, "pae_hex"));
    auto s = sign_payload(payload, key, type);
    EXPECT_EQ(base::base64(s.signature), text_of(v, "sig"));
    EXPECT_TRUE(signature_holds(s, key.public_key(), type));
    EXPECT_FALSE(signature_holds(s, key.public_key(), type + "x"));
    ++checked;
  }
  EXPECT_EQ(checked, 4);
}

}  // namespace
}  // namespace offices::record
