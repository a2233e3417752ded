// SPDX-License-Identifier: Apache-2.0
// Dossier maker: an intermediary's dossier of any size, in memory that does not grow with its words.
#pragma once

#include <ostream>

#include "mediation/dossier.hpp"

namespace offices::bench {

/// Writes about `statements` statements: rounds of signal, mandate, dispatch and report in one channel, conveyance and receipt
/// in the other. Every conveyance in it is proved.
void write_dossier(std::ostream& out, std::uint64_t statements, mediation::DossierMode mode);

}  // namespace offices::bench
