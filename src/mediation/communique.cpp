// SPDX-License-Identifier: Apache-2.0
#include "mediation/communique.hpp"

#include <algorithm>

#include "mediation/body_reader.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t signers_max = 16;

struct File {
  Draft draft;
  ParticipantId first;
  std::vector<crypto::VerifyKey> keys;
  std::vector<Signed> agreements;
};

Result<crypto::VerifyKey> read_key(const Json& json) {
  if (!json.is_string()) return fail(Code::malformed, "a key is no text");
  return crypto::VerifyKey::from_hex(json.get_ref<const std::string&>());
}

Result<File> read_file(const Json& json) {
  Reader r(json, "communique");
  File f;
  (void)(*r).one_of("format", {communique_format});
  auto body = r.keep(decode_body("draft", (*r).object("text")));
  if (auto* draft = std::get_if<Draft>(&body)) f.draft = std::move(*draft);
  f.first = r.id<ParticipantId>("first");
  f.keys = r.list<crypto::VerifyKey>("keys", signers_max, read_key);
  f.agreements = r.list<Signed>("agreements", signers_max, [](const Json& j) { return record::bare_from_json(j); });
  return r.finish(std::move(f));
}

Json file_json(const Draft& draft, const std::vector<crypto::VerifyKey>& keys, const std::vector<Signed>& agreements,
               const ParticipantId& first) {
  Json k = Json::array(), a = Json::array();
  for (const auto& key : keys) k.push_back(key.hex());
  for (const auto& s : agreements) a.push_back(record::bare_to_json(s));
  return {
      {"format", communique_format}, {"text", write(draft)}, {"first", first.hex()}, {"keys", std::move(k)}, {"agreements", std::move(a)}};
}

/// What one signer signed, checked against the text.
Result<record::Statement> check_agreement(const Draft& draft, const Signer& signer, const crypto::VerifyKey& key, const Signed& bare) {
  if (record::participant_of(key) != signer.participant) return fail(Code::bad_signature, "the key is not that of " + signer.name);
  if (!record::signature_holds(bare, key)) return fail(Code::bad_signature, "not signed by " + signer.name);
  OFFICES_TRY(s, record::decode_payload(bare.payload));
  if (s.author != signer.participant || s.post != record::post_of(key)) return fail(Code::bad_signature, "another than " + signer.name);
  if (s.kind != "agreement") return fail(Code::bad_proof, signer.name + " signed something else");
  OFFICES_TRY(body, decode_body(s.kind, s.body));
  const auto& a = std::get<Agreement>(body);
  if (a.draft != draft.draft || a.number != draft.number || a.text != draft_digest(draft))
    return fail(Code::bad_proof, signer.name + " agreed to another text");
  return s;
}

}  // namespace

bool is_communique(std::string_view text) { return text.starts_with(R"({"agreements":[)"); }

std::string write_communique(const Draft& draft, const std::vector<crypto::VerifyKey>& keys, const std::vector<Signed>& agreements,
                             const ParticipantId& first) {
  return base::spell(file_json(draft, keys, agreements, first)) + "\n";
}

Result<Communique> read_communique(std::string_view text) {
  if (text.size() > communique_bytes_max) return fail(Code::too_large, "a communique has 1 MiB");
  auto spelt = text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
  OFFICES_TRY(json, base::parse_json(base::as_bytes(spelt)));
  OFFICES_TRY(f, read_file(json));
  if (base::spell(file_json(f.draft, f.keys, f.agreements, f.first)) != spelt) return fail(Code::malformed, "another spelling");
  const auto& signers = f.draft.signers;
  if (f.keys.size() != signers.size() || f.agreements.size() != signers.size())
    return fail(Code::bad_proof, "not every signer's agreement is here");
  Communique out{f.draft, {}};
  std::optional<CaseId> of_case;
  for (std::size_t i = 0; i < signers.size(); ++i) {
    OFFICES_TRY(s, check_agreement(f.draft, signers[i], f.keys[i], f.agreements[i]));
    if (!s.of_case || (of_case && *of_case != *s.of_case)) return fail(Code::wrong_context, "agreements of several cases");
    of_case = s.of_case;
    out.signers.push_back({signers[i].participant, signers[i].name, s.time});
  }
  auto first = std::ranges::find(out.signers, f.first, &CommuniqueSigner::participant);
  if (first == out.signers.end()) return fail(Code::malformed, "a copy of somebody who has not signed");
  std::rotate(out.signers.begin(), first, first + 1);
  return out;
}

Json to_json(const Communique& c) {
  Json signers = Json::array(), texts = Json::array();
  std::vector<std::string> order;
  for (const auto& s : c.signers) {
    signers.push_back({{"name", s.name}, {"participant", s.participant.hex()}, {"time", base::iso(s.signed_at)}});
    order.push_back(s.name);
  }
  for (const auto& t : c.draft.texts) texts.push_back({{"lang", t.lang}, {"text", spoken_text(t, order)}});
  return {{"purpose", word(c.draft.purpose)},
          {"embargo", c.draft.embargo ? Json(base::iso(*c.draft.embargo)) : Json(nullptr)},
          {"signers", std::move(signers)},
          {"texts", std::move(texts)}};
}

std::string spoken_text(const Text& text, const std::vector<std::string>& names) {
  constexpr std::string_view mark = "{parties}";
  std::string all, out;
  for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
  std::string_view rest = text.text;
  for (auto at = rest.find(mark); at != std::string_view::npos; at = rest.find(mark)) {
    out += std::string(rest.substr(0, at)) + all;
    rest.remove_prefix(at + mark.size());
  }
  return out + std::string(rest);
}

}  // namespace offices::mediation
