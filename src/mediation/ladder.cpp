// SPDX-License-Identifier: Apache-2.0
#include "mediation/ladder.hpp"

#include <algorithm>

#include "mediation/commitment_facts.hpp"

namespace offices::mediation {
namespace {

/// What a commitment builds on, and how far that is.
struct Footing {
  std::optional<Time> holds;  ///< since when all of it does
  std::optional<Time> gone;   ///< since when it cannot any more
  bool undecided = false;
};

struct Node {
  CommitmentView view;
  std::optional<Time> undertaken;
  std::vector<std::size_t> dependants;
  std::size_t open = 0;  ///< of what it builds on, not decided yet
  bool done = false;
};

bool failed(const Node& n) { return has_ended(n.view.phase) && n.view.phase != Phase::fulfilled; }

std::optional<Time> reached(const Node& n, Needs needs) {
  const auto* found = last_finding(*n.view.held);
  switch (needs) {
    case Needs::undertaken: return n.undertaken;
    case Needs::fulfilled: return n.view.phase == Phase::fulfilled ? std::optional(n.view.since) : std::nullopt;
    case Needs::confirmed: return found && found->finding == Finding::confirmed ? std::optional(found->said) : std::nullopt;
  }
  return std::nullopt;
}

class Ladder {
 public:
  Ladder(const CaseState& state, std::span<const Step> steps, Time now) : state_(state), steps_(steps), now_(now), nodes_(steps.size()) {
    for (std::size_t i = 0; i < steps.size(); ++i) place(i);
    climb();
  }
  std::vector<CommitmentView> views() {
    std::vector<CommitmentView> out;
    out.reserve(nodes_.size());
    for (auto& n : nodes_) out.push_back(std::move(n.view));
    return out;
  }

 private:
  void place(std::size_t i) {
    auto& n = nodes_[i];
    const auto& step = steps_[i];
    n.view.held = step.held;
    n.undertaken = undertaken_at(*step.held);
    auto depend = [&](const std::optional<std::size_t>& on) -> std::optional<StatementId> {
      if (!on) return std::nullopt;
      nodes_[*on].dependants.push_back(i);
      ++n.open;
      return steps_[*on].held->commitment;
    };
    for (const auto& c : step.conditions) n.view.conditions.push_back({depend(c), false});
    n.view.in_return_for = depend(step.return_for);
  }

  /// From the lowest rung up. A reference is the hash of what it refers to, so no circle can be signed; what stood in one
  /// would be left undecided.
  void climb() {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].open == 0) ready.push_back(i);
    for (std::size_t k = 0; k < ready.size(); ++k) {
      const auto at = ready[k];
      decide(at);
      for (auto d : nodes_[at].dependants) {
        nodes_[d].view.rung = std::max(nodes_[d].view.rung, nodes_[at].view.rung + 1);
        if (--nodes_[d].open == 0) ready.push_back(d);
      }
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (!nodes_[i].done) decide(i);
  }

  [[nodiscard]] const Node* decided(const std::optional<std::size_t>& at) const { return at && nodes_[*at].done ? &nodes_[*at] : nullptr; }

  [[nodiscard]] Footing footing(std::size_t i) {
    Footing f;
    auto& n = nodes_[i];
    bool all = n.undertaken.has_value();
    auto since = n.undertaken.value_or(Time{});
    auto weigh = [&](const std::optional<Time>& holds) {
      all = all && holds.has_value();
      if (holds) since = std::max(since, *holds);
    };
    auto lost = [&](Time at) { f.gone = f.gone ? std::min(*f.gone, at) : at; };
    const auto& when = steps_[i].held->when;
    for (std::size_t k = 0; k < when.size(); ++k) {
      const auto* other = decided(steps_[i].conditions[k]);
      auto holds = when[k].after ? when[k].after : other ? reached(*other, when[k].needs) : std::nullopt;
      weigh(holds);
      n.view.conditions[k].holds = holds && *holds <= now_;
      if (when[k].after) continue;
      f.undecided = f.undecided || !other;
      if (other && !holds && failed(*other)) lost(other->view.since);
    }
    if (steps_[i].held->in_return_for) {
      const auto* other = decided(steps_[i].return_for);
      f.undecided = f.undecided || !other;
      weigh(other ? other->undertaken : std::nullopt);
      if (other && failed(*other)) lost(other->view.since);
    }
    if (all) f.holds = since;
    return f;
  }

  void decide(std::size_t i) {
    auto& n = nodes_[i];
    const auto f = footing(i);
    n.done = true;
    auto& v = n.view;
    v.undecided = f.undecided;
    std::tie(v.phase, v.since) = phase(n, f);
    bool runs = v.phase == Phase::offered || v.phase == Phase::undertaken || v.phase == Phase::in_force;
    v.overdue = runs && now_ > v.held->by;
    whose_move(i);
  }

  [[nodiscard]] std::pair<Phase, Time> phase(const Node& n, const Footing& f) const {
    const auto& c = *n.view.held;
    const auto found = verdict(c);
    const auto released = all_say(c, Said::released);
    bool kept = found && found->kept;
    if (released && !(kept && found->at < *released)) return {Phase::released, released->at};
    if (auto since = disputed_at(c, found)) return {Phase::disputed, *since};
    if (kept) return {Phase::fulfilled, found->at.at};
    bool came_to_hold = f.holds && *f.holds <= c.by;
    bool lost_before_due = f.gone && *f.gone <= c.by;
    if (found && came_to_hold && (!lost_before_due || found->at.at < *f.gone)) return {Phase::breached, found->at.at};
    if (f.gone && (lost_before_due || !came_to_hold)) return {Phase::lapsed, *f.gone};
    bool never = !f.undecided && !came_to_hold;
    if (never && now_ > c.by) return {Phase::lapsed, c.by};
    if (f.holds && *f.holds <= now_) return {Phase::in_force, *f.holds};
    if (n.undertaken) return {Phase::undertaken, *n.undertaken};
    return {Phase::offered, c.said};
  }

  void whose_move(std::size_t i) {
    auto& v = nodes_[i].view;
    const auto& c = *v.held;
    if (has_ended(v.phase)) return;
    if (v.phase == Phase::disputed) v.move = {state_.intermediary};
    if (v.phase == Phase::offered)
      for (const auto& who : c.to)
        if (std::ranges::none_of(c.claims, [&](const auto& f) { return f.by == who; })) v.move.push_back(who);
    if (v.phase == Phase::in_force) in_force_move(v);
    if (v.phase == Phase::undertaken) wait_for_footing(i);
    if (v.move.empty() && !v.until) v.move = {state_.intermediary};
  }
  static void in_force_move(CommitmentView& v) {
    const auto& c = *v.held;
    const auto* own = last_position(c, c.author);
    if (!own || own->says != Said::performed) {
      v.move = {c.author};
    } else if (c.verified_by) {
      v.move = {*c.verified_by};
    } else {
      for (const auto& who : c.to)
        if (const auto* p = last_position(c, who); !p || p->says != Said::satisfied) v.move.push_back(who);
    }
  }
  /// A condition's move is this one's; where only the clock is waited for, its time.
  void wait_for_footing(std::size_t i) {
    auto& v = nodes_[i].view;
    auto inherit = [&](const Node* other) {
      if (other && v.move.empty()) v.move = other->view.move;
      if (other && v.move.empty() && other->view.until) v.until = other->view.until;
    };
    const auto& when = v.held->when;
    for (std::size_t k = 0; k < when.size(); ++k) {
      const auto* other = decided(steps_[i].conditions[k]);
      if (other && !reached(*other, when[k].needs)) inherit(other);
    }
    if (const auto* other = decided(steps_[i].return_for); other && !other->undertaken) inherit(other);
    if (!v.move.empty()) return v.until.reset();
    for (const auto& c : when)
      if (c.after && *c.after > now_) v.until = v.until ? std::max(*v.until, *c.after) : *c.after;
  }

  const CaseState& state_;
  std::span<const Step> steps_;
  Time now_;
  std::vector<Node> nodes_;
};

}  // namespace

std::vector<CommitmentView> climb(const CaseState& state, std::span<const Step> steps, Time now) {
  return Ladder(state, steps, now).views();
}

}  // namespace offices::mediation
