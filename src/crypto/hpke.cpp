// SPDX-License-Identifier: Apache-2.0
#include "crypto/hpke.hpp"

#include <sodium.h>

#include <limits>

#include "crypto/aead.hpp"
#include "crypto/hash.hpp"

namespace offices::crypto {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t exporter_bytes = 32;
constexpr std::array<Byte, 5> kem_suite{'K', 'E', 'M', 0x00, 0x20};
constexpr std::array<Byte, 10> hpke_suite{'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x03};

/// RFC 9180 section 4: every derivation carries version, suite and label. The input may be secret.
SecretBytes labelled(std::initializer_list<ByteView> parts) {
  std::size_t size = 0;
  for (auto p : parts) size += p.size();
  SecretBytes whole(size);
  auto at = whole.writable().begin();
  for (auto p : parts) at = std::ranges::copy(p, at).out;
  return whole;
}

SecretBytes labelled_extract(ByteView suite, ByteView salt, std::string_view label, ByteView input) {
  auto whole = labelled({base::as_bytes("HPKE-v1"), suite, base::as_bytes(label), input});
  return hkdf_extract(salt, whole.view());
}

SecretBytes labelled_expand(ByteView suite, ByteView prk, std::string_view label, ByteView info, std::size_t length) {
  std::array<Byte, 2> size{static_cast<Byte>(length >> 8), static_cast<Byte>(length)};
  auto whole = labelled({size, base::as_bytes("HPKE-v1"), suite, base::as_bytes(label), info});
  return hkdf_expand(prk, whole.view(), length);
}

/// Section 4.1: ExtractAndExpand.
SecretBytes shared_secret(ByteView dh, ByteView kem_context) {
  auto prk = labelled_extract(kem_suite, {}, "eae_prk", dh);
  return labelled_expand(kem_suite, prk.view(), "shared_secret", kem_context, key_bytes);
}

bool uses_psk(HpkeMode m) { return m == HpkeMode::psk || m == HpkeMode::auth_psk; }
bool uses_sender(HpkeMode m) { return m == HpkeMode::auth || m == HpkeMode::auth_psk; }

/// Section 5.1: VerifyPSKInputs, and the length that section 5.1.2 asks for.
Result<void> check_psk(const HpkeShared& s) {
  if (uses_psk(s.mode) != !s.psk.empty() || s.psk.empty() != s.psk_id.empty()) return fail(Code::malformed, "a PSK that does not fit the mode");
  if (uses_psk(s.mode) && s.psk.size() < key_bytes) return fail(Code::malformed, "a PSK of less than 32 octets");
  return {};
}

struct Schedule {
  SecretBytes key, base_nonce, exporter;
};

/// Section 5.1: KeySchedule.
Schedule key_schedule(const HpkeShared& s, ByteView secret) {
  auto psk_id_hash = labelled_extract(hpke_suite, {}, "psk_id_hash", s.psk_id);
  auto info_hash = labelled_extract(hpke_suite, {}, "info_hash", s.info);
  Byte mode = static_cast<Byte>(s.mode);
  auto context = labelled({{&mode, 1}, psk_id_hash.view(), info_hash.view()});
  auto prk = labelled_extract(hpke_suite, secret, "secret", s.psk);
  return {labelled_expand(hpke_suite, prk.view(), "key", context.view(), key_bytes),
          labelled_expand(hpke_suite, prk.view(), "base_nonce", context.view(), aead_nonce_bytes),
          labelled_expand(hpke_suite, prk.view(), "exp", context.view(), exporter_bytes)};
}

/// DH results joined: one, or two where the sender authenticates itself.
Result<SecretBytes> joined_dh(ByteView scalar1, ByteView point1, const ByteView* scalar2, const ByteView* point2) {
  OFFICES_TRY(first, x25519(scalar1, point1));
  if (!scalar2) return first;
  OFFICES_TRY(second, x25519(*scalar2, *point2));
  return labelled({first.view(), second.view()});
}

SecretBytes nonce_for(ByteView base_nonce, std::uint64_t sequence) {
  auto nonce = SecretBytes::from(base_nonce);
  auto out = nonce.writable();
  for (std::size_t i = 0; i < 8; ++i) out[out.size() - 1 - i] ^= static_cast<Byte>(sequence >> (8 * i));
  return nonce;
}

}  // namespace

/// Moves a schedule into a context; the only one who may.
struct HpkeSetup {
  static HpkeContext context(Schedule s) {
    HpkeContext c;
    c.key_ = std::move(s.key);
    c.base_nonce_ = std::move(s.base_nonce);
    c.exporter_ = std::move(s.exporter);
    return c;
  }
};

SealingPair SealingPair::generate(Random& random) {
  SecretBytes scalar(key_bytes);
  random.fill(scalar.writable());
  return *from_secret(scalar.view());
}

Result<SealingPair> SealingPair::from_secret(ByteView secret32) {
  OFFICES_TRY(secret, SealingSecret::from(secret32));
  SealingPair pair{std::move(secret), {}};
  crypto_scalarmult_base(pair.open.octets.data(), pair.secret.view().data());
  return pair;
}

SealingPair derive_sealing_pair(ByteView ikm) {
  auto prk = labelled_extract(kem_suite, {}, "dkp_prk", ikm);
  return *SealingPair::from_secret(labelled_expand(kem_suite, prk.view(), "sk", {}, key_bytes).view());
}

Result<HpkeSender> hpke_sender_with(const HpkeShared& shared, const SealingPublic& recipient, const SealingPair* sender,
                                    const SealingPair& ephemeral) {
  OFFICES_CHECK(check_psk(shared));
  if (uses_sender(shared.mode) != (sender != nullptr)) return fail(Code::malformed, "a sender's key that does not fit the mode");
  ByteView to = recipient.view(), from = sender ? sender->secret.view() : ByteView{};
  OFFICES_TRY(dh, joined_dh(ephemeral.secret.view(), to, sender ? &from : nullptr, &to));
  auto kem_context = labelled({ephemeral.open.view(), to, sender ? sender->open.view() : ByteView{}});
  auto secret = shared_secret(dh.view(), kem_context.view());
  return HpkeSender{ephemeral.open, HpkeSetup::context(key_schedule(shared, secret.view()))};
}

Result<HpkeSender> hpke_sender(const HpkeShared& shared, const SealingPublic& recipient, const SealingPair* sender, Random& random) {
  return hpke_sender_with(shared, recipient, sender, SealingPair::generate(random));
}

Result<HpkeContext> hpke_recipient(const HpkeShared& shared, const SealingPublic& enc, const SealingPair& recipient,
                                   const SealingPublic* sender) {
  OFFICES_CHECK(check_psk(shared));
  if (uses_sender(shared.mode) != (sender != nullptr)) return fail(Code::malformed, "a sender's key that does not fit the mode");
  ByteView mine = recipient.secret.view(), from = sender ? sender->view() : ByteView{};
  OFFICES_TRY(dh, joined_dh(mine, enc.view(), sender ? &mine : nullptr, &from));
  auto kem_context = labelled({enc.view(), recipient.open.view(), from});
  auto secret = shared_secret(dh.view(), kem_context.view());
  return HpkeSetup::context(key_schedule(shared, secret.view()));
}

Bytes HpkeContext::seal(ByteView aad, ByteView plaintext) {
  if (sequence_ == std::numeric_limits<std::uint64_t>::max()) std::abort();
  return aead_seal(key_.view(), nonce_for(base_nonce_.view(), sequence_++).view(), aad, plaintext);
}

Result<Bytes> HpkeContext::open(ByteView aad, ByteView ciphertext) {
  OFFICES_TRY(plain, aead_open(key_.view(), nonce_for(base_nonce_.view(), sequence_).view(), aad, ciphertext));
  ++sequence_;
  return plain;
}

SecretBytes HpkeContext::export_secret(ByteView context, std::size_t length) const {
  return labelled_expand(hpke_suite, exporter_.view(), "sec", context, length);
}

}  // namespace offices::crypto
