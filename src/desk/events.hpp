// SPDX-License-Identifier: Apache-2.0
// Events: a stream of server-sent events (WHATWG HTML, section 9.2) on one connection. What is told is always the newest:
// nothing queues up for a slow reader, and one that takes nothing for long is dropped.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <memory>

#include "desk/sessions.hpp"
#include "web/line.hpp"

namespace offices::desk {

class Server;

/// Tells `session` of news until it ends, the client leaves or the server stops. All outlive the call.
[[nodiscard]] boost::asio::awaitable<void> tell_events(Server& server, web::Line<boost::beast::tcp_stream>& line,
                                                       std::shared_ptr<Session> session, unsigned version);

}  // namespace offices::desk
