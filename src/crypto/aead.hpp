// SPDX-License-Identifier: Apache-2.0
// Aead: the primitives under HPKE and the vault, thin over libsodium; for this module. Keys, nonces and buffers of a
// wrong size are broken invariants and abort: so does a key that was moved from.
#pragma once

#include "base/bytes.hpp"
#include "crypto/wiped.hpp"

namespace offices::crypto {

inline constexpr std::size_t aead_key_bytes = 32;
inline constexpr std::size_t aead_nonce_bytes = 12;
inline constexpr std::size_t aead_tag_bytes = 16;
inline constexpr std::size_t xaead_nonce_bytes = 24;

/// ChaCha20-Poly1305 (RFC 8439): fills `out`, which has room for plaintext and tag, with ciphertext ‖ tag.
void aead_seal_into(std::span<Byte> out, ByteView key, ByteView nonce, ByteView aad, ByteView plaintext);
/// Fails with Code::bad_seal.
[[nodiscard]] Result<Bytes> aead_open(ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext);

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): fills `out`, which has room for plaintext and tag.
void xaead_seal_into(std::span<Byte> out, ByteView key, ByteView nonce, ByteView aad, ByteView plaintext);
/// Fills `out`, which has the size of `ciphertext` less the tag. Fails with Code::bad_seal; `out`
/// then holds nothing of it.
[[nodiscard]] Result<void> xaead_open_into(std::span<Byte> out, ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext);

/// X25519 (RFC 7748). Fails with Code::bad_seal where the result is all zero (RFC 9180 section 7.1.4).
[[nodiscard]] Result<Wiped<32>> x25519(ByteView scalar, ByteView point);
/// The public key of `scalar`.
[[nodiscard]] std::array<Byte, 32> x25519_public(ByteView scalar);

}  // namespace offices::crypto
