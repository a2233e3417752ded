// SPDX-License-Identifier: Apache-2.0
// Playing: a case on a network of posts, and what its members ask of their posts.
#pragma once

#include <gtest/gtest.h>

#include "sim/network.hpp"

namespace offices::sim {

class Playing {
 public:
  Network net;
  std::string id;

  explicit Playing(std::uint64_t seed) : net(seed) {}

  Json must(const std::string& who, std::string_view verb, const Json& args) {
    auto r = net.call(who, verb, args);
    EXPECT_TRUE(r.has_value()) << who << " " << verb << ": "
                               << (r ? "" : std::string(base::info(r.error().code).name) + " " + r.error().detail);
    return r.value_or(Json::object());
  }
  /// The code of the refusal; "allowed" where there is none.
  std::string refused(const std::string& who, std::string_view verb, const Json& args) {
    auto r = net.call(who, verb, args);
    return r ? "allowed" : std::string(base::info(r.error().code).name);
  }
};

}  // namespace offices::sim
