// SPDX-License-Identifier: Apache-2.0
// Random: where randomness comes from, as an argument.
#pragma once

#include <span>

#include "base/bytes.hpp"

namespace offices::crypto {

/// A source of octets. Tests pass a seeded one; nothing else does.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<Byte> out) = 0;
};

/// The operating system's generator (libsodium's randombytes_buf).
class SystemRandom final : public Random {
 public:
  void fill(std::span<Byte> out) override;
};

/// A deterministic stream from a seed (ChaCha20): for simulations and reproducible tests only.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : seed_(seed) {}
  void fill(std::span<Byte> out) override;

 private:
  std::uint64_t seed_;
  std::uint64_t block_ = 0;
};

template <class IdType>
[[nodiscard]] IdType random_id(Random& random) {
  IdType id;
  random.fill(id.octets);
  return id;
}

}  // namespace offices::crypto
