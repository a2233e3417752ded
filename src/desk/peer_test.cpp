// SPDX-License-Identifier: Apache-2.0
#include "desk/peer.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <bit>
#include <boost/asio/io_context.hpp>

namespace offices::desk {
namespace {

using Tcp = boost::asio::ip::tcp;

Tcp::endpoint at(const char* address, std::uint16_t port) { return {boost::asio::ip::make_address(address), port}; }

// As Linux prints it on a little-endian machine: the desk's own end, its client's end, and one that was let go of.
constexpr std::string_view v4_table =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 0100007F:1B9E 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 11 1 ffff 20 4 30 10 -1\n"
    "   1: 0100007F:C350 0100007F:1B9E 01 00000000:00000000 00:00000000 00000000  1000        0 12 1 ffff 20 4 30 10 -1\n"
    "   2: 0100007F:C351 0100007F:1B9E 04 00000000:00000000 00:00000000 00000000     0        0 0 1 ffff 20 4 30 10 -1\n";

constexpr std::string_view v6_table =
    "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    "   0: 00000000000000000000000001000000:C350 00000000000000000000000001000000:1B9E 01 00000000:00000000 00:00000000 00000000  1001        0 13 1 ffff 20 4 30 10 -1\n";

TEST(Peer, IsFoundByBothEnds) {
  if constexpr (std::endian::native != std::endian::little) GTEST_SKIP() << "the table is a little-endian machine's";
  EXPECT_EQ(holder_of(v4_table, at("127.0.0.1", 50000), at("127.0.0.1", 7070)), uid_t{1000});
  EXPECT_EQ(holder_of(v4_table, at("127.0.0.1", 7070), at("127.0.0.1", 50000)), uid_t{0});
  EXPECT_EQ(holder_of(v6_table, at("::1", 50000), at("::1", 7070)), uid_t{1001});
}

TEST(Peer, IsNobodyWhereNoProcessHoldsTheSocket) {
  EXPECT_EQ(holder_of(v4_table, at("127.0.0.1", 50001), at("127.0.0.1", 7070)), std::nullopt);
  EXPECT_EQ(holder_of(v4_table, at("127.0.0.1", 50002), at("127.0.0.1", 7070)), std::nullopt);
  EXPECT_EQ(holder_of("", at("127.0.0.1", 50000), at("127.0.0.1", 7070)), std::nullopt);
  EXPECT_EQ(holder_of("nothing of the kind", at("127.0.0.1", 50000), at("127.0.0.1", 7070)), std::nullopt);
}

TEST(Peer, IsThisUserWhereThisProcessIsBothEnds) {
  boost::asio::io_context io;
  Tcp::acceptor acceptor(io, at("127.0.0.1", 0));
  Tcp::socket client(io);
  client.connect(acceptor.local_endpoint());
  auto server = acceptor.accept();
  EXPECT_TRUE(is_our_user(server));
}

}  // namespace
}  // namespace offices::desk
