// SPDX-License-Identifier: Apache-2.0
// Answer: what the desk says back, with the headers that bind a browser.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "desk/asset.hpp"
#include "web/line.hpp"

namespace offices::desk {

struct Answer {
  int status = 200;
  std::string content_type{};  ///< empty where there is no body
  Bytes body{};
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// {"result":…} or {"error":{code, message, hint}} with the code's status.
[[nodiscard]] Answer api_answer(const Result<Json>& result);
[[nodiscard]] Answer error_answer(const Error& error);
/// A file of the page. `etags`: If-None-Match; `codings`: Accept-Encoding, null where there is none. 406 for a client that
/// takes no gzip.
[[nodiscard]] Answer asset_answer(const Asset& asset, std::string_view etags, const std::string* codings);
/// A page of a heading and sentences, for what a person sees before or instead of the desk.
[[nodiscard]] Answer words_answer(int status, std::string_view heading, std::string_view sentences);

/// As HTTP, with the headers of every answer (docs/api.md). `head`: everything but the body.
[[nodiscard]] web::Response to_http(Answer answer, unsigned version, bool keep_alive, bool head);
/// What goes before server-sent events: a response whose body ends with the line.
[[nodiscard]] web::Response events_head(unsigned version);

}  // namespace offices::desk
