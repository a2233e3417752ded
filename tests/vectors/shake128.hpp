// SPDX-License-Identifier: Apache-2.0
// Shake128: the extendable-output function of FIPS 202, in which accumulated test vectors are written down. Tests only.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <utility>

#include "base/bytes.hpp"

namespace offices::vectors {

/// Absorb first, then squeeze; both in pieces of any size.
class Shake128 {
 public:
  void absorb(ByteView in) {
    for (Byte b : in) {
      mix(at_, b);
      if (++at_ == rate) permute();
    }
  }

  Bytes squeeze(std::size_t length) {
    if (!std::exchange(squeezing_, true)) {
      mix(at_, 0x1f);
      mix(rate - 1, 0x80);
      permute();
    }
    Bytes out;
    while (out.size() < length) {
      if (at_ == rate) permute();
      out.push_back(static_cast<Byte>(lanes_[at_ / 8] >> (8 * (at_ % 8))));
      ++at_;
    }
    return out;
  }

 private:
  static constexpr std::size_t rate = 168;

  void mix(std::size_t at, Byte b) { lanes_[at / 8] ^= std::uint64_t{b} << (8 * (at % 8)); }

  /// Section 3.3: Keccak-f[1600], 24 rounds. Lane (x, y) is lanes_[x + 5y].
  void permute() {
    at_ = 0;
    std::uint8_t lfsr = 1;
    for (int round = 0; round < 24; ++round) {
      theta();
      rho_and_pi();
      chi();
      iota(lfsr);
    }
  }

  void theta() {
    std::array<std::uint64_t, 5> parity{};
    for (std::size_t i = 0; i < 25; ++i) parity[i % 5] ^= lanes_[i];
    for (std::size_t i = 0; i < 25; ++i) lanes_[i] ^= parity[(i + 4) % 5] ^ std::rotl(parity[(i + 1) % 5], 1);
  }

  void rho_and_pi() {
    std::size_t x = 1, y = 0;
    auto carried = lanes_[1];
    for (int t = 0; t < 24; ++t) {
      auto next = (2 * x + 3 * y) % 5;
      x = std::exchange(y, next);
      carried = std::exchange(lanes_[x + 5 * y], std::rotl(carried, (t + 1) * (t + 2) / 2 % 64));
    }
  }

  void chi() {
    for (std::size_t y = 0; y < 25; y += 5) {
      std::array<std::uint64_t, 5> row{};
      for (std::size_t x = 0; x < 5; ++x) row[x] = lanes_[y + x];
      for (std::size_t x = 0; x < 5; ++x) lanes_[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
  }

  void iota(std::uint8_t& lfsr) {
    for (int j = 0; j <= 6; ++j) {
      if (lfsr & 1) lanes_[0] ^= std::uint64_t{1} << ((1 << j) - 1);
      lfsr = static_cast<std::uint8_t>((lfsr << 1) ^ ((lfsr >> 7) * 0x71));
    }
  }

  std::array<std::uint64_t, 25> lanes_{};
  std::size_t at_ = 0;
  bool squeezing_ = false;
};

}  // namespace offices::vectors
