// SPDX-License-Identifier: Apache-2.0
// Makes and verifies ballots for another implementation: a line of JSON in, a line of JSON out. `ballot_peer FOLDER` writes
// the frozen transcripts there instead.

#include <fstream>
#include <iostream>

#include "tests/interop/ballot_transcripts.hpp"

namespace offices::ballot {
namespace {

/// {"do":"make","sides","noes","seed"} → a transcript
Result<Json> make(base::Fields& f) {
  auto sides = static_cast<std::size_t>(f.integer("sides", min_sides, max_sides));
  auto noes = static_cast<std::uint64_t>(f.integer("noes", 0, std::int64_t{1} << 52));
  auto seed = static_cast<std::uint64_t>(f.integer("seed", 0, 1 << 30));
  OFFICES_CHECK(f.finish());
  return transcripts::make(sides, noes, seed);
}

/// {"do":"verify","session","framework","roster","deadline","messages"} → {"outcome","transcript"}
Result<Json> verify(base::Fields& f) {
  Setup setup{f.id<SessionId>("session"),
              f.id<FrameworkId>("framework"),
              {},
              static_cast<std::uint64_t>(f.integer("deadline", 0, std::int64_t{1} << 53))};
  const auto& roster = f.array("roster", 300);
  const auto& messages = f.array("messages", 1000);
  OFFICES_CHECK(f.finish());
  for (const auto& member : roster) {
    OFFICES_TRY(id, MemberId::from_hex(member.get<std::string>()));
    setup.roster.push_back(id);
  }
  OFFICES_TRY(session, Session::observe(setup));
  for (const auto& message : messages) {
    OFFICES_TRY(octets, base::from_hex(message.get<std::string>()));
    OFFICES_CHECK(session.admit(octets));
  }
  if (!session.outcome()) return fail(Code::ballot_early);
  return Json{{"outcome", transcripts::name_of(session.outcome()->kind)}, {"transcript", session.transcript_hash().hex()}};
}

Result<Json> answer(std::string_view line) {
  OFFICES_TRY(request, base::parse_json(base::as_bytes(line)));
  base::Fields f(request, "request");
  return f.one_of("do", {"make", "verify"}) == "make" ? make(f) : verify(f);
}

}  // namespace
}  // namespace offices::ballot

int main(int argc, char** argv) {
  using namespace offices;
  if (argc > 1) {
    for (const auto& one : ballot::transcripts::frozen) {
      std::ofstream(std::string(argv[1]) + "/" + one.name + ".json")
          << ballot::transcripts::spelled(ballot::transcripts::make(one.sides, one.noes, one.seed));
    }
    return 0;
  }
  for (std::string line; std::getline(std::cin, line);) {
    auto reply = ballot::answer(line);
    Json out = reply ? *reply : Json{{"refused", base::info(reply.error().code).name}};
    std::cout << base::spell(out) << std::endl;
  }
}
