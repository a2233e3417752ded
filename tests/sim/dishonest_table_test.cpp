// SPDX-License-Identifier: Apache-2.0
// An intermediary's post that shows two sides two things, or makes up how a ballot ended: who can know it is told, and dossiers
// prove it.
#include <gtest/gtest.h>

#include <fstream>

#include "mediation/dossier.hpp"
#include "sim/dishonest.hpp"
#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

using mediation::BallotResult;
using record::Digest;

class DishonestTable : public testing::Test {
 protected:
  DishonestTable() : n_(505), moscow_(n_.net, "Moscow", n_.id) {
    auto shown = n_.must("Moscow", "agenda.show", {{"case", n_.id}});
    agenda_ = Digest::from_hex(shown.at("agenda").get<std::string>()).value();
  }
  mediation::Tabling tabling(const std::string& option, Byte number = 7) {
    mediation::Framework f{"Quiet water", {"en", "The flow is " + option + ".", {}}, {{"Flow", option}}, std::nullopt};
    Digest table;
    table.octets.fill(number);
    return {table, agenda_, {f}};
  }
  mediation::DossierReport dossier(const std::string& who, bool placed = true) {
    auto path = n_.net.file(who).string() + ".dossier";
    n_.must(who, "dossier.export", {{"case", n_.id}, {"file", path}, {"placed", placed}});
    std::ifstream in(path, std::ios::binary);
    return mediation::verify_dossier(in).value();
  }
  std::string shown_state(const std::string& who, const Digest& framework, const std::string& other) {
    for (const auto& s : n_.framework(who, framework.hex()).at("shown_to"))
      if (s.at("name") == other) return s.at("state").get<std::string>();
    return "";
  }

  Negotiation n_;
  Dishonest moscow_;
  Digest agenda_;
};

TEST_F(DishonestTable, TwoContentsUnderOneNumberAreNeverConfirmed) {
  auto low = tabling("low"), high = tabling("high");
  moscow_.say("Israel", low);
  moscow_.say("Iran", high);
  n_.net.settle();
  // Honest software at the intermediary's post does not pass on what contradicts what it holds itself.
  EXPECT_EQ(shown_state("Israel", mediation::framework_id(low, low.frameworks[0]), "Iran"), "not-confirmed");
  EXPECT_EQ(shown_state("Iran", mediation::framework_id(high, high.frameworks[0]), "Israel"), "not-confirmed");
}

TEST_F(DishonestTable, TwoDossiersProveIt) {
  moscow_.say("Israel", tabling("low"));
  moscow_.say("Iran", tabling("high"));
  n_.net.settle();
  auto a = dossier("Israel"), b = dossier("Iran");
  EXPECT_FALSE(a.fault.has_value());
  EXPECT_FALSE(b.fault.has_value());
  auto differ = mediation::differing_tables(a, b);
  ASSERT_EQ(differ.size(), 1u);
  EXPECT_EQ(a.tables[differ[0].first].to, "Israel");
  EXPECT_EQ(b.tables[differ[0].second].to, "Iran");
  EXPECT_TRUE(mediation::differing_tables(a, dossier("Israel", false)).empty());
}

TEST_F(DishonestTable, ShowingTheOthersConfirmationOfSomethingElseIsABreach) {
  auto low = tabling("low");
  moscow_.say("Israel", low);
  moscow_.say("Iran", tabling("high"));
  n_.net.settle();
  // What Iran's post signed, passed on to Israel by an intermediary that does not look.
  std::optional<record::Signed> signed_by_iran;
  auto looked = n_.net.post("Iran").ledger().each_kept("", false, [&](post::Kept&& kept) -> Result<bool> {
    if (kept.kind == "sight") signed_by_iran = kept.entry.statement;
    return true;
  });
  ASSERT_TRUE(looked && signed_by_iran);
  moscow_.say("Israel", mediation::Witness{*signed_by_iran});
  n_.net.settle();
  EXPECT_EQ(shown_state("Israel", mediation::framework_id(low, low.frameworks[0]), "Iran"), "differs");
  auto report = dossier("Israel");
  ASSERT_TRUE(report.fault.has_value());
  EXPECT_EQ(report.fault->code, Code::table_differs);
}

TEST_F(DishonestTable, TwoTablesOfOneNumberInOneChannelAreABreach) {
  moscow_.say("Israel", tabling("low"));
  moscow_.say("Israel", tabling("high"));
  n_.net.settle();
  auto report = dossier("Israel");
  ASSERT_TRUE(report.fault.has_value());
  EXPECT_EQ(report.fault->code, Code::table_differs);
}

TEST_F(DishonestTable, AnInventedOutcomeContradictsTheSidesOwn) {
  auto framework = n_.table_one();
  auto ballot = n_.open_ballot(framework);
  n_.vote("Israel", ballot, "yes");
  n_.run_to_end(ballot);
  auto before = n_.must("Israel", "ballot.show", {{"ballot", ballot}});
  EXPECT_EQ(before.at("state"), "not-adopted");
  mediation::BallotOutcome lie{Digest::from_hex(ballot).value(), BallotResult::adopted, std::nullopt, 5, {}, Digest{}};
  moscow_.say("Israel", lie);
  n_.net.settle();
  EXPECT_EQ(n_.must("Israel", "ballot.show", {{"ballot", ballot}}).at("state"), "not-adopted");
  EXPECT_TRUE(dossier("Israel").fault.has_value());
}

TEST_F(DishonestTable, SidesOfDifferentBallotsNeverComeToAnOutcome) {
  auto framework = Digest::from_hex(n_.table_one()).value();
  auto opening = [&](std::int64_t until_s) {
    return mediation::BallotOpening{framework,
                                    Digest{},
                                    {moscow_.participant("Moscow"), moscow_.participant("Iran"), moscow_.participant("Israel")},
                                    n_.net.now.plus(until_s),
                                    n_.net.now.plus(90'000),
                                    std::nullopt};
  };
  moscow_.say("Israel", opening(3600));
  moscow_.say("Iran", opening(3601));
  n_.net.settle();
  n_.net.now = n_.net.now.plus(7200);
  n_.net.settle();
  for (const auto& side : n_.sides) {
    auto items = n_.must(side, "ballot.list", {{"case", n_.id}}).at("items");
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].at("round"), 1) << items[0].dump(1);
    EXPECT_FALSE(items[0].contains("transcript"));
  }
}

TEST_F(DishonestTable, ARosterThatLeavesASideOutIsRefusedByItsPost) {
  auto framework = Digest::from_hex(n_.table_one()).value();
  mediation::BallotOpening opening{
      framework,   Digest{}, {moscow_.participant("Moscow"), moscow_.participant("Iran")}, n_.net.now.plus(3600), n_.net.now.plus(90'000),
      std::nullopt};
  moscow_.say("Israel", opening);
  n_.net.settle();
  EXPECT_TRUE(n_.must("Israel", "ballot.list", {{"case", n_.id}}).at("items").empty());
  EXPECT_TRUE(dossier("Israel").fault.has_value());
}

}  // namespace
}  // namespace offices::sim
