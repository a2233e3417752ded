// SPDX-License-Identifier: Apache-2.0
// Sign: Ed25519 (RFC 8032), with libsodium's verdict.
#pragma once

#include <array>

#include "base/bytes.hpp"
#include "crypto/random.hpp"
#include "crypto/secret.hpp"

namespace offices::crypto {

struct VerifyKeyTag {};
using VerifyKey = base::Id<VerifyKeyTag>;
using Signature = std::array<Byte, 64>;

/// A signing key. Holds the seed and its expansion in locked memory.
class SigningKey {
 public:
  [[nodiscard]] static SigningKey generate(Random& random);
  [[nodiscard]] static Result<SigningKey> from_seed(ByteView seed32);
  [[nodiscard]] const VerifyKey& public_key() const { return public_; }
  [[nodiscard]] ByteView seed() const { return expanded_.view().first(32); }
  [[nodiscard]] Signature sign(ByteView message) const;

 private:
  SecretBytes expanded_;  // seed ‖ public key, as libsodium keeps it
  VerifyKey public_;
};

/// Whether `signature` is `key`'s over `message`. Never throws; any octets may come in.
[[nodiscard]] bool verify(const VerifyKey& key, ByteView message, const Signature& signature);

}  // namespace offices::crypto
