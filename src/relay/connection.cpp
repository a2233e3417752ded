// SPDX-License-Identifier: Apache-2.0
#include "relay/connection.hpp"

#include <boost/beast/ssl/ssl_stream.hpp>

#include "web/line.hpp"

namespace offices::relay {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using web::into;

namespace {

constexpr std::size_t drain_bytes_max = 2 * body_bytes_max;

web::Response to_http(Answer answer, unsigned version, bool keep_alive) {
  web::Response response(static_cast<http::status>(answer.status), version);
  if (!answer.content_type.empty()) response.set(http::field::content_type, answer.content_type);
  response.set(http::field::cache_control, "no-store");
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  response.keep_alive(keep_alive);
  response.body() = std::move(answer.body);
  if (answer.status != 204) response.prepare_payload();  // RFC 9110 section 8.6: no length there
  return response;
}

/// One conversation. Lives in the frame of `talk`; every member coroutine ends before it does.
template <class Stream>
class Conversation {
 public:
  Conversation(Stream stream, Service& service, const Patience& patience, OpenConnections& open, asio::ip::address peer)
      : line_(std::move(stream), patience), service_(service), patience_(patience), open_(open), peer_(std::move(peer)) {
    self_ = open_.insert(open_.end(), {&line_.tcp()});
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation() { open_.erase(self_); }

  Stream& stream() { return line_.stream(); }
  beast::tcp_stream& tcp() { return line_.tcp(); }

  asio::awaitable<void> talk() {
    tcp().expires_after(patience_.header);
    while (!service_.stopping()) {
      self_->idle = true;
      if (!co_await line_.something_arrives()) co_return;
      self_->idle = false;
      if (!co_await one_request()) co_return;
      tcp().expires_after(patience_.idle);
      greeted_ = true;
    }
  }

 private:
  /// Whether the conversation may go on.
  asio::awaitable<bool> one_request() {
    web::Head head;
    if (greeted_) tcp().expires_after(patience_.header);
    if (auto heard = co_await line_.read_head(head, body_bytes_max); !heard) co_return co_await refuse(heard.error(), 11);
    auto version = head.get().version();
    auto asked = understand(head);
    if (!asked) co_return co_await refuse_unread(asked.error(), head);
    Share share;
    if (auto allowed = make_room(*asked, head, share); !allowed) co_return co_await refuse_unread(allowed.error(), head);
    web::WithBody whole(std::move(head));
    if (auto heard = co_await line_.read_body(whole); !heard) co_return co_await refuse(heard.error(), 11);
    bool keep = whole.keep_alive();
    tcp().expires_never();
    auto answer = co_await service_.answer(*std::move(asked), std::move(whole.get().body()));
    co_return co_await send(std::move(answer), version, keep && !service_.stopping());
  }

  Result<Asked> understand(const web::Head& head) {
    const auto& request = head.get();
    if (request.count(http::field::authorization) > 1) return fail(Code::malformed, "two Authorization headers");
    OFFICES_TRY(route, read_route(request.method_string(), request.target()));
    Asked asked{route, std::string(request[http::field::authorization])};
    OFFICES_CHECK(service_.admit(asked, peer_));
    return asked;
  }

  /// Bounds the body and reserves the memory that it may take.
  Result<void> make_room(const Asked& asked, web::Head& head, Share& share) {
    auto most = Service::body_max(asked.route);
    auto length = head.content_length();
    if (length && *length > most) return fail(most ? Code::too_large : Code::malformed, most ? "" : "no body is expected");
    if (!most && head.chunked()) return fail(Code::malformed, "no body is expected");
    head.body_limit(std::max<std::size_t>(most, 1));
    OFFICES_TRY_SET(share, service_.reserve(length ? *length : head.chunked() ? most : 0));
    return {};
  }

  asio::awaitable<bool> send(Answer answer, unsigned version, bool keep_alive) {
    service_.log().debug("{} {}", peer_.to_string(), answer.status);
    auto share = std::move(answer.share);
    co_return co_await line_.send(to_http(std::move(answer), version, keep_alive)) && keep_alive;
  }

  /// Refuses a request whose body was not read: where there is none, the conversation goes on.
  asio::awaitable<bool> refuse_unread(Error why, const web::Head& head) {
    auto version = head.get().version();
    if (head.is_done()) co_return co_await send(error_answer(why), version, head.keep_alive() && !service_.stopping());
    co_return co_await refuse(std::move(why), version);
  }

  /// The last words, where there is anybody to hear them.
  asio::awaitable<bool> refuse(Error why, unsigned version) {
    if (why.code != Code::cancelled) {
      auto answer = error_answer(why);
      service_.log().debug("{} {}", peer_.to_string(), answer.status);
      co_await line_.send_last(to_http(std::move(answer), version, false), drain_bytes_max);
    }
    co_return false;
  }

  web::Line<Stream> line_;
  Service& service_;
  const Patience& patience_;
  OpenConnections& open_;
  asio::ip::address peer_;
  OpenConnections::iterator self_;
  bool greeted_ = false;  ///< has had a first request: until then one deadline holds from accepting
};

asio::awaitable<void> converse_plain(beast::tcp_stream stream, Service& service, const Patience& patience, OpenConnections& open,
                                     asio::ip::address peer) {
  Conversation<beast::tcp_stream> c(std::move(stream), service, patience, open, std::move(peer));
  co_await c.talk();
  error_code ignored;
  c.tcp().socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> converse_tls(beast::tcp_stream stream, Service& service, const Patience& patience, OpenConnections& open,
                                   asio::ip::address peer, std::shared_ptr<asio::ssl::context> tls) {
  using Stream = beast::ssl_stream<beast::tcp_stream>;
  Conversation<Stream> c(Stream(std::move(stream), *tls), service, patience, open, std::move(peer));
  error_code error;
  c.tcp().expires_after(patience.header);
  co_await c.stream().async_handshake(asio::ssl::stream_base::server, into(error));
  if (error) co_return;
  co_await c.talk();
  c.tcp().expires_after(patience.farewell);
  co_await c.stream().async_shutdown(into(error));
}

}  // namespace

asio::awaitable<void> converse(asio::ip::tcp::socket socket, Service& service, const Patience& patience, OpenConnections& open,
                               std::shared_ptr<asio::ssl::context> tls) {
  error_code error;
  auto peer = socket.remote_endpoint(error).address();
  if (error) co_return;
  socket.set_option(asio::ip::tcp::no_delay(true), error);
  beast::tcp_stream stream(std::move(socket));
  if (tls) co_await converse_tls(std::move(stream), service, patience, open, peer, tls);
  else co_await converse_plain(std::move(stream), service, patience, open, peer);
}

asio::awaitable<void> turn_away(asio::ip::tcp::socket socket) {
  auto answer = to_http(error_answer({Code::busy, {}}), 11, false);
  error_code error;
  beast::tcp_stream stream(std::move(socket));
  stream.expires_after(std::chrono::seconds(1));
  co_await http::async_write(stream, answer, into(error));
  (void)stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, error);
}

}  // namespace offices::relay
