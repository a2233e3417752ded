// SPDX-License-Identifier: Apache-2.0
#include "crypto/aead.hpp"

#include <sodium.h>

#include <cstdlib>

namespace offices::crypto {
namespace {

static_assert(aead_key_bytes == crypto_aead_chacha20poly1305_ietf_KEYBYTES);
static_assert(aead_nonce_bytes == crypto_aead_chacha20poly1305_ietf_NPUBBYTES);
static_assert(aead_tag_bytes == crypto_aead_chacha20poly1305_ietf_ABYTES);
static_assert(aead_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(xaead_nonce_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(aead_tag_bytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

void check(ByteView octets, std::size_t size) {
  if (octets.size() != size) std::abort();
}

}  // namespace

void aead_seal_into(std::span<Byte> out, ByteView key, ByteView nonce, ByteView aad, ByteView plaintext) {
  start();
  check(key, aead_key_bytes);
  check(nonce, aead_nonce_bytes);
  check(out, plaintext.size() + aead_tag_bytes);
  crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), aad.data(), aad.size(), nullptr,
                                            nonce.data(), key.data());
}

Result<Bytes> aead_open(ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext) {
  start();
  check(key, aead_key_bytes);
  check(nonce, aead_nonce_bytes);
  if (ciphertext.size() < aead_tag_bytes) return fail(Code::bad_seal);
  Bytes out(ciphertext.size() - aead_tag_bytes);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(), aad.data(), aad.size(),
                                                nonce.data(), key.data()) != 0)
    return fail(Code::bad_seal);
  return out;
}

void xaead_seal_into(std::span<Byte> out, ByteView key, ByteView nonce, ByteView aad, ByteView plaintext) {
  start();
  check(key, aead_key_bytes);
  check(nonce, xaead_nonce_bytes);
  check(out, plaintext.size() + aead_tag_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), aad.data(), aad.size(), nullptr,
                                             nonce.data(), key.data());
}

Result<void> xaead_open_into(std::span<Byte> out, ByteView key, ByteView nonce, ByteView aad, ByteView ciphertext) {
  start();
  check(key, aead_key_bytes);
  check(nonce, xaead_nonce_bytes);
  if (ciphertext.size() < aead_tag_bytes) return fail(Code::bad_seal);
  check(out, ciphertext.size() - aead_tag_bytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(), aad.data(), aad.size(),
                                                 nonce.data(), key.data()) != 0)
    return fail(Code::bad_seal);
  return {};
}

Result<Wiped<32>> x25519(ByteView scalar, ByteView point) {
  start();
  check(scalar, crypto_scalarmult_SCALARBYTES);
  check(point, crypto_scalarmult_BYTES);
  Wiped<32> out;
  if (crypto_scalarmult(out.writable().data(), scalar.data(), point.data()) != 0) return fail(Code::bad_seal, "a key of small order");
  return out;
}

std::array<Byte, 32> x25519_public(ByteView scalar) {
  start();
  check(scalar, crypto_scalarmult_SCALARBYTES);
  std::array<Byte, 32> out{};
  crypto_scalarmult_base(out.data(), scalar.data());
  return out;
}

}  // namespace offices::crypto
