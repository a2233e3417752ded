// SPDX-License-Identifier: Apache-2.0
// Card: what a post announces of itself to one contact, signed: where it fetches and which keys to seal to.
#pragma once

#include <string>
#include <vector>

#include "crypto/hpke.hpp"
#include "record/ids.hpp"
#include "record/statement.hpp"
#include "wire/mailbox.hpp"

namespace offices::post {

inline constexpr std::string_view card_type = "application/vnd.goodoffices.card+json";

struct LineTag {};
/// One contact of one case: the id of the invitation that made it.
using LineId = base::Id<LineTag>;

struct Card {
  record::CaseId of_case;
  LineId line;
  record::ParticipantId participant;
  std::uint64_t serial = 0;       ///< the highest counts
  crypto::SealingPublic sealing;  ///< authenticates what the post seals
  crypto::SealingPublic reset;    ///< opens reset messages
  crypto::SealingPublic prekey;   ///< what to seal to
  std::vector<wire::Address> addresses;
  bool operator==(const Card&) const = default;
};

[[nodiscard]] record::Signed sign_card(const Card& card, const crypto::SigningKey& key);
/// Fails with Code::bad_signature unless `key` signed it, and with Code::malformed on any but the one spelling and for keys that
/// nothing can be sealed to: a post that took them would stumble over them whenever it has something to send.
[[nodiscard]] Result<Card> open_card(const record::Signed& card, const crypto::VerifyKey& key);
/// The card without its check: for showing what an invitation says of itself before the opening is read.
[[nodiscard]] Result<Card> decode_card(ByteView payload);

}  // namespace offices::post
