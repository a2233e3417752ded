// SPDX-License-Identifier: Apache-2.0
// Twin: the slow, obvious solver that tests hold the clever ones against, and random scenarios for both.
#pragma once

#include <rapidcheck.h>

#include <map>

#include "accord/model.hpp"

namespace offices::accord::twin {

/// Every frontier point and how many allowed outcomes share it, by looking at all outcomes.
inline std::map<std::vector<Rational>, Integer, std::greater<>> frontier(const Scenario& scenario) {
  std::map<std::vector<Rational>, Integer, std::greater<>> all;
  Outcome outcome{std::vector<std::uint32_t>(scenario.agenda.issues.size(), 0)};
  for (bool more = true; more;) {
    if (allowed(scenario, outcome)) {
      std::vector<Rational> u;
      for (const auto& side : scenario.sides) u.push_back(utility(side, outcome));
      all[u] += 1;
    }
    more = false;
    for (std::size_t i = 0; i < outcome.choice.size() && !more; ++i) {
      more = ++outcome.choice[i] < scenario.agenda.issues[i].size();
      if (!more) outcome.choice[i] = 0;
    }
  }
  std::erase_if(all, [&, copy = all](const auto& point) {
    return std::ranges::any_of(copy, [&](const auto& other) {
      if (other.first == point.first) return false;
      for (std::size_t s = 0; s < point.first.size(); ++s)
        if (other.first[s] < point.first[s]) return false;
      return true;
    });
  });
  return all;
}

struct Shape {
  int issues_max = 4, options_max = 4, worth_max = 6;
  bool terms = false;
};

/// Small worths on purpose, so that ties and shared points are common.
inline Scenario random_scenario(std::size_t sides, const Shape& shape) {
  Scenario out;
  int issues = *rc::gen::inRange(1, shape.issues_max + 1);
  for (int i = 0; i < issues; ++i) {
    Issue issue;
    issue.name = "issue" + std::to_string(i);
    int options = *rc::gen::inRange(1, shape.options_max + 1);
    for (int k = 0; k < options; ++k) issue.options.push_back("option" + std::to_string(k));
    out.agenda.issues.push_back(issue);
  }
  auto combination = [&] {
    Combination when;
    for (std::size_t i = 0; i < out.agenda.issues.size(); ++i) {
      if (*rc::gen::inRange(0, 2) == 0) continue;
      Condition c{i, {}};
      for (std::size_t k = 0; k < out.agenda.issues[i].size(); ++k) c.options.push_back(*rc::gen::arbitrary<bool>());
      when.push_back(c);
    }
    return when;
  };
  for (std::size_t s = 0; s < sides; ++s) {
    Preferences side;
    side.name = "side" + std::to_string(s);
    side.lines.resize(out.agenda.issues.size());
    int unit = *rc::gen::element(1, 3, 7, 10);
    for (const auto& issue : out.agenda.issues) {
      auto& worth = side.worth.emplace_back();
      for (std::size_t k = 0; k < issue.size(); ++k) worth.push_back(Rational(*rc::gen::inRange(-1, shape.worth_max), unit));
    }
    if (*rc::gen::arbitrary<bool>()) side.reservation = Rational(*rc::gen::inRange(-2, 10), unit);
    int terms = shape.terms ? *rc::gen::inRange(0, 5) : 0;
    for (int t = 0; t < terms; ++t) side.terms.push_back({combination(), Rational(*rc::gen::inRange(-5, 6), unit)});
    if (shape.terms && *rc::gen::inRange(0, 4) == 0) side.never.push_back(combination());
    if (shape.terms && *rc::gen::inRange(0, 6) == 0) side.cap = Rational(*rc::gen::inRange(0, 8), unit);
    out.sides.push_back(std::move(side));
  }
  return out;
}

}  // namespace offices::accord::twin
