// SPDX-License-Identifier: Apache-2.0
// Dossiers: whatever the octets, verifying them ends, says the same with one thread as with three, and names a line that is there.
#include <algorithm>
#include <sstream>

#include "fuzz/require.hpp"
#include "mediation/dossier.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace offices;
  std::string text(base::as_text(ByteView{data, size}));
  auto verify = [&](unsigned threads) {
    std::istringstream in(text);
    return mediation::verify_dossier(in, {threads, 1000});
  };
  auto once = verify(1), again = verify(3);
  fuzz::require(once && again && mediation::to_json(*once) == mediation::to_json(*again));
  auto lines = static_cast<std::uint64_t>(std::ranges::count(text, '\n')) + 1;
  if (once->fault) fuzz::require(once->fault->line >= 1 && once->fault->line <= lines);
  fuzz::require(once->findings.size() <= once->proved + once->breaches + once->undecided);
  // What does not hold is never called complete.
  fuzz::require(!once->complete || !once->fault);
  return 0;
}
