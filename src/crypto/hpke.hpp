// SPDX-License-Identifier: Apache-2.0
// HPKE (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, in all four modes.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "crypto/random.hpp"
#include "crypto/secret.hpp"

namespace offices::crypto {

struct SealingPublicTag {};
using SealingPublic = base::Id<SealingPublicTag>;  ///< an X25519 public key
struct SealingSecretTag {};
using SealingSecret = Secret32<SealingSecretTag>;  ///< an X25519 private key

struct SealingPair {
  SealingSecret secret;
  SealingPublic open;  ///< the public half
  [[nodiscard]] static SealingPair generate(Random& random);
  [[nodiscard]] static Result<SealingPair> from_secret(ByteView secret32);
  [[nodiscard]] SealingPair clone() const { return {secret.clone(), open}; }
};
/// Whether something can be sealed to it, or by it. False for the points of small order (RFC 7748 section 6.1): whatever is agreed
/// with one of them, everybody knows.
[[nodiscard]] bool is_usable(const SealingPublic& key);
/// DeriveKeyPair (RFC 9180 section 7.1.3).
[[nodiscard]] SealingPair derive_sealing_pair(ByteView ikm);

/// RFC 9180 section 5, table 1.
enum class HpkeMode : Byte { base = 0, psk = 1, auth = 2, auth_psk = 3 };

/// RFC 9180 section 7.3. Export-only contexts neither seal nor open.
enum class HpkeAead : std::uint16_t { chacha20_poly1305 = 0x0003, export_only = 0xffff };

/// What both ends must agree on. `psk` has at least 32 octets where the mode uses one, `psk_id` names it.
struct HpkeShared {
  HpkeMode mode = HpkeMode::base;
  ByteView info;
  ByteView psk;
  ByteView psk_id;
  HpkeAead aead = HpkeAead::chacha20_poly1305;
};

inline constexpr std::size_t hpke_enc_bytes = 32;
inline constexpr std::size_t hpke_tag_bytes = 16;

/// An encryption context (section 5.2): sequence numbers count up from 0 and never wrap. Aborts when used after it was
/// moved from, and when an export-only one is asked to seal.
class HpkeContext {
 public:
  [[nodiscard]] Bytes seal(ByteView aad, ByteView plaintext);
  /// The same into `out`, which has room for plaintext and tag, and aborts where it has not just that.
  void seal_into(std::span<Byte> out, ByteView aad, ByteView plaintext);
  /// Fails with Code::bad_seal; the sequence number advances on success only.
  [[nodiscard]] Result<Bytes> open(ByteView aad, ByteView ciphertext);
  /// Section 5.3. Aborts where `length` is over 255·32.
  [[nodiscard]] SecretBytes export_secret(ByteView context, std::size_t length) const;

 private:
  friend struct HpkeSetup;
  [[nodiscard]] ByteView part(std::size_t offset, std::size_t size) const;

  SecretBytes secrets_;  // key ‖ base nonce ‖ exporter secret
  HpkeAead aead_{};
  std::uint64_t sequence_ = 0;
};

struct HpkeSender {
  SealingPublic enc;
  HpkeContext context;
};

/// The long-lived keys that a sender seals with. Of the two exchanges of AuthEncap (section 4.1) the one between those keys is the
/// same for every context; it is computed here, once. Aborts when used after it was moved from.
class HpkeOutgoing {
 public:
  /// `sender` in the auth modes and only there. Fails with Code::bad_seal for a recipient's key of small order.
  [[nodiscard]] static Result<HpkeOutgoing> make(const SealingPublic& recipient, const SealingPair* sender);

 private:
  friend struct HpkeSetup;
  HpkeOutgoing() = default;
  SealingPublic recipient_;
  std::optional<SealingPublic> sender_;
  SecretBytes agreed_;
};

/// The same at the other end: the recipient's own keys, and the key that must have sealed.
class HpkeIncoming {
 public:
  /// `sender` in the auth modes and only there. Fails with Code::bad_seal for a sender's key of small order.
  [[nodiscard]] static Result<HpkeIncoming> make(SealingPair recipient, const SealingPublic* sender);

 private:
  friend struct HpkeSetup;
  HpkeIncoming() = default;
  SealingPair recipient_;
  std::optional<SealingPublic> sender_;
  SecretBytes agreed_;
};

/// SetupS (section 5.1). Fails with Code::bad_seal for a key of small order and with Code::malformed for a PSK or a sender that
/// does not fit the mode.
[[nodiscard]] Result<HpkeSender> hpke_sender(const HpkeShared& shared, const HpkeOutgoing& keys, Random& random);
/// The same with a given ephemeral pair: for test vectors only.
[[nodiscard]] Result<HpkeSender> hpke_sender_with(const HpkeShared& shared, const HpkeOutgoing& keys, const SealingPair& ephemeral);
/// SetupR. Fails as SetupS does.
[[nodiscard]] Result<HpkeContext> hpke_recipient(const HpkeShared& shared, const SealingPublic& enc, const HpkeIncoming& keys);

}  // namespace offices::crypto
