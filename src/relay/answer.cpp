// SPDX-License-Identifier: Apache-2.0
#include "relay/answer.hpp"

#include "relay/route.hpp"

namespace offices::relay {

Answer json_answer(const Json& body, int status) {
  return {.status = status, .content_type = "application/json", .body = base::to_bytes(base::as_bytes(base::spell(body)))};
}

Answer empty_answer(int status) { return {.status = status}; }

Answer error_answer(const Error& error) {
  const auto& row = base::info(error.code);
  std::string message(row.message);
  if (!error.detail.empty()) message += ": " + error.detail;
  Json body{{"error", {{"code", row.name}, {"message", message}, {"hint", row.hint}}}};
  auto answer = json_answer(body, row.http);
  if (error.code == Code::rate_limited || error.code == Code::busy) answer.headers.emplace_back("Retry-After", "1");
  if (error.code == Code::token_required) answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

Answer page_answer(const Page& page) {
  Answer a{.content_type = "application/octet-stream", .body = spell_envelopes(page.envelopes)};
  a.headers.emplace_back("GoodOffices-Deleted-Through", std::to_string(page.deleted_through));
  a.headers.emplace_back("GoodOffices-Latest", std::to_string(page.latest));
  return a;
}

}  // namespace offices::relay
