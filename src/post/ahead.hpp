// SPDX-License-Identifier: Apache-2.0
// Ahead: urgent words that are here before something that was signed earlier. They are shown at once, and count when their turn
// comes: the record keeps its order.
#pragma once

#include "mediation/kinds.hpp"
#include "post/ledger.hpp"

namespace offices::post::ahead {

struct Early {
  record::Entry entry;
  Time received;
};

/// Whether words of this kind and urgency are shown before their turn.
[[nodiscard]] bool is_shown(const mediation::Body& body);

/// More than anybody can read at once are not shown: they wait for their turn, as everything does.
inline constexpr std::int64_t shown_most = 32;

/// Keeps it, once; false where it is kept already, or where as many of its case are here as are shown.
[[nodiscard]] Result<bool> keep(Ledger& ledger, const record::CaseId& of_case, const Early& early);
/// Its turn has come, or it has lost its place to another branch: when it was here first; none where it was not kept.
[[nodiscard]] Result<std::optional<Time>> take(Ledger& ledger, const record::StatementId& id);
/// What is here early in a case, the first that came first.
[[nodiscard]] Result<std::vector<Early>> in(Ledger& ledger, const record::CaseId& of_case);

}  // namespace offices::post::ahead
