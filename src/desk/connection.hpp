// SPDX-License-Identifier: Apache-2.0
// Connection: one client's conversation with the desk.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

namespace offices::desk {

class Server;

/// Talks until the client leaves, misbehaves or takes too long, or the server stops.
[[nodiscard]] boost::asio::awaitable<void> converse(std::shared_ptr<Server> server, boost::asio::ip::tcp::socket socket);

}  // namespace offices::desk
