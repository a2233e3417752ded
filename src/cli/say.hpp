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

// agendas, appraisals, frameworks, ballots
[[nodiscard]] std::string say_agenda_set(const Json& result, const View& view);
[[nodiscard]] std::string say_agenda(const Json& result, const View& view);
[[nodiscard]] std::string say_appraise(const Json& result, const View& view);
[[nodiscard]] std::string say_suggested(const Json& result, const View& view);
[[nodiscard]] std::string say_tabled(const Json& result, const View& view);
[[nodiscard]] std::string say_frameworks(const Json& result, const View& view);
[[nodiscard]] std::string say_framework(const Json& result, const View& view);
[[nodiscard]] std::string say_opinion(const Json& result, const View& view);
[[nodiscard]] std::string say_ratified(const Json& result, const View& view);
[[nodiscard]] std::string say_ballot_opened(const Json& result, const View& view);
/// What is shown before a vote is asked for; from `ballot.show`.
[[nodiscard]] std::string say_vote_asked(const Json& ballot, const View& view);
[[nodiscard]] std::string say_voted(const Json& result, const View& view);
[[nodiscard]] std::string say_ballot(const Json& result, const View& view);
[[nodiscard]] std::string say_ballots(const Json& result, const View& view);
// evidence files
[[nodiscard]] std::string say_evidence_added(const Json& result, const View& view);
[[nodiscard]] std::string say_evidence_list(const Json& result, const View& view);
[[nodiscard]] std::string say_evidence_asked(const Json& result, const View& view);
[[nodiscard]] std::string say_evidence_saved(const Json& result, const View& view);
// incidents and lines
[[nodiscard]] std::string say_reaching(const Json& result, const View& view);
[[nodiscard]] std::string say_responded(const Json& result, const View& view);
[[nodiscard]] std::string say_handling(const Json& result, const View& view);
[[nodiscard]] std::string say_duty_list(const Json& result, const View& view);
[[nodiscard]] std::string say_duty_tested(const Json& result, const View& view);
/// How lines are, as 'line show' and 'case show' print it; empty where there is none.
[[nodiscard]] std::string lines_text(const Json& lines, std::size_t indent, const View& view);
[[nodiscard]] std::string say_incidents(const Json& result, const View& view);
[[nodiscard]] std::string say_incident_report(const Json& result, const View& view);
[[nodiscard]] std::string say_line_tested(const Json& result, const View& view);
[[nodiscard]] std::string say_line_answered(const Json& result, const View& view);
[[nodiscard]] std::string say_lines(const Json& result, const View& view);

// calls, texts that several sign, exhibits
[[nodiscard]] std::string say_minute(const Json& result, const View& view);
[[nodiscard]] std::string say_countersigned(const Json& result, const View& view);
[[nodiscard]] std::string say_call_arranged(const Json& result, const View& view);
[[nodiscard]] std::string say_call_done(const Json& result, const View& view);
[[nodiscard]] std::string say_calls(const Json& result, const View& view);
[[nodiscard]] std::string say_text_drafted(const Json& result, const View& view);
[[nodiscard]] std::string say_text_signed(const Json& result, const View& view);
[[nodiscard]] std::string say_text(const Json& result, const View& view);
[[nodiscard]] std::string say_texts(const Json& result, const View& view);
[[nodiscard]] std::string say_text_released(const Json& result, const View& view);
[[nodiscard]] std::string say_exhibit_added(const Json& result, const View& view);
[[nodiscard]] std::string say_exhibit(const Json& result, const View& view);
[[nodiscard]] std::string say_exhibits(const Json& result, const View& view);
[[nodiscard]] std::string say_linked(const Json& result, const View& view);
/// A communique that verified.
[[nodiscard]] std::string say_communique(const Json& communique, const View& view);
// commitments
[[nodiscard]] std::string say_committed(const Json& result, const View& view);
[[nodiscard]] std::string say_commitments(const Json& result, const View& view);
[[nodiscard]] std::string say_commitment(const Json& result, const View& view);
[[nodiscard]] std::string say_claimed(const Json& result, const View& view);
[[nodiscard]] std::string say_attested(const Json& result, const View& view);
[[nodiscard]] std::string say_due(const Json& result, const View& view);

/// "0.25", or "0.25 to 0.5": a RANGE of docs/api.md, or a decimal.
[[nodiscard]] std::string range_text(const Json& object, const char* key);
/// "Water share: 50-50; Term: 8" of {"Water share":"50-50","Term":"8"}.
[[nodiscard]] std::string package_text(const Json& package, const View& view);
/// Pieces of a text, what was removed as [-…-] and what was added as {+…+}. Not cleaned.
[[nodiscard]] std::string marked(const Json& pieces);
/// {lang: text}: the text in the reader's language, or all of them with their languages, `indent` spaces in.
[[nodiscard]] std::string texts_lines(const Json& texts, std::size_t indent, const View& view);
/// A maker's words in other languages: the `translations` of `words`, each line after `margin`.
[[nodiscard]] std::string translations_text(const Json& words, const std::string& margin, const View& view);
/// Sentences of a result as a list, one dash each, `indent` spaces in.
[[nodiscard]] std::string dashed(const std::vector<std::string>& sentences, std::size_t indent, const View& view);

/// "It has left for the relay." or "It is queued and leaves with the next sync."
[[nodiscard]] std::string delivery(const Json& result);

}  // namespace offices::cli
