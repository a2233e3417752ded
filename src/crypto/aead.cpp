// SPDX-License-Identifier: Apache-2.0
#include "crypto/aead.hpp"

#include <sodium.h>

namespace offices::crypto {

Bytes aead_seal(ByteView key, ByteView nonce, ByteView aad, ByteView plaintext) {
  Bytes out(plaintext.size() + crypto_aead_chacha20poly1305_ietf_ABYTES);
  crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), aad.data(), aad.size(), nullptr,
                                            nonce.data(), key.data());
  return out;
}

Result<Bytes> aead_open(ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext) {
  if (ciphertext.size() < crypto_aead_chacha20poly1305_ietf_ABYTES) return fail(Code::bad_seal);
  Bytes out(ciphertext.size() - crypto_aead_chacha20poly1305_ietf_ABYTES);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(), aad.data(),
                                                aad.size(), nonce.data(), key.data()) != 0)
    return fail(Code::bad_seal);
  return out;
}

Result<SecretBytes> x25519(ByteView scalar32, ByteView point32) {
  SecretBytes out(crypto_scalarmult_BYTES);
  if (crypto_scalarmult(out.writable().data(), scalar32.data(), point32.data()) != 0) return fail(Code::bad_seal, "a key of small order");
  return out;
}

}  // namespace offices::crypto
