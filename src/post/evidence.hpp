// SPDX-License-Identifier: Apache-2.0
// Evidence: the octets of files that attestations name. They travel outside the record and are asked for by who wants them: a post
// takes only what a statement on that line announced, sends only what was asked for and may be had there, and after a crash at
// either end what came is not asked for again.
#pragma once

#include <map>

#include "crypto/running_hash.hpp"
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
  std::vector<Bytes> pieces;  ///< as they travel
};

/// How far the octets of a file that is coming were hashed, so that those that come in order are not read again. In this process
/// alone; it counts while the store says the same of the file.
struct Hashed {
  crypto::RunningSha256 hash;
  std::uint32_t next = 0;  ///< the piece that it goes on with
  Runs got;                ///< of the file, when this was noted
};
using Arriving = std::map<std::pair<LineId, Content>, Hashed>;

/// The pieces that come with one page of a mailbox. Lives inside its transaction.
class Intake {
 public:
  Intake(Ledger& ledger, const Clock& clock, Clerk& clerk, Arriving& arriving)
      : ledger_(ledger), clock_(clock), clerk_(clerk), arriving_(arriving) {}
  /// Takes a message that is_piece(). False where it is none, or of a file that is not wanted on this line.
  [[nodiscard]] Result<bool> take(const Line& line, ByteView message);
  /// Writes down what came, checks what is complete, and says so to the sender. How many files that were.
  [[nodiscard]] Result<std::uint64_t> finish(Folder& folder);

 private:
  struct Open {
    KeptFile file;
    Hashed hashed;
  };
  /// None where the file is not wanted.
  [[nodiscard]] Result<std::optional<Open>*> open(const LineId& line, const Content& content);
  [[nodiscard]] Result<void> complete(Folder& folder, Open& open);
  /// Hashes what is there beyond what was, `most` pieces of it.
  [[nodiscard]] Result<void> hash_on(Open& open, std::uint32_t most);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
  Arriving& arriving_;
  std::map<std::pair<LineId, Content>, std::optional<Open>> open_;
};

/// What a peer says of a file: nothing that makes sense, what it lacks, or that all of it came.
enum class Heard { nothing, lacks, has_all };

class Evidence {
 public:
  Evidence(Ledger& ledger, const Clock& clock, Clerk& clerk) : ledger_(ledger), clock_(clock), clerk_(clerk) {}

  // These run inside the caller's transaction.

  /// Adds pieces of this post's own file, in order: `octets` begins with piece `file.got` and ends with a whole piece or the file.
  /// Checks the hash with the last; the file is then held, or everything of it is erased and it differs.
  [[nodiscard]] Result<void> add(KeptFile& file, ByteView octets);
  /// What a peer says of a file. Heard::nothing where it is malformed, or of nothing that is announced to it.
  [[nodiscard]] Result<Heard> take(const Line& line, const Json& item);
  /// Asks for what is lacking of the case's files. The next instant at which there is something of this to do.
  [[nodiscard]] Result<std::optional<Time>> attend(Folder& folder);

  /// The next pieces that a peer asked for and nobody is sending yet; they count as under way until release().
  [[nodiscard]] Result<std::optional<Batch>> next_batch();
  [[nodiscard]] Result<void> left(const Batch& batch);
  void release(const Batch& batch);

  /// For one page of a mailbox.
  [[nodiscard]] Intake intake() { return {ledger_, clock_, clerk_, arriving_}; }

 private:
  [[nodiscard]] Result<void> ask(Folder& folder, KeptFile& file);
  [[nodiscard]] Result<std::optional<Batch>> batch_of(const LineId& line, const Content& content);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
  std::map<std::pair<LineId, Content>, Runs> under_way_;  ///< in this process: what a crash interrupts is sent again
  Arriving arriving_;
};

}  // namespace offices::post
