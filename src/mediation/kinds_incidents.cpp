// SPDX-License-Identifier: Apache-2.0
// The kinds around incidents and the testing of lines.
#include "mediation/body_reader.hpp"

namespace offices::mediation {
namespace {

constexpr std::int64_t numbers_max = 1'000'000'000;
constexpr std::int64_t handling_least_s = 60, handling_most_s = 7 * base::day_s;

}  // namespace

Json write(const Incident& b) {
  return {
      {"incident", b.incident.hex()}, {"precedence", word(b.precedence)}, {"release", word(b.release)}, {"words", words_to_json(b.words)}};
}
Json write(const Outreach& b) {
  return {{"incident", b.incident.hex()},     {"number", b.number},
          {"precedence", word(b.precedence)}, {"handling_s", b.handling_s},
          {"words", words_to_json(b.words)},  {"evidence", b.evidence ? record::bare_to_json(*b.evidence) : Json(nullptr)}};
}
Json write(const Reached& b) {
  return {{"incident", b.incident.hex()}, {"number", b.number}, {"shown", b.shown.hex()}, {"at", base::iso(b.at)}};
}
Json write(const Response& b) {
  return {{"incident", b.incident.hex()}, {"number", b.number}, {"position", b.position ? Json(word(*b.position)) : Json(nullptr)}};
}
Json write(const Attempt& b) {
  return {{"incident", b.incident.hex()}, {"number", b.number}, {"attempt", b.attempt}, {"outcome", word(b.outcome)}};
}
Json write(const LineTest& b) { return {{"number", b.number}, {"person", b.person}}; }
Json write(const LineAnswer& b) { return {{"test", b.test.hex()}, {"number", b.number}, {"by", word(b.by)}}; }

template <>
Result<Body> read<Incident>(const Json& j) {
  Reader r(j, "incident");
  Incident b{r.id<Digest>("incident"), r.word_of<Precedence>("precedence"), r.word_of<Release>("release"),
             r.keep(read_words((*r).object("words")))};
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Outreach>(const Json& j) {
  Reader r(j, "outreach");
  Outreach b;
  b.incident = r.id<Digest>("incident");
  b.number = (*r).integer("number", 1, numbers_max);
  b.precedence = r.word_of<Precedence>("precedence");
  b.handling_s = (*r).integer("handling_s", handling_least_s, handling_most_s);
  b.words = r.keep(read_words((*r).object("words")));
  b.evidence = r.maybe<Signed>("evidence", [&](const char* k) { return r.bare(k); });
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Reached>(const Json& j) {
  Reader r(j, "reached");
  Reached b{r.id<Digest>("incident"), (*r).integer("number", 1, numbers_max), r.id<Digest>("shown"), (*r).time("at")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Response>(const Json& j) {
  Reader r(j, "response");
  Response b{r.id<Digest>("incident"), (*r).integer("number", 1, numbers_max),
             r.maybe<Position>("position", [&](const char* k) { return r.word_of<Position>(k); })};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Attempt>(const Json& j) {
  Reader r(j, "attempt");
  Attempt b{r.id<Digest>("incident"), (*r).integer("number", 1, numbers_max), (*r).integer("attempt", 1, numbers_max),
            r.word_of<AttemptOutcome>("outcome")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<LineTest>(const Json& j) {
  Reader r(j, "test");
  LineTest b{(*r).integer("number", 1, numbers_max), (*r).boolean("person")};
  return r.finish<Body>(b);
}
template <>
Result<Body> read<LineAnswer>(const Json& j) {
  Reader r(j, "answer");
  LineAnswer b{r.id<StatementId>("test"), (*r).integer("number", 1, numbers_max), r.word_of<Answerer>("by")};
  return r.finish<Body>(b);
}

Digest outreach_digest(const Outreach& outreach) {
  auto spelt = base::spell(write(outreach));
  return crypto::labelled_hash("outreach", {base::as_bytes(spelt)});
}
Digest outreach_key(const Digest& incident, std::int64_t number) {
  return crypto::labelled_hash("outreach-key", {incident.view(), base::as_bytes(std::to_string(number))});
}

}  // namespace offices::mediation
