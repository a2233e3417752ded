// SPDX-License-Identifier: Apache-2.0
// An appraisal on a newer version of its agenda: what carries the same names goes along.
#include <algorithm>

#include "accord/appraisal.hpp"

namespace offices::accord {
namespace {

/// Where the names of one agenda are in another.
class Names {
 public:
  Names(const Agenda& from, const Agenda& to) : from_(from), to_(to) {
    for (const auto& issue : from.issues) {
      issue_.push_back(to.find(issue.name));
      auto& options = option_.emplace_back(issue.size());
      for (std::size_t k = 0; issue_.back() && k < issue.size(); ++k) options[k] = to.issues[*issue_.back()].find(issue.option(k));
    }
  }
  [[nodiscard]] std::optional<std::size_t> issue(std::size_t i) const { return issue_[i]; }
  [[nodiscard]] std::optional<std::uint32_t> option(std::size_t i, std::size_t k) const { return option_[i][k]; }
  [[nodiscard]] std::string issue_name(std::size_t i) const { return "'" + from_.issues[i].name + "'"; }
  [[nodiscard]] std::string option_name(std::size_t i, std::size_t k) const { return "'" + from_.issues[i].option(k) + "'"; }
  /// The old issue of that new index.
  [[nodiscard]] std::optional<std::size_t> before(std::size_t issue) const { return from_.find(to_.issues[issue].name); }
  [[nodiscard]] const Agenda& to() const { return to_; }
  [[nodiscard]] const Agenda& from() const { return from_; }
  [[nodiscard]] bool same_issues() const {
    return from_.issues.size() == to_.issues.size() && std::ranges::all_of(issue_, [](const auto& i) { return i.has_value(); });
  }

 private:
  const Agenda& from_;
  const Agenda& to_;
  std::vector<std::optional<std::size_t>> issue_;
  std::vector<std::vector<std::optional<std::uint32_t>>> option_;
};

struct Ends {
  Rational low, high;
};

std::optional<Ends> ends(const std::vector<std::optional<Rational>>& worth) {
  std::optional<Ends> out;
  for (const auto& w : worth) {
    if (!w) continue;
    if (!out) out = Ends{*w, *w};
    out->low = std::min(out->low, *w);
    out->high = std::max(out->high, *w);
  }
  return out;
}

/// Numbers that grow too long to be read again are rounded to twelve places.
Rational short_enough(const Rational& v) {
  static const Integer bound = pow10(30), places = pow10(12);
  if (abs(numerator(v)) < bound && denominator(v) < bound) return v;
  return Rational(Integer(numerator(v) * places / denominator(v)), places);
}

class Mapper {
 public:
  Mapper(const AgendaFile& from, const Appraisal& old, const AgendaFile& to)
      : names_(from.agenda, to.agenda), from_(from), old_(old), to_(to) {}

  Mapped run() {
    auto& made = out_.appraisal;
    made.kind = old_.kind;
    made.rankings.resize(to_.agenda.issues.size());
    shorter_.resize(to_.agenda.issues.size());
    if (exact()) made.weights.resize(to_.agenda.issues.size());
    for (const auto& issue : to_.agenda.issues)
      if (exact()) made.worth.emplace_back(issue.size());
    for (std::size_t i = 0; i < from_.agenda.issues.size(); ++i) issue(i);
    for (std::size_t i = 0; i < to_.agenda.issues.size(); ++i)
      if (!names_.before(i)) lost("'" + to_.agenda.issues[i].name + "' is new and has not been appraised");
    swings();
    comparisons();
    walk_away();
    red_lines();
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool exact() const { return old_.kind == Appraisal::Kind::exact; }
  void lost(std::string what) { out_.lost.push_back(std::move(what)); }

  void issue(std::size_t i) {
    auto at = names_.issue(i);
    if (!at) return lost(names_.issue_name(i) + " is gone; what was said about it is dropped");
    std::vector<bool> known(to_.agenda.issues[*at].size(), false);
    for (std::size_t k = 0; k < from_.agenda.issues[i].size(); ++k) {
      if (auto option = names_.option(i, k)) known[*option] = true;
      else lost("option " + names_.option_name(i, k) + " of " + names_.issue_name(i) + " is gone");
    }
    if (exact()) numbers(i, *at);
    ranking(i, *at);
    for (std::size_t k = 0; k < known.size(); ++k)
      if (!known[k]) lost("option '" + to_.agenda.issues[*at].option(k) + "' of " + names_.issue_name(i) + " is new and has no worth yet");
  }

  /// The weight is what the swing from the worst option to the best is worth: a shorter swing weighs less.
  void numbers(std::size_t i, std::size_t at) {
    for (std::size_t k = 0; k < old_.worth[i].size(); ++k)
      if (auto option = names_.option(i, k)) out_.appraisal.worth[at][*option] = old_.worth[i][k];
    auto was = ends(old_.worth[i]), is = ends(out_.appraisal.worth[at]);
    if (was && !is) return;  // what its swing was worth says nothing of the new options
    if (!old_.weights[i] || !was) {
      out_.appraisal.weights[at] = old_.weights[i];
      return;
    }
    Rational share = was->high > was->low ? Rational((is->high - is->low) / (was->high - was->low)) : Rational(1);
    out_.appraisal.weights[at] = share == 1 ? *old_.weights[i] : short_enough(*old_.weights[i] * share);
    if (share == 1) return;
    shorter_[at] = true;
    lost("the swing on " + names_.issue_name(i) + " is shorter now; its weight was lowered in proportion");
  }

  /// Exact orders are only held against the numbers. A group that loses all its options disappears; the ends of the order may be others
  /// then.
  void ranking(std::size_t i, std::size_t at) {
    if (i >= old_.rankings.size()) return;
    const auto& groups = old_.rankings[i];
    Ranking made;
    bool first = true, last = true;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      std::vector<std::uint32_t> group;
      for (auto k : groups[g])
        if (auto option = names_.option(i, k)) group.push_back(*option);
      std::ranges::sort(group);
      if (group.empty() && g == 0) first = false;
      if (group.empty() && g + 1 == groups.size()) last = false;
      if (!group.empty()) made.push_back(std::move(group));
    }
    if (!groups.empty() && !exact() && (!first || !last)) {
      shorter_[at] = true;
      lost("the order of " + names_.issue_name(i) + " has lost its " + (first ? "worst" : "best") + " options and is to be stated again");
      return;
    }
    out_.appraisal.rankings[at] = std::move(made);
  }

  /// An order of swings holds for swings that are what they were.
  void swings() {
    for (const auto& group : old_.swings) {
      std::vector<std::uint32_t> mapped;
      for (auto i : group)
        if (auto at = names_.issue(i); at && !shorter_[*at]) mapped.push_back(static_cast<std::uint32_t>(*at));
      std::ranges::sort(mapped);
      if (!mapped.empty()) out_.appraisal.swings.push_back(std::move(mapped));
    }
  }

  /// None if it names what is gone.
  [[nodiscard]] std::optional<Package> package(const Package& old) const {
    Package out{std::vector<std::optional<std::uint32_t>>(to_.agenda.issues.size())};
    for (std::size_t i = 0; i < old.choice.size(); ++i) {
      if (!old.choice[i]) continue;
      auto at = names_.issue(i);
      auto option = names_.option(i, *old.choice[i]);
      if (!at || !option) return std::nullopt;
      out.choice[*at] = *option;
    }
    return out;
  }

  void comparisons() {
    for (const auto& c : old_.comparisons) {
      auto a = package(c.better), b = package(c.worse);
      if (a && b) out_.appraisal.comparisons.push_back({*a, *b, c.equal});
      else lost("a comparison names what is gone: " + package_words(from_, c.better) + " – " + package_words(from_, c.worse));
    }
    for (const auto& w : old_.against_walking) {
      auto p = package(w.package);
      if (p && names_.same_issues()) out_.appraisal.against_walking.push_back({*p, w.better});
      else lost("a comparison with walking away no longer fits: " + package_words(from_, w.package));
    }
  }

  void walk_away() {
    if (const auto* old = std::get_if<Package>(&old_.walk_away)) {
      auto made = package(*old);
      if (made && made->complete() && names_.same_issues()) out_.appraisal.walk_away = *made;
      else lost("the walk-away package does not fit the new agenda; state the walk-away point again");
    }
    if (const auto* old = std::get_if<Rational>(&old_.walk_away)) {
      if (auto made = on_new_scale(*old)) out_.appraisal.walk_away = *made;
      else lost("the scale of the walk-away point has changed; state it again");
    }
  }

  /// The new worst and best packages, as they were on the old scale, are 0 and 1 on the new one.
  [[nodiscard]] std::optional<Rational> on_new_scale(const Rational& old) const {
    if (!names_.same_issues()) return std::nullopt;
    if (!exact()) return out_.lost.empty() ? std::optional(old) : std::nullopt;
    if (std::ranges::find(shorter_, true) == shorter_.end()) return old;
    auto side = preferences_of(from_, old_, "");
    if (!side) return std::nullopt;
    Rational low = 0, high = 0;
    for (std::size_t i = 0; i < side->worth.size(); ++i) {
      std::optional<Rational> least, most;
      for (std::size_t k = 0; k < side->worth[i].size(); ++k) {
        if (!names_.option(i, k)) continue;
        if (!least || side->worth[i][k] < *least) least = side->worth[i][k];
        if (!most || side->worth[i][k] > *most) most = side->worth[i][k];
      }
      if (!least) return std::nullopt;
      low += *least;
      high += *most;
    }
    if (high <= low) return std::nullopt;
    return short_enough((old - low) / (high - low));
  }

  void red_lines() {
    for (const auto& when : old_.never) {
      auto made = red_line(when);
      if (made) out_.appraisal.never.push_back(std::move(*made));
      else lost("a red line is about what is gone: " + combination_words(from_, when));
    }
  }

  [[nodiscard]] std::optional<Combination> red_line(const Combination& when) const {
    Combination out;
    for (const auto& condition : when) {
      auto at = names_.issue(condition.issue);
      if (!at) return std::nullopt;
      Condition made{*at, std::vector<bool>(to_.agenda.issues[*at].size(), false)};
      for (std::size_t k = 0; k < condition.options.size(); ++k)
        if (auto option = names_.option(condition.issue, k); option && condition.options[k]) made.options[*option] = true;
      if (std::ranges::find(made.options, true) == made.options.end()) return std::nullopt;
      out.push_back(std::move(made));
    }
    std::ranges::sort(out, {}, &Condition::issue);
    return out;
  }

  Names names_;
  const AgendaFile& from_;
  const Appraisal& old_;
  const AgendaFile& to_;
  std::vector<bool> shorter_;  ///< [new issue] its swing is not what it was
  Mapped out_;
};

}  // namespace

Mapped map_appraisal(const AgendaFile& from, const Appraisal& appraisal, const AgendaFile& to) { return Mapper(from, appraisal, to).run(); }

}  // namespace offices::accord
