// SPDX-License-Identifier: Apache-2.0
#include "crypto/vault.hpp"

#include <sodium.h>

namespace offices::crypto {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

bool open_into(Byte* out, const DataKey& key, ByteView aad, ByteView blob) {
  auto sealed = blob.subspan(nonce_bytes);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, sealed.data(), sealed.size(), aad.data(), aad.size(),
                                                    blob.data(), key.view().data()) == 0;
}

}  // namespace

Result<DataKey> key_from_passphrase(ByteView passphrase, ByteView salt16, PassphraseCost cost) {
  start();
  if (salt16.size() != crypto_pwhash_SALTBYTES || cost.memory_kib < 8 || cost.memory_kib > (1u << 20) || cost.passes < 1 || cost.passes > 20)
    return fail(Code::store_damaged, "the cost of the passphrase");
  DataKey key;
  auto out = key.bytes.writable();
  if (crypto_pwhash(out.data(), out.size(), base::as_text(passphrase).data(), passphrase.size(), salt16.data(), cost.passes,
                    std::size_t{cost.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(Code::limit_reached, "not enough memory to derive the key");
  return key;
}

Bytes seal_blob(const DataKey& key, ByteView aad, ByteView plaintext, Random& random) {
  Bytes blob(nonce_bytes + plaintext.size() + tag_bytes);
  random.fill(std::span(blob).first(nonce_bytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(blob.data() + nonce_bytes, nullptr, plaintext.data(), plaintext.size(), aad.data(),
                                             aad.size(), nullptr, blob.data(), key.view().data());
  return blob;
}

Result<Bytes> open_blob(const DataKey& key, ByteView aad, ByteView blob) {
  if (blob.size() < nonce_bytes + tag_bytes) return fail(Code::bad_seal);
  Bytes plain(blob.size() - nonce_bytes - tag_bytes);
  if (!open_into(plain.data(), key, aad, blob)) return fail(Code::bad_seal);
  return plain;
}

Result<SecretBytes> open_secret_blob(const DataKey& key, ByteView aad, ByteView blob) {
  if (blob.size() < nonce_bytes + tag_bytes) return fail(Code::bad_seal);
  SecretBytes plain(blob.size() - nonce_bytes - tag_bytes);
  if (!open_into(plain.writable().data(), key, aad, blob)) return fail(Code::bad_seal);
  return plain;
}

}  // namespace offices::crypto
