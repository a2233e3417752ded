// SPDX-License-Identifier: Apache-2.0
#include "accord/plot.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

namespace offices::accord {
namespace {

Scenario two_sides() {
  Scenario s{{"a < b & c", {{"A", IssueKind::discrete, {"x", "y", "z"}, 0, 0, {}, {}}, {"B", IssueKind::integer, {}, 1, 3, {}, {}}}}, {}};
  Preferences one, two;
  one.name = "One <&> \"1\"";
  two.name = "Two";
  one.lines.resize(2);
  two.lines.resize(2);
  one.worth = {{Rational(5), Rational(3), Rational(0)}, {Rational(0), Rational(1), Rational(2)}};
  two.worth = {{Rational(0), Rational(4), Rational(5)}, {Rational(3), Rational(1), Rational(0)}};
  s.sides = {one, two};
  return s;
}

std::size_t count(const pugi::xml_document& document, const char* path) { return document.select_nodes(path).size(); }

TEST(Plot, IsWellFormedAndShowsEveryPoint) {
  auto answer = solve(two_sides(), {});
  auto svg = plot_svg(*answer, {Outcome{{2, 2}}, Outcome{{0, 0}}});
  ASSERT_TRUE(svg.has_value());
  pugi::xml_document document;
  auto parsed = document.load_string(svg->c_str());
  ASSERT_TRUE(parsed) << parsed.description();
  EXPECT_STREQ(document.document_element().name(), "svg");
  EXPECT_STREQ(document.child("svg").child("title").text().get(), "Pareto frontier of One <&> \"1\" and Two");
  EXPECT_EQ(count(document, "//circle[@r='2.2']"), answer->frontier.size());
  std::string corners = document.child("svg").child("polyline").attribute("points").value();
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(corners, ',')), answer->frontier.size());
  EXPECT_EQ(count(document, "//text[.='package 1' or .='package 2']"), 2u);
  for (const char* name : {"Nash", "Kalai–Smorodinsky", "egalitarian", "utilitarian"})
    EXPECT_EQ(count(document, ("//text[.='" + std::string(name) + "']").c_str()), 1u) << name;
}

TEST(Plot, PlacesPointsInTheOrderOfTheirUtilities) {
  auto answer = solve(two_sides(), {});
  auto svg = plot_svg(*answer, {});
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(svg->c_str()));
  double last_x = 1e9, last_y = -1;
  for (auto node : document.select_nodes("//circle[@r='2.2']")) {
    double x = node.node().attribute("cx").as_double(), y = node.node().attribute("cy").as_double();
    EXPECT_LT(x, last_x);  // the first side's best comes first, on the right
    EXPECT_LT(last_y, 1e9);
    EXPECT_TRUE(last_y < 0 || y < last_y) << "the second side's utility rises, so the point goes up";
    EXPECT_TRUE(x >= 0 && x <= 720 && y >= 0 && y <= 620);
    last_x = x;
    last_y = y;
  }
}

TEST(Plot, IsForTwoSidesOnly) {
  auto scenario = two_sides();
  scenario.sides.push_back(scenario.sides[0]);
  EXPECT_EQ(plot_svg(*solve(scenario, {}), {}).error().code, Code::usage);
}

}  // namespace
}  // namespace offices::accord
