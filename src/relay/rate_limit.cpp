// SPDX-License-Identifier: Apache-2.0
#include "relay/rate_limit.hpp"

#include <algorithm>

namespace offices::relay {
namespace ip = boost::asio::ip;

namespace {

constexpr std::size_t buckets_max = 20'000;

/// An IPv4 address that arrived through a socket of IPv6 is itself again.
ip::address plain(const ip::address& address) {
  bool mapped = address.is_v6() && address.to_v6().is_v4_mapped();
  return mapped ? ip::make_address_v4(ip::v4_mapped, address.to_v6()) : address;
}

ip::address network_of(const ip::address& address) {
  if (address.is_v4()) return address;
  auto octets = address.to_v6().to_bytes();
  std::fill(octets.begin() + 8, octets.end(), std::uint8_t{0});
  return ip::address_v6(octets);
}

}  // namespace

double RateLimit::refilled(const Bucket& bucket, Instant now) const {
  std::chrono::duration<double> passed = now - bucket.at;
  return std::min(options_.burst, bucket.tokens + passed.count() * options_.requests_per_second);
}

void RateLimit::forget_full(Instant now) {
  std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= options_.burst; });
}

RateLimit::Bucket& RateLimit::bucket_of(const ip::address& address, Instant now) {
  auto network = network_of(address);
  if (auto it = buckets_.find(network); it != buckets_.end()) return it->second;
  if (buckets_.size() >= buckets_max) forget_full(now);
  if (buckets_.size() >= buckets_max) network = ip::address_v6::any();
  return buckets_.try_emplace(network, Bucket{options_.burst, now}).first->second;
}

bool RateLimit::admits(const ip::address& peer, Instant now) {
  auto address = plain(peer);
  if (address.is_loopback() && !options_.limit_loopback) return true;
  auto& bucket = bucket_of(address, now);
  bucket = {refilled(bucket, now), now};
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace offices::relay
