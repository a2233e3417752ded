// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "accord/frontier.hpp"
#include "accord/grow.hpp"
#include "accord/layer_many.hpp"
#include "accord/layer_two.hpp"

namespace offices::accord {
namespace {

constexpr unsigned precision_bits_max = 900;

template <class T>
Integer widen(const T& v) {
  return Integer(v);
}

/// What separates a side's best and worst outcomes: no slack need be larger.
template <class T>
T reach_of(const Compact<T>& compact, std::size_t side) {
  T reach(0);
  for (const auto& choices : compact.issues) {
    auto [low, high] = std::ranges::minmax_element(choices.classes, {}, [&](const Class<T>& c) { return c.worth[side]; });
    reach += high->worth[side] - low->worth[side];
  }
  return reach;
}

/// Grows one kind of layer; nullopt where 64 bits do not hold the counts.
template <class T, class Layer>
Result<std::optional<Frontier>> grown(const Scaled& scaled, const Control& control, const Stream& stream) {
  auto compacted = compact<T>(scaled);
  Grower<T, Layer> grower(compacted, control);
  typename Grower<T, Layer>::Heard heard;
  if (stream)
    heard = [&](const std::vector<Integer>& utilities, std::optional<Integer> count, Outcome outcome) {
      StreamedPoint point{{}, std::move(count), std::move(outcome)};
      for (std::size_t s = 0; s < utilities.size(); ++s) point.utilities.emplace_back(utilities[s], scaled.unit[s]);
      stream(point);
    };
  auto ended = grower.run(heard);
  if (ended == Extended::overflow) return std::optional<Frontier>{};
  if (ended == Extended::cut) {
    if (control.ask() == Pulse::stop) return fail(Code::cancelled);
    return fail(Code::limit_reached, "the memory limit is too small for even a coarse answer");
  }
  bool exact = grower.exact();
  auto slack = grower.slack();
  std::size_t layered = grower.layered();
  Frontier frontier(std::move(grower).points(), scaled.unit);
  frontier.exact = frontier.counted = exact;
  frontier.layered = layered;
  for (std::size_t s = 0; s < slack.size(); ++s)
    frontier.slack[s] = Rational(widen(std::min(slack[s], reach_of(compacted, s))), scaled.unit[s]);
  return std::optional(std::move(frontier));
}

template <class T, class C>
Result<std::optional<Frontier>> by_sides(const Scaled& scaled, const Control& control, const Stream& stream) {
  if (scaled.sides == 2) return grown<T, LayerTwo<T, C>>(scaled, control, stream);
  if (scaled.sides == 3) return grown<T, LayerMany<T, C, 3>>(scaled, control, stream);
  if (scaled.sides == 4) return grown<T, LayerMany<T, C, 4>>(scaled, control, stream);
  if (scaled.sides <= 8) return grown<T, LayerMany<T, C, 8>>(scaled, control, stream);
  return grown<T, LayerMany<T, C, sides_max>>(scaled, control, stream);
}

}  // namespace

Result<Frontier> additive_frontier(const Scenario& scenario, const Control& control, const Stream& stream) {
  Scaled scaled = scale(scenario);
  // Beyond this a double, which sorts out what cannot win, would overflow.
  auto too_wide = [](const Integer& v) { return v != 0 && msb(Integer(abs(v))) > precision_bits_max; };
  if (scaled.bits > precision_bits_max || std::ranges::any_of(scaled.unit, too_wide))
    return fail(Code::too_large, "utilities need more than 900 bits; write them with fewer digits");
  std::optional<Frontier> frontier;
  // Two bits to spare: layers subtract one utility from another.
  if (scaled.bits <= 61) {
    OFFICES_TRY_SET(frontier, (by_sides<std::int64_t, std::uint64_t>(scaled, control, stream)));
  } else if (scaled.bits <= 125) {
    OFFICES_TRY_SET(frontier, (by_sides<Wide, std::uint64_t>(scaled, control, stream)));
  }
  if (!frontier) { OFFICES_TRY_SET(frontier, (by_sides<Integer, Integer>(scaled, control, stream))); }
  return *std::move(frontier);
}

}  // namespace offices::accord
