// SPDX-License-Identifier: Apache-2.0
// Require: how a fuzz target says that a promise was broken.
#pragma once

#include <cstdlib>

namespace offices::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace offices::fuzz
