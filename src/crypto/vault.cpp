// SPDX-License-Identifier: Apache-2.0
#include "crypto/vault.hpp"

#include <sodium.h>

#include "crypto/aead.hpp"

namespace offices::crypto {
namespace {

bool is_sane(PassphraseCost c) { return c.memory_kib >= 8 && c.memory_kib <= (1u << 20) && c.passes >= 1 && c.passes <= 20; }

Result<std::size_t> plain_size(ByteView blob) {
  if (blob.size() < xaead_nonce_bytes + aead_tag_bytes) return fail(Code::bad_seal);
  return blob.size() - xaead_nonce_bytes - aead_tag_bytes;
}

Result<void> open_into(std::span<Byte> out, const DataKey& key, ByteView aad, ByteView blob) {
  return xaead_open_into(out, key.view(), blob.first(xaead_nonce_bytes), aad, blob.subspan(xaead_nonce_bytes));
}

}  // namespace

Result<DataKey> key_from_passphrase(ByteView passphrase, ByteView salt16, PassphraseCost cost) {
  start();
  if (salt16.size() != crypto_pwhash_SALTBYTES || !is_sane(cost)) return fail(Code::store_damaged, "the salt or cost of the passphrase");
  DataKey key;
  auto out = key.bytes.writable();
  if (crypto_pwhash(out.data(), out.size(), passphrase.empty() ? "" : base::as_text(passphrase).data(), passphrase.size(), salt16.data(),
                    cost.passes, std::size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(Code::limit_reached, "not enough memory to derive the key");
  return key;
}

Bytes seal_blob(const DataKey& key, ByteView aad, ByteView plaintext, Random& random) {
  Bytes blob(xaead_nonce_bytes + plaintext.size() + aead_tag_bytes);
  auto nonce = std::span(blob).first(xaead_nonce_bytes);
  random.fill(nonce);
  xaead_seal_into(std::span(blob).subspan(xaead_nonce_bytes), key.view(), nonce, aad, plaintext);
  return blob;
}

Result<Bytes> open_blob(const DataKey& key, ByteView aad, ByteView blob) {
  OFFICES_TRY(size, plain_size(blob));
  Bytes plain(size);
  OFFICES_CHECK(open_into(plain, key, aad, blob));
  return plain;
}

Result<SecretBytes> open_secret_blob(const DataKey& key, ByteView aad, ByteView blob) {
  OFFICES_TRY(size, plain_size(blob));
  SecretBytes plain(size);
  OFFICES_CHECK(open_into(plain.writable(), key, aad, blob));
  return plain;
}

}  // namespace offices::crypto
