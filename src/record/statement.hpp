// SPDX-License-Identifier: Apache-2.0
// Statement: anything signed into the record, as a DSSE envelope over one spelling of JSON.
#pragma once

#include <optional>
#include <string>

#include "base/json.hpp"
#include "record/ids.hpp"

namespace offices::record {

inline constexpr std::string_view statement_type = "application/vnd.goodoffices.statement+json";
inline constexpr std::size_t payload_bytes_max = 2 * 1024 * 1024;

/// What a payload says. `body` depends on `kind` and is read by mediation.
struct Statement {
  std::string kind;               ///< lower-case ASCII, 1 to 32 letters
  std::optional<CaseId> of_case;  ///< null in the opening only
  ParticipantId author;
  PostId post;
  Time time;  ///< claimed
  Json body = Json::object();
  std::optional<Digest> context;  ///< hash of the channel context; null in the opening only
};

/// The payload: keys "author","body","case","context","kind","post","time","v" in base::spell's spelling.
[[nodiscard]] std::string encode_payload(const Statement& statement);
/// Fails with Code::malformed unless encode_payload(result) == payload, and Code::too_large over payload_bytes_max.
[[nodiscard]] Result<Statement> decode_payload(ByteView payload);
[[nodiscard]] StatementId statement_id(ByteView payload);

/// Payload and signature: what crosses between channels, nothing more.
struct Signed {
  Bytes payload;
  crypto::Signature signature{};
  bool operator==(const Signed&) const = default;
  [[nodiscard]] StatementId id() const { return statement_id(payload); }
};

/// DSSE v1 pre-authentication encoding: "DSSEv1" SP len(type) SP type SP len(body) SP body.
[[nodiscard]] Bytes pre_authentication(std::string_view type, ByteView payload);
[[nodiscard]] Signed sign_payload(Bytes payload, const crypto::SigningKey& key, std::string_view type = statement_type);
[[nodiscard]] bool signature_holds(const Signed& s, const crypto::VerifyKey& key, std::string_view type = statement_type);

/// The DSSE JSON envelope {"payload":b64,"payloadType":…,"signatures":[{"keyid":hex post,"sig":b64}]}; exactly one
/// signature. Decoding accepts standard base64 only and fails with Code::malformed on any other spelling.
[[nodiscard]] std::string encode_envelope(const Signed& s, const PostId& keyid, std::string_view type = statement_type);
struct Dsse {
  Signed content;
  PostId keyid;
};
[[nodiscard]] Result<Dsse> decode_envelope(ByteView text, std::string_view type = statement_type);

/// A statement shown bare inside another's body: {"payload":b64,"sig":b64}.
[[nodiscard]] Json bare_to_json(const Signed& s);
[[nodiscard]] Result<Signed> bare_from_json(const Json& json);

}  // namespace offices::record
