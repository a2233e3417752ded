// SPDX-License-Identifier: Apache-2.0
// Qr: an invitation as squares that a telephone can read off the terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace offices::cli {

/// `content` as one or more QR codes, each of a part that fits on a terminal, in UTF-8 half blocks, black on white whatever the
/// terminal's colours are. The parts one after the other are `content`. Fails with Code::internal where no code can be made.
[[nodiscard]] Result<std::vector<std::string>> qr_codes(std::string_view content);

}  // namespace offices::cli
