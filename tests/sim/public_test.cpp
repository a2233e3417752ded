// SPDX-License-Identifier: Apache-2.0
// Words by telephone, calls over two cases, texts that several sign, and what was printed: over posts on a network, with clocks
// that disagree.
#include <fstream>

#include "mediation/communique.hpp"
#include "post/releaser.hpp"
#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

struct Speaking : Negotiation {
  using Negotiation::Negotiation;

  static Json text(const char* words) { return Json::array({{{"lang", "en"}, {"text", words}}}); }
  std::string minute(const Json& more = Json::object()) {
    Json args{{"case", id}, {"from", "Israel"}, {"to", {"Iran"}}, {"text", "We hold until noon."}, {"read_back", true}};
    args.update(more);
    auto made = must("Moscow", "minute", args).at("minute").get<std::string>();
    net.settle();
    return made;
  }
  std::string draft(Json args) {
    args["texts"] = args.value("texts", text("{parties} met and will meet again."));
    if (!args.contains("draft")) args["case"] = id;
    auto made = must("Moscow", "text.draft", args).at("draft").get<std::string>();
    net.settle();
    return made;
  }
  std::string state(const std::string& who, const std::string& draft) {
    return must(who, "text.show", {{"draft", draft}}).at("state").get<std::string>();
  }
  void all_agree(const std::string& draft) {
    for (const auto& who : sides) must(who, "text.agree", {{"draft", draft}});
    net.settle();
  }
  std::string kinds_waiting(const std::string& who) {
    std::string kinds;
    const auto waiting = must(who, "waiting", Json::object());
    for (const auto& w : waiting.at("items")) kinds += w.at("kind").get<std::string>() + " ";
    return kinds;
  }
};

TEST(Minute, IsConveyedAsRecordedAndCountersignedIntoASignal) {
  Speaking s(41);
  auto minute = s.minute();
  EXPECT_EQ(s.kinds_waiting("Israel"), "countersign ");
  EXPECT_EQ(s.kinds_waiting("Moscow"), "decide ");
  EXPECT_EQ(s.refused("Moscow", "minute.countersign", {{"minute", minute}}), "wrong_role");
  auto conveyed = s.must("Moscow", "convey", {{"signal", minute}, {"to", "Iran"}});
  EXPECT_EQ(conveyed.at("attribution"), "recorded");
  s.net.settle();
  std::string verification;
  const auto inbox = s.must("Iran", "inbox", Json::object());
  for (const auto& item : inbox.at("items"))
    if (item.at("text") == "We hold until noon.") verification = item.at("verification").get<std::string>();
  EXPECT_EQ(verification, "recorded by Moscow, not signed by Israel");
  auto own = s.must("Israel", "minute.countersign", {{"minute", minute}});
  s.net.settle();
  EXPECT_EQ(s.refused("Moscow", "convey", {{"signal", minute}, {"to", "Iran"}}), "mandate_withdrawn");
  auto signal = own.at("signal").get<std::string>();
  EXPECT_EQ(s.must("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}}).at("attribution"), "named");
  s.net.settle();
  EXPECT_EQ(s.refused("Israel", "minute.countersign", {{"minute", minute}, {"contest", true}}), "already_answered");
  s.check_all();
}

TEST(Minute, ThatIsContestedIsConveyedNoMore) {
  Speaking s(42);
  auto minute = s.minute();
  s.must("Israel", "minute.countersign", {{"minute", minute}, {"contest", true}});
  s.net.settle();
  EXPECT_EQ(s.refused("Moscow", "convey", {{"signal", minute}, {"to", "Iran"}}), "mandate_withdrawn");
  EXPECT_EQ(s.kinds_waiting("Moscow"), "");
  EXPECT_EQ(s.kinds_waiting("Israel"), "");
  s.check_all();
}

TEST(Minute, RefusesWhatItCannotBe) {
  Speaking s(43);
  Json args{{"case", s.id}, {"from", "Israel"}, {"text", "We hold."}};
  auto with = [&](Json more) {
    auto a = args;
    a.update(more);
    return a;
  };
  EXPECT_EQ(s.refused("Israel", "minute", args), "wrong_role");
  EXPECT_EQ(s.refused("Moscow", "minute", with({{"from", "Nobody"}})), "not_a_participant");
  EXPECT_EQ(s.refused("Moscow", "minute", with({{"to", {"Israel"}}})), "not_a_participant");
  EXPECT_EQ(s.refused("Moscow", "minute", with({{"attribution", "named"}})), "attribution_mismatch");
  EXPECT_EQ(s.refused("Moscow", "minute", with({{"spoken", "+1h"}})), "too_early");
  EXPECT_EQ(s.refused("Moscow", "minute.countersign", {{"minute", "ffffffff"}}), "not_found");
}

TEST(Readout, StandsWithEachSidesOwnTextWhereTheyDiffer) {
  Speaking s(44);
  auto draft = s.draft({{"purpose", "readout"}});
  EXPECT_EQ(s.kinds_waiting("Iran"), "sign ");
  s.must("Israel", "text.agree", {{"draft", draft}});
  s.must("Iran", "text.comment", {{"draft", draft}, {"text", "Not so."}});
  s.must("Iran", "text.differ", {{"draft", draft}, {"texts", Speaking::text("{parties} met.")}});
  s.net.settle();
  for (const auto* who : {"Moscow", "Israel", "Iran"}) {
    auto shown = s.must(who, "text.show", {{"draft", draft}});
    EXPECT_EQ(shown.at("state"), "differs") << who;
    for (const auto& signer : shown.at("signers")) {
      if (signer.at("name") != "Iran") continue;
      EXPECT_EQ(signer.at("state"), "differs");
      EXPECT_EQ(signer.at("own")[0].at("differences").size(), 3u) << signer.dump(1);
    }
  }
  EXPECT_EQ(s.refused("Iran", "text.agree", {{"draft", draft}}), "already_answered");
  EXPECT_EQ(s.refused("Moscow", "text.release", {{"draft", draft}}), "not_agreed");
  s.draft({{"draft", draft}, {"texts", Speaking::text("{parties} met.")}});
  s.all_agree(draft);
  EXPECT_EQ(s.state("Iran", draft), "agreed");
  EXPECT_EQ(s.refused("Iran", "text.release", {{"draft", draft}}), "disclosure_not_allowed") << "a confidential account";
  s.check_all();
}

TEST(Communique, IsWrittenAtItsInstantByThePostThatWasTold) {
  Speaking s(47);
  s.net.skew("Israel", -600);  // its instant comes later, by its own clock
  auto embargo = s.net.now.plus(3600);
  auto draft = s.draft({{"purpose", "communique"}, {"embargo", base::iso(embargo)}});
  auto path = [&](const char* who) { return s.net.file(who).string() + ".communique"; };
  for (const auto* who : {"Israel", "Iran"}) s.must(who, "text.publish", {{"draft", draft}, {"file", path(who)}});
  EXPECT_EQ(s.refused("Iran", "text.publish", {{"draft", draft}, {"file", "joint.communique"}}), "usage") << "relative to what?";
  auto look = [&](const char* who) {
    bool wrote = false;
    auto next = post::release_due_texts(s.net.post(who), wrote);
    EXPECT_TRUE(next.has_value());
    return std::pair(wrote, next ? *next : std::nullopt);
  };
  EXPECT_EQ(look("Iran"), std::pair(false, std::optional(embargo)));
  embargo = s.net.now.plus(1800);
  s.draft({{"draft", draft}, {"embargo", base::iso(embargo)}});
  EXPECT_EQ(look("Iran"), std::pair(false, std::optional(embargo))) << "the version on the table says when";
  s.net.now = embargo;
  EXPECT_EQ(look("Iran"), std::pair(false, std::optional<Time>())) << "not all have agreed; who agrees later wakes it";
  s.all_agree(draft);
  s.net.reopen("Iran");
  EXPECT_TRUE(look("Iran").first);
  EXPECT_FALSE(look("Iran").first) << "once";
  EXPECT_FALSE(look("Israel").first) << "by its own clock it is not time";
  std::ofstream(path("Israel")) << "mine";
  s.net.now = s.net.now.plus(600);
  EXPECT_TRUE(look("Israel").first);
  std::ifstream in(path("Iran"));
  auto read = mediation::read_communique(std::string(std::istreambuf_iterator<char>(in), {}));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->signers.at(0).name, "Iran");
  auto notices = [&](const char* who) { return s.must(who, "case.show", {{"case", s.id}}).at("notices").dump(); };
  EXPECT_TRUE(notices("Iran").contains("was released at its instant"));
  EXPECT_TRUE(notices("Israel").contains("was not released")) << "it writes over nothing that is there";
  std::ifstream mine(path("Israel"));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(mine), {}), "mine");
}

TEST(Communique, IsReleasedAtItsInstantByEachPostsOwnClock) {
  Speaking s(45);
  auto embargo = s.net.now.plus(3600);
  auto draft = s.draft({{"purpose", "communique"}, {"embargo", base::iso(embargo)}});
  EXPECT_EQ(s.refused("Iran", "text.release", {{"draft", draft}}), "not_agreed");
  s.all_agree(draft);
  EXPECT_EQ(s.state("Iran", draft), "under-embargo");
  EXPECT_EQ(s.refused("Iran", "text.release", {{"draft", draft}}), "under_embargo");
  s.net.now = embargo;
  EXPECT_EQ(s.state("Iran", draft), "released");
  for (const auto& who : s.sides) {
    auto document = s.must(who, "text.release", {{"draft", draft}}).at("document").get<std::string>();
    auto read = mediation::read_communique(document);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->signers.at(0).name, who) << "each side's copy names it first";
    EXPECT_EQ(mediation::to_json(*read).at("texts")[0].at("text"),
              who + ", " + (who == "Iran" ? "Israel" : "Iran") + " met and will meet again.");
    EXPECT_FALSE(document.contains("Channel")) << "nothing else of the case";
    for (std::size_t i = 0; i < document.size(); i += 97) {
      auto broken = document;
      broken[i] = broken[i] == 'a' ? 'b' : 'a';
      EXPECT_FALSE(mediation::read_communique(broken)) << i;
    }
  }
  s.check_all();
}

TEST(Communique, HoldsNoSignalThatASignerWasNotTold) {
  Speaking s(46);
  auto signal = s.must("Israel", "signal", {{"case", s.id}, {"to", {"Iran"}}, {"text", "We are ready to open the gate."}}).at("signal");
  s.net.settle();
  Json args{
      {"case", s.id}, {"purpose", "communique"}, {"texts", Speaking::text("It was said:  We are ready\nto open the gate. So be it.")}};
  EXPECT_EQ(s.refused("Moscow", "text.draft", args), "disclosure_not_allowed");
  s.must("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}});
  s.net.settle();
  EXPECT_EQ(s.refused("Moscow", "text.draft", args), "disclosure_not_allowed") << "its mandate keeps it confidential";
  s.must("Israel", "mandate", {{"signal", signal}, {"to", "Iran"}, {"disclosure", "public"}});
  s.net.settle();
  s.must("Moscow", "text.draft", args);
  EXPECT_EQ(s.refused("Iran", "text.draft", args), "wrong_role");
}

TEST(Call, IsArrangedOverCasesThatDoNotHearOfEachOther) {
  Speaking s(47);
  auto made = s.must(
      "Moscow", "call.schedule",
      {{"at", "+1h"}, {"with", {"Iran"}}, {"topics", {{{"case", s.id}, {"text", "The gate"}}, {{"case", s.id}, {"text", "The visit"}}}}});
  s.net.settle();
  auto call = made.at("calls")[0].at("call").get<std::string>();
  s.must("Moscow", "call.note", {{"call", call}, {"text", "Ask about the keys."}});
  auto at = [&](const char* who) { return s.must(who, "call.list", {{"case", s.id}}).at("items"); };
  EXPECT_EQ(at("Iran")[0].at("topics"), Json({"The gate", "The visit"}));
  EXPECT_TRUE(at("Iran")[0].at("notes").empty());
  EXPECT_EQ(at("Moscow")[0].at("notes").size(), 1u);
  EXPECT_TRUE(at("Israel").empty());
  s.must("Moscow", "call.cancel", {{"call", call}});
  s.net.settle();
  EXPECT_EQ(at("Iran")[0].at("state"), "cancelled");
  EXPECT_EQ(s.refused("Iran", "call.cancel", {{"call", call}}), "wrong_role");
  s.check_all();
}

TEST(Exhibit, TellsALeakFromARelease) {
  Speaking s(48);
  auto day = base::iso(s.net.now).substr(0, 10);
  auto report = "date " + day + " Words at the gate\n\nBy Staff\n\n“We are ready to open the gate,” the delegate said.";
  auto signal = s.must("Israel", "signal", {{"case", s.id}, {"to", {"Iran"}}, {"text", "We are ready to open the gate."}})
                    .at("signal")
                    .get<std::string>();
  s.net.settle();
  s.must("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}});
  s.net.settle();
  auto added = s.must("Moscow", "exhibit.add", {{"case", s.id}, {"document", report}, {"source", "The Paper"}, {"with", "Israel"}});
  auto exhibit = added.at("exhibits")[0].at("exhibit").get<std::string>();
  EXPECT_EQ(added.at("quotations"), 1);
  auto linked = s.must("Moscow", "exhibit.link", {{"exhibit", exhibit}, {"quotation", 1}, {"signal", signal}, {"to", "Iran"}});
  EXPECT_EQ(linked.at("verdict"), "leak");
  EXPECT_EQ(linked.at("code"), "disclosure_not_allowed");
  s.net.settle();
  EXPECT_EQ(s.must("Israel", "exhibit.list", {{"case", s.id}}).at("items")[0].at("links")[0].at("verdict"), "leak");
  EXPECT_TRUE(s.must("Iran", "exhibit.list", {{"case", s.id}}).at("items").empty()) << "no line between the sides";
  EXPECT_EQ(s.refused("Moscow", "exhibit.link", {{"exhibit", exhibit}, {"quotation", 2}, {"signal", signal}, {"to", "Iran"}}), "not_found");
  EXPECT_EQ(s.refused("Moscow", "exhibit.add", {{"case", s.id}, {"document", "No report."}, {"source", "X"}}), "malformed");
  s.check_all();
}

}  // namespace
}  // namespace offices::sim
