// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "accord/feasible.hpp"
#include "accord/statements.hpp"

namespace offices::accord {
namespace {

constexpr std::size_t nodes_max = 200'000;

class Remarks {
 public:
  Remarks(const AgendaFile& agenda, const Appraisal& appraisal) : agenda_(agenda), appraisal_(appraisal) {
    brief_.search_nodes = nodes_max;  // what takes longer to find out goes without a remark
  }

  std::vector<std::string> collect() {
    out_ = gaps(agenda_, appraisal_);
    if (appraisal_.kind == Appraisal::Kind::exact) exact();
    else partial();
    red_lines();
    return std::move(out_);
  }

 private:
  void say(std::string sentence) { out_.push_back(std::move(sentence)); }
  [[nodiscard]] std::string issue(std::size_t i) const { return "'" + agenda_.agenda.issues[i].name + "'"; }
  [[nodiscard]] Package anything() const { return {std::vector<std::optional<std::uint32_t>>(agenda_.agenda.issues.size())}; }
  [[nodiscard]] std::vector<Combination> lines() const {
    auto out = agenda_.never;
    out.insert(out.end(), appraisal_.never.begin(), appraisal_.never.end());
    return out;
  }

  void exact() {
    if (!out_.empty()) return;
    auto side = preferences_of(agenda_, appraisal_, "");
    if (!side) return say(side.error().detail);
    for (std::size_t i = 0; i < side->weights.size(); ++i)
      if (side->weights[i] == 0 && agenda_.agenda.issues[i].size() > 1) say(issue(i) + " never matters: " + why_not(i));
    for (const auto& s : statements_of(agenda_, appraisal_, true))
      if (s.about != Statement::About::walking || side->reservation) contradiction(s, *side);
    if (side->reservation) walk_away(*side);
    else say("no walk-away point is stated, so no package can be said to be acceptable");
  }

  [[nodiscard]] std::string why_not(std::size_t i) const {
    return appraisal_.weights[i] == 0 ? "its swing weighs nothing" : "all its options are worth the same";
  }

  void contradiction(const Statement& s, const Preferences& side) {
    if (holds(s, side)) return;
    if (s.about != Statement::About::swings) return say("it was said that " + s.words + "; the numbers say otherwise");
    auto a = issue(s.parts[0].issue), b = issue(s.parts[1].issue);
    if (s.relation == Statement::Relation::equal) say("the weights of " + a + " and " + b + " differ, against the order of swings");
    else if (value_of(s, side) == 0) say("the weights of " + a + " and " + b + " are equal, against the order of swings");
    else say("the weights of " + a + " and " + b + " are reversed against the order of swings");
  }

  void walk_away(const Preferences& side) {
    auto range = completion_range(agenda_.agenda, lines(), side, anything(), brief_);
    if (!range || !*range) return;
    if ((*range)->high < *side.reservation) say("the walk-away point lies above every package that is not out of the question");
    if ((*range)->low >= *side.reservation && !std::holds_alternative<Package>(appraisal_.walk_away))
      say("the walk-away point lies below every package: any would be acceptable");
  }

  void partial() {
    if (!out_.empty()) return;
    auto set = FeasibleSet::of(agenda_, appraisal_);
    if (!set) return say(set.error().detail);
    if (!set->consistent()) return conflict(*set);
    for (std::size_t i = 0; i < agenda_.agenda.issues.size(); ++i)
      if (agenda_.agenda.issues[i].size() > 1 && appraisal_.rankings[i].size() < 2)
        say(issue(i) + " never matters: none of its options makes a difference");
    if (!set->walking_stated()) return say("nothing is said about walking away, so no package can be said to be acceptable");
    auto best = set->possibly_acceptable(anything(), lines());
    if (best && !*best) say("the walk-away point lies above every package that is not out of the question");
  }

  void conflict(const FeasibleSet& set) {
    auto statements = set.conflict();
    if (!statements) return say(statements.error().detail);
    std::string sentence;
    for (const auto& s : *statements) sentence += (sentence.empty() ? "" : "; ") + s;
    say("these statements contradict each other: " + sentence);
  }

  void red_lines() {
    Preferences indifferent;
    for (const auto& one : agenda_.agenda.issues) indifferent.worth.emplace_back(one.size(), Rational(0));
    auto any = completion_range(agenda_.agenda, lines(), indifferent, anything(), brief_);
    if (any && !*any) return say("no package satisfies the red lines");
    for (std::size_t i = 0; i < agenda_.agenda.issues.size(); ++i) options(i);
    if (const auto* package = std::get_if<Package>(&appraisal_.walk_away))
      for (const auto& v : violations(appraisal_.never, *package))
        say("the walk-away package crosses a red line: " + combination_words(agenda_, appraisal_.never[v.index]));
  }

  // Only what a red line touches can be ruled out.
  void options(std::size_t i) {
    std::vector<bool> touched(agenda_.agenda.issues[i].size(), false);
    for (const auto& when : appraisal_.never)
      for (const auto& condition : when)
        for (std::size_t k = 0; condition.issue == i && k < touched.size(); ++k) touched[k] = touched[k] || condition.options[k];
    for (std::uint32_t k = 0; k < touched.size(); ++k) {
      if (!touched[k]) continue;
      Condition only{i, std::vector<bool>(touched.size(), false)};
      only.options[k] = true;
      auto possible = may_meet(agenda_.agenda, lines(), {only}, anything(), brief_);
      if (possible && !*possible)
        say("option '" + agenda_.agenda.issues[i].option(k) + "' of " + issue(i) + " never matters: red lines rule it out");
    }
  }

  const AgendaFile& agenda_;
  const Appraisal& appraisal_;
  Control brief_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> remarks(const AgendaFile& agenda, const Appraisal& appraisal) { return Remarks(agenda, appraisal).collect(); }

}  // namespace offices::accord
