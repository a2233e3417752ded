// SPDX-License-Identifier: Apache-2.0
#include "crypto/hpke.hpp"

#include <cstdlib>
#include <limits>

#include "crypto/aead.hpp"
#include "crypto/hkdf.hpp"

namespace offices::crypto {
namespace {

constexpr std::size_t exporter_bytes = 32;
constexpr std::size_t exporter_offset = aead_key_bytes + aead_nonce_bytes;
using KemSuite = std::array<Byte, 5>;
using HpkeSuite = std::array<Byte, 10>;
constexpr KemSuite kem_suite{'K', 'E', 'M', 0x00, 0x20};

HpkeSuite hpke_suite(HpkeAead aead) {
  auto id = static_cast<std::uint16_t>(aead);
  return {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, static_cast<Byte>(id >> 8), static_cast<Byte>(id)};
}

// Section 4: every derivation carries version, suite and label.
Wiped<hkdf_hash_bytes> labelled_extract(ByteView suite, ByteView salt, std::string_view label, ByteView input) {
  return extract(salt, {base::as_bytes("HPKE-v1"), suite, base::as_bytes(label), input});
}

void labelled_expand(std::span<Byte> out, ByteView suite, ByteView prk, std::string_view label, ByteView info) {
  std::array<Byte, 2> size{static_cast<Byte>(out.size() >> 8), static_cast<Byte>(out.size())};
  expand_into(out, prk, {size, base::as_bytes("HPKE-v1"), suite, base::as_bytes(label), info});
}

/// Section 4.1. `enc` and the keys as both ends know them; `sender` is empty without authentication.
struct KemContext {
  ByteView enc, recipient, sender;
  [[nodiscard]] Bytes joined() const {
    Bytes out;
    for (auto part : {enc, recipient, sender}) base::put(out, part);
    return out;
  }
};

/// Section 4.1: ExtractAndExpand over the ephemeral exchange, and over what the long-lived keys agree on where there is a sender's.
Result<Wiped<32>> shared_secret(ByteView scalar, ByteView point, ByteView agreed, const KemContext& context) {
  if (agreed.empty() != context.sender.empty()) std::abort();  // moved from: without it nobody would be authenticated
  Wiped<64> dh;
  OFFICES_TRY(ephemeral, x25519(scalar, point));
  std::ranges::copy(ephemeral.view(), dh.writable().begin());
  std::ranges::copy(agreed, dh.writable().begin() + 32);
  auto prk = labelled_extract(kem_suite, {}, "eae_prk", dh.view().first(32 + agreed.size()));
  Wiped<32> secret;
  labelled_expand(secret.writable(), kem_suite, prk.view(), "shared_secret", context.joined());
  return secret;
}

Result<SecretBytes> agreed_between(const SealingSecret& mine, const SealingPublic& theirs) {
  OFFICES_TRY(agreed, x25519(mine.view(), theirs.view()));
  return SecretBytes::from(agreed.view());
}

ByteView view_or_none(const std::optional<SealingPublic>& key) { return key ? key->view() : ByteView{}; }

bool uses_psk(HpkeMode m) { return m == HpkeMode::psk || m == HpkeMode::auth_psk; }
bool uses_sender(HpkeMode m) { return m == HpkeMode::auth || m == HpkeMode::auth_psk; }

/// Section 5.1: VerifyPSKInputs, the length that section 9.5 asks for, and the sender's key.
Result<void> check_fit(const HpkeShared& s, bool has_sender) {
  constexpr std::size_t psk_bytes_min = 32;
  if (s.mode > HpkeMode::auth_psk) return fail(Code::malformed, "no such mode");
  if (uses_psk(s.mode) == s.psk.empty() || s.psk.empty() != s.psk_id.empty())
    return fail(Code::malformed, "a PSK that does not fit the mode");
  if (uses_psk(s.mode) && s.psk.size() < psk_bytes_min) return fail(Code::malformed, "a PSK of less than 32 octets");
  if (uses_sender(s.mode) != has_sender) return fail(Code::malformed, "a sender's key that does not fit the mode");
  return {};
}

Wiped<aead_nonce_bytes> nonce_for(ByteView base_nonce, std::uint64_t sequence) {
  Wiped<aead_nonce_bytes> nonce;
  auto out = nonce.writable();
  std::ranges::copy(base_nonce, out.begin());
  for (std::size_t i = 0; i < 8; ++i) out[out.size() - 1 - i] ^= static_cast<Byte>(sequence >> (8 * i));
  return nonce;
}

}  // namespace

/// Makes contexts; the only one who may.
struct HpkeSetup {
  static Result<HpkeSender> sender(const HpkeShared& s, const HpkeOutgoing& keys, const SealingPair& ephemeral) {
    OFFICES_CHECK(check_fit(s, keys.sender_.has_value()));
    KemContext kem{ephemeral.open.view(), keys.recipient_.view(), view_or_none(keys.sender_)};
    OFFICES_TRY(secret, shared_secret(ephemeral.secret.view(), keys.recipient_.view(), keys.agreed_.view(), kem));
    return HpkeSender{ephemeral.open, context(s, secret.view())};
  }

  static Result<HpkeContext> recipient(const HpkeShared& s, const SealingPublic& enc, const HpkeIncoming& keys) {
    OFFICES_CHECK(check_fit(s, keys.sender_.has_value()));
    KemContext kem{enc.view(), keys.recipient_.open.view(), view_or_none(keys.sender_)};
    OFFICES_TRY(secret, shared_secret(keys.recipient_.secret.view(), enc.view(), keys.agreed_.view(), kem));
    return context(s, secret.view());
  }

  /// Section 5.1: KeySchedule.
  static HpkeContext context(const HpkeShared& s, ByteView secret) {
    auto suite = hpke_suite(s.aead);
    Bytes schedule{static_cast<Byte>(s.mode)};
    base::put(schedule, labelled_extract(suite, {}, "psk_id_hash", s.psk_id).view());
    base::put(schedule, labelled_extract(suite, {}, "info_hash", s.info).view());
    auto prk = labelled_extract(suite, secret, "secret", s.psk);
    HpkeContext c;
    c.aead_ = s.aead;
    c.secrets_ = SecretBytes(exporter_offset + exporter_bytes);
    auto out = c.secrets_.writable();
    labelled_expand(out.subspan(exporter_offset), suite, prk.view(), "exp", schedule);
    if (s.aead == HpkeAead::export_only) return c;
    labelled_expand(out.first(aead_key_bytes), suite, prk.view(), "key", schedule);
    labelled_expand(out.subspan(aead_key_bytes, aead_nonce_bytes), suite, prk.view(), "base_nonce", schedule);
    return c;
  }
};

SealingPair SealingPair::generate(Random& random) {
  SealingPair pair;
  random.fill(pair.secret.bytes.writable());
  pair.open.octets = x25519_public(pair.secret.view());
  return pair;
}

Result<SealingPair> SealingPair::from_secret(ByteView secret32) {
  OFFICES_TRY(secret, SealingSecret::from(secret32));
  SealingPublic open{x25519_public(secret.view())};
  return SealingPair{std::move(secret), open};
}

bool is_usable(const SealingPublic& key) {
  constexpr std::array<Byte, 32> any{1};  // clamped, every scalar is a multiple of 8 and takes such a point to zero
  return x25519(any, key.view()).has_value();
}

SealingPair derive_sealing_pair(ByteView ikm) {
  SealingPair pair;
  auto prk = labelled_extract(kem_suite, {}, "dkp_prk", ikm);
  labelled_expand(pair.secret.bytes.writable(), kem_suite, prk.view(), "sk", {});
  pair.open.octets = x25519_public(pair.secret.view());
  return pair;
}

Result<HpkeOutgoing> HpkeOutgoing::make(const SealingPublic& recipient, const SealingPair* sender) {
  HpkeOutgoing keys;
  keys.recipient_ = recipient;
  if (!sender) return keys;
  keys.sender_ = sender->open;
  OFFICES_TRY_SET(keys.agreed_, agreed_between(sender->secret, recipient));
  return keys;
}

Result<HpkeIncoming> HpkeIncoming::make(SealingPair recipient, const SealingPublic* sender) {
  HpkeIncoming keys;
  keys.recipient_ = std::move(recipient);
  if (!sender) return keys;
  keys.sender_ = *sender;
  OFFICES_TRY_SET(keys.agreed_, agreed_between(keys.recipient_.secret, *sender));
  return keys;
}

Result<HpkeSender> hpke_sender_with(const HpkeShared& shared, const HpkeOutgoing& keys, const SealingPair& ephemeral) {
  return HpkeSetup::sender(shared, keys, ephemeral);
}

Result<HpkeSender> hpke_sender(const HpkeShared& shared, const HpkeOutgoing& keys, Random& random) {
  return HpkeSetup::sender(shared, keys, SealingPair::generate(random));
}

Result<HpkeContext> hpke_recipient(const HpkeShared& shared, const SealingPublic& enc, const HpkeIncoming& keys) {
  return HpkeSetup::recipient(shared, enc, keys);
}

ByteView HpkeContext::part(std::size_t offset, std::size_t size) const {
  if (secrets_.empty()) std::abort();
  return secrets_.view().subspan(offset, size);
}

Bytes HpkeContext::seal(ByteView aad, ByteView plaintext) {
  Bytes out(plaintext.size() + aead_tag_bytes);
  seal_into(out, aad, plaintext);
  return out;
}

void HpkeContext::seal_into(std::span<Byte> out, ByteView aad, ByteView plaintext) {
  if (aead_ == HpkeAead::export_only || sequence_ == std::numeric_limits<std::uint64_t>::max()) std::abort();
  auto nonce = nonce_for(part(aead_key_bytes, aead_nonce_bytes), sequence_++);
  aead_seal_into(out, part(0, aead_key_bytes), nonce.view(), aad, plaintext);
}

Result<Bytes> HpkeContext::open(ByteView aad, ByteView ciphertext) {
  if (aead_ == HpkeAead::export_only) return fail(Code::bad_seal, "the context only exports");
  auto nonce = nonce_for(part(aead_key_bytes, aead_nonce_bytes), sequence_);
  OFFICES_TRY(plain, aead_open(part(0, aead_key_bytes), nonce.view(), aad, ciphertext));
  ++sequence_;
  return plain;
}

SecretBytes HpkeContext::export_secret(ByteView context, std::size_t length) const {
  SecretBytes out(length);
  labelled_expand(out.writable(), hpke_suite(aead_), part(exporter_offset, exporter_bytes), "sec", context);
  return out;
}

}  // namespace offices::crypto
