// SPDX-License-Identifier: Apache-2.0
// Evidence files: what a file may be that an attestation names by its hash.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace offices::mediation {

inline constexpr std::int64_t evidence_bytes_max = 64 * 1024 * 1024;

/// Admits the plain name of a file: one line as check_line() has it, that leads nowhere else on any system and reads as it is
/// written. Refused are a path, a stream or a drive (`/`, `\`, `:`), a leading dot, and direction marks.
/// Fails with the text codes or Code::malformed.
[[nodiscard]] Result<void> check_file_name(std::string_view name);

}  // namespace offices::mediation
