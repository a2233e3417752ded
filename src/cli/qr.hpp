// SPDX-License-Identifier: Apache-2.0
// Qr: an invitation as a square that a telephone can read off the terminal.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace offices::cli {

/// A QR code in UTF-8 half blocks, black on white whatever the terminal's colours are. Fails with Code::too_large where
/// `content` is more than a QR code holds (2,953 octets at the lowest error correction).
[[nodiscard]] Result<std::string> qr_code(std::string_view content);

}  // namespace offices::cli
