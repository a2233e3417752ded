// SPDX-License-Identifier: Apache-2.0
// What stays of calls, of texts that several sign, and of what was printed. For src/mediation/apply.cpp alone.
#pragma once

#include "mediation/rules.hpp"

namespace offices::mediation {

/// Where a statement stands and what is held against it.
struct Applied {
  const CaseState& state;
  const ParticipantId& side;
  std::optional<Subject>& subject;
  const Placed& s;
  Fact fact;
};

/// What a witness shows of a signer's word on a draft; none where it shows something else.
struct ShownWord {
  ParticipantId by;
  Time said;
  Body body;  ///< an Agreement or a Divergence
  Digest draft;
};
[[nodiscard]] std::optional<ShownWord> shown_word(const Witness& witness);

void keep(const Applied& a, const Call& b);
void keep(const Applied& a, const Draft& b);
void keep(const Applied& a, const Agreement& b);
void keep(const Applied& a, const Divergence& b);
void keep(const Applied& a, const Exhibit& b);
void keep(const Applied& a, const Link& b);
void keep(const Applied& a, const ShownWord& b, const StatementId& witness);

/// Puts a fact in its place, in one order whatever the order of arrival; once.
template <class F>
void insert(std::vector<F>& facts, F fact) {
  auto key = [](const F& f) { return std::tuple(f.fact.place, f.fact.id); };
  auto at = std::ranges::lower_bound(facts, key(fact), {}, key);
  if (at != facts.end() && at->fact.id == fact.fact.id) return;
  facts.insert(at, std::move(fact));
}

}  // namespace offices::mediation
