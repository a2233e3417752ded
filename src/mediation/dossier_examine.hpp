// SPDX-License-Identifier: Apache-2.0
// Examining: all that can be said of one dossier line without the lines around it. Lines are examined on several threads.
#pragma once

#include <array>
#include <unordered_map>

#include "mediation/dossier_line.hpp"

namespace offices::mediation {

/// Remembers, level by level, the last two nodes that were hashed together: neighbours in a feed share most of their path.
class PathMemo {
 public:
  [[nodiscard]] Digest node(std::size_t level, const Digest& left, const Digest& right);

 private:
  struct Pair {
    Digest left, right, parent;
    bool filled = false;
  };
  std::array<Pair, 64> last_{};
};

/// Checks that `leaf` is number `index` of `head` and returns the root of the leaves before it: the left siblings of the
/// path, folded (RFC 9162 section 2.1.3.2). Fails with Code::bad_proof.
[[nodiscard]] Result<Digest> root_before(const record::Head& head, std::uint64_t index, const Digest& leaf, std::span<const Digest> proof,
                                         PathMemo& memo);

/// What is known before the groups begin, and does not change after.
struct DossierCase {
  DossierHeader header;
  CaseState state;  ///< of the opening, until more is known
  std::unordered_map<FeedId, DossierFeed> feeds;

  [[nodiscard]] bool placed() const { return header.mode == DossierMode::placed; }
};

struct RawLine {
  std::uint64_t number = 0;
  std::string text;
  std::optional<ParticipantId> side;  ///< of the group that it stands in
  std::optional<Error> fault;         ///< too long, or cut
};

struct Examined {
  std::uint64_t line = 0;
  bool is_statement = false;
  std::optional<Error> fault;
  std::optional<GroupLine> group;
  // Of a statement:
  Placed placed{};
  std::optional<record::Context> context;
  const DossierFeed* feed = nullptr;
  ParticipantId side;                        ///< whose channel: the feed's, or the group's
  std::optional<Judgement> conveyance;       ///< of a conveyance
  std::optional<Result<Evidence>> evidence;  ///< of a report or a witness
  unsigned signatures = 0;
};

/// One for each thread.
class Examiner {
 public:
  explicit Examiner(const DossierCase& known) : known_(known) {}
  [[nodiscard]] Examined examine(const RawLine& raw);

 private:
  Result<void> read(const RawLine& raw, Examined& e);
  Result<crypto::VerifyKey> key_of(const record::Statement& s) const;
  Result<void> place(const StatementLine& line, const record::Statement& s, Examined& e);
  void look_inside(Examined& e) const;

  const DossierCase& known_;
  std::unordered_map<FeedId, PathMemo> memos_;
};

}  // namespace offices::mediation
