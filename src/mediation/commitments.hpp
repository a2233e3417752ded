// SPDX-License-Identifier: Apache-2.0
// Commitments: where each undertaking stands, whose move it is, and on which rung of the ladder, from what a post holds and
// the time alone. The same statements in any order of arrival give the same.
#pragma once

#include <map>
#include <vector>

#include "mediation/state.hpp"

namespace offices::mediation {

/// offered: signed, and not yet at every addressee. undertaken: at all of them, and its conditions are open. in_force: they
/// hold. fulfilled, breached: found by its verifier; without one, said by all addressees, or by its author. disputed: author
/// or an addressee contests what was found or said last. lapsed: it cannot come into force any more, or what it was in return
/// for ended first. released: by all to whom it was undertaken.
enum class Phase { offered, undertaken, in_force, fulfilled, breached, disputed, lapsed, released };
[[nodiscard]] bool has_ended(Phase phase);  ///< fulfilled, breached, lapsed or released

/// One of what a commitment waits for, beside `held->when`.
struct ConditionView {
  std::optional<StatementId> of;  ///< none for a time, or where that commitment is not held here
  bool holds = false;             ///< now
};

struct CommitmentView {
  const CommitmentState* held = nullptr;  ///< over all channels of this post; as long as the Undertakings are as they are
  Phase phase = Phase::offered;
  Time since;
  bool overdue = false;             ///< due, and nobody has said how it went
  bool undecided = false;           ///< it depends on a commitment that is not shown here
  std::vector<ParticipantId> move;  ///< whose move it is; empty where it has ended, or `until` is waited for
  std::optional<Time> until;        ///< when a condition of time comes true
  std::size_t rung = 1;             ///< one above the highest that it builds on
  std::optional<StatementId> in_return_for;
  std::vector<ConditionView> conditions;
};

/// The commitments that a post holds, over all its channels.
class Undertakings {
 public:
  /// What one channel has of a commitment; replaces what that channel had.
  void put(CommitmentState held);
  /// By due time, then by id. `state`: of the one case they are all of.
  [[nodiscard]] std::vector<CommitmentView> views(const CaseState& state, Time now);
  /// Null where this post does not hold it.
  [[nodiscard]] const CommitmentState* find(const StatementId& commitment) const;
  /// Those whose id begins so.
  [[nodiscard]] std::vector<const CommitmentState*> beginning(std::string_view hex) const;

 private:
  struct Held {
    std::vector<CommitmentState> channels;
    CommitmentState joined;
  };
  [[nodiscard]] std::optional<StatementId> referred_to(const Reference& reference);

  std::map<StatementId, Held> all_;
  std::map<Digest, std::map<Digest, StatementId>> references_;  ///< by salt: what each hash stands for
};

/// "In force since 2026-01-31T18:00:00Z and due 2026-02-28T18:00:00Z; it is for Avalon to say that it is done."
[[nodiscard]] std::string standing_sentence(const CaseState& state, const CommitmentView& view);

/// "Avalon undertakes this towards Borduria by 2026-02-28T18:00:00Z, once commitment 1a2b3c4d5e is fulfilled; Inspectorate
/// verifies it."
[[nodiscard]] std::string undertaking_sentence(const CaseState& state, const CommitmentView& view);

/// "offered", "in-force", …
[[nodiscard]] std::string_view word_of(Phase phase);

/// How long before it is due a commitment is called to mind: IMMEDIATE and FLASH 1 day, PRIORITY 3 days, ROUTINE 7 days.
[[nodiscard]] std::int64_t reminder_s(Precedence precedence);
/// Whether it is called to mind now: it has not ended, and is due within that, or was.
[[nodiscard]] bool is_due_soon(const CommitmentView& view, Time now);
/// Whether `who` is called upon: it is its move, and the time has come for it to be called to mind or others wait for its answer.
[[nodiscard]] bool calls_upon(const CommitmentView& view, const ParticipantId& who, Time now);

}  // namespace offices::mediation
