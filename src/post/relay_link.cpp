// SPDX-License-Identifier: Apache-2.0
#include "post/relay_link.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

namespace offices::post {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

namespace {

using TlsStream = beast::ssl_stream<beast::tcp_stream>;
using Endpoints = std::vector<tcp::endpoint>;

constexpr std::uint32_t header_bytes_max = 8 * 1024;
constexpr std::size_t buffer_bytes_max = 64 * 1024;
constexpr std::size_t read_bytes = 20 * 1024;

auto into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

Error failure(const error_code& error, std::string_view where) {
  if (error == asio::error::operation_aborted) return {Code::cancelled, {}};
  return {Code::unreachable, std::string(where) + (error == beast::error::timeout ? " took too long" : " failed")};
}

/// A name being looked up. The system's resolver cannot be interrupted, so it is left behind when time is up.
struct Lookup {
  explicit Lookup(asio::io_context& io) : resolver(io), done(io) {}
  tcp::resolver resolver;
  asio::steady_timer done;
  Endpoints found;
};

Endpoints known_endpoints(const RelayHost& host) {
  if (host.name == "localhost") return {{asio::ip::address_v4::loopback(), host.port}, {asio::ip::address_v6::loopback(), host.port}};
  error_code error;
  auto address = asio::ip::make_address(host.name, error);
  return error ? Endpoints{} : Endpoints{{address, host.port}};
}

void start(std::shared_ptr<Lookup> lookup, const RelayHost& host) {
  auto& resolver = lookup->resolver;
  resolver.async_resolve(host.name, std::to_string(host.port),
                         [lookup = std::move(lookup)](error_code error, const tcp::resolver::results_type& results) {
                           for (const auto& r : results)
                             if (!error) lookup->found.push_back(r.endpoint());
                           lookup->done.cancel();
                         });
}

template <class Stream>
class LinkOver final : public RelayLink {
 public:
  LinkOver(asio::io_context& io, RelayHost host, std::shared_ptr<asio::ssl::context> tls, Stream stream)
      : io_(io), host_(std::move(host)), tls_(std::move(tls)), stream_(std::move(stream)) {}

  asio::awaitable<Result<void>> connect(milliseconds timeout) override {
    auto endpoints = co_await look_up(timeout);
    if (closed_) co_return fail(Code::cancelled);
    if (endpoints.empty()) co_return fail(Code::unreachable, "the relay's name is not known");
    auto error = co_await connect_any(endpoints, timeout);
    if (closed_) co_return fail(Code::cancelled);
    if (error) co_return std::unexpected(failure(error, "connecting"));
    tcp().socket().set_option(asio::ip::tcp::no_delay(true), error);
    tcp().expires_after(timeout);
    co_return co_await greet();
  }

  asio::awaitable<std::expected<HttpReply, LinkFailure>> exchange(std::shared_ptr<const HttpRequest> request, Bounds bounds) override {
    auto error = co_await send(request, bounds);
    // A relay may answer before it has taken the whole request, and say why; so the reply is read all the same.
    bool hung_up = error && error != beast::error::timeout && error != asio::error::operation_aborted;
    if (error && !hung_up) co_return std::unexpected(LinkFailure{failure(error, "sending"), false});
    co_return co_await receive(bounds);
  }

  void close() override {
    closed_ = true;
    if (lookup_) lookup_->done.cancel();
    tcp().close();
  }

 private:
  beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream_); }

  /// Tries one address after the other, each with its share of the time: a line on which only IPv4 or only IPv6 gets
  /// through must not use all of it up.
  asio::awaitable<error_code> connect_any(Endpoints endpoints, milliseconds timeout) {
    error_code error;
    for (const auto& endpoint : endpoints) {
      tcp().close();
      tcp().expires_after(timeout / static_cast<int>(endpoints.size()));
      co_await tcp().async_connect(endpoint, into(error));
      if (!error || closed_ || error == asio::error::operation_aborted) break;
    }
    co_return error;
  }

  asio::awaitable<Endpoints> look_up(milliseconds timeout) {
    if (auto known = known_endpoints(host_); !known.empty()) co_return known;
    lookup_ = std::make_shared<Lookup>(io_);
    lookup_->done.expires_after(timeout);
    start(lookup_, host_);
    error_code ended;
    co_await lookup_->done.async_wait(into(ended));
    co_return std::exchange(lookup_, nullptr)->found;
  }

  asio::awaitable<Result<void>> greet() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      bool named = host_.is_address() || SSL_set_tlsext_host_name(stream_.native_handle(), host_.name.c_str());
      if (!named) co_return fail(Code::unreachable, "the relay's name does not fit into TLS");
      stream_.set_verify_callback(asio::ssl::host_name_verification(host_.name));
      error_code error;
      co_await stream_.async_handshake(asio::ssl::stream_base::client, into(error));
      bool verified = SSL_get_verify_result(stream_.native_handle()) == X509_V_OK;
      if (error && !verified) co_return fail(Code::unreachable, "the relay's certificate does not verify");
      if (error) co_return std::unexpected(failure(error, "the TLS handshake"));
    }
    co_return Result<void>{};
  }

  asio::awaitable<error_code> send(std::shared_ptr<const HttpRequest> request, Bounds bounds) {
    http::request_serializer<http::vector_body<Byte>, http::fields> serializer(*request);
    error_code error;
    while (!serializer.is_done() && !error) {
      tcp().expires_after(bounds.progress);
      co_await http::async_write_some(stream_, serializer, into(error));
    }
    co_return error;
  }

  asio::awaitable<std::expected<HttpReply, LinkFailure>> receive(Bounds bounds) {
    http::response_parser<http::vector_body<Byte>> parser;
    parser.header_limit(header_bytes_max);
    parser.body_limit(bounds.body_bytes_max);
    buffer_.reserve(read_bytes);  // a read takes as much as there is room for, and 512 octets where nothing was reserved
    error_code error;
    tcp().expires_after(bounds.first_octet);
    co_await http::async_read_some(stream_, buffer_, parser, into(error));
    const bool is_large = !error && parser.content_length_remaining().value_or(0) > read_bytes;
    if (is_large) buffer_.reserve(buffer_bytes_max);
    while (!parser.is_done() && !error) {
      tcp().expires_after(bounds.progress);
      co_await http::async_read_some(stream_, buffer_, parser, into(error));
    }
    if (is_large) buffer_.shrink_to_fit();
    tcp().expires_never();
    if (!error) co_return parser.release();
    co_return std::unexpected(misread(error, parser.got_some()));
  }

  static LinkFailure misread(const error_code& error, bool heard) {
    bool of_http = error.category() == make_error_code(http::error::bad_method).category();
    bool hung_up = error == http::error::end_of_stream || error == http::error::partial_message;
    if (of_http && !hung_up) return {{Code::relay_refused, "the reply is not HTTP, or too large"}, false};
    return {failure(error, "waiting for the reply"), !heard && error != beast::error::timeout};
  }

  asio::io_context& io_;
  RelayHost host_;
  std::shared_ptr<asio::ssl::context> tls_;
  Stream stream_;
  beast::flat_buffer buffer_{buffer_bytes_max};
  std::shared_ptr<Lookup> lookup_;
  bool closed_ = false;
};

}  // namespace

std::unique_ptr<RelayLink> make_link(asio::io_context& io, RelayHost host, std::shared_ptr<asio::ssl::context> tls) {
  if (!tls) return std::make_unique<LinkOver<beast::tcp_stream>>(io, std::move(host), nullptr, beast::tcp_stream(io));
  TlsStream stream(io, *tls);
  return std::make_unique<LinkOver<TlsStream>>(io, std::move(host), std::move(tls), std::move(stream));
}

Result<std::shared_ptr<asio::ssl::context>> trust(const std::string& ca_file) {
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  error_code error;
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                   asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  tls->set_verify_mode(asio::ssl::verify_peer);
  if (ca_file.empty()) tls->set_default_verify_paths(error);
  else tls->load_verify_file(ca_file, error);
  if (error) return fail(Code::file_unreadable, "the certificates to trust");
  return tls;
}

}  // namespace offices::post
