// SPDX-License-Identifier: Apache-2.0
// Framing: how a label and parts become the input of a hash, one way for every hash.
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string_view>

#include "base/bytes.hpp"

namespace offices::crypto {

/// Gives `add` the octets of "goodoffices/v1/" label, a zero octet, then each part as u64 big-endian length and octets: no
/// two (label, parts) give the same. A zero octet in `label` would break that and aborts.
template <class Add>
void add_framed(std::string_view label, std::initializer_list<ByteView> parts, Add add) {
  if (label.contains('\0')) std::abort();
  constexpr Byte end = 0;
  add(base::as_bytes("goodoffices/v1/"));
  add(base::as_bytes(label));
  add(ByteView(&end, 1));
  for (auto part : parts) {
    std::array<Byte, 8> size{};
    for (std::size_t i = 0; i < size.size(); ++i) size[i] = static_cast<Byte>(std::uint64_t{part.size()} >> (56 - 8 * i));
    add(ByteView(size));
    add(part);
  }
}

}  // namespace offices::crypto
