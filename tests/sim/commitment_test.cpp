// SPDX-License-Identifier: Apache-2.0
// Undertakings between running posts: shown to whom they name and to nobody else, kept, attested, disputed, over lossy networks
// and clocks that disagree, and with an intermediary that does not keep to the rules.
#include <gtest/gtest.h>

#include <set>

#include "sim/dishonest.hpp"
#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

struct Undertakers : Playing {
  const std::vector<std::string> all{"Moscow", "Avalon", "Borduria", "Cadmia", "Inspectorate"};
  const std::vector<std::string> concerned{"Moscow", "Avalon", "Borduria", "Inspectorate"};

  explicit Undertakers(std::uint64_t seed) : Playing(seed) {
    for (const auto& name : all) net.add(name);
    id = net.open_case({{"Avalon", "party"}, {"Borduria", "party"}, {"Cadmia", "party"}, {"Inspectorate", "verifier"}});
  }
  [[nodiscard]] Json gate(Json more = Json::object()) const {
    Json args{{"case", id}, {"to", {"Borduria"}}, {"by", "+10d"}, {"text", "Avalon opens the gate."}, {"verified_by", "Inspectorate"}};
    args.update(more);
    return args;
  }
  [[nodiscard]] Json ban(const std::string& first, const std::string& needs = "confirmed") const {
    return {{"case", id},
            {"to", {"Avalon"}},
            {"by", "+20d"},
            {"text", "Borduria lifts the ban."},
            {"in_return_for", first},
            {"when", {{{"commitment", first}, {"needs", needs}}}}};
  }
  std::string undertake(const std::string& who, const Json& args) {
    auto made = must(who, "commit", args).value("commitment", "");
    net.settle();
    return made;
  }
  void tell(const std::string& who, const std::string& verb, const Json& args) {
    net.now = net.now.plus(60);
    must(who, verb, args);
    net.settle();
  }
  Json show(const std::string& who, const std::string& commitment) { return must(who, "commitment.show", {{"commitment", commitment}}); }
  std::string phase(const std::string& who, const std::string& commitment) { return show(who, commitment).value("phase", ""); }
  void expect_everywhere(const std::string& commitment, const std::string& expected) {
    for (const auto& who : concerned) EXPECT_EQ(phase(who, commitment), expected) << who;
  }
  Json waiting(const std::string& who) { return must(who, "waiting", Json::object()).at("items"); }
  void check_all() {
    for (const auto& who : all) must(who, "fsck", Json::object());
  }
};

TEST(Commitment, IsShownToThoseItNamesAndAnsweredByTheirPosts) {
  Undertakers u(51);
  auto made = u.must("Avalon", "commit", u.gate());
  auto gate = made.at("commitment").get<std::string>();
  EXPECT_EQ(made.at("undertaking"),
            "Avalon undertakes this towards Borduria by " + made.at("by").get<std::string>() + "; Inspectorate verifies it.");
  EXPECT_EQ(u.phase("Avalon", gate), "offered");
  u.net.settle();
  u.expect_everywhere(gate, "in-force");
  EXPECT_EQ(u.refused("Cadmia", "commitment.show", {{"commitment", gate}}), "not_found");
  EXPECT_EQ(u.must("Cadmia", "commitments", {{"case", u.id}}).at("total"), 0);
  for (const auto& h : u.show("Avalon", gate).at("held_by")) EXPECT_FALSE(h.at("received").is_null()) << h;
  auto arrived = u.must("Borduria", "inbox", Json::object()).at("items")[0];
  EXPECT_EQ(arrived.at("text"), "Avalon opens the gate.");
  EXPECT_EQ(u.show("Borduria", arrived.at("id").get<std::string>()).at("commitment"), gate) << "by what was shown";
  u.check_all();
}

TEST(Commitment, TranslationIsItsAuthorsUnlessAnotherMadeIt) {
  Undertakers u(53);
  auto gate = u.undertake("Avalon", u.gate({{"translations",
                                             {{{"lang", "ru"}, {"text", "Авалон открывает ворота."}},
                                              {{"lang", "fr"}, {"text", "Avalon ouvre la porte."}, {"maker", "A bureau"}}}}}));
  auto words = u.show("Borduria", gate).at("words");
  EXPECT_EQ(words.at("translations")[0].at("maker"), "Avalon");
  EXPECT_EQ(words.at("translations")[0].at("text"), "Авалон открывает ворота.");
  EXPECT_EQ(words.at("translations")[1].at("maker"), "A bureau");
  u.check_all();
}

TEST(Commitment, StepsMakeALadderOnWhichSomebodysMoveIsAlwaysNext) {
  Undertakers u(52);
  auto gate = u.undertake("Avalon", u.gate());
  auto ban = u.undertake("Borduria", u.ban(gate));
  auto second = u.show("Avalon", ban);
  EXPECT_EQ(second.at("rung"), 2);
  EXPECT_EQ(second.at("phase"), "undertaken");
  EXPECT_EQ(second.at("move"), Json::array({"Avalon"}));
  EXPECT_EQ(second.at("when")[0].at("commitment"), gate);
  u.tell("Avalon", "commitment.claim", {{"commitment", gate}, {"says", "performed"}});
  EXPECT_EQ(u.show("Borduria", ban).at("move"), Json::array({"Inspectorate"}));
  ASSERT_EQ(u.waiting("Inspectorate").size(), 1u);
  EXPECT_EQ(u.waiting("Inspectorate")[0].at("kind"), "verify");
  u.tell("Inspectorate", "attest", {{"commitment", gate}, {"finding", "confirmed"}, {"scope", "The gate, at noon."}});
  u.expect_everywhere(gate, "fulfilled");
  EXPECT_EQ(u.phase("Avalon", ban), "in-force");
  EXPECT_TRUE(u.waiting("Inspectorate").empty());
  EXPECT_TRUE(u.waiting("Borduria").empty()) << "there is time yet";
  u.net.now = u.net.now.plus(14 * 86'400);
  ASSERT_EQ(u.waiting("Borduria").size(), 1u);
  EXPECT_EQ(u.waiting("Borduria")[0].at("kind"), "perform");
  u.tell("Borduria", "commitment.claim", {{"commitment", ban}, {"says", "performed"}, {"text", "Lifted today."}});
  EXPECT_EQ(u.waiting("Avalon")[0].at("kind"), "confirm");
  u.tell("Avalon", "commitment.claim", {{"commitment", ban}, {"says", "satisfied"}});
  EXPECT_EQ(u.phase("Borduria", ban), "fulfilled");
  EXPECT_EQ(u.phase("Moscow", ban), "fulfilled");
  u.check_all();
}

TEST(Commitment, DisputesStandBesideWhatTheyContest) {
  Undertakers u(53);
  auto gate = u.undertake("Avalon", u.gate());
  EXPECT_EQ(u.refused("Borduria", "commitment.claim", {{"commitment", gate}, {"says", "disputed"}}), "not_found");
  u.tell("Inspectorate", "attest", {{"commitment", gate}, {"finding", "confirmed"}, {"scope", "The gate, at noon."}});
  u.tell("Borduria", "commitment.claim", {{"commitment", gate}, {"says", "disputed"}, {"text", "It was shut at one."}});
  u.expect_everywhere(gate, "disputed");
  auto said = u.show("Avalon", gate).at("said");
  ASSERT_EQ(said.size(), 2u);
  EXPECT_EQ(said[0].at("finding"), "confirmed");
  EXPECT_EQ(said[1].at("about"), said[0].at("id"));
  EXPECT_EQ(said[1].at("words").at("text"), "It was shut at one.");
  ASSERT_EQ(u.waiting("Moscow").size(), 1u);
  EXPECT_EQ(u.waiting("Moscow")[0].at("kind"), "settle");
}

TEST(Commitment, RefusesWhatDoesNotGoTogether) {
  Undertakers u(54);
  auto gate = u.undertake("Avalon", u.gate());
  auto no = [&](const std::string& who, Json more) { return u.refused(who, "commit", u.gate(more)); };
  EXPECT_EQ(no("Moscow", Json::object()), "wrong_role");
  EXPECT_EQ(no("Inspectorate", Json::object()), "wrong_role");
  EXPECT_EQ(no("Borduria", Json::object()), "wrong_role") << "towards itself";
  EXPECT_EQ(no("Avalon", {{"to", {"Moscow"}}}), "wrong_role");
  EXPECT_EQ(no("Avalon", {{"to", {"Syldavia"}}}), "not_a_participant");
  EXPECT_EQ(no("Avalon", {{"verified_by", "Cadmia"}}), "wrong_role");
  EXPECT_EQ(no("Avalon", {{"by", "2020-01-01T00:00:00Z"}}), "bad_deadline");
  EXPECT_EQ(no("Avalon", {{"by", "some day"}}), "bad_time");
  EXPECT_EQ(no("Avalon", {{"when", {{{"after", "+11d"}}}}}), "bad_deadline");
  EXPECT_EQ(no("Avalon", {{"in_return_for", "ffffffff"}}), "not_found");
  EXPECT_EQ(no("Avalon", {{"text", "\xe2\x80\xae"}}), "text_forbidden_character");
  EXPECT_EQ(no("Cadmia", {{"to", {"Borduria"}}, {"in_return_for", gate}}), "not_found") << "what is not shown cannot be built on";
  auto plain = u.undertake("Avalon", u.gate({{"verified_by", nullptr}}));
  EXPECT_EQ(u.refused("Borduria", "commit", u.ban(plain)), "no_verifier");
  u.tell("Borduria", "commitment.claim", {{"commitment", plain}, {"says", "released"}});
  EXPECT_EQ(u.refused("Borduria", "commit", u.ban(plain, "fulfilled")), "commitment_ended");
  auto claim = [&](const std::string& who, const std::string& which, const std::string& says) {
    return u.refused(who, "commitment.claim", {{"commitment", which}, {"says", says}});
  };
  EXPECT_EQ(claim("Avalon", plain, "performed"), "commitment_ended");
  EXPECT_EQ(claim("Borduria", gate, "performed"), "not_yours");
  EXPECT_EQ(claim("Avalon", gate, "released"), "wrong_role");
  EXPECT_EQ(claim("Cadmia", gate, "released"), "not_found");
  EXPECT_EQ(claim("Moscow", gate, "released"), "wrong_role");
  EXPECT_EQ(claim("Avalon", gate, "received"), "usage");
  u.tell("Avalon", "commitment.claim", {{"commitment", gate}, {"says", "performed"}});
  EXPECT_EQ(claim("Avalon", gate, "performed"), "already_answered");
  Json finding{{"commitment", gate}, {"finding", "confirmed"}, {"scope", "The gate."}};
  EXPECT_EQ(u.refused("Borduria", "attest", finding), "wrong_role");
  EXPECT_EQ(u.refused("Moscow", "attest", finding), "wrong_role");
  finding["to"] = {"Cadmia"};
  EXPECT_EQ(u.refused("Inspectorate", "attest", finding), "no_mandate");
  finding["to"] = {"Avalon"};
  finding["evidence"] = {{{"name", "../gate.jpg"}, {"bytes", 1}, {"hash", gate}}};
  EXPECT_EQ(u.refused("Inspectorate", "attest", finding), "malformed");
  u.check_all();
}

/// Every word that its post holds, in whatever table.
std::string everything_at(Undertakers& u, const std::string& who) {
  std::string all;
  auto look = [&](ByteView plain, ByteView) -> Result<void> {
    all.append(plain.begin(), plain.end());
    return {};
  };
  EXPECT_TRUE(u.net.post(who).ledger().each_plain(look).has_value());
  return all;
}

TEST(Commitment, TheVerifierHoldsThoseItVerifiesAndNothingElseOfTheCase) {
  Undertakers u(55);
  u.must("Avalon", "signal", {{"case", u.id}, {"to", {"Borduria"}}, {"text", "SECRET-1 to the others."}});
  u.must("Avalon", "incident.open", {{"case", u.id}, {"text", "SECRET-2 happened."}, {"release", "all"}});
  u.must("Moscow", "incident.open", {{"case", u.id}, {"text", "SECRET-3 for all sides."}});
  u.must("Borduria", "confide", {{"case", u.id}, {"text", "SECRET-4 in confidence."}});
  auto other = u.undertake("Avalon", u.gate({{"verified_by", nullptr}, {"text", "SECRET-5 is not verified."}}));
  auto gate = u.undertake("Avalon", u.gate({{"in_return_for", other}}));
  u.tell("Borduria", "commitment.claim", {{"commitment", other}, {"says", "satisfied"}, {"text", "SECRET-6 said."}});
  u.tell("Inspectorate", "attest", {{"commitment", gate}, {"finding", "confirmed"}, {"scope", "The gate."}});
  EXPECT_EQ(u.phase("Borduria", other), "fulfilled");
  auto listed = u.must("Inspectorate", "commitments", {{"case", u.id}});
  ASSERT_EQ(listed.at("total"), 1);
  EXPECT_EQ(listed.at("items")[0].at("commitment"), gate);
  EXPECT_TRUE(listed.at("items")[0].at("in_return_for").is_null());
  EXPECT_TRUE(listed.at("items")[0].at("undecided"));
  auto held = everything_at(u, "Inspectorate");
  EXPECT_NE(held.find("Avalon opens the gate."), std::string::npos) << "the search finds what is there";
  EXPECT_EQ(held.find("SECRET"), std::string::npos);
  EXPECT_EQ(held.find(other), std::string::npos) << "not even the id";
  const std::set<std::string> kinds{"open", "join", "admit", "introduce", "showing", "claim", "attestation"};
  for (const auto& item : u.must("Inspectorate", "record.list", {{"case", u.id}}).at("items")) {
    EXPECT_TRUE(kinds.contains(item.at("kind").get<std::string>())) << item;
    if (item.at("kind") == "showing") { EXPECT_EQ(item.at("body").at("commitment"), gate); }
  }
}

TEST(Commitment, StandsTheSameEverywhereWhateverTheWeatherAndTheClocks) {
  std::uint64_t seeds = 12;
  if (const char* asked = std::getenv("GOODOFFICES_SIM_SEEDS")) seeds = std::min<std::uint64_t>(std::strtoull(asked, nullptr, 10), seeds);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    Undertakers u(500 + seed);
    u.net.skew("Avalon", -200);
    u.net.skew("Borduria", 150);
    u.net.skew("Inspectorate", 90);
    auto gate = u.undertake("Avalon", u.gate());
    auto ban = u.undertake("Borduria", u.ban(gate));
    u.net.weather = {15, 10, 15, 25, 10, 4};
    struct Act {
      const char *who, *verb;
      Json args;
    };
    const Act acts[] = {{"Avalon", "commitment.claim", {{"commitment", gate}, {"says", "performed"}}},
                        {"Inspectorate", "attest", {{"commitment", gate}, {"finding", "confirmed"}, {"scope", "The gate."}}},
                        {"Borduria", "commitment.claim", {{"commitment", gate}, {"says", "disputed"}, {"about", gate}}},
                        {"Inspectorate", "attest", {{"commitment", gate}, {"finding", "inconclusive"}, {"scope", "Again."}}},
                        {"Borduria", "commitment.claim", {{"commitment", ban}, {"says", "performed"}}},
                        {"Avalon", "commitment.claim", {{"commitment", ban}, {"says", "satisfied"}}},
                        {"Borduria", "commit", u.gate({{"to", {"Avalon"}}, {"text", "Borduria opens its own."}})}};
    for (int n = 0; n < 60; ++n) {
      u.net.now = u.net.now.plus(30);
      if (u.net.chance(25)) {
        const auto& act = acts[u.net.pick(std::size(acts))];
        (void)u.net.call(act.who, act.verb, act.args);
      }
      u.net.carry(u.all[u.net.pick(u.all.size())]);
    }
    u.net.weather = {};
    u.net.settle();
    u.net.now = u.net.now.plus(3600);  // by when everybody's clock is past whatever was said
    for (const auto& item : u.must("Moscow", "commitments", {{"case", u.id}}).at("items")) {
      auto id = item.at("commitment").get<std::string>();
      for (const auto& who : u.concerned) {
        auto there = u.net.call(who, "commitment.show", {{"commitment", id}});
        if (!there && who == "Inspectorate" && item.at("verified_by").is_null()) continue;
        ASSERT_TRUE(there.has_value()) << who << " lacks " << item.dump(1);
        EXPECT_EQ(there->at("said").size(), u.show("Moscow", id).at("said").size()) << who;
        if (there->at("undecided") == Json(false)) EXPECT_EQ(there->at("phase"), item.at("phase")) << who << " " << seed;
      }
    }
    u.check_all();
  }
}

TEST(Commitment, OfARestoredIntermediaryIsShownAllTheSame) {
  Undertakers u(56);
  u.net.save_copy("Moscow");
  auto gate = u.undertake("Avalon", u.gate());
  u.tell("Inspectorate", "attest", {{"commitment", gate}, {"finding", "confirmed"}, {"scope", "The gate."}});
  u.net.restore_copy("Moscow");
  u.net.settle();
  auto later = u.undertake("Avalon", u.gate());
  for (int n = 0; n < 3; ++n) {
    u.net.now = u.net.now.plus(3600);
    u.net.settle();
  }
  u.expect_everywhere(gate, "fulfilled");
  u.expect_everywhere(later, "in-force");
  u.check_all();
}

TEST(Commitment, ThatADishonestIntermediaryShowsToOthersProvesItsBreach) {
  Undertakers u(57);
  auto gate = u.undertake("Avalon", u.gate());
  Dishonest moscow(u.net, "Moscow", u.id);
  auto id = record::StatementId::from_hex(gate).value();
  moscow.say("Cadmia", mediation::Showing{id, moscow.statement(id)});
  u.net.settle();
  EXPECT_EQ(u.must("Cadmia", "commitments", {{"case", u.id}}).at("total"), 0);
  auto notices = u.must("Cadmia", "case.show", {{"case", u.id}}).at("notices").dump();
  EXPECT_NE(notices.find("no_mandate"), std::string::npos) << notices;
}

TEST(Commitment, TakesItsWordsFromWhatAnAdoptedFrameworkMakes) {
  Negotiation n(60);
  n.must("Moscow", "agenda.set",
         {{"case", n.id},
          {"document",
           R"({"format":"goodoffices-accord-1","agenda":{"name":"Water","issues":[{"name":"Flow","options":["low","middle","high"]}],)"
           R"("commitments":[{"by":"Israel","to":["Iran"],"issue":"Flow","options":["middle"],"text":{"en":"keeps the flow {option}",)"
           R"("fa":"جریان"},"due":"+30d"},{"by":"Iran","to":["Israel"],"issue":"Flow","options":["middle"],"text":"reports it"}]}})"}});
  n.net.settle();
  auto framework = n.table_one("Middle", {{"Flow", "middle"}});
  Json args{{"case", n.id}, {"framework", framework}, {"undertaking", 1}};
  EXPECT_EQ(n.refused("Israel", "commit", args), "not_adopted");
  auto ballot = n.open_ballot(framework);
  for (const auto& side : n.sides) n.vote(side, ballot, "yes");
  n.run_to_end(ballot);
  ASSERT_EQ(n.framework("Israel", framework).at("state"), "adopted");
  EXPECT_EQ(n.refused("Iran", "commit", args), "not_yours");
  auto made = n.must("Israel", "commit", args);
  n.net.settle();
  auto shown = n.must("Iran", "commitment.show", {{"commitment", made.at("commitment")}});
  EXPECT_EQ(shown.at("words").at("text"), "keeps the flow middle");
  EXPECT_EQ(shown.at("author"), "Israel");
  args["lang"] = "fa";
  args["by"] = "+3d";
  auto other = n.must("Israel", "commit", args);
  EXPECT_LT(other.at("by"), made.at("by"));
  args["undertaking"] = 3;
  EXPECT_EQ(n.refused("Israel", "commit", args), "not_found");
  EXPECT_EQ(n.refused("Iran", "commit", {{"case", n.id}, {"framework", framework}, {"undertaking", 2}}), "usage") << "it has no time";
  args.erase("undertaking");
  EXPECT_EQ(n.refused("Israel", "commit", args), "usage");
  n.check_all();
}

TEST(Commitment, DueIsToldOfOneCaseOrOfAllAndForCalendars) {
  Undertakers u(58);
  auto gate = u.undertake("Avalon", u.gate({{"precedence", "FLASH"}}));
  auto ban = u.undertake("Borduria", u.ban(gate));
  auto due = u.must("Avalon", "due", {{"calendar", true}});
  ASSERT_EQ(due.at("total"), 2);
  EXPECT_EQ(due.at("items")[0].at("commitment"), gate);
  EXPECT_EQ(due.at("items")[0].at("mine"), true);
  EXPECT_EQ(due.at("items")[0].at("soon"), false);
  auto text = due.at("calendar").get<std::string>();
  EXPECT_NE(text.find("TRIGGER:-P1D"), std::string::npos);
  EXPECT_NE(text.find(ban.substr(0, 60)), std::string::npos);
  u.net.now = u.net.now.plus(11 * 86'400);
  EXPECT_EQ(u.must("Avalon", "due", {{"case", u.id}}).at("items")[0].at("overdue"), true);
  EXPECT_EQ(u.refused("Avalon", "due", {{"case", "nothing"}}), "not_found");
}

}  // namespace
}  // namespace offices::sim
