// SPDX-License-Identifier: Apache-2.0
// PackedRefs: where the points of a layer came from, in as few whole octets each as the layer needs.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

namespace offices::accord {

/// Where a point came from: the point of the layer before, and the class of the issue added.
[[nodiscard]] inline std::uint64_t make_ref(std::size_t before, std::size_t cls) { return std::uint64_t{before} << 24 | cls; }
[[nodiscard]] inline std::size_t ref_before(std::uint64_t ref) { return ref >> 24; }
[[nodiscard]] inline std::size_t ref_class(std::uint64_t ref) { return ref & 0xffffff; }

static_assert(std::endian::native == std::endian::little, "references are read as the low octets of a word");

class PackedRefs {
 public:
  PackedRefs() = default;
  /// For at most `size` references to fewer than `before` points and `classes` classes.
  PackedRefs(std::size_t size, std::size_t before, std::size_t classes)
      : class_bits_(static_cast<unsigned>(std::bit_width(classes))),
        octets_((class_bits_ + static_cast<unsigned>(std::bit_width(before)) + 7) / 8), data_(size * octets_ + word) {}

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t bytes() const { return data_.size(); }

  void append(std::uint64_t ref) {
    std::uint64_t packed = ref_before(ref) << class_bits_ | ref_class(ref);
    std::memcpy(data_.data() + size_++ * octets_, &packed, word);
  }
  [[nodiscard]] std::uint64_t get(std::size_t at) const {
    std::uint64_t packed = 0;
    std::memcpy(&packed, data_.data() + at * octets_, word);
    packed &= ~std::uint64_t{0} >> (64 - 8 * octets_);
    return make_ref(packed >> class_bits_, packed & ((std::uint64_t{1} << class_bits_) - 1));
  }
  /// Keeps the references whose flag is set.
  void keep(const std::vector<bool>& flags) {
    std::size_t to = 0;
    for (std::size_t at = 0; at < size_; ++at)
      if (flags[at]) std::memmove(data_.data() + to++ * octets_, data_.data() + at * octets_, octets_);
    size_ = to;
    data_.resize(to * octets_ + word);
    data_.shrink_to_fit();
  }

 private:
  static constexpr std::size_t word = sizeof(std::uint64_t);  ///< read and written whole, so the last one needs room after it

  std::size_t size_ = 0;
  unsigned class_bits_ = 0, octets_ = 0;
  std::vector<std::uint8_t> data_;
};

}  // namespace offices::accord
