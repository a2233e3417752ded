// SPDX-License-Identifier: Apache-2.0
#include "web/line.hpp"

namespace offices::web {
namespace http = boost::beast::http;

Error complaint(const boost::system::error_code& error) {
  if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow)
    return {Code::too_large, {}};
  bool of_http = error.category() == make_error_code(http::error::bad_method).category();
  if (!of_http || error == http::error::end_of_stream || error == http::error::partial_message) return {Code::cancelled, {}};
  return {Code::malformed, "not an HTTP/1.1 request"};
}

}  // namespace offices::web
