// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "accord/feasible.hpp"
#include "accord/weigh.hpp"

namespace offices::accord {
namespace {

std::string joined(const std::vector<std::string>& sentences) {
  std::string out;
  for (const auto& s : sentences) out += (out.empty() ? "" : "; ") + s;
  return out;
}

Result<Contribution> contribution(const FeasibleSet& set, std::size_t issue, std::optional<std::uint32_t> option) {
  Contribution out{issue, option, {0, 0}, {0, 0}};
  if (option) {
    OFFICES_TRY_SET(out.gains, set.worth(issue, *option));
    OFFICES_TRY_SET(out.gives, set.lacks(issue, *option));
    return out;
  }
  OFFICES_TRY(weight, set.weight(issue));
  out.gains.high = out.gives.high = weight.high;
  return out;
}

Result<Verdict> verdict_of(const FeasibleSet& set, const AgendaFile& agenda, const Appraisal& appraisal, const Package& package,
                           const Weighing& w, const Control& control) {
  if (!w.utility) return Verdict::unacceptable;
  auto lines = agenda.never;
  lines.insert(lines.end(), appraisal.never.begin(), appraisal.never.end());
  OFFICES_TRY(safe, set.bounds(package, lines));
  if (!safe) return Verdict::unacceptable;
  if (!set.walking_stated()) return Verdict::depends;
  OFFICES_TRY(possible, set.possibly_acceptable(package, lines));
  if (!possible) return Verdict::unacceptable;
  for (const auto& line : w.red_lines) {
    OFFICES_TRY(crossed, may_meet(agenda.agenda, agenda.never, appraisal.never[line.index], package, control));
    if (crossed) return Verdict::depends;
  }
  OFFICES_TRY(necessary, set.necessarily_acceptable(package, agenda.never));
  return necessary ? Verdict::acceptable : Verdict::depends;
}

}  // namespace

Result<Weighing> weigh_partial(const AgendaFile& agenda, const Appraisal& appraisal, const Package& package, const Control& control) {
  OFFICES_TRY(set, FeasibleSet::of(agenda, appraisal));
  if (!set.consistent()) {
    OFFICES_TRY(conflict, set.conflict());
    return fail(Code::malformed, "these statements contradict each other: " + joined(conflict));
  }
  Weighing out;
  out.exact = false;
  out.red_lines = violations(appraisal.never, package);
  out.constraints = violations(agenda.never, package);
  OFFICES_TRY(bounds, set.bounds(package, agenda.never));
  if (bounds) out.utility = bounds->utility;
  if (set.walking_stated()) {
    OFFICES_TRY_SET(out.walk_away, set.walk_away());
    if (bounds) out.distance = bounds->distance;
  }
  for (std::size_t i = 0; i < package.choice.size(); ++i) {
    OFFICES_TRY(one, contribution(set, i, package.choice[i]));
    // Constraints between open issues are left aside here.
    out.tight = out.tight && (one.option || out.constraints.empty());
    out.issues.push_back(std::move(one));
  }
  OFFICES_TRY_SET(out.verdict, verdict_of(set, agenda, appraisal, package, out, control));
  return out;
}

}  // namespace offices::accord
