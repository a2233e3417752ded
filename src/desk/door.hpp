// SPDX-License-Identifier: Apache-2.0
// Door: whether a request comes from this desk's own page in its user's browser. A page from elsewhere in that browser,
// or a name that was made to point here (DNS rebinding), is turned away.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace offices::desk {

/// The headers that say where a request comes from; each empty where there is none.
struct Claims {
  std::string host;
  std::string origin;
  std::string fetch_site;  ///< Sec-Fetch-Site
};

/// Whether Host names this desk: 127.0.0.1, localhost or [::1], with its port.
[[nodiscard]] bool is_our_host(std::string_view host, std::uint16_t port);

/// For what acts or tells: Origin is exactly "http://" and the Host that was asked, and Sec-Fetch-Site, where a browser
/// says it, is same-origin. Without Origin, Sec-Fetch-Site must be there if `acts`. Fails with Code::wrong_origin.
[[nodiscard]] Result<void> check_origin(const Claims& claims, bool acts);

/// The values of every cookie of that name in a Cookie header, which may come from anyone; eight at most.
[[nodiscard]] std::vector<std::string_view> cookies_named(std::string_view header, std::string_view name);

}  // namespace offices::desk
