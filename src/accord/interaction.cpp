// SPDX-License-Identifier: Apache-2.0
#include "accord/interaction.hpp"

#include "accord/branch.hpp"
#include "accord/eliminate.hpp"
#include "accord/listed.hpp"

namespace offices::accord {
namespace {

constexpr double counted_cells_max = 60'000;  // elimination over all options, for exact counts
constexpr double eliminated_cells_max = 40'000;

template <class T>
Outcome outcome_of(const Network<T>& net, const std::vector<Node>& nodes, std::uint32_t root) {
  Outcome out = net.settled;
  std::vector<std::uint32_t> open{root};
  while (!open.empty()) {
    const Node& node = nodes[open.back()];
    open.pop_back();
    if (node.variable != UINT32_MAX) out.choice[net.variables[node.variable].issue] = net.variables[node.variable].option[node.value];
    if (node.left != 0) open.push_back(node.left);
    if (node.right != 0) open.push_back(node.right);
  }
  return out;
}

template <class T, std::size_t N>
Result<std::optional<Frontier>> eliminated(const Network<T>& net, const Order& order, const Control& control) {
  Eliminator<T, N> eliminator(net, control);
  auto set = net.infeasible ? typename Eliminator<T, N>::Set{} : eliminator.run(order);
  if (eliminator.stopped()) return fail(Code::cancelled);
  if (eliminator.exhausted()) return std::optional<Frontier>{};
  auto nodes = eliminator.take_nodes();
  std::vector<ListedPoint> points;
  for (auto& e : set) {
    ListedPoint p{{}, std::move(e.count), outcome_of(net, nodes, e.node)};
    for (std::size_t s = 0; s < net.sides; ++s) p.scaled.push_back(Integer(e.u[s]));
    points.push_back(std::move(p));
  }
  return std::optional(listed_frontier(std::move(points), net.unit));
}

template <class T>
Result<std::optional<Frontier>> eliminated_by_sides(const Network<T>& net, const Order& order, const Control& control) {
  if (net.sides == 2) return eliminated<T, 2>(net, order, control);
  if (net.sides <= 4) return eliminated<T, 4>(net, order, control);
  return eliminated<T, sides_max>(net, order, control);
}

template <class T>
Result<Frontier> branched(const Network<T>& net, const Order& order, const Control& control) {
  Brancher<T> brancher(net, order, control);
  brancher.run();
  if (brancher.stopped()) return fail(Code::cancelled);
  if (!brancher.complete() && brancher.found().empty()) return fail(Code::limit_reached, "no outcome was found in time");
  std::vector<ListedPoint> points;
  for (const auto& f : brancher.found()) {
    ListedPoint p{{}, Integer(1), net.settled};
    for (std::size_t s = 0; s < net.sides; ++s) p.scaled.push_back(Integer(f.u[s]));
    for (std::size_t v = 0; v < f.value.size(); ++v) p.outcome.choice[net.variables[v].issue] = net.variables[v].option[f.value[v]];
    points.push_back(std::move(p));
  }
  Frontier out = listed_frontier(std::move(points), net.unit);
  out.exact = brancher.complete();
  for (std::size_t s = 0; s < net.sides; ++s) out.slack[s] = Rational(Integer(brancher.slack()[s]), net.unit[s]);
  return out;
}

template <class T>
Result<Frontier> uncapped(const Scenario& scenario, const Control& control) {
  OFFICES_TRY(whole, compile<T>(scenario, false));
  auto order = elimination_order(whole);
  if (order.cells <= counted_cells_max) {
    OFFICES_TRY(frontier, eliminated_by_sides(whole, order, control));
    if (frontier) return *std::move(frontier);
  }
  OFFICES_TRY(net, compile<T>(scenario, true));
  order = elimination_order(net);
  if (order.cells <= eliminated_cells_max) {
    OFFICES_TRY(frontier, eliminated_by_sides(net, order, control));
    if (frontier) frontier->counted = false;
    if (frontier) return *std::move(frontier);
  }
  OFFICES_TRY(frontier, branched(net, order, control));
  frontier.counted = false;
  return frontier;
}

/// Capping keeps order, so the capped frontier is among the images of the uncapped one.
Frontier capped(const Scenario& scenario, const Frontier& frontier) {
  std::vector<ListedPoint> points;
  std::vector<Integer> unit;
  for (std::size_t s = 0; s < frontier.sides(); ++s) {
    Integer u = scenario.sides[s].cap ? denominator(*scenario.sides[s].cap) : Integer(1);
    for (std::size_t p = 0; p < frontier.size(); ++p) u = lcm(u, denominator(frontier.utility(p, s)));
    unit.push_back(u);
  }
  for (std::size_t p = 0; p < frontier.size(); ++p) {
    ListedPoint point{{}, frontier.count(p), frontier.outcome(p)};
    for (std::size_t s = 0; s < frontier.sides(); ++s) {
      Rational u = frontier.utility(p, s);
      if (scenario.sides[s].cap) u = std::min(u, *scenario.sides[s].cap);
      point.scaled.push_back(numerator(Rational(u * unit[s])));
    }
    points.push_back(std::move(point));
  }
  Frontier out = listed_frontier(undominated(std::move(points)), unit);
  out.exact = frontier.exact;
  out.slack = frontier.slack;
  out.counted = false;
  return out;
}

}  // namespace

Result<Frontier> interaction_frontier(const Scenario& scenario, const Control& control) {
  bool any_cap = std::ranges::any_of(scenario.sides, [](const Preferences& s) { return s.cap.has_value(); });
  bool additive = std::ranges::all_of(scenario.sides, [](const Preferences& s) { return s.terms.empty() && s.never.empty(); });
  if (additive) {
    OFFICES_TRY(frontier, additive_frontier(scenario, control));
    return any_cap ? capped(scenario, frontier) : std::move(frontier);
  }
  unsigned bits = network_bits(scenario);
  if (bits > 100) return fail(Code::too_large, "utilities with interactions need more than 100 bits; write them with fewer digits");
  // Branching weighs sides by up to 2^15 and marks the forbidden with the lowest values.
  OFFICES_TRY(frontier, bits <= 42 ? uncapped<std::int64_t>(scenario, control) : uncapped<Wide>(scenario, control));
  return any_cap ? capped(scenario, frontier) : std::move(frontier);
}

}  // namespace offices::accord
