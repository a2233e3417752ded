// SPDX-License-Identifier: Apache-2.0
// Publication: whether words that were printed are a release or a leak.
#pragma once

#include <string_view>

#include "mediation/rules.hpp"

namespace offices::mediation {

/// Judges that `quoted`, words of `signal` to `to`, were public on the day that begins at `day` (UTC), whoever gave them to the
/// press. Permitted (a release): on all of that day a mandate in force made the signal public, or its public line holds exactly
/// these words, and it had been dispatched. Breach (a leak) otherwise: no_mandate, mandate_withdrawn, disclosure_not_allowed,
/// not_dispatched, disclosure_differs. Undecided where the answer changed in the course of that day; the code is the leak's. Undecided
/// (too_early), too, where the signal is of a later day: words that were public before it cannot have come out of it.
///
/// Days are told by the times that authors claim; the trace shows how far each is bounded. A later mandate changes nothing of
/// what was allowed before it.
[[nodiscard]] Judgement judge_publication(const CaseState& state, const SignalState& signal, const ParticipantId& to,
                                          std::string_view quoted, Time day);

}  // namespace offices::mediation
