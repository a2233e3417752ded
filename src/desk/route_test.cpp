// SPDX-License-Identifier: Apache-2.0
#include "desk/route.hpp"

#include <gtest/gtest.h>

namespace offices::desk {
namespace {

Code refused(std::string_view method, std::string_view target) {
  auto read = read_route(method, target);
  return read ? Code::internal : read.error().code;
}

TEST(Route, ReadsWhatTheDeskHas) {
  EXPECT_EQ(read_route("GET", "/open?token=abc")->route, Route(OpenRoute{"abc"}));
  EXPECT_EQ(read_route("GET", "/")->route, Route(PageRoute{"/"}));
  EXPECT_EQ(read_route("HEAD", "/assets/index-B4.js")->route, Route(PageRoute{"/assets/index-B4.js"}));
  EXPECT_TRUE(read_route("HEAD", "/")->head);
  EXPECT_EQ(read_route("GET", "/?lang=ar")->route, Route(PageRoute{"/"}));
  EXPECT_EQ(read_route("GET", "/api")->route, Route(DocumentRoute{}));
  EXPECT_EQ(read_route("GET", "/api/events")->route, Route(EventsRoute{}));
  EXPECT_EQ(read_route("POST", "/api/case.list")->route, Route(VerbRoute{"case.list"}));
  EXPECT_EQ(read_route("POST", "/desk/unlock")->route, Route(DeskRoute{"unlock"}));
  EXPECT_EQ(read_route("GET", "/desk/state")->route, Route(DeskRoute{"state"}));
}

TEST(Route, RefusesAnotherMethod) {
  EXPECT_EQ(refused("POST", "/open?token=abc"), Code::method_not_allowed);
  EXPECT_EQ(refused("HEAD", "/open?token=abc"), Code::method_not_allowed);
  EXPECT_EQ(refused("GET", "/api/case.list"), Code::method_not_allowed);
  EXPECT_EQ(refused("GET", "/desk/unlock"), Code::method_not_allowed);
  EXPECT_EQ(refused("POST", "/desk/state"), Code::method_not_allowed);
  EXPECT_EQ(refused("POST", "/"), Code::method_not_allowed);
}

TEST(Route, DecodesNothing) {
  EXPECT_EQ(refused("GET", "/%2e%2e/post.db"), Code::not_found);
  EXPECT_EQ(refused("GET", "/as sets"), Code::not_found);
  EXPECT_EQ(refused("GET", "http://127.0.0.1/"), Code::not_found);
  EXPECT_EQ(refused("GET", ""), Code::not_found);
  EXPECT_EQ(refused("POST", "/api/case%2elist"), Code::usage);
  EXPECT_EQ(refused("POST", "/api/" + std::string(41, 'a')), Code::usage);
  EXPECT_EQ(refused("GET", "/" + std::string(200, 'a')), Code::not_found);
}

}  // namespace
}  // namespace offices::desk
