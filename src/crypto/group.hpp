// SPDX-License-Identifier: Apache-2.0
// Group: ristretto255 (RFC 9496), a group of prime order, with secrets that are wiped.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/random.hpp"
#include "crypto/wiped.hpp"

namespace offices::crypto {

/// An element in its one canonical encoding. The default value is the identity (32 zero octets).
struct Point {
  std::array<Byte, 32> octets{};

  [[nodiscard]] ByteView view() const { return octets; }
  [[nodiscard]] bool is_identity() const { return *this == Point{}; }
  bool operator==(const Point&) const = default;

  /// Decodes (RFC 9496 section 4.3.1). Fails with Code::malformed for any octets that are not a canonical encoding. The
  /// identity is one: a caller that must not have it asks is_identity().
  [[nodiscard]] static Result<Point> from(ByteView octets32);
};

/// A public integer modulo the group's order (challenges, responses), little-endian, below the order.
struct Scalar {
  std::array<Byte, 32> octets{};

  [[nodiscard]] ByteView view() const { return octets; }
  bool operator==(const Scalar&) const = default;

  /// Fails with Code::malformed where the number is not below the order: one number, one spelling.
  [[nodiscard]] static Result<Scalar> from(ByteView octets32);
};

/// A secret integer modulo the order: movable only, wiped when it dies.
class SecretScalar {
 public:
  /// Uniform in 1 … order − 1.
  [[nodiscard]] static SecretScalar random(Random& random);
  /// Reads what view() gave. Fails with Code::malformed for zero and for what is not below the order.
  [[nodiscard]] static Result<SecretScalar> from(ByteView octets32);
  [[nodiscard]] ByteView view() const { return octets_.view(); }

 private:
  SecretScalar() = default;  // zero, to be written
  friend SecretScalar hedged_nonce(const SecretScalar&, std::string_view, std::initializer_list<ByteView>, Random&);
  Wiped<32> octets_;
};

/// The element that RFC 9496 calls the generator.
[[nodiscard]] const Point& generator();

// Multiplications take the same time for every scalar (libsodium's, over fixed windows); results may be the identity. Points
// that came from Point::from or from here always decode: anything else aborts.
[[nodiscard]] Point times(const SecretScalar& s, const Point& p);
[[nodiscard]] Point times(const Scalar& s, const Point& p);
[[nodiscard]] Point times_generator(const SecretScalar& s);
[[nodiscard]] Point times_generator(const Scalar& s);
[[nodiscard]] Point operator+(const Point& a, const Point& b);
[[nodiscard]] Point operator-(const Point& a, const Point& b);

[[nodiscard]] Scalar operator+(const Scalar& a, const Scalar& b);
[[nodiscard]] Scalar operator-(const Scalar& a, const Scalar& b);
/// nonce + challenge · secret: the response of a Schnorr proof, public once its nonce is used for nothing else.
[[nodiscard]] Scalar respond(const SecretScalar& nonce, const Scalar& challenge, const SecretScalar& secret);

/// SHA-512, reduced modulo the order, over the framing of framing.hpp: no two (label, parts) hash the same input.
[[nodiscard]] Scalar hash_to_scalar(std::string_view label, std::initializer_list<ByteView> parts);
/// A uniform scalar that will be public.
[[nodiscard]] Scalar random_scalar(Random& random);

/// A nonce from HMAC-SHA-512 under the witness, over the framed label and parts and 32 fresh octets, reduced. A machine
/// restored from a snapshot may draw the same octets again: with other parts it still gets another nonce, with the same
/// parts the same one, so `parts` must hold all that the challenge depends on but the nonce's own commitment.
[[nodiscard]] SecretScalar hedged_nonce(const SecretScalar& witness, std::string_view label, std::initializer_list<ByteView> parts,
                                        Random& random);

// Choices by a secret bit, without a branch or an index that depends on it. `bit` is 0 or 1.
[[nodiscard]] Point choose(Byte bit, const Point& zero, const Point& one);
void swap_if(Byte bit, Point& a, Point& b);
void swap_if(Byte bit, Scalar& a, Scalar& b);

}  // namespace offices::crypto
