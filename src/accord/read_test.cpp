// SPDX-License-Identifier: Apache-2.0
#include "accord/read.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "accord/frontier.hpp"
#include "accord/twin.hpp"

namespace offices::accord {
namespace {

std::string profile(const std::string& issues, const std::string& weights, const std::string& more = "") {
  return "<utility_space><objective name='x'>" + issues + weights + "</objective>" + more + "</utility_space>";
}
const std::string one_issue =
    "<issue index='1' name='A & B' type='discrete'><item value='x' evaluation='2'/><item value='y' evaluation='4'/></issue>";
const std::string one_weight = "<weight index='1' value='0.5'/>";

std::string why(const std::vector<std::string>& profiles) {
  std::vector<File> files;
  for (std::size_t i = 0; i < profiles.size(); ++i) files.push_back({"p" + std::to_string(i + 1) + ".xml", profiles[i]});
  auto scenario = read_scenario(std::nullopt, files);
  return scenario ? "" : scenario.error().detail;
}

TEST(Genius, ReadsWhatOccursExactly) {
  File file{"dir/side.one.xml", profile(one_issue, one_weight, "<reservation value='.25'/>")};
  std::vector<File> files{file, file};
  auto scenario = read_scenario(std::nullopt, files);
  ASSERT_TRUE(scenario.has_value()) << scenario.error().detail;
  EXPECT_EQ(scenario->agenda.issues[0].name, "A & B");
  EXPECT_EQ(scenario->sides[0].name, "side.one");
  EXPECT_EQ(scenario->sides[0].worth[0], (std::vector<Rational>{Rational(1, 4), Rational(1, 2)}));
  EXPECT_EQ(scenario->sides[0].reservation, Rational(1, 4));
}

TEST(Genius, NamesFileElementAndReason) {
  auto good = profile(one_issue, one_weight);
  EXPECT_EQ(why({good, profile(one_issue, "")}), "p2.xml: issue 'A & B': has no <weight>");
  EXPECT_EQ(why({good, profile(one_issue, "<weight index='1' value='NaN'/>")}), "p2.xml: weight 1: value 'NaN' is not a finite number");
  EXPECT_EQ(why({good, profile("<issue index='1' name='C' type='discrete'><item value='x' evaluation='1'/></issue>", one_weight)}),
            "p2.xml: issue 'A & B': is on the agenda but not in this profile");
  EXPECT_EQ(why({good, profile("<issue index='1' name='A & B' type='discrete'><item value='x' evaluation='1'/></issue>", one_weight)}),
            "p2.xml: issue 'A & B': option 'y' has no evaluation");
  EXPECT_EQ(why({good, profile(one_issue, "<weight index='1' value='-1'/>")}), "p2.xml: weight 1: is negative");
  EXPECT_EQ(why({good, "<nothing/>"}), "p2.xml: top level: neither <utility_space> nor <negotiation_template>");
  EXPECT_EQ(why({good, ""}), "p2.xml: top level: the file is empty");
  EXPECT_EQ(why({good}), "a negotiation has at least two sides");
}

TEST(Genius, RefusesAMillionIssuesAndEntityBombs) {
  std::string many;
  for (int i = 0; i < 1'000'000; ++i) many += "<issue name='i" + std::to_string(i) + "'><item value='x'/></issue>";
  EXPECT_EQ(why({profile(many, one_weight)}), "p1.xml: issues: more than 2000");
  std::string bomb = "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>";
  auto scenario = read_scenario(
      std::nullopt,
      std::vector<File>{{"b.xml", bomb + profile("<issue index='1' name='&b;'><item value='x' evaluation='1'/></issue>", one_weight)},
                        {"c.xml", profile("<issue index='1' name='&b;'><item value='x' evaluation='1'/></issue>", one_weight)}});
  ASSERT_TRUE(scenario.has_value()) << scenario.error().detail;
  EXPECT_EQ(scenario->agenda.issues[0].name, "&b;");
}

TEST(Json, RefusesWhatIsNotThere) {
  EXPECT_EQ(why({"{}"}), "p1.xml: top level: not a profile or domain of a known format");
  EXPECT_EQ(why({"[1,2"}), "p1.xml: top level: not JSON at octet 5");
  EXPECT_EQ(why({R"({"issueWeights":{},"issues":{"A":{"x":1}}})"}), "p1.xml: issue 'A': has no weight");
  EXPECT_EQ(
      why({R"({"format":"goodoffices-accord-1","agenda":{"issues":[{"name":"A","options":["x"]}]},"sides":[{"name":"s","worth":{"B":{}}}]})"}),
      "p1.xml: side 's': no such issue 'B'");
  EXPECT_EQ(
      why({R"({"format":"goodoffices-accord-1","agenda":{"issues":[{"name":"A","options":["x"]}]},"sides":[{"name":"s","worth":{"A":{"x":"1e999"}}}]})"}),
      "p1.xml: worth of 'A' option 'x': '1e999' is not a finite number");
}

TEST(Numbers, AreReadAsWritten) {
  EXPECT_EQ(*parse_number("0.1"), Rational(1, 10));
  EXPECT_EQ(*parse_number("-1.50e-2"), Rational(-3, 200));
  EXPECT_EQ(*parse_number(" 1/3 "), Rational(1, 3));
  EXPECT_EQ(*parse_number("007"), Rational(7));
  for (const char* bad : {"", "NaN", "inf", "1e101", "--1", "1/0", "0x10", "1.2.3", ".", "e5", "1,5"})
    EXPECT_FALSE(parse_number(bad).has_value()) << bad;
  EXPECT_EQ(decimal(Rational(2, 3)), "0.666666666667");
  EXPECT_EQ(decimal(Rational(-1, 2)), "-0.5");
  EXPECT_EQ(decimal(Rational(-1, Integer("10000000000000"))), "0");
}

/// Found by the fuzzer: a unit that no double holds.
TEST(Numbers, OfTooManyDigitsTogetherAreRefusedBySolving) {
  std::string text = "{\"issueWeights\":{";
  for (int i = 0; i < 12; ++i) text += (i ? ",\"i" : "\"i") + std::to_string(i) + "\":1";
  text += "},\"issues\":{";
  for (int i = 0; i < 12; ++i)
    text += (i ? ",\"i" : "\"i") + std::to_string(i) + "\":{\"x\":\"1/" + std::string(100, '1') + std::to_string(2 * i + 1) + "\",\"y\":0}";
  std::vector<File> files{{"a.json", text + "}}"}, {"b.json", text + "}}"}};
  auto scenario = read_scenario(std::nullopt, files);
  ASSERT_TRUE(scenario.has_value()) << scenario.error().detail;
  auto frontier = additive_frontier(*scenario, {});
  ASSERT_FALSE(frontier.has_value());
  EXPECT_EQ(frontier.error().code, Code::too_large);
}

bool same(const Scenario& a, const Scenario& b) {
  if (a.agenda.issues != b.agenda.issues || a.sides.size() != b.sides.size()) return false;
  for (std::size_t s = 0; s < a.sides.size(); ++s) {
    const auto &x = a.sides[s], &y = b.sides[s];
    if (x.name != y.name || x.worth != y.worth || x.base != y.base || x.cap != y.cap || x.reservation != y.reservation ||
        x.terms.size() != y.terms.size())
      return false;
  }
  return true;
}

RC_GTEST_PROP(OwnFormat, ReadsBackWhatItWrote, ()) {
  auto scenario = twin::random_scenario(*rc::gen::inRange<std::size_t>(2, 4), {.terms = true});
  for (auto& side : scenario.sides) {
    std::erase_if(side.terms, [](const Term& t) { return t.when.empty(); });
    std::erase_if(side.never, [](const Combination& c) { return c.empty(); });
  }
  auto text = write_scenario(scenario);
  auto back = read_scenario(std::nullopt, std::vector<File>{{"own.json", text}});
  RC_ASSERT(back.has_value());
  RC_ASSERT(same(scenario, *back));
  RC_ASSERT(write_scenario(*back) == text);
}

}  // namespace
}  // namespace offices::accord
