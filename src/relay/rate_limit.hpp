// SPDX-License-Identifier: Apache-2.0
// RateLimit: a token bucket per network address.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <map>

namespace offices::relay {

struct RateOptions {
  double requests_per_second = 50;
  double burst = 500;
  bool limit_loopback = false;
};

/// Counts requests. An IPv6 address counts as its /64. Remembers at most 20,000 addresses; beyond, newcomers share one
/// bucket until others have refilled. Belongs to the io thread.
class RateLimit {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  explicit RateLimit(RateOptions options) : options_(options) {}
  /// Whether `peer` may make one more request at `now`.
  [[nodiscard]] bool admits(const boost::asio::ip::address& peer, Instant now);

 private:
  struct Bucket {
    double tokens = 0;
    Instant at;
  };
  [[nodiscard]] Bucket& bucket_of(const boost::asio::ip::address& address, Instant now);
  [[nodiscard]] double refilled(const Bucket& bucket, Instant now) const;
  void forget_full(Instant now);

  RateOptions options_;
  std::map<boost::asio::ip::address, Bucket> buckets_;
};

}  // namespace offices::relay
