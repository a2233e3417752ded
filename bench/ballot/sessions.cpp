// SPDX-License-Identifier: Apache-2.0
// Whole ballots: what one side computes, and what it sends, by the number of sides.
#include <cstdio>
#include <cstdlib>

#include "ballot/samples.hpp"
#include "bench/ballot/measure_ballot.hpp"

namespace offices::bench {
namespace {

using namespace ballot;

/// Every message of a ballot, verified: by one who only looks on.
Needs verified(std::size_t sides) {
  const auto n = static_cast<double>(sides);
  auto proofs =
      needs::key_check.times(n + 1) + needs::vote_check.times(n) + needs::blinding_check.times(n + 1) + needs::share_check.times(n + 1);
  // Elements from outside are checked once; sums take one addition an element; R takes two.
  const auto elements = (n + 1) + 2 * n + 2 * (n + 1) + (n + 1);
  return proofs + Needs{0, 0, elements + 2, elements};
}

/// What a side makes itself, beside verifying: the key share's element and four messages.
Needs made() { return Needs{1, 0, 0, 0} + needs::key_proof + needs::vote + needs::blinding + needs::share; }

std::size_t octets_of(std::size_t member, const Setup& setup) {
  std::size_t sum = 0;
  for (auto round : {Round::key, Round::vote, Round::blinding, Round::share, Round::opening}) {
    const auto range = speakers(round, setup);
    if (member >= range.first && member <= range.last) sum += message_octets(round);
  }
  return sum;
}

/// Side 1 through a whole ballot, the others' messages at hand.
void play(std::size_t sides, const std::vector<Bytes>& messages) {
  crypto::SeededRandom random(1001);  // as the table drew for side 1: the same messages come out
  auto session = *Session::join(samples::setup_of(sides), 1, random);
  for (const auto& message : messages) {
    const auto waits = session.missing();
    if (std::ranges::find(waits, Byte{1}) != waits.end() && message[2] == 1) {
      if (session.round() == Round::vote) (void)session.vote(Vote::yes, random);
      else (void)session.speak(random);
    }
    if (!session.admit(message)) std::abort();
  }
  if (session.outcome() != Outcome{Outcome::Kind::adopted}) std::abort();
}

void measure_size(Report& report, std::size_t sides, int turns) {
  samples::Table table(sides);
  const auto setup = samples::setup_of(sides);
  (void)table.run(samples::votes_of(sides, 0));
  const auto messages = table.observer().messages();
  std::size_t all = 0;
  for (const auto& message : messages) all += message.size();
  const auto few = std::max(3, turns / 8);
  const auto name = std::to_string(sides) + " sides: ";
  const auto check = compare(
      [&] {
        if (!verify_transcript(setup, messages)) std::abort();
      },
      verified(sides), few, 1);
  const Row row{{"sides", sides}, {"octets_side", octets_of(1, setup)}, {"octets_intermediary", octets_of(0, setup)}, {"octets_all", all}};
  add_compared(report, name + "the transcript verified", check, verified(sides), row);
  const auto needed = verified(sides) + made();
  const auto side = compare([&] { play(sides, messages); }, needed, few, 1);
  add_compared(report, name + "all that a side computes", side, needed, row);
  char figure[80];
  std::snprintf(figure, sizeof figure, "%zu o a side, %zu in all; %.1f ms", octets_of(1, setup), all, side.seconds * 1000);
  report.add(name + "octets, and a side's time", figure, "", true, row);
}

}  // namespace

void measure_sessions(Report& report, int turns) {
  for (std::size_t sides : {2u, 3u, 5u, 10u, 20u}) measure_size(report, sides, turns);
}

}  // namespace offices::bench
