// SPDX-License-Identifier: Apache-2.0
#include "post/invitation.hpp"

#include "base/text.hpp"

namespace offices::post {
namespace {

constexpr std::string_view armour = "goodoffices invitation";

std::string payload_of(const Invitation& i) {
  return base::spell({{"v", 1},
                      {"opening", record::bare_to_json(i.opening)},
                      {"line", i.line.hex()},
                      {"name", i.name},
                      {"role", mediation::word(i.role)},
                      {"expires", base::iso(i.expires)},
                      {"card", record::bare_to_json(i.card)},
                      {"secret", base::base64(i.secret.view())}});
}

Result<Invitation> decode_payload(ByteView payload) {
  OFFICES_TRY(json, base::parse_json(payload));
  base::Fields f(json, "invitation");
  f.integer("v", 1, 1);
  const Json& opening = f.object("opening");
  const Json& card = f.object("card");
  Invitation i;
  i.line = f.id<LineId>("line");
  i.name = f.text("name");
  i.role = f.one_of("role", {"party", "verifier"}) == "party" ? mediation::Role::party : mediation::Role::verifier;
  i.expires = f.time("expires");
  Bytes secret = f.base64("secret", 32);
  OFFICES_CHECK(f.finish());
  i.secret = crypto::SecretBytes::from(secret);
  crypto::wipe(secret);
  OFFICES_TRY_SET(i.opening, record::bare_from_json(opening));
  OFFICES_TRY_SET(i.card, record::bare_from_json(card));
  OFFICES_CHECK(base::check_line(i.name));
  if (i.secret.size() != 32) return fail(Code::malformed, "the invitation's secret is not 32 octets");
  if (payload_of(i) != base::as_text(payload)) return fail(Code::malformed, "the invitation is in another spelling");
  return i;
}

}  // namespace

crypto::SecretBytes introduction_key(ByteView secret) { return crypto::derive_key(secret, "introduction"); }
crypto::SecretBytes channel_key(ByteView secret) { return crypto::derive_key(secret, "channel"); }

std::string encode_invitation(const Invitation& invitation, const crypto::SigningKey& key) {
  auto payload = payload_of(invitation);
  auto signed_ = record::sign_payload(base::to_bytes(base::as_bytes(payload)), key, invitation_type);
  Json file = record::bare_to_json(signed_);
  file["type"] = armour;
  return base::spell(file) + "\n";
}

Result<OpenedInvitation> open_invitation(ByteView file) {
  if (file.size() > invitation_bytes_max) return fail(Code::too_large, "an invitation");
  auto text = base::as_text(file);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  OFFICES_TRY(json, base::parse_json(base::as_bytes(text)));
  if (!json.is_object() || json.value("type", Json()) != Json(armour)) return fail(Code::malformed, "not an invitation");
  json.erase("type");
  OFFICES_TRY(outer, record::bare_from_json(json));
  OFFICES_TRY(invitation, decode_payload(outer.payload));
  OFFICES_TRY(state, mediation::open_case(invitation.opening));
  const auto& key = state.find(state.intermediary)->key;
  if (!record::signature_holds(outer, key, invitation_type)) return fail(Code::bad_signature, "the invitation was altered");
  OFFICES_TRY(card, open_card(invitation.card, key));
  if (card.line != invitation.line || card.of_case != state.id || card.participant != state.intermediary)
    return fail(Code::malformed, "the invitation's card is for something else");
  return OpenedInvitation{std::move(invitation), std::move(state), std::move(card)};
}

}  // namespace offices::post
