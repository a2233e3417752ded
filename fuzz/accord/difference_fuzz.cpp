// SPDX-License-Identifier: Apache-2.0
// Any two texts, up to and after the first zero octet. The pieces lead from one to the other.
#include "base/difference.hpp"

#include <cstdint>
#include <string>

#include "fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using offices::base::Mark;
  using offices::fuzz::require;
  std::string_view all(reinterpret_cast<const char*>(data), size);
  auto cut = all.find('\0');
  auto before = all.substr(0, cut), after = cut == std::string_view::npos ? std::string_view{} : all.substr(cut + 1);
  auto pieces = offices::base::differences(before, after);
  if (!pieces) return 0;
  std::string old, now;
  for (const auto& piece : *pieces) {
    require(!piece.text.empty());
    if (piece.mark != Mark::added) old += piece.text;
    if (piece.mark != Mark::removed) now += piece.text;
  }
  require(old == before && now == after);
  return 0;
}
