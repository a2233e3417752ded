// SPDX-License-Identifier: Apache-2.0
// The hotline: what is urgent leaves and is shown first, and who does not answer is called along the duty list of that side.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <fstream>

#include "post/caller.hpp"
#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

int utc(Time t) { return static_cast<int>(t.seconds / 60 % 1440); }

struct Hotline : Negotiation {
  using Negotiation::Negotiation;

  std::string open(const std::string& precedence = "FLASH", const std::string& text = "Hold your fire.") {
    Json args{{"case", id}, {"precedence", precedence}, {"text", text}};
    return must("Moscow", "incident.open", args).at("incident").get<std::string>();
  }
  void set_list(const std::string& who, Json stages) { must(who, "duty.set", {{"list", {{"stages", std::move(stages)}}}}); }
  /// Calls whoever is due, as a running post does; their names.
  std::vector<std::string> call_due(const std::string& who, bool well = true) {
    std::vector<std::string> called;
    for (;;) {
      auto todo = net.post(who).duties().next_call(utc);
      EXPECT_TRUE(todo.has_value());
      if (!todo || !todo->call) return called;
      called.push_back(todo->call->stage);
      EXPECT_TRUE(net.post(who).duties().called(*todo->call, well).has_value());
    }
  }
  std::vector<std::string> outcomes(const std::string& at, const std::string& incident, const std::string& by) {
    std::vector<std::string> out;
    for (const auto& side : must(at, "incident.report", {{"incident", incident}}).at("outreaches")[0].at("sides"))
      for (const auto& a : side.at("attempts"))
        if (a.at("by") == by) out.push_back(a.at("outcome"));
    return out;
  }
};

Json stage(const char* name, int after_s, Json quiet = nullptr) {
  return {{"name", name}, {"command", {"/bin/true"}}, {"after_s", after_s}, {"quiet", std::move(quiet)}};
}
using Names = std::vector<std::string>;

TEST(Hotline, CallsAlongTheDutyListUntilSomebodyAnswers) {
  Hotline h(51);
  h.set_list("Iran", {stage("desk", 0), stage("head", 600), stage("minister", 1200)});
  auto incident = h.open();
  h.net.settle();
  EXPECT_EQ(h.call_due("Iran"), Names{}) << "there is time";
  h.net.now = h.net.now.plus(600);
  EXPECT_EQ(h.call_due("Iran"), Names{"desk"});
  EXPECT_EQ(h.call_due("Iran"), Names{}) << "once";
  h.net.now = h.net.now.plus(600);
  EXPECT_EQ(h.call_due("Iran", false), Names{"head"});
  h.net.settle();
  EXPECT_EQ(h.outcomes("Moscow", incident, "Iran"), (Names{"called", "failed"})) << "the intermediary sees every attempt";
  h.must("Iran", "incident.respond", {{"incident", incident}});
  h.net.now = h.net.now.plus(6000);
  EXPECT_EQ(h.call_due("Iran"), Names{}) << "somebody has answered";
  EXPECT_EQ(h.outcomes("Israel", incident, "Iran"), Names{}) << "whom a side calls is not the other's to know";
  EXPECT_NE(h.must("Iran", "case.show", {{"case", h.id}}).at("notices").dump().find("'head'"), std::string::npos);
  h.check_all();
}

TEST(Hotline, GoesOnWhereItWasAfterTheStoreIsOpenedAgain) {
  Hotline h(52);
  h.set_list("Iran", {stage("desk", 0), stage("head", 600)});
  h.open();
  h.net.settle();
  h.net.now = h.net.now.plus(700);
  EXPECT_EQ(h.call_due("Iran"), Names{"desk"});
  h.net.reopen("Iran");
  EXPECT_EQ(h.call_due("Iran"), Names{});
  h.net.now = h.net.now.plus(600);
  EXPECT_EQ(h.call_due("Iran"), Names{"head"});
}

TEST(Hotline, LetsWhoIsAsleepSleepAndSaysSo) {
  Hotline h(53);
  h.net.now = Time{h.net.now.seconds / 86'400 * 86'400 + 20 * 3600};  // eight in the evening
  h.set_list("Iran", {stage("sleeper", 0, {{"from", "22:00"}, {"until", "07:00"}, {"below", "IMMEDIATE"}}), stage("watch", 3600)});
  auto incident = h.open("PRIORITY");
  h.net.settle();
  h.net.now = h.net.now.plus(3 * 3600 + 60);  // past eleven
  EXPECT_EQ(h.call_due("Iran"), Names{});
  h.net.settle();
  EXPECT_EQ(h.outcomes("Moscow", incident, "Iran"), Names{"held-back"});
  h.net.now = h.net.now.plus(3600);
  EXPECT_EQ(h.call_due("Iran"), Names{"watch"});
  h.net.now = h.net.now.plus(8 * 3600);
  EXPECT_EQ(h.call_due("Iran"), Names{"sleeper"}) << "in the morning, since nobody has answered";
  h.check_all();
}

TEST(Hotline, CountsByItsOwnClockFromWhenTheWordsWereThere) {
  Hotline h(54);
  h.net.skew("Iran", -86'400);
  h.set_list("Iran", Json::array({stage("desk", 0)}));
  h.open();
  h.net.settle();
  EXPECT_EQ(h.call_due("Iran"), Names{});
  h.net.now = h.net.now.plus(599);
  EXPECT_EQ(h.call_due("Iran"), Names{});
  h.net.now = h.net.now.plus(1);
  EXPECT_EQ(h.call_due("Iran"), Names{"desk"});
}

TEST(Hotline, AnOutreachTakesTheHandlingTimesOfItsCase) {
  Hotline h(55);
  h.must("Moscow", "incident.handling", {{"case", h.id}, {"precedence", "FLASH"}, {"handling_s", 300}});
  EXPECT_EQ(h.refused("Iran", "incident.handling", {{"case", h.id}, {"precedence", "FLASH"}, {"handling_s", 300}}), "wrong_role");
  EXPECT_EQ(h.refused("Moscow", "incident.handling", {{"case", h.id}, {"precedence", "FLASH"}, {"handling_s", 10}}), "usage");
  EXPECT_EQ(h.refused("Moscow", "incident.handling", {{"case", h.id}, {"handling_s", 300}}), "usage");
  auto incident = h.open();
  auto outreach = h.must("Moscow", "incident.report", {{"incident", incident}}).at("outreaches")[0];
  EXPECT_EQ(outreach.at("handling_s"), 300);
  auto other = h.open("IMMEDIATE");
  EXPECT_EQ(h.must("Moscow", "incident.report", {{"incident", other}}).at("outreaches")[0].at("handling_s"), 1800) << "as usual";
}

TEST(Hotline, TellsTheUsersCommandHowUrgentAndOfWhichCaseOnceEach) {
  Hotline h(56);
  h.must("Iran", "duty.set", {{"list", {{"notify", {"/bin/true"}}, {"notify_from", "PRIORITY"}}}});
  auto arrival = [&] {
    auto a = h.net.post("Iran").duties().next_arrival();
    EXPECT_TRUE(a.has_value());
    return *a;
  };
  EXPECT_FALSE(arrival());
  h.open("PRIORITY");
  h.open("FLASH");
  h.net.settle();
  auto first = arrival();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->precedence, mediation::Precedence::flash);
  EXPECT_EQ(first->count, 2);
  EXPECT_EQ(first->of_case.hex(), h.id);
  h.net.reopen("Iran");
  EXPECT_TRUE(arrival()) << "a command that has not ended well is run again";
  EXPECT_TRUE(h.net.post("Iran").duties().told(*arrival()).has_value());
  EXPECT_FALSE(arrival());
  h.open("ROUTINE");
  h.net.settle();
  EXPECT_FALSE(arrival()) << "below what its user wants";
}

// The list, the loop and real processes together: a post whose clock is turned, and commands that leave a trace.
TEST(Hotline, RunsTheCommandsAndSignsHowTheyEnded) {
  Hotline h(59);
  std::string trace = h.net.file("Iran").string() + ".trace";
  auto leaves_trace = [&](const std::string& then) {
    return Json{"/bin/sh", "-c", "echo $GOODOFFICES_EVENT $GOODOFFICES_PRECEDENCE $GOODOFFICES_STAGE >> " + trace + "; " + then};
  };
  Json stages{{{"name", "desk"}, {"command", leaves_trace("exit 1")}, {"after_s", 0}},
              {{"name", "head"}, {"command", leaves_trace("true")}, {"after_s", 60}}};
  h.must("Iran", "duty.set", {{"list", {{"notify", leaves_trace("true")}, {"stages", stages}}}});
  auto incident = h.open();
  h.net.settle();
  boost::asio::io_context io;
  std::size_t said = 0;
  post::Caller caller(io, h.net.post("Iran").duties(), h.net.clock("Iran"), [&] { ++said; });
  caller.start();
  auto lines = [&] {
    std::ifstream in(trace);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
  };
  auto run_until = [&](std::size_t n, std::size_t signed_then) {
    caller.wake();
    for (int i = 0; i < 500 && (lines().size() < n || said < signed_then); ++i) io.run_for(std::chrono::milliseconds(10));
  };
  run_until(1, 0);
  EXPECT_EQ(lines(), Names{"arrival FLASH"});
  h.net.now = h.net.now.plus(600);
  run_until(2, 1);
  h.net.now = h.net.now.plus(60);
  run_until(3, 2);
  EXPECT_EQ(lines(), (Names{"arrival FLASH", "unanswered FLASH desk", "unanswered FLASH head"}));
  caller.stop();
  io.run_for(std::chrono::milliseconds(500));
  EXPECT_EQ(h.outcomes("Iran", incident, "Iran"), (Names{"failed", "called"}));
}

// Hundreds of messages wait for a relay; the words that burn go before them, and are shown before them.
TEST(Hotline, WhatBurnsOvertakesWhatWaits) {
  Hotline h(57);
  for (int n = 0; n < 400; ++n) h.must("Moscow", "line.test", {{"case", h.id}, {"name", "Iran"}});
  auto incident = h.open("FLASH", "Hold your fire.");
  // One round of Moscow's, one look of Iran's.
  h.net.carry("Moscow");
  auto shown = [&]() -> Json {
    for (const auto& i : h.must("Iran", "inbox", {{"case", h.id}}).at("items"))
      if (i.at("text") == "Hold your fire.") return i;
    return nullptr;
  };
  EXPECT_TRUE(h.net.look_ahead("Iran"));
  ASSERT_FALSE(shown().is_null());
  EXPECT_EQ(shown().at("state"), "early");
  EXPECT_EQ(shown().at("precedence"), "FLASH");
  EXPECT_EQ(h.refused("Iran", "incident.respond", {{"incident", incident}}), "not_found") << "it counts when its turn has come";
  auto arrived = h.net.now;
  h.net.now = h.net.now.plus(50);
  h.net.settle();
  EXPECT_TRUE(shown().is_null()) << "it has its place now";
  auto side = h.must("Moscow", "incident.report", {{"incident", incident}}).at("outreaches")[0].at("sides");
  auto iran = std::ranges::find_if(side, [](const Json& s) { return s.at("name") == "Iran"; });
  ASSERT_NE(iran, side.end());
  EXPECT_EQ(iran->at("at_post"), base::iso(arrived)) << "when it was there, not when it was its turn";
  h.check_all();
}

TEST(Hotline, WhatBurnsLeavesAloneAndOnceOnly) {
  Hotline h(62);
  for (int n = 0; n < 200; ++n) h.must("Moscow", "line.test", {{"case", h.id}, {"name", "Iran"}});
  h.open("FLASH", "Hold your fire.");
  auto& mail = h.net.post("Moscow").mail();
  auto first = mail.round();
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->sealed, 2u) << "one for each side, and nothing that is sealed before they leave";
  EXPECT_TRUE(first->more);
  // Where no relay has taken it, what is less urgent does not wait for it.
  auto second = mail.round();
  ASSERT_TRUE(second.has_value());
  EXPECT_GT(second->sealed, 2u);
  h.net.settle();
  h.check_all();
}

TEST(Hotline, ShowsNoMoreEarlyThanAnybodyCanRead) {
  Hotline h(60);
  for (int n = 0; n < 200; ++n) h.must("Moscow", "line.test", {{"case", h.id}, {"name", "Iran"}});
  for (int n = 0; n < 40; ++n) h.open("FLASH", "Again, " + std::to_string(n) + ".");
  auto early = [&] {
    int n = 0;
    for (const auto& i : h.must("Iran", "inbox", {{"case", h.id}, {"limit", 1000}}).at("items")) n += i.at("state") == "early" ? 1 : 0;
    return n;
  };
  h.net.hand_over("Moscow", 12);
  EXPECT_TRUE(h.net.look_ahead("Iran"));
  EXPECT_EQ(early(), 32);
  h.net.settle();
  EXPECT_EQ(early(), 0);
  EXPECT_EQ(h.must("Iran", "incident.list", {{"case", h.id}}).at("items").size(), 40u) << "and loses none";
}

TEST(Hotline, SaysWhoseWordsAreConveyedEarly) {
  Hotline h(61);
  Json signal{{"case", h.id}, {"to", {"Iran"}}, {"text", "We hold our fire."}, {"precedence", "FLASH"}};
  auto id = h.must("Israel", "signal", signal).at("signal");
  h.net.settle();
  for (int n = 0; n < 200; ++n) h.must("Moscow", "line.test", {{"case", h.id}, {"name", "Iran"}});
  h.must("Moscow", "convey", {{"signal", id}, {"to", "Iran"}});
  h.net.hand_over("Moscow", 1);
  EXPECT_TRUE(h.net.look_ahead("Iran"));
  auto first = h.must("Iran", "inbox", {{"case", h.id}}).at("items").at(0);
  EXPECT_EQ(first.at("text"), "We hold our fire.");
  EXPECT_EQ(first.at("author"), "Moscow") << "whose signature was seen";
  EXPECT_TRUE(first.at("sentence").get<std::string>().starts_with("Moscow says that these are the words of Israel."));
}

TEST(Hotline, WhatIsNotUrgentWaitsForItsTurn) {
  Hotline h(58);
  for (int n = 0; n < 40; ++n) h.must("Moscow", "line.test", {{"case", h.id}, {"name", "Iran"}});
  h.open("ROUTINE", "No hurry.");
  h.net.carry("Moscow");
  EXPECT_FALSE(h.net.look_ahead("Iran"));
  h.net.settle();
  EXPECT_FALSE(h.net.look_ahead("Iran"));
  h.check_all();
}

}  // namespace
}  // namespace offices::sim
