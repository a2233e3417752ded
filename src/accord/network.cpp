// SPDX-License-Identifier: Apache-2.0
#include "accord/network.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace offices::accord {
namespace {

constexpr std::size_t cells_max = 4'000'000;
constexpr std::size_t dominance_classes_max = 1'000;

/// A term or red line of any side. sign: +1 pays, -1 costs or forbids.
struct Clause {
  const Combination* when;
  std::size_t side;
  const Rational* pays;  ///< nullptr: forbidden
  int sign;
};

std::vector<Clause> clauses_of(const Scenario& scenario) {
  std::vector<Clause> out;
  for (std::size_t s = 0; s < scenario.sides.size(); ++s) {
    for (const auto& term : scenario.sides[s].terms) out.push_back({&term.when, s, &term.pays, term.pays < 0 ? -1 : 1});
    for (const auto& when : scenario.sides[s].never) out.push_back({&when, s, nullptr, -1});
  }
  return out;
}

bool meets(const Combination& when, std::size_t issue, std::size_t option) {
  return std::ranges::all_of(when, [&](const Condition& c) { return c.issue != issue || c.options[option]; });
}

std::vector<std::size_t> issues_of(const Combination& when) {
  std::set<std::size_t> issues;
  for (const auto& c : when) issues.insert(c.issue);
  return {issues.begin(), issues.end()};
}

/// What makes an option of one issue different from another: worths, then membership signed so that more is better.
struct Profile {
  std::vector<Integer> worth;
  std::vector<signed char> member;
  auto key() const { return std::pair(worth, member); }
  bool covers(const Profile& other) const {
    for (std::size_t i = 0; i < worth.size(); ++i)
      if (worth[i] < other.worth[i]) return false;
    for (std::size_t i = 0; i < member.size(); ++i)
      if (member[i] < other.member[i]) return false;
    return true;
  }
};

class Compiler {
 public:
  Compiler(const Scenario& scenario, bool drop) : scenario_(scenario), drop_(drop), clauses_(clauses_of(scenario)) {
    touching_.resize(scenario.agenda.issues.size());
    for (std::size_t c = 0; c < clauses_.size(); ++c)
      for (auto issue : issues_of(*clauses_[c].when)) touching_[issue].push_back(c);
    for (std::size_t s = 0; s < scenario.sides.size(); ++s) units_.push_back(unit_of(scenario.sides[s]));
  }

  template <class T>
  Result<Network<T>> run() {
    Network<T> net;
    net.sides = scenario_.sides.size();
    net.unit = units_;
    for (std::size_t s = 0; s < net.sides; ++s) net.base.push_back(scaled<T>(scenario_.sides[s].base, s));
    for (std::size_t i = 0; i < scenario_.agenda.issues.size(); ++i) add_issue(net, i);
    for (const auto& clause : clauses_) OFFICES_CHECK(add_clause(net, clause));
    return net;
  }

 private:
  static Integer unit_of(const Preferences& side) {
    Integer unit = denominator(side.base);
    for (const auto& issue : side.worth)
      for (const auto& w : issue) unit = lcm(unit, denominator(w));
    for (const auto& term : side.terms) unit = lcm(unit, denominator(term.pays));
    return unit;
  }
  template <class T>
  T scaled(const Rational& v, std::size_t side) const {
    return Integer(numerator(v) * (units_[side] / denominator(v))).template convert_to<T>();
  }

  Profile profile(std::size_t issue, std::size_t option) const {
    Profile p;
    for (std::size_t s = 0; s < units_.size(); ++s) p.worth.push_back(scaled<Integer>(scenario_.sides[s].worth[issue][option], s));
    for (auto c : touching_[issue]) {
      bool in = meets(*clauses_[c].when, issue, option);
      p.member.push_back(static_cast<signed char>(in ? clauses_[c].sign : 0));
    }
    return p;
  }

  template <class T>
  void add_issue(Network<T>& net, std::size_t issue) {
    std::map<std::pair<std::vector<Integer>, std::vector<signed char>>, std::size_t> known;
    std::vector<Profile> profiles;
    Variable variable{issue, {}, {}};
    for (std::size_t k = 0; k < scenario_.agenda.issues[issue].size(); ++k) {
      auto p = profile(issue, k);
      auto [at, fresh] = known.emplace(p.key(), profiles.size());
      if (!fresh) {
        ++variable.count[at->second];
        continue;
      }
      profiles.push_back(std::move(p));
      variable.option.push_back(static_cast<std::uint32_t>(k));
      variable.count.push_back(1);
    }
    if (drop_ && profiles.size() <= dominance_classes_max) drop_dominated(profiles, variable);
    settle_or_keep(net, std::move(variable));
  }

  static void drop_dominated(const std::vector<Profile>& profiles, Variable& variable) {
    Variable kept{variable.issue, {}, {}};
    for (std::size_t a = 0; a < profiles.size(); ++a) {
      bool beaten = false;
      for (std::size_t b = 0; b < profiles.size() && !beaten; ++b) beaten = a != b && profiles[b].covers(profiles[a]);
      if (beaten) continue;
      kept.option.push_back(variable.option[a]);
      kept.count.push_back(variable.count[a]);
    }
    variable = std::move(kept);
  }

  template <class T>
  void settle_or_keep(Network<T>& net, Variable variable) {
    net.settled.choice.push_back(variable.option.front());
    if (variable.size() == 1) {
      net.factor *= variable.count.front();
      for (std::size_t s = 0; s < net.sides; ++s)
        net.base[s] += scaled<T>(scenario_.sides[s].worth[variable.issue][variable.option.front()], s);
      position_.push_back(SIZE_MAX);
      return;
    }
    position_.push_back(net.variables.size());
    Factor<T> own{{net.variables.size()}, {}, {}};
    for (auto option : variable.option)
      for (std::size_t s = 0; s < net.sides; ++s) own.table.push_back(scaled<T>(scenario_.sides[s].worth[variable.issue][option], s));
    net.factors.push_back(std::move(own));
    net.variables.push_back(std::move(variable));
  }

  template <class T>
  Result<void> add_clause(Network<T>& net, const Clause& clause) {
    Factor<T> out;
    std::size_t cells = 1;
    for (auto issue : issues_of(*clause.when)) {
      if (position_[issue] == SIZE_MAX) {
        if (!meets(*clause.when, issue, net.settled.choice[issue])) return {};
        continue;
      }
      out.variables.push_back(position_[issue]);
      cells *= net.variables[position_[issue]].size();
      if (cells > cells_max) return fail(Code::too_large, "a combination spans more than four million cells");
    }
    if (out.variables.empty()) {
      if (clause.pays) net.base[clause.side] += scaled<T>(*clause.pays, clause.side);
      else net.infeasible = true;
      return {};
    }
    fill(net, clause, cells, out);
    net.factors.push_back(std::move(out));
    return {};
  }

  template <class T>
  void fill(const Network<T>& net, const Clause& clause, std::size_t cells, Factor<T>& out) const {
    out.table.assign(cells * net.sides, T(0));
    if (!clause.pays) out.forbidden.assign(cells, false);
    T pays = clause.pays ? scaled<T>(*clause.pays, clause.side) : T(0);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      bool in = true;
      std::size_t rest = cell;
      for (std::size_t v = out.variables.size(); v-- > 0 && in;) {
        const auto& variable = net.variables[out.variables[v]];
        in = meets(*clause.when, variable.issue, variable.option[rest % variable.size()]);
        rest /= variable.size();
      }
      if (!in) continue;
      if (clause.pays) out.table[cell * net.sides + clause.side] = pays;
      else out.forbidden[cell] = true;
    }
  }

  const Scenario& scenario_;
  bool drop_;
  std::vector<Clause> clauses_;
  std::vector<std::vector<std::size_t>> touching_;
  std::vector<Integer> units_;
  std::vector<std::size_t> position_;
};

}  // namespace

unsigned network_bits(const Scenario& scenario) {
  unsigned bits = scale(scenario).bits;
  for (const auto& side : scenario.sides) {
    Integer unit = denominator(side.base);
    for (const auto& issue : side.worth)
      for (const auto& w : issue) unit = lcm(unit, denominator(w));
    for (const auto& term : side.terms) unit = lcm(unit, denominator(term.pays));
    Rational reach = abs(side.base);
    for (const auto& issue : side.worth) {
      Rational most = 0;
      for (const auto& w : issue) most = std::max(most, Rational(abs(w)));
      reach += most;
    }
    for (const auto& term : side.terms) reach += abs(term.pays);
    Integer scaled = numerator(Rational(reach * unit));
    if (scaled > 0) bits = std::max(bits, static_cast<unsigned>(msb(scaled)) + 1);
  }
  return bits;
}

template <class T>
Result<Network<T>> compile(const Scenario& scenario, bool drop_dominated) {
  return Compiler(scenario, drop_dominated).run<T>();
}

template <class T>
Order elimination_order(const Network<T>& network) {
  std::vector<std::set<std::size_t>> near(network.variables.size());
  for (const auto& f : network.factors)
    for (auto a : f.variables)
      for (auto b : f.variables)
        if (a != b) near[a].insert(b);
  auto weight = [&](std::size_t v) {
    double w = std::log(static_cast<double>(network.variables[v].size()));
    for (auto n : near[v]) w += std::log(static_cast<double>(network.variables[n].size()));
    return w;
  };
  Order order;
  std::set<std::size_t> left;
  for (std::size_t v = 0; v < near.size(); ++v) left.insert(v);
  while (!left.empty()) {
    auto next = *std::ranges::min_element(left, {}, weight);
    order.cells += std::exp(weight(next));
    order.sequence.push_back(next);
    left.erase(next);
    for (auto a : near[next]) {
      near[a].erase(next);
      for (auto b : near[next])
        if (a != b) near[a].insert(b);
    }
  }
  return order;
}

template Result<Network<std::int64_t>> compile(const Scenario&, bool);
template Result<Network<Wide>> compile(const Scenario&, bool);
template Order elimination_order(const Network<std::int64_t>&);
template Order elimination_order(const Network<Wide>&);

}  // namespace offices::accord
