// SPDX-License-Identifier: Apache-2.0
#include "post/local_api.hpp"

#include <sys/stat.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace offices::post {
namespace {

namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;

asio::awaitable<void> write_line(std::shared_ptr<Protocol::socket> peer, std::string line, boost::system::error_code& ec) {
  co_await asio::async_write(*peer, asio::buffer(line), asio::redirect_error(asio::use_awaitable, ec));
}

}  // namespace

Result<Request> read_request(std::string_view line) {
  auto json = base::parse_json(base::as_bytes(line));
  if (!json) return fail(Code::usage, "a request is one line of JSON: " + json.error().detail);
  base::Fields f(*json, "request");
  Request r;
  r.verb = f.text("verb");
  r.args = f.object("args");
  if (auto ok = f.finish(); !ok) return fail(Code::usage, ok.error().detail);
  return r;
}

std::string answer_line(const Result<Json>& result) {
  return base::spell(result ? Json{{"result", *result}} : error_json(result.error())) + "\n";
}

LocalApi::LocalApi(asio::io_context& io, std::filesystem::path socket, Answer answer)
    : io_(io), path_(std::move(socket)), answer_(std::move(answer)), acceptor_(io) {}

LocalApi::~LocalApi() { stop(); }

Result<std::unique_ptr<LocalApi>> LocalApi::open(asio::io_context& io, std::filesystem::path socket, Answer answer) {
  if (SocketSession::is_answered(socket)) return fail(Code::exists, "another 'goodoffices run' has this post");
  std::error_code gone;
  std::filesystem::remove(socket, gone);
  std::unique_ptr<LocalApi> api(new LocalApi(io, std::move(socket), std::move(answer)));
  boost::system::error_code ec;
  api->acceptor_.open(Protocol(), ec);
  auto before = ::umask(0177);
  if (!ec) api->acceptor_.bind(Protocol::endpoint(api->path_.string()), ec);
  ::umask(before);
  if (!ec) api->acceptor_.listen(16, ec);
  if (ec) return fail(Code::file_unwritable, api->path_.filename().string() + " (a socket's path has at most 107 characters)");
  asio::co_spawn(io, api->accept_loop(), asio::detached);
  return api;
}

void LocalApi::stop() {
  if (!acceptor_.is_open()) return;
  boost::system::error_code ec;
  acceptor_.close(ec);
  std::error_code gone;
  std::filesystem::remove(path_, gone);
}

asio::awaitable<void> LocalApi::accept_loop() {
  while (acceptor_.is_open()) {
    boost::system::error_code ec;
    auto peer = std::make_shared<Protocol::socket>(io_);
    co_await acceptor_.async_accept(*peer, asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) asio::co_spawn(io_, converse(peer), asio::detached);
  }
}

asio::awaitable<void> LocalApi::converse(std::shared_ptr<Protocol::socket> peer) {
  std::string buffer;
  boost::system::error_code ec;
  for (;;) {
    auto n = co_await asio::async_read_until(*peer, asio::dynamic_buffer(buffer, request_bytes_max), '\n',
                                             asio::redirect_error(asio::use_awaitable, ec));
    if (ec == asio::error::not_found) co_await write_line(peer, answer_line(fail(Code::too_large, "a request has at most 4 MiB")), ec);
    if (ec || n == 0) co_return;
    auto request = read_request(std::string_view(buffer).substr(0, n - 1));
    buffer.erase(0, n);
    Result<Json> result = request ? co_await answer_(*std::move(request)) : std::unexpected(request.error());
    co_await write_line(peer, answer_line(result), ec);
    if (ec) co_return;
  }
}

bool SocketSession::is_answered(const std::filesystem::path& socket) {
  std::error_code gone;
  if (!std::filesystem::exists(socket, gone) || socket.string().size() > 107) return false;
  asio::io_context io;
  Protocol::socket peer(io);
  boost::system::error_code ec;
  peer.connect(Protocol::endpoint(socket.string()), ec);
  return !ec;
}

Result<Json> SocketSession::call(std::string_view verb, const Json& args) {
  asio::io_context io;
  Protocol::socket peer(io);
  boost::system::error_code ec;
  peer.connect(Protocol::endpoint(path_.string()), ec);
  if (ec) return fail(Code::store_failed, "the running post does not answer");
  auto line = base::spell({{"verb", verb}, {"args", args}}) + "\n";
  asio::write(peer, asio::buffer(line), ec);
  std::string answer;
  if (!ec) asio::read_until(peer, asio::dynamic_buffer(answer), '\n', ec);
  if (ec)
    return fail(Code::store_failed, "the running post ended in the middle; the verb may be done: repeat it with the same --request-id");
  auto json = base::parse_json(base::as_bytes(answer));
  if (!json) return fail(Code::internal, "the running post answered something else");
  if (json->contains("result")) return json->at("result");
  return std::unexpected(error_from_json(*json));
}

}  // namespace offices::post
