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

/// A signing key, in locked memory. One that was moved from, or never made, aborts when used.
class SigningKey {
 public:
  [[nodiscard]] static SigningKey generate(Random& random);
  /// Fails with Code::malformed unless `seed32` has 32 octets.
  [[nodiscard]] static Result<SigningKey> from_seed(ByteView seed32);
  [[nodiscard]] const VerifyKey& public_key() const { return public_; }
  [[nodiscard]] ByteView seed() const;
  /// Deterministic (RFC 8032 section 5.1.6).
  [[nodiscard]] Signature sign(ByteView message) const;

 private:
  [[nodiscard]] ByteView expanded() const;

  SecretBytes expanded_;  // seed ‖ public key, as libsodium keeps it
  VerifyKey public_;
};

/// Whether `signature` is `key`'s over `message`; any octets may come in. Refused beside what does not verify: S not
/// below the group's order, a key or R of small order, a key in other than its canonical spelling. The equation is
/// checked without the cofactor.
[[nodiscard]] bool verify(const VerifyKey& key, ByteView message, const Signature& signature);

}  // namespace offices::crypto
