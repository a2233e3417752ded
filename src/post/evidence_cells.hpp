// SPDX-License-Identifier: Apache-2.0
// Evidence cells: what a post keeps of evidence files beside their octets: those that it has or wants, and those that it passes on.
// A file belongs to the line on which it came, so that nobody gets it, or learns that it is here, by announcing its hash elsewhere.
#pragma once

#include "post/folder.hpp"
#include "post/piece.hpp"

namespace offices::post {

enum class FileState {
  partial,   ///< some of it is here
  held,      ///< all of it is, and its hash is right
  differs,   ///< all came, and had another hash; erased
  withheld,  ///< announced, and not asked for: the line has brought as much as it may without being asked
};

/// An evidence file as this post has it, or wants it.
struct KeptFile {
  record::CaseId of_case;
  LineId line;  ///< where it came from; for this post's own, where it goes
  Content content;
  std::string name;
  record::ParticipantId by;                        ///< whose evidence it is
  std::optional<record::StatementId> attestation;  ///< the first that named it; none while it is only added
  bool own = false;
  FileState state = FileState::partial;
  Runs got;
  std::uint32_t next = 0;    ///< pieces below it have been asked for
  std::uint32_t window = 0;  ///< how many may be under way; 0 before the first are asked for
  Time asked, moved;         ///< when pieces were last asked for, and when some were last asked for or came
  std::int64_t repeat_s = 0;

  [[nodiscard]] std::uint32_t pieces() const { return pieces_of(content.bytes); }
  /// Forgets what came and begins again.
  void restart();
};

/// A file that is announced on a line, and may be asked for by its peer.
struct Outgoing {
  record::CaseId of_case;
  LineId to;
  LineId from;  ///< the line whose file it is; `to` itself for this post's own
  Content content;
  std::string name;
  record::ParticipantId by;
  record::StatementId attestation;
  Runs asked;              ///< and not sent yet
  std::uint32_t held = 0;  ///< as the peer said last
  bool differs = false;
};

[[nodiscard]] Result<std::optional<KeptFile>> find_file(Ledger& ledger, const LineId& line, const Content& content);
[[nodiscard]] Result<std::optional<Outgoing>> find_outgoing(Ledger& ledger, const LineId& to, const Content& content);
[[nodiscard]] Result<void> keep(Ledger& ledger, const KeptFile& file);
/// Also lines it up to be sent, at the end, where something is asked for that is not lined up yet.
[[nodiscard]] Result<void> keep(Ledger& ledger, const Outgoing& outgoing);
/// Lets the others go first.
[[nodiscard]] Result<void> move_to_end(Ledger& ledger, const Outgoing& outgoing);

[[nodiscard]] Result<std::vector<KeptFile>> partial_files(Ledger& ledger, const record::CaseId& of_case);
[[nodiscard]] Result<std::vector<KeptFile>> files_of(Ledger& ledger, const record::CaseId& of_case);  ///< all of them
[[nodiscard]] Result<std::vector<Outgoing>> outgoing_of(Ledger& ledger, const record::CaseId& of_case);
/// What is lined up to be sent, over all cases.
[[nodiscard]] Result<std::vector<std::pair<LineId, Content>>> lined_up(Ledger& ledger);

[[nodiscard]] Result<void> put_piece(Ledger& ledger, const KeptFile& file, std::uint32_t index, ByteView octets);
/// A piece that is here. Fails with Code::store_damaged where it is not.
[[nodiscard]] Result<Bytes> piece_of(Ledger& ledger, const KeptFile& file, std::uint32_t index);
/// Erases all octets of a file that are here.
[[nodiscard]] Result<void> erase_octets(Ledger& ledger, const KeptFile& file);
/// SHA-256 over all pieces.
[[nodiscard]] Result<crypto::Digest> hash_of(Ledger& ledger, const KeptFile& file);

}  // namespace offices::post
