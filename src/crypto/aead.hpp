// SPDX-License-Identifier: Apache-2.0
// Aead: ChaCha20-Poly1305 with a 96-bit nonce (RFC 8439), as HPKE uses it.
#pragma once

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace offices::crypto {

inline constexpr std::size_t aead_nonce_bytes = 12;
/// ciphertext ‖ tag(16). `key` has 32 octets, `nonce` 12.
[[nodiscard]] Bytes aead_seal(ByteView key, ByteView nonce, ByteView aad, ByteView plaintext);
/// Fails with Code::bad_seal.
[[nodiscard]] Result<Bytes> aead_open(ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext);
/// X25519 (RFC 7748). Fails with Code::bad_seal where the result is all zero (RFC 9180 section 7.1.4).
[[nodiscard]] Result<SecretBytes> x25519(ByteView scalar32, ByteView point32);

}  // namespace offices::crypto
