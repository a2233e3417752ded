// SPDX-License-Identifier: Apache-2.0
// The kinds around words for the public: texts that several sign, and what was printed.
#include "mediation/body_reader.hpp"
#include "mediation/press_report.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t signers_max = 16;
constexpr std::size_t texts_max = 8;
constexpr std::size_t texts_bytes_max = 256 * 1024;
constexpr std::size_t report_bytes_max = 64 * 1024;
constexpr std::int64_t counted_max = 1'000'000;

Json write(const Signer& s) { return {{"participant", s.participant.hex()}, {"name", s.name}}; }
Json write(const Text& t) { return {{"lang", t.lang}, {"text", t.text}}; }
template <class T>
Json array_json(const std::vector<T>& items) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(write(item));
  return out;
}

Result<Signer> read_signer(const Json& json) {
  Reader r(json, "signer");
  Signer s{r.id<ParticipantId>("participant"), r.line("name")};
  return r.finish(std::move(s));
}
Result<Text> read_text(const Json& json) {
  Reader r(json, "text");
  Text t{r.lang("lang"), r.prose("text")};
  return r.finish(std::move(t));
}

/// Several languages, each once.
std::vector<Text> read_texts(Reader& r, const char* key) {
  auto texts = r.list<Text>(key, texts_max, read_text);
  if (texts.empty()) (*r).refuse(key, "is empty");
  std::size_t octets = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    octets += texts[i].text.size();
    if (i > 0 && texts[i - 1].lang >= texts[i].lang) (*r).refuse(key, "has a language twice, or not in order");
  }
  if (octets > texts_bytes_max) r.keep<Text>(fail(Code::text_too_long, "the languages of a text have 256 KiB together"));
  return texts;
}

std::vector<Signer> read_signers(Reader& r) {
  auto signers = r.list<Signer>("signers", signers_max, read_signer);
  if (signers.empty()) (*r).refuse("signers", "is empty");
  for (std::size_t i = 1; i < signers.size(); ++i)
    if (signers[i - 1].participant >= signers[i].participant) (*r).refuse("signers", "names somebody twice, or is not in order");
  return signers;
}

}  // namespace

Json write(const Draft& b) {
  return {{"draft", b.draft.hex()},           {"number", b.number},
          {"purpose", word(b.purpose)},       {"call", maybe_hex(b.call)},
          {"signers", array_json(b.signers)}, {"texts", array_json(b.texts)},
          {"disclosure", word(b.disclosure)}, {"embargo", b.embargo ? Json(base::iso(*b.embargo)) : Json(nullptr)}};
}
Json write(const Agreement& b) { return {{"draft", b.draft.hex()}, {"number", b.number}, {"text", b.text.hex()}}; }
Json write(const Divergence& b) {
  return {{"draft", b.draft.hex()}, {"number", b.number}, {"text", b.text.hex()}, {"own", array_json(b.own)}};
}
Json write(const Exhibit& b) {
  return {{"document", b.document}, {"source", b.source}, {"published", base::iso(b.published)}, {"spoken", base::iso(b.spoken)}};
}
Json write(const Link& b) {
  return {{"exhibit", b.exhibit.hex()}, {"quotation", b.quotation}, {"signal", b.signal.hex()}, {"to", b.to.hex()}};
}

template <>
Result<Body> read<Draft>(const Json& j) {
  Reader r(j, "draft");
  Draft b;
  b.draft = r.id<Digest>("draft");
  b.number = (*r).integer("number", 1, counted_max);
  b.purpose = r.word_of<Purpose>("purpose");
  b.call = r.maybe_id<Digest>("call");
  b.signers = read_signers(r);
  b.texts = read_texts(r, "texts");
  b.disclosure = r.word_of<Disclosure>("disclosure");
  b.embargo = r.maybe<Time>("embargo", [&](const char* k) { return (*r).time(k); });
  if (b.purpose == Purpose::communique && b.disclosure != Disclosure::open) (*r).refuse("disclosure", "of a communiqué is public");
  if (b.purpose == Purpose::communique && b.call) (*r).refuse("call", "goes with a read-out");
  if (b.embargo && b.disclosure != Disclosure::open) (*r).refuse("embargo", "goes with what will be public");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Agreement>(const Json& j) {
  Reader r(j, "agreement");
  Agreement b{r.id<Digest>("draft"), (*r).integer("number", 1, counted_max), r.id<Digest>("text")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Divergence>(const Json& j) {
  Reader r(j, "divergence");
  Divergence b{r.id<Digest>("draft"), (*r).integer("number", 1, counted_max), r.id<Digest>("text"), read_texts(r, "own")};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Exhibit>(const Json& j) {
  Reader r(j, "exhibit");
  Exhibit b{r.prose("document"), r.line("source"), (*r).time("published"), (*r).time("spoken")};
  if (b.document.size() > report_bytes_max) r.keep<Text>(fail(Code::text_too_long, "a press report has 64 KiB"));
  if (b.published.seconds % base::day_s != 0 || b.spoken.seconds % base::day_s != 0) (*r).refuse("published", "and spoken are days");
  if (b.spoken > b.published) (*r).refuse("spoken", "is after it was published");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Link>(const Json& j) {
  Reader r(j, "link");
  Link b{r.id<StatementId>("exhibit"), (*r).integer("quotation", 1, counted_max), r.id<StatementId>("signal"), r.id<ParticipantId>("to")};
  return r.finish<Body>(b);
}

Digest draft_digest(const Draft& draft) {
  auto spelt = base::spell(write(draft));
  return crypto::labelled_hash("draft", {base::as_bytes(spelt)});
}
Digest draft_key(const Digest& draft, std::int64_t number) {
  return crypto::labelled_hash("draft-key", {draft.view(), base::as_bytes(std::to_string(number))});
}

}  // namespace offices::mediation
