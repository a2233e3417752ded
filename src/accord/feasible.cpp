// SPDX-License-Identifier: Apache-2.0
#include "accord/feasible.hpp"

#include <algorithm>
#include <cmath>

#include "accord/feasible_body.hpp"

namespace offices::accord {
namespace {

constexpr std::size_t options_in_all_max = 4'000;
constexpr std::size_t equalities_max = 100;
constexpr int completion_nodes = 20'000;

using Relation = Statement::Relation;

Result<void> check_partial(const AgendaFile& agenda, const Appraisal& appraisal, const std::vector<Statement>& statements) {
  if (appraisal.kind != Appraisal::Kind::partial) return fail(Code::malformed, "an exact appraisal leaves nothing to derive");
  if (auto missing = gaps(agenda, appraisal); !missing.empty()) return fail(Code::malformed, missing.front());
  std::size_t options = 0;
  for (const auto& issue : agenda.agenda.issues) options += issue.size();
  if (options > options_in_all_max) return fail(Code::too_large, "a partial appraisal is over at most 4000 options");
  auto equal = std::ranges::count_if(statements, [](const Statement& s) { return s.relation == Relation::equal && s.parts.size() > 2; });
  if (static_cast<std::size_t>(equal) > equalities_max)
    return fail(Code::too_large, "more than 100 packages are said to be as good as others");
  return {};
}

Rational nine_places(double v) { return Rational(Integer(std::llround(v * 1e9)), Integer(1'000'000'000)); }

/// One issue's options are alternatives: a completion takes one of them.
struct Completer {
  LinearProgram& program;
  const FeasibleColumns& columns;
  const Package& package;
  bool hopeful;
  Linear utility;                                              ///< of the completion
  std::vector<std::vector<std::optional<std::size_t>>> taken;  ///< [issue][option] the binary that takes it

  /// What the option adds if it is taken and 0 if not: at most that (hopeful), or at least that.
  void alternative(std::size_t issue, std::uint32_t option) {
    auto take = program.binary();
    taken[issue][option] = take;
    auto worth = columns.option(issue, option);
    if (worth.empty()) return;
    auto adds = program.column(0, 1);
    auto less_worth = Linear{{adds, 1}};
    for (auto [column, v] : worth) less_worth.push_back({column, -v});
    if (hopeful) {
      program.row(less_worth, -unbounded, 0);
      program.row({{adds, 1}, {take, -1}}, -unbounded, 0);
    } else {
      less_worth.push_back({take, -1});
      program.row(less_worth, -1, unbounded);
    }
    utility.push_back({adds, 1});
  }

  void open(std::size_t issue, bool tied) {
    if (!tied) {  // the best or the worst of it
      if (hopeful) utility.push_back({columns.weight(issue), 1});
      return;
    }
    Linear one;
    for (std::uint32_t k = 0; k < columns.options(issue); ++k) {
      alternative(issue, k);
      one.push_back({*taken[issue][k], 1});
    }
    program.row(one, 1, 1);
  }

  void forbid(const Combination& when) {
    Linear sum;
    double conditions = 0;
    for (const auto& condition : when) {
      if (package.choice[condition.issue]) continue;
      conditions += 1;
      for (std::uint32_t k = 0; k < condition.options.size(); ++k)
        if (condition.options[k]) sum.push_back({*taken[condition.issue][k], 1});
    }
    program.row(sum, -unbounded, conditions - 1);
  }
};

}  // namespace

FeasibleColumns::FeasibleColumns(LinearProgram& program, const AgendaFile& agenda, const Appraisal& appraisal) {
  const auto& issues = agenda.agenda.issues;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    weight_.push_back(program.column(-1, 2));
    auto& mine = option_.emplace_back(issues[i].size());
    const auto& groups = appraisal.rankings[i];
    if (groups.empty()) program.bound_column(weight_[i], 0, 0);
    for (std::uint32_t k = 0; k < mine.size() && !groups.empty(); ++k) {
      if (k == groups.back().front()) continue;
      mine[k] = k == groups.front().front() ? weight_[i] : program.column(-1, 2);
    }
  }
  walk_ = program.column(-1, 2);
  margin_ = program.column(0, 1);
  Linear whole;
  for (auto w : weight_) whole.push_back({w, 1});
  program.row(whole, 1, 1);
}

Linear FeasibleColumns::option(std::size_t issue, std::uint32_t option) const {
  auto at = option_[issue][option];
  return at ? Linear{{*at, 1}} : Linear{};
}

Linear FeasibleColumns::left_side(const Statement& statement) const {
  Linear out;
  for (const auto& part : statement.parts) {
    auto one = part.option ? option(part.issue, *part.option) : Linear{{weight_[part.issue], 1}};
    for (auto [column, v] : one) out.push_back({column, v * part.coefficient});
  }
  if (statement.walk != 0) out.push_back({walk_, statement.walk});
  return out;
}

FeasibleSet::Body::Body(const AgendaFile& a, const Appraisal& b, std::vector<Statement> s)
    : agenda(a), appraisal(b), statements(std::move(s)), columns(program, agenda, appraisal) {
  for (const auto& statement : statements) {
    rows.push_back(program.row(entries_of(statement), -unbounded, unbounded));
    state(rows.size() - 1, true);
  }
  query = program.row({}, -unbounded, unbounded);
}

Linear FeasibleSet::Body::entries_of(const Statement& statement) const {
  auto out = columns.left_side(statement);
  if (statement.relation == Relation::above) out.push_back({columns.margin(), -1});
  return out;
}

void FeasibleSet::Body::state(std::size_t statement, bool stated) {
  double bound = -approximate(statements[statement].constant);
  bool equal = statements[statement].relation == Relation::equal;
  program.bound_row(rows[statement], stated ? bound : -unbounded, stated && equal ? bound : unbounded);
}

Result<double> FeasibleSet::Body::margin_with(const Linear& at_least_zero, LinearProgram& within, std::size_t row, int nodes) const {
  within.set_row(row, at_least_zero);
  within.bound_row(row, 0, unbounded);
  auto solved = nodes > 0 ? within.maximise_whole({{columns.margin(), 1}}, nodes) : within.maximise({{columns.margin(), 1}});
  within.bound_row(row, -unbounded, unbounded);
  if (!solved) return std::unexpected(solved.error());
  return solved->feasible ? solved->value : 0.0;
}

Linear FeasibleSet::Body::difference(const Package& a, const Package& b) const {
  Linear out;
  for (std::size_t i = 0; i < a.choice.size(); ++i) {
    if (!a.choice[i] || !b.choice[i]) continue;
    for (auto [column, v] : columns.option(i, *a.choice[i])) out.push_back({column, v});
    for (auto [column, v] : columns.option(i, *b.choice[i])) out.push_back({column, -v});
  }
  return out;
}

Result<Range> FeasibleSet::Body::range(const Linear& of) {
  OFFICES_TRY(high, program.maximise(of));
  auto against = of;
  for (auto& entry : against) entry.second = -entry.second;
  OFFICES_TRY(low, program.maximise(against));
  if (!high.feasible || !low.feasible) return fail(Code::malformed, "the statements contradict each other");
  return Range{nine_places(-low.value), nine_places(high.value)};
}

Result<std::optional<FeasibleSet::Body::Completed>> FeasibleSet::Body::completed(const Package& package,
                                                                                 const std::vector<Combination>& never,
                                                                                 bool hopeful) const {
  std::vector<const Combination*> lines;
  std::vector<bool> tied(package.choice.size(), false);
  for (const auto& when : never) {
    auto how = reach(when, package);
    if (how == Reach::certain) return std::nullopt;
    if (how == Reach::avoided) continue;
    lines.push_back(&when);
    for (const auto& condition : when)
      if (!package.choice[condition.issue]) tied[condition.issue] = true;
  }
  auto fresh = std::make_unique<Body>(agenda, appraisal, statements);
  Completer completer{fresh->program, fresh->columns, package, hopeful, {}, {}};
  completer.taken.resize(package.choice.size());
  for (std::size_t i = 0; i < package.choice.size(); ++i) {
    completer.taken[i].resize(columns.options(i));
    if (!package.choice[i]) completer.open(i, tied[i]);
    else
      for (auto entry : columns.option(i, *package.choice[i])) completer.utility.push_back(entry);
  }
  for (const auto* line : lines) completer.forbid(*line);
  return Completed{std::move(fresh), std::move(completer.utility), lines.empty() ? 0 : completion_nodes};
}

FeasibleSet::FeasibleSet(std::unique_ptr<Body> body) : body_(std::move(body)) {}
FeasibleSet::FeasibleSet(FeasibleSet&&) noexcept = default;
FeasibleSet& FeasibleSet::operator=(FeasibleSet&&) noexcept = default;
FeasibleSet::~FeasibleSet() = default;

Result<FeasibleSet> FeasibleSet::of(const AgendaFile& agenda, const Appraisal& appraisal) {
  auto statements = statements_of(agenda, appraisal, true);
  OFFICES_CHECK(check_partial(agenda, appraisal, statements));
  auto body = std::make_unique<Body>(agenda, appraisal, std::move(statements));
  OFFICES_TRY_SET(body->margin, body->margin_with({}, body->program, body->query, 0));
  return FeasibleSet(std::move(body));
}

bool FeasibleSet::consistent() const { return body_->margin > margin_least; }

bool FeasibleSet::walking_stated() const {
  return std::ranges::any_of(body_->statements, [](const Statement& s) { return s.about == Statement::About::walking; });
}

// What can be left out while the rest still contradicts itself is left out, in blocks where that is enough.
Result<void> FeasibleSet::Body::prune(std::size_t from, std::size_t to, std::vector<bool>& needed) {
  for (auto s = from; s < to; ++s) state(s, false);
  OFFICES_TRY(rest, margin_with({}, program, query, 0));
  if (rest <= margin_least) {
    std::fill(needed.begin() + static_cast<std::ptrdiff_t>(from), needed.begin() + static_cast<std::ptrdiff_t>(to), false);
    return {};
  }
  for (auto s = from; s < to; ++s) state(s, true);
  if (to - from < 2) return {};
  auto middle = from + (to - from) / 2;
  OFFICES_CHECK(prune(from, middle, needed));
  return prune(middle, to, needed);
}

Result<std::vector<std::string>> FeasibleSet::conflict() const {
  std::vector<std::string> out;
  if (consistent()) return out;
  std::vector<bool> needed(body_->statements.size(), true);
  auto pruned = body_->prune(0, needed.size(), needed);
  for (std::size_t s = 0; s < needed.size(); ++s) {
    body_->state(s, true);
    if (needed[s]) out.push_back(body_->statements[s].words);
  }
  if (!pruned) return std::unexpected(pruned.error());
  return out;
}

namespace {

Result<void> comparable(const Package& a, const Package& b) {
  for (std::size_t i = 0; i < a.choice.size(); ++i)
    if (a.choice[i].has_value() != b.choice[i].has_value()) return fail(Code::usage, "the two packages settle different issues");
  return {};
}

}  // namespace

// It is not necessary if b could be better by some margin.
Result<bool> FeasibleSet::necessarily(const Package& a, const Package& b) const {
  OFFICES_CHECK(comparable(a, b));
  auto against = body_->difference(b, a);
  against.push_back({body_->columns.margin(), -1});
  OFFICES_TRY(margin, body_->margin_with(against, body_->program, body_->query, 0));
  return margin <= margin_least;
}

Result<bool> FeasibleSet::possibly(const Package& a, const Package& b) const {
  OFFICES_CHECK(comparable(a, b));
  OFFICES_TRY(margin, body_->margin_with(body_->difference(a, b), body_->program, body_->query, 0));
  return margin > margin_least;
}

Result<std::optional<FeasibleSet::Bounds>> FeasibleSet::bounds(const Package& package, const std::vector<Combination>& never) const {
  Bounds out;
  for (bool hopeful : {true, false}) {
    OFFICES_TRY(with, body_->completed(package, never, hopeful));
    if (!with) return std::nullopt;
    for (bool walking : {false, true}) {
      auto objective = with->utility;
      if (walking) objective.push_back({with->body->columns.walk(), -1});
      if (!hopeful)
        for (auto& entry : objective) entry.second = -entry.second;
      auto solved = with->nodes > 0 ? with->body->program.maximise_whole(objective, with->nodes) : with->body->program.maximise(objective);
      if (!solved) return std::unexpected(solved.error());
      if (!solved->feasible) return std::nullopt;
      auto& range = walking ? out.distance : out.utility;
      (hopeful ? range.high : range.low) = nine_places(hopeful ? solved->value : -solved->value);
    }
  }
  return out;
}

Result<Range> FeasibleSet::walk_away() const { return body_->range({{body_->columns.walk(), 1}}); }

Result<Range> FeasibleSet::worth(std::size_t issue, std::uint32_t option) const {
  return body_->range(body_->columns.option(issue, option));
}

Result<Range> FeasibleSet::lacks(std::size_t issue, std::uint32_t option) const {
  Linear missing{{body_->columns.weight(issue), 1}};
  for (auto [column, v] : body_->columns.option(issue, option)) missing.push_back({column, -v});
  return body_->range(missing);
}

Result<Range> FeasibleSet::weight(std::size_t issue) const { return body_->range({{body_->columns.weight(issue), 1}}); }

Result<bool> FeasibleSet::necessarily_acceptable(const Package& package, const std::vector<Combination>& never) const {
  OFFICES_TRY(with, body_->completed(package, never, false));
  if (!with) return true;
  Linear below{{with->body->columns.walk(), 1}, {with->body->columns.margin(), -1}};
  for (auto [column, v] : with->utility) below.push_back({column, -v});
  OFFICES_TRY(margin, with->body->margin_with(below, with->body->program, with->body->query, with->nodes));
  return margin <= margin_least;
}

Result<bool> FeasibleSet::possibly_acceptable(const Package& package, const std::vector<Combination>& never) const {
  OFFICES_TRY(with, body_->completed(package, never, true));
  if (!with) return false;
  auto above = with->utility;
  above.push_back({with->body->columns.walk(), -1});
  OFFICES_TRY(margin, with->body->margin_with(above, with->body->program, with->body->query, with->nodes));
  return margin > margin_least;
}

}  // namespace offices::accord
