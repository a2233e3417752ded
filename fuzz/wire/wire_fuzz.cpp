// SPDX-License-Identifier: Apache-2.0
// Every parser of the wire reads the same input, filled with zeros where a size is fixed. What parses must be spelled
// again to the same octets; what is sealed must open to what a frame's reader says of it; what was not sealed opens never.

#include "fuzz/require.hpp"
#include "wire/envelope.hpp"
#include "wire/mailbox.hpp"

namespace offices::wire {
namespace {

using fuzz::require;

Bytes filled(ByteView octets, std::size_t size) {
  auto out = base::to_bytes(octets.first(std::min(octets.size(), size)));
  out.resize(size);
  return out;
}

void frame(ByteView octets) {
  auto spelled = filled(octets, frame_bytes);
  auto f = decode_frame(spelled);
  if (!f) return;
  require(encode_frame(*f) == spelled);
  require(f->index < f->count && f->body.size() <= frame_body_max);
}

void split(ByteView octets) {
  constexpr std::size_t times = 40;  // so that short inputs make messages of several frames
  Bytes message;
  for (std::size_t i = 0; i < (octets.size() % 2 ? times : 1); ++i) base::put(message, octets);
  auto frames = *split_message(octets.size(), message);
  Bytes joined;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    require(*decode_frame(encode_frame(frames[i])) == frames[i]);
    require(frames[i].index == i && frames[i].count == frames.size());
    base::put(joined, frames[i].body);
  }
  require(joined == message);
}

crypto::SealingPair reader() { return crypto::derive_sealing_pair(Bytes(32, Byte{1})); }
crypto::SealingPair writer() { return crypto::derive_sealing_pair(Bytes(32, Byte{2})); }

const crypto::HpkeIncoming& incoming() {
  static const auto from = writer().open;
  static const auto keys = *crypto::HpkeIncoming::make(reader(), &from);
  return keys;
}
const crypto::HpkeOutgoing& outgoing() {
  static const auto from = writer();
  static const auto keys = *crypto::HpkeOutgoing::make(reader().open, &from);
  return keys;
}

crypto::HpkeShared shared() {
  static const Bytes psk(32, Byte{3});
  return {crypto::HpkeMode::auth_psk, base::as_bytes("fuzz"), psk, base::as_bytes("id"), crypto::HpkeAead::chacha20_poly1305};
}

/// Seals octets that need be no frame.
Envelope seal_any(ByteView plain) {
  crypto::SeededRandom random(1);
  auto setup = *crypto::hpke_sender(shared(), outgoing(), random);
  Envelope out = base::to_bytes(setup.enc.view());
  base::put(out, setup.context.seal({}, plain));
  return out;
}

void sealed(ByteView octets) {
  auto plain = filled(octets, frame_bytes);
  auto envelope = seal_any(plain);
  auto opened = open_envelope(envelope, shared(), incoming());
  auto read = decode_frame(plain);
  require(opened.has_value() == read.has_value());
  if (opened) require(*opened == *read);
  envelope[octets.size() % envelope.size()] ^= 1;
  require(!open_envelope(envelope, shared(), incoming()).has_value());
}

void unsealed(ByteView octets) {
  require(!open_envelope(octets, shared(), incoming()).has_value());
  require(!open_envelope(filled(octets, envelope_bytes), shared(), incoming()).has_value());
}

void url(std::string_view text) {
  auto read = check_relay_url(text);
  if (!read) return;
  require(text == *read || text == *read + "/");
  require(*check_relay_url(*read) == *read);
}

void address(ByteView octets) {
  auto json = base::parse_json(octets);
  if (!json) return;
  if (auto a = address_from_json(*json)) require(to_json(*a) == *json);
}

}  // namespace
}  // namespace offices::wire

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  ByteView octets{data, size};
  wire::frame(octets);
  wire::url(base::as_text(octets));
  wire::address(octets);
  if (size == 0) return 0;
  // The slow ones by turns.
  switch (data[size - 1] % 8) {
    case 0: wire::split(octets); break;
    case 1: wire::sealed(octets); break;
    case 2: wire::unsealed(octets); break;
    default: break;
  }
  return 0;
}
