// SPDX-License-Identifier: Apache-2.0
// Outbox: what is to leave on a line: items that are queued, and the numbered messages that were made of them and are not
// confirmed. The most urgent comes first, and what is equally urgent in the order of its making.
#pragma once

#include <array>

#include "mediation/state.hpp"
#include "post/ledger.hpp"
#include "post/line.hpp"

namespace offices::post::outbox {

inline constexpr std::array urgent_first = {mediation::Precedence::flash, mediation::Precedence::immediate, mediation::Precedence::priority,
                                            mediation::Precedence::routine};

/// How urgently a statement leaves: as its author says, or as what it is about.
[[nodiscard]] mediation::Precedence precedence_of(const mediation::Body& body, const mediation::Subject* subject);

using Visit = std::function<Result<bool>(const Json&)>;

// Items: {"name", "item"}. One that has an id is queued once.
[[nodiscard]] Result<void> queue(Ledger& ledger, const LineId& line, const Json& item, mediation::Precedence precedence);
[[nodiscard]] Result<void> each_queued(Ledger& ledger, const LineId& line, mediation::Precedence precedence, const Visit& visit);
[[nodiscard]] Result<void> each_queued(Ledger& ledger, const LineId& line, const Visit& visit);
[[nodiscard]] Result<bool> is_queued(Ledger& ledger, const LineId& line, const std::string& id);
[[nodiscard]] Result<void> take_out(Ledger& ledger, const Json& queued);
[[nodiscard]] Result<std::int64_t> count_queued(Ledger& ledger, const LineId& line);

// Messages: {"number", "precedence", "items", "introduces", "deposits": {mailbox: time}, "handed": whether every relay of the peer has
// it}. Those that are handed over lie apart: nothing is to be done about them for days.
[[nodiscard]] Result<void> put_message(Ledger& ledger, const LineId& line, const Json& message);
[[nodiscard]] Result<std::optional<Json>> message(Ledger& ledger, const LineId& line, std::uint64_t number);
[[nodiscard]] Result<void> confirmed(Ledger& ledger, const LineId& line, std::uint64_t number);
[[nodiscard]] Result<void> each_to_hand_over(Ledger& ledger, const LineId& line, mediation::Precedence precedence, const Visit& visit);
[[nodiscard]] Result<void> each_to_hand_over(Ledger& ledger, const LineId& line, const Visit& visit);
[[nodiscard]] Result<void> each_handed(Ledger& ledger, const LineId& line, const Visit& visit);
[[nodiscard]] Result<void> each_message(Ledger& ledger, const LineId& line, const Visit& visit);
[[nodiscard]] Result<std::int64_t> count_messages(Ledger& ledger, const LineId& line);

}  // namespace offices::post::outbox
