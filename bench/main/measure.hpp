// SPDX-License-Identifier: Apache-2.0
// Measure: clocks, quantiles, children of their own, and what this machine can do at most.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace offices::bench {

using Row = nlohmann::ordered_json;

[[nodiscard]] double seconds_of(const std::function<void()>& work);
/// The value below which `share` of them lie. Sorts.
[[nodiscard]] double quantile(std::vector<double>& values, double share);

/// What a child measured, and the most memory that it held.
struct Apart {
  Json answer;
  double peak_mib = 0;
  bool ended_well = false;
};
/// Runs `work` in a child, so that its memory is its own.
[[nodiscard]] Apart apart(const std::function<Json()>& work);

/// A directory under the temporary one that is removed when it dies.
class Workspace {
 public:
  Workspace();
  Workspace(const Workspace&) = delete;
  ~Workspace();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

[[nodiscard]] Row machine();
/// Raw Ed25519 verifications a second of messages of 1,024 octets, about a statement's size, all threads together.
[[nodiscard]] double verifications_per_second(unsigned threads);
/// The median of what one passage costs at least: 10 appends of 4 KiB with fdatasync, 5 signatures, 8 verifications, 4 seals and
/// 4 opens of an envelope, in seconds.
[[nodiscard]] double passage_floor(const std::filesystem::path& directory);

/// A line of the table and its JSON.
struct Report {
  Row rows = Row::array();
  bool good = true;
  void add(const std::string& what, const std::string& figure, const std::string& aim, bool met, Row row);
};

void measure_path(Report& report, int runs);
void measure_dossiers(Report& report, const std::vector<std::uint64_t>& sizes);
void measure_scale(Report& report, std::uint64_t statements);
void measure_idle(Report& report, int periods);

}  // namespace offices::bench
