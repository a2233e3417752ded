// SPDX-License-Identifier: Apache-2.0
// The best and worst ways to complete a package, by depth-first branch and bound over the open issues that red lines
// tie together; the others are chosen one by one.
#include <algorithm>

#include "accord/package.hpp"

namespace offices::accord {
namespace {

/// A red line that some completions match: its conditions on open issues.
using Lines = std::vector<const Condition*>;

class Search {
 public:
  /// `sign` 1 looks for the greatest worth, -1 for the least (as the greatest of the negative).
  Search(const Preferences& side, const Control& control, int sign) : side_(side), control_(control), sign_(sign) {}

  void open(std::size_t issue) {
    std::vector<std::uint32_t> order(side_.worth[issue].size());
    for (std::uint32_t k = 0; k < order.size(); ++k) order[k] = k;
    std::ranges::stable_sort(order, [&](auto a, auto b) { return value(issue, a) > value(issue, b); });
    issues_.push_back(issue);
    order_.push_back(std::move(order));
  }

  void forbid(Lines line) { lines_.push_back(std::move(line)); }

  /// The greatest sum over the open issues; none where every way is forbidden.
  Result<std::optional<Rational>> run() {
    rest_.assign(issues_.size() + 1, Rational(0));
    for (std::size_t i = issues_.size(); i-- > 0;) rest_[i] = rest_[i + 1] + value(issues_[i], order_[i].front());
    due_.assign(issues_.size(), {});
    for (const auto& line : lines_) due_[last_of(line)].push_back(&line);
    chosen_.assign(issues_.size(), 0);
    OFFICES_CHECK(descend(0, Rational(0)));
    return best_;
  }

 private:
  [[nodiscard]] Rational value(std::size_t issue, std::uint32_t option) const {
    return sign_ > 0 ? side_.worth[issue][option] : Rational(-side_.worth[issue][option]);
  }
  [[nodiscard]] std::size_t place(std::size_t issue) const {
    return static_cast<std::size_t>(std::ranges::find(issues_, issue) - issues_.begin());
  }
  [[nodiscard]] std::size_t last_of(const Lines& line) const {
    std::size_t last = 0;
    for (const auto* condition : line) last = std::max(last, place(condition->issue));
    return last;
  }
  /// Whether a red line whose last issue was just chosen is crossed.
  [[nodiscard]] bool crossed(std::size_t depth) const {
    return std::ranges::any_of(due_[depth], [&](const Lines* line) {
      return std::ranges::all_of(*line, [&](const Condition* c) { return bool{c->options[chosen_[place(c->issue)]]}; });
    });
  }

  Result<void> descend(std::size_t depth, const Rational& sum) {
    if (depth == issues_.size()) {
      best_ = sum;
      return {};
    }
    for (auto option : order_[depth]) {
      Rational with = sum + value(issues_[depth], option);
      if (best_ && with + rest_[depth + 1] <= *best_) break;  // later options are worth no more
      if (++nodes_ > control_.search_nodes) return fail(Code::limit_reached, "too many ways to complete the package");
      if (nodes_ % 4096 == 0 && control_.ask() == Pulse::stop) return fail(Code::cancelled);
      chosen_[depth] = option;
      if (!crossed(depth)) OFFICES_CHECK(descend(depth + 1, with));
    }
    return {};
  }

  const Preferences& side_;
  const Control& control_;
  int sign_;
  std::vector<std::size_t> issues_;
  std::vector<std::vector<std::uint32_t>> order_;  ///< [depth] options, best first
  std::vector<Lines> lines_;
  std::vector<std::vector<const Lines*>> due_;  ///< [depth] lines that are decided there
  std::vector<Rational> rest_;                  ///< [depth] the most that the issues from there on can add
  std::vector<std::uint32_t> chosen_;
  std::optional<Rational> best_;
  std::size_t nodes_ = 0;
};

/// The conditions of `when` that `package` leaves undecided.
Lines undecided(const Combination& when, const Package& package) {
  Lines out;
  for (const auto& condition : when)
    if (!package.choice[condition.issue] && std::ranges::find(condition.options, false) != condition.options.end())
      out.push_back(&condition);
  return out;
}

/// What the issues add that no red line ties.
Range untied(const Preferences& side, const Package& package, const std::vector<bool>& tied) {
  Range out{0, 0};
  for (std::size_t i = 0; i < package.choice.size(); ++i) {
    if (tied[i]) continue;
    auto [low, high] = std::ranges::minmax_element(side.worth[i]);
    out.low += package.choice[i] ? side.worth[i][*package.choice[i]] : *low;
    out.high += package.choice[i] ? side.worth[i][*package.choice[i]] : *high;
  }
  return out;
}

}  // namespace

Result<std::optional<Range>> completion_range(const Agenda& agenda, const std::vector<Combination>& never, const Preferences& side,
                                              const Package& package, const Control& control) {
  Search most(side, control, 1), least(side, control, -1);
  std::vector<bool> tied(agenda.issues.size(), false);
  for (const auto& when : never) {
    auto how = reach(when, package);
    if (how == Reach::certain) return std::nullopt;
    if (how == Reach::avoided) continue;
    auto line = undecided(when, package);
    for (const auto* condition : line) tied[condition->issue] = true;
    most.forbid(line);
    least.forbid(std::move(line));
  }
  for (std::size_t i = 0; i < tied.size(); ++i) {
    if (!tied[i]) continue;
    most.open(i);
    least.open(i);
  }
  OFFICES_TRY(high, most.run());
  if (!high) return std::nullopt;
  OFFICES_TRY(low, least.run());
  auto rest = untied(side, package, tied);
  return Range{Rational(rest.low - *low), Rational(rest.high + *high)};
}

// The options that would avoid the line are ruled out as well.
Result<bool> may_meet(const Agenda& agenda, const std::vector<Combination>& never, const Combination& line, const Package& package,
                      const Control& control) {
  auto ruled_out = never;
  for (const auto& condition : line) {
    Condition outside = condition;
    outside.options.flip();
    if (std::ranges::find(outside.options, true) != outside.options.end()) ruled_out.push_back({std::move(outside)});
  }
  Preferences indifferent;
  for (const auto& issue : agenda.issues) indifferent.worth.emplace_back(issue.size(), Rational(0));
  OFFICES_TRY(range, completion_range(agenda, ruled_out, indifferent, package, control));
  return range.has_value();
}

}  // namespace offices::accord
