// SPDX-License-Identifier: Apache-2.0
#include "post/relay_host.hpp"

#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "wire/mailbox.hpp"

namespace offices::post {
namespace {

constexpr std::uint16_t plain_port = 80, tls_port = 443;

boost::asio::ip::address address_of(std::string_view name, boost::system::error_code& error) {
  return boost::asio::ip::make_address(name, error);
}

/// Splits "HOST", "HOST:PORT" or "[V6]:PORT"; the port is empty where there is none.
std::pair<std::string_view, std::string_view> split(std::string_view authority) {
  auto after_host = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
  auto host = authority.substr(0, after_host);
  auto port = authority.substr(std::min(host.size(), authority.size()));
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  if (port.starts_with(':')) port.remove_prefix(1);
  return {host, port};
}

}  // namespace

bool RelayHost::is_address() const {
  boost::system::error_code error;
  address_of(name, error);
  return !error;
}

bool RelayHost::is_loopback() const {
  boost::system::error_code error;
  auto address = address_of(name, error);
  return name == "localhost" || (!error && address.is_loopback());
}

std::string RelayHost::header() const {
  auto host = name.contains(':') ? "[" + name + "]" : name;
  return port == (tls ? tls_port : plain_port) ? host : host + ":" + std::to_string(port);
}

Result<RelayHost> read_relay_host(std::string_view url, bool allow_insecure) {
  OFFICES_TRY(checked, wire::check_relay_url(url));
  RelayHost host;
  host.tls = checked.starts_with("https://");
  auto [name, port] = split(std::string_view(checked).substr(checked.find("//") + 2));
  host.name = name;
  host.port = host.tls ? tls_port : plain_port;
  if (!port.empty()) {
    auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), host.port);
    if (error != std::errc{} || end != port.data() + port.size()) return fail(Code::usage, "the port of a relay's URL");
  }
  if (name.empty()) return fail(Code::usage, "the host of a relay's URL");
  if (!host.tls && !allow_insecure && !host.is_loopback()) return fail(Code::insecure_http);
  return host;
}

}  // namespace offices::post
