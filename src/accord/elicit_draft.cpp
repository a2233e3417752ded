// SPDX-License-Identifier: Apache-2.0
#include "accord/elicit_draft.hpp"

#include <algorithm>
#include <cstdint>

namespace offices::accord {
namespace {

constexpr std::size_t comparisons_asked_max = 7;

std::string percent(const Rational& v) { return decimal(Rational(v * 100), 1); }

}  // namespace

Draft::Draft(const Agenda& agenda) : rankings(agenda.issues.size()), weights(agenda.issues.size()) {
  for (std::size_t i = 0; i < agenda.issues.size(); ++i) {
    worth.emplace_back(agenda.issues[i].size());
    if (agenda.issues[i].size() > 1) continue;
    rankings[i] = {{0}};
    worth[i] = {Rational(0)};
    weights[i] = Rational(0);
  }
  issue = SIZE_MAX;
  next_issue(agenda);
}

std::vector<std::uint32_t> Draft::active() const {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < rankings.size(); ++i)
    if (rankings[i].size() > 1) out.push_back(i);
  return out;
}

bool Draft::numeric() const {
  auto known = [](const auto& v) { return v.has_value(); };
  return std::ranges::all_of(weights, known) &&
         std::ranges::all_of(worth, [&](const auto& row) { return std::ranges::all_of(row, known); });
}

void Draft::place_ends() {
  const auto& groups = rankings[issue];
  worth[issue].assign(worth[issue].size(), std::nullopt);
  for (auto k : groups.back()) worth[issue][k] = Rational(0);
  if (groups.size() > 1)
    for (auto k : groups.front()) worth[issue][k] = Rational(100);
  if (groups.size() == 1) weights[issue] = Rational(0);
}

void Draft::next_issue(const Agenda& agenda) {
  for (++issue; issue < agenda.issues.size() && agenda.issues[issue].size() < 2;) ++issue;
  stage = Stage::order;
  if (issue < agenda.issues.size()) return;
  auto left = active();
  stage = left.size() > 1 ? Stage::swings : Stage::walk;
  if (left.size() == 1) {
    swings = {{left[0]}};
    weigh({});
  }
}

void Draft::weigh(const std::vector<Rational>& values) {
  for (std::size_t g = 0; g < swings.size(); ++g)
    for (auto i : swings[g]) weights[i] = g == 0 ? Rational(100) : values[g - 1];
  stage = Stage::walk;
}

// On each issue the share of its steps that is taken stays as even as can be.
void Draft::start_comparing(const AgendaFile& agenda) {
  auto open = active();
  chain.clear();
  if (open.empty()) return;
  std::vector<std::size_t> taken(rankings.size(), 0);
  auto package = [&] {
    Package out{std::vector<std::optional<std::uint32_t>>(rankings.size())};
    for (std::size_t i = 0; i < rankings.size(); ++i) out.choice[i] = rankings[i][rankings[i].size() - 1 - taken[i]].front();
    return out;
  };
  chain.push_back(package());
  for (;;) {
    std::optional<std::uint32_t> next;
    for (auto i : open) {
      if (taken[i] + 1 == rankings[i].size()) continue;
      if (!next || (taken[i] + 1) * (rankings[*next].size() - 1) < (taken[*next] + 1) * (rankings[i].size() - 1)) next = i;
    }
    if (!next) break;
    ++taken[*next];
    chain.push_back(package());
  }
  // What is out of the question for everybody is no example.
  std::erase_if(chain, [&](const Package& p) { return !violations(agenda.never, p).empty(); });
  refused = 0;
  accepted = chain.size();
  compared = 0;
}

bool Draft::compared_enough() const { return refused == accepted || compared >= comparisons_asked_max; }

void Draft::stop_comparing(const AgendaFile& agenda) {
  if (compared == 0 || !numeric()) return;
  auto side = preferences_of(agenda, appraisal(agenda.agenda), "");
  if (!side) return;
  Rational low = refused > 0 ? utility(*side, *chain[refused - 1].outcome()) : Rational(-1, 50);
  Rational high = accepted < chain.size() ? utility(*side, *chain[accepted].outcome()) : Rational(51, 50);
  walk_away = Rational((low + high) / 2);
  std::string words = "your walk-away point lies ";
  if (refused > 0) words += (accepted < chain.size() ? "between " : "above ") + percent(low);
  if (accepted < chain.size()) words += (refused > 0 ? " and " : "below ") + percent(high);
  said.push_back(words + " on the scale from 0 to 100; " + percent((low + high) / 2) + " is taken");
}

std::size_t Draft::foreseen(const Agenda& agenda) const {
  std::size_t n = stage == Stage::done ? 0 : 1;
  if (stage == Stage::order || stage == Stage::place) {
    for (std::size_t i = issue + 1; i < agenda.issues.size(); ++i) n += std::min<std::size_t>(agenda.issues[i].size() - 1, 2);
    if (stage == Stage::order && agenda.issues[issue].size() > 2) ++n;
    n += agenda.issues.size() > 1 ? 4 : 2;
  }
  if (stage == Stage::swings) n += 3;
  if (stage == Stage::weigh) n += 2;
  if (stage == Stage::walk || stage == Stage::compare) n += 1;
  return n;
}

Appraisal Draft::appraisal(const Agenda& agenda) const {
  Appraisal out;
  bool asked = stage != Stage::order && stage != Stage::place && stage != Stage::swings && stage != Stage::weigh;
  out.kind = asked && !numeric() ? Appraisal::Kind::partial : Appraisal::Kind::exact;
  if (out.kind == Appraisal::Kind::exact) {
    out.worth = worth;
    out.weights = weights;
  }
  out.rankings = rankings;
  out.rankings.resize(agenda.issues.size());
  out.swings = swings;
  out.against_walking = against_walking;
  out.walk_away = walk_away;
  out.never = never;
  return out;
}

}  // namespace offices::accord
