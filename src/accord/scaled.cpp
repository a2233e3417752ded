// SPDX-License-Identifier: Apache-2.0
#include "accord/scaled.hpp"

#include <algorithm>
#include <numeric>

namespace offices::accord {
namespace {

Integer common_denominator(const Preferences& side) {
  Integer unit = denominator(side.base);
  for (const auto& issue : side.worth)
    for (const auto& w : issue) unit = lcm(unit, denominator(w));
  return unit;
}

Integer times(const Rational& v, const Integer& unit) { return numerator(v) * (unit / denominator(v)); }

template <class T>
T narrow(const Integer& v) {
  if constexpr (std::is_same_v<T, Integer>) return v;
  else return v.convert_to<T>();
}

/// Whether a is at least b for everybody.
template <class T>
bool covers(const std::vector<T>& a, const std::vector<T>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] < b[i]) return false;
  return true;
}

template <class T>
std::vector<Class<T>> classes_of(const std::vector<Integer>& worth, std::size_t sides) {
  std::vector<Class<T>> all(worth.size() / sides);
  for (std::size_t k = 0; k < all.size(); ++k) {
    for (std::size_t s = 0; s < sides; ++s) all[k].worth.push_back(narrow<T>(worth[k * sides + s]));
    all[k].option = static_cast<std::uint32_t>(k);
  }
  std::ranges::sort(all, [](const auto& x, const auto& y) { return x.worth != y.worth ? x.worth > y.worth : x.option < y.option; });
  // Sorted so, whatever covers an option stands before it; sides = 2 needs the last kept one only.
  std::vector<Class<T>> kept;
  for (auto& one : all) {
    auto cover = sides == 2 ? (kept.empty() ? kept.end() : kept.end() - 1) : kept.begin();
    cover = std::find_if(cover, kept.end(), [&](const auto& k) { return covers(k.worth, one.worth); });
    if (cover == kept.end()) kept.push_back(std::move(one));
    else if (cover->worth == one.worth) ++cover->count;
  }
  return kept;
}

template <class T>
double spread(const Choices<T>& choices, std::size_t sides) {
  double most = 0;
  for (std::size_t s = 0; s < sides; ++s) {
    auto [low, high] = std::ranges::minmax(choices.classes, {}, [&](const Class<T>& c) { return c.worth[s]; });
    most = std::max(most, static_cast<double>(high.worth[s] - low.worth[s]));
  }
  return most;
}

}  // namespace

Scaled scale(const Scenario& scenario) {
  Scaled out;
  out.sides = scenario.sides.size();
  out.worth.resize(scenario.agenda.issues.size());
  for (std::size_t i = 0; i < out.worth.size(); ++i) out.worth[i].resize(scenario.agenda.issues[i].size() * out.sides);
  for (std::size_t s = 0; s < out.sides; ++s) {
    const auto& side = scenario.sides[s];
    out.unit.push_back(common_denominator(side));
    out.base.push_back(times(side.base, out.unit[s]));
    Integer reach = abs(out.base[s]);
    for (std::size_t i = 0; i < out.worth.size(); ++i) {
      Integer most = 0;
      for (std::size_t k = 0; k < side.worth[i].size(); ++k) {
        out.worth[i][k * out.sides + s] = times(side.worth[i][k], out.unit[s]);
        most = std::max(most, Integer(abs(out.worth[i][k * out.sides + s])));
      }
      reach += most;
    }
    if (reach > 0) out.bits = std::max(out.bits, static_cast<unsigned>(msb(reach)) + 1);
  }
  return out;
}

template <class T>
Compact<T> compact(const Scaled& scaled) {
  Compact<T> out;
  out.sides = scaled.sides;
  for (const auto& b : scaled.base) out.base.push_back(narrow<T>(b));
  for (std::size_t i = 0; i < scaled.worth.size(); ++i) {
    Choices<T> choices{i, classes_of<T>(scaled.worth[i], scaled.sides)};
    out.settled.choice.push_back(choices.classes.front().option);
    if (choices.classes.size() > 1) {
      out.issues.push_back(std::move(choices));
      continue;
    }
    out.factor *= choices.classes.front().count;
    for (std::size_t s = 0; s < out.sides; ++s) out.base[s] += choices.classes.front().worth[s];
  }
  std::ranges::sort(out.issues, {}, [&](const Choices<T>& c) { return std::pair(spread(c, out.sides), c.issue); });
  return out;
}

template Compact<std::int64_t> compact(const Scaled&);
template Compact<Wide> compact(const Scaled&);
template Compact<Integer> compact(const Scaled&);

}  // namespace offices::accord
