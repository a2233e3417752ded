// SPDX-License-Identifier: Apache-2.0
#include "record/context.hpp"

#include <algorithm>

namespace offices::record {
namespace {

constexpr std::size_t seen_max = 16;
constexpr std::int64_t size_max = std::int64_t{1} << 40;

Json to_json(const Context& c) {
  Json seen = Json::array();
  for (const auto& h : c.seen) seen.push_back({{"feed", h.feed.hex()}, {"size", h.head.size}, {"root", h.head.root.hex()}});
  return {{"v", 1},
          {"channel", c.channel.hex()},
          {"feed", c.feed.hex()},
          {"index", c.index},
          {"head", {{"size", c.head.size}, {"root", c.head.root.hex()}}},
          {"seen", std::move(seen)},
          {"salt", base::hex(c.salt)}};
}

Result<FeedHead> seen_from_json(const Json& json) {
  base::Fields f(json, "seen");
  FeedHead h{f.id<FeedId>("feed"), {static_cast<std::uint64_t>(f.integer("size", 1, size_max)), f.id<Digest>("root")}};
  OFFICES_CHECK(f.finish());
  return h;
}

Result<Head> head_from_json(const Json& json) {
  base::Fields f(json, "head");
  Head h{static_cast<std::uint64_t>(f.integer("size", 0, size_max)), f.id<Digest>("root")};
  OFFICES_CHECK(f.finish());
  return h;
}

Result<Context> from_json(const Json& json) {
  base::Fields f(json, "context");
  Context c;
  f.integer("v", 1, 1);
  c.channel = f.id<ChannelId>("channel");
  c.feed = f.id<FeedId>("feed");
  c.index = static_cast<std::uint64_t>(f.integer("index", 0, size_max));
  const Json& head = f.object("head");
  auto salt = base::from_hex(f.text("salt"));
  const Json& seen = f.array("seen", seen_max);
  if (!salt || salt->size() != c.salt.size()) f.refuse("salt", "is not 16 octets");
  OFFICES_CHECK(f.finish());
  std::ranges::copy(*salt, c.salt.begin());
  OFFICES_TRY_SET(c.head, head_from_json(head));
  for (const auto& s : seen) {
    OFFICES_TRY(h, seen_from_json(s));
    if (h.feed == c.feed || (!c.seen.empty() && c.seen.back().feed >= h.feed)) return fail(Code::malformed, "seen heads out of order");
    c.seen.push_back(h);
  }
  if (c.index != c.head.size) return fail(Code::malformed, "an index that is not its head's size");
  return c;
}

}  // namespace

std::uint64_t Context::seen_size(const FeedId& other) const {
  auto it = std::ranges::find(seen, other, &FeedHead::feed);
  return it == seen.end() ? 0 : it->head.size;
}

std::string encode_context(const Context& context) { return base::spell(to_json(context)); }

Result<Context> decode_context(ByteView text) {
  OFFICES_TRY(json, base::parse_json(text));
  OFFICES_TRY(context, from_json(json));
  if (encode_context(context) != base::as_text(text)) return fail(Code::malformed, "a context in another spelling");
  return context;
}

Digest context_digest(const Context& context) {
  auto spelt = encode_context(context);
  return crypto::labelled_hash("context", {base::as_bytes(spelt)});
}

Json entry_to_json(const Entry& entry) {
  Json json = bare_to_json(entry.statement);
  json["context"] = to_json(entry.context);
  return json;
}

Result<Entry> entry_from_json(const Json& json) {
  if (!json.is_object() || !json.contains("context")) return fail(Code::malformed, "an entry without context");
  Json bare = json;
  bare.erase("context");
  OFFICES_TRY(statement, bare_from_json(bare));
  OFFICES_TRY(context, from_json(json.at("context")));
  return Entry{std::move(statement), std::move(context)};
}

Result<Statement> check_next(const Entry& entry, const FeedId& feed_id, const Frontier& feed) {
  const auto& c = entry.context;
  OFFICES_TRY(s, decode_payload(entry.statement.payload));
  if (c.feed != feed_id || s.context != context_digest(c)) return fail(Code::wrong_context, "the context is not the one that was signed");
  if (c.index > feed.size()) return fail(Code::gap);
  if (c.index < feed.size()) return fail(Code::fork, "the place is taken");
  if (c.head != feed.head()) return fail(Code::wrong_context, "its author had signed another history");
  return s;
}

}  // namespace offices::record
