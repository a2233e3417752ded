// SPDX-License-Identifier: Apache-2.0
#include "post/piece.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "mediation/evidence_file.hpp"

namespace offices::post {
namespace {

constexpr std::int64_t whole = static_cast<std::int64_t>(piece_octets);

Piece piece_of(std::int64_t bytes, std::uint32_t index) {
  static const Bytes octets(piece_octets, Byte{0xab});
  return {{crypto::sha256(base::as_bytes("evidence")), bytes}, index, ByteView(octets).first(piece_size(bytes, index))};
}
Code refused(const Bytes& message) {
  auto p = decode_piece(message);
  return p ? Code::internal : p.error().code;
}

TEST(Piece, CutsAFileWithoutARemainderLost) {
  for (auto bytes : {std::int64_t{1}, whole - 1, whole, whole + 1, 3 * whole, mediation::evidence_bytes_max}) {
    std::int64_t sum = 0;
    for (std::uint32_t i = 0; i < pieces_of(bytes); ++i) {
      EXPECT_GT(piece_size(bytes, i), 0u) << bytes;
      sum += static_cast<std::int64_t>(piece_size(bytes, i));
    }
    EXPECT_EQ(sum, bytes);
    EXPECT_EQ(piece_size(bytes, pieces_of(bytes)), 0u);
  }
}

TEST(Piece, FitsIntoOneEnvelopeAndReadsBack) {
  for (const auto& p : {piece_of(1, 0), piece_of(whole, 0), piece_of(whole + 7, 1), piece_of(mediation::evidence_bytes_max, 4000)}) {
    auto message = encode_piece(p);
    EXPECT_LE(message.size(), wire::frame_body_max);
    EXPECT_TRUE(is_piece(message));
    EXPECT_EQ(*decode_piece(message), p);
  }
  EXPECT_FALSE(is_piece(base::as_bytes("{\"items\":[],\"v\":1}")));
}

TEST(Piece, OfAnotherSizeOrPlaceIsRefused) {
  auto message = encode_piece(piece_of(whole + 7, 1));
  auto longer = message, shorter = message, elsewhere = message, other_tag = message, beyond = message;
  longer.push_back(0);
  shorter.pop_back();
  elsewhere[40] = 0;  // the first piece is a whole one
  other_tag[0] = 2;
  beyond[39] = 9;
  for (const auto& m : {longer, shorter, elsewhere, other_tag, beyond, Bytes{}, Bytes{1}, Bytes(message.begin(), message.begin() + 41)})
    EXPECT_EQ(refused(m), Code::malformed);
  auto huge = encode_piece(piece_of(mediation::evidence_bytes_max, 0));
  huge[36] = 1;  // one octet more than is allowed
  EXPECT_EQ(refused(huge), Code::malformed);
}

// The slow and obvious twin: sets of numbers.
using Set = std::set<std::uint32_t>;
Set set_of(const Runs& runs) {
  Set s;
  for (const auto& r : runs)
    for (std::uint32_t i = 0; i < r.count; ++i) s.insert(r.from + i);
  return s;
}
Runs runs_of(const Set& s) {
  Runs runs;
  for (auto i : s) runs = with(runs, {{i, 1}});
  return runs;
}
Set some() { return *rc::gen::container<Set>(rc::gen::inRange<std::uint32_t>(0, 40)); }

RC_GTEST_PROP(Runs, AreSetsOfNumbers, ()) {
  auto a = some(), b = some();
  auto ra = runs_of(a), rb = runs_of(b);
  Set both = a, rest;
  both.insert(b.begin(), b.end());
  std::ranges::set_difference(a, b, std::inserter(rest, rest.end()));
  RC_ASSERT(set_of(ra) == a);
  RC_ASSERT(size_of(ra) == a.size());
  RC_ASSERT(with(ra, rb) == runs_of(both));
  RC_ASSERT(without(ra, rb) == runs_of(rest));
  auto n = *rc::gen::inRange<std::uint32_t>(0, 45);
  auto first = set_of(first_of(ra, n));
  RC_ASSERT(first.size() == std::min<std::size_t>(n, a.size()));
  RC_ASSERT(std::ranges::equal(first, a | std::views::take(n)));
  auto read = read_runs(runs_json(ra), 40);
  RC_ASSERT(read.has_value() && *read == ra);
}

TEST(Runs, HaveOneSpelling) {
  auto read = [](const char* text) { return read_runs(*base::parse_json(base::as_bytes(text)), 10).has_value(); };
  EXPECT_TRUE(read("[]"));
  EXPECT_TRUE(read("[[0,1],[2,8]]"));
  for (const char* wrong : {"{}", "[[0,0]]", "[[0,11]]", "[[9,2]]", "[[0,1],[1,1]]", "[[2,1],[0,1]]", "[[0,2],[1,1]]", "[[-1,1]]", "[[0]]",
                            "[[0,1,2]]", "[0,1]", "[[\"0\",1]]", "[[9007199254740991,9007199254740991]]"})
    EXPECT_FALSE(read(wrong)) << wrong;
}

TEST(Asking, ReadsBackAndIsBounded) {
  Content of{crypto::sha256(base::as_bytes("evidence")), 2000 * whole};
  for (const auto& a :
       {Asking{of, 0, {{0, 16}}, false}, Asking{of, 2000, {}, false}, Asking{of, 0, {}, true}, Asking{of, 7, {{9, 4}, {20, 1}}, false}})
    EXPECT_EQ(*read_asking(asking_json(a)), a);
  EXPECT_FALSE(read_asking(asking_json({of, 0, {{0, asked_pieces_max + 1}}, false})));
  EXPECT_FALSE(read_asking(asking_json({of, 1999, {{0, 2}}, false}))) << "it holds these";
  EXPECT_FALSE(read_asking(asking_json({of, 0, {{0, 1}}, true})));
  auto more = asking_json({of, 0, {}, false});
  more["bytes"] = mediation::evidence_bytes_max + 1;
  EXPECT_FALSE(read_asking(more));
}

}  // namespace
}  // namespace offices::post
