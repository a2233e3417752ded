// SPDX-License-Identifier: Apache-2.0
// Posts put back from older copies, and participants that are gone.
#include <gtest/gtest.h>

#include "sim/network.hpp"

namespace offices::sim {
namespace {

class Recovery : public testing::Test {
 protected:
  Recovery() : net_(77) {
    net_.add("Moscow");
    for (const char* name : {"Israel", "Iran"}) net_.add(name);
    id_ = net_.open_case({{"Israel", "party"}, {"Iran", "party"}});
  }
  std::string say(const std::string& who, const std::string& to, const std::string& text) {
    auto r = net_.call(who, "signal", {{"case", id_}, {"to", {to}}, {"text", text}, {"until", "+900d"}});
    EXPECT_TRUE(r.has_value()) << r.error().detail;
    return r ? r->at("signal").get<std::string>() : "";
  }
  std::string code(const std::string& who, std::string_view verb, const Json& args) {
    auto r = net_.call(who, verb, args);
    return r ? "allowed" : std::string(base::info(r.error().code).name);
  }
  bool shows(const std::string& who, const std::string& id) { return net_.call(who, "show", {{"id", id}}).has_value(); }
  std::string notices(const std::string& who) { return net_.call(who, "case.show", {{"case", id_}}).value().at("notices").dump(); }
  void sound(const std::string& who) {
    auto r = net_.call(who, "fsck", Json::object());
    EXPECT_TRUE(r.has_value()) << who << ": " << r.error().detail;
  }
  Network net_;
  std::string id_;
};

TEST_F(Recovery, ARestoredPostTakesBackWhatItHadSaid) {
  net_.save_copy("Israel");
  auto said = say("Israel", "Iran", "before the disk died");
  net_.settle();
  auto heard = net_.call("Moscow", "signal", {{"case", id_}, {"to", {"Israel"}}, {"text", "from Moscow"}})->at("signal").get<std::string>();
  net_.settle();
  net_.restore_copy("Israel");
  EXPECT_FALSE(shows("Israel", said));
  net_.settle();
  EXPECT_TRUE(shows("Israel", said));
  EXPECT_TRUE(shows("Israel", heard));
  auto again = say("Israel", "Iran", "and after");
  net_.settle();
  EXPECT_TRUE(shows("Moscow", again));
  for (const char* who : {"Moscow", "Israel", "Iran"}) sound(who);
}

TEST_F(Recovery, AForkKeepsTheBranchThatItsPeerHeldFirst) {
  net_.save_copy("Israel");
  auto first = say("Israel", "Iran", "the first history");
  net_.settle();
  net_.restore_copy("Israel");
  auto second = say("Israel", "Iran", "the second history");
  net_.settle();
  EXPECT_TRUE(shows("Israel", first));
  EXPECT_TRUE(net_.call("Israel", "show", {{"id", first}})->at("counts").get<bool>());
  EXPECT_FALSE(net_.call("Israel", "show", {{"id", second}})->at("counts").get<bool>());
  EXPECT_NE(notices("Israel").find("restored from an older copy"), std::string::npos);
  EXPECT_NE(notices("Moscow").find("two histories"), std::string::npos);
  EXPECT_EQ(net_.call("Moscow", "waiting", Json::object())->at("items").size(), 1u) << "the lost branch must not be acted on";
  auto third = say("Israel", "Iran", "said again");
  net_.settle();
  EXPECT_TRUE(shows("Moscow", third));
  for (const char* who : {"Moscow", "Israel", "Iran"}) sound(who);
}

TEST_F(Recovery, ARestoredIntermediaryFindsBackOnEveryLine) {
  net_.save_copy("Moscow");
  auto signal = say("Israel", "Iran", "carried before the loss");
  net_.settle();
  ASSERT_EQ(code("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}}), "allowed");
  net_.settle();
  net_.restore_copy("Moscow");
  net_.settle();
  auto trace = net_.call("Moscow", "trace", {{"signal", signal}});
  ASSERT_TRUE(trace.has_value());
  EXPECT_EQ(trace->at("to")[0].at("state"), "conveyed");
  EXPECT_EQ(code("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}}), "already_conveyed");
  for (const char* who : {"Moscow", "Israel", "Iran"}) sound(who);
}

TEST_F(Recovery, WhoIsRemovedIsNoLongerHeard) {
  ASSERT_EQ(code("Moscow", "case.remove", {{"case", id_}, {"name", "Iran"}}), "allowed");
  auto late = net_.call("Iran", "signal", {{"case", id_}, {"to", {"Moscow"}}, {"text", "too late"}});
  ASSERT_TRUE(late.has_value()) << "it has not heard yet";
  net_.settle();
  EXPECT_FALSE(shows("Moscow", late->at("signal").get<std::string>()));
  EXPECT_NE(notices("Moscow").find("no longer takes part"), std::string::npos);
  auto signal = net_.call("Israel", "signal", {{"case", id_}, {"to", {"Iran"}}, {"text", "x"}});
  EXPECT_EQ(signal ? "allowed" : std::string(base::info(signal.error().code).name), "removed");
}

TEST_F(Recovery, AnInvitationWorksOnce) {
  net_.add("Stranger");
  net_.add("Qatar");
  auto invited = net_.call("Moscow", "case.invite", {{"case", id_}, {"role", "party"}, {"name", "Qatar"}});
  ASSERT_TRUE(invited.has_value());
  net_.carry("Moscow");
  Json join{{"file", invited->at("file")}, {"accept_charter", true}};
  ASSERT_EQ(code("Qatar", "case.join", join), "allowed");
  ASSERT_EQ(code("Stranger", "case.join", join), "allowed");
  net_.carry("Qatar");
  net_.carry("Stranger");
  net_.settle();
  EXPECT_EQ(net_.call("Qatar", "case.list", Json::object())->at("items")[0].at("standing"), "active");
  EXPECT_EQ(net_.call("Stranger", "case.list", Json::object())->at("items")[0].at("standing"), "invited");
  EXPECT_NE(notices("Moscow").find("was answered, but"), std::string::npos);
  auto broken = invited->at("file").get<std::string>();
  broken[broken.size() / 2] = broken[broken.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_NE(code("Stranger", "case.join", {{"file", broken}, {"accept_charter", true}}), "allowed");
}

}  // namespace
}  // namespace offices::sim
