// SPDX-License-Identifier: Apache-2.0
// The frontier of what two sides have shared, where frameworks and changed packages lie against it, and who may ask.
#include <gtest/gtest.h>

#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

/// Israel cares for the flow and Iran for the fee; over the dam they are opposed. Both start from `walk_away`.
std::string appraisal(bool of_israel, const std::string& walk_away = "0.3") {
  std::string worth =
      of_israel
          ? R"({"Flow":{"low":"0","middle":"3","high":"5"},"Dam":{"open":"2","shared":"1","closed":"0"},"Fee":{"none":"1","half":"0.5","full":"0"}})"
          : R"({"Flow":{"low":"5","middle":"3","high":"0"},"Dam":{"open":"0","shared":"1","closed":"2"},"Fee":{"none":"0","half":"0.5","full":"1"}})";
  std::string weights = of_israel ? R"({"Flow":"50","Dam":"30","Fee":"20"})" : R"({"Flow":"20","Dam":"30","Fee":"50"})";
  return R"({"format":"goodoffices-appraisal-1","kind":"exact","worth":)" + worth + R"(,"weights":)" + weights +
         R"(,"walk_away":{"value":")" + walk_away + R"("}})";
}

struct Weighed : Negotiation {
  explicit Weighed(std::uint64_t seed, const std::string& walk_away = "0.3") : Negotiation(seed) {
    for (const auto& side : sides)
      must(side, "appraise", {{"case", id}, {"document", appraisal(side == "Israel", walk_away)}, {"share", true}});
    net.settle();
  }
  Json frontier() { return must("Moscow", "framework.frontier", {{"case", id}}); }
  Json weigh(const std::string& who, Json package) {
    return must(who, "framework.weigh", {{"case", id}, {"packages", Json::array({std::move(package)})}}).at("items").at(0);
  }
  /// What `of` lists for a side.
  static Json side(const Json& of, const std::string& name) {
    for (const auto& s : of.at("sides"))
      if (s.at("name") == name) return s;
    ADD_FAILURE() << name << " is not in " << of.dump(1);
    return {};
  }
  /// Utilities by side.
  static std::map<std::string, std::string> utilities(const Json& frontier, const Json& of) {
    std::map<std::string, std::string> out;
    for (std::size_t s = 0; s < 2; ++s) out[frontier.at("sides").at(s)] = of.at(s).get<std::string>();
    return out;
  }
};
using Utilities = std::map<std::string, std::string>;

TEST(Frontier, HasItsEndsItsSolutionsAndTheWalkAwayCorner) {
  Weighed w(71);
  auto f = w.frontier();
  EXPECT_TRUE(f.at("exact").get<bool>());
  EXPECT_EQ(f.at("total").get<std::size_t>(), f.at("points").size());
  EXPECT_EQ(w.utilities(f, f.at("walk_away")), (Utilities{{"Israel", "0.3"}, {"Iran", "0.3"}}));
  std::set<Utilities> points;
  for (const auto& p : f.at("points")) points.insert(w.utilities(f, p.at("utility")));
  EXPECT_TRUE(points.contains({{"Israel", "1"}, {"Iran", "0"}}));
  EXPECT_TRUE(points.contains({{"Israel", "0"}, {"Iran", "1"}}));
  // Flow to one, fee to the other: what is left is the dam.
  for (const auto& p :
       {Utilities{{"Israel", "0.8"}, {"Iran", "0.5"}}, {{"Israel", "0.65"}, {"Iran", "0.65"}}, {{"Israel", "0.5"}, {"Iran", "0.8"}}})
    EXPECT_TRUE(points.contains(p)) << p.at("Israel");
  ASSERT_EQ(f.at("solutions").size(), 4u);
  const auto& nash = f.at("solutions").at(0);
  EXPECT_EQ(nash.at("name"), "nash");
  ASSERT_EQ(nash.at("points").size(), 1u);
  EXPECT_EQ(nash.at("points").at(0).at("package"), (Json{{"Flow", "high"}, {"Dam", "shared"}, {"Fee", "full"}}));
  EXPECT_EQ(w.utilities(f, nash.at("points").at(0).at("utility")), (Utilities{{"Israel", "0.65"}, {"Iran", "0.65"}}));
}

TEST(Frontier, ShowsFrameworksOnTheTableAndWhatAnOpenIssueLeaves) {
  Weighed w(72);
  auto first = w.table_one("First", {{"Flow", "middle"}, {"Dam", "shared"}});
  w.table_one("Whole", {{"Flow", "high"}, {"Dam", "shared"}, {"Fee", "half"}});
  auto f = w.frontier();
  ASSERT_EQ(f.at("frameworks").size(), 2u);
  const auto &open = f.at("frameworks").at(0), &whole = f.at("frameworks").at(1);
  EXPECT_EQ(open.at("title"), "First");
  EXPECT_EQ(open.at("framework"), first);
  EXPECT_EQ(w.side(open, "Israel").at("drawn"), (Json{{"least", "0.45"}, {"most", "0.65"}}));
  EXPECT_EQ(w.side(open, "Iran").at("drawn"), (Json{{"least", "0.27"}, {"most", "0.77"}}));
  EXPECT_EQ(w.side(open, "Iran").at("verdict"), "depends");
  EXPECT_EQ(w.side(whole, "Israel").at("drawn"), (Json{{"least", "0.75"}, {"most", "0.75"}}));
  EXPECT_EQ(w.side(whole, "Iran").at("drawn"), (Json{{"least", "0.4"}, {"most", "0.4"}}));
  // One that was replaced is no longer there.
  w.must("Moscow", "framework.table", {{"case", w.id}, {"documents", {w.framework_file("Second", {{"Flow", "high"}}, first)}}});
  w.net.settle();
  std::set<std::string> titles;
  auto then = w.frontier();
  for (const auto& one : then.at("frameworks")) titles.insert(one.at("title"));
  EXPECT_EQ(titles, (std::set<std::string>{"Second", "Whole"}));
}

TEST(Frontier, WeighsAChangeForWhoeverMayLook) {
  Weighed w(73);
  auto middle = w.weigh("Moscow", {{"Flow", "high"}, {"Dam", "closed"}, {"Fee", "none"}});
  EXPECT_EQ(w.side(middle, "Israel").at("utility"), (Json{{"least", "0.7"}, {"most", "0.7"}}));
  EXPECT_EQ(w.side(middle, "Iran").at("distance"), (Json{{"least", "0"}, {"most", "0"}}));
  auto own = w.weigh("Iran", {{"Flow", "high"}, {"Dam", "closed"}, {"Fee", "none"}});
  ASSERT_EQ(own.at("sides").size(), 1u) << "a side weighs by its own appraisal, and sees no other";
  EXPECT_EQ(w.side(own, "Iran").at("utility"), w.side(middle, "Iran").at("utility"));
  EXPECT_EQ(w.weigh("Moscow", {{"Flow", "high"}}).at("remarks").size(), 2u) << "two issues are left open";
}

TEST(Frontier, SaysWhatWouldHaveToGiveWhereNothingSuitsBoth) {
  Weighed w(74, "0.9");
  auto f = w.frontier();
  EXPECT_FALSE(f.at("points").empty());
  EXPECT_TRUE(f.at("solutions").at(0).at("points").empty());
  ASSERT_EQ(f.at("remarks").size(), 1u);
  EXPECT_TRUE(
      f.at("remarks").at(0).get<std::string>().starts_with("The zone of possible agreement is empty: 'Iran' alone would have to lower"));
}

TEST(Frontier, HasNoCornerWhereASideHasStatedNoWalkAwayPoint) {
  Weighed w(76);
  auto without = appraisal(true);
  auto stated = std::string(R"(,"walk_away":{"value":"0.3"})");
  w.must("Israel", "appraise", {{"case", w.id}, {"document", without.replace(without.find(stated), stated.size(), "")}, {"share", true}});
  w.net.settle();
  auto f = w.frontier();
  for (std::size_t s = 0; s < 2; ++s) EXPECT_EQ(f.at("walk_away").at(s).is_null(), f.at("sides").at(s) == "Israel");
  EXPECT_EQ(f.at("remarks"), Json::array({"Israel has stated no walk-away point."}));
}

TEST(Frontier, IsForWhoMayLookAndForPackagesThatTheAgendaKnows) {
  Weighed w(75);
  EXPECT_EQ(w.refused("Iran", "framework.frontier", {{"case", w.id}}), "wrong_role");
  auto weigh = [&](const Json& packages) { return w.refused("Moscow", "framework.weigh", {{"case", w.id}, {"packages", packages}}); };
  EXPECT_EQ(weigh(Json::array({Json{{"Rain", "high"}}})), "not_comparable");
  EXPECT_EQ(weigh(Json::array({Json{{"Flow", "brimming"}}})), "not_comparable");
  EXPECT_EQ(weigh(Json::array({7})), "not_comparable");
  EXPECT_EQ(weigh(Json::array({Json::object()})), "not_comparable");
  EXPECT_EQ(weigh(Json::array()), "usage");
  EXPECT_EQ(weigh("Flow"), "usage");
  EXPECT_EQ(weigh(Json(std::vector<Json>(9, Json{{"Flow", "high"}}))), "usage");
  EXPECT_EQ(w.refused("Moscow", "framework.weigh", {{"case", w.id}}), "usage");
  w.must("Iran", "appraisal.revoke", {{"case", w.id}});
  w.net.settle();
  EXPECT_EQ(w.refused("Moscow", "framework.frontier", {{"case", w.id}}), "no_appraisal");
  EXPECT_EQ(weigh(Json::array({Json{{"Flow", "high"}}})), "no_appraisal") << "what was taken back is not weighed by";
  EXPECT_EQ(w.refused("Iran", "framework.weigh", {{"case", w.id}, {"packages", Json::array({Json{{"Flow", "high"}}})}}), "no_appraisal");
}

}  // namespace
}  // namespace offices::sim
