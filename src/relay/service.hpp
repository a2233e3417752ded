// SPDX-License-Identifier: Apache-2.0
// Service: answers requests. Everything in it belongs to the io thread, but for the writer's own.
#pragma once

#include <spdlog/logger.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>

#include "relay/answer.hpp"
#include "relay/relay.hpp"
#include "relay/route.hpp"
#include "relay/tokens.hpp"
#include "relay/waiters.hpp"
#include "relay/writer.hpp"

namespace offices::relay {

/// A request whose body has not been read.
struct Asked {
  Route route;
  std::string authorization;
};

class Service {
 public:
  Service(boost::asio::io_context& io, const RelayOptions& options, std::unique_ptr<Storage> storage, Tokens tokens, const Clock& clock,
          std::shared_ptr<spdlog::logger> log);

  /// What can be said before the body is read: nothing where the request may go on. Turns away strangers, so that only
  /// who holds a key makes the relay read a body.
  [[nodiscard]] Result<void> admit(const Asked& asked, const boost::asio::ip::address& peer);
  /// Reserves memory for a body. Fails with Code::busy where too much is taken already.
  [[nodiscard]] Result<Share> reserve(std::size_t bytes);
  /// The largest body that belongs to `route`.
  [[nodiscard]] static std::size_t body_max(const Route& route);
  /// Answers an admitted request.
  [[nodiscard]] boost::asio::awaitable<Answer> answer(Asked asked, Bytes body);

  /// Removes what retention has ended for, in transactions short enough for deposits to pass between them.
  [[nodiscard]] boost::asio::awaitable<void> purge();
  /// Ends every wait; later fetches do not wait.
  void stop();
  [[nodiscard]] bool stopping() const { return stopping_; }
  void replace_tokens(Tokens tokens) { tokens_ = std::move(tokens); }
  [[nodiscard]] spdlog::logger& log() { return *log_; }

 private:
  [[nodiscard]] boost::asio::awaitable<Result<Written>> written(Write write);
  [[nodiscard]] boost::asio::awaitable<Answer> on(HealthRoute, std::string authorization, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(AboutRoute, std::string authorization, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(CreateRoute, std::string authorization, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(RemoveRoute, std::string authorization, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(DepositRoute, std::string authorization, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(FetchRoute, std::string authorization, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(DeleteRoute, std::string authorization, Bytes body);
  [[nodiscard]] Result<Answer> look(const FetchRoute& route, const FetchHash& key);
  [[nodiscard]] Answer refused(Error error);

  boost::asio::io_context& io_;
  const RelayOptions& options_;
  std::unique_ptr<Storage> storage_;
  Tokens tokens_;
  const Clock& clock_;
  std::shared_ptr<spdlog::logger> log_;
  RateLimit rate_;
  Waiters waiters_;
  std::size_t body_bytes_ = 0;
  bool stopping_ = false;
  Writer writer_;  // last: its thread ends before anything that it uses
};

}  // namespace offices::relay
