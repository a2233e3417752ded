// SPDX-License-Identifier: Apache-2.0
// Merkle: the tree of RFC 6962 section 2.1, its proofs and their checks (RFC 9162 section 2.1 for the algorithms).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/hash.hpp"

namespace offices::record {

using crypto::Digest;

[[nodiscard]] Digest leaf_hash(ByteView entry);                           ///< SHA-256(0x00 ‖ entry)
[[nodiscard]] Digest node_hash(const Digest& left, const Digest& right);  ///< SHA-256(0x01 ‖ left ‖ right)

/// Size and root of a feed at one moment.
struct Head {
  std::uint64_t size = 0;
  Digest root;  ///< SHA-256 of nothing where size is 0
  bool operator==(const Head&) const = default;
};
[[nodiscard]] Head empty_head();

/// The right edge of a tree: enough to append and to know the root, in at most 64 hashes.
class Frontier {
 public:
  Frontier() = default;
  void append(const Digest& leaf);
  [[nodiscard]] Head head() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// size u64 ‖ the edge's hashes from the largest subtree down; decode fails with Code::malformed on any other spelling.
  [[nodiscard]] Bytes encode() const;
  [[nodiscard]] static Result<Frontier> decode(ByteView octets);
  bool operator==(const Frontier&) const = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> edge_;  // one per set bit of size_, largest first
};

/// The root over all leaves. O(n).
[[nodiscard]] Head head_of(std::span<const Digest> leaves);

/// Audit path for leaf `index` in the tree over all `leaves`; index < leaves.size().
[[nodiscard]] std::vector<Digest> inclusion_proof(std::span<const Digest> leaves, std::uint64_t index);
/// Proof that the tree over the first `old_size` leaves is a prefix; 0 < old_size <= leaves.size().
[[nodiscard]] std::vector<Digest> consistency_proof(std::span<const Digest> leaves, std::uint64_t old_size);

/// All levels of a tree, for making many proofs: inclusion() is O(log n).
class Levels {
 public:
  explicit Levels(std::vector<Digest> leaves);
  [[nodiscard]] Head head() const;
  [[nodiscard]] std::vector<Digest> inclusion(std::uint64_t index) const;

 private:
  std::vector<std::vector<Digest>> levels_;
};

/// Fails with Code::bad_proof.
[[nodiscard]] Result<void> check_inclusion(const Head& head, std::uint64_t index, const Digest& leaf, std::span<const Digest> proof);
/// Fails with Code::bad_proof. `older.size` 0 proves nothing and is refused: the caller's case.
[[nodiscard]] Result<void> check_consistency(const Head& older, const Head& newer, std::span<const Digest> proof);

}  // namespace offices::record
