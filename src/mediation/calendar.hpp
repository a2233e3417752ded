// SPDX-License-Identifier: Apache-2.0
// Calendar: appointments as other programs import them (RFC 5545). Events, since not every calendar reads to-dos.
#pragma once

#include <span>
#include <string>

#include "base/clock.hpp"

namespace offices::mediation {

struct Appointment {
  std::string uid;  ///< the same for the same appointment in every file, so that it is replaced and not doubled
  base::Time at;
  std::string summary, description;  ///< UTF-8 of any script
  std::int64_t remind_s = 0;         ///< how long before
  int priority = 5;                  ///< 1 highest, 9 lowest
};

/// The file, made at `now`: lines of at most 75 octets that end in CR LF, broken between characters.
[[nodiscard]] std::string write_calendar(std::span<const Appointment> appointments, base::Time now);

}  // namespace offices::mediation
