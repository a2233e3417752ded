// SPDX-License-Identifier: Apache-2.0
// The desk's own parsers. The input is "METHOD\nTARGET\nHOST\nORIGIN\nSITE\nCOOKIE\n" and a table of sockets. What parses as
// a route is spelled again and must read as the same route; a path is a name of the page's and never leads upwards; what
// is found among cookies stands in them.

#include "desk/asset.hpp"
#include "desk/door.hpp"
#include "desk/peer.hpp"
#include "desk/route.hpp"
#include "fuzz/require.hpp"

namespace offices::desk {
namespace {

using fuzz::require;

std::string_view next_line(std::string_view& rest) {
  auto line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

std::string spelt(const OpenRoute& r) { return "/open?token=" + r.token; }
std::string spelt(const PageRoute& r) { return r.path; }
std::string spelt(const DocumentRoute&) { return "/api"; }
std::string spelt(const EventsRoute&) { return "/api/events"; }
std::string spelt(const VerbRoute& r) { return "/api/" + r.verb; }
std::string spelt(const DeskRoute& r) { return "/desk/" + r.what; }

void route(std::string_view method, std::string_view target) {
  auto read = read_route(method, target);
  if (!read) return;
  auto again = read_route(method, std::visit([](const auto& r) { return spelt(r); }, read->route));
  require(again && again->route == read->route && again->head == read->head);
  require(read->head == (method == "HEAD"));
  if (const auto* page = std::get_if<PageRoute>(&read->route)) require(find_asset(page->path) == nullptr || page->path.front() == '/');
}

void door(std::string_view host, std::string_view origin, std::string_view site) {
  Claims claims{std::string(host), std::string(origin), std::string(site)};
  bool ours = is_our_host(host, 7070);
  if (ours) require(host == "127.0.0.1:7070" || host == "localhost:7070" || host == "[::1]:7070");
  if (check_origin(claims, true)) require(origin == "http://" + claims.host || (origin.empty() && site == "same-origin"));
}

void cookies(std::string_view header) {
  for (auto value : cookies_named(header, "desk")) require(header.find("desk=" + std::string(value)) != std::string_view::npos);
}

void sockets(std::string_view table) {
  boost::asio::ip::tcp::endpoint here(boost::asio::ip::address_v4::loopback(), 7070), there(boost::asio::ip::address_v4::loopback(), 50000);
  if (holder_of(table, there, here))
    require(table.find(":C350 ") != std::string_view::npos && table.find(":1B9E ") != std::string_view::npos);
}

}  // namespace
}  // namespace offices::desk

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto method = desk::next_line(rest);
  desk::route(method, desk::next_line(rest));
  auto host = desk::next_line(rest), origin = desk::next_line(rest);
  desk::door(host, origin, desk::next_line(rest));
  desk::cookies(desk::next_line(rest));
  desk::sockets(rest);
  return 0;
}
