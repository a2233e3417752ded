// SPDX-License-Identifier: Apache-2.0
// Who may say what of calls, of texts that several sign, and of what was printed.
#include <algorithm>

#include "mediation/press_report.hpp"
#include "mediation/rules_view.hpp"

namespace offices::mediation {
namespace {

const DraftState& held_draft(const View& v) {
  static const DraftState nothing;
  return v.draft ? *v.draft : nothing;
}

bool signs(const VersionFact& version, const ParticipantId& who) {
  return std::ranges::any_of(version.signers, [&](const auto& s) { return s.participant == who; });
}

Objection against_signers(const View& v, const Draft& b) {
  bool here = false;
  for (const auto& s : b.signers) {
    const auto* p = v.state.find(s.participant);
    if (!p) return no(Code::not_a_participant, "it names somebody who was not introduced here");
    if (p->name != s.name) return no(Code::name_taken, p->name + " takes part under another name");
    if (p->role == Role::verifier) return no(Code::wrong_role, p->name + " is a verifier; it signs findings");
    here = here || s.participant == v.side;
  }
  return here ? std::nullopt : no(Code::not_a_participant, "a draft is shown to its signers alone");
}

/// What `who` says of a version, here or shown.
Objection against_saying(const View& v, const ParticipantId& who, std::int64_t number, const Digest& text) {
  const auto* version = held_draft(v).version(number);
  if (!version || !v.knew(version->fact, v.state.intermediary)) return no(Code::not_found, "no such version in this channel");
  if (!signs(*version, who)) return no(Code::not_yours, "it is not among the signers");
  return version->text == text ? std::nullopt : no(Code::table_differs, "another text stands here under this number");
}

Objection once(const View& v, std::int64_t number) {
  return held_draft(v).said_by(number, v.s.author) ? no(Code::already_answered, "its signer has said what it says of this version")
                                                   : std::nullopt;
}

/// A version that was overtaken is no longer signed.
Objection prudence_of(const View& v, std::int64_t number) {
  if (auto o = once(v, number)) return o;
  const auto* latest = held_draft(v).latest();
  return latest->number > number ? no(Code::framework_replaced, "version " + std::to_string(latest->number) + " is on the table")
                                 : std::nullopt;
}

}  // namespace

Objection on(const View& v, const Minute& b) {
  if (auto o = only_intermediary(v)) return o;
  if (!b.signal.authority.empty()) return no(Code::wrong_role, "nobody lends its authority to a record");
  for (const auto& m : b.mandates) {
    if (m.to == v.side || m.to == v.state.intermediary || !v.state.find(m.to))
      return no(Code::not_a_participant, "a mandate names another participant");
    if (m.terms.simultaneous_with) return no(Code::pair_mismatch, "a record goes by itself");
    if (m.terms.not_before && *m.terms.not_before >= m.terms.until) return no(Code::too_late, "it ends before it begins");
    if (m.terms.public_line && m.terms.disclosure == Disclosure::confidential)
      return no(Code::disclosure_not_allowed, "a confidential signal has no public line");
  }
  return b.spoken > v.s.time ? no(Code::too_early, "it was spoken before it was taken down") : std::nullopt;
}

Objection on(const View& v, const Countersignature&) {
  if (auto o = only_side(v)) return o;
  if (!v.signal || !v.signal->recorded) return no(Code::not_found, "no such minute in this channel");
  return std::nullopt;
}

Objection on(const View& v, const Call& b) {
  if (auto o = only_intermediary(v)) return o;
  bool here = std::ranges::find(b.with, v.side) != b.with.end();
  if (!here) return no(Code::not_a_participant, "a call is announced to those who take part in it");
  for (const auto& id : b.with)
    if (!v.state.find(id)) return no(Code::not_a_participant, "it names somebody who was not introduced here");
  return std::nullopt;
}

Objection on(const View& v, const Draft& b) {
  if (auto o = only_intermediary(v)) return o;
  if (auto o = against_signers(v, b)) return o;
  if (const auto* same = held_draft(v).version(b.number))
    return same->text == draft_digest(b) ? no(Code::exists, "it was said") : no(Code::table_differs, "another text has this number");
  const auto* latest = held_draft(v).latest();
  if (v.s.place && latest && b.number < latest->number)
    return no(Code::wrong_context, "version " + std::to_string(latest->number) + " came before it");
  return std::nullopt;
}

Objection on(const View& v, const Agreement& b) { return against_saying(v, v.s.author, b.number, b.text); }
Objection on(const View& v, const Divergence& b) { return against_saying(v, v.s.author, b.number, b.text); }
Objection on_shown(const View& v, const ParticipantId& by, const Agreement& b) { return against_saying(v, by, b.number, b.text); }
Objection on_shown(const View& v, const ParticipantId& by, const Divergence& b) { return against_saying(v, by, b.number, b.text); }

Objection on(const View&, const Exhibit& b) {
  auto report = read_press_report(b.document);
  if (!report) return report.error();
  return report->published == b.published ? std::nullopt : no(Code::bad_time, "it says another day than its document");
}

Objection on(const View& v, const Link& b) {
  if (!v.exhibit) return no(Code::not_found, "no such exhibit in this channel");
  if (b.to == v.side || !v.state.find(b.to)) return no(Code::not_a_participant, "whom the signal was to reach");
  return std::nullopt;
}

Objection prudence(const View& v, const Minute& b) {
  for (const auto& m : b.mandates) {
    if (m.terms.until <= v.s.time) return no(Code::too_late, "a mandate ends in the future");
    if (auto o = active(v, m.to)) return o;
  }
  return std::nullopt;
}
Objection prudence(const View& v, const Countersignature&) {
  return v.signal->countersigned.empty() ? std::nullopt : no(Code::already_answered, "the minute has its answer");
}
Objection prudence(const View& v, const Call& b) {
  if (!b.cancelled && b.at <= v.s.time) return no(Code::too_late, "a call is arranged for the future");
  return std::nullopt;
}
Objection prudence(const View& v, const Draft& b) {
  for (const auto& s : b.signers)
    if (auto o = active(v, s.participant)) return o;
  return std::nullopt;
}
Objection prudence(const View& v, const Agreement& b) { return prudence_of(v, b.number); }
Objection prudence(const View& v, const Divergence& b) { return prudence_of(v, b.number); }
Objection prudence(const View& v, const Link& b) {
  bool said = std::ranges::any_of(v.exhibit->links,
                                  [&](const auto& l) { return l.quotation == b.quotation && l.signal == b.signal && l.to == b.to; });
  return said ? no(Code::exists, "it is linked already") : std::nullopt;
}
Objection prudence_of_signer(const View& v, const Witness& b) {
  bool shown = std::ranges::any_of(held_draft(v).said, [&](const auto& s) { return s.witness == b.evidence.id(); });
  return shown ? no(Code::already_answered, "it was shown") : std::nullopt;
}

}  // namespace offices::mediation
