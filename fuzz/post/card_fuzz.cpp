// SPDX-License-Identifier: Apache-2.0
// Cards: what reads is spelled again identically, and signed by its key it opens to the same card where its keys are of use.
#include "fuzz/require.hpp"
#include "post/card.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  static const auto key = *crypto::SigningKey::from_seed(Bytes(32, Byte{7}));
  ByteView octets{data, size};
  auto card = post::decode_card(octets);
  auto opened = post::open_card(record::sign_payload(base::to_bytes(octets), key, post::card_type), key.public_key());
  fuzz::require(card || !opened);
  if (!card) return 0;
  bool usable = crypto::is_usable(card->sealing) && crypto::is_usable(card->reset) && crypto::is_usable(card->prekey);
  fuzz::require(usable == opened.has_value() && (!opened || *opened == *card));
  fuzz::require(base::equal(post::sign_card(*card, key).payload, octets));
  return 0;
}
