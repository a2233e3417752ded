// SPDX-License-Identifier: Apache-2.0
// Invitation: the file that one person hands another to bring it into a case. One use, expiring, signed by its maker.
#pragma once

#include "crypto/secret.hpp"
#include "mediation/rules.hpp"
#include "post/card.hpp"

namespace offices::post {

inline constexpr std::string_view invitation_type = "application/vnd.goodoffices.invitation+json";
inline constexpr std::size_t invitation_bytes_max = 1024 * 1024;

struct Invitation {
  record::Signed opening;  ///< the case's opening statement
  LineId line;
  std::string name;  ///< what the invited participant will be called
  mediation::Role role{};
  Time expires;
  record::Signed card;         ///< the intermediary's, for this line
  crypto::SecretBytes secret;  ///< 32 octets; two keys come from it
};

/// The keys that come from an invitation's secret. They never meet: one introduces, the other protects the channel.
[[nodiscard]] crypto::SecretBytes introduction_key(ByteView secret);
[[nodiscard]] crypto::SecretBytes channel_key(ByteView secret);

/// One line of JSON: {"payload":b64,"sig":b64,"type":"goodoffices invitation"}.
[[nodiscard]] std::string encode_invitation(const Invitation& invitation, const crypto::SigningKey& key);

/// What an invitation says once its signatures hold.
struct OpenedInvitation {
  Invitation invitation;
  mediation::CaseState state;  ///< as its opening leaves it
  Card card;
};
/// Reads a file that may come from anyone. Fails with Code::malformed, bad_signature or too_large.
[[nodiscard]] Result<OpenedInvitation> open_invitation(ByteView file);

}  // namespace offices::post
