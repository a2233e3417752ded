// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

namespace offices::cli {

std::string_view version() { return OFFICES_VERSION; }

}  // namespace offices::cli
