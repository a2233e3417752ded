// SPDX-License-Identifier: Apache-2.0
// Hkdf: the steps of RFC 5869 over inputs in parts, for this module; others call hash.hpp.
#pragma once

#include <initializer_list>
#include <span>

#include "crypto/wiped.hpp"

namespace offices::crypto {

inline constexpr std::size_t hkdf_hash_bytes = 32;
inline constexpr std::size_t hkdf_output_bytes_max = 255 * hkdf_hash_bytes;
using Parts = std::initializer_list<ByteView>;

/// Section 2.2: the pseudorandom key of the concatenation of `input`.
[[nodiscard]] Wiped<hkdf_hash_bytes> extract(ByteView salt, Parts input);
/// Section 2.3: fills `out` for the concatenation of `info`. Aborts where `out` is longer than hkdf_output_bytes_max.
void expand_into(std::span<Byte> out, ByteView prk, Parts info);

}  // namespace offices::crypto
