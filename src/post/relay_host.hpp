// SPDX-License-Identifier: Apache-2.0
// RelayHost: where a relay's URL leads, and whether a post may go there.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace offices::post {

struct RelayHost {
  bool tls = false;
  std::string name;  ///< a host name or an address, that of IPv6 without brackets
  std::uint16_t port = 0;
  auto operator<=>(const RelayHost&) const = default;

  [[nodiscard]] bool is_address() const;
  [[nodiscard]] bool is_loopback() const;
  /// The Host header: the port where it is not the scheme's own.
  [[nodiscard]] std::string header() const;
};

/// Reads what wire::check_relay_url admits. Fails with Code::usage, and with Code::insecure_http for plain HTTP off
/// loopback unless `allow_insecure`.
[[nodiscard]] Result<RelayHost> read_relay_host(std::string_view url, bool allow_insecure);

}  // namespace offices::post
