// SPDX-License-Identifier: Apache-2.0
// Say: what a person reads of the results of docs/api.md. Pure functions from JSON to text.
#pragma once

#include <string>

#include "cli/layout.hpp"

namespace offices::cli {

// the post
[[nodiscard]] std::string say_sync(const Json& result, const View& view);
[[nodiscard]] std::string say_fsck(const Json& result, const View& view);
// cases
[[nodiscard]] std::string say_opened(const Json& result, const View& view);
[[nodiscard]] std::string say_invitation(const Json& result, const View& view);
[[nodiscard]] std::string say_invited(const Json& result, const View& view);
[[nodiscard]] std::string say_joined(const Json& result, const View& view);
[[nodiscard]] std::string say_case_list(const Json& result, const View& view);
[[nodiscard]] std::string say_case(const Json& result, const View& view);
[[nodiscard]] std::string say_removed(const Json& result, const View& view);
[[nodiscard]] std::string say_left(const Json& result, const View& view);
[[nodiscard]] std::string say_invitations(const Json& result, const View& view);
[[nodiscard]] std::string say_cancelled(const Json& result, const View& view);
[[nodiscard]] std::string say_contact(const Json& result, const View& view);
[[nodiscard]] std::string say_compared(const Json& result, const View& view);
// signals
[[nodiscard]] std::string say_signal(const Json& result, const View& view);
[[nodiscard]] std::string say_mandate(const Json& result, const View& view);
[[nodiscard]] std::string say_withdrawn(const Json& result, const View& view);
[[nodiscard]] std::string say_confided(const Json& result, const View& view);
// reading
[[nodiscard]] std::string say_waiting(const Json& result, const View& view);
[[nodiscard]] std::string say_inbox(const Json& result, const View& view);
[[nodiscard]] std::string say_statement(const Json& result, const View& view);
[[nodiscard]] std::string say_trace(const Json& result, const View& view);
// conveying
[[nodiscard]] std::string say_rendered(const Json& result, const View& view);
[[nodiscard]] std::string say_approved(const Json& result, const View& view);
[[nodiscard]] std::string say_refused(const Json& result, const View& view);
[[nodiscard]] std::string say_conveyed(const Json& result, const View& view);
[[nodiscard]] std::string say_declined(const Json& result, const View& view);
[[nodiscard]] std::string say_acknowledged(const Json& result, const View& view);
[[nodiscard]] std::string say_disclosed(const Json& result, const View& view);
// dossiers
[[nodiscard]] std::string say_exported(const Json& result, const View& view);
[[nodiscard]] std::string say_verified(const Json& result, const View& view);

/// "It has left for the relay." or "It is queued and leaves with the next sync."
[[nodiscard]] std::string delivery(const Json& result);

}  // namespace offices::cli
