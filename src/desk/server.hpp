// SPDX-License-Identifier: Apache-2.0
// Server: the desk's sockets and whoever is connected. Lives as long as the last conversation.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <set>

#include "desk/desk.hpp"
#include "desk/service.hpp"

namespace offices::desk {

class Server : public std::enable_shared_from_this<Server> {
 public:
  Server(post::Host& host, DeskOptions options, const Clock& clock, crypto::Random& random);

  /// Fails with Code::port_taken.
  [[nodiscard]] Result<void> listen();
  void stop();
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] boost::asio::io_context& io() { return io_; }

  Service service;
  const DeskOptions options;
  std::list<boost::beast::tcp_stream*> open;      ///< every connection
  std::uint64_t news = 0;                         ///< how often something has come
  std::set<boost::asio::steady_timer*> watching;  ///< every stream of events sleeps on one of these
  [[nodiscard]] bool stopping() const { return stopping_; }
  /// Lets every stream of events look whether there is something to tell.
  void tell();

 private:
  using Acceptor = boost::asio::ip::tcp::acceptor;
  [[nodiscard]] bool listen_on(Acceptor& acceptor, boost::asio::ip::address address);
  [[nodiscard]] boost::asio::awaitable<void> accept(std::shared_ptr<Server> self, Acceptor& acceptor);
  void take_in(boost::asio::ip::tcp::socket socket);

  boost::asio::io_context& io_;
  Acceptor v4_, v6_;
  boost::asio::steady_timer pause_;
  std::uint16_t port_ = 0;
  bool stopping_ = false;
};

}  // namespace offices::desk
