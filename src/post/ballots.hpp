// SPDX-License-Identifier: Apache-2.0
// Ballots: runs the double-blind ballots of a post over its lines. Messages travel outside the record and are erased with the
// ballot; what stays are the opening, the stubs and the outcome that each member signs. docs/protocol.md, "Ballot".
#pragma once

#include "ballot/session.hpp"
#include "post/clerk.hpp"

namespace offices::post {

/// One ballot as its post keeps it beside the record. The protocol's state is a secret of its own.
struct BallotFile {
  record::Digest ballot;
  record::CaseId of_case;
  record::Digest framework;
  std::vector<record::ParticipantId> roster;
  Time until, ends;
  std::optional<Byte> self;                       ///< the own place in the roster
  std::optional<ballot::Vote> told;               ///< what the user said, until it is cast
  bool cast = false;                              ///< the own vote has left
  std::map<std::string, std::string> signatures;  ///< "round/sender" → base64, of the messages that the session holds
  bool over = false;                              ///< everything above that is secret is erased
  std::int64_t round = 1;                         ///< the open one, or that in which it ended
  std::vector<Byte> missing;                      ///< whose messages the open round lacks
};

class Ballots {
 public:
  Ballots(Ledger& ledger, const Clock& clock, Clerk& clerk) : ledger_(ledger), clock_(clock), clerk_(clerk) {}

  // All of these run inside the caller's transaction, on its folder.

  /// Joins the ballots that the record has opened and this post does not run yet, casts what is due, ends what is over.
  /// Idempotent; everything that follows from it is signed and queued.
  [[nodiscard]] Result<void> attend(Folder& folder);
  /// Takes messages that came over `line`; those that come too early wait. False where they are none.
  [[nodiscard]] Result<bool> take(Folder& folder, Line& line, const Json& item);
  /// Keeps what the user says until votes are cast. Fails with Code::not_found, not_yours, ballot_voted or ballot_ended.
  [[nodiscard]] Result<BallotFile> tell(Folder& folder, const record::Digest& ballot, ballot::Vote vote);

  [[nodiscard]] Result<std::optional<BallotFile>> file(const record::Digest& ballot);
  /// The next instant at which attend() will have something to do that nothing else brings about.
  [[nodiscard]] Result<std::optional<Time>> next_instant(const record::CaseId& of_case);

 private:
  struct Running;
  [[nodiscard]] Result<void> join(Folder& folder, const mediation::BallotFact& opened);
  [[nodiscard]] Result<void> join_opened(Folder& folder);
  [[nodiscard]] Result<std::optional<Running>> open(const record::Digest& ballot);
  [[nodiscard]] Result<void> keep(Folder& folder, Running& r);
  [[nodiscard]] Result<void> advance(Folder& folder, Running& r);
  [[nodiscard]] Result<bool> admit_waiting(Folder& folder, Running& r);
  [[nodiscard]] Result<bool> admit(Folder& folder, Running& r, const Json& said);
  [[nodiscard]] Result<bool> speak(Folder& folder, Running& r);
  [[nodiscard]] Result<void> forward(Folder& folder, Running& r, ballot::Round closed);
  [[nodiscard]] Result<void> stub(Folder& folder, Running& r, const ballot::Message& message);
  [[nodiscard]] Result<void> end_if_over(Folder& folder, Running& r);
  [[nodiscard]] Result<void> fail_on(Folder& folder, Running& r, Byte who, mediation::AbortCause cause, const std::string& why);
  [[nodiscard]] Result<void> sign_outcome(Folder& folder, Running& r, mediation::BallotResult result,
                                          std::optional<mediation::AbortCause> cause, const std::vector<Byte>& missing);
  [[nodiscard]] Result<void> erase(Running& r);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
};

}  // namespace offices::post
