// SPDX-License-Identifier: Apache-2.0
#include "record/statement.hpp"

namespace offices::record {
namespace {

constexpr std::size_t envelope_bytes_max = payload_bytes_max * 2;

bool is_kind(std::string_view kind) {
  bool ok = !kind.empty() && kind.size() <= 32;
  for (char c : kind) ok = ok && c >= 'a' && c <= 'z';
  return ok;
}

Result<crypto::Signature> signature_from(std::string_view text) {
  OFFICES_TRY(raw, base::from_base64(text));
  crypto::Signature s{};
  if (raw.size() != s.size()) return fail(Code::malformed, "a signature of a wrong length");
  std::ranges::copy(raw, s.begin());
  return s;
}

}  // namespace

std::string encode_payload(const Statement& s) {
  return base::spell({{"v", 1},
                      {"kind", s.kind},
                      {"case", s.of_case ? Json(s.of_case->hex()) : Json(nullptr)},
                      {"author", s.author.hex()},
                      {"post", s.post.hex()},
                      {"time", base::iso(s.time)},
                      {"body", s.body},
                      {"context", s.context ? Json(s.context->hex()) : Json(nullptr)}});
}

Result<Statement> decode_payload(ByteView payload) {
  if (payload.size() > payload_bytes_max) return fail(Code::too_large, "a statement");
  OFFICES_TRY(json, base::parse_spelt(payload));
  base::Fields f(json, "statement");
  Statement s;
  f.integer("v", 1, 1);
  s.kind = f.text("kind");
  s.of_case = f.maybe<CaseId>("case", [&](const char* k) { return f.id<CaseId>(k); });
  s.author = f.id<ParticipantId>("author");
  s.post = f.id<PostId>("post");
  s.time = f.time("time");
  s.body = f.object("body");
  s.context = f.maybe<Digest>("context", [&](const char* k) { return f.id<Digest>(k); });
  if (!is_kind(s.kind)) f.refuse("kind", "is no kind");
  if (!json.is_object() || !json.contains("case") || !json.contains("context")) f.refuse("case", "is missing");
  OFFICES_CHECK(f.finish());
  return s;
}

StatementId statement_id(ByteView payload) { return StatementId{crypto::sha256(payload).octets}; }

Bytes pre_authentication(std::string_view type, ByteView payload) {
  std::string head = "DSSEv1 " + std::to_string(type.size()) + " " + std::string(type) + " " + std::to_string(payload.size()) + " ";
  Bytes out;
  out.reserve(head.size() + payload.size());
  base::put(out, base::as_bytes(head));
  base::put(out, payload);
  return out;
}

Signed sign_payload(Bytes payload, const crypto::SigningKey& key, std::string_view type) {
  auto signature = key.sign(pre_authentication(type, payload));
  return {std::move(payload), signature};
}

bool signature_holds(const Signed& s, const crypto::VerifyKey& key, std::string_view type) {
  return crypto::verify(key, pre_authentication(type, s.payload), s.signature);
}

std::string encode_envelope(const Signed& s, const PostId& keyid, std::string_view type) {
  return base::spell({{"payload", base::base64(s.payload)},
                      {"payloadType", type},
                      {"signatures", Json::array({{{"keyid", keyid.hex()}, {"sig", base::base64(s.signature)}}})}});
}

Result<Dsse> decode_envelope(ByteView text, std::string_view type) {
  if (text.size() > envelope_bytes_max) return fail(Code::too_large, "an envelope");
  OFFICES_TRY(json, base::parse_json(text));
  base::Fields f(json, "envelope");
  Dsse d;
  d.content.payload = f.base64("payload", payload_bytes_max);
  if (f.text("payloadType") != type) f.refuse("payloadType", "is another");
  const Json& signatures = f.array("signatures", 1);
  if (signatures.size() != 1) f.refuse("signatures", "are not exactly one");
  OFFICES_CHECK(f.finish());
  base::Fields one(signatures[0], "signature");
  d.keyid = one.id<PostId>("keyid");
  auto sig = one.text("sig");
  OFFICES_CHECK(one.finish());
  OFFICES_TRY_SET(d.content.signature, signature_from(sig));
  if (encode_envelope(d.content, d.keyid, type) != base::as_text(text)) return fail(Code::malformed, "an envelope in another spelling");
  return d;
}

Json bare_to_json(const Signed& s) { return {{"payload", base::base64(s.payload)}, {"sig", base::base64(s.signature)}}; }

Result<Signed> bare_from_json(const Json& json) {
  base::Fields f(json, "statement");
  Signed s;
  s.payload = f.base64("payload", payload_bytes_max);
  auto sig = f.text("sig");
  OFFICES_CHECK(f.finish());
  OFFICES_TRY_SET(s.signature, signature_from(sig));
  return s;
}

}  // namespace offices::record
