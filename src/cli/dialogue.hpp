// SPDX-License-Identifier: Apache-2.0
// Dialogue: asks the person in front of the terminal for an appraisal, question by question.
#pragma once

#include <string>

#include "cli/console.hpp"

namespace offices::cli {

/// Asks until nothing is left to ask, shows what the answers come to, and asks whether to keep them. `agenda` is the text
/// of an agenda file; questions come in the language of the
/// console's view where the agenda has it. Returns the text of an appraisal file.
///
/// Everything is printed to `to`. Fails with Code::cancelled where the person ends it or does not keep it; nothing of the
/// answers stays anywhere then.
[[nodiscard]] Result<std::string> ask_for_appraisal(Console& console, std::ostream& to, const std::string& agenda);

}  // namespace offices::cli
