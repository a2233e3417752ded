// SPDX-License-Identifier: Apache-2.0
// Invitations: the input is read as a file, and as the payload of a file whose signature is good.
#include "fuzz/require.hpp"
#include "post/invitation.hpp"

namespace {

using namespace offices;

std::string payload_of(ByteView file) { return base::parse_json(file)->at("payload").get<std::string>(); }

void read(ByteView file, const crypto::SigningKey& key) {
  auto opened = post::open_invitation(file);
  if (!opened) return;
  fuzz::require(opened->invitation.secret.size() == 32);
  auto again = post::encode_invitation(opened->invitation, key);
  auto text = base::as_text(file);
  text = text.substr(0, text.find_last_of('}') + 1);
  fuzz::require(payload_of(base::as_bytes(again)) == payload_of(base::as_bytes(text)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = *crypto::SigningKey::from_seed(Bytes(32, Byte{1}));
  ByteView octets{data, size};
  read(octets, key);
  auto file = record::bare_to_json(record::sign_payload(base::to_bytes(octets), key, post::invitation_type));
  file["type"] = "goodoffices invitation";
  read(base::as_bytes(base::spell(file)), key);
  return 0;
}
