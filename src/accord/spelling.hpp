// SPDX-License-Identifier: Apache-2.0
// Spelling: pieces that several of our own formats share, as JSON values for base::spell().
#pragma once

#include "accord/package.hpp"
#include "base/json.hpp"

namespace offices::accord {

/// {"issue": ["option", …], …}
[[nodiscard]] Json combination_json(const Agenda& agenda, const Combination& when);
/// {"issue": "option", …}
[[nodiscard]] Json package_json(const Agenda& agenda, const Package& package);
/// Reads what package_json() makes; `where` says what it is in an error.
[[nodiscard]] Result<Package> package_from(const Agenda& agenda, const Tree& tree, const std::string& where);

}  // namespace offices::accord
