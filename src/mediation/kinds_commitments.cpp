// SPDX-License-Identifier: Apache-2.0
// The kinds around commitments and their verification.
#include "mediation/body_reader.hpp"
#include "mediation/evidence_file.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t participants_max = 16;
constexpr std::size_t conditions_max = 8;
constexpr std::size_t files_max = 16;

Json write(const Reference& r) { return {{"salt", r.salt.hex()}, {"hash", r.hash.hex()}}; }
Json write(const Condition& c) {
  return {{"after", c.after ? Json(base::iso(*c.after)) : Json(nullptr)},
          {"of", c.of ? write(*c.of) : Json(nullptr)},
          {"needs", c.of ? Json(word(c.needs)) : Json(nullptr)}};
}
Json write(const EvidenceFile& f) { return {{"name", f.name}, {"bytes", f.bytes}, {"hash", f.hash.hex()}}; }

template <class T>
Json maybe_json(const std::optional<T>& value) {
  return value ? write(*value) : Json(nullptr);
}
template <class T>
Json list_json(const std::vector<T>& items) {
  Json out = Json::array();
  for (const auto& item : items) {
    if constexpr (requires { item.hex(); }) out.push_back(item.hex());
    else out.push_back(write(item));
  }
  return out;
}

Result<Reference> read_reference(const Json& json) {
  Reader r(json, "reference");
  Reference ref{r.id<Digest>("salt"), r.id<Digest>("hash")};
  return r.finish(ref);
}

std::optional<Reference> maybe_reference(Reader& r, const char* key) {
  return r.maybe<Reference>(key, [&](const char* k) { return r.keep(read_reference((*r).object(k))); });
}

Result<Condition> read_condition(const Json& json) {
  Reader r(json, "condition");
  Condition c;
  c.after = r.maybe<Time>("after", [&](const char* k) { return (*r).time(k); });
  c.of = maybe_reference(r, "of");
  auto needs = r.maybe<Needs>("needs", [&](const char* k) { return r.word_of<Needs>(k); });
  if (c.after.has_value() == c.of.has_value()) (*r).refuse("after", "or a commitment: a condition has one of the two");
  if (needs.has_value() != c.of.has_value()) (*r).refuse("needs", "goes with a commitment");
  c.needs = needs.value_or(Needs::fulfilled);
  return r.finish(c);
}

Result<EvidenceFile> read_file(const Json& json) {
  Reader r(json, "evidence");
  OFFICES_TRY(f, r.finish(EvidenceFile{(*r).text("name"), (*r).integer("bytes", 1, evidence_bytes_max), r.id<Digest>("hash")}));
  OFFICES_CHECK(check_file_name(f.name));
  return f;
}

std::vector<ParticipantId> read_readers(Reader& r) {
  auto to = r.list<ParticipantId>("to", participants_max, read_participant);
  if (to.empty()) (*r).refuse("to", "is empty");
  for (std::size_t i = 1; i < to.size(); ++i)
    if (to[i - 1] >= to[i]) (*r).refuse("to", "names somebody twice, or is not in order");
  return to;
}

}  // namespace

Json write(const Commitment& b) {
  return {{"to", list_json(b.to)},
          {"by", base::iso(b.by)},
          {"words", words_to_json(b.words)},
          {"precedence", word(b.precedence)},
          {"when", list_json(b.when)},
          {"in_return_for", maybe_json(b.in_return_for)},
          {"verified_by", maybe_hex(b.verified_by)},
          {"evidence", b.evidence ? Json(*b.evidence) : Json(nullptr)}};
}
Json write(const Claim& b) {
  return {{"commitment", b.commitment.hex()},
          {"says", word(b.says)},
          {"about", maybe_hex(b.about)},
          {"words", b.words ? words_to_json(*b.words) : Json(nullptr)}};
}
Json write(const Attestation& b) {
  return {{"commitment", b.commitment.hex()},
          {"finding", word(b.finding)},
          {"scope", words_to_json(b.scope)},
          {"evidence", list_json(b.evidence)},
          {"to", list_json(b.to)}};
}
Json write(const Showing& b) { return {{"commitment", b.commitment.hex()}, {"evidence", record::bare_to_json(b.evidence)}}; }

template <>
Result<Body> read<Commitment>(const Json& j) {
  Reader r(j, "commitment");
  Commitment b;
  b.to = read_readers(r);
  b.by = (*r).time("by");
  b.words = r.keep(read_words((*r).object("words")));
  b.precedence = r.word_of<Precedence>("precedence");
  b.when = r.list<Condition>("when", conditions_max, read_condition);
  b.in_return_for = maybe_reference(r, "in_return_for");
  b.verified_by = r.maybe_id<ParticipantId>("verified_by");
  b.evidence = r.maybe<std::string>("evidence", [&](const char* k) { return r.prose(k); });
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Claim>(const Json& j) {
  Reader r(j, "claim");
  Claim b;
  b.commitment = r.id<StatementId>("commitment");
  b.says = r.word_of<Said>("says");
  b.about = r.maybe_id<StatementId>("about");
  b.words = r.maybe<Words>("words", [&](const char* k) { return r.keep(read_words((*r).object(k))); });
  bool points = b.says == Said::received || b.says == Said::disputed;
  if (points != b.about.has_value()) (*r).refuse("about", "goes with what was received or is disputed");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Attestation>(const Json& j) {
  Reader r(j, "attestation");
  Attestation b;
  b.commitment = r.id<StatementId>("commitment");
  b.finding = r.word_of<Finding>("finding");
  b.scope = r.keep(read_words((*r).object("scope")));
  b.evidence = r.list<EvidenceFile>("evidence", files_max, read_file);
  b.to = read_readers(r);
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Showing>(const Json& j) {
  Reader r(j, "showing");
  Showing b{r.id<StatementId>("commitment"), r.bare("evidence")};
  return r.finish<Body>(std::move(b));
}

Reference reference_to(const StatementId& commitment, const Digest& salt) {
  return {salt, crypto::labelled_hash("commitment-reference", {salt.view(), commitment.view()})};
}

Digest reference_salt(const ParticipantId& author, const Commitment& commitment) {
  Bytes to;
  for (const auto& id : commitment.to) to.insert(to.end(), id.view().begin(), id.view().end());
  auto verifier = commitment.verified_by ? commitment.verified_by->view() : ByteView{};
  return crypto::labelled_hash("commitment-salt", {author.view(), to, verifier});
}

}  // namespace offices::mediation
