// SPDX-License-Identifier: Apache-2.0
#include "post/card.hpp"

namespace offices::post {
namespace {

constexpr std::size_t addresses_max = 8;
constexpr std::size_t card_bytes_max = 8 * 1024;
constexpr std::int64_t serial_max = (std::int64_t{1} << 53) - 1;

std::string spelt(const Card& c) {
  Json addresses = Json::array();
  for (const auto& a : c.addresses) addresses.push_back(wire::to_json(a));
  return base::spell({{"v", 1},
                      {"case", c.of_case.hex()},
                      {"line", c.line.hex()},
                      {"participant", c.participant.hex()},
                      {"serial", c.serial},
                      {"sealing", c.sealing.hex()},
                      {"reset", c.reset.hex()},
                      {"prekey", c.prekey.hex()},
                      {"addresses", std::move(addresses)}});
}

}  // namespace

Result<Card> decode_card(ByteView payload) {
  if (payload.size() > card_bytes_max) return fail(Code::too_large, "a card");
  OFFICES_TRY(json, base::parse_json(payload));
  base::Fields f(json, "card");
  Card c;
  f.integer("v", 1, 1);
  c.of_case = f.id<record::CaseId>("case");
  c.line = f.id<LineId>("line");
  c.participant = f.id<record::ParticipantId>("participant");
  c.serial = static_cast<std::uint64_t>(f.integer("serial", 1, serial_max));
  c.sealing = f.id<crypto::SealingPublic>("sealing");
  c.reset = f.id<crypto::SealingPublic>("reset");
  c.prekey = f.id<crypto::SealingPublic>("prekey");
  for (const auto& a : f.array("addresses", addresses_max)) {
    OFFICES_TRY(address, wire::address_from_json(a));
    c.addresses.push_back(std::move(address));
  }
  OFFICES_CHECK(f.finish());
  if (spelt(c) != base::as_text(payload)) return fail(Code::malformed, "a card in another spelling");
  return c;
}

record::Signed sign_card(const Card& card, const crypto::SigningKey& key) {
  return record::sign_payload(base::to_bytes(base::as_bytes(spelt(card))), key, card_type);
}

Result<Card> open_card(const record::Signed& card, const crypto::VerifyKey& key) {
  if (!record::signature_holds(card, key, card_type)) return fail(Code::bad_signature, "the card");
  OFFICES_TRY(read, decode_card(card.payload));
  for (const auto& sealing : {read.sealing, read.reset, read.prekey})
    if (!crypto::is_usable(sealing)) return fail(Code::malformed, "a key of small order in a card");
  return read;
}

}  // namespace offices::post
