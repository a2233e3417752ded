// SPDX-License-Identifier: Apache-2.0
// One utility from the middle of a feasible set, made rational: what the equalities leave free is put on a grid, the
// rest follows by elimination, and every statement is verified on the result.
#include <algorithm>
#include <cmath>
#include <map>

#include "accord/feasible_body.hpp"

namespace offices::accord {
namespace {

constexpr std::size_t explored_issues_max = 100;
constexpr double tilt = 1e-3;

/// Σ coefficient·column = right.
struct Equation {
  std::map<std::size_t, Rational> left;
  Rational right;
};

void subtract(Equation& from, const Equation& what, const Rational& times) {
  for (const auto& [column, v] : what.left) {
    auto& sum = from.left[column];
    sum -= v * times;
    if (sum == 0) from.left.erase(column);
  }
  from.right -= what.right * times;
}

/// Equations solved for one column each, which occurs in no other (Gauss & Jordan).
class Eliminated {
 public:
  /// Solves for the column with the largest value, which a small change hurts least. False: contradicts those before.
  bool add(Equation equation, const std::vector<double>& values) {
    for (const auto& [pivot, known] : solved_)
      if (auto at = equation.left.find(pivot); at != equation.left.end()) subtract(equation, known, Rational(at->second));
    if (equation.left.empty()) return equation.right == 0;
    auto most = std::ranges::max_element(equation.left, {}, [&](const auto& entry) { return values[entry.first]; });
    auto pivot = most->first;
    Rational scale = most->second;
    for (auto& entry : equation.left) entry.second /= scale;
    equation.right /= scale;
    for (auto& [other, known] : solved_)
      if (auto at = known.left.find(pivot); at != known.left.end()) subtract(known, equation, Rational(at->second));
    solved_.emplace(pivot, std::move(equation));
    return true;
  }

  /// All columns, the free ones rounded to multiples of 1 / unit.
  [[nodiscard]] std::vector<Rational> solve(const std::vector<double>& values, const Integer& unit) const {
    std::vector<Rational> out;
    for (double v : values) out.emplace_back(Integer(std::llround(v * unit.convert_to<double>())), unit);
    for (const auto& [pivot, equation] : solved_) {
      Rational v = equation.right;
      for (const auto& [column, coefficient] : equation.left)
        if (column != pivot) v -= coefficient * out[column];
      out[pivot] = v;
    }
    return out;
  }

 private:
  std::map<std::size_t, Equation> solved_;
};

Equation equation_of(const Linear& left, const Rational& right) {
  Equation out{{}, right};
  for (auto [column, v] : left) {
    auto& sum = out.left[column];
    sum += Rational(static_cast<int>(v));
    if (sum == 0) out.left.erase(column);
  }
  return out;
}

Linear tilted(std::size_t column, double sign, const FeasibleColumns& columns) {
  Linear out{{column, sign}};
  for (std::size_t i = 0; i < columns.issues(); ++i)
    for (std::uint32_t k = 0; k < columns.options(i); ++k)
      for (auto [option, v] : columns.option(i, k)) out.push_back({option, sign * tilt * v});
  return out;
}

Preferences side_of(const std::vector<Rational>& values, const FeasibleColumns& columns) {
  Preferences out;
  for (std::size_t i = 0; i < columns.issues(); ++i) {
    out.weights.push_back(values[columns.weight(i)]);
    auto& worth = out.worth.emplace_back();
    for (std::uint32_t k = 0; k < columns.options(i); ++k) {
      auto at = columns.option_column(i, k);
      worth.push_back(at ? values[*at] : Rational(0));
    }
  }
  out.lines.resize(out.worth.size());
  out.reservation = values[columns.walk()];
  return out;
}

bool in_bounds(const Preferences& side) {
  for (std::size_t i = 0; i < side.worth.size(); ++i)
    if (std::ranges::any_of(side.worth[i], [&](const Rational& w) { return w < 0 || w > side.weights[i]; })) return false;
  return *side.reservation >= -1 && *side.reservation <= 2;
}

}  // namespace

Result<std::vector<double>> FeasibleSet::Body::middle(bool walking) {
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < std::min(columns.issues(), explored_issues_max); ++i) wanted.push_back(columns.weight(i));
  if (walking) wanted.push_back(columns.walk());
  program.bound_column(columns.margin(), margin / 2, 1);
  std::vector<double> sum;
  Result<void> failed;
  for (auto column : wanted)
    for (double sign : {1.0, -1.0}) {
      if (!failed) break;
      auto solved = program.maximise(tilted(column, sign, columns));
      if (!solved) failed = std::unexpected(solved.error());
      else if (!solved->feasible) failed = fail(Code::limit_reached, "a linear program could not be solved");
      if (!failed) break;
      sum.resize(solved->columns.size());
      for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += solved->columns[c] / (2.0 * static_cast<double>(wanted.size()));
    }
  program.bound_column(columns.margin(), 0, 1);
  if (!failed) return std::unexpected(failed.error());
  return sum;
}

Result<Preferences> FeasibleSet::representative(const std::string& name) const {
  if (!consistent()) return fail(Code::malformed, "the statements contradict each other");
  OFFICES_TRY(values, body_->middle(walking_stated()));
  Eliminated equations;
  Linear whole;
  for (std::size_t i = 0; i < body_->columns.issues(); ++i) whole.push_back({body_->columns.weight(i), 1});
  equations.add(equation_of(whole, 1), values);
  for (const auto& s : body_->statements)
    if (s.relation == Statement::Relation::equal && !equations.add(equation_of(body_->columns.left_side(s), -s.constant), values))
      return fail(Code::malformed, "the statements contradict each other: " + s.words);
  for (std::size_t i = 0; i < body_->columns.issues(); ++i)  // with one option, nothing was stated
    if (body_->appraisal.rankings[i].empty()) equations.add(equation_of({{body_->columns.weight(i), 1}}, 0), values);
  auto stated = statements_of(body_->agenda, body_->appraisal, true);
  for (unsigned digits : {6u, 9u, 12u}) {
    auto side = side_of(equations.solve(values, pow10(digits)), body_->columns);
    if (!in_bounds(side) || !std::ranges::all_of(stated, [&](const Statement& s) { return holds(s, side); })) continue;
    side.name = name;
    side.never = body_->appraisal.never;
    if (!walking_stated()) side.reservation.reset();
    return side;
  }
  return fail(Code::limit_reached, "no utility on a grid of 12 places satisfies every statement");
}

}  // namespace offices::accord
