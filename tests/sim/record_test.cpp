// SPDX-License-Identifier: Apache-2.0
// What a post lists of the record of a case.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/playing.hpp"

namespace offices::sim {
namespace {

struct Listing : testing::Test, Playing {
  std::string signal, conveyance;

  Listing() : Playing(7) {}

  void SetUp() override {
    for (const char* name : {"Moscow", "Israel", "Iran"}) net.add(name);
    id = net.open_case({{"Israel", "party"}, {"Iran", "party"}});
    signal = must("Israel", "signal", {{"case", id}, {"to", {"Iran"}}, {"text", "We are committed."}}).at("signal");
    net.settle();
    conveyance = must("Moscow", "convey", {{"signal", signal}, {"to", "Iran"}}).at("conveyance");
    net.settle();
    must("Iran", "acknowledge", {{"conveyance", conveyance}, {"position", "noted"}});
    net.settle();
  }
  Json list(const std::string& who, Json args = Json::object()) {
    args["case"] = id;
    return must(who, "record.list", args);
  }
  /// The kinds of what is about the signal, oldest first.
  std::vector<std::string> kinds(const std::string& who) {
    std::vector<std::string> out;
    for (const auto& item : list(who).at("items"))
      if (item.at("signal") == signal) out.push_back(item.at("kind"));
    std::ranges::reverse(out);
    return out;
  }
};

TEST_F(Listing, TellsTheAuthorWhatBecameOfItsOwnWords) {
  EXPECT_EQ(kinds("Israel"), (std::vector<std::string>{"signal", "mandate", "dispatch", "report", "report"}));
  auto newest = list("Israel").at("items").at(0);
  EXPECT_EQ(newest.at("kind"), "report");
  EXPECT_EQ(newest.at("shows").at("position"), "noted");
  EXPECT_FALSE(newest.at("body").contains("evidence"));
}

TEST_F(Listing, LeadsTheIntermediaryFromAConveyanceBackToItsSignal) {
  auto all = kinds("Moscow");
  for (const char* kind : {"signal", "mandate", "dispatch", "conveyance", "receipt", "acknowledgement", "report"})
    EXPECT_NE(std::ranges::find(all, kind), all.end()) << kind;
}

TEST_F(Listing, TellsTheAddresseeNothingOfTheSignalItself) { EXPECT_TRUE(kinds("Iran").empty()); }

TEST_F(Listing, ComesInPagesThatLeaveNothingOut) {
  auto whole = list("Moscow").at("items");
  Json paged = Json::array();
  std::int64_t before = INT64_MAX;
  for (bool more = true; more;) {
    auto page = list("Moscow", {{"before", before}, {"limit", 3}});
    more = page.at("more").get<bool>();
    for (const auto& item : page.at("items")) paged.push_back(item);
    before = page.at("items").back().at("row").get<std::int64_t>();
  }
  EXPECT_EQ(paged, whole);
  auto third = whole.at(3).at("row").get<std::int64_t>();
  EXPECT_EQ(list("Moscow", {{"after", third}}).at("items").size(), 3u);
}

}  // namespace
}  // namespace offices::sim
