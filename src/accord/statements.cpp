// SPDX-License-Identifier: Apache-2.0
#include "accord/statements.hpp"

#include <algorithm>

namespace offices::accord {
namespace {

using About = Statement::About;
using Relation = Statement::Relation;

class Collector {
 public:
  Collector(const AgendaFile& agenda, const Appraisal& appraisal) : agenda_(agenda), appraisal_(appraisal) {}

  std::vector<Statement> collect(bool bounds) {
    for (std::size_t i = 0; i < appraisal_.rankings.size(); ++i) ranking(i, appraisal_.rankings[i], bounds);
    swings();
    for (const auto& c : appraisal_.comparisons) comparison(c);
    for (const auto& w : appraisal_.against_walking) walking(w);
    walk_away();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string issue(std::size_t i) const { return "'" + agenda_.agenda.issues[i].name + "'"; }
  [[nodiscard]] std::string option(std::size_t i, std::uint32_t k) const { return "'" + agenda_.agenda.issues[i].option(k) + "'"; }
  [[nodiscard]] std::string words(const Package& package) const {
    std::string out;
    for (std::size_t i = 0; i < package.choice.size(); ++i)
      if (package.choice[i])
        out += (out.empty() ? "" : ", ") + agenda_.agenda.issues[i].name + ": " + agenda_.agenda.issues[i].option(*package.choice[i]);
    return "(" + out + ")";
  }

  void options(std::size_t i, std::uint32_t a, std::uint32_t b, Relation relation) {
    const char* between[] = {" is better than ", " is as good as ", " is at least as good as "};
    out_.push_back({About::options,
                    "on " + issue(i) + ", " + option(i, a) + between[static_cast<int>(relation)] + option(i, b),
                    {{i, a, 1}, {i, b, -1}},
                    0,
                    0,
                    relation});
  }

  void ranking(std::size_t i, const Ranking& groups, bool bounds) {
    if (groups.size() == 1)
      out_.push_back({About::options, "the options of " + issue(i) + " make no difference", {{i, std::nullopt, 1}}, 0, 0, Relation::equal});
    std::vector<bool> listed(agenda_.agenda.issues[i].size(), false);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (auto k : groups[g]) listed[k] = true;
      for (std::size_t m = 1; m < groups[g].size(); ++m) options(i, groups[g][0], groups[g][m], Relation::equal);
      if (g > 0) options(i, groups[g - 1][0], groups[g][0], Relation::above);
    }
    for (std::uint32_t k = 0; bounds && !groups.empty() && k < listed.size(); ++k) {
      if (listed[k]) continue;
      options(i, groups.front()[0], k, Relation::at_least);
      options(i, k, groups.back()[0], Relation::at_least);
    }
  }

  void swing(std::uint32_t a, std::uint32_t b, Relation relation) {
    out_.push_back({About::swings,
                    "the swing on " + issue(a) +
                        (relation == Relation::equal ? " matters as much as that on " : " matters more than that on ") + issue(b),
                    {{a, std::nullopt, 1}, {b, std::nullopt, -1}},
                    0,
                    0,
                    relation});
  }

  void swings() {
    const auto& groups = appraisal_.swings;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (std::size_t m = 1; m < groups[g].size(); ++m) swing(groups[g][0], groups[g][m], Relation::equal);
      if (g > 0) swing(groups[g - 1][0], groups[g][0], Relation::above);
    }
  }

  static void add(Statement& to, const Package& package, int sign) {
    for (std::size_t i = 0; i < package.choice.size(); ++i)
      if (package.choice[i]) to.parts.push_back({i, package.choice[i], sign});
  }

  void comparison(const Comparison& c) {
    Statement s{About::packages,
                words(c.better) + (c.equal ? " is as good as " : " is better than ") + words(c.worse),
                {},
                0,
                0,
                c.equal ? Relation::equal : Relation::above};
    add(s, c.better, 1);
    add(s, c.worse, -1);
    out_.push_back(std::move(s));
  }

  // What is left open counts with its worst option where the package is the better, else with its best.
  void walking(const AgainstWalking& w) {
    Statement s{About::walking, words(w.package) + (w.better ? " is better" : " is worse") + " than walking away", {}, w.better ? -1 : 1, 0,
                Relation::above};
    add(s, w.package, w.better ? 1 : -1);
    for (std::size_t i = 0; !w.better && i < w.package.choice.size(); ++i)
      if (!w.package.choice[i]) s.parts.push_back({i, std::nullopt, -1});
    out_.push_back(std::move(s));
  }

  void walk_away() {
    if (const auto* value = std::get_if<Rational>(&appraisal_.walk_away))
      out_.push_back({About::walking, "walking away is worth " + exact_text(*value), {}, -1, *value, Relation::equal});
    if (const auto* package = std::get_if<Package>(&appraisal_.walk_away)) {
      Statement s{About::walking, "walking away is like " + words(*package), {}, -1, 0, Relation::equal};
      add(s, *package, 1);
      out_.push_back(std::move(s));
    }
  }

  const AgendaFile& agenda_;
  const Appraisal& appraisal_;
  std::vector<Statement> out_;
};

}  // namespace

std::vector<Statement> statements_of(const AgendaFile& agenda, const Appraisal& appraisal, bool bounds) {
  return Collector(agenda, appraisal).collect(bounds);
}

Rational value_of(const Statement& statement, const Preferences& side) {
  Rational v = statement.constant;
  for (const auto& part : statement.parts) {
    const auto& worth = side.worth[part.issue];
    Rational w = part.option ? worth[*part.option] : *std::ranges::max_element(worth);
    v += w * part.coefficient;
  }
  if (statement.walk != 0) v += side.reservation.value_or(Rational(0)) * statement.walk;
  return v;
}

bool holds(const Statement& statement, const Preferences& side) {
  auto v = value_of(statement, side);
  if (statement.relation == Relation::equal) return v == 0;
  return statement.relation == Relation::above ? v > 0 : v >= 0;
}

}  // namespace offices::accord
