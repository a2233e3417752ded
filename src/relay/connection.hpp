// SPDX-License-Identifier: Apache-2.0
// Connection: one client's HTTP/1.1 conversation, over TCP or TLS.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <list>
#include <memory>

#include "relay/service.hpp"

namespace offices::relay {

/// One open connection, as the relay sees it when it stops.
struct OpenConnection {
  boost::beast::tcp_stream* stream = nullptr;
  bool idle = true;  ///< between two requests: nothing is lost when it is closed
};
using OpenConnections = std::list<OpenConnection>;

/// Talks until the client leaves, misbehaves or takes too long, or the relay stops. `service`, `patience` and `open`
/// outlive it. `tls`: null for plain HTTP.
[[nodiscard]] boost::asio::awaitable<void> converse(boost::asio::ip::tcp::socket socket, Service& service, const Patience& patience,
                                                    OpenConnections& open, std::shared_ptr<boost::asio::ssl::context> tls);

/// Tells a client that there is no room for it, in one short write, and leaves.
[[nodiscard]] boost::asio::awaitable<void> turn_away(boost::asio::ip::tcp::socket socket);

}  // namespace offices::relay
