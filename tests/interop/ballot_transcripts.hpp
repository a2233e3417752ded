// SPDX-License-Identifier: Apache-2.0
// Transcripts: whole ballots with fixed randomness, as JSON. Those of `frozen` are committed in tests/interop/ballot.
#pragma once

#include "ballot/samples.hpp"
#include "base/json.hpp"

namespace offices::ballot::transcripts {

struct Frozen {
  const char* name;
  std::size_t sides;
  std::uint64_t noes;  ///< by bit: side 1 is the lowest
  std::uint64_t seed;
};
inline constexpr std::array frozen{Frozen{"two-yes", 2, 0, 1}, Frozen{"two-one-no", 2, 1, 1}, Frozen{"three-two-noes", 3, 5, 2},
                                   Frozen{"six-yes", 6, 0, 3}};

[[nodiscard]] inline const char* name_of(Outcome::Kind kind) {
  return kind == Outcome::Kind::adopted ? "adopted" : kind == Outcome::Kind::not_adopted ? "not_adopted" : "aborted";
}

/// {"context", "deadline", "framework", "messages", "outcome", "roster", "session", "transcript"}: octets in hexadecimal.
[[nodiscard]] inline Json make(std::size_t sides, std::uint64_t noes, std::uint64_t seed) {
  samples::Table table(sides, seed);
  const auto outcome = table.run(samples::votes_of(sides, noes));
  const auto& setup = table.setup();
  Json out{{"context", context_of(setup).hex()}, {"deadline", setup.deadline},
           {"framework", setup.framework.hex()}, {"session", setup.session.hex()},
           {"outcome", name_of(outcome.kind)},   {"transcript", table.observer().transcript_hash().hex()},
           {"messages", Json::array()},          {"roster", Json::array()}};
  for (const auto& member : setup.roster) out["roster"].push_back(member.hex());
  for (const auto& message : table.observer().messages()) out["messages"].push_back(base::hex(message));
  return out;
}

/// As it stands in the file.
[[nodiscard]] inline std::string spelled(const Json& transcript) { return transcript.dump(1) + "\n"; }

}  // namespace offices::ballot::transcripts
