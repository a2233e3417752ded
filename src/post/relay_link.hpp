// SPDX-License-Identifier: Apache-2.0
// RelayLink: one connection to one relay, over TCP or TLS, used for one request at a time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <chrono>
#include <memory>

#include "base/bytes.hpp"
#include "post/relay_host.hpp"

namespace offices::post {

using HttpRequest = boost::beast::http::request<boost::beast::http::vector_body<Byte>>;
using HttpReply = boost::beast::http::response<boost::beast::http::vector_body<Byte>>;

/// How long to wait, and how much to take in.
struct Bounds {
  std::chrono::milliseconds first_octet;  ///< of the reply
  std::chrono::milliseconds progress;     ///< without one octet moving
  std::size_t body_bytes_max;
};

struct LinkFailure {
  Error error;
  bool stale;  ///< the relay hung up before one octet of a reply: on a reused connection, nothing was wrong with the request
};

class RelayLink {
 public:
  virtual ~RelayLink() = default;
  /// Resolves, connects and, for TLS, verifies the name. Fails with Code::unreachable or cancelled.
  [[nodiscard]] virtual boost::asio::awaitable<Result<void>> connect(std::chrono::milliseconds timeout) = 0;
  /// Sends one request and reads its reply; no redirect is followed. After a failure the link is of no further use.
  [[nodiscard]] virtual boost::asio::awaitable<std::expected<HttpReply, LinkFailure>> exchange(std::shared_ptr<const HttpRequest> request,
                                                                                               Bounds bounds) = 0;
  /// Ends whatever is under way.
  virtual void close() = 0;
};

/// `tls` is null for plain HTTP.
[[nodiscard]] std::unique_ptr<RelayLink> make_link(boost::asio::io_context& io, RelayHost host,
                                                   std::shared_ptr<boost::asio::ssl::context> tls);

/// TLS 1.2 or later, trusting the roots in `ca_file`, or the system's where it is empty. Fails with
/// Code::file_unreadable.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> trust(const std::string& ca_file);

}  // namespace offices::post
