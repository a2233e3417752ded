// SPDX-License-Identifier: Apache-2.0
#include "crypto/secret.hpp"

#include <sodium.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

namespace offices::crypto {

void start() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

namespace {

/// Guarded pages of keys that are gone, wiped, for the next key of that size: making and freeing them costs a dozen system
/// calls, and keys come and go with every message. One for each thread.
class Spares {
 public:
  Spares() = default;
  Spares(const Spares&) = delete;
  ~Spares() {
    over() = true;
    for (auto& [size, kept] : by_size_)
      for (auto* data : kept) sodium_free(data);
  }
  /// Null where there is none.
  static Byte* take(std::size_t size) {
    if (over()) return nullptr;
    auto& kept = mine().by_size_[size];
    if (kept.empty()) return nullptr;
    auto* data = kept.back();
    kept.pop_back();
    return data;
  }
  /// Wipes.
  static void give(Byte* data, std::size_t size) {
    if (over() || size > size_max || mine().by_size_[size].size() == each_max) return sodium_free(data);
    sodium_memzero(data, size);
    mine().by_size_[size].push_back(data);
  }

 private:
  static constexpr std::size_t size_max = 128, each_max = 16;
  static Spares& mine() {
    thread_local Spares spares;
    return spares;
  }
  /// Keys of static life outlive this thread's spares.
  static bool& over() {
    thread_local bool ended = false;
    return ended;
  }
  std::map<std::size_t, std::vector<Byte*>> by_size_;
};

}  // namespace

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  start();
  if (size == 0) return;
  data_ = Spares::take(size);
  if (data_) return;
  data_ = static_cast<Byte*>(sodium_malloc(size));
  if (!data_) std::abort();
  sodium_memzero(data_, size);
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    if (data_) Spares::give(data_, size_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretBytes::~SecretBytes() {
  if (data_) Spares::give(data_, size_);
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
