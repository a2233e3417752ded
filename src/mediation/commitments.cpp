// SPDX-License-Identifier: Apache-2.0
#include "mediation/commitments.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "crypto/hash.hpp"

namespace offices::mediation {
namespace {

constexpr std::int64_t day_s = 86'400;

/// Statements by when they were said; ids tell those of one second apart.
struct Moment {
  Time at;
  StatementId statement;
  auto operator<=>(const Moment&) const = default;
};
template <class F>
Moment moment(const F& fact) {
  return {fact.said, fact.statement};
}

bool is_position(Said said) { return said != Said::received; }

/// The last thing `who` said of it.
const ClaimFact* last_position(const CommitmentState& c, const ParticipantId& who) {
  const ClaimFact* last = nullptr;
  for (const auto& f : c.claims)
    if (f.by == who && is_position(f.says) && (!last || moment(*last) < moment(f))) last = &f;
  return last;
}

/// Since when every addressee has said `said` last; none where one has not.
std::optional<Moment> all_say(const CommitmentState& c, Said said) {
  std::optional<Moment> latest;
  for (const auto& who : c.to) {
    const auto* position = last_position(c, who);
    if (!position || position->says != said) return std::nullopt;
    latest = latest ? std::max(*latest, moment(*position)) : moment(*position);
  }
  return latest;
}

/// The verifier's last word that is one.
const AttestationFact* last_finding(const CommitmentState& c) {
  const AttestationFact* last = nullptr;
  for (const auto& a : c.attestations)
    if (a.finding != Finding::inconclusive && (!last || moment(*last) < moment(a))) last = &a;
  return last;
}

/// Since when every addressee has it: who speaks of it has it.
std::optional<Time> undertaken_at(const CommitmentState& c) {
  auto latest = c.said;
  for (const auto& who : c.to) {
    std::optional<Time> got;
    for (const auto& f : c.claims) {
      bool shows = f.by == who && (is_position(f.says) || f.about == c.commitment);
      if (shows && (!got || f.said < *got)) got = f.said;
    }
    if (!got) return std::nullopt;
    latest = std::max(latest, *got);
  }
  return latest;
}

struct Ending {
  Phase phase;
  Moment at;
};
std::optional<Ending> verdict(const CommitmentState& c) {
  if (c.verified_by)
    if (const auto* found = last_finding(c)) {
      if (found->finding == Finding::confirmed) return Ending{Phase::fulfilled, moment(*found)};
      if (found->said > c.by) return Ending{Phase::breached, moment(*found)};
      return std::nullopt;  // an interim report: there is time yet
    }
  std::optional<Ending> last;
  const auto* own = last_position(c, c.author);
  if (own && own->says == Said::failed) last = Ending{Phase::breached, moment(*own)};
  auto satisfied = c.verified_by ? std::nullopt : all_say(c, Said::satisfied);
  if (satisfied && (!last || last->at < *satisfied)) last = Ending{Phase::fulfilled, *satisfied};
  return last;
}

/// A dispute that nothing conclusive has answered.
std::optional<Time> disputed_at(const CommitmentState& c, const std::optional<Ending>& v) {
  std::optional<Time> since;
  auto weigh = [&](const ParticipantId& who) {
    const auto* position = last_position(c, who);
    bool stands = position && position->says == Said::disputed && (!v || v->at < moment(*position));
    if (stands && (!since || position->said < *since)) since = position->said;
  };
  weigh(c.author);
  for (const auto& who : c.to) weigh(who);
  return since;
}

/// What a commitment builds on, and how far that is.
struct Footing {
  std::optional<Time> holds;  ///< since when all of it does
  std::optional<Time> gone;   ///< since when it cannot any more
  bool undecided = false;
};

struct Node {
  CommitmentView view;
  std::optional<Time> undertaken;
  std::vector<std::optional<std::size_t>> conditions;  ///< beside held.when
  std::optional<std::size_t> return_for;
  std::vector<std::size_t> dependants;
  std::size_t open = 0;  ///< of what it builds on, not decided yet
  bool done = false;
};

class Ladder {
 public:
  Ladder(const CaseState& state, std::vector<CommitmentState> held, Time now) : state_(state), now_(now) {
    gather(std::move(held));
    for (std::size_t i = 0; i < nodes_.size(); ++i) resolve(i);
    climb();
  }
  std::vector<CommitmentView> views() {
    std::vector<CommitmentView> out;
    out.reserve(nodes_.size());
    for (auto& n : nodes_) out.push_back(std::move(n.view));
    std::ranges::sort(out, {}, [](const auto& v) { return std::pair(v.held.by, v.held.commitment); });
    return out;
  }

 private:
  /// The intermediary holds one commitment in several channels: what was said of it is one.
  void gather(std::vector<CommitmentState> held) {
    std::ranges::sort(held, {}, [](const auto& c) { return std::pair(c.commitment, c.id); });
    for (auto& c : held) {
      if (nodes_.empty() || nodes_.back().view.held.commitment != c.commitment) {
        nodes_.emplace_back();
        nodes_.back().view.held = std::move(c);
        continue;
      }
      auto& known = nodes_.back().view.held;
      join(known.claims, std::move(c.claims));
      join(known.attestations, std::move(c.attestations));
    }
  }
  template <class F>
  static void join(std::vector<F>& known, std::vector<F> more) {
    for (auto& f : more)
      if (std::ranges::find(known, f.statement, &F::statement) == known.end()) known.push_back(std::move(f));
    std::ranges::sort(known, {}, [](const F& f) { return moment(f); });
  }

  std::optional<std::size_t> find(const Reference& reference) {
    auto [table, fresh] = tables_.try_emplace(reference.salt);
    if (fresh)
      for (std::size_t i = 0; i < nodes_.size(); ++i)
        table->second.emplace(reference_to(nodes_[i].view.held.commitment, reference.salt).hash, i);
    auto it = table->second.find(reference.hash);
    return it == table->second.end() ? std::nullopt : std::optional(it->second);
  }
  void resolve(std::size_t i) {
    auto& n = nodes_[i];
    n.undertaken = undertaken_at(n.view.held);
    auto depend = [&](const std::optional<std::size_t>& on) {
      if (!on) return;
      nodes_[*on].dependants.push_back(i);
      ++n.open;
      n.view.builds_on.push_back(nodes_[*on].view.held.commitment);
    };
    for (const auto& c : n.view.held.when) {
      n.conditions.push_back(c.of ? find(*c.of) : std::nullopt);
      depend(n.conditions.back());
    }
    if (n.view.held.in_return_for) {
      n.return_for = find(*n.view.held.in_return_for);
      depend(n.return_for);
      if (n.return_for) n.view.in_return_for = nodes_[*n.return_for].view.held.commitment;
    }
  }
  /// From the lowest rung up. A reference is the hash of what it refers to, so no circle can be signed; what stood in one
  /// would be left undecided.
  void climb() {
    std::deque<std::size_t> ready;
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].open == 0) ready.push_back(i);
    for (; !ready.empty(); ready.pop_front()) {
      auto at = ready.front();
      decide(nodes_[at]);
      for (auto d : nodes_[at].dependants) {
        nodes_[d].view.rung = std::max(nodes_[d].view.rung, nodes_[at].view.rung + 1);
        if (--nodes_[d].open == 0) ready.push_back(d);
      }
    }
    for (auto& n : nodes_)
      if (!n.done) decide(n);
  }

  [[nodiscard]] const Node* footing_node(const std::optional<std::size_t>& at) const {
    return at && nodes_[*at].done ? &nodes_[*at] : nullptr;
  }
  static std::optional<Time> reached(const Node& n, Needs needs) {
    const auto* found = last_finding(n.view.held);
    switch (needs) {
      case Needs::undertaken: return n.undertaken;
      case Needs::fulfilled: return n.view.phase == Phase::fulfilled ? std::optional(n.view.since) : std::nullopt;
      case Needs::confirmed: return found && found->finding == Finding::confirmed ? std::optional(found->said) : std::nullopt;
    }
    return std::nullopt;
  }
  static bool failed(const Node& n) { return has_ended(n.view.phase) && n.view.phase != Phase::fulfilled; }

  [[nodiscard]] Footing footing(const Node& n) const {
    Footing f;
    bool all = n.undertaken.has_value();
    auto since = n.undertaken.value_or(Time{});
    auto weigh = [&](const std::optional<Time>& holds) {
      all = all && holds.has_value();
      if (holds) since = std::max(since, *holds);
    };
    auto lost = [&](Time at) { f.gone = f.gone ? std::min(*f.gone, at) : at; };
    const auto& when = n.view.held.when;
    for (std::size_t i = 0; i < when.size(); ++i) {
      if (when[i].after) {
        weigh(when[i].after);
        continue;
      }
      const auto* other = footing_node(n.conditions[i]);
      f.undecided = f.undecided || !other;
      auto holds = other ? reached(*other, when[i].needs) : std::nullopt;
      weigh(holds);
      if (other && !holds && failed(*other)) lost(other->view.since);
    }
    if (n.view.held.in_return_for) {
      const auto* other = footing_node(n.return_for);
      f.undecided = f.undecided || !other;
      weigh(other ? other->undertaken : std::nullopt);
      if (other && failed(*other)) lost(other->view.since);
    }
    if (all) f.holds = since;
    return f;
  }

  void decide(Node& n) {
    n.done = true;
    const auto f = footing(n);
    auto& v = n.view;
    v.undecided = f.undecided;
    std::tie(v.phase, v.since) = phase(n, f);
    bool runs = v.phase == Phase::offered || v.phase == Phase::undertaken || v.phase == Phase::in_force;
    v.overdue = runs && now_ > v.held.by;
    whose_move(n);
  }

  [[nodiscard]] std::pair<Phase, Time> phase(const Node& n, const Footing& f) const {
    const auto& c = n.view.held;
    const auto found = verdict(c);
    const auto released = all_say(c, Said::released);
    bool was_fulfilled = found && found->phase == Phase::fulfilled;
    if (released && !(was_fulfilled && found->at < *released)) return {Phase::released, released->at};
    if (auto since = disputed_at(c, found)) return {Phase::disputed, *since};
    if (was_fulfilled) return {Phase::fulfilled, found->at.at};
    bool bound = f.holds && *f.holds <= c.by && (!f.gone || *f.gone > c.by);
    if (found && bound) return {Phase::breached, found->at.at};
    if (f.gone && !bound) return {Phase::lapsed, *f.gone};
    bool never = !f.undecided && (!f.holds || *f.holds > c.by);
    if (never && now_ > c.by) return {Phase::lapsed, c.by};
    if (f.holds && *f.holds <= now_) return {Phase::in_force, *f.holds};
    if (n.undertaken) return {Phase::undertaken, *n.undertaken};
    return {Phase::offered, c.said};
  }

  void whose_move(Node& n) {
    auto& v = n.view;
    const auto& c = v.held;
    if (has_ended(v.phase)) return;
    if (v.phase == Phase::disputed) v.move = {state_.intermediary};
    if (v.phase == Phase::offered)
      for (const auto& who : c.to)
        if (std::ranges::none_of(c.claims, [&](const auto& f) { return f.by == who; })) v.move.push_back(who);
    if (v.phase == Phase::in_force) {
      const auto* own = last_position(c, c.author);
      if (!own || own->says != Said::performed) v.move = {c.author};
      else if (c.verified_by) v.move = {*c.verified_by};
      else
        for (const auto& who : c.to)
          if (const auto* p = last_position(c, who); !p || p->says != Said::satisfied) v.move.push_back(who);
    }
    if (v.phase == Phase::undertaken) wait_for_footing(n);
    if (v.move.empty() && !v.until) v.move = {state_.intermediary};
  }
  /// A condition's move is this one's; where only the clock is waited for, its time.
  void wait_for_footing(Node& n) {
    auto& v = n.view;
    auto inherit = [&](const Node* other) {
      if (other && v.move.empty()) v.move = other->view.move;
      if (other && v.move.empty() && other->view.until) v.until = other->view.until;
    };
    const auto& when = v.held.when;
    for (std::size_t i = 0; i < when.size(); ++i) {
      const auto* other = footing_node(n.conditions[i]);
      if (other && !reached(*other, when[i].needs)) inherit(other);
    }
    if (const auto* other = footing_node(n.return_for); other && !other->undertaken) inherit(other);
    if (!v.move.empty()) return v.until.reset();
    for (const auto& c : when)
      if (c.after && *c.after > now_) v.until = v.until ? std::max(*v.until, *c.after) : *c.after;
  }

  const CaseState& state_;
  Time now_;
  std::vector<Node> nodes_;
  std::map<Digest, std::map<Digest, std::size_t>> tables_;  ///< by salt
};

}  // namespace

bool has_ended(Phase phase) {
  return phase == Phase::fulfilled || phase == Phase::breached || phase == Phase::lapsed || phase == Phase::released;
}

std::vector<CommitmentView> view_commitments(const CaseState& state, std::vector<CommitmentState> held, Time now) {
  return Ladder(state, std::move(held), now).views();
}

Digest reference_salt(const ParticipantId& author, const std::vector<ParticipantId>& readers) {
  Bytes all;
  for (const auto& id : readers) all.insert(all.end(), id.view().begin(), id.view().end());
  return crypto::labelled_hash("commitment-salt", {author.view(), all});
}

std::int64_t reminder_s(Precedence precedence) {
  switch (precedence) {
    case Precedence::routine: return 7 * day_s;
    case Precedence::priority: return 3 * day_s;
    case Precedence::immediate:
    case Precedence::flash: break;
  }
  return day_s;
}

namespace {

std::string names_of(const CaseState& state, const std::vector<ParticipantId>& ids) {
  std::string out;
  for (std::size_t i = 0; i < ids.size(); ++i) out += (i == 0 ? "" : i + 1 < ids.size() ? ", " : " and ") + state.name_of(ids[i]);
  return out;
}

std::string next_phrase(const CaseState& state, const CommitmentView& v) {
  auto who = names_of(state, v.move);
  if (v.phase == Phase::offered) return "it is not yet at the post of " + who;
  if (v.phase == Phase::disputed) return "it is for " + who + " to bring the sides together on what was done";
  if (v.until) return "its condition comes true at " + base::iso(*v.until);
  if (v.phase == Phase::undertaken)
    return v.undecided ? "whether its condition holds is not shown here" : "it waits for what it builds on, where it is " + who + "'s move";
  const auto& c = v.held;
  if (v.move == std::vector{c.author}) return "it is for " + who + " to do it and to say so";
  return c.verified_by && v.move == std::vector{*c.verified_by} ? "it is for " + who + " to verify it"
                                                                : "it is for " + who + " to say whether it was done";
}

}  // namespace

std::string standing_sentence(const CaseState& state, const CommitmentView& v) {
  constexpr std::string_view beginnings[] = {"Offered on ",           "Undertaken since ", "In force since ", "Fulfilled on ",
                                             "Breached, as said on ", "Disputed since ",   "Lapsed on ",      "Released on "};
  auto s = std::string(beginnings[static_cast<std::size_t>(v.phase)]) + base::iso(v.since);
  if (has_ended(v.phase)) return s + ".";
  s += v.overdue ? "; it was due " : "; due ";
  return s + base::iso(v.held.by) + "; " + next_phrase(state, v) + ".";
}

}  // namespace offices::mediation
