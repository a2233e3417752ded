// SPDX-License-Identifier: Apache-2.0
#include "wire/envelope.hpp"

#include <cstdlib>

namespace offices::wire {
namespace {

constexpr std::uint16_t version = 1;

bool all_zero(ByteView v) {
  return std::ranges::all_of(v, [](Byte b) { return b == 0; });
}

}  // namespace

Bytes encode_frame(const Frame& f) {
  if (f.body.size() > frame_body_max) std::abort();
  Bytes out;
  out.reserve(frame_bytes);
  base::put_u16(out, version);
  base::put_u64(out, f.message);
  base::put_u32(out, f.index);
  base::put_u32(out, f.count);
  base::put_u32(out, static_cast<std::uint32_t>(f.body.size()));
  base::put(out, f.body);
  out.resize(frame_bytes);
  return out;
}

Result<Frame> decode_frame(ByteView v) {
  if (v.size() != frame_bytes || base::get_u16(v) != version) return fail(Code::malformed, "not a frame");
  Frame f{base::get_u64(v.subspan(2)), base::get_u32(v.subspan(10)), base::get_u32(v.subspan(14)), {}};
  auto length = base::get_u32(v.subspan(18));
  if (length > frame_body_max || f.index >= f.count) return fail(Code::malformed, "a frame of impossible size or place");
  auto body = v.subspan(frame_header_bytes, length);
  if (!all_zero(v.subspan(frame_header_bytes + length))) return fail(Code::malformed, "a frame with something after its body");
  f.body = base::to_bytes(body);
  return f;
}

Result<std::vector<Frame>> split_message(std::uint64_t number, ByteView message) {
  if (message.size() > message_bytes_max) return fail(Code::too_large, "a message");
  auto count = static_cast<std::uint32_t>(std::max<std::size_t>(1, (message.size() + frame_body_max - 1) / frame_body_max));
  std::vector<Frame> frames;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto from = std::size_t{i} * frame_body_max;
    frames.push_back({number, i, count, base::to_bytes(message.subspan(from, std::min(frame_body_max, message.size() - from)))});
  }
  return frames;
}

Result<Envelope> seal_frame(const Frame& frame, const crypto::HpkeShared& shared, const crypto::HpkeOutgoing& keys,
                            crypto::Random& random) {
  OFFICES_TRY(setup, crypto::hpke_sender(shared, keys, random));
  auto plain = encode_frame(frame);
  Envelope out(envelope_bytes);
  std::ranges::copy(setup.enc.view(), out.begin());
  setup.context.seal_into(std::span(out).subspan(crypto::hpke_enc_bytes), {}, plain);
  crypto::wipe(plain);
  return out;
}

Result<Frame> open_envelope(ByteView envelope, const crypto::HpkeShared& shared, const crypto::HpkeIncoming& keys) {
  if (envelope.size() != envelope_bytes) return fail(Code::malformed, "not an envelope");
  OFFICES_TRY(enc, crypto::SealingPublic::from(envelope.first(crypto::hpke_enc_bytes)));
  OFFICES_TRY(context, crypto::hpke_recipient(shared, enc, keys));
  OFFICES_TRY(plain, context.open({}, envelope.subspan(crypto::hpke_enc_bytes)));
  auto frame = decode_frame(plain);
  crypto::wipe(plain);
  return frame;
}

crypto::Digest envelope_digest(ByteView envelope) { return crypto::sha256(envelope); }

}  // namespace offices::wire
