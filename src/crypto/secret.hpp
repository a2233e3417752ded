// SPDX-License-Identifier: Apache-2.0
// Secret: key material in locked, guarded memory that is wiped when it dies and can be neither copied nor printed.
#pragma once

#include <cstddef>
#include <utility>

#include "base/bytes.hpp"

namespace offices::crypto {

/// Prepares libsodium. Idempotent and thread-safe; aborts where the library cannot start. Whatever in this module needs
/// it calls it, so callers need not.
void start();

/// Octets in sodium_malloc'd memory: locked where the system allows it, between guard pages, wiped when freed. Movable
/// only; what was moved from is empty, and using an empty key aborts. Each value costs pages: one per key that stays.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t size);  ///< zeroed; aborts where no memory can be had
  SecretBytes(SecretBytes&& other) noexcept : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  /// Copies `v` in; the caller wipes its own copy.
  [[nodiscard]] static SecretBytes from(ByteView v);
  [[nodiscard]] SecretBytes clone() const { return from(view()); }
  [[nodiscard]] ByteView view() const { return {data_, size_}; }
  [[nodiscard]] std::span<Byte> writable() { return {data_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  Byte* data_ = nullptr;
  std::size_t size_ = 0;
};

/// A 32-octet secret with a purpose: a signing seed does not convert to a sealing key.
template <class Tag>
struct Secret32 {
  SecretBytes bytes{32};
  [[nodiscard]] static Result<Secret32> from(ByteView v) {
    if (v.size() != 32) return fail(Code::malformed, "a key is 32 octets");
    return Secret32{SecretBytes::from(v)};
  }
  [[nodiscard]] Secret32 clone() const { return Secret32{bytes.clone()}; }
  [[nodiscard]] ByteView view() const { return bytes.view(); }
};

/// Overwrites ordinary memory that held a secret (sodium_memzero).
void wipe(std::span<Byte> octets);

}  // namespace offices::crypto
