// SPDX-License-Identifier: Apache-2.0
// Frameworks: several packages of nearly equal merit that differ as much as possible in content (MESO: multiple
// equivalent simultaneous offers).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "accord/solve.hpp"

namespace offices::accord {

/// The solution point near which frameworks are sought. A package's merit is its Nash product, its smallest share of an
/// ideal gain, its smallest gain, or its sum of utilities.
enum class Aim { nash, kalai_smorodinsky, egalitarian, utilitarian };
[[nodiscard]] std::string_view name_of(Aim aim);
[[nodiscard]] std::optional<Aim> aim_named(std::string_view name);

struct FrameworksRequest {
  std::size_t count = 3;
  Rational loss{1, 20};             ///< share of the best merit (or of that side's best rational utility) given up
  std::optional<std::size_t> side;  ///< measure merit by this side's utility instead
  Aim aim = Aim::nash;
};

struct Frameworks {
  std::vector<std::size_t> points;  ///< indices into the answer's frontier, ascending
  Rational distance;                ///< the smallest distance between two of them, 0 to 1
  std::size_t candidates = 0;       ///< how many points were good enough
  bool exact = true;                ///< false: chosen greedily, at least half the best possible distance
};

/// Distances between outcomes: the weight of the issues they settle differently, of a total of 1. An issue weighs the
/// mean over the sides of its worth's range within the side's sum of ranges, on a grid of 10^-9.
class Content {
 public:
  explicit Content(const Scenario& scenario);
  [[nodiscard]] std::int64_t distance(const Outcome& a, const Outcome& b) const;
  static constexpr std::int64_t whole = 1'000'000'000;

 private:
  std::vector<std::int64_t> weight_;
};

/// Chooses `count` rational frontier points, none worse than `loss` allows, with the greatest smallest distance:
/// exactly for count ≤ 3 and at most 300 candidates, else greedily, farthest first, which reaches half of it (Ravi,
/// Rosenkrantz & Tayi 1994). Fails with Code::not_found where the ZOPA is empty or holds fewer candidates.
[[nodiscard]] Result<Frameworks> frameworks(const Answer& answer, const FrameworksRequest& request);

/// The two choosers, for tests: `distance[i][k]` symmetric.
using Distances = std::vector<std::vector<std::int64_t>>;
[[nodiscard]] std::vector<std::size_t> choose_exactly(const Distances& distance, std::size_t count);
[[nodiscard]] std::vector<std::size_t> choose_greedily(std::size_t candidates, std::size_t count, std::size_t first,
                                                       const std::function<std::int64_t(std::size_t, std::size_t)>& distance);

}  // namespace offices::accord
