// SPDX-License-Identifier: Apache-2.0
#include "desk/door.hpp"

#include <gtest/gtest.h>

namespace offices::desk {
namespace {

Claims claims(std::string origin, std::string site) { return {"127.0.0.1:7070", std::move(origin), std::move(site)}; }

TEST(Door, KnowsItsOwnNames) {
  for (const char* host : {"127.0.0.1:7070", "localhost:7070", "[::1]:7070"}) EXPECT_TRUE(is_our_host(host, 7070)) << host;
  for (const char* host : {"", "127.0.0.1", "127.0.0.1:707", "127.0.0.1:70700", "::1:7070", "localhost.:7070", "evil.example:7070",
                           "127.0.0.1:7070.evil.example", "127.0.0.1:7070:7070", "0.0.0.0:7070", "127.0.0.2:7070"})
    EXPECT_FALSE(is_our_host(host, 7070)) << host;
}

TEST(Door, LetsItsOwnPageAct) {
  EXPECT_TRUE(check_origin(claims("http://127.0.0.1:7070", ""), true));
  EXPECT_TRUE(check_origin(claims("http://127.0.0.1:7070", "same-origin"), true));
  EXPECT_TRUE(check_origin(claims("", "same-origin"), true));
}

TEST(Door, LetsNobodyElseAct) {
  EXPECT_FALSE(check_origin(claims("", ""), true));
  EXPECT_FALSE(check_origin(claims("http://localhost:7070", ""), true));
  EXPECT_FALSE(check_origin(claims("https://127.0.0.1:7070", ""), true));
  EXPECT_FALSE(check_origin(claims("null", ""), true));
  EXPECT_FALSE(check_origin(claims("http://127.0.0.1:7070", "same-site"), true));
  EXPECT_FALSE(check_origin(claims("", "none"), true));
}

TEST(Door, TellsWhoSaysNothing) {
  EXPECT_TRUE(check_origin(claims("", ""), false));
  EXPECT_FALSE(check_origin(claims("http://evil.example", ""), false));
  EXPECT_FALSE(check_origin(claims("", "cross-site"), false));
}

TEST(Cookies, AreFoundByTheirWholeName) {
  using Found = std::vector<std::string_view>;
  EXPECT_EQ(cookies_named("a=1; desk=2; b=3", "desk"), (Found{"2"}));
  EXPECT_EQ(cookies_named("desk=1;desk=2", "desk"), (Found{"1", "2"}));
  EXPECT_EQ(cookies_named("desk", "desk"), Found{});
  EXPECT_EQ(cookies_named("desk=", "desk"), (Found{""}));
  EXPECT_EQ(cookies_named("xdesk=1; deskx=2; =3; ;;", "desk"), Found{});
  EXPECT_EQ(cookies_named("desk=a=b", "desk"), (Found{"a=b"}));
  EXPECT_EQ(cookies_named("", "desk"), Found{});
}

TEST(Cookies, AreFoundEightAtMost) {
  std::string header;
  for (int i = 0; i < 100; ++i) header += "desk=x;";
  EXPECT_EQ(cookies_named(header, "desk").size(), 8u);
}

}  // namespace
}  // namespace offices::desk
