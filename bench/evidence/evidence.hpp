// SPDX-License-Identifier: Apache-2.0
// Evidence: how fast a file of the largest size reaches the intermediary's post, against the slowest of its three parts alone.
#pragma once

#include "bench/main/measure.hpp"

namespace offices::bench {

/// `runs` files of `mebibytes` each; the median counts.
void measure_evidence(Report& report, int runs, std::int64_t mebibytes);

}  // namespace offices::bench
