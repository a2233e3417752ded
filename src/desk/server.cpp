// SPDX-License-Identifier: Apache-2.0
#include "desk/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "desk/connection.hpp"
#include "desk/keep.hpp"
#include "desk/peer.hpp"

namespace offices::desk {
namespace asio = boost::asio;
using boost::system::error_code;

Server::Server(post::Host& host, DeskOptions o, const Clock& clock, crypto::Random& random)
    : service(host, clock, random, o.idle_s), options(o), io_(host.io()), v4_(io_), v6_(io_), pause_(io_) {
  service.on_change([this] { tell(); });
}

bool Server::listen_on(Acceptor& acceptor, asio::ip::address address) {
  asio::ip::tcp::endpoint endpoint(address, port_);
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) acceptor.close(error);
  return acceptor.is_open();
}

Result<void> Server::listen() {
  port_ = options.port;
  if (!listen_on(v4_, asio::ip::address_v4::loopback())) return fail(Code::port_taken, std::to_string(port_));
  error_code error;
  port_ = v4_.local_endpoint(error).port();
  service.set_port(port_);
  asio::co_spawn(io_, accept(shared_from_this(), v4_), asio::detached);
  if (listen_on(v6_, asio::ip::address_v6::loopback())) asio::co_spawn(io_, accept(shared_from_this(), v6_), asio::detached);
  return {};
}

asio::awaitable<void> Server::accept(std::shared_ptr<Server> self, Acceptor& acceptor) {
  while (!self->stopping_) {
    error_code error;
    auto socket = co_await acceptor.async_accept(web::into(error));
    if (!error) {
      take_in(std::move(socket));
      continue;
    }
    if (self->stopping_) co_return;
    pause_.expires_after(std::chrono::milliseconds(200));  // no file handles: others must leave first
    co_await pause_.async_wait(web::into(error));
  }
}

void Server::take_in(asio::ip::tcp::socket socket) {
  if (std::cmp_greater_equal(open.size(), options.connections_max) || !is_our_user(socket)) return;
  asio::co_spawn(io_, converse(shared_from_this(), std::move(socket)), asio::detached);
}

void Server::tell() {
  for (auto* timer : watching) timer->cancel();
}

void Server::stop() {
  stopping_ = true;
  error_code ignored;
  v4_.close(ignored);
  v6_.close(ignored);
  pause_.cancel();
  for (auto* stream : open) stream->close();
  tell();
}

namespace {

class ServedDesk final : public Desk {
 public:
  ServedDesk(post::Host& host, std::shared_ptr<Server> server) : host_(host), server_(std::move(server)) {}
  ~ServedDesk() override { server_->stop(); }

  std::uint16_t port() const override { return server_->port(); }
  std::string opening_address() override { return server_->service.opening_address(); }
  std::size_t streams() const override { return server_->watching.size(); }
  void on_news() override {
    ++server_->news;
    server_->tell();
  }
  void stop() override { server_->stop(); }

  Result<Json> call(std::string_view verb, const Json& args) override {
    if (verb == "desk.keep") return keep(host_.ledger(), args);
    if (verb == "desk.kept") return kept(host_.ledger(), args);
    if (verb != "desk.open") return fail(Code::usage, "no verb '" + std::string(verb.substr(0, 40)) + "'");
    if (!args.is_object() || !args.empty()) return fail(Code::usage, "desk.open takes no arguments");
    return Json{{"url", opening_address()}, {"lives_s", opening_lives_s}};
  }

 private:
  post::Host& host_;
  std::shared_ptr<Server> server_;
};

}  // namespace

Result<std::unique_ptr<Desk>> open_desk(post::Host& host, DeskOptions options, const Clock& clock, crypto::Random& random) {
  auto server = std::make_shared<Server>(host, options, clock, random);
  OFFICES_CHECK(server->listen());
  return std::make_unique<ServedDesk>(host, std::move(server));
}

}  // namespace offices::desk
