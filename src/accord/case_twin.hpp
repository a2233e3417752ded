// SPDX-License-Identifier: Apache-2.0
// Case twin: small random agendas, packages and appraisals for tests, and a slow walk over all outcomes.
#pragma once

#include <rapidcheck.h>

#include "accord/appraisal.hpp"
#include "accord/twin.hpp"

namespace offices::accord::twin {

inline std::uint32_t some(std::size_t below) { return *rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(below)); }

inline Combination random_combination(const Agenda& agenda) {
  Combination out;
  for (std::size_t i = 0; i < agenda.issues.size(); ++i) {
    if (some(2) == 0 && !(out.empty() && i + 1 == agenda.issues.size())) continue;
    Condition c{i, std::vector<bool>(agenda.issues[i].size(), false)};
    c.options[some(c.options.size())] = true;
    for (std::size_t k = 0; k < c.options.size(); ++k)
      if (some(3) == 0) c.options[k] = true;
    out.push_back(std::move(c));
  }
  return out;
}

inline Texts random_texts() {
  Texts out{{"en", "word " + std::to_string(some(9))}};
  if (some(2) == 0) out["fa"] = "می‌خواهیم";
  return out;
}

/// The first issue has something to decide.
inline Agenda random_issues(std::size_t issues_max, std::size_t options_max) {
  Agenda out{"talks", {}};
  std::size_t n = 1 + some(issues_max);
  for (std::size_t i = 0; i < n; ++i) {
    Issue issue;
    issue.name = std::string(1, static_cast<char>('Z' - i));  // not in the order of their spelling
    if (some(3) == 0) {
      issue.kind = IssueKind::integer;
      issue.from = -1;
      issue.to = static_cast<std::int64_t>(i == 0 ? 1 + some(options_max - 1) : some(options_max)) - 1;
    } else {
      for (std::size_t k = 0, size = i == 0 ? 2 + some(options_max - 1) : 1 + some(options_max); k < size; ++k)
        issue.options.push_back("o" + std::to_string(k));
    }
    out.issues.push_back(std::move(issue));
  }
  return out;
}

inline AgendaFile random_agenda(std::size_t issues_max = 4, std::size_t options_max = 4, bool never = true) {
  AgendaFile out;
  out.agenda = random_issues(issues_max, options_max);
  if (some(2) == 0) out.texts = random_texts();
  for (const auto& issue : out.agenda.issues) {
    auto& texts = out.issues.emplace_back();
    if (some(2) == 0) texts.issue = random_texts();
    if (some(2) == 0) texts.options[issue.option(some(issue.size()))] = random_texts();
  }
  for (std::size_t i = never ? some(3) : 0; i > 0; --i) out.never.push_back(random_combination(out.agenda));
  for (std::size_t i = some(3); i > 0; --i) {
    CommitmentTemplate one{"North", {"South"}, some(out.agenda.issues.size()), {}, {}, some(2) == 0 ? "+30d" : ""};
    one.options = {some(out.agenda.issues[one.issue].size())};
    one.text = some(2) == 0 ? Texts{{"", "does {option}"}} : Texts{{"de", "tut {option}"}, {"en", "does {option}, {option}"}};
    out.commitments.push_back(std::move(one));
  }
  return out;
}

/// Possibly with open issues, never empty.
inline Package random_package(const Agenda& agenda, bool complete = false) {
  Package out{std::vector<std::optional<std::uint32_t>>(agenda.issues.size())};
  for (std::size_t i = 0; i < agenda.issues.size(); ++i)
    if (complete || some(3) > 0) out.choice[i] = some(agenda.issues[i].size());
  if (std::ranges::all_of(out.choice, [](const auto& o) { return !o; })) out.choice[0] = some(agenda.issues[0].size());
  return out;
}

/// Calls `visit` with every completion of `package`.
template <class Visit>
void each_completion(const Agenda& agenda, const Package& package, Visit visit) {
  Outcome outcome;
  for (const auto& option : package.choice) outcome.choice.push_back(option.value_or(0));
  for (bool more = true; more;) {
    visit(outcome);
    more = false;
    for (std::size_t i = 0; i < outcome.choice.size() && !more; ++i) {
      if (package.choice[i]) continue;
      more = ++outcome.choice[i] < agenda.issues[i].size();
      if (!more) outcome.choice[i] = 0;
    }
  }
}

inline bool avoids(const std::vector<Combination>& never, const Outcome& outcome) {
  return std::ranges::none_of(never, [&](const Combination& c) { return holds(c, outcome); });
}

/// Groups of some of the indices below `n`; `ends` are always among them.
inline Ranking random_ranking(std::size_t n, bool all) {
  std::vector<std::uint32_t> order;
  for (std::uint32_t k = 0; k < n; ++k) order.insert(order.begin() + some(order.size() + 1), k);
  Ranking out;
  for (std::size_t at = 0; at < order.size(); ++at) {
    bool end = at == 0 || at + 1 == order.size();
    if (!all && !end && some(3) == 0) continue;
    if (out.empty() || some(4) > 0) out.emplace_back();
    out.back().push_back(order[at]);
  }
  for (auto& group : out) std::ranges::sort(group);
  return out;
}

inline void random_walk_away(const Agenda& agenda, Appraisal& into) {
  auto kind = some(3);
  if (kind == 1) into.walk_away = Rational(some(10), 10);
  if (kind == 2) into.walk_away = random_package(agenda, true);
}

/// In numbers, some of which are missing where `gaps`; the first issue makes a difference.
inline Appraisal random_exact(const AgendaFile& file, bool gaps = false) {
  Appraisal out;
  for (const auto& issue : file.agenda.issues) {
    auto& worth = out.worth.emplace_back();
    for (std::size_t k = 0; k < issue.size(); ++k) worth.emplace_back(Rational(static_cast<int>(some(8)) - 2, 3));
    if (gaps && some(4) == 0) worth[some(worth.size())].reset();
    out.weights.emplace_back(Rational(some(5)));
    if (gaps && some(6) == 0) out.weights.back().reset();
    out.rankings.push_back(some(3) == 0 ? random_ranking(issue.size(), false) : Ranking{});
  }
  auto& first = out.worth[0];
  if (!gaps) {
    first[some(first.size())] = Rational(9);
    out.weights[0] = *out.weights[0] + 1;
    if (std::ranges::all_of(first, [&](const auto& w) { return w == first[0]; })) first[0] = Rational(-9);
  }
  if (some(3) == 0) out.swings = random_ranking(file.agenda.issues.size(), false);
  random_walk_away(file.agenda, out);
  for (std::size_t i = some(2); i > 0; --i) out.never.push_back(random_combination(file.agenda));
  return out;
}

/// Statements that `truth`, complete preferences with a reservation value, makes true; ties are stated as ties.
inline Appraisal truthful(const AgendaFile& file, const Preferences& truth, std::size_t comparisons) {
  Appraisal out;
  out.kind = Appraisal::Kind::partial;
  auto grouped = [](std::size_t n, auto value) {
    std::vector<std::uint32_t> order(n);
    for (std::uint32_t k = 0; k < n; ++k) order[k] = k;
    std::ranges::stable_sort(order, [&](auto a, auto b) { return value(a) > value(b); });
    Ranking groups;
    for (auto k : order) {
      if (groups.empty() || value(groups.back()[0]) != value(k)) groups.emplace_back();
      groups.back().push_back(k);
    }
    return groups;
  };
  for (const auto& worth : truth.worth) out.rankings.push_back(grouped(worth.size(), [&](std::uint32_t k) { return worth[k]; }));
  if (some(2) == 0) out.swings = grouped(truth.weights.size(), [&](std::uint32_t i) { return truth.weights[i]; });
  for (; comparisons > 0; --comparisons) {
    auto a = random_package(file.agenda, true), b = random_package(file.agenda, true);
    auto u = utility(truth, *a.outcome()), v = utility(truth, *b.outcome());
    if (u < v) {
      std::swap(a, b);
      std::swap(u, v);
    }
    out.comparisons.push_back({a, b, u == v});
    for (const auto& [package, worth] : {std::pair{a, u}, std::pair{b, v}})
      if (worth != *truth.reservation && some(2) == 0) out.against_walking.push_back({package, worth > *truth.reservation});
  }
  return out;
}

}  // namespace offices::accord::twin
