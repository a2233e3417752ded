// SPDX-License-Identifier: Apache-2.0
// Evidence files over lines that drop, double, delay and reorder, between posts that die at any commit and are put back to older
// copies: what came is not asked for again, and what is there in the end is the file.
#include "sim/inspection.hpp"

namespace offices::sim {
namespace {

constexpr std::size_t piece = post::piece_octets;

std::uint64_t seeds(std::uint64_t otherwise) {
  const char* asked = std::getenv("GOODOFFICES_SIM_SEEDS");
  return asked ? std::min<std::uint64_t>(std::strtoull(asked, nullptr, 10), otherwise) : otherwise;
}

TEST(EvidenceWeather, EveryFileArrivesWholeInTheEnd) {
  Faults seen;
  for (std::uint64_t seed = 1; seed <= seeds(6); ++seed) {
    Inspection i(7000 + seed);
    auto octets = Inspection::some_octets(150 * piece + seed, seed), small = Inspection::some_octets(seed, seed + 100);
    auto file = Inspection::named("gate.jpg", octets), note = Inspection::named("note.txt", small);
    i.add(file, octets);
    i.add(note, small);
    i.attest({file, note}, {"Iran", "Israel"});
    i.net.weather = {.drop = 15, .lose_answer = 15, .late = 20, .reorder = 30, .duplicate = 20, .crash = 10};
    i.carry_all(25);
    i.net.weather = {};
    for (int n = 0; n < 20; ++n) {
      i.carry_all(4);
      i.net.now = i.net.now.plus(3600);
    }
    for (const char* who : {"Moscow", "Iran", "Israel"}) {
      EXPECT_EQ(i.read(who, file), base::as_text(octets)) << who << " " << seed;
      EXPECT_EQ(i.read(who, note), base::as_text(small)) << who << " " << seed;
      i.must(who, "fsck", Json::object());
    }
    seen.dropped += i.net.faults.dropped;
    seen.doubled += i.net.faults.doubled;
    seen.reordered += i.net.faults.reordered;
    seen.crashed_before += i.net.faults.crashed_before;
    seen.crashed_after += i.net.faults.crashed_after;
  }
  for (auto n : {seen.dropped, seen.doubled, seen.reordered, seen.crashed_before, seen.crashed_after}) EXPECT_GT(n, 0u);
}

/// Sends a file with a death at the given commit from its announcement on; the commits that there were.
std::uint64_t send_with_a_death(std::uint64_t at, std::uint64_t& sent) {
  Inspection i(71);
  auto octets = Inspection::some_octets(50 * piece + 9);
  auto file = Inspection::named("gate.jpg", octets);
  i.add(file, octets);
  i.attest({file}, {"Iran"});
  auto before = i.net.commit_points;
  i.net.crash_at = at == 0 ? 0 : before + at;
  i.carry_all(16);
  i.net.settle();
  EXPECT_EQ(i.read("Moscow", file), base::as_text(octets)) << at;
  EXPECT_EQ(i.listed("Agency", file).at("to")[0].at("state"), "held") << at;
  sent = i.net.pieces_sent;
  return i.net.commit_points - before;
}

TEST(EvidenceWeather, ADeathAtAnyCommitCostsOneBatchAtMost) {
  std::uint64_t sent = 0;
  auto commits = send_with_a_death(0, sent);
  EXPECT_EQ(sent, 102u);
  ASSERT_GT(commits, 40u);
  for (std::uint64_t at = 1; at < commits; at += std::max<std::uint64_t>(1, commits / seeds(40))) {
    send_with_a_death(at, sent);
    EXPECT_LE(sent, 102u + post::batch_pieces) << at;
  }
}

TEST(EvidenceWeather, WhatARelayForgetsIsAskedForAgain) {
  Inspection i(72);
  auto octets = Inspection::some_octets(40 * piece);
  auto file = Inspection::named("gate.jpg", octets);
  i.add(file, octets);
  i.attest({file}, {"Iran"});
  i.net.carry("Agency");
  i.net.carry("Moscow");  // asks
  i.net.carry("Moscow");
  i.net.carry("Agency");
  i.net.carry("Agency");  // sends the first pieces, which the relay forgets
  ASSERT_GT(i.net.pieces_sent, 0u);
  for (auto& [mailbox, box] : i.net.relay("http://relay-1.invalid").boxes) box.held.clear();
  i.carry_all();
  EXPECT_EQ(i.read("Moscow", file), "evidence_incomplete");
  i.net.now = i.net.now.plus(301);
  i.carry_all();
  EXPECT_EQ(i.read("Moscow", file), base::as_text(octets));
}

TEST(EvidenceWeather, EitherEndMayBePutBackToAnOlderCopy) {
  for (const char* who : {"Agency", "Moscow"}) {
    Inspection i(73);
    auto octets = Inspection::some_octets(300 * piece);
    auto file = Inspection::named("gate.jpg", octets);
    i.add(file, octets);
    i.attest({file}, {"Iran"});
    i.carry_all(2);
    i.net.save_copy(who);
    i.carry_all(2);
    auto held = i.listed("Moscow", file).at("held").get<int>();
    ASSERT_GT(held, 0);
    ASSERT_LT(held, 300);
    i.net.restore_copy(who);
    for (int n = 0; n < 12; ++n) {
      i.carry_all();
      i.net.now = i.net.now.plus(3600);
    }
    EXPECT_EQ(i.read("Moscow", file), base::as_text(octets)) << who;
  }
}

}  // namespace
}  // namespace offices::sim
