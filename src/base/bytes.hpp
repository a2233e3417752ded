// SPDX-License-Identifier: Apache-2.0
// Bytes: the octet types that every module passes, and their text spellings.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace offices::base {

using Byte = std::uint8_t;
using Bytes = std::vector<Byte>;
using ByteView = std::span<const Byte>;

/// Views the octets of `text`; no copy.
[[nodiscard]] inline ByteView as_bytes(std::string_view text) { return {reinterpret_cast<const Byte*>(text.data()), text.size()}; }
/// Views octets as text; the caller knows that they are.
[[nodiscard]] inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
[[nodiscard]] inline Bytes to_bytes(ByteView v) { return {v.begin(), v.end()}; }
[[nodiscard]] inline bool equal(ByteView a, ByteView b) { return std::ranges::equal(a, b); }

/// Lower-case hexadecimal.
[[nodiscard]] std::string hex(ByteView bytes);
/// Reads lower-case hexadecimal only. Fails with Code::malformed.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);
/// RFC 4648 section 4, with padding.
[[nodiscard]] std::string base64(ByteView bytes);
/// Reads RFC 4648 section 4 with padding, canonical (unused bits zero) only.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);
/// Big-endian integers for length-prefixed formats.
void put_u16(Bytes& out, std::uint16_t v);
void put_u32(Bytes& out, std::uint32_t v);
void put_u64(Bytes& out, std::uint64_t v);
void put(Bytes& out, ByteView v);
[[nodiscard]] std::uint16_t get_u16(ByteView at);
[[nodiscard]] std::uint32_t get_u32(ByteView at);
[[nodiscard]] std::uint64_t get_u64(ByteView at);

/// 32 octets with a meaning: two kinds of id do not convert to one another.
template <class Tag>
struct Id {
  std::array<Byte, 32> octets{};

  [[nodiscard]] ByteView view() const { return octets; }
  [[nodiscard]] std::string hex() const { return base::hex(octets); }
  auto operator<=>(const Id&) const = default;

  /// Takes exactly 32 octets; fails with Code::malformed otherwise.
  [[nodiscard]] static Result<Id> from(ByteView v) {
    if (v.size() != 32) return fail(Code::malformed, "an id is 32 octets");
    Id id;
    std::ranges::copy(v, id.octets.begin());
    return id;
  }
  /// Takes exactly 64 lower-case hexadecimal digits.
  [[nodiscard]] static Result<Id> from_hex(std::string_view text) {
    auto raw = base::from_hex(text);
    if (!raw) return std::unexpected(raw.error());
    return from(*raw);
  }
};

}  // namespace offices::base

template <class Tag>
struct std::hash<offices::base::Id<Tag>> {
  std::size_t operator()(const offices::base::Id<Tag>& id) const noexcept {
    std::size_t h = 0;
    for (std::size_t i = 0; i < sizeof h; ++i) h = (h << 8) | id.octets[i];
    return h;
  }
};

namespace offices {
using base::Byte;
using base::Bytes;
using base::ByteView;
}  // namespace offices
