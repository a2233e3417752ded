// SPDX-License-Identifier: Apache-2.0
// Charter: the file of --charter: a few lines "key: value", an empty line, then the words.
#pragma once

#include <string_view>

#include "base/json.hpp"

namespace offices::cli {

/// Reads {text, languages, retention_days, existence}. The leading lines may be "languages: en, fa", "retention-days: 3650"
/// and "existence: confidential", each at most once; a file that does not begin with one of them is all words. Fails with
/// Code::usage and names the line.
[[nodiscard]] Result<Json> read_charter(std::string_view file);
/// The file that reads back as `charter`.
[[nodiscard]] std::string charter_file(const Json& charter);

}  // namespace offices::cli
