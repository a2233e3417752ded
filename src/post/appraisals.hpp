// SPDX-License-Identifier: Apache-2.0
// Appraisals: what a post works out of its user's preferences, here and nowhere else; and, at the intermediary's, out of those
// that sides have shared.
#pragma once

#include "accord/agenda.hpp"
#include "accord/appraisal.hpp"
#include "accord/package.hpp"
#include "accord/suggest.hpp"
#include "post/proceedings.hpp"

namespace offices::post {

/// A framework's package over the agenda. Fails with Code::not_comparable, naming the issue or option that the agenda lacks.
[[nodiscard]] Result<accord::Package> package_of(const accord::AgendaFile& agenda, const std::map<std::string, std::string>& package);
/// What is to be said of a package before it goes on the table: open issues, constraints that it breaks.
[[nodiscard]] Json package_remarks(const accord::AgendaFile& agenda, const accord::Package& package);

/// {state, shared, unmapped} of docs/api.md's `agenda.show`.
[[nodiscard]] Result<Json> appraisal_state(Office& office, const CaseView& view, const AgendaView& agenda);
[[nodiscard]] Json commitments_json(const accord::AgendaFile& agenda);
/// What this side makes of a framework (`own` of docs/api.md's FRAMEWORK); null without an appraisal.
[[nodiscard]] Result<Json> own_view_of(Office& office, const CaseView& view, const AgendaView& agenda,
                                       const mediation::Framework& framework);
/// What the agenda's template makes of a framework that is adopted.
[[nodiscard]] Result<Json> undertakings_json(const AgendaView& agenda, const mediation::Framework& framework);
/// What changed from one version of a text to the next.
[[nodiscard]] Json differences_json(const mediation::Framework& before, const mediation::Framework& after);

/// The appraisals that this post may look at: at the intermediary's what every party has shared, at a side's its own.
struct Appraised {
  accord::AgendaFile agenda;
  std::vector<accord::SharedAppraisal> sides;
  std::vector<std::string> lost;  ///< of what was said of an older version of the agenda
};
/// Fails with Code::no_appraisal.
[[nodiscard]] Result<Appraised> appraised(Office& office, const CaseView& view, const AgendaView& agenda);

/// For what is worked out while mail waits: after two seconds it is what can be said by then.
[[nodiscard]] accord::Control in_haste();

[[nodiscard]] std::string decimal(const accord::Rational& value);
/// {least, most}, or null.
[[nodiscard]] Json range_json(const std::optional<accord::Range>& range);
/// What a package is to a side (`own` of docs/api.md's FRAMEWORK).
[[nodiscard]] Json weighed_json(const accord::AgendaFile& agenda, const accord::Appraisal& appraisal, const accord::Weighing& weighing);

// Verbs, listed with those about frameworks.
[[nodiscard]] Result<Json> appraise(Office& office, Args& args);
[[nodiscard]] Result<Json> appraisal_show(Office& office, Args& args);
[[nodiscard]] Result<Json> appraisal_revoke(Office& office, Args& args);
[[nodiscard]] Result<Json> framework_suggest(Office& office, Args& args);

}  // namespace offices::post
