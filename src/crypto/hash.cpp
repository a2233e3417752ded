// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.hpp"

#include <sodium.h>

#include <cstdlib>

namespace offices::crypto {
namespace {

class Sha256 {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void add(ByteView part) { crypto_hash_sha256_update(&state_, part.data(), part.size()); }
  [[nodiscard]] Digest finish() {
    Digest d;
    crypto_hash_sha256_final(&state_, d.octets.data());
    return d;
  }

 private:
  crypto_hash_sha256_state state_;
};

std::array<Byte, 8> big_endian(std::uint64_t v) {
  std::array<Byte, 8> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<Byte>(v >> (56 - 8 * i));
  return out;
}

}  // namespace

Digest sha256(std::initializer_list<ByteView> parts) {
  Sha256 hash;
  for (auto p : parts) hash.add(p);
  return hash.finish();
}

Digest labelled_hash(std::string_view label, std::initializer_list<ByteView> parts) {
  if (label.find('\0') != std::string_view::npos) std::abort();
  constexpr Byte end = 0;
  Sha256 hash;
  hash.add(base::as_bytes("goodoffices/v1/"));
  hash.add(base::as_bytes(label));
  hash.add({&end, 1});
  for (auto p : parts) {
    hash.add(big_endian(p.size()));
    hash.add(p);
  }
  return hash.finish();
}

bool equal_secret(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace offices::crypto
