// SPDX-License-Identifier: Apache-2.0
// The kinds around telephone calls: words that were taken down, what their speaker says of that, and when one speaks next.
#include "mediation/body_reader.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t mandates_max = 16;
constexpr std::size_t with_max = 16;
constexpr std::size_t topics_max = 32;

Json write(const Noted& n) { return {{"to", n.to.hex()}, {"terms", terms_to_json(n.terms)}}; }

Result<Noted> read_noted(const Json& json) {
  Reader r(json, "mandate");
  Noted n{r.id<ParticipantId>("to"), r.keep(read_terms((*r).object("terms")))};
  if (n.terms.attribution == Attribution::named) (*r).refuse("terms", "say named; a record has nobody's name under it");
  return r.finish(std::move(n));
}

Result<std::string> read_topic(const Json& json) {
  if (!json.is_string()) return fail(Code::malformed, "a topic is no text");
  auto topic = json.get<std::string>();
  OFFICES_CHECK(base::check_line(topic));
  return topic;
}

}  // namespace

Json write(const Minute& b) {
  Json mandates = Json::array();
  for (const auto& m : b.mandates) mandates.push_back(write(m));
  return {{"said", write(b.signal)}, {"spoken", base::iso(b.spoken)}, {"read_back", b.read_back}, {"mandates", std::move(mandates)}};
}
Json write(const Countersignature& b) { return {{"minute", b.minute.hex()}, {"says", word(b.says)}, {"signal", maybe_hex(b.signal)}}; }
Json write(const Call& b) {
  Json with = Json::array();
  for (const auto& id : b.with) with.push_back(id.hex());
  return {{"call", b.call.hex()}, {"at", base::iso(b.at)}, {"with", std::move(with)}, {"topics", b.topics}, {"cancelled", b.cancelled}};
}

template <>
Result<Body> read<Minute>(const Json& j) {
  Reader r(j, "minute");
  auto said = r.keep(read<Signal>((*r).object("said")));
  Minute b{{}, (*r).time("spoken"), (*r).boolean("read_back"), r.list<Noted>("mandates", mandates_max, read_noted)};
  if (auto* signal = std::get_if<Signal>(&said)) b.signal = std::move(*signal);
  for (std::size_t i = 1; i < b.mandates.size(); ++i)
    if (b.mandates[i - 1].to >= b.mandates[i].to) (*r).refuse("mandates", "name somebody twice, or are not in order");
  return r.finish<Body>(std::move(b));
}
template <>
Result<Body> read<Countersignature>(const Json& j) {
  Reader r(j, "countersignature");
  Countersignature b{r.id<StatementId>("minute"), r.word_of<Countersign>("says"), r.maybe_id<StatementId>("signal")};
  if ((b.says == Countersign::own) != b.signal.has_value()) (*r).refuse("signal", "goes with words that are one's own");
  return r.finish<Body>(b);
}
template <>
Result<Body> read<Call>(const Json& j) {
  Reader r(j, "call");
  Call b{r.id<Digest>("call"), (*r).time("at"), r.list<ParticipantId>("with", with_max, read_participant),
         r.list<std::string>("topics", topics_max, read_topic), (*r).boolean("cancelled")};
  if (b.topics.empty()) (*r).refuse("topics", "is empty");
  for (std::size_t i = 1; i < b.with.size(); ++i)
    if (b.with[i - 1] >= b.with[i]) (*r).refuse("with", "names somebody twice, or is not in order");
  return r.finish<Body>(std::move(b));
}

const Signal* signal_of(const Body& body) {
  if (const auto* m = std::get_if<Minute>(&body)) return &m->signal;
  return std::get_if<Signal>(&body);
}

}  // namespace offices::mediation
