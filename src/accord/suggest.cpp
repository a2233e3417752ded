// SPDX-License-Identifier: Apache-2.0
#include "accord/suggest.hpp"

#include <algorithm>

#include "accord/feasible.hpp"
#include "accord/plot.hpp"

namespace offices::accord {
namespace {

std::string in_quotes(const std::string& name) { return "'" + name + "'"; }

std::unexpected<Error> about(const std::string& side, const Error& error) {
  return fail(error.code, in_quotes(side) + ": " + error.detail);
}

Result<Preferences> preferences(const AgendaFile& agenda, const SharedAppraisal& shared) {
  if (shared.appraisal.kind == Appraisal::Kind::exact) {
    auto side = preferences_of(agenda, shared.appraisal, shared.side);
    if (!side) return about(shared.side, side.error());
    return side;
  }
  auto set = FeasibleSet::of(agenda, shared.appraisal);
  if (!set) return about(shared.side, set.error());
  if (!set->consistent()) return about(shared.side, Error{Code::malformed, remarks(agenda, shared.appraisal).front()});
  auto side = set->representative(shared.side);
  if (!side) return about(shared.side, side.error());
  return side;
}

class Builder {
 public:
  Builder(const AgendaFile& agenda, std::span<const SharedAppraisal> sides, const SuggestRequest& request)
      : agenda_(agenda), sides_(sides), request_(request) {}

  Result<Suggestion> build() {
    OFFICES_CHECK(solve_and_choose());
    NashEndurance endurance(out_.answer);
    for (auto p : out_.chosen.points) {
      auto outcome = out_.answer.frontier.outcome(p);
      OFFICES_TRY(one, suggested(outcome, endurance));
      out_.packages.push_back(std::move(one));
    }
    trades();
    OFFICES_CHECK(picture());
    remark();
    return std::move(out_);
  }

 private:
  Result<void> solve_and_choose() {
    OFFICES_TRY(scenario, scenario_of(agenda_, sides_));
    Request request;
    request.control = request_.control;
    OFFICES_TRY_SET(out_.answer, solve(scenario, request));
    if (out_.answer.zopa.empty) return fail(Code::not_found, "the zone of possible agreement is empty: " + concessions(out_.answer));
    FrameworksRequest wanted{request_.count, request_.loss, std::nullopt, request_.aim};
    auto chosen = frameworks(out_.answer, wanted);
    if (!chosen && chosen.error().code == Code::not_found) {
      wanted.count = 1;
      OFFICES_TRY(one, frameworks(out_.answer, wanted));
      wanted.count = one.candidates;
      chosen = frameworks(out_.answer, wanted);
    }
    if (!chosen) return std::unexpected(chosen.error());
    out_.chosen = *std::move(chosen);
    out_.aim = request_.aim;
    return {};
  }

  [[nodiscard]] bool exact_robustness() const { return out_.answer.frontier.size() <= request_.robust_points; }

  Result<Suggested> suggested(const Outcome& outcome, const NashEndurance& endurance) {
    Suggested out{outcome, {}, {}};
    for (std::size_t s = 0; s < sides_.size(); ++s) {
      OFFICES_TRY(one, standing(outcome, s));
      one.endurance = Endurance{std::nullopt, false, endurance.of(outcome, s, request_.share)};
      if (exact_robustness()) OFFICES_CHECK(undominated(outcome, s, one.endurance));
      out.sides.push_back(std::move(one));
    }
    return out;
  }

  Result<void> undominated(const Outcome& outcome, std::size_t s, Endurance& into) {
    auto robust = robustness(out_.answer, outcome, s, request_.share, request_.control);
    if (!robust && robust.error().code == Code::cancelled) return std::unexpected(robust.error());
    if (!robust) return {};
    into.frontier = robust->frontier;
    into.computed = true;
    return {};
  }

  Result<Standing> standing(const Outcome& outcome, std::size_t s) const {
    const auto& side = out_.answer.scenario.sides[s];
    Standing out;
    out.utility = utility(side, outcome);
    out.above_walk_away = out.utility - out_.answer.disagreement[s];
    const auto* walk = std::get_if<Package>(&sides_[s].appraisal.walk_away);
    for (std::size_t i = 0; i < outcome.choice.size(); ++i) {
      const auto& worth = side.worth[i][outcome.choice[i]];
      out.gains.push_back(worth);
      out.gives.push_back(side.weights[i] - worth);
      if (walk) out.against_walk_away.push_back(worth - side.worth[i][*walk->choice[i]]);
    }
    if (sides_[s].appraisal.kind == Appraisal::Kind::partial) {
      OFFICES_TRY(weighed, weigh(agenda_, sides_[s].appraisal, package_of(outcome), request_.control));
      out.over_all_utilities = weighed.verdict;
    }
    return out;
  }

  void trades() {
    for (auto& to : out_.packages)
      for (const auto& from : out_.packages) {
        auto& route = to.from_others.emplace_back();
        for (std::size_t i = 0; i < to.outcome.choice.size(); ++i) {
          if (from.outcome.choice[i] == to.outcome.choice[i]) continue;
          Trade trade{i, from.outcome.choice[i], to.outcome.choice[i], {}};
          for (std::size_t s = 0; s < to.sides.size(); ++s) trade.gain.push_back(to.sides[s].gains[i] - from.sides[s].gains[i]);
          route.push_back(std::move(trade));
        }
      }
  }

  Result<void> picture() {
    if (!request_.picture || sides_.size() != 2) return {};
    std::vector<Outcome> outcomes;
    for (const auto& one : out_.packages) outcomes.push_back(one.outcome);
    OFFICES_TRY_SET(out_.picture, plot_svg(out_.answer, outcomes));
    return {};
  }

  void say(std::string sentence) { out_.remarks.push_back(std::move(sentence)); }

  void remark() {
    if (out_.packages.size() < request_.count)
      say("only " + std::to_string(out_.packages.size()) + " of " + std::to_string(request_.count) + " packages: no other comes within " +
          decimal(request_.loss * 100, 3) + " % of the best");
    if (!out_.answer.frontier.exact) say("limits kept the frontier from being complete; better packages may exist within its slack");
    if (!out_.chosen.exact)
      say("chosen one by one from " + std::to_string(out_.chosen.candidates) +
          " packages that are good enough: they differ at least half as much as could be");
    if (!exact_robustness())
      say("the frontier has " + std::to_string(out_.answer.frontier.size()) +
          " points, so which errors in weights leave a package undominated was not computed; the bound for the Nash product was");
    for (std::size_t s = 0; s < sides_.size(); ++s) remark_on(s);
  }

  void remark_on(std::size_t s) {
    const auto& side = out_.answer.scenario.sides[s];
    if (!side.reservation) say(in_quotes(side.name) + " has stated no walk-away point; its worst package stands for it");
    if (sides_[s].appraisal.kind == Appraisal::Kind::exact) return;
    say(in_quotes(side.name) + " has not given numbers; one utility from the middle of those that fit its statements stands for it");
    for (std::size_t p = 0; p < out_.packages.size(); ++p) {
      auto verdict = *out_.packages[p].sides[s].over_all_utilities;
      auto package = "package " + std::to_string(p + 1);
      if (verdict == Verdict::acceptable)
        say(package + " is acceptable to " + in_quotes(side.name) + " under every utility that fits its statements");
      else if (verdict == Verdict::depends)
        say("whether " + package + " is acceptable to " + in_quotes(side.name) + " depends on what it has not stated");
      else say(package + " is not acceptable to " + in_quotes(side.name) + " under any utility that fits its statements");
    }
  }

  const AgendaFile& agenda_;
  std::span<const SharedAppraisal> sides_;
  const SuggestRequest& request_;
  Suggestion out_;
};

}  // namespace

std::string concessions(const Answer& answer) {
  if (answer.frontier.size() == 0) return "no package avoids every red line";
  std::string out;
  for (std::size_t s = 0; s < answer.zopa.alone.size(); ++s)
    if (const auto& alone = answer.zopa.alone[s])
      out += (out.empty() ? "" : ", ") + in_quotes(answer.scenario.sides[s].name) + " alone would have to lower its walk-away point by " +
             decimal(*alone, 6);
  if (answer.zopa.equal)
    out +=
        (out.empty() ? "every side would have to lower its walk-away point by " : ", or every side by ") + decimal(*answer.zopa.equal, 6);
  return out;
}

Result<Scenario> scenario_of(const AgendaFile& agenda, std::span<const SharedAppraisal> sides) {
  Scenario out{agenda.agenda, {}};
  for (const auto& shared : sides) {
    OFFICES_TRY(side, preferences(agenda, shared));
    for (const auto& one : agenda.never)
      if (std::ranges::find(side.never, one) == side.never.end()) side.never.push_back(one);
    out.sides.push_back(std::move(side));
  }
  return out;
}

Result<Suggestion> suggest(const AgendaFile& agenda, std::span<const SharedAppraisal> sides, const SuggestRequest& request) {
  if (sides.size() < 2) return fail(Code::usage, "a suggestion needs the appraisals of at least two sides");
  if (request.count == 0) return fail(Code::usage, "at least one package is wanted");
  if (request.loss < 0 || request.loss > 1 || request.share < 0 || request.share > 1)
    return fail(Code::usage, "a loss is a share between 0 and 1");
  return Builder(agenda, sides, request).build();
}

}  // namespace offices::accord
