// SPDX-License-Identifier: Apache-2.0
#include "accord/weigh.hpp"

#include <algorithm>
#include <array>

#include "accord/spelling.hpp"

namespace offices::accord {
namespace {

/// The side's red lines and the agenda's constraints together.
std::vector<Combination> all_lines(const AgendaFile& agenda, const Appraisal& appraisal) {
  auto out = agenda.never;
  out.insert(out.end(), appraisal.never.begin(), appraisal.never.end());
  return out;
}

/// What the two kinds of appraisal answer each in its way. `low` and `high` are equal for an appraisal without gaps.
struct Bounding {
  const AgendaFile& agenda;
  const Appraisal& appraisal;
  const Package& package;
  const Control& control;
  Preferences low, high;
};

/// One issue's share of the range: what only it adds, the others being worth nothing.
Result<std::optional<Range>> alone(const Bounding& b, std::size_t issue) {
  if (b.package.choice[issue]) return Range{b.low.worth[issue][*b.package.choice[issue]], b.high.worth[issue][*b.package.choice[issue]]};
  auto only = [&](const Preferences& side) {
    Preferences out;
    for (std::size_t i = 0; i < side.worth.size(); ++i)
      out.worth.push_back(i == issue ? side.worth[i] : std::vector<Rational>(side.worth[i].size(), Rational(0)));
    return out;
  };
  OFFICES_TRY(least, completion_range(b.agenda.agenda, b.agenda.never, only(b.low), b.package, b.control));
  OFFICES_TRY(most, completion_range(b.agenda.agenda, b.agenda.never, only(b.high), b.package, b.control));
  if (!least || !most) return std::nullopt;
  return Range{least->low, most->high};
}

Result<void> contributions(const Bounding& b, Weighing& out) {
  for (std::size_t i = 0; i < b.package.choice.size(); ++i) {
    OFFICES_TRY(range, alone(b, i));
    Contribution one{i, b.package.choice[i], range.value_or(Range{0, 0}), {0, 0}};
    one.gives = {Rational(b.low.weights[i] - one.gains.high), Rational(b.low.weights[i] - one.gains.low)};
    out.issues.push_back(std::move(one));
  }
  return {};
}

Result<Verdict> exact_verdict(const Bounding& b, const Weighing& w) {
  if (!w.utility) return Verdict::unacceptable;
  OFFICES_TRY(safe, completion_range(b.agenda.agenda, all_lines(b.agenda, b.appraisal), b.high, b.package, b.control));
  if (!safe || (w.walk_away && safe->high < w.walk_away->low)) return Verdict::unacceptable;
  if (!w.distance || w.distance->low < 0) return Verdict::depends;
  for (const auto& line : w.red_lines) {
    OFFICES_TRY(crossed, may_meet(b.agenda.agenda, b.agenda.never, b.appraisal.never[line.index], b.package, b.control));
    if (crossed) return Verdict::depends;
  }
  return Verdict::acceptable;
}

Result<Weighing> weigh_exact(const AgendaFile& agenda, const Appraisal& appraisal, const Package& package, const Control& control) {
  OFFICES_TRY(low, guessed_preferences(agenda, appraisal, false));
  OFFICES_TRY(high, guessed_preferences(agenda, appraisal, true));
  Bounding b{agenda, appraisal, package, control, std::move(low), std::move(high)};
  Weighing out;
  out.red_lines = violations(appraisal.never, package);
  out.constraints = violations(agenda.never, package);
  OFFICES_TRY(least, completion_range(agenda.agenda, agenda.never, b.low, package, control));
  OFFICES_TRY(most, completion_range(agenda.agenda, agenda.never, b.high, package, control));
  if (least && most) out.utility = Range{least->low, most->high};
  if (b.low.reservation) out.walk_away = Range{*b.low.reservation, *b.high.reservation};
  if (out.utility && out.walk_away)
    out.distance = Range{Rational(out.utility->low - out.walk_away->high), Rational(out.utility->high - out.walk_away->low)};
  // A gap in the package and in the walk-away package is the same number, which these ranges do not know.
  out.tight = b.low.worth == b.high.worth;
  OFFICES_CHECK(contributions(b, out));
  OFFICES_TRY_SET(out.verdict, exact_verdict(b, out));
  return out;
}

Json range_json(const Range& range) { return Json::array({decimal(range.low), decimal(range.high)}); }
Json range_json(const std::optional<Range>& range) { return range ? range_json(*range) : Json(nullptr); }

Json violations_json(const AgendaFile& agenda, const std::vector<Combination>& never, const std::vector<Violation>& met) {
  Json out = Json::array();
  for (const auto& v : met)
    out.push_back({{"when", combination_json(agenda.agenda, never[v.index])}, {"certain", v.reach == Reach::certain}});
  return out;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 3> names{"acceptable", "unacceptable", "depends"};
  return names[static_cast<std::size_t>(verdict)];
}

Result<Weighing> weigh(const AgendaFile& agenda, const Appraisal& appraisal, const Package& package, const Control& control) {
  if (appraisal.kind == Appraisal::Kind::exact) return weigh_exact(agenda, appraisal, package, control);
  return weigh_partial(agenda, appraisal, package, control);
}

std::string weighing_json(const AgendaFile& agenda, const Appraisal& appraisal, const Weighing& w) {
  Json out{{"utility", range_json(w.utility)},
           {"walk_away", range_json(w.walk_away)},
           {"distance", range_json(w.distance)},
           {"verdict", name_of(w.verdict)},
           {"exact", w.exact},
           {"tight", w.tight}};
  out["red_lines"] = violations_json(agenda, appraisal.never, w.red_lines);
  out["constraints"] = violations_json(agenda, agenda.never, w.constraints);
  for (const auto& c : w.issues) {
    const Issue& issue = agenda.agenda.issues[c.issue];
    out["issues"].push_back({{"issue", issue.name},
                             {"option", c.option ? Json(issue.option(*c.option)) : Json(nullptr)},
                             {"gains", range_json(c.gains)},
                             {"gives", range_json(c.gives)}});
  }
  return base::spell(out);
}

}  // namespace offices::accord
