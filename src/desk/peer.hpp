// SPDX-License-Identifier: Apache-2.0
// Peer: which user of this machine is at the other end of a loopback connection. Cookies know no ports: a server of
// another user on this machine can see the desk's cookie when the browser visits it, so the cookie alone is not enough.
#pragma once

#include <sys/types.h>

#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string_view>

namespace offices::desk {

/// The user who holds the socket that is bound to `local` and connected to `remote`, by the table that Linux prints in
/// /proc/net/tcp (proc_pid_net(5)). Nothing where no process holds it any more.
[[nodiscard]] std::optional<uid_t> holder_of(std::string_view table, const boost::asio::ip::tcp::endpoint& local,
                                             const boost::asio::ip::tcp::endpoint& remote);

/// Whether the client of `socket` is a process of this process's user, or root's. True where the system does not say.
[[nodiscard]] bool is_our_user(const boost::asio::ip::tcp::socket& socket);

}  // namespace offices::desk
