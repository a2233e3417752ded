// SPDX-License-Identifier: Apache-2.0
#include "bench/accord/generator.hpp"

#include <algorithm>
#include <numeric>

namespace offices::bench {
namespace {

/// SplitMix64 (Steele, Lea & Flood 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  /// 0 to 999,999.
  std::int64_t millionths() { return static_cast<std::int64_t>(next() % 1'000'000); }
  /// Nearly normal, in millionths: twelve uniform draws have a standard deviation of one (Irwin & Hall 1927).
  std::int64_t normal_millionths() {
    std::int64_t sum = -6'000'000;
    for (int i = 0; i < 12; ++i) sum += millionths();
    return sum;
  }

 private:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  std::uint64_t state_;
};

using Values = std::vector<std::vector<std::int64_t>>;

Values random_values(Random& random, std::size_t issues, std::size_t options) {
  Values v(issues, std::vector<std::int64_t>(options));
  for (auto& issue : v)
    for (auto& x : issue) x = random.millionths();
  return v;
}

Values reversed_with_noise(Random& random, const Values& of) {
  Values v = of;
  for (auto& issue : v)
    for (auto& x : issue) x = std::clamp<std::int64_t>(999'999 - x + random.normal_millionths() / 20, 0, 999'999);
  return v;
}

std::vector<std::int64_t> random_weights(Random& random, std::size_t issues) {
  std::vector<std::int64_t> weight(issues);
  for (auto& w : weight) w = random.millionths() + 1;
  return weight;
}

/// Worth is value times weight, the weights' sum being 1, rounded to the grid of 10^-6.
accord::Preferences side_of(const Values& values, const std::vector<std::int64_t>& weight, std::size_t index) {
  std::int64_t total = std::accumulate(weight.begin(), weight.end(), std::int64_t{0});
  accord::Preferences side;
  side.name = "side " + std::to_string(index + 1);
  side.lines.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& worth = side.worth.emplace_back();
    for (auto v : values[i]) worth.push_back(accord::Rational((v * weight[i] + total / 2) / total, grid));
  }
  return side;
}

}  // namespace

accord::Scenario generate(std::size_t sides, std::size_t issues, std::size_t options, bool opposed, std::uint64_t seed) {
  Random random(seed);
  accord::Scenario out;
  for (std::size_t i = 0; i < issues; ++i) {
    accord::Issue issue;
    issue.name = "issue " + std::to_string(i + 1);
    for (std::size_t k = 0; k < options; ++k) issue.options.push_back("option " + std::to_string(k + 1));
    out.agenda.issues.push_back(std::move(issue));
  }
  Values values;
  std::vector<std::int64_t> weight;
  for (std::size_t s = 0; s < sides; ++s) {
    bool mirrors = opposed && s % 2 == 1;
    values = mirrors ? reversed_with_noise(random, values) : random_values(random, issues, options);
    if (!mirrors) weight = random_weights(random, issues);
    out.sides.push_back(side_of(values, weight, s));
  }
  return out;
}

}  // namespace offices::bench
