// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/typing.hpp"

namespace offices::cli {
namespace {

class DeskVerbs : public Typing {};

TEST_F(DeskVerbs, RunServesADeskOnlyWhereItIsAsked) {
  EXPECT_EQ(type({"run", "--json"}), 0);
  EXPECT_FALSE(engine.desk_options);
  EXPECT_FALSE(Json::parse(out()).contains("desk"));
  EXPECT_EQ(type({"run", "--desk", "--json"}), 0);
  ASSERT_TRUE(engine.desk_options);
  EXPECT_EQ(engine.desk_options->port, 0);
  EXPECT_EQ(engine.desk_options->idle_s, 15 * 60);
  EXPECT_EQ(Json::parse(out()).at("desk"), "http://127.0.0.1:7070/open?token=T");
}

TEST_F(DeskVerbs, RunTakesAPortAndATime) {
  EXPECT_EQ(type({"run", "--desk", "7070", "--desk-idle", "60"}), 0);
  ASSERT_TRUE(engine.desk_options);
  EXPECT_EQ(engine.desk_options->port, 7070);
  EXPECT_EQ(engine.desk_options->idle_s, 3600);
  EXPECT_NE(err().find("the desk opens once, within five minutes, at http://127.0.0.1:7070/open?token=T"), std::string::npos);
}

TEST_F(DeskVerbs, RunRefusesWhatIsNoPortOrTime) {
  for (const char* port : {"x", "-1", "65536", "70 70"}) EXPECT_EQ(type({"run", "--desk", port}), 2) << port;
  EXPECT_EQ(type({"run", "--desk", "--desk-idle", "0"}), 2);
  EXPECT_EQ(type({"run", "--desk-idle", "5"}), 2);
}

TEST_F(DeskVerbs, DeskAsksARunningPost) {
  engine.running = true;
  engine.answers["desk.open"] = Json{{"url", "http://127.0.0.1:7070/open?token=U"}, {"lives_s", 300}};
  EXPECT_EQ(type({"desk", "--no-browser"}), 0);
  EXPECT_EQ(engine.asked.back().verb, "desk.open");
  EXPECT_TRUE(engine.asked.back().args.empty());
  EXPECT_NE(out().find("\nhttp://127.0.0.1:7070/open?token=U\n"), std::string::npos) << out();
  EXPECT_EQ(type({"desk", "--no-browser", "--json"}), 0);
  EXPECT_EQ(Json::parse(out()).at("lives_s"), 300);
  EXPECT_EQ(type({"desk", "--no-browser", "--port", "7071"}), 1);
  engine.answers["desk.open"] = fail(Code::no_desk);
  EXPECT_EQ(type({"desk", "--no-browser"}), 1);
}

TEST_F(DeskVerbs, DeskRunsAPostThatDoesNotRun) {
  EXPECT_EQ(type({"desk", "--no-browser", "--port", "7070", "--json"}), 0);
  ASSERT_TRUE(engine.desk_options);
  EXPECT_EQ(engine.desk_options->port, 7070);
  EXPECT_EQ(Json::parse(out()).at("url"), "http://127.0.0.1:7070/open?token=T");
  EXPECT_TRUE(engine.asked.empty());
}

}  // namespace
}  // namespace offices::cli
