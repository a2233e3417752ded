// SPDX-License-Identifier: Apache-2.0
#include "record/merkle.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace offices::record {
namespace {

// The slow twin: RFC 6962 section 2.1 word for word, over the entries themselves.

using Entries = std::vector<Bytes>;

Entries part(const Entries& d, std::size_t from, std::size_t to) {
  return {d.begin() + static_cast<std::ptrdiff_t>(from), d.begin() + static_cast<std::ptrdiff_t>(to)};
}

Digest hash_of(Byte prefix, const Bytes& a, const Bytes& b = {}) {
  Bytes all{prefix};
  base::put(all, a);
  base::put(all, b);
  return crypto::sha256(all);
}

std::size_t power_below(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

Digest mth(const Entries& d) {
  if (d.empty()) return crypto::sha256(ByteView{});
  if (d.size() == 1) return hash_of(0x00, d[0]);
  auto k = power_below(d.size());
  return hash_of(0x01, base::to_bytes(mth(part(d, 0, k)).view()), base::to_bytes(mth(part(d, k, d.size())).view()));
}

std::vector<Digest> path(std::size_t m, const Entries& d) {
  if (d.size() == 1) return {};
  auto k = power_below(d.size());
  auto left = part(d, 0, k), right = part(d, k, d.size());
  auto below = m < k ? path(m, left) : path(m - k, right);
  below.push_back(mth(m < k ? right : left));
  return below;
}

std::vector<Digest> subproof(std::size_t m, const Entries& d, bool b) {
  if (m == d.size()) return b ? std::vector<Digest>{} : std::vector<Digest>{mth(d)};
  auto k = power_below(d.size());
  auto left = part(d, 0, k), right = part(d, k, d.size());
  auto below = m <= k ? subproof(m, left, b) : subproof(m - k, right, false);
  below.push_back(mth(m <= k ? right : left));
  return below;
}

struct Tree {
  Entries entries;
  std::vector<Digest> leaves;
};

Tree tree_of(std::size_t size) {
  Tree t;
  for (std::size_t i = 0; i < size; ++i) {
    t.entries.push_back({static_cast<Byte>(i), static_cast<Byte>(i >> 8)});
    t.leaves.push_back(leaf_hash(t.entries.back()));
  }
  return t;
}

Head head_at(const Tree& t, std::size_t size) { return head_of(std::span(t.leaves).first(size)); }

TEST(Merkle, EveryWayToTheRootIsTheRfcs) {
  auto t = tree_of(140);
  Frontier frontier;
  for (std::size_t n = 0; n <= t.leaves.size(); ++n) {
    Head expected{n, mth(part(t.entries, 0, n))};
    ASSERT_EQ(head_at(t, n), expected) << n;
    ASSERT_EQ(frontier.head(), expected) << n;
    ASSERT_EQ(Levels(std::vector(t.leaves.begin(), t.leaves.begin() + static_cast<std::ptrdiff_t>(n))).head(), expected) << n;
    if (n < t.leaves.size()) frontier.append(t.leaves[n]);
  }
}

TEST(Merkle, ProofsAreTheRfcsForEverySizeTo40) {
  for (std::size_t n = 1; n <= 40; ++n) {
    auto t = tree_of(n);
    auto head = head_at(t, n);
    Levels levels(t.leaves);
    for (std::size_t i = 0; i < n; ++i) {
      auto proof = inclusion_proof(t.leaves, i);
      ASSERT_EQ(proof, path(i, t.entries));
      ASSERT_EQ(proof, levels.inclusion(i));
      ASSERT_TRUE(check_inclusion(head, i, t.leaves[i], proof).has_value());
    }
    for (std::size_t m = 1; m <= n; ++m) {
      auto proof = consistency_proof(t.leaves, m);
      ASSERT_EQ(proof, subproof(m, t.entries, true));
      ASSERT_TRUE(check_consistency(head_at(t, m), head, proof).has_value()) << m << " of " << n;
    }
  }
}

/// Flips one bit of a digest that a test picks.
void flip(Digest& d) { d.octets[*rc::gen::inRange<std::size_t>(0, 32)] ^= static_cast<Byte>(1u << *rc::gen::inRange(0, 8)); }

/// Spoils one hash of a proof, or drops or adds one.
void spoil(std::vector<Digest>& proof) {
  auto at = *rc::gen::inRange<std::size_t>(0, proof.size() + 1);
  if (at == proof.size()) return proof.push_back(crypto::sha256(base::as_bytes("one more")));
  if (*rc::gen::arbitrary<bool>()) return flip(proof[at]);
  proof.erase(proof.begin() + static_cast<std::ptrdiff_t>(at));
}

RC_GTEST_PROP(Inclusion, RejectsWhateverWasChanged, ()) {
  auto n = *rc::gen::inRange<std::size_t>(1, 100);
  auto i = *rc::gen::inRange<std::size_t>(0, n);
  auto t = tree_of(n);
  auto head = head_at(t, n);
  auto leaf = t.leaves[i];
  auto proof = inclusion_proof(t.leaves, i);
  std::uint64_t index = i;
  switch (*rc::gen::inRange(0, 5)) {
    case 0: flip(head.root); break;
    case 1: flip(leaf); break;
    case 2: index = *rc::gen::distinctFrom(rc::gen::inRange<std::uint64_t>(0, 2 * n), index); break;
    case 3: head = head_at(tree_of(n + 1), n + 1); break;
    default: spoil(proof);
  }
  auto checked = check_inclusion(head, index, leaf, proof);
  RC_ASSERT(!checked.has_value());
  RC_ASSERT(checked.error().code == Code::bad_proof);
}

RC_GTEST_PROP(Consistency, RejectsWhateverWasChanged, ()) {
  auto n = *rc::gen::inRange<std::size_t>(1, 100);
  auto m = *rc::gen::inRange<std::size_t>(1, n + 1);
  auto t = tree_of(n);
  auto older = head_at(t, m), newer = head_at(t, n);
  auto proof = consistency_proof(t.leaves, m);
  switch (*rc::gen::inRange(0, 5)) {
    case 0: flip(older.root); break;
    case 1: flip(newer.root); break;
    case 2: older = empty_head(); break;
    case 3: older.size = n + 1; break;
    default: spoil(proof);
  }
  auto checked = check_consistency(older, newer, proof);
  RC_ASSERT(!checked.has_value());
  RC_ASSERT(checked.error().code == Code::bad_proof);
}

TEST(Inclusion, RejectsTheEmptyTreeAndHugeIndices) {
  auto leaf = leaf_hash({});
  EXPECT_FALSE(check_inclusion(empty_head(), 0, leaf, {}).has_value());
  EXPECT_FALSE(check_inclusion({~std::uint64_t{0}, leaf}, ~std::uint64_t{0} - 1, leaf, std::vector<Digest>(200)).has_value());
}

TEST(Consistency, SizeZeroProvesNothing) {
  EXPECT_FALSE(check_consistency(empty_head(), empty_head(), {}).has_value());
  EXPECT_FALSE(check_consistency(empty_head(), head_at(tree_of(3), 3), {}).has_value());
}

RC_GTEST_PROP(Frontier, ComesBackFromItsOctetsAndGrowsOn, ()) {
  auto n = *rc::gen::inRange<std::size_t>(0, 300);
  auto t = tree_of(n + 1);
  Frontier f;
  for (std::size_t i = 0; i < n; ++i) f.append(t.leaves[i]);
  auto octets = f.encode();
  auto back = Frontier::decode(octets);
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == f);
  back->append(t.leaves[n]);
  RC_ASSERT(back->head() == head_at(t, n + 1));
  RC_ASSERT(!Frontier::decode(ByteView(octets).first(*rc::gen::inRange<std::size_t>(0, octets.size()))).has_value());
  octets.push_back(0);
  RC_ASSERT(!Frontier::decode(octets).has_value());
}

TEST(Frontier, RefusesASizeThatNoHeadCanSay) {
  Bytes octets;
  base::put_u64(octets, std::uint64_t{1} << 53);
  octets.resize(8 + 32);
  EXPECT_FALSE(Frontier::decode(octets).has_value());
}

}  // namespace
}  // namespace offices::record
