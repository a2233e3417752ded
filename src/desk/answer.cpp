// SPDX-License-Identifier: Apache-2.0
#include "desk/answer.hpp"

#include <algorithm>
#include <iterator>

#include "post/api.hpp"

namespace offices::desk {
namespace http = boost::beast::http;
namespace {

// "svelte-trusted-html" is the one Trusted Types policy of the library that the page is written with.
constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html";

Bytes octets(std::string_view text) { return base::to_bytes(base::as_bytes(text)); }

void bind_browser(web::Response& response) {
  response.set("Content-Security-Policy", content_security_policy);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
}

bool contains_word(std::string_view list, std::string_view word) { return list.find(word) != std::string_view::npos; }

/// RFC 9110 section 12.5.3, as far as one coding needs it: no header, "gzip" or "*", and not with a weight of zero.
bool takes_gzip(const std::string* codings) {
  if (!codings) return true;
  std::string plain;
  std::ranges::copy_if(*codings, std::back_inserter(plain), [](char c) { return c != ' ' && c != '\t'; });
  plain += ',';
  bool named = contains_word(plain, "gzip") || contains_word(plain, "*");
  return named && !contains_word(plain, "gzip;q=0,") && !contains_word(plain, "gzip;q=0.0");
}

}  // namespace

Answer api_answer(const Result<Json>& result) {
  if (!result) return error_answer(result.error());
  return {.content_type = "application/json", .body = octets(base::spell(Json{{"result", *result}}))};
}

Answer error_answer(const Error& error) {
  Answer answer{
      .status = base::info(error.code).http, .content_type = "application/json", .body = octets(base::spell(post::error_json(error)))};
  if (error.code == Code::rate_limited) answer.headers.emplace_back("Retry-After", "60");
  return answer;
}

Answer asset_answer(const Asset& asset, std::string_view etags, const std::string* codings) {
  if (!takes_gzip(codings)) return words_answer(406, "Compressed only", "The page is kept compressed, and this client takes no gzip.");
  auto etag = "\"" + std::string(asset.hash.substr(0, 32)) + "\"";
  Answer answer{.content_type = std::string(content_type_of(asset.path))};
  answer.headers = {{"ETag", etag}, {"Content-Encoding", "gzip"}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  if (contains_word(etags, etag)) return {.status = 304, .headers = {{"ETag", etag}, {"Cache-Control", "no-cache"}}};
  answer.body = octets(asset.gzip);
  return answer;
}

Answer words_answer(int status, std::string_view heading, std::string_view sentences) {
  std::string page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Good Offices</title><h1>";
  page.append(heading).append("</h1><p>").append(sentences).append("</p></html>\n");
  return {.status = status, .content_type = "text/html; charset=utf-8", .body = octets(page)};
}

web::Response to_http(Answer answer, unsigned version, bool keep_alive, bool head) {
  web::Response response(static_cast<http::status>(answer.status), version);
  bind_browser(response);
  response.set(http::field::cache_control, "no-store");
  if (!answer.content_type.empty()) response.set(http::field::content_type, answer.content_type);
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  response.keep_alive(keep_alive);
  bool bodiless = answer.status == 304 || answer.status == 204;
  if (!bodiless) response.content_length(answer.body.size());
  if (!head && !bodiless) response.body() = std::move(answer.body);
  return response;
}

web::Response events_head(unsigned version) {
  web::Response response(http::status::ok, version);
  bind_browser(response);
  response.set(http::field::cache_control, "no-store");
  response.set(http::field::content_type, "text/event-stream");
  response.keep_alive(false);
  return response;
}

}  // namespace offices::desk
