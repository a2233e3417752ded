// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/main/measure.hpp"

namespace offices::bench {

/// `queued` messages for each side wait at the intermediary's post when it reaches out; `runs` plain passages come before.
void measure_outreach(Report& report, int queued, int runs);
/// The views of a ledger of `commitments`.
void measure_ledger(Report& report, int commitments, int runs);

}  // namespace offices::bench
