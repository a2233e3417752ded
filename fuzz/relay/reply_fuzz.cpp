// SPDX-License-Identifier: Apache-2.0
// What a post reads from a relay: a URL, a whole HTTP reply, its refusal and its envelopes. The input is "URL\n" and the
// reply's octets. Envelopes that parse must spell to the same body.

#include <boost/beast/http.hpp>
#include <cstdlib>

#include "post/relay_reply.hpp"

namespace offices::post {
namespace {

void require(bool ok) {
  if (!ok) std::abort();
}

void url(std::string_view text) {
  auto host = read_relay_host(text, true);
  if (!host) return;
  auto again = read_relay_host((host->tls ? "https://" : "http://") + host->header(), true);
  require(again && *again == *host);
}

void reply(ByteView octets) {
  namespace http = boost::beast::http;
  http::response_parser<http::vector_body<Byte>> parser;
  parser.header_limit(8 * 1024);
  parser.body_limit(64 * fetched_record_bytes);
  parser.eager(true);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(octets.data(), octets.size()), error);
  if (!parser.is_done()) return;
  auto message = parser.release();
  require(refusal(message).code != Code::internal);
  auto fetched = read_fetched(message, 0, 64);
  if (!fetched) return;
  Bytes spelled;
  for (const auto& e : fetched->envelopes) {
    base::put_u64(spelled, e.sequence);
    base::put(spelled, e.envelope);
  }
  require(spelled == message.body());
}

}  // namespace
}  // namespace offices::post

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  auto text = base::as_text({data, size});
  auto line = text.substr(0, text.find('\n'));
  post::url(line);
  if (line.size() < size) post::reply({data + line.size() + 1, size - line.size() - 1});
  return 0;
}
