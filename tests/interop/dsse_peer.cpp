// SPDX-License-Identifier: Apache-2.0
// One end of a conversation in signed statements with other implementations: a line of JSON in, a line of JSON out.

#include <iostream>

#include "base/json.hpp"
#include "record/statement.hpp"

namespace offices::record {
namespace {

/// {"do":"sign","seed","kind","case","author","context","time","body"} → {"envelope","public","id"}
Result<Json> sign(base::Fields& f) {
  auto seed = base::from_hex(f.text("seed"));
  Statement s;
  s.kind = f.text("kind");
  s.of_case = f.id<CaseId>("case");
  s.author = f.id<ParticipantId>("author");
  s.context = f.id<Digest>("context");
  s.time = f.time("time");
  s.body = f.object("body");
  OFFICES_CHECK(f.finish());
  if (!seed) return std::unexpected(seed.error());
  OFFICES_TRY(key, crypto::SigningKey::from_seed(*seed));
  s.post = post_of(key.public_key());
  auto content = sign_payload(base::to_bytes(base::as_bytes(encode_payload(s))), key);
  return Json{{"envelope", encode_envelope(content, s.post)}, {"public", key.public_key().hex()}, {"id", content.id().hex()}};
}

/// {"do":"verify","envelope","public"} → {"id","post","statement":{"kind","time","body"}}; refused where anything is wrong.
Result<Json> verify(base::Fields& f) {
  auto text = f.text("envelope");
  auto key = f.id<crypto::VerifyKey>("public");
  OFFICES_CHECK(f.finish());
  OFFICES_TRY(envelope, decode_envelope(base::as_bytes(text)));
  if (!signature_holds(envelope.content, key)) return fail(Code::bad_signature);
  OFFICES_TRY(s, decode_payload(envelope.content.payload));
  return Json{{"id", envelope.content.id().hex()},
              {"post", envelope.keyid.hex()},
              {"statement", {{"kind", s.kind}, {"time", base::iso(s.time)}, {"body", s.body}}}};
}

Result<Json> answer(std::string_view line) {
  OFFICES_TRY(request, base::parse_json(base::as_bytes(line)));
  base::Fields f(request, "request");
  return f.one_of("do", {"sign", "verify"}) == "sign" ? sign(f) : verify(f);
}

}  // namespace
}  // namespace offices::record

int main() {
  using namespace offices;
  for (std::string line; std::getline(std::cin, line);) {
    auto reply = record::answer(line);
    Json out = reply ? *reply : Json{{"refused", base::info(reply.error().code).name}, {"detail", reply.error().detail}};
    std::cout << base::spell(out) << std::endl;
  }
}
