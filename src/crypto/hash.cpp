// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.hpp"

#include <sodium.h>

#include <cstdlib>

namespace offices::crypto {
namespace {

constexpr std::size_t hash_bytes = 32;

void hmac_into(Byte* out, ByteView key, std::initializer_list<ByteView> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  for (auto p : parts) crypto_auth_hmacsha256_update(&state, p.data(), p.size());
  crypto_auth_hmacsha256_final(&state, out);
  sodium_memzero(&state, sizeof state);
}

}  // namespace

Digest sha256(std::initializer_list<ByteView> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (auto p : parts) crypto_hash_sha256_update(&state, p.data(), p.size());
  Digest d;
  crypto_hash_sha256_final(&state, d.octets.data());
  return d;
}

Digest labelled_hash(std::string_view label, std::initializer_list<ByteView> parts) {
  constexpr std::string_view prefix = "goodoffices/v1/";
  constexpr Byte end = 0;
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  auto add = [&](ByteView v) { crypto_hash_sha256_update(&state, v.data(), v.size()); };
  add(base::as_bytes(prefix));
  add(base::as_bytes(label));
  add({&end, 1});
  for (auto p : parts) {
    std::array<Byte, 8> length{};
    for (std::size_t i = 0; i < 8; ++i) length[i] = static_cast<Byte>(std::uint64_t{p.size()} >> (56 - 8 * i));
    add(length);
    add(p);
  }
  Digest d;
  crypto_hash_sha256_final(&state, d.octets.data());
  return d;
}

Digest hmac(ByteView key, std::initializer_list<ByteView> parts) {
  Digest d;
  hmac_into(d.octets.data(), key, parts);
  return d;
}

SecretBytes hkdf_extract(ByteView salt, ByteView input) {
  start();
  SecretBytes prk(hash_bytes);
  hmac_into(prk.writable().data(), salt, {input});
  return prk;
}

SecretBytes hkdf_expand(ByteView prk, ByteView info, std::size_t length) {
  if (length > 255 * hash_bytes) std::abort();
  SecretBytes out(length);
  SecretBytes block(hash_bytes);
  std::size_t have = 0;
  for (Byte counter = 1; have < length; ++counter) {
    ByteView previous = counter == 1 ? ByteView{} : block.view();
    SecretBytes next(hash_bytes);
    hmac_into(next.writable().data(), prk, {previous, info, {&counter, 1}});
    block = std::move(next);
    auto n = std::min(hash_bytes, length - have);
    std::ranges::copy(block.view().first(n), out.writable().begin() + static_cast<std::ptrdiff_t>(have));
    have += n;
  }
  return out;
}

SecretBytes derive_key(ByteView secret, std::string_view label, std::size_t length) {
  auto prk = hkdf_extract(base::as_bytes("goodoffices/v1"), secret);
  return hkdf_expand(prk.view(), base::as_bytes(label), length);
}

bool equal_secret(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace offices::crypto
