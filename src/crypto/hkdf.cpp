// SPDX-License-Identifier: Apache-2.0
#include "crypto/hkdf.hpp"

#include <sodium.h>

#include <cstdlib>

#include "crypto/hash.hpp"

namespace offices::crypto {
namespace {

/// HMAC-SHA-256 in parts; its state, from which the key could be told, is wiped.
class Hmac {
 public:
  explicit Hmac(ByteView key) {
    constexpr Byte nothing = 0;  // libsodium wants an address even of no octets
    crypto_auth_hmacsha256_init(&state_, key.empty() ? &nothing : key.data(), key.size());
  }
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;
  ~Hmac() { sodium_memzero(&state_, sizeof state_); }

  void add(ByteView part) { crypto_auth_hmacsha256_update(&state_, part.data(), part.size()); }
  void add(Parts parts) {
    for (auto p : parts) add(p);
  }
  void finish(std::span<Byte, hkdf_hash_bytes> out) { crypto_auth_hmacsha256_final(&state_, out.data()); }

 private:
  crypto_auth_hmacsha256_state state_;
};

}  // namespace

Digest hmac(ByteView key, Parts parts) {
  Hmac mac(key);
  mac.add(parts);
  Digest d;
  mac.finish(d.octets);
  return d;
}

Wiped<hkdf_hash_bytes> extract(ByteView salt, Parts input) {
  Hmac mac(salt);
  mac.add(input);
  Wiped<hkdf_hash_bytes> prk;
  mac.finish(prk.writable());
  return prk;
}

void expand_into(std::span<Byte> out, ByteView prk, Parts info) {
  if (out.size() > hkdf_output_bytes_max) std::abort();
  Wiped<hkdf_hash_bytes> block;
  for (Byte counter = 1; !out.empty(); ++counter) {
    Hmac mac(prk);
    if (counter > 1) mac.add(block.view());
    mac.add(info);
    mac.add(ByteView{&counter, 1});
    mac.finish(block.writable());
    auto taken = block.view().first(std::min(out.size(), hkdf_hash_bytes));
    std::ranges::copy(taken, out.begin());
    out = out.subspan(taken.size());
  }
}

SecretBytes hkdf_extract(ByteView salt, ByteView input) { return SecretBytes::from(extract(salt, {input}).view()); }

SecretBytes hkdf_expand(ByteView prk, ByteView info, std::size_t length) {
  SecretBytes out(length);
  expand_into(out.writable(), prk, {info});
  return out;
}

SecretBytes derive_key(ByteView secret, std::string_view label, std::size_t length) {
  auto prk = extract(base::as_bytes("goodoffices/v1"), {secret});
  return hkdf_expand(prk.view(), base::as_bytes(label), length);
}

}  // namespace offices::crypto
