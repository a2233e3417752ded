// SPDX-License-Identifier: Apache-2.0
#include "relay/connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace offices::relay {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t header_bytes_max = 8 * 1024;
constexpr std::size_t buffer_bytes_max = 64 * 1024;
constexpr std::size_t drain_bytes_max = 2 * body_bytes_max;

using Head = http::request_parser<http::empty_body>;
using WithBody = http::request_parser<http::vector_body<Byte>>;
using Response = http::response<http::vector_body<Byte>>;

auto into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

Response to_http(Answer answer, unsigned version, bool keep_alive) {
  Response response(static_cast<http::status>(answer.status), version);
  if (!answer.content_type.empty()) response.set(http::field::content_type, answer.content_type);
  response.set(http::field::cache_control, "no-store");
  for (const auto& [name, value] : answer.headers) response.set(name, value);
  response.keep_alive(keep_alive);
  response.body() = std::move(answer.body);
  if (answer.status != 204) response.prepare_payload();  // RFC 9110 section 8.6: no length there
  return response;
}

/// What was wrong with octets that are no request of ours; nothing where the line just went away.
std::optional<Error> complaint(const error_code& error) {
  if (error == http::error::body_limit || error == http::error::header_limit || error == http::error::buffer_overflow)
    return Error{Code::too_large, {}};
  bool of_http = error.category() == make_error_code(http::error::bad_method).category();
  if (!of_http || error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  return Error{Code::malformed, "not an HTTP/1.1 request"};
}

/// One conversation. Lives in the frame of `talk`; every member coroutine ends before it does.
template <class Stream>
class Conversation {
 public:
  Conversation(Stream stream, Service& service, const Patience& patience, OpenConnections& open, asio::ip::address peer)
      : stream_(std::move(stream)), service_(service), patience_(patience), open_(open), peer_(std::move(peer)) {
    self_ = open_.insert(open_.end(), {&beast::get_lowest_layer(stream_)});
  }
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation() { open_.erase(self_); }

  Stream& stream() { return stream_; }
  beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream_); }

  asio::awaitable<void> talk() {
    tcp().expires_after(patience_.header);
    while (!service_.stopping()) {
      self_->idle = true;
      if (!co_await something_arrives()) co_return;
      self_->idle = false;
      if (!co_await one_request()) co_return;
      tcp().expires_after(patience_.idle);
      greeted_ = true;
    }
  }

 private:
  asio::awaitable<bool> something_arrives() {
    if (buffer_.size() > 0) co_return true;
    error_code error;
    auto n = co_await stream_.async_read_some(buffer_.prepare(header_bytes_max), into(error));
    buffer_.commit(n);
    co_return !error;
  }

  /// Whether the conversation may go on.
  asio::awaitable<bool> one_request() {
    Head head;
    head.header_limit(header_bytes_max);
    head.body_limit(body_bytes_max);
    if (greeted_) tcp().expires_after(patience_.header);
    error_code error;
    co_await http::async_read_header(stream_, buffer_, head, into(error));
    if (error) {
      if (auto why = complaint(error)) co_await refuse(*why, 11);
      co_return false;
    }
    auto version = head.get().version();
    auto asked = understand(head);
    if (!asked) co_return co_await refuse_unread(asked.error(), head);
    Share share;
    if (auto allowed = make_room(*asked, head, share); !allowed) co_return co_await refuse_unread(allowed.error(), head);
    WithBody whole(std::move(head));
    if (!co_await read_body(whole)) co_return false;
    bool keep = whole.keep_alive();
    tcp().expires_never();
    auto answer = co_await service_.answer(*std::move(asked), std::move(whole.get().body()));
    co_return co_await send(std::move(answer), version, keep && !service_.stopping());
  }

  Result<Asked> understand(const Head& head) {
    const auto& request = head.get();
    if (request.count(http::field::authorization) > 1) return fail(Code::malformed, "two Authorization headers");
    OFFICES_TRY(route, read_route(request.method_string(), request.target()));
    Asked asked{route, std::string(request[http::field::authorization])};
    OFFICES_CHECK(service_.admit(asked, peer_));
    return asked;
  }

  /// Bounds the body and reserves the memory that it may take.
  Result<void> make_room(const Asked& asked, Head& head, Share& share) {
    auto most = Service::body_max(asked.route);
    auto length = head.content_length();
    if (length && *length > most) return fail(most ? Code::too_large : Code::malformed, most ? "" : "no body is expected");
    if (!most && head.chunked()) return fail(Code::malformed, "no body is expected");
    head.body_limit(std::max<std::size_t>(most, 1));
    OFFICES_TRY_SET(share, service_.reserve(length ? *length : head.chunked() ? most : 0));
    return {};
  }

  asio::awaitable<bool> read_body(WithBody& parser) {
    if (parser.is_done()) co_return true;
    if (parser.get()[http::field::expect] == "100-continue" && !co_await go_on()) co_return false;
    auto until = steady_clock::now() + patience_.body;
    error_code error;
    while (!parser.is_done() && !error) {
      tcp().expires_at(std::min(until, steady_clock::now() + patience_.progress));
      co_await http::async_read_some(stream_, buffer_, parser, into(error));
    }
    if (!error) co_return true;
    if (auto why = complaint(error)) co_await refuse(*why, 11);
    co_return false;
  }

  asio::awaitable<bool> go_on() {
    static constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
    error_code error;
    co_await asio::async_write(stream_, asio::buffer(line), into(error));
    co_return !error;
  }

  asio::awaitable<bool> send(Answer answer, unsigned version, bool keep_alive) {
    service_.log().debug("{} {}", peer_.to_string(), answer.status);
    auto share = std::move(answer.share);
    auto response = to_http(std::move(answer), version, keep_alive);
    http::response_serializer<http::vector_body<Byte>> serializer(response);
    auto until = steady_clock::now() + patience_.body;
    error_code error;
    while (!serializer.is_done() && !error) {
      tcp().expires_at(std::min(until, steady_clock::now() + patience_.progress));
      co_await http::async_write_some(stream_, serializer, into(error));
    }
    co_return !error && keep_alive;
  }

  /// Refuses a request whose body was not read: where there is none, the conversation goes on.
  asio::awaitable<bool> refuse_unread(Error why, const Head& head) {
    auto version = head.get().version();
    if (head.is_done()) co_return co_await send(error_answer(why), version, head.keep_alive() && !service_.stopping());
    co_await refuse(std::move(why), version);
    co_return false;
  }

  /// Answers and reads on for a while without keeping anything: closing with unread octets would reset the line, and
  /// the client might never see the answer.
  asio::awaitable<void> refuse(Error why, unsigned version) {
    co_await send(error_answer(why), version, false);
    error_code error;
    tcp().socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    tcp().expires_after(patience_.farewell);
    std::array<Byte, 4096> discarded;
    for (std::size_t read = 0; !error && read < drain_bytes_max;)
      read += co_await tcp().async_read_some(asio::buffer(discarded), into(error));
  }

  Stream stream_;
  Service& service_;
  const Patience& patience_;
  OpenConnections& open_;
  asio::ip::address peer_;
  OpenConnections::iterator self_;
  bool greeted_ = false;  ///< has had a first request: until then one deadline holds from accepting
  beast::flat_buffer buffer_{buffer_bytes_max};
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
