// SPDX-License-Identifier: Apache-2.0
#include "post/relay_reply.hpp"

#include <charconv>

#include "base/json.hpp"

namespace offices::post {
namespace {

Code code_in(const HttpReply& reply) {
  auto json = base::parse_json(reply.body());
  if (!json || !json->is_object() || !json->contains("error")) return Code::internal;
  const auto& error = (*json)["error"];
  if (!error.is_object() || !error.contains("code") || !error["code"].is_string()) return Code::internal;
  return base::code_named(error["code"].get<std::string>());
}

Result<std::uint64_t> number_in(const HttpReply& reply, std::string_view header) {
  std::string_view text = reply[header];
  std::uint64_t v = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size())
    return fail(Code::relay_refused, "its reply lacks a header");
  return v;
}

}  // namespace

Error refusal(const HttpReply& reply) {
  switch (reply.result_int()) {
    case 401: return {Code::token_required, {}};
    case 404: return {Code::not_found, {}};
    case 429: return {code_in(reply) == Code::rate_limited ? Code::rate_limited : Code::quota, {}};
    default: return {Code::relay_refused, "it answered with status " + std::to_string(reply.result_int())};
  }
}

Result<Fetched> read_fetched(const HttpReply& reply, std::uint64_t after, std::size_t limit) {
  Fetched f;
  OFFICES_TRY_SET(f.deleted_through, number_in(reply, "GoodOffices-Deleted-Through"));
  OFFICES_TRY_SET(f.latest, number_in(reply, "GoodOffices-Latest"));
  ByteView body = reply.body();
  if (body.size() % fetched_record_bytes != 0 || body.size() > limit * fetched_record_bytes)
    return fail(Code::relay_refused, "its reply is no list of envelopes");
  for (; !body.empty(); body = body.subspan(fetched_record_bytes)) {
    auto sequence = base::get_u64(body.first(8));
    if (sequence <= after) return fail(Code::relay_refused, "its sequences do not ascend");
    after = sequence;
    f.envelopes.push_back({sequence, base::to_bytes(body.subspan(8, wire::envelope_bytes))});
  }
  return f;
}

}  // namespace offices::post
