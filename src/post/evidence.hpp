// SPDX-License-Identifier: Apache-2.0
// Evidence: the octets of files that attestations name. They travel outside the record and are asked for by who wants them: a post
// takes only what a statement on that line announced, sends only what was asked for and may be had there, and after a crash at
// either end what came is not asked for again.
#pragma once

#include <map>

#include "post/clerk.hpp"
#include "post/evidence_cells.hpp"

namespace offices::post {

inline constexpr std::uint32_t batch_pieces = 64;  ///< sent, read and added at once
/// What one line may bring of evidence without a user's asking for it.
inline constexpr std::int64_t evidence_of_line_max = std::int64_t{1} << 30;

/// Pieces to be sent, and on which line.
struct Batch {
  Line line;
  Content content;
  Runs runs;
  std::vector<Piece> pieces;
};

/// The pieces that come with one page of a mailbox. Lives inside its transaction.
class Intake {
 public:
  Intake(Ledger& ledger, const Clock& clock, Clerk& clerk) : ledger_(ledger), clock_(clock), clerk_(clerk) {}
  /// Takes a message that is_piece(). False where it is none, or of a file that is not wanted on this line.
  [[nodiscard]] Result<bool> take(const Line& line, ByteView message);
  /// Writes down what came, checks what is complete, and says so to the sender.
  [[nodiscard]] Result<void> finish(Folder& folder);

 private:
  [[nodiscard]] Result<KeptFile*> file(const LineId& line, const Content& content);
  [[nodiscard]] Result<void> complete(Folder& folder, KeptFile& file);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
  std::map<std::pair<LineId, Content>, std::optional<KeptFile>> open_;
};

class Evidence {
 public:
  Evidence(Ledger& ledger, const Clock& clock, Clerk& clerk) : ledger_(ledger), clock_(clock), clerk_(clerk) {}

  // These run inside the caller's transaction.

  /// Adds pieces of this post's own file, in order: `octets` begins with piece `file.got` and ends with a whole piece or the file.
  /// Checks the hash with the last; the file is then held, or everything of it is erased and it differs.
  [[nodiscard]] Result<void> add(KeptFile& file, ByteView octets);
  /// What a peer says of a file that is announced to it. False where it is malformed, or of nothing that is.
  [[nodiscard]] Result<bool> take(const Line& line, const Json& item);
  /// Asks for what is lacking of the case's files. The next instant at which there is something of this to do.
  [[nodiscard]] Result<std::optional<Time>> attend(Folder& folder);

  /// The next pieces that a peer asked for and nobody is sending yet; they count as under way until release().
  [[nodiscard]] Result<std::optional<Batch>> next_batch();
  [[nodiscard]] Result<void> left(const Batch& batch);
  void release(const Batch& batch);

 private:
  [[nodiscard]] Result<void> ask(Folder& folder, KeptFile& file);
  [[nodiscard]] Result<std::optional<Batch>> batch_of(const LineId& line, const Content& content);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
  std::map<std::pair<LineId, Content>, Runs> under_way_;  ///< in this process: what a crash interrupts is sent again
};

}  // namespace offices::post
