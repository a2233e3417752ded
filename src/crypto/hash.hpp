// SPDX-License-Identifier: Apache-2.0
// Hash: SHA-256 with labels, HMAC and HKDF.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace offices::crypto {

struct DigestTag {};
using Digest = base::Id<DigestTag>;

/// SHA-256 (FIPS 180-4) of the concatenation of `parts`.
[[nodiscard]] Digest sha256(std::initializer_list<ByteView> parts);
[[nodiscard]] inline Digest sha256(ByteView v) { return sha256({v}); }

/// SHA-256 over the framing of framing.hpp: no two (label, parts) hash the same input.
[[nodiscard]] Digest labelled_hash(std::string_view label, std::initializer_list<ByteView> parts);

/// The same as a strong id.
template <class IdType>
[[nodiscard]] IdType labelled_id(std::string_view label, std::initializer_list<ByteView> parts) {
  return IdType{labelled_hash(label, parts).octets};
}

/// HMAC-SHA-256 (RFC 2104) of the concatenation of `parts`. Compare with equal_secret where the sum is a tag.
[[nodiscard]] Digest hmac(ByteView key, std::initializer_list<ByteView> parts);

/// HKDF-SHA-256 (RFC 5869). Expanding gives up to 255·32 octets; asking for more aborts.
[[nodiscard]] SecretBytes hkdf_extract(ByteView salt, ByteView input);
[[nodiscard]] SecretBytes hkdf_expand(ByteView prk, ByteView info, std::size_t length);
/// Extract and expand in one step, with a label of ours as info: one key per purpose.
[[nodiscard]] SecretBytes derive_key(ByteView secret, std::string_view label, std::size_t length = 32);

/// Constant-time comparison of equal-length octets; false where lengths differ.
[[nodiscard]] bool equal_secret(ByteView a, ByteView b);

}  // namespace offices::crypto
