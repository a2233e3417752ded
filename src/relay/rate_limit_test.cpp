// SPDX-License-Identifier: Apache-2.0
#include "relay/rate_limit.hpp"

#include <gtest/gtest.h>

namespace offices::relay {
namespace {

using boost::asio::ip::make_address;
const RateLimit::Instant start{std::chrono::hours(1)};

int admitted(RateLimit& limit, const char* address, RateLimit::Instant now, int tries = 100) {
  int n = 0;
  for (int i = 0; i < tries; ++i) n += limit.admits(make_address(address), now);
  return n;
}

TEST(RateLimit, AllowsABurstAndThenItsRate) {
  RateLimit limit({.requests_per_second = 2, .burst = 5});
  EXPECT_EQ(admitted(limit, "192.0.2.1", start), 5);
  EXPECT_EQ(admitted(limit, "192.0.2.1", start + std::chrono::seconds(2)), 4);
  EXPECT_EQ(admitted(limit, "192.0.2.1", start + std::chrono::hours(1)), 5);
}

TEST(RateLimit, CountsAddressesApartAndNetworksOfIPv6Together) {
  RateLimit limit({.requests_per_second = 1, .burst = 5});
  EXPECT_EQ(admitted(limit, "192.0.2.1", start), 5);
  EXPECT_EQ(admitted(limit, "192.0.2.2", start), 5);
  EXPECT_EQ(admitted(limit, "::ffff:192.0.2.2", start), 0);
  EXPECT_EQ(admitted(limit, "2001:db8::1", start), 5);
  EXPECT_EQ(admitted(limit, "2001:db8::2", start), 0);
  EXPECT_EQ(admitted(limit, "2001:db8:0:1::2", start), 5);
}

TEST(RateLimit, ExemptsLoopbackUnlessTold) {
  RateLimit generous({.requests_per_second = 1, .burst = 1});
  EXPECT_EQ(admitted(generous, "127.0.0.1", start), 100);
  EXPECT_EQ(admitted(generous, "::1", start), 100);
  RateLimit strict({.requests_per_second = 1, .burst = 1, .limit_loopback = true});
  EXPECT_EQ(admitted(strict, "127.0.0.1", start), 1);
}

TEST(RateLimit, BeyondItsMemoryNewcomersShareOneBucket) {
  RateLimit limit({.requests_per_second = 1, .burst = 5});
  for (std::uint32_t i = 0; i < 20'000; ++i) ASSERT_TRUE(limit.admits(boost::asio::ip::address_v4(0x0a000000 + i), start));
  EXPECT_EQ(admitted(limit, "192.0.2.1", start, 3), 3);
  EXPECT_EQ(admitted(limit, "192.0.2.2", start), 2);
  EXPECT_EQ(admitted(limit, "192.0.2.3", start + std::chrono::hours(1)), 5) << "others have refilled and are forgotten";
}

}  // namespace
}  // namespace offices::relay
