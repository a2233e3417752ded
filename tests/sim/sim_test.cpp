// SPDX-License-Identifier: Apache-2.0
// The whole network on a fake clock.
#include <gtest/gtest.h>

#include "sim/playing.hpp"

namespace offices::sim {
namespace {

using Names = std::vector<std::pair<std::string, std::string>>;
const Names sides{{"Israel", "party"}, {"Iran", "party"}, {"IAEA", "verifier"}};

struct Case : Playing {
  explicit Case(std::uint64_t seed) : Playing(seed) {
    net.add("Moscow");
    for (const auto& [name, role] : sides) net.add(name);
    id = net.open_case(sides);
  }
};

TEST(Main, SignalReachesTheOtherSideExactlyAsAuthorised) {
  Case c(1);
  auto sent = c.must("Israel", "signal",
                     {{"case", c.id}, {"to", {"Iran"}}, {"text", "We are committed to further de-escalation."}, {"act", "assurance"}});
  c.net.settle();
  auto waiting = c.must("Moscow", "waiting", Json::object());
  ASSERT_EQ(waiting.at("items").size(), 1u);
  EXPECT_EQ(waiting.at("items")[0].at("kind"), "decide");
  EXPECT_EQ(c.refused("Moscow", "convey", {{"signal", sent.at("signal")}, {"to", "IAEA"}}), "no_mandate");
  auto conveyed = c.must("Moscow", "convey", {{"signal", sent.at("signal")}, {"to", "Iran"}});
  c.net.settle();
  auto inbox = c.must("Iran", "inbox", Json::object());
  ASSERT_EQ(inbox.at("items").size(), 1u);
  EXPECT_EQ(inbox.at("items")[0].at("text"), "We are committed to further de-escalation.");
  EXPECT_EQ(inbox.at("items")[0].at("author"), "Israel");
  auto trace = c.must("Israel", "trace", {{"signal", sent.at("signal")}});
  EXPECT_EQ(trace.at("to")[0].at("state"), "conveyed") << trace.dump(1);
  c.must("Iran", "acknowledge", {{"conveyance", conveyed.at("conveyance")}, {"position", "noted"}});
  c.net.settle();
  trace = c.must("Moscow", "trace", {{"signal", sent.at("signal")}});
  EXPECT_EQ(trace.at("to")[0].at("state"), "conveyed");
  for (const char* who : {"Moscow", "Israel", "Iran", "IAEA"}) c.must(who, "fsck", Json::object());
}

}  // namespace
}  // namespace offices::sim
