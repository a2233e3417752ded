// SPDX-License-Identifier: Apache-2.0
// Dossier: a case, or part of it, as JSON Lines that verify with nothing else at hand. docs/protocol.md has the format.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mediation/rules.hpp"

namespace offices::mediation {

/// Bare: words and signatures. Placed: also contexts and inclusion proofs, which show order, sizes and positions.
enum class DossierMode { bare, placed };

struct DossierHeader {
  CaseId of_case;
  Time exported;  ///< claimed
  ParticipantId exporter;
  DossierMode mode{};
};

/// One post's feed in the channel of the intermediary and `side`, as long as the exporter holds it.
struct DossierFeed {
  record::ChannelId channel;
  FeedId feed;
  std::uint32_t incarnation = 0;
  record::PostId post;
  ParticipantId side;
  record::Head head;
};

/// Where a statement stands: its context, and its audit path in its feed's head.
struct DossierPlace {
  record::Context context;
  std::vector<Digest> proof;
};

/// Spells a dossier line by line. The caller keeps the order: the opening (never with a place); join, admit, introduce,
/// remove, leave and incarnation statements in causal order; then for each subject group() and the subject's statements in
/// causal order, the signal or conveyance itself first. In a placed dossier every statement but the opening has a place.
class DossierWriter {
 public:
  /// Takes one line with its line feed.
  using Put = std::function<Result<void>(std::string_view line)>;
  DossierWriter(const DossierHeader& header, Put put) : header_(header), put_(std::move(put)) {}

  /// The header and, in a placed dossier, the feeds.
  [[nodiscard]] Result<void> begin(std::span<const DossierFeed> feeds);
  /// The statements that follow are about `subject`, in the channel of `side`.
  [[nodiscard]] Result<void> group(const StatementId& subject, const ParticipantId& side);
  /// `place` is null for the opening and in a bare dossier.
  [[nodiscard]] Result<void> statement(const Signed& s, const DossierPlace* place = nullptr);
  [[nodiscard]] std::uint64_t statements() const { return statements_; }

 private:
  DossierHeader header_;
  Put put_;
  std::uint64_t statements_ = 0;
};

/// What breaks a dossier, or a breach that it proves.
struct DossierFault {
  std::uint64_t line = 0;  ///< from 1
  Code code{};
  std::string detail;
};

/// Never more than the evidence carries. Proved: the author's own signature allows these words to this addressee, nothing
/// in the dossier speaks against it and, for a dispatch, the addressee's post signed that exactly they arrived.
enum class Proof { proved, breach, undecided };

/// The answer for one dispatch (in its author's channel) or one conveyance (in its addressee's).
struct DossierFinding {
  std::uint64_t line = 0;
  std::optional<StatementId> signal, dispatch, conveyance;
  std::string to;
  Proof proof{};
  bool crossed = false;      ///< something that the intermediary had not seen had ended the mandate
  std::optional<Code> code;  ///< of a breach, or why it is undecided
};

/// What the intermediary put on the table in one channel, whatever the rules hold against it. One table number with two
/// contents proves that not everybody was shown the same, since the intermediary signed both: in one dossier it is a fault
/// (Code::table_differs), in two differing_tables() finds it.
struct DossierTable {
  std::uint64_t line = 0;
  Digest table, shown;
  std::string to;  ///< whose channel
};

/// A ballot in one channel. Proved: every member's signature on one outcome over one transcript is here.
struct DossierBallot {
  std::uint64_t line = 0;
  Digest ballot, framework;
  std::string to;                      ///< whose channel
  std::optional<BallotResult> result;  ///< as the intermediary signed it
  std::size_t members = 0, signed_by = 0;
  bool proved = false;
};

struct DossierReport {
  DossierHeader header;
  std::uint64_t statements = 0;  ///< lines that hold one
  std::uint64_t signatures = 0;  ///< checked, those inside other statements included
  std::uint64_t proved = 0, breaches = 0, undecided = 0;
  bool complete = false;                 ///< placed, unbroken, and every feed that it names is here to its last statement
  std::vector<DossierFinding> findings;  ///< the first that were not proved, then the first that were; at most `findings_max` of each
  std::vector<DossierTable> tables;
  std::vector<DossierBallot> ballots;
  std::optional<DossierFault> fault;  ///< the one on the smallest line
};

struct DossierOptions {
  unsigned threads = 2;
  std::size_t findings_max = 1000;
};

/// Verifies a dossier in one pass; memory grows by some octets a statement. A dossier that does not hold is a result with a
/// fault; only a stream that cannot be read fails (Code::file_unreadable).
[[nodiscard]] Result<DossierReport> verify_dossier(std::istream& in, const DossierOptions& options = {});

/// Tables that two sound dossiers of one case show with different contents: pairs of indices into their `tables`. Each is a
/// breach that the intermediary's two signatures prove.
[[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> differing_tables(const DossierReport& a, const DossierReport& b);

/// The result of `dossier.verify` in docs/api.md.
[[nodiscard]] Json to_json(const DossierReport& report);

}  // namespace offices::mediation
