// SPDX-License-Identifier: Apache-2.0
// Commitments: where each undertaking stands, whose move it is, and on which rung of the ladder, from what a post holds and
// the time alone. The same statements in any order of arrival give the same.
#pragma once

#include <vector>

#include "mediation/state.hpp"

namespace offices::mediation {

/// offered: signed, and not yet at every addressee. undertaken: at all of them, and its conditions are open. in_force: they
/// hold. fulfilled, breached: found by its verifier; without one, said by all addressees, or by its author. disputed: author
/// or an addressee contests what was found or said last. lapsed: it cannot come into force any more, or what it was in return
/// for ended. released: by all to whom it was undertaken.
enum class Phase { offered, undertaken, in_force, fulfilled, breached, disputed, lapsed, released };
[[nodiscard]] bool has_ended(Phase phase);  ///< fulfilled, breached, lapsed or released

struct CommitmentView {
  CommitmentState held;  ///< over all channels of this post
  Phase phase = Phase::offered;
  Time since;
  bool overdue = false;             ///< due, and nobody has said how it went
  bool undecided = false;           ///< it depends on a commitment that is not shown here
  std::vector<ParticipantId> move;  ///< whose move it is; empty where it has ended, or `until` is waited for
  std::optional<Time> until;        ///< when a condition of time comes true
  std::size_t rung = 1;             ///< one above the highest that it builds on
  std::optional<StatementId> in_return_for;
  std::vector<StatementId> builds_on;
};

/// `held`: what each channel of this post has, in any order. Views come by due time, then by id.
[[nodiscard]] std::vector<CommitmentView> view_commitments(const CaseState& state, std::vector<CommitmentState> held, Time now);

/// "In force since 2026-01-31T18:00:00Z and due 2026-02-28T18:00:00Z; it is for Avalon to say that it is done."
[[nodiscard]] std::string standing_sentence(const CaseState& state, const CommitmentView& view);

/// The salt under which `author` refers to others' commitments towards `readers`. Readers who lack what is referred to learn
/// nothing; nor do two circles of readers see that the same is meant.
[[nodiscard]] Digest reference_salt(const ParticipantId& author, const std::vector<ParticipantId>& readers);

/// How long before it is due a commitment is called to mind: IMMEDIATE and FLASH 1 day, PRIORITY 3 days, ROUTINE 7 days.
[[nodiscard]] std::int64_t reminder_s(Precedence precedence);

}  // namespace offices::mediation
