// SPDX-License-Identifier: Apache-2.0
// Envelope: all that a relay may see, and the frames that fit inside.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"

namespace offices::wire {

/// Every envelope has this size: enc(32) ‖ ciphertext ‖ tag(16). Nothing in it is in clear.
inline constexpr std::size_t envelope_bytes = 16 * 1024;
inline constexpr std::size_t frame_bytes = envelope_bytes - crypto::hpke_enc_bytes - crypto::hpke_tag_bytes;
/// What one frame carries beside its header of 2 + 8 + 4 + 4 + 4 octets.
inline constexpr std::size_t frame_header_bytes = 22;
inline constexpr std::size_t frame_body_max = frame_bytes - frame_header_bytes;
inline constexpr std::size_t message_bytes_max = 8 * 1024 * 1024;

using Envelope = Bytes;  ///< exactly envelope_bytes octets

/// A part of a message before sealing. On the wire: version u16 = 1, message u64, index u32, count u32, length u32, body,
/// zeros up to frame_bytes.
struct Frame {
  std::uint64_t message = 0;  ///< the sender's message number; 0 where none is asked to be confirmed
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  Bytes body;
  bool operator==(const Frame&) const = default;
};

/// A body over frame_body_max is the caller's error and aborts.
[[nodiscard]] Bytes encode_frame(const Frame& frame);
/// Fails with Code::malformed unless `octets` is a frame in its only spelling (zeros after the body, index < count).
[[nodiscard]] Result<Frame> decode_frame(ByteView octets);

/// Cuts a message into frames. Fails with Code::too_large over message_bytes_max.
[[nodiscard]] Result<std::vector<Frame>> split_message(std::uint64_t number, ByteView message);

/// Seals one frame. One HPKE context per envelope. Fails as hpke_sender does.
[[nodiscard]] Result<Envelope> seal_frame(const Frame& frame, const crypto::HpkeShared& shared, const crypto::HpkeOutgoing& keys,
                                          crypto::Random& random);
/// Opens one envelope that may come from anyone. Fails with Code::malformed or Code::bad_seal.
[[nodiscard]] Result<Frame> open_envelope(ByteView envelope, const crypto::HpkeShared& shared, const crypto::HpkeIncoming& keys);

/// SHA-256 of the envelope: how relays and posts recognise the same one.
[[nodiscard]] crypto::Digest envelope_digest(ByteView envelope);

}  // namespace offices::wire
