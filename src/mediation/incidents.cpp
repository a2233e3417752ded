// SPDX-License-Identifier: Apache-2.0
#include "mediation/incidents.hpp"

#include <algorithm>

namespace offices::mediation {
namespace {

constexpr std::int64_t silences_max = 3;

}  // namespace

std::int64_t usual_handling_s(Precedence precedence) {
  constexpr std::int64_t seconds[] = {6 * 3600, 3 * 3600, 30 * 60, 10 * 60};
  return seconds[static_cast<std::size_t>(precedence)];
}

std::string_view word_of(Stage stage) {
  constexpr std::string_view words[] = {"not-reached", "at-post", "seen", "answered"};
  return words[static_cast<std::size_t>(stage)];
}

Progress progress_of(const IncidentState& incident, std::int64_t number) {
  Progress p;
  const auto* outreach = incident.outreach(number);
  if (!outreach) return p;
  if (const auto* arrival = incident.reached_by(number, incident.side)) {
    p.stage = Stage::at_post;
    p.at_post = arrival->at;
    p.differs = arrival->shown != outreach->shown;
    p.clocks_differ = arrival->at.plus(base::clocks_agree_within_s) < outreach->fact.time;
  }
  for (const auto& r : incident.responses) {  // in the order of the side's feed
    if (r.number != number) continue;
    if (!p.seen) p.seen = r.fact.time;
    p.stage = std::max(p.stage, Stage::seen);
    if (!r.position) continue;
    p.stage = Stage::answered;
    p.position = r.position;
    p.answered = r.fact.time;
  }
  return p;
}

Time due_of(const OutreachFact& outreach) { return outreach.fact.time.plus(outreach.handling_s); }

std::int64_t attempts_of(const IncidentState& incident, std::int64_t number, const ParticipantId& by) {
  return std::ranges::count_if(incident.attempts, [&](const auto& a) { return a.by == by && a.number == number; });
}

std::optional<Silence> next_silence(const IncidentState& incident, const OutreachFact& outreach, const ParticipantId& intermediary) {
  auto progress = progress_of(incident, outreach.number);
  auto said = attempts_of(incident, outreach.number, intermediary);
  if (progress.seen || said >= silences_max) return std::nullopt;
  return Silence{said + 1, progress.at_post ? AttemptOutcome::unanswered : AttemptOutcome::unreached,
                 outreach.fact.time.plus(outreach.handling_s * (said + 1))};
}

}  // namespace offices::mediation
