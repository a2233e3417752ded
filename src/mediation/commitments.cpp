// SPDX-License-Identifier: Apache-2.0
#include "mediation/commitments.hpp"

#include <algorithm>

#include "mediation/commitment_facts.hpp"
#include "mediation/ladder.hpp"

namespace offices::mediation {
namespace {

template <class F>
void join(std::vector<F>& known, const std::vector<F>& more) {
  for (const auto& f : more)
    if (std::ranges::find(known, f.statement, &F::statement) == known.end()) known.push_back(f);
  std::ranges::sort(known, {}, [](const F& f) { return moment(f); });
}

}  // namespace

void Undertakings::put(CommitmentState held) {
  auto [it, fresh] = all_.try_emplace(held.commitment);
  if (fresh)
    for (auto& [salt, table] : references_) table.emplace(reference_to(held.commitment, salt).hash, held.commitment);
  auto& channels = it->second.channels;
  auto at = std::ranges::lower_bound(channels, held.id, {}, &CommitmentState::id);
  if (at != channels.end() && at->id == held.id) *at = std::move(held);
  else channels.insert(at, std::move(held));
  // The intermediary holds one commitment in several channels: what was said of it is one.
  auto& joined = it->second.joined = channels.front();
  for (const auto& c : channels) {
    join(joined.claims, c.claims);
    join(joined.attestations, c.attestations);
  }
}

const CommitmentState* Undertakings::find(const StatementId& commitment) const {
  auto it = all_.find(commitment);
  return it == all_.end() ? nullptr : &it->second.joined;
}

std::vector<const CommitmentState*> Undertakings::beginning(std::string_view hex) const {
  std::vector<const CommitmentState*> out;
  for (const auto& [id, held] : all_)
    if (id.hex().starts_with(hex)) out.push_back(&held.joined);
  return out;
}

std::optional<StatementId> Undertakings::referred_to(const Reference& reference) {
  auto [table, fresh] = references_.try_emplace(reference.salt);
  if (fresh)
    for (const auto& [id, held] : all_) table->second.emplace(reference_to(id, reference.salt).hash, id);
  auto it = table->second.find(reference.hash);
  return it == table->second.end() ? std::nullopt : std::optional(it->second);
}

std::vector<CommitmentView> Undertakings::views(const CaseState& state, Time now) {
  std::vector<Step> steps;
  steps.reserve(all_.size());
  for (const auto& [id, held] : all_) steps.push_back({&held.joined, {}, std::nullopt});
  auto place_of = [&](const std::optional<Reference>& reference) -> std::optional<std::size_t> {
    auto id = reference ? referred_to(*reference) : std::nullopt;
    if (!id) return std::nullopt;
    auto it = std::ranges::lower_bound(steps, *id, {}, [](const Step& s) { return s.held->commitment; });
    return static_cast<std::size_t>(it - steps.begin());
  };
  for (auto& step : steps) {
    for (const auto& c : step.held->when) step.conditions.push_back(place_of(c.of));
    step.return_for = place_of(step.held->in_return_for);
  }
  auto views = climb(state, steps, now);
  std::ranges::sort(views, {}, [](const auto& v) { return std::pair(v.held->by, v.held->commitment); });
  return views;
}

bool has_ended(Phase phase) {
  return phase == Phase::fulfilled || phase == Phase::breached || phase == Phase::lapsed || phase == Phase::released;
}

std::string_view word_of(Phase phase) {
  constexpr std::string_view words[] = {"offered", "undertaken", "in-force", "fulfilled", "breached", "disputed", "lapsed", "released"};
  return words[static_cast<std::size_t>(phase)];
}

std::int64_t reminder_s(Precedence precedence) {
  switch (precedence) {
    case Precedence::routine: return 7 * base::day_s;
    case Precedence::priority: return 3 * base::day_s;
    case Precedence::immediate:
    case Precedence::flash: break;
  }
  return base::day_s;
}

bool is_due_soon(const CommitmentView& v, Time now) {
  return !has_ended(v.phase) && now.plus(reminder_s(v.held->precedence)) >= v.held->by;
}

bool calls_upon(const CommitmentView& v, const ParticipantId& who, Time now) {
  if (std::ranges::find(v.move, who) == v.move.end()) return false;
  bool answers = v.phase == Phase::disputed || (v.phase == Phase::in_force && who != v.held->author);
  return answers || (v.phase == Phase::in_force && is_due_soon(v, now));
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
  const auto& c = *v.held;
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
  return s + base::iso(v.held->by) + "; " + next_phrase(state, v) + ".";
}

namespace {

std::string brief(const std::optional<StatementId>& id) {
  return id ? "commitment " + id->hex().substr(0, 10) : "a commitment that is not shown here";
}

}  // namespace

std::string undertaking_sentence(const CaseState& state, const CommitmentView& v) {
  const auto& c = *v.held;
  auto s = state.name_of(c.author) + " undertakes this towards " + names_of(state, c.to) + " by " + base::iso(c.by);
  for (std::size_t i = 0; i < c.when.size(); ++i)
    s += c.when[i].after ? ", after " + base::iso(*c.when[i].after)
                         : ", once " + brief(v.conditions[i].of) + " is " + std::string(word(c.when[i].needs));
  if (c.in_return_for) s += ", in return for " + brief(v.in_return_for);
  return s + (c.verified_by ? "; " + state.name_of(*c.verified_by) + " verifies it." : "; nobody was named to verify it.");
}

}  // namespace offices::mediation
