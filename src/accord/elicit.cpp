// SPDX-License-Identifier: Apache-2.0
#include "accord/elicit.hpp"

#include <algorithm>

#include "accord/elicit_answers.hpp"
#include "accord/elicit_draft.hpp"

namespace offices::accord {
namespace {

using Stage = Draft::Stage;

constexpr std::size_t listed_max = 20;

bool is_range(const Issue& issue) { return issue.kind == IssueKind::integer; }

Ranking each_alone(std::size_t n, bool rising) {
  Ranking out;
  for (std::uint32_t k = 0; k < n; ++k) out.push_back({rising ? static_cast<std::uint32_t>(n) - 1 - k : k});
  return out;
}

}  // namespace

/// The dialogue so far: a draft per answer, so that "back" is one draft less.
struct Elicitation::State {
  AgendaFile agenda;
  std::string language;
  std::vector<Draft> drafts;

  [[nodiscard]] const Draft& now() const { return drafts.back(); }
  [[nodiscard]] const Issue& issue(std::size_t i) const { return agenda.agenda.issues[i]; }
  [[nodiscard]] std::string option(std::size_t i, std::uint32_t k) const { return option_text(agenda, i, k, language); }
  [[nodiscard]] std::string name(std::size_t i) const { return issue_text(agenda, i, language); }

  [[nodiscard]] std::string group_words(std::size_t i, const std::vector<std::uint32_t>& group) const {
    std::string out;
    for (auto k : group) out += (out.empty() ? "" : " = ") + option(i, k);
    return out;
  }

  [[nodiscard]] Question order_question(std::size_t i) const {
    Question q{"Order what is open on " + name(i) + ", the best first.", "", 1, 1};
    if (is_range(issue(i))) {
      q.text += "\n  from " + issue(i).option(0) + " to " + issue(i).option(issue(i).size() - 1);
      q.hint = "up (more is better), down, or the values like 4 > 3 = 5; skip: it makes no difference";
      return q;
    }
    for (std::uint32_t k = 0; k < issue(i).size(); ++k) q.text += "\n  " + std::to_string(k + 1) + "  " + option(i, k);
    q.hint = "numbers, like 2 > 1 = 3; skip: it makes no difference";
    return q;
  }

  [[nodiscard]] Question place_question(std::size_t i) const {
    const auto& groups = now().rankings[i];
    Question q{
        name(i) + ": let " + group_words(i, groups.back()) + " be 0 and " + group_words(i, groups.front()) + " be 100. Where are these?",
        "", 1, 1};
    for (std::size_t g = 1; g + 1 < groups.size() && g <= listed_max; ++g) q.text += "\n  " + group_words(i, groups[g]);
    if (groups.size() > listed_max + 2) q.text += "\n  … and so on to the " + std::to_string(groups.size() - 2) + "th";
    q.hint = "one number each, in this order, or linear (equal steps); skip: only the order counts";
    return q;
  }

  [[nodiscard]] Question swings_question() const {
    Question q{"Imagine the worst on every issue. Which would you change first from its worst to its best, which next?", "", 1, 1};
    auto active = now().active();
    for (std::size_t a = 0; a < active.size(); ++a) {
      const auto& groups = now().rankings[active[a]];
      q.text += "\n  " + std::to_string(a + 1) + "  " + name(active[a]) + ": from " + group_words(active[a], groups.back()) + " to " +
                group_words(active[a], groups.front());
    }
    q.hint = "numbers, like 2 > 1 = 3; skip: not said";
    return q;
  }

  [[nodiscard]] std::string swing_words(const std::vector<std::uint32_t>& group) const {
    std::string out;
    for (auto i : group) out += (out.empty() ? "" : " = ") + name(i);
    return out;
  }

  [[nodiscard]] Question weigh_question() const {
    const auto& groups = now().swings;
    Question q{"Let the change on " + swing_words(groups.front()) + " count 100. What do these count?", "", 1, 1};
    for (std::size_t g = 1; g < groups.size(); ++g) q.text += "\n  " + swing_words(groups[g]);
    q.hint = "one number each, in this order, below 100 and above 0; skip: only the order counts";
    return q;
  }

  [[nodiscard]] Question walk_question() const {
    Question q{"Your walk-away point: below what would you rather have no agreement?",
               "compare (packages with walking away); skip: not said", 1, 1};
    if (!now().numeric()) return q;
    q.text += "\n  0 is the worst package, 100 the best";
    q.hint = "a number from 0 to 100, or " + q.hint;
    return q;
  }

  [[nodiscard]] Question compare_question() const {
    Question q{"Would you rather have this package, or walk away?", "package, walk, or equal; skip: that is enough", 1, 1};
    const auto& package = now().chain[now().middle()];
    for (std::size_t i = 0; i < package.choice.size(); ++i) q.text += "\n  " + name(i) + ": " + option(i, *package.choice[i]);
    return q;
  }

  [[nodiscard]] Question red_question() const {
    Question q{"Is anything out of the question, whatever else it comes with?",
               "options that may not come together, like 1.2 3.1 (one option: never); done or skip: no more", 1, 1};
    for (std::size_t i = 0; i < agenda.agenda.issues.size(); ++i) {
      auto number = std::to_string(i + 1);
      q.text += "\n  " + number + "  " + name(i);
      if (is_range(issue(i))) {
        q.text += "\n    " + number + ".1 is " + issue(i).option(0) + ", " + number + "." + std::to_string(issue(i).size()) + " is " +
                  issue(i).option(issue(i).size() - 1);
        continue;
      }
      for (std::uint32_t k = 0; k < issue(i).size(); ++k) q.text += "\n    " + number + "." + std::to_string(k + 1) + "  " + option(i, k);
    }
    for (const auto& line : now().never) q.text += "\n  so far: " + combination_words(agenda, line, language);
    return q;
  }

  [[nodiscard]] std::optional<std::uint32_t> option_named(std::size_t i, std::string_view token) const {
    if (is_range(issue(i))) return issue(i).find(token);
    for (std::uint32_t k = 0; k < issue(i).size(); ++k)
      if (token == std::to_string(k + 1)) return k;
    for (std::uint32_t k = 0; k < issue(i).size(); ++k)
      if (token == option(i, k) || token == issue(i).option(k)) return k;
    return std::nullopt;
  }

  Result<void> order(Draft& draft, std::string_view line, bool skipped) const {
    std::size_t i = draft.issue, n = issue(i).size();
    auto& ranking = draft.rankings[i];
    if (skipped) {
      ranking.assign(1, {});
      for (std::uint32_t k = 0; k < n; ++k) ranking[0].push_back(k);
      draft.said.push_back("the order on '" + issue(i).name + "' was skipped: it counts as making no difference");
    } else if (is_range(issue(i)) && (line == "up" || line == "down")) {
      ranking = each_alone(n, line == "up");
    } else {
      OFFICES_TRY_SET(ranking, read_order(
                                   line, n, [&](std::string_view token) { return option_named(i, token); },
                                   [&](std::uint32_t k) { return option(i, k); }));
    }
    draft.place_ends();
    draft.stage = ranking.size() > 2 ? Stage::place : Stage::order;
    if (draft.stage == Stage::order) draft.next_issue(agenda.agenda);
    return {};
  }

  Result<void> place(Draft& draft, std::string_view line, bool skipped) const {
    std::size_t i = draft.issue, between = draft.rankings[i].size() - 2;
    std::vector<Rational> values;
    if (skipped) {
      draft.worth[i].assign(issue(i).size(), std::nullopt);
      draft.said.push_back("the options of '" + issue(i).name + "' were not placed: only their order counts");
    } else if (line == "linear") {
      for (std::size_t g = 0; g < between; ++g) values.emplace_back(100 * static_cast<int>(between - g), static_cast<int>(between + 1));
    } else {
      OFFICES_TRY_SET(values, read_falling(line, between, 0, 100));
    }
    for (std::size_t g = 0; g < values.size(); ++g)
      for (auto k : draft.rankings[i][g + 1]) draft.worth[i][k] = values[g];
    draft.next_issue(agenda.agenda);
    return {};
  }

  Result<void> order_swings(Draft& draft, std::string_view line, bool skipped) const {
    auto active = draft.active();
    if (skipped) {
      draft.said.push_back("the order of the issues was skipped: nothing is known of their weights");
      draft.stage = Stage::walk;
      return {};
    }
    auto find = [&](std::string_view token) -> std::optional<std::uint32_t> {
      for (std::uint32_t a = 0; a < active.size(); ++a)
        if (token == std::to_string(a + 1) || token == name(active[a])) return a;
      return std::nullopt;
    };
    OFFICES_TRY(order, read_order(line, active.size(), find, [&](std::uint32_t a) { return name(active[a]); }));
    for (auto& group : order)
      for (auto& a : group) a = active[a];
    draft.swings = std::move(order);
    if (draft.swings.size() > 1) draft.stage = Stage::weigh;
    else draft.weigh({});
    return {};
  }

  Result<void> weigh(Draft& draft, std::string_view line, bool skipped) const {
    if (skipped) {
      draft.said.push_back("the issues were not weighed: only the order of their weights counts");
      draft.stage = Stage::walk;
      return {};
    }
    OFFICES_TRY(values, read_falling(line, draft.swings.size() - 1, 0, 100));
    draft.weigh(values);
    return {};
  }

  Result<void> walk(Draft& draft, std::string_view line, bool skipped) const {
    draft.stage = Stage::red;
    if (skipped) return {};
    if (line == "compare") {
      draft.start_comparing(agenda);
      if (draft.chain.empty()) return no("there is no package to compare with walking away");
      draft.stage = Stage::compare;
      return {};
    }
    auto v = parse_number(line);
    if (!v || !draft.numeric())
      return no(draft.numeric() ? "a number from 0 to 100, compare or skip is wanted" : "compare or skip is wanted");
    if (*v < 0 || *v > 100) return no("the number is not between 0 and 100");
    draft.walk_away = Rational(*v / 100);
    return {};
  }

  Result<void> compare(Draft& draft, std::string_view line, bool skipped) const {
    auto at = draft.middle();
    if (line == "equal") {
      draft.walk_away = draft.chain[at];
      draft.stage = Stage::red;
      return {};
    }
    if (!skipped) {
      if (line != "package" && line != "walk") return no("package, walk, equal or skip is wanted");
      draft.against_walking.push_back({draft.chain[at], line == "package"});
      (line == "package" ? draft.accepted : draft.refused) = at + (line == "package" ? 0 : 1);
      ++draft.compared;
    }
    if (skipped || draft.compared_enough()) {
      draft.stop_comparing(agenda);
      draft.stage = Stage::red;
    }
    return {};
  }

  Result<void> red(Draft& draft, std::string_view line, bool skipped) const {
    if (skipped || line == "done") {
      draft.stage = Stage::done;
      return {};
    }
    OFFICES_TRY(one, read_red_line(line, agenda.agenda));
    if (std::ranges::find(draft.never, one) != draft.never.end()) return no("that was said already");
    draft.never.push_back(std::move(one));
    return {};
  }

  Result<void> take(Draft& draft, std::string_view line, bool skipped) const {
    switch (draft.stage) {
      case Stage::order: return order(draft, line, skipped);
      case Stage::place: return place(draft, line, skipped);
      case Stage::swings: return order_swings(draft, line, skipped);
      case Stage::weigh: return weigh(draft, line, skipped);
      case Stage::walk: return walk(draft, line, skipped);
      case Stage::compare: return compare(draft, line, skipped);
      case Stage::red: return red(draft, line, skipped);
      case Stage::done: break;
    }
    return no("the dialogue is over");
  }
};

Elicitation::Elicitation(AgendaFile agenda, std::string language) : state_(std::make_unique<State>()) {
  state_->drafts.emplace_back(agenda.agenda);
  state_->agenda = std::move(agenda);
  state_->language = std::move(language);
}
Elicitation::Elicitation(const Elicitation& other) : state_(std::make_unique<State>(*other.state_)) {}
Elicitation& Elicitation::operator=(const Elicitation& other) {
  if (this != &other) *state_ = *other.state_;
  return *this;
}
Elicitation::Elicitation(Elicitation&&) noexcept = default;
Elicitation& Elicitation::operator=(Elicitation&&) noexcept = default;
Elicitation::~Elicitation() = default;

bool Elicitation::done() const { return state_->now().stage == Stage::done; }

Question Elicitation::question() const {
  const Draft& draft = state_->now();
  Question q;
  switch (draft.stage) {
    case Stage::order: q = state_->order_question(draft.issue); break;
    case Stage::place: q = state_->place_question(draft.issue); break;
    case Stage::swings: q = state_->swings_question(); break;
    case Stage::weigh: q = state_->weigh_question(); break;
    case Stage::walk: q = state_->walk_question(); break;
    case Stage::compare: q = state_->compare_question(); break;
    case Stage::red: q = state_->red_question(); break;
    case Stage::done: break;
  }
  q.number = state_->drafts.size();
  q.of = q.number + draft.foreseen(state_->agenda.agenda) - 1;
  return q;
}

Result<void> Elicitation::answer(std::string_view line) {
  line = trimmed(line);
  if (done()) return no("the dialogue is over");
  if (line.empty()) return no("an answer is wanted; skip leaves it open, back returns to the question before");
  if (line == "back") {
    if (state_->drafts.size() == 1) return no("this is the first question");
    state_->drafts.pop_back();
    return {};
  }
  Draft next = state_->now();
  OFFICES_CHECK(state_->take(next, line, line == "skip"));
  state_->drafts.push_back(std::move(next));
  return {};
}

Appraisal Elicitation::appraisal() const { return state_->now().appraisal(state_->agenda.agenda); }

std::vector<std::string> Elicitation::remarks() const {
  auto out = state_->now().said;
  std::ranges::move(accord::remarks(state_->agenda, appraisal()), std::back_inserter(out));
  return out;
}

}  // namespace offices::accord
