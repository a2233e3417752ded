// SPDX-License-Identifier: Apache-2.0
// The kinds around agendas, frameworks and ballots.
#include "mediation/body_reader.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t document_bytes_max = 128 * 1024;
constexpr std::size_t frameworks_max = 16;
constexpr std::size_t package_issues_max = 2'000;
constexpr std::size_t roster_max = 65;
constexpr std::int64_t rounds = 5;

Json package_to_json(const std::map<std::string, std::string>& package) {
  Json out = Json::object();
  for (const auto& [issue, option] : package) out[issue] = option;
  return out;
}

Json framework_to_json(const Framework& f) {
  return {
      {"title", f.title}, {"words", words_to_json(f.words)}, {"package", package_to_json(f.package)}, {"replaces", maybe_hex(f.replaces)}};
}

std::map<std::string, std::string> read_package(Reader& r, const Json& json) {
  std::map<std::string, std::string> package;
  if (json.size() > package_issues_max) (*r).refuse("package", "has more issues than an agenda can");
  for (const auto& [issue, option] : json.items()) {
    bool fits = option.is_string() && base::check_line(issue) && base::check_line(option.get_ref<const std::string&>());
    if (!fits) (*r).refuse("package", "maps issues to options, each one line");
    else package.emplace(issue, option.get<std::string>());
  }
  return package;
}

Result<Framework> read_framework(const Json& json) {
  Reader r(json, "framework");
  Framework f;
  f.title = r.line("title");
  f.words = r.keep(read_words((*r).object("words")));
  f.package = read_package(r, (*r).object("package"));
  f.replaces = r.maybe_id<Digest>("replaces");
  return r.finish(std::move(f));
}

Json ids_to_json(const std::vector<ParticipantId>& ids) {
  Json out = Json::array();
  for (const auto& id : ids) out.push_back(id.hex());
  return out;
}

template <class T>
Digest digest_of(std::string_view label, const T& body) {
  auto spelt = base::spell(write(body));
  return crypto::labelled_hash(label, {base::as_bytes(spelt)});
}

}  // namespace

Json write(const AgendaVersion& b) { return {{"version", b.version}, {"previous", maybe_hex(b.previous)}, {"document", b.document}}; }
Json write(const Tabling& b) {
  Json frameworks = Json::array();
  for (const auto& f : b.frameworks) frameworks.push_back(framework_to_json(f));
  return {{"table", b.table.hex()}, {"agenda", b.agenda.hex()}, {"frameworks", std::move(frameworks)}};
}
Json write(const Sight& b) { return {{"table", b.table.hex()}, {"shown", b.shown.hex()}}; }
Json write(const BallotOpening& b) {
  return {{"framework", b.framework.hex()},  {"nonce", b.nonce.hex()},
          {"roster", ids_to_json(b.roster)}, {"until", base::iso(b.until)},
          {"ends", base::iso(b.ends)},       {"ratify_by", b.ratify_by ? Json(base::iso(*b.ratify_by)) : Json(nullptr)}};
}
Json write(const Stub& b) { return {{"ballot", b.ballot.hex()}, {"round", b.round}}; }
Json write(const BallotOutcome& b) {
  return {{"ballot", b.ballot.hex()}, {"result", word(b.result)},          {"cause", b.cause ? Json(word(*b.cause)) : Json(nullptr)},
          {"round", b.round},         {"missing", ids_to_json(b.missing)}, {"transcript", b.transcript.hex()}};
}
Json write(const Ratification& b) { return {{"ballot", b.ballot.hex()}, {"framework", b.framework.hex()}}; }
Json write(const Witness& b) { return {{"evidence", record::bare_to_json(b.evidence)}}; }

template <>
Result<Body> read<AgendaVersion>(const Json& j) {
  Reader r(j, "agenda");
  AgendaVersion b;
  b.version = (*r).integer("version", 1, 1'000'000);
  b.previous = r.maybe_id<Digest>("previous");
  b.document = (*r).text("document");
  if (b.document.empty() || b.document.size() > document_bytes_max) (*r).refuse("document", "has 1 octet to 128 KiB");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Tabling>(const Json& j) {
  Reader r(j, "table");
  Tabling b{r.id<Digest>("table"), r.id<Digest>("agenda"), r.list<Framework>("frameworks", frameworks_max, read_framework)};
  if (b.frameworks.empty()) (*r).refuse("frameworks", "is empty");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Sight>(const Json& j) {
  Reader r(j, "sight");
  Sight b{r.id<Digest>("table"), r.id<Digest>("shown")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<BallotOpening>(const Json& j) {
  Reader r(j, "ballot");
  BallotOpening b;
  b.framework = r.id<Digest>("framework");
  b.nonce = r.id<Digest>("nonce");
  b.roster = r.list<ParticipantId>("roster", roster_max, read_participant);
  b.until = (*r).time("until");
  b.ends = (*r).time("ends");
  b.ratify_by = r.maybe<Time>("ratify_by", [&](const char* k) { return (*r).time(k); });
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Stub>(const Json& j) {
  Reader r(j, "stub");
  Stub b{r.id<Digest>("ballot"), (*r).integer("round", 1, rounds)};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<BallotOutcome>(const Json& j) {
  Reader r(j, "outcome");
  BallotOutcome b;
  b.ballot = r.id<Digest>("ballot");
  b.result = r.word_of<BallotResult>("result");
  b.cause = r.maybe<AbortCause>("cause", [&](const char* k) { return r.word_of<AbortCause>(k); });
  b.round = (*r).integer("round", 1, rounds);
  b.missing = r.list<ParticipantId>("missing", roster_max, read_participant);
  b.transcript = r.id<Digest>("transcript");
  if (b.cause.has_value() != (b.result == BallotResult::aborted)) (*r).refuse("cause", "belongs to an abort, and to nothing else");
  if (!b.missing.empty() && !b.cause) (*r).refuse("missing", "belongs to an abort");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Ratification>(const Json& j) {
  Reader r(j, "ratification");
  Ratification b{r.id<Digest>("ballot"), r.id<Digest>("framework")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Witness>(const Json& j) {
  Reader r(j, "witness");
  Witness b{r.bare("evidence")};
  return r.finish<Body>(std::move(b));
}

Digest agenda_digest(std::string_view document) { return crypto::labelled_hash("agenda", {base::as_bytes(document)}); }
Digest table_digest(const Tabling& tabling) { return digest_of("table", tabling); }
Digest framework_id(const Tabling& tabling, const Framework& framework) {
  auto spelt = base::spell(framework_to_json(framework));
  return crypto::labelled_hash("framework", {tabling.table.view(), tabling.agenda.view(), base::as_bytes(spelt)});
}
Digest ballot_id(const BallotOpening& opening) { return digest_of("ballot", opening); }

}  // namespace offices::mediation
