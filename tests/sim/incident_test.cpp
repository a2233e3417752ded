// SPDX-License-Identifier: Apache-2.0
// When it burns: all sides are reached at once, silence says where it begins, lines are tested, over posts that are away and
// clocks that disagree.
#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

struct Burning : Negotiation {
  using Negotiation::Negotiation;

  std::string tell(const std::string& release = "all", const std::string& precedence = "FLASH") {
    Json args{{"case", id}, {"precedence", precedence}, {"text", "Shots at the crossing."}, {"release", release}};
    auto told = must("Israel", "incident.open", args).at("incident").get<std::string>();
    net.settle();
    return told;
  }
  Json report(const std::string& who, const std::string& incident) { return must(who, "incident.report", {{"incident", incident}}); }
  Json side(const std::string& who, const std::string& incident, const std::string& of, std::size_t outreach = 0) {
    for (const auto& s : report(who, incident).at("outreaches").at(outreach).at("sides"))
      if (s.at("name") == of) return s;
    return Json::object();
  }
  void carry(std::initializer_list<const char*> who) {
    for (int n = 0; n < 4; ++n)
      for (const auto* name : who) net.carry(name);
  }
};

TEST(Incident, ReachesAllSidesAtOnceWithTheSameWords) {
  Burning b(31);
  auto incident = b.tell();
  auto waiting = b.must("Moscow", "waiting", Json::object()).at("items");
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].at("kind"), "reach");
  EXPECT_EQ(waiting[0].at("excerpt"), "Shots at the crossing.");
  EXPECT_EQ(b.must("Iran", "incident.list", {{"case", b.id}}).at("items").size(), 0u);
  b.must("Moscow", "outreach", {{"incident", incident}});
  b.net.settle();
  for (const auto& who : b.sides) {
    auto r = b.report(who, incident);
    EXPECT_EQ(r.at("outreaches")[0].at("text"), "Shots at the crossing.");
    EXPECT_EQ(r.at("outreaches")[0].at("told_same")[0].at("state"), "confirmed") << r.dump(1);
    EXPECT_EQ(r.at("outreaches")[0].at("sides").size(), 1u) << "no line between the sides";
  }
  auto open = b.must("Iran", "waiting", Json::object()).at("items");
  ASSERT_EQ(open.size(), 1u);
  b.net.now = b.net.now.plus(120);
  b.must("Iran", "incident.respond", {{"incident", open[0].at("id")}});
  b.must("Iran", "incident.respond", {{"incident", incident}, {"position", "none-yet"}});
  b.net.settle();
  EXPECT_TRUE(b.must("Iran", "waiting", Json::object()).at("items").empty());
  EXPECT_EQ(b.side("Moscow", incident, "Iran").at("state"), "answered");
  EXPECT_EQ(b.side("Moscow", incident, "Iran").at("seen_s"), 120);
  EXPECT_EQ(b.side("Moscow", incident, "Israel").at("state"), "at-post");
  EXPECT_FALSE(b.report("Israel", incident).dump().contains("none-yet")) << "a position is the intermediary's alone to know";
  b.check_all();
}

TEST(Incident, StaysWithTheIntermediaryUnlessReleased) {
  Burning b(32);
  auto incident = b.tell("intermediary");
  EXPECT_EQ(b.refused("Moscow", "outreach", {{"incident", incident}}), "no_mandate");
  b.net.settle();
  EXPECT_EQ(b.must("Iran", "incident.list", {{"case", b.id}}).at("items").size(), 0u) << "nothing of a refused act is left";
  b.must("Moscow", "outreach", {{"incident", incident}, {"text", "Hold your fire."}});
  b.net.settle();
  EXPECT_FALSE(b.report("Iran", incident).dump().contains("Shots"));
  EXPECT_FALSE(b.report("Iran", incident).dump().contains("told of"));
  EXPECT_EQ(b.refused("Israel", "outreach", {{"incident", incident}, {"text", "Us."}}), "wrong_role");
  EXPECT_EQ(b.refused("Moscow", "incident.respond", {{"incident", incident}}), "wrong_role");
  EXPECT_EQ(b.refused("Iran", "incident.report", {{"incident", "ffffffff"}}), "not_found");
}

TEST(Incident, TakesATranslationAsItsAuthorsUnlessAnotherMadeIt) {
  Burning b(34);
  Json words{
      {"case", b.id}, {"precedence", "FLASH"}, {"text", "Hold."}, {"translations", Json::array({{{"lang", "fr"}, {"text", "Tenez."}}})}};
  auto told = b.must("Moscow", "incident.open", words).at("statements").at(0);
  EXPECT_EQ(b.must("Moscow", "show", {{"id", told}}).at("translations").at(0).at("maker"), "Moscow");
}

TEST(Incident, ExplainsSilenceFromTheOutsideInwards) {
  Burning b(33);
  auto incident =
      b.must("Moscow", "incident.open", {{"case", b.id}, {"precedence", "FLASH"}, {"text", "Hold."}}).at("incident").get<std::string>();
  auto state = [&] { return b.side("Moscow", incident, "Iran").at("state"); };
  EXPECT_EQ(state(), "not-sent");
  b.net.carry("Moscow");
  EXPECT_EQ(state(), "at-relay");
  EXPECT_EQ(b.side("Moscow", incident, "Iran").at("relays").size(), 1u);
  b.net.now = b.net.now.plus(601);
  b.carry({"Moscow", "Israel"});
  auto iran = b.side("Moscow", incident, "Iran"), israel = b.side("Moscow", incident, "Israel");
  EXPECT_TRUE(iran.at("overdue"));
  ASSERT_EQ(iran.at("attempts").size(), 1u);
  EXPECT_EQ(iran.at("attempts")[0].at("outcome"), "unreached");
  auto notices = b.must("Moscow", "case.show", {{"case", b.id}}).at("notices").dump();
  EXPECT_TRUE(notices.contains("Nothing has come from Iran's post")) << notices;
  b.carry({"Iran", "Moscow"});
  EXPECT_EQ(state(), "at-post");
  b.net.now = b.net.now.plus(600);
  b.carry({"Moscow"});
  EXPECT_EQ(b.side("Moscow", incident, "Iran").at("attempts").back().at("outcome"), "unanswered");
  b.must("Iran", "incident.respond", {{"incident", incident}, {"position", "noted"}});
  b.carry({"Iran", "Moscow"});
  b.net.now = b.net.now.plus(6000);
  b.carry({"Moscow", "Moscow"});
  EXPECT_EQ(b.side("Moscow", incident, "Iran").at("attempts").size(), 2u) << "nobody is called once somebody has answered";
  b.net.settle();
  b.check_all();
}

TEST(Incident, TellsTheSilenceAboutASecondOutreachWhenTheFirstWasAnswered) {
  Burning b(35);
  auto incident = b.tell();
  b.must("Moscow", "outreach", {{"incident", incident}});
  b.net.settle();
  for (const auto& who : b.sides) b.must(who, "incident.respond", {{"incident", incident}});
  b.net.settle();
  b.net.now = b.net.now.plus(10 * 6000);
  b.carry({"Moscow"});
  b.must("Moscow", "outreach", {{"incident", incident}, {"text", "Again: hold."}, {"precedence", "FLASH"}});
  b.carry({"Moscow"});
  b.net.now = b.net.now.plus(601);
  b.carry({"Moscow"});
  for (const auto& who : b.sides) {
    EXPECT_TRUE(b.side("Moscow", incident, who).at("attempts").empty()) << who;
    ASSERT_EQ(b.side("Moscow", incident, who, 1).at("attempts").size(), 1u) << who;
    EXPECT_EQ(b.side("Moscow", incident, who, 1).at("attempts")[0].at("outcome"), "unreached");
  }
  b.net.now = b.net.now.plus(10 * 601);
  b.carry({"Moscow"});
  EXPECT_EQ(b.side("Moscow", incident, "Iran", 1).at("attempts").size(), 3u) << "each silence is told, and no more than three";
}

TEST(Incident, SaysWhereClocksDisagree) {
  Burning b(34);
  b.net.skew("Iran", -900);
  auto incident = b.tell();
  b.must("Moscow", "outreach", {{"incident", incident}});
  b.net.settle();
  EXPECT_TRUE(b.side("Moscow", incident, "Iran").at("clocks_differ"));
  EXPECT_FALSE(b.side("Moscow", incident, "Israel").at("clocks_differ"));
  EXPECT_EQ(b.side("Moscow", incident, "Iran").at("state"), "at-post");
}

TEST(Incident, AFloodOfFlashIsRefusedInSoManyWords) {
  Burning b(35);
  for (int n = 0; n < 5; ++n) b.tell();
  Json args{{"case", b.id}, {"precedence", "FLASH"}, {"text", "Again."}};
  EXPECT_EQ(b.refused("Israel", "incident.open", args), "flash_flood");
  args["precedence"] = "IMMEDIATE";
  EXPECT_EQ(b.refused("Israel", "incident.open", args), "allowed");
  args["precedence"] = "FLASH";
  b.net.now = b.net.now.plus(601);
  EXPECT_EQ(b.refused("Israel", "incident.open", args), "allowed");
}

TEST(Incident, SurvivesWeatherAndCrashes) {
  for (std::uint64_t seed = 0; seed < Negotiation::seeds(6); ++seed) {
    Burning b(3600 + seed);
    b.net.weather = {20, 20, 20, 20, 20, 2};
    std::string incident;
    for (int n = 0; n < 20 && incident.empty(); ++n) {
      auto opened = b.net.call("Moscow", "incident.open", {{"case", b.id}, {"precedence", "FLASH"}, {"text", "Hold."}});
      if (opened) incident = opened->at("incident").get<std::string>();
    }
    ASSERT_FALSE(incident.empty());
    for (int n = 0; n < 30; ++n) {
      b.net.now = b.net.now.plus(60);
      for (const auto& who : b.everybody()) b.net.carry(who);
    }
    b.net.settle();
    for (const auto& who : b.sides) {
      EXPECT_EQ(b.side("Moscow", incident, who).at("at_post").is_null(), false) << who << " " << seed;
      EXPECT_EQ(b.report(who, incident).at("outreaches")[0].at("told_same")[0].at("state"), "confirmed");
    }
    b.check_all();
  }
}

TEST(Line, IsTestedBothWaysAndSaysWhereATestStays) {
  Burning b(37);
  EXPECT_FALSE(b.must("Israel", "line.show", {{"case", b.id}}).at("healthy"));
  b.must("Israel", "line.test", {{"case", b.id}});
  auto asked = b.must("Moscow", "line.test", {{"case", b.id}, {"name", "Iran"}, {"person", true}});
  EXPECT_EQ(asked.at("number"), 1);
  b.net.settle();
  auto israel = b.must("Israel", "line.show", {{"case", b.id}});
  EXPECT_TRUE(israel.at("healthy")) << israel.dump(1);
  auto waiting = b.must("Iran", "waiting", Json::object()).at("items");
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0].at("kind"), "answer");
  b.must("Iran", "line.answer", {{"test", waiting[0].at("id")}});
  EXPECT_EQ(b.refused("Iran", "line.answer", {{"test", waiting[0].at("id")}}), "already_answered");
  b.net.settle();
  auto moscow = b.must("Moscow", "line.show", {{"case", b.id}}).at("items");
  ASSERT_EQ(moscow.size(), 2u);
  EXPECT_EQ(moscow[0].at("with"), "Iran");
  EXPECT_FALSE(moscow[0].at("sent").at("good").at("person").is_null());
  EXPECT_EQ(moscow[1].at("came").at("number"), 1);
  b.net.relay("http://relay-1.invalid").down = true;
  b.must("Israel", "line.test", {{"case", b.id}});
  b.net.now = b.net.now.plus(301);
  b.net.carry("Israel");
  auto open = [&] { return b.must("Israel", "line.show", {{"case", b.id}}).at("items")[0].at("sent"); };
  EXPECT_EQ(open().at("missed"), 1);
  EXPECT_EQ(open().at("open").at("state"), "not-sent");
  b.net.relay("http://relay-1.invalid").down = false;
  b.net.carry("Israel");
  EXPECT_EQ(open().at("open").at("state"), "at-relay");
  EXPECT_EQ(open().at("open").at("number"), 2);
  EXPECT_EQ(b.refused("Israel", "line.test", {{"case", b.id}, {"name", "Iran"}}), "wrong_role");
  EXPECT_EQ(b.refused("Moscow", "line.test", {{"case", b.id}}), "usage");
}

TEST(Line, IsTestedByTheClock) {
  Burning b(38);
  b.must("Israel", "line.test", {{"case", b.id}, {"every_s", 3600}});
  for (int n = 0; n < 3; ++n) {
    b.net.now = b.net.now.plus(3601);
    b.carry({"Israel", "Moscow"});
  }
  EXPECT_EQ(b.must("Israel", "line.show", {{"case", b.id}}).at("items")[0].at("sent").at("good").at("number"), 4);
  b.must("Israel", "line.test", {{"case", b.id}, {"stop", true}});
  b.net.now = b.net.now.plus(7200);
  b.carry({"Israel", "Moscow"});
  EXPECT_EQ(b.must("Moscow", "line.show", {{"case", b.id}}).at("items")[1].at("came").at("number"), 4);
  b.net.settle();
  b.check_all();
}

}  // namespace
}  // namespace offices::sim
