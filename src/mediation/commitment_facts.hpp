// SPDX-License-Identifier: Apache-2.0
// What the statements about one commitment amount to, taken by themselves. For src/mediation alone.
#pragma once

#include "mediation/state.hpp"

namespace offices::mediation {

/// Statements by when they were said; ids tell those of one second apart.
struct Moment {
  Time at;
  StatementId statement;
  auto operator<=>(const Moment&) const = default;
};
template <class F>
[[nodiscard]] Moment moment(const F& fact) {
  return {fact.said, fact.statement};
}

/// Whether it says how the commitment stands, as a person does, and not that a post has something.
[[nodiscard]] constexpr bool is_position(Said said) { return said != Said::received; }
/// The last thing `who` said of how it stands; null where it said nothing.
[[nodiscard]] const ClaimFact* last_position(const CommitmentState& c, const ParticipantId& who);
/// Since when every addressee has said `said` last; none where one has not.
[[nodiscard]] std::optional<Moment> all_say(const CommitmentState& c, Said said);
/// The verifier's last finding that is conclusive; null where there is none.
[[nodiscard]] const AttestationFact* last_finding(const CommitmentState& c);
/// Since when every addressee has it: who speaks of it has it.
[[nodiscard]] std::optional<Time> undertaken_at(const CommitmentState& c);

struct Ending {
  bool kept = false;
  Moment at;
};
/// Whether it was kept, by who may say so: its verifier; without one all addressees, and against itself its author. None where
/// nobody has said anything conclusive.
[[nodiscard]] std::optional<Ending> verdict(const CommitmentState& c);
/// Since when it is disputed: author or an addressee contests, and nothing conclusive has been said since.
[[nodiscard]] std::optional<Time> disputed_at(const CommitmentState& c, const std::optional<Ending>& verdict);

}  // namespace offices::mediation
