// SPDX-License-Identifier: Apache-2.0
// Rules: what the mandate allows. The same functions refuse one's own act before it is signed and judge everybody's after.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "mediation/state.hpp"

namespace offices::mediation {

enum class Verdict { permitted, crossed, breach, undecided };
struct Judgement {
  Verdict verdict = Verdict::permitted;
  Code code = Code::internal;  ///< for breach and undecided: why
  std::string sentence;        ///< what would be allowed, or why it is not decided
  bool by_absence = false;     ///< a breach only if nothing was left out of what was judged
  bool operator==(const Judgement&) const = default;
};

/// Whether `seen` covers a fact of the other member's feeds; none where either has no place (a bare dossier).
[[nodiscard]] std::optional<bool> covers(const Seen& seen, const Fact& fact);

/// The mandate for `to` that counts for one who has seen `seen` of the author's feeds (everything, if none is given).
/// Null where there is none or it was withdrawn.
[[nodiscard]] const MandateFact* mandate_in_force(const SignalState& signal, const ParticipantId& to, const Seen* seen = nullptr);
/// The mandate for `to` that was given last, withdrawn or not.
[[nodiscard]] const MandateFact* last_mandate(const SignalState& signal, const ParticipantId& to, const Seen* seen = nullptr);

/// The state that an opening statement begins: the intermediary alone takes part. Fails with Code::malformed or
/// Code::bad_signature.
[[nodiscard]] Result<CaseState> open_case(const Signed& opening);

/// What a dispatch says, as it is judged and as it is kept.
[[nodiscard]] DispatchFact dispatch_fact(Fact fact, const Dispatch& dispatch);

/// Judges a dispatch against the facts of its signal (design: the mandate). `dispatch.fact` gives its time and what it had
/// seen. Breach codes: no_mandate, mandate_withdrawn, mandate_replaced, too_early, too_late, form_not_allowed,
/// attribution_mismatch, pair_required, words_differ, approval_required, approval_mismatch, rendering_refused.
/// Crossed: something not yet seen ended the mandate. Undecided: the order of things is not shown.
[[nodiscard]] Judgement judge_dispatch(const CaseState& state, const SignalState& signal, const DispatchFact& dispatch);

/// Judges a public sentence about `signal` to `to` by one who has seen `seen`: it must have been dispatched, and be the
/// approved public line, the standard line, or, where the disclosure is public, the words themselves. Breach codes:
/// no_mandate, mandate_withdrawn, not_dispatched, disclosure_not_allowed, disclosure_differs.
[[nodiscard]] Judgement judge_disclosure(const CaseState& state, const SignalState& signal, const ParticipantId& to, const Seen* seen,
                                         std::string_view text);
/// The sentence that confirms that a signal passed, and no more.
[[nodiscard]] std::string standard_line(const CaseState& state, const SignalState& signal, const ParticipantId& to);

/// A bare statement inside another, checked against its author's key in this case: bad_signature, not_a_participant,
/// wrong_context (another case) or malformed.
struct Evidence {
  StatementId id;
  record::Statement statement;
  Body body;
};
[[nodiscard]] Result<Evidence> check_evidence(const CaseState& state, const Signed& bare);
/// In its stead: answers from checks that were made before. Empty: check_evidence.
using CheckEvidence = std::function<Result<Evidence>(const Signed&)>;

/// Judges the evidence that lies beside the words of a conveyance to `addressee`. Named words must be proved by the author's
/// own signatures; unattributed ones carry nothing and prove nothing.
[[nodiscard]] Judgement judge_conveyance(const CaseState& state, const ParticipantId& addressee, Time time, const Conveyance& c,
                                         const CheckEvidence& check = {});

/// What stands against a statement of somebody's in a channel whose side is `side`, or nothing. Follows from the
/// statement's causal past alone, so every post that holds it agrees. `subject` is what subject_of names, if it exists.
[[nodiscard]] std::optional<Error> objection(const CaseState& state, const ParticipantId& side, const Subject* subject, const Placed& s,
                                             const CheckEvidence& check = {});
/// What more stands against signing it oneself now: everything objection() knows and what prudence adds (times that have
/// passed, addressees that left, doing a thing twice, words that the readers of statements refuse).
[[nodiscard]] std::optional<Error> refusal(const CaseState& state, const ParticipantId& side, const Subject* subject, const Placed& s);

/// The state after a statement. `finding` is objection()'s code, kept beside the fact. Case-level kinds change `state`,
/// the others `subject` (made where it does not exist).
void apply(CaseState& state, const ParticipantId& side, std::optional<Subject>& subject, const Placed& s,
           const std::optional<Error>& finding);

/// Two mandates that name each other's author may be dispatched as a pair. Fails with Code::pair_mismatch.
[[nodiscard]] Result<void> check_pair(const SignalState& a, const ParticipantId& a_to, const SignalState& b, const ParticipantId& b_to);

}  // namespace offices::mediation
