// SPDX-License-Identifier: Apache-2.0
// Vault: keys from passphrases, and sealed blobs at rest.
#pragma once

#include <string_view>

#include "base/bytes.hpp"
#include "crypto/random.hpp"
#include "crypto/secret.hpp"

namespace offices::crypto {

struct DataKeyTag {};
using DataKey = Secret32<DataKeyTag>;

/// Cost of argon2id (RFC 9106): memory in KiB and passes. Stored beside what it protects.
struct PassphraseCost {
  std::uint32_t memory_kib = 65536;
  std::uint32_t passes = 3;
};

/// Key from a passphrase, by argon2id. The memory is freed before it returns. Fails with Code::store_damaged for a salt
/// that is not 16 octets or a cost outside [8 KiB, 1 GiB] × [1, 20] (a stored cost is not to be trusted), and with
/// Code::limit_reached where the memory cannot be had.
[[nodiscard]] Result<DataKey> key_from_passphrase(ByteView passphrase, ByteView salt16, PassphraseCost cost);

/// XChaCha20-Poly1305 with a random nonce: nonce(24) ‖ ciphertext ‖ tag(16).
[[nodiscard]] Bytes seal_blob(const DataKey& key, ByteView aad, ByteView plaintext, Random& random);
/// Fails with Code::bad_seal.
[[nodiscard]] Result<Bytes> open_blob(const DataKey& key, ByteView aad, ByteView blob);
/// The same into locked memory, for keys.
[[nodiscard]] Result<SecretBytes> open_secret_blob(const DataKey& key, ByteView aad, ByteView blob);

}  // namespace offices::crypto
