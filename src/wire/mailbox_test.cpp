// SPDX-License-Identifier: Apache-2.0
#include "wire/mailbox.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace offices::wire {
namespace {

TEST(RelayUrl, TakesHostAndPort) {
  for (const char* good : {"http://localhost", "https://relay.example.org", "https://relay.example.org:8443", "http://127.0.0.1:1",
                           "http://[::1]", "https://[2001:db8::7]:65535", "https://[::ffff:192.0.2.1]:443", "https://XN--EXAMPLE.org"})
    EXPECT_EQ(check_relay_url(good).value_or("refused"), good);
  EXPECT_EQ(*check_relay_url("https://relay.example.org:8443/"), "https://relay.example.org:8443");
}

TEST(RelayUrl, RefusesEverythingElse) {
  for (const char* bad : {"",
                          "relay.example.org",
                          "ftp://h",
                          "HTTP://h",
                          "http:/h",
                          "http://",
                          "http:///",
                          "http://h//",
                          "http://h/p",
                          "http://h?q",
                          "http://h#f",
                          "http://u@h",
                          "http://u:p@h",
                          "http://h:",
                          "http://h:0",
                          "http://h:65536",
                          "http://h:123456",
                          "http://h:8x",
                          "http://h:-1",
                          "http://h:80:80",
                          "http://:80",
                          "http://[::1",
                          "http://::1",
                          "http://[]",
                          "http://[abc]",
                          "http://[1:2]",
                          "http://[::1]80",
                          "http://[::1]]",
                          "http://[[::1]]",
                          "http://a[::1]",
                          "http://h h",
                          "http://h\n",
                          "http://h\t",
                          "http://é.org",
                          "http://h%20",
                          " http://h",
                          "http://h_x",
                          "http://h\\x"})
    EXPECT_EQ(check_relay_url(bad).value_or("refused"), "refused") << bad;
  EXPECT_FALSE(check_relay_url(std::string_view("http://h\0x", 10)).has_value());
  EXPECT_TRUE(check_relay_url("http://" + std::string(293, 'a')).has_value());
  EXPECT_FALSE(check_relay_url("http://" + std::string(294, 'a')).has_value());
}

RC_GTEST_PROP(RelayUrl, WhatIsAdmittedStaysAsItIs, (const std::string& noise)) {
  for (const auto& url : {noise, "http://" + noise, "https://h:" + noise, "http://[" + noise + "]"}) {
    auto once = check_relay_url(url);
    if (!once) continue;
    RC_ASSERT(*check_relay_url(*once) == *once);
    RC_ASSERT(*once == url || *once + "/" == url);
  }
}

RC_GTEST_PROP(Address, ComesBackAsItWas, (std::uint64_t seed)) {
  crypto::SeededRandom random(seed);
  auto box = make_mailbox("https://relay.example.org", random);
  auto back = address_from_json(to_json(box.address));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == box.address);
  RC_ASSERT(box.fetch.octets != box.address.deposit.octets && box.fetch.octets != box.address.mailbox.octets);
}

TEST(Address, RefusesEveryOtherSpelling) {
  crypto::SeededRandom random(1);
  auto json = to_json(make_mailbox("https://relay.example.org", random).address);
  ASSERT_TRUE(address_from_json(json).has_value());
  EXPECT_FALSE(address_from_json("text").has_value());
  for (auto [key, value] : std::initializer_list<std::pair<const char*, Json>>{{"relay", "https://relay.example.org/"},
                                                                               {"relay", "relay"},
                                                                               {"relay", 7},
                                                                               {"mailbox", "ab"},
                                                                               {"mailbox", std::string(64, 'A')},
                                                                               {"deposit", nullptr},
                                                                               {"fetch", std::string(64, 'a')}}) {
    auto changed = json;
    changed[key] = value;
    EXPECT_FALSE(address_from_json(changed).has_value()) << key;
  }
  json.erase("deposit");
  EXPECT_FALSE(address_from_json(json).has_value());
}

TEST(KeyHash, IsLabelled) {
  Bytes key(32, Byte{1});
  EXPECT_NE(key_hash(key), crypto::sha256(key));
  EXPECT_NE(key_hash(key), key_hash(Bytes(32, Byte{2})));
}

}  // namespace
}  // namespace offices::wire
