// SPDX-License-Identifier: Apache-2.0
// Accord say: frameworks and explanations as text and JSON.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accord/explain.hpp"
#include "accord/frameworks.hpp"

namespace offices::cli {

[[nodiscard]] std::string frameworks_text(const accord::Answer& answer, const accord::Frameworks& found);
[[nodiscard]] std::string frameworks_json(const accord::Answer& answer, const accord::Frameworks& found);

/// `robust` is per side; absent where it is not defined.
using Robust = std::vector<std::optional<accord::Robustness>>;
[[nodiscard]] std::string explanation_text(const accord::Answer& answer, const accord::Explanation& e, const Robust& robust);
[[nodiscard]] std::string explanation_json(const accord::Answer& answer, const accord::Explanation& e, const Robust& robust);

}  // namespace offices::cli
