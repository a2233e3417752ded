// SPDX-License-Identifier: Apache-2.0
#include "record/merkle.hpp"

#include <bit>

namespace offices::record {
namespace {

constexpr Byte leaf_prefix = 0x00;
constexpr Byte node_prefix = 0x01;
constexpr std::uint64_t size_max = (std::uint64_t{1} << 53) - 1;  // what a head can say in JSON

/// The largest power of two below n; n > 1.
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

Digest root_of(std::span<const Digest> leaves) {
  if (leaves.size() == 1) return leaves[0];
  auto k = split(leaves.size());
  return node_hash(root_of(leaves.first(k)), root_of(leaves.subspan(k)));
}

/// RFC 6962 section 2.1.2: SUBPROOF.
void subproof(std::span<const Digest> leaves, std::uint64_t m, bool whole, std::vector<Digest>& proof) {
  if (m == leaves.size()) {
    if (!whole) proof.push_back(root_of(leaves));
    return;
  }
  auto k = split(leaves.size());
  if (m <= k) {
    subproof(leaves.first(k), m, whole, proof);
    proof.push_back(root_of(leaves.subspan(k)));
  } else {
    subproof(leaves.subspan(k), m - k, false, proof);
    proof.push_back(root_of(leaves.first(k)));
  }
}

}  // namespace

Digest leaf_hash(ByteView entry) { return crypto::sha256({{&leaf_prefix, 1}, entry}); }
Digest node_hash(const Digest& left, const Digest& right) { return crypto::sha256({{&node_prefix, 1}, left.view(), right.view()}); }

Head empty_head() {
  static const Head empty{0, crypto::sha256(ByteView{})};
  return empty;
}

void Frontier::append(const Digest& leaf) {
  Digest node = leaf;
  for (auto bits = size_; bits & 1; bits >>= 1) {
    node = node_hash(edge_.back(), node);
    edge_.pop_back();
  }
  edge_.push_back(node);
  ++size_;
}

Head Frontier::head() const {
  if (size_ == 0) return empty_head();
  Digest root = edge_.back();
  for (std::size_t i = edge_.size() - 1; i-- > 0;) root = node_hash(edge_[i], root);
  return {size_, root};
}

Bytes Frontier::encode() const {
  Bytes out;
  base::put_u64(out, size_);
  for (const auto& d : edge_) base::put(out, d.view());
  return out;
}

Result<Frontier> Frontier::decode(ByteView octets) {
  if (octets.size() < 8) return fail(Code::malformed, "a frontier is too short");
  Frontier f;
  f.size_ = base::get_u64(octets);
  if (f.size_ > size_max) return fail(Code::malformed, "a frontier of an impossible size");
  auto hashes = octets.subspan(8);
  if (hashes.size() != static_cast<std::size_t>(std::popcount(f.size_)) * 32) return fail(Code::malformed, "a frontier of a wrong length");
  for (std::size_t i = 0; i < hashes.size(); i += 32) f.edge_.push_back(*Digest::from(hashes.subspan(i, 32)));
  return f;
}

Head head_of(std::span<const Digest> leaves) {
  if (leaves.empty()) return empty_head();
  return {leaves.size(), root_of(leaves)};
}

std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index) {
  if (leaves.size() == 1) return {};
  auto k = split(leaves.size());
  auto proof = index < k ? inclusion_proof(leaves.first(k), index) : inclusion_proof(leaves.subspan(k), index - k);
  proof.push_back(root_of(index < k ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::uint64_t old_size) {
  std::vector<Digest> proof;
  subproof(leaves, old_size, true, proof);
  return proof;
}

Levels::Levels(std::vector<Digest> leaves) {
  levels_.push_back(std::move(leaves));
  while (levels_.back().size() > 1) {
    const auto& below = levels_.back();
    std::vector<Digest> level;
    level.reserve((below.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) level.push_back(node_hash(below[i], below[i + 1]));
    if (below.size() % 2 != 0) level.push_back(below.back());  // carried up as it is
    levels_.push_back(std::move(level));
  }
}

Head Levels::head() const {
  if (levels_.front().empty()) return empty_head();
  return {levels_.front().size(), levels_.back().front()};
}

std::vector<Digest> Levels::inclusion(std::uint64_t index) const {
  std::vector<Digest> proof;
  for (std::size_t l = 0; l + 1 < levels_.size(); ++l, index >>= 1) {
    auto sibling = index ^ 1;
    if (sibling < levels_[l].size()) proof.push_back(levels_[l][sibling]);
  }
  return proof;
}

Result<void> check_inclusion(const Head& head, std::uint64_t index, const Digest& leaf, std::span<const Digest> proof) {
  if (index >= head.size) return fail(Code::bad_proof, "an index beyond the head");
  // RFC 9162 section 2.1.3.2.
  auto fn = index, sn = head.size - 1;
  Digest r = leaf;
  for (const auto& p : proof) {
    if (sn == 0) return fail(Code::bad_proof, "an inclusion proof that is too long");
    if ((fn & 1) != 0 || fn == sn) {
      r = node_hash(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = node_hash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0 || r != head.root) return fail(Code::bad_proof, "the inclusion proof gives another root");
  return {};
}

Result<void> check_consistency(const Head& older, const Head& newer, std::span<const Digest> proof) {
  if (older.size == 0 || older.size > newer.size) return fail(Code::bad_proof, "sizes that prove nothing");
  if (older.size == newer.size) {
    if (!proof.empty() || older.root != newer.root) return fail(Code::bad_proof, "two roots of one size");
    return {};
  }
  // RFC 9162 section 2.1.4.2.
  std::vector<Digest> path;
  if (std::has_single_bit(older.size)) path.push_back(older.root);
  path.insert(path.end(), proof.begin(), proof.end());
  if (path.empty()) return fail(Code::bad_proof, "an empty consistency proof");
  auto fn = older.size - 1, sn = newer.size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Digest fr = path.front(), sr = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    const auto& c = path[i];
    if (sn == 0) return fail(Code::bad_proof, "a consistency proof that is too long");
    if ((fn & 1) != 0 || fn == sn) {
      fr = node_hash(c, fr);
      sr = node_hash(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = node_hash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0 || fr != older.root || sr != newer.root) return fail(Code::bad_proof, "the consistency proof gives other roots");
  return {};
}

}  // namespace offices::record
