// SPDX-License-Identifier: Apache-2.0
#include "mediation/commitment_facts.hpp"

namespace offices::mediation {

const ClaimFact* last_position(const CommitmentState& c, const ParticipantId& who) {
  const ClaimFact* last = nullptr;
  for (const auto& f : c.claims)
    if (f.by == who && is_position(f.says) && (!last || moment(*last) < moment(f))) last = &f;
  return last;
}

std::optional<Moment> all_say(const CommitmentState& c, Said said) {
  std::optional<Moment> latest;
  for (const auto& who : c.to) {
    const auto* position = last_position(c, who);
    if (!position || position->says != said) return std::nullopt;
    latest = latest ? std::max(*latest, moment(*position)) : moment(*position);
  }
  return latest;
}

const AttestationFact* last_finding(const CommitmentState& c) {
  const AttestationFact* last = nullptr;
  for (const auto& a : c.attestations)
    if (a.finding != Finding::inconclusive && (!last || moment(*last) < moment(a))) last = &a;
  return last;
}

std::optional<Time> undertaken_at(const CommitmentState& c) {
  auto latest = c.said;
  for (const auto& who : c.to) {
    std::optional<Time> got;
    for (const auto& f : c.claims) {
      bool shows = f.by == who && (is_position(f.says) || f.about == c.commitment);
      if (shows && (!got || f.said < *got)) got = f.said;
    }
    if (!got) return std::nullopt;
    latest = std::max(latest, *got);
  }
  return latest;
}

std::optional<Ending> verdict(const CommitmentState& c) {
  if (c.verified_by)
    if (const auto* found = last_finding(c)) {
      if (found->finding == Finding::confirmed) return Ending{true, moment(*found)};
      if (found->said > c.by) return Ending{false, moment(*found)};
      return std::nullopt;  // an interim report: there is time yet
    }
  std::optional<Ending> last;
  const auto* own = last_position(c, c.author);
  if (own && own->says == Said::failed) last = Ending{false, moment(*own)};
  auto satisfied = c.verified_by ? std::nullopt : all_say(c, Said::satisfied);
  if (satisfied && (!last || last->at < *satisfied)) last = Ending{true, *satisfied};
  return last;
}

std::optional<Time> disputed_at(const CommitmentState& c, const std::optional<Ending>& v) {
  std::optional<Time> since;
  auto weigh = [&](const ParticipantId& who) {
    const auto* position = last_position(c, who);
    if (!position || position->says != Said::disputed) return;
    // What it names, it came after, whatever the clocks say.
    bool stands = !v || position->about == v->at.statement || v->at.at < position->said;
    if (stands && (!since || position->said < *since)) since = position->said;
  };
  weigh(c.author);
  for (const auto& who : c.to) weigh(who);
  return since;
}

}  // namespace offices::mediation
