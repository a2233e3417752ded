// SPDX-License-Identifier: Apache-2.0
// Wiped: a short-lived secret of fixed size on the stack, for the steps of a derivation. SecretBytes maps and locks pages
// for each value, which a key that stays deserves and an intermediate value cannot pay for.
#pragma once

#include <array>
#include <cstddef>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace offices::crypto {

/// N octets, zero at first, overwritten when they die or are moved from.
template <std::size_t N>
class Wiped {
 public:
  Wiped() = default;
  Wiped(Wiped&& other) noexcept : octets_(other.octets_) { wipe(other.octets_); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  Wiped& operator=(Wiped&& other) noexcept {
    if (this == &other) return *this;
    octets_ = other.octets_;
    wipe(other.octets_);
    return *this;
  }
  ~Wiped() { wipe(octets_); }

  [[nodiscard]] ByteView view() const { return octets_; }
  [[nodiscard]] std::span<Byte, N> writable() { return octets_; }

 private:
  std::array<Byte, N> octets_{};
};

}  // namespace offices::crypto
