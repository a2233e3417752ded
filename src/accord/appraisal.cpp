// SPDX-License-Identifier: Apache-2.0
#include "accord/appraisal.hpp"

#include <algorithm>

namespace offices::accord {
namespace {

std::string issue_name(const AgendaFile& agenda, std::size_t i) { return "'" + agenda.agenda.issues[i].name + "'"; }

void exact_gaps(const AgendaFile& agenda, const Appraisal& appraisal, std::size_t i, std::vector<std::string>& out) {
  const auto& worth = appraisal.worth[i];
  if (std::ranges::none_of(worth, [](const auto& w) { return w.has_value(); })) {
    out.push_back("issue " + issue_name(agenda, i) + " has not been appraised");
    return;
  }
  for (std::size_t k = 0; k < worth.size(); ++k)
    if (!worth[k]) out.push_back("option '" + agenda.agenda.issues[i].option(k) + "' of " + issue_name(agenda, i) + " has no worth");
  if (!appraisal.weights[i]) out.push_back("issue " + issue_name(agenda, i) + " has no weight");
}

/// The worths that are there, from 0 for the least to 1 for the greatest; a gap is `gap`. All alike: zeros.
std::vector<Rational> stretched(const std::vector<std::optional<Rational>>& worth, const Rational& gap, bool& matters) {
  std::optional<Rational> low, high;
  for (const auto& w : worth) {
    if (!w) continue;
    if (!low || *w < *low) low = w;
    if (!high || *w > *high) high = w;
  }
  matters = low && *low < *high;
  std::vector<Rational> out;
  for (const auto& w : worth) {
    if (!matters) out.emplace_back(0);
    else out.push_back(w ? Rational((*w - *low) / (*high - *low)) : gap);
  }
  return out;
}

Result<void> check_numbers(const AgendaFile& agenda, const Appraisal& appraisal) {
  if (appraisal.kind != Appraisal::Kind::exact) return fail(Code::malformed, "a partial appraisal has no numbers");
  for (std::size_t i = 0; i < appraisal.worth.size(); ++i) {
    bool some = std::ranges::any_of(appraisal.worth[i], [](const auto& w) { return w.has_value(); });
    if (!some || !appraisal.weights[i]) return fail(Code::malformed, "issue " + issue_name(agenda, i) + " has not been appraised");
  }
  return {};
}

void set_reservation(const Appraisal& appraisal, Preferences& side) {
  if (const auto* value = std::get_if<Rational>(&appraisal.walk_away)) side.reservation = *value;
  if (const auto* package = std::get_if<Package>(&appraisal.walk_away)) side.reservation = utility(side, *package->outcome());
}

}  // namespace

std::vector<std::string> gaps(const AgendaFile& agenda, const Appraisal& appraisal) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < agenda.agenda.issues.size(); ++i) {
    if (appraisal.kind == Appraisal::Kind::exact) exact_gaps(agenda, appraisal, i, out);
    else if (appraisal.rankings[i].empty() && agenda.agenda.issues[i].size() > 1)
      out.push_back("the options of " + issue_name(agenda, i) + " have no order");
  }
  return out;
}

Result<Preferences> guessed_preferences(const AgendaFile& agenda, const Appraisal& appraisal, bool hopeful) {
  OFFICES_CHECK(check_numbers(agenda, appraisal));
  Preferences side;
  Rational total = 0;
  for (std::size_t i = 0; i < appraisal.worth.size(); ++i) {
    bool matters = false;
    side.worth.push_back(stretched(appraisal.worth[i], Rational(hopeful ? 1 : 0), matters));
    side.weights.push_back(matters ? *appraisal.weights[i] : Rational(0));
    total += side.weights.back();
  }
  if (total == 0) return fail(Code::malformed, "no issue makes a difference");
  for (std::size_t i = 0; i < side.worth.size(); ++i) {
    side.weights[i] /= total;
    for (auto& w : side.worth[i]) w *= side.weights[i];
  }
  side.lines.resize(side.worth.size());
  side.never = appraisal.never;
  set_reservation(appraisal, side);
  return side;
}

Result<Preferences> preferences_of(const AgendaFile& agenda, const Appraisal& appraisal, const std::string& name) {
  if (appraisal.kind == Appraisal::Kind::exact)
    if (auto missing = gaps(agenda, appraisal); !missing.empty()) return fail(Code::malformed, missing.front());
  OFFICES_TRY(side, guessed_preferences(agenda, appraisal, false));
  side.name = name;
  return side;
}

}  // namespace offices::accord
