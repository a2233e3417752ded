// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.hpp"

#include <sodium.h>

#include <cstdlib>
#include <cstring>

namespace offices::crypto {

void start() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  start();
  if (size == 0) return;
  data_ = static_cast<Byte*>(sodium_malloc(size));
  if (!data_) std::abort();
  sodium_memzero(data_, size);
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    if (data_) sodium_free(data_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretBytes::~SecretBytes() {
  if (data_) sodium_free(data_);  // wipes first
}

SecretBytes SecretBytes::from(ByteView v) {
  SecretBytes s(v.size());
  if (!v.empty()) std::memcpy(s.data_, v.data(), v.size());
  return s;
}

void wipe(std::span<Byte> octets) {
  if (!octets.empty()) sodium_memzero(octets.data(), octets.size());
}

}  // namespace offices::crypto
