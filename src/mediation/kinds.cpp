// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mediation/body_reader.hpp"

namespace offices::mediation {
Result<Terms> read_terms(const Json& json) {
  Reader r(json, "terms");
  Terms t;
  t.form = r.word_of<Form>("form");
  t.approval = r.word_of<Approval>("approval");
  t.attribution = r.word_of<Attribution>("attribution");
  t.not_before = r.maybe<Time>("not_before", [&](const char* k) { return (*r).time(k); });
  t.until = (*r).time("until");
  t.simultaneous_with = r.maybe_id<ParticipantId>("simultaneous_with");
  t.disclosure = r.word_of<Disclosure>("disclosure");
  t.public_line = r.maybe<std::string>("public_line", [&](const char* k) { return r.prose(k); });
  return r.finish(std::move(t));
}

namespace {

constexpr std::size_t evidence_max = 2;
constexpr std::size_t heads_max = 16;
constexpr std::string_view kinds[] = {"open",
                                      "join",
                                      "admit",
                                      "introduce",
                                      "remove",
                                      "leave",
                                      "incarnation",
                                      "signal",
                                      "mandate",
                                      "withdraw",
                                      "rendering",
                                      "approval",
                                      "refusal",
                                      "decline",
                                      "dispatch",
                                      "conveyance",
                                      "receipt",
                                      "acknowledgement",
                                      "report",
                                      "disclosure",
                                      "agenda",
                                      "table",
                                      "sight",
                                      "ballot",
                                      "stub",
                                      "outcome",
                                      "ratification",
                                      "witness",
                                      "commitment",
                                      "claim",
                                      "attestation",
                                      "showing",
                                      "incident",
                                      "outreach",
                                      "reached",
                                      "response",
                                      "attempt",
                                      "test",
                                      "answer",
                                      "minute",
                                      "countersignature",
                                      "call",
                                      "draft",
                                      "agreement",
                                      "divergence",
                                      "exhibit",
                                      "link"};

Json charter_to_json(const Charter& c) {
  return {{"text", c.text}, {"languages", c.languages}, {"retention_days", c.retention_days}, {"existence", word(c.existence)}};
}

Result<Charter> read_charter(const Json& json) {
  Reader r(json, "charter");
  Charter c;
  c.text = r.prose("text");
  for (const auto& l : (*r).array("languages", 16)) c.languages.push_back(l.is_string() ? l.get<std::string>() : "");
  for (const auto& l : c.languages)
    if (!is_language_tag(l)) (*r).refuse("languages", "holds something that is no language tag");
  c.retention_days = (*r).integer("retention_days", 0, 100'000);
  c.existence = r.word_of<Existence>("existence");
  return r.finish(std::move(c));
}

Json head_to_json(const record::Head& h) { return {{"size", h.size}, {"root", h.root.hex()}}; }

Result<record::Head> read_head(const Json& json) {
  Reader r(json, "head");
  record::Head h{static_cast<std::uint64_t>((*r).integer("size", 0, std::int64_t{1} << 40)), r.id<Digest>("root")};
  return r.finish(h);
}

Result<FeedHead> read_feed_head(const Json& json) {
  Reader r(json, "head");
  FeedHead h{r.id<FeedId>("feed"), {static_cast<std::uint64_t>((*r).integer("size", 0, std::int64_t{1} << 40)), r.id<Digest>("root")}};
  return r.finish(h);
}

Json proposal_to_json(const Proposal& p) {
  return {{"signal", p.signal.hex()},
          {"to", p.to.hex()},
          {"form", word(p.form)},
          {"attribution", word(p.attribution)},
          {"words", words_to_json(p.words)}};
}

Proposal read_proposal(Reader& r) {
  Proposal p{r.id<StatementId>("signal"), r.id<ParticipantId>("to"), r.word_of<Form>("form"), r.word_of<Attribution>("attribution"),
             r.keep(read_words((*r).object("words")))};
  if (p.form == Form::verbatim) (*r).refuse("form", "is not one that needs a rendering");
  return p;
}

// One overload of write() and one specialisation of read() for each kind.
Json write(const Open& b) { return {{"title", b.title}, {"name", b.name}, {"key", b.key.hex()}, {"charter", charter_to_json(b.charter)}}; }
Json write(const Join& b) { return {{"name", b.name}, {"role", word(b.role)}, {"key", b.key.hex()}}; }
Json write(const Admit& b) {
  return {{"participant", b.participant.hex()}, {"name", b.name}, {"role", word(b.role)}, {"join", b.join.hex()}};
}
Json write(const Introduce& b) {
  return {{"participant", b.participant.hex()}, {"name", b.name}, {"role", word(b.role)}, {"join", record::bare_to_json(b.join)}};
}
Json write(const Remove& b) {
  Json heads = Json::array();
  for (const auto& h : b.heads) heads.push_back({{"feed", h.feed.hex()}, {"size", h.head.size}, {"root", h.head.root.hex()}});
  return {{"participant", b.participant.hex()}, {"cause", b.left ? "left" : "removed"}, {"heads", std::move(heads)}};
}
Json write(const Leave&) { return Json::object(); }
Json write(const Incarnation& b) {
  Json branches = Json::array();
  for (const auto& h : b.branches) branches.push_back(head_to_json(h));
  return {{"previous", b.previous.hex()}, {"branches", std::move(branches)}};
}
Json write(const Mandate& b) { return {{"signal", b.signal.hex()}, {"to", b.to.hex()}, {"terms", terms_to_json(b.terms)}}; }
Json write(const Withdraw& b) { return {{"signal", b.signal.hex()}, {"to", maybe_hex(b.to)}}; }
Json write(const Rendering& b) { return proposal_to_json(b.proposal); }
Json write(const ApprovalOf& b) {
  Json j = proposal_to_json(b.proposal);
  j["rendering"] = b.rendering.hex();
  return j;
}
Json write(const Refusal& b) { return {{"signal", b.signal.hex()}, {"rendering", b.rendering.hex()}, {"why", b.why}}; }
Json write(const Decline& b) { return {{"signal", b.signal.hex()}, {"to", maybe_hex(b.to)}, {"why", b.why}}; }
Json write(const Dispatch& b) {
  return {{"signal", b.signal.hex()},          {"to", b.to.hex()},     {"mandate", b.mandate.hex()},
          {"approval", maybe_hex(b.approval)}, {"form", word(b.form)}, {"attribution", word(b.attribution)},
          {"words", words_to_json(b.words)},   {"salt", b.salt.hex()}, {"pair", maybe_hex(b.pair)}};
}
Json write(const Conveyance& b) {
  Json evidence = Json::array();
  for (const auto& s : b.evidence) evidence.push_back(record::bare_to_json(s));
  return {{"of", b.of.hex()},
          {"act", word(b.act)},
          {"precedence", word(b.precedence)},
          {"form", word(b.form)},
          {"attribution", word(b.attribution)},
          {"from", maybe_hex(b.from)},
          {"words", words_to_json(b.words)},
          {"evidence", std::move(evidence)}};
}
Json write(const Receipt& b) { return {{"conveyance", b.conveyance.hex()}, {"of", b.of.hex()}, {"words", b.words.hex()}}; }
Json write(const Acknowledgement& b) { return {{"conveyance", b.conveyance.hex()}, {"of", b.of.hex()}, {"position", word(b.position)}}; }
Json write(const Report& b) {
  return {{"signal", b.signal.hex()}, {"dispatch", b.dispatch.hex()}, {"evidence", record::bare_to_json(b.evidence)}};
}
Json write(const Disclose& b) { return {{"signal", b.signal.hex()}, {"to", b.to.hex()}, {"mandate", b.mandate.hex()}, {"text", b.text}}; }

}  // namespace

Json write(const Signal& b) {
  return {{"act", word(b.act)},
          {"precedence", word(b.precedence)},
          {"words", words_to_json(b.words)},
          {"authority", b.authority.empty() ? Json(nullptr) : Json(b.authority)},
          {"reply_to", maybe_hex(b.reply_to)}};
}

template <>
Result<Body> read<Open>(const Json& j) {
  Reader r(j, "open");
  Open b{r.line("title"), r.line("name"), r.id<crypto::VerifyKey>("key"), r.keep(read_charter((*r).object("charter")))};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Join>(const Json& j) {
  Reader r(j, "join");
  Join b{r.line("name"), r.word_of<Role>("role"), r.id<crypto::VerifyKey>("key")};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Admit>(const Json& j) {
  Reader r(j, "admit");
  Admit b{r.id<ParticipantId>("participant"), r.line("name"), r.word_of<Role>("role"), r.id<StatementId>("join")};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Introduce>(const Json& j) {
  Reader r(j, "introduce");
  Introduce b{r.id<ParticipantId>("participant"), r.line("name"), r.word_of<Role>("role"), r.bare("join")};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Remove>(const Json& j) {
  Reader r(j, "remove");
  Remove b{r.id<ParticipantId>("participant"), (*r).one_of("cause", {"removed", "left"}) == "left",
           r.list<FeedHead>("heads", heads_max, read_feed_head)};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Leave>(const Json& j) {
  Reader r(j, "leave");
  return r.finish<Body>(Leave{});
}
template <>
Result<Body> read<Incarnation>(const Json& j) {
  Reader r(j, "incarnation");
  Incarnation b{r.id<FeedId>("previous"), r.list<record::Head>("branches", heads_max, read_head)};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Signal>(const Json& j) {
  Reader r(j, "signal");
  Signal b;
  b.act = r.word_of<Act>("act");
  b.precedence = r.word_of<Precedence>("precedence");
  b.words = r.keep(read_words((*r).object("words")));
  b.authority = r.maybe<std::string>("authority", [&](const char* k) { return r.line(k); }).value_or("");
  b.reply_to = r.maybe_id<StatementId>("reply_to");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Mandate>(const Json& j) {
  Reader r(j, "mandate");
  Mandate b{r.id<StatementId>("signal"), r.id<ParticipantId>("to"), r.keep(read_terms((*r).object("terms")))};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Withdraw>(const Json& j) {
  Reader r(j, "withdraw");
  Withdraw b{r.id<StatementId>("signal"), r.maybe_id<ParticipantId>("to")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Rendering>(const Json& j) {
  Reader r(j, "rendering");
  Rendering b{read_proposal(r)};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<ApprovalOf>(const Json& j) {
  Reader r(j, "approval");
  ApprovalOf b{r.id<StatementId>("rendering"), read_proposal(r)};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Refusal>(const Json& j) {
  Reader r(j, "refusal");
  Refusal b{r.id<StatementId>("signal"), r.id<StatementId>("rendering"), r.prose("why")};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Decline>(const Json& j) {
  Reader r(j, "decline");
  Decline b{r.id<StatementId>("signal"), r.maybe_id<ParticipantId>("to"), r.prose("why")};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Dispatch>(const Json& j) {
  Reader r(j, "dispatch");
  Dispatch b;
  b.signal = r.id<StatementId>("signal");
  b.to = r.id<ParticipantId>("to");
  b.mandate = r.id<StatementId>("mandate");
  b.approval = r.maybe_id<StatementId>("approval");
  b.form = r.word_of<Form>("form");
  b.attribution = r.word_of<Attribution>("attribution");
  b.words = r.keep(read_words((*r).object("words")));
  b.salt = r.id<Digest>("salt");
  b.pair = r.maybe_id<Digest>("pair");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Conveyance>(const Json& j) {
  Reader r(j, "conveyance");
  Conveyance b;
  b.of = r.id<Digest>("of");
  b.act = r.word_of<Act>("act");
  b.precedence = r.word_of<Precedence>("precedence");
  b.form = r.word_of<Form>("form");
  b.attribution = r.word_of<Attribution>("attribution");
  b.from = r.maybe_id<ParticipantId>("from");
  b.words = r.keep(read_words((*r).object("words")));
  b.evidence = r.list<Signed>("evidence", evidence_max, [](const Json& e) { return record::bare_from_json(e); });
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Receipt>(const Json& j) {
  Reader r(j, "receipt");
  Receipt b{r.id<StatementId>("conveyance"), r.id<Digest>("of"), r.id<Digest>("words")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Acknowledgement>(const Json& j) {
  Reader r(j, "acknowledgement");
  Acknowledgement b{r.id<StatementId>("conveyance"), r.id<Digest>("of"), r.word_of<Position>("position")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Report>(const Json& j) {
  Reader r(j, "report");
  Report b{r.id<StatementId>("signal"), r.id<StatementId>("dispatch"), r.bare("evidence")};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Disclose>(const Json& j) {
  Reader r(j, "disclosure");
  Disclose b{r.id<StatementId>("signal"), r.id<ParticipantId>("to"), r.id<StatementId>("mandate"), r.prose("text")};
  return r.finish<Body>(std::move(b));
}

namespace {

template <std::size_t... I>
Result<Body> read_kind(std::size_t which, const Json& json, std::index_sequence<I...>) {
  Result<Body> out = fail(Code::unknown_kind);
  (void)((which == I && (out = read<std::variant_alternative_t<I, AnyBody>>(json), true)) || ...);
  return out;
}

}  // namespace

Body::Body() noexcept = default;
Body::Body(const Body&) = default;
Body::Body(Body&&) noexcept = default;
Body& Body::operator=(const Body&) = default;
Body& Body::operator=(Body&&) noexcept = default;
Body::~Body() = default;

std::string_view kind_of(const Body& body) { return kinds[body.index()]; }

Json encode_body(const Body& body) {
  return std::visit([](const auto& b) { return write(b); }, body);
}

Result<Body> decode_body(std::string_view kind, const Json& json) {
  static_assert(std::size(kinds) == std::variant_size_v<AnyBody>);
  for (std::size_t i = 0; i < std::size(kinds); ++i)
    if (kinds[i] == kind) return read_kind(i, json, std::make_index_sequence<std::variant_size_v<AnyBody>>{});
  return fail(Code::unknown_kind, std::string(kind.substr(0, 32)));
}

Digest proposal_digest(const Proposal& proposal) {
  auto spelt = base::spell(proposal_to_json(proposal));
  return crypto::labelled_hash("proposal", {base::as_bytes(spelt)});
}

Digest text_digest(std::string_view text) { return crypto::labelled_hash("text", {base::as_bytes(text)}); }

Json terms_to_json(const Terms& t) {
  return {{"form", word(t.form)},
          {"approval", word(t.approval)},
          {"attribution", word(t.attribution)},
          {"not_before", t.not_before ? Json(base::iso(*t.not_before)) : Json(nullptr)},
          {"until", base::iso(t.until)},
          {"simultaneous_with", maybe_hex(t.simultaneous_with)},
          {"disclosure", word(t.disclosure)},
          {"public_line", t.public_line ? Json(*t.public_line) : Json(nullptr)}};
}

}  // namespace offices::mediation
