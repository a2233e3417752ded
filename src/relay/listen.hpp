// SPDX-License-Identifier: Apache-2.0
// Listen: the address to listen on and the certificate to show.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string_view>

#include "relay/relay.hpp"

namespace offices::relay {

/// Reads "127.0.0.1:80", "[::1]:80" or "localhost:80". Fails with Code::usage.
[[nodiscard]] Result<boost::asio::ip::tcp::endpoint> read_listen(std::string_view text);

/// TLS 1.2 or later with the certificate and key of `options`; null where there are none. Fails with Code::usage for one
/// without the other and Code::file_unreadable for what does not load.
[[nodiscard]] Result<std::shared_ptr<boost::asio::ssl::context>> load_tls(const RelayOptions& options);

}  // namespace offices::relay
