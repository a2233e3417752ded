// SPDX-License-Identifier: Apache-2.0
#include "crypto/random.hpp"

#include <sodium.h>

#include "crypto/secret.hpp"

namespace offices::crypto {

void SystemRandom::fill(std::span<Byte> out) {
  start();
  if (!out.empty()) randombytes_buf(out.data(), out.size());
}

void SeededRandom::fill(std::span<Byte> out) {
  start();
  if (out.empty()) return;
  std::array<Byte, crypto_stream_chacha20_KEYBYTES> key{};
  std::array<Byte, crypto_stream_chacha20_NONCEBYTES> nonce{};
  for (std::size_t i = 0; i < 8; ++i) {
    key[i] = static_cast<Byte>(seed_ >> (8 * i));
    nonce[i] = static_cast<Byte>(block_ >> (8 * i));
  }
  ++block_;
  crypto_stream_chacha20(out.data(), out.size(), nonce.data(), key.data());
}

}  // namespace offices::crypto
