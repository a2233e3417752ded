// SPDX-License-Identifier: Apache-2.0
#include "crypto/group.hpp"

#include <sodium.h>

#include <cstdlib>

#include "crypto/framing.hpp"

namespace offices::crypto {
namespace {

static_assert(crypto_core_ristretto255_BYTES == 32 && crypto_core_ristretto255_SCALARBYTES == 32);

constexpr std::array<Byte, 32> order{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                     0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

/// Whether the number is below the order, in time that does not depend on it.
bool below_order(ByteView little_endian) {
  unsigned borrow = 0;
  for (std::size_t i = 0; i < 32; ++i) borrow = ((unsigned{little_endian[i]} - order[i] - borrow) >> 8) & 1u;
  return borrow == 1;
}

bool is_zero(ByteView octets) { return sodium_is_zero(octets.data(), octets.size()) == 1; }

/// libsodium answers −1 for a point that does not decode, writing nothing, and for a product that is the identity, which
/// it has written. Which of the two it was is asked, so that nothing passes for the identity that is not.
Point product(ByteView s, const Point& p) {
  Point q;
  bool done = crypto_scalarmult_ristretto255(q.octets.data(), s.data(), p.octets.data()) == 0;
  if (!done && crypto_core_ristretto255_is_valid_point(p.octets.data()) != 1) std::abort();
  return q;
}

/// Here −1 is the identity, and nothing else.
Point base_product(ByteView s) {
  start();
  Point q;
  (void)crypto_scalarmult_ristretto255_base(q.octets.data(), s.data());
  return q;
}

void swap_octets(Byte bit, std::span<Byte, 32> a, std::span<Byte, 32> b) {
  volatile Byte widened = static_cast<Byte>(-static_cast<int>(bit & 1));  // volatile: no branch is made of it
  Byte mask = widened;
  for (std::size_t i = 0; i < 32; ++i) {
    Byte difference = static_cast<Byte>(mask & (a[i] ^ b[i]));
    a[i] ^= difference;
    b[i] ^= difference;
  }
}

}  // namespace

Result<Point> Point::from(ByteView octets32) {
  start();
  if (octets32.size() != 32) return fail(Code::malformed, "a group element is 32 octets");
  Point p;
  std::ranges::copy(octets32, p.octets.begin());
  // libsodium 1.0.18 overlooks the highest bit: every element would have a second spelling.
  bool high_bit = (p.octets.back() & 0x80) != 0;
  if (high_bit || crypto_core_ristretto255_is_valid_point(p.octets.data()) != 1) return fail(Code::malformed, "not a group element");
  return p;
}

Result<Scalar> Scalar::from(ByteView octets32) {
  if (octets32.size() != 32 || !below_order(octets32)) return fail(Code::malformed, "not a number below the group's order");
  Scalar s;
  std::ranges::copy(octets32, s.octets.begin());
  return s;
}

SecretScalar SecretScalar::random(Random& random) {
  start();
  SecretScalar s;
  do {
    Wiped<64> wide;
    random.fill(wide.writable());
    crypto_core_ristretto255_scalar_reduce(s.octets_.writable().data(), wide.view().data());
  } while (is_zero(s.view()));
  return s;
}

Result<SecretScalar> SecretScalar::from(ByteView octets32) {
  if (octets32.size() != 32 || !below_order(octets32) || is_zero(octets32)) return fail(Code::malformed, "not a secret scalar");
  SecretScalar s;
  std::ranges::copy(octets32, s.octets_.writable().begin());
  return s;
}

const Point& generator() {
  static const Point g = [] {
    Scalar one;
    one.octets[0] = 1;
    return base_product(one.view());
  }();
  return g;
}

Point times(const SecretScalar& s, const Point& p) { return product(s.view(), p); }
Point times(const Scalar& s, const Point& p) { return product(s.view(), p); }
Point times_generator(const SecretScalar& s) { return base_product(s.view()); }
Point times_generator(const Scalar& s) { return base_product(s.view()); }

Point operator+(const Point& a, const Point& b) {
  Point sum;
  if (crypto_core_ristretto255_add(sum.octets.data(), a.octets.data(), b.octets.data()) != 0) std::abort();
  return sum;
}

Point operator-(const Point& a, const Point& b) {
  Point difference;
  if (crypto_core_ristretto255_sub(difference.octets.data(), a.octets.data(), b.octets.data()) != 0) std::abort();
  return difference;
}

Scalar operator+(const Scalar& a, const Scalar& b) {
  Scalar sum;
  crypto_core_ristretto255_scalar_add(sum.octets.data(), a.octets.data(), b.octets.data());
  return sum;
}

Scalar operator-(const Scalar& a, const Scalar& b) {
  Scalar difference;
  crypto_core_ristretto255_scalar_sub(difference.octets.data(), a.octets.data(), b.octets.data());
  return difference;
}

Scalar respond(const SecretScalar& nonce, const Scalar& challenge, const SecretScalar& secret) {
  Wiped<32> masked;
  crypto_core_ristretto255_scalar_mul(masked.writable().data(), challenge.octets.data(), secret.view().data());
  Scalar response;
  crypto_core_ristretto255_scalar_add(response.octets.data(), masked.view().data(), nonce.view().data());
  return response;
}

Scalar hash_to_scalar(std::string_view label, std::initializer_list<ByteView> parts) {
  start();
  crypto_hash_sha512_state state;
  crypto_hash_sha512_init(&state);
  add_framed(label, parts, [&](ByteView v) { crypto_hash_sha512_update(&state, v.data(), v.size()); });
  std::array<Byte, crypto_hash_sha512_BYTES> wide{};
  crypto_hash_sha512_final(&state, wide.data());
  Scalar s;
  crypto_core_ristretto255_scalar_reduce(s.octets.data(), wide.data());
  return s;
}

Scalar random_scalar(Random& random) {
  start();
  std::array<Byte, crypto_core_ristretto255_NONREDUCEDSCALARBYTES> wide{};
  random.fill(wide);
  Scalar s;
  crypto_core_ristretto255_scalar_reduce(s.octets.data(), wide.data());
  wipe(wide);
  return s;
}

SecretScalar hedged_nonce(const SecretScalar& witness, std::string_view label, std::initializer_list<ByteView> parts, Random& random) {
  start();
  Wiped<32> fresh;
  random.fill(fresh.writable());
  crypto_auth_hmacsha512_state state;
  crypto_auth_hmacsha512_init(&state, witness.view().data(), witness.view().size());
  auto update = [&](ByteView v) { crypto_auth_hmacsha512_update(&state, v.data(), v.size()); };
  add_framed(label, parts, update);
  update(fresh.view());
  Wiped<crypto_auth_hmacsha512_BYTES> wide;
  crypto_auth_hmacsha512_final(&state, wide.writable().data());
  sodium_memzero(&state, sizeof state);
  SecretScalar nonce;
  crypto_core_ristretto255_scalar_reduce(nonce.octets_.writable().data(), wide.view().data());
  return nonce;
}

Point choose(Byte bit, const Point& zero, const Point& one) {
  Point a = zero, b = one;
  swap_octets(bit, a.octets, b.octets);
  return a;
}

void swap_if(Byte bit, Point& a, Point& b) { swap_octets(bit, a.octets, b.octets); }
void swap_if(Byte bit, Scalar& a, Scalar& b) { swap_octets(bit, a.octets, b.octets); }

}  // namespace offices::crypto
