// SPDX-License-Identifier: Apache-2.0
#include "desk/door.hpp"

#include <algorithm>

namespace offices::desk {
namespace {

constexpr std::size_t cookies_max = 8;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_our_host(std::string_view host, std::uint16_t port) {
  auto colon = host.rfind(':');
  if (colon == std::string_view::npos || host.substr(colon + 1) != std::to_string(port)) return false;
  auto name = host.substr(0, colon);
  return name == "127.0.0.1" || name == "localhost" || name == "[::1]";
}

Result<void> check_origin(const Claims& claims, bool acts) {
  if (!claims.fetch_site.empty() && claims.fetch_site != "same-origin") return fail(Code::wrong_origin, {});
  if (!claims.origin.empty() && claims.origin != "http://" + claims.host) return fail(Code::wrong_origin, {});
  if (acts && claims.origin.empty() && claims.fetch_site.empty()) return fail(Code::wrong_origin, "neither Origin nor Sec-Fetch-Site");
  return {};
}

std::vector<std::string_view> cookies_named(std::string_view header, std::string_view name) {
  std::vector<std::string_view> found;
  while (!header.empty() && found.size() < cookies_max) {
    auto whole = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(header.size(), whole.size() + 1));
    auto one = trimmed(whole);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') found.push_back(one.substr(name.size() + 1));
  }
  return found;
}

}  // namespace offices::desk
