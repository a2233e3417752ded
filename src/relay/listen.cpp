// SPDX-License-Identifier: Apache-2.0
#include "relay/listen.hpp"

#include <charconv>

namespace offices::relay {
namespace asio = boost::asio;

namespace {

Result<std::uint16_t> read_port(std::string_view text) {
  std::uint16_t port = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size())
    return fail(Code::usage, "the port of --listen is a number up to 65535");
  return port;
}

std::string_view host_of(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) return host.substr(1, host.size() - 2);
  return host == "localhost" ? "127.0.0.1" : host;
}

}  // namespace

Result<asio::ip::tcp::endpoint> read_listen(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail(Code::usage, "--listen is HOST:PORT");
  OFFICES_TRY(port, read_port(text.substr(colon + 1)));
  auto host = host_of(text.substr(0, colon));
  boost::system::error_code error;
  auto address = asio::ip::make_address(host, error);
  bool bare_v6 = host.contains(':') && !text.starts_with('[');
  if (error || bare_v6) return fail(Code::usage, "the host of --listen is an address; one of IPv6 stands in brackets");
  return asio::ip::tcp::endpoint(address, port);
}

Result<std::shared_ptr<asio::ssl::context>> load_tls(const RelayOptions& options) {
  if (options.tls_cert.empty() != options.tls_key.empty()) return fail(Code::usage, "--tls-cert and --tls-key go together");
  if (options.tls_cert.empty()) return nullptr;
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  boost::system::error_code error;
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 |
                   asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  tls->use_certificate_chain_file(options.tls_cert, error);
  if (error) return fail(Code::file_unreadable, "the TLS certificate");
  tls->use_private_key_file(options.tls_key, asio::ssl::context::pem, error);
  if (error) return fail(Code::file_unreadable, "the TLS key, or it does not belong to the certificate");
  return tls;
}

}  // namespace offices::relay
