// SPDX-License-Identifier: Apache-2.0
#include "mediation/publication.hpp"

#include <algorithm>
#include <set>

namespace offices::mediation {
namespace {

const MandateFact* mandate_at(const SignalState& signal, const ParticipantId& to, Time at) {
  const MandateFact* last = nullptr;
  for (const auto& m : signal.mandates)
    if (m.to == to && m.fact.time <= at && (!last || last->fact.time <= m.fact.time)) last = &m;
  return last;
}

bool withdrawn_at(const SignalState& signal, const MandateFact& mandate, Time at) {
  return std::ranges::any_of(signal.withdrawals, [&](const auto& w) {
    return (!w.to || *w.to == mandate.to) && mandate.fact.time <= w.fact.time && w.fact.time <= at;
  });
}

bool dispatched_at(const SignalState& signal, const ParticipantId& to, Time at) {
  return std::ranges::any_of(signal.dispatches, [&](const auto& d) { return d.to == to && d.fact.finding.empty() && d.fact.time <= at; });
}

Judgement leak(Code code, std::string sentence) { return {Verdict::breach, code, std::move(sentence)}; }

Judgement judge_at(const CaseState& state, const SignalState& signal, const ParticipantId& to, std::string_view quoted, Time at) {
  const auto* m = mandate_at(signal, to, at);
  const auto author = state.name_of(signal.author);
  if (!m) return leak(Code::no_mandate, author + " had allowed nothing of it to " + state.name_of(to));
  if (withdrawn_at(signal, *m, at)) return leak(Code::mandate_withdrawn, author + " had withdrawn the mandate");
  if (m->terms.disclosure == Disclosure::confidential)
    return leak(Code::disclosure_not_allowed, "its mandate kept it confidential: neither confirmed nor denied");
  if (!dispatched_at(signal, to, at)) return leak(Code::not_dispatched, "it was public before it was conveyed to " + state.name_of(to));
  if (m->terms.disclosure == Disclosure::open) return {Verdict::permitted, {}, "its mandate made the words public"};
  if (m->terms.public_line && *m->terms.public_line == quoted)
    return {Verdict::permitted, {}, "it is the public line that " + author + " approved"};
  return leak(Code::disclosure_differs, "that it passed could be confirmed, these words were not to be public");
}

/// Every instant of the day at which the answer can change, and its first and last.
std::set<std::int64_t> instants(const SignalState& signal, Time day) {
  std::set<std::int64_t> out{day.seconds, day.seconds + base::day_s - 1};
  auto add = [&](const auto& facts) {
    for (const auto& f : facts)
      if (f.fact.time >= day && f.fact.time < day.plus(base::day_s)) out.insert(f.fact.time.seconds);
  };
  add(signal.mandates);
  add(signal.withdrawals);
  add(signal.dispatches);
  return out;
}

}  // namespace

Judgement judge_publication(const CaseState& state, const SignalState& signal, const ParticipantId& to, std::string_view quoted, Time day) {
  if (signal.fact.time >= day.plus(base::day_s))
    return {Verdict::undecided, Code::too_early, "the words were public before this signal was signed: they did not come out of it"};
  std::optional<Judgement> released, leaked;
  for (auto at : instants(signal, day)) {
    auto j = judge_at(state, signal, to, quoted, Time{at});
    (j.verdict == Verdict::permitted ? released : leaked) = std::move(j);
  }
  if (!leaked) return *released;
  if (!released) return *leaked;
  return {Verdict::undecided, leaked->code, "on a part of that day " + leaked->sentence + "; on another, " + released->sentence};
}

}  // namespace offices::mediation
