// SPDX-License-Identifier: Apache-2.0
// Line: one client's HTTP/1.1 line as a server sees it: bounded, never waited for without end, one write at a time.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <string_view>

#include "base/bytes.hpp"
#include "web/patience.hpp"

namespace offices::web {

inline constexpr std::size_t header_bytes_max = 8 * 1024;
inline constexpr std::size_t buffer_bytes_max = 64 * 1024;

using Head = boost::beast::http::request_parser<boost::beast::http::empty_body>;
using WithBody = boost::beast::http::request_parser<boost::beast::http::vector_body<Byte>>;
using Response = boost::beast::http::response<boost::beast::http::vector_body<Byte>>;

inline auto into(boost::system::error_code& error) { return boost::asio::redirect_error(boost::asio::use_awaitable, error); }

/// What to tell a client whose octets could not be read: Code::too_large, malformed, or cancelled where the line just
/// went away and there is nobody to tell.
[[nodiscard]] Error complaint(const boost::system::error_code& error);

/// `Stream` is a beast::tcp_stream or one with TLS around it. Every member coroutine ends before the line does;
/// `patience` outlives it.
template <class Stream>
class Line {
 public:
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;
  using Clock = std::chrono::steady_clock;

  Line(Stream stream, const Patience& patience) : stream_(std::move(stream)), patience_(patience) {}
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  Stream& stream() { return stream_; }
  boost::beast::tcp_stream& tcp() { return boost::beast::get_lowest_layer(stream_); }

  /// Waits for the first octet of a request, as long as the stream's deadline says; whether there is one.
  Awaitable<bool> something_arrives() {
    if (buffer_.size() > 0) co_return true;
    boost::system::error_code error;
    auto n = co_await stream_.async_read_some(buffer_.prepare(header_bytes_max), into(error));
    buffer_.commit(n);
    co_return !error;
  }

  /// Fails as complaint() says.
  Awaitable<Result<void>> read_head(Head& head, std::size_t body_bytes_max) {
    head.header_limit(header_bytes_max);
    head.body_limit(body_bytes_max);
    boost::system::error_code error;
    co_await boost::beast::http::async_read_header(stream_, buffer_, head, into(error));
    co_return error ? Result<void>(std::unexpected(complaint(error))) : Result<void>();
  }

  /// Reads what the head announced, having said "go on" to a client that asks. Fails as complaint() says.
  Awaitable<Result<void>> read_body(WithBody& parser) {
    boost::system::error_code error;
    if (!parser.is_done() && parser.get()[boost::beast::http::field::expect] == "100-continue") {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await boost::asio::async_write(stream_, boost::asio::buffer(go_on), into(error));
    }
    auto until = Clock::now() + patience_.body;
    // A read takes as much as there is room for. Between requests a line keeps room for a head.
    const bool is_large = parser.content_length().value_or(0) > header_bytes_max;
    if (is_large) buffer_.reserve(buffer_bytes_max);
    while (!parser.is_done() && !error) {
      tcp().expires_at(std::min(until, Clock::now() + patience_.progress));
      co_await boost::beast::http::async_read_some(stream_, buffer_, parser, into(error));
    }
    if (is_large) buffer_.shrink_to_fit();
    co_return error ? Result<void>(std::unexpected(complaint(error))) : Result<void>();
  }

  /// Whether all of it was taken by the client in time.
  Awaitable<bool> send(Response response) {
    boost::beast::http::response_serializer<boost::beast::http::vector_body<Byte>> serializer(response);
    auto until = Clock::now() + patience_.body;
    boost::system::error_code error;
    while (!serializer.is_done() && !error) {
      tcp().expires_at(std::min(until, Clock::now() + patience_.progress));
      co_await boost::beast::http::async_write_some(stream_, serializer, into(error));
    }
    co_return !error;
  }

  /// Sends the last words and reads on for a while without keeping anything: closing with unread octets would reset the
  /// line, and the client might never see them.
  Awaitable<void> send_last(Response response, std::size_t drain_bytes_max) {
    co_await send(std::move(response));
    boost::system::error_code error;
    tcp().socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, error);
    tcp().expires_after(patience_.farewell);
    std::array<Byte, 4096> discarded;
    for (std::size_t read = 0; !error && read < drain_bytes_max;)
      read += co_await tcp().async_read_some(boost::asio::buffer(discarded), into(error));
  }

 private:
  Stream stream_;
  const Patience& patience_;
  boost::beast::flat_buffer buffer_{buffer_bytes_max};
};

}  // namespace offices::web
