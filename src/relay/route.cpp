// SPDX-License-Identifier: Apache-2.0
#include "relay/route.hpp"

#include <charconv>
#include <limits>
#include <map>

#include "base/json.hpp"

namespace offices::relay {
namespace {

constexpr std::string_view mailboxes = "/v1/mailboxes/";
constexpr std::string_view envelopes = "/envelopes";
constexpr std::uint64_t sequence_max = std::numeric_limits<std::int64_t>::max();

/// One reader of "name=decimal&…": each name at most once, none that was not asked for.
class Query {
 public:
  static Result<Query> read(std::string_view text);
  Result<std::uint64_t> take(std::string_view name, std::uint64_t least, std::uint64_t most, std::optional<std::uint64_t> otherwise);
  Result<void> finish() const { return pairs_.empty() ? Result<void>{} : fail(Code::malformed, "an unknown query parameter"); }

 private:
  std::map<std::string_view, std::uint64_t> pairs_;
};

Result<std::uint64_t> read_decimal(std::string_view text) {
  bool canonical = !text.empty() && (text == "0" || text.front() != '0');
  std::uint64_t v = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (!canonical || error != std::errc{} || end != text.data() + text.size())
    return fail(Code::malformed, "a query value is not a decimal number");
  return v;
}

Result<Query> Query::read(std::string_view text) {
  Query q;
  while (!text.empty()) {
    auto pair = text.substr(0, text.find('&'));
    bool last = pair.size() == text.size();
    text.remove_prefix(last ? pair.size() : pair.size() + 1);
    auto equals = pair.find('=');
    if (equals == std::string_view::npos || (!last && text.empty())) return fail(Code::malformed, "the query is not name=number pairs");
    OFFICES_TRY(v, read_decimal(pair.substr(equals + 1)));
    if (!q.pairs_.emplace(pair.substr(0, equals), v).second) return fail(Code::malformed, "a query parameter twice");
  }
  return q;
}

Result<std::uint64_t> Query::take(std::string_view name, std::uint64_t least, std::uint64_t most, std::optional<std::uint64_t> otherwise) {
  auto it = pairs_.find(name);
  if (it == pairs_.end()) return otherwise ? Result<std::uint64_t>{*otherwise} : fail(Code::malformed, "a query parameter is missing");
  auto v = it->second;
  pairs_.erase(it);
  if (v < least || v > most) return fail(Code::malformed, "a query value is out of range");
  return v;
}

Result<Route> fetch_route(const wire::MailboxId& mailbox, std::string_view query) {
  OFFICES_TRY(q, Query::read(query));
  FetchRoute r{.mailbox = mailbox};
  OFFICES_TRY_SET(r.after, q.take("after", 0, sequence_max, 0));
  OFFICES_TRY_SET(r.limit, q.take("limit", 1, envelopes_per_request_max, envelopes_per_request_max));
  OFFICES_TRY(wait, q.take("wait", 0, wait_seconds_max, 0));
  r.wait_seconds = static_cast<std::int64_t>(wait);
  OFFICES_CHECK(q.finish());
  return r;
}

Result<Route> delete_route(const wire::MailboxId& mailbox, std::string_view query) {
  OFFICES_TRY(q, Query::read(query));
  OFFICES_TRY(through, q.take("through", 1, sequence_max, std::nullopt));
  OFFICES_CHECK(q.finish());
  return DeleteRoute{mailbox, through};
}

Result<Route> without_query(Route route, std::string_view query) {
  if (!query.empty()) return fail(Code::malformed, "no query is expected here");
  return route;
}

Result<Route> of_mailbox(std::string_view method, const wire::MailboxId& id, std::string_view query) {
  if (method == "PUT") return without_query(CreateRoute{id}, query);
  if (method == "DELETE") return without_query(RemoveRoute{id}, query);
  return fail(Code::method_not_allowed);
}

Result<Route> of_envelopes(std::string_view method, const wire::MailboxId& id, std::string_view query) {
  if (method == "POST") return without_query(DepositRoute{id}, query);
  if (method == "GET") return fetch_route(id, query);
  if (method == "DELETE") return delete_route(id, query);
  return fail(Code::method_not_allowed);
}

}  // namespace

Result<Route> read_route(std::string_view method, std::string_view target) {
  auto mark = target.find('?');
  auto path = target.substr(0, mark);
  auto query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  if (mark != std::string_view::npos && query.empty()) return fail(Code::malformed, "an empty query");
  if (path == "/healthz" || path == "/v1/relay") {
    if (method != "GET") return fail(Code::method_not_allowed);
    return without_query(path == "/healthz" ? Route{HealthRoute{}} : Route{AboutRoute{}}, query);
  }
  if (!path.starts_with(mailboxes)) return fail(Code::not_found);
  path.remove_prefix(mailboxes.size());
  bool whole = !path.ends_with(envelopes);
  if (!whole) path.remove_suffix(envelopes.size());
  if (path.contains('/')) return fail(Code::not_found);
  auto id = wire::MailboxId::from_hex(path);
  if (!id) return fail(Code::malformed, "a mailbox id is 64 lower-case hexadecimal digits");
  return whole ? of_mailbox(method, *id, query) : of_envelopes(method, *id, query);
}

std::string_view read_token(std::string_view authorization) {
  constexpr std::string_view scheme = "Bearer ";
  return authorization.starts_with(scheme) ? authorization.substr(scheme.size()) : std::string_view{};
}

std::array<Byte, 32> read_key(std::string_view authorization) {
  auto key = wire::FetchKey::from_hex(read_token(authorization));
  return key ? key->octets : std::array<Byte, 32>{};
}

Result<CreateMailbox> read_create(const wire::MailboxId& mailbox, ByteView body) {
  if (body.size() > create_body_bytes_max) return fail(Code::too_large);
  OFFICES_TRY(json, base::parse_json(body));
  base::Fields f(json, "mailbox");
  CreateMailbox c{.mailbox = mailbox};
  c.deposit = f.id<DepositHash>("deposit");
  c.fetch = f.id<FetchHash>("fetch");
  OFFICES_CHECK(f.finish());
  return c;
}

Result<std::vector<wire::Envelope>> read_envelopes(ByteView body) {
  if (body.empty() || body.size() % wire::envelope_bytes != 0 || body.size() > body_bytes_max)
    return fail(Code::malformed, "a deposit is 1 to 64 envelopes of 16384 octets");
  std::vector<wire::Envelope> out;
  out.reserve(body.size() / wire::envelope_bytes);
  for (; !body.empty(); body = body.subspan(wire::envelope_bytes)) out.push_back(base::to_bytes(body.first(wire::envelope_bytes)));
  return out;
}

Bytes spell_envelopes(const std::vector<StoredEnvelope>& stored) {
  Bytes out;
  out.reserve(stored.size() * (8 + wire::envelope_bytes));
  for (const auto& e : stored) {
    base::put_u64(out, e.sequence);
    base::put(out, e.octets);
  }
  return out;
}

}  // namespace offices::relay
