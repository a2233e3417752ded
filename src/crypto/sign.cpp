// SPDX-License-Identifier: Apache-2.0
#include "crypto/sign.hpp"

#include <sodium.h>

#include <cstdlib>

namespace offices::crypto {

SigningKey SigningKey::generate(Random& random) {
  SecretBytes seed(crypto_sign_SEEDBYTES);
  random.fill(seed.writable());
  return *from_seed(seed.view());
}

Result<SigningKey> SigningKey::from_seed(ByteView seed32) {
  if (seed32.size() != crypto_sign_SEEDBYTES) return fail(Code::malformed, "a signing seed is 32 octets");
  SigningKey key;
  key.expanded_ = SecretBytes(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(key.public_.octets.data(), key.expanded_.writable().data(), seed32.data());
  return key;
}

ByteView SigningKey::expanded() const {
  if (expanded_.size() != crypto_sign_SECRETKEYBYTES) std::abort();
  return expanded_.view();
}

ByteView SigningKey::seed() const { return expanded().first(crypto_sign_SEEDBYTES); }

Signature SigningKey::sign(ByteView message) const {
  Signature s;
  crypto_sign_detached(s.data(), nullptr, message.data(), message.size(), expanded().data());
  return s;
}

bool verify(const VerifyKey& key, ByteView message, const Signature& signature) {
  start();
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.octets.data()) == 0;
}

}  // namespace offices::crypto
