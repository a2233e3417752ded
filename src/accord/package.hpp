// SPDX-License-Identifier: Apache-2.0
// Package: some or all issues of an agenda settled; a framework is one. What it leaves open can be completed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accord/agenda.hpp"
#include "accord/control.hpp"

namespace offices::accord {

inline constexpr std::size_t package_bytes_max = 128 * 1024;

/// One option, or none, per issue of the agenda.
struct Package {
  std::vector<std::optional<std::uint32_t>> choice;

  [[nodiscard]] bool complete() const;
  /// The same as an outcome, if complete.
  [[nodiscard]] std::optional<Outcome> outcome() const;
  bool operator==(const Package&) const = default;
};
[[nodiscard]] Package package_of(const Outcome& outcome);

/// Reads {"issue": "option", …} against `agenda` (no real issues); integers may be numbers. Issues that are not named
/// stay open; an empty package is refused. Fails with Code::malformed or too_large, naming issue and reason.
[[nodiscard]] Result<Package> read_package(const Agenda& agenda, std::string_view json);
/// Its one spelling, as base/json.hpp spells; integers as strings. read_package(write_package(x)) == x.
[[nodiscard]] std::string write_package(const Agenda& agenda, const Package& package);
/// "inspections: announced; duration in years: 8", in the agenda's order.
[[nodiscard]] std::string package_words(const AgendaFile& agenda, const Package& package, std::string_view language = "en");

/// How a combination (a red line) meets a package.
enum class Reach {
  avoided,   ///< no completion matches it
  possible,  ///< some completions do
  certain,   ///< all do
};
[[nodiscard]] Reach reach(const Combination& when, const Package& package);

/// A combination of a list that a package meets.
struct Violation {
  std::size_t index = 0;  ///< in the list
  Reach reach = Reach::possible;
  bool operator==(const Violation&) const = default;
};
/// Those of `never` that `package` matches or may still match, in order.
[[nodiscard]] std::vector<Violation> violations(const std::vector<Combination>& never, const Package& package);
/// "inspections: unannounced with announcement: joint".
[[nodiscard]] std::string combination_words(const AgendaFile& agenda, const Combination& when, std::string_view language = "en");

struct Range {
  Rational low, high;
  bool operator==(const Range&) const = default;
};

/// How many outcomes complete `package`, red lines aside.
[[nodiscard]] Integer completions(const Agenda& agenda, const Package& package);
/// The least and greatest additive worth over the completions that avoid `never` (terms, base and cap of `side` are
/// ignored); none where no completion avoids it. Fails as frontier_of() does.
[[nodiscard]] Result<std::optional<Range>> completion_range(const Agenda& agenda, const std::vector<Combination>& never,
                                                            const Preferences& side, const Package& package, const Control& control);

/// Whether some completion that avoids `never` matches `line`.
[[nodiscard]] Result<bool> may_meet(const Agenda& agenda, const std::vector<Combination>& never, const Combination& line,
                                    const Package& package, const Control& control);

/// Where two packages differ: on `issue`, from one option (or none) to another (or none).
struct IssueChange {
  std::size_t issue = 0;
  std::optional<std::uint32_t> from, to;
  bool operator==(const IssueChange&) const = default;
};
/// Issue by issue in the agenda's order. Both packages are of one agenda.
[[nodiscard]] std::vector<IssueChange> differences(const Package& before, const Package& after);

}  // namespace offices::accord
