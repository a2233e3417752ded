// SPDX-License-Identifier: Apache-2.0
// Clerk: the one way through the house. What this post signs and what its peers send passes the rules, is appended, and
// leaves its trace in the views; all inside the caller's transaction.
#pragma once

#include "mediation/plain.hpp"
#include "post/folder.hpp"

namespace offices::post {

/// What became of an entry that came from a peer.
enum class Taken {
  appended,
  known,     ///< held already
  waiting,   ///< something earlier is missing; kept until it comes
  refused,   ///< not part of the record; see the error that goes with it
  evidence,  ///< a second history; kept, does not count
};

class Clerk {
 public:
  Clerk(Ledger& ledger, const Clock& clock) : ledger_(ledger), clock_(clock) {}

  /// Signs `body` into the own feed of `line` if the rules allow it, and queues it for the peer. Fails with the rule's
  /// code, or Code::gap while a restored post waits for its own tail; nothing is written then.
  [[nodiscard]] Result<record::StatementId> sign(Folder& folder, Line& line, mediation::Body body);
  /// Whether sign() would refuse, without doing it.
  [[nodiscard]] Result<void> rehearse(Folder& folder, const Line& line, const mediation::Body& body);

  /// Takes in an entry of `line`'s channel that came from its peer. Refusals are in `why`, never in the Result, which is for
  /// the store.
  [[nodiscard]] Result<Taken> take(Folder& folder, Line& line, const record::Entry& entry, Error& why);
  /// Shows urgent words of `line`'s peer before their turn; whether it did. Anything else, and what is not signed by it, is left
  /// alone: take() judges that.
  [[nodiscard]] Result<bool> show_ahead(Folder& folder, const Line& line, const record::Entry& entry);
  /// Takes what waited for something that has come. Repeats until nothing moves.
  [[nodiscard]] Result<void> take_held(Folder& folder, Line& line);

  /// The intermediary's: says of every side from which nothing has come in the handling time that nothing has, and to the user;
  /// tests the lines that are to be tested by the clock. The next instant at which there is something of this to do.
  [[nodiscard]] Result<std::optional<Time>> watch(Folder& folder);
  /// Fails with Code::flash_flood where this post has told of as many incidents as FLASH as anybody can handle in that time.
  [[nodiscard]] Result<void> check_flood(Folder& folder);
  /// The number of this post's next test of `line`.
  [[nodiscard]] Result<std::int64_t> next_test(Folder& folder, const Line& line);

  /// Does what a post does by itself after what came: receipts, reports, admissions. Idempotent.
  [[nodiscard]] Result<void> react_to_all(Folder& folder);

  /// Queues entries [from, end) of a feed for the peer again.
  [[nodiscard]] Result<void> queue_feed(Line& line, const record::FeedId& feed, std::uint64_t from);
  [[nodiscard]] std::uint64_t urgent_queued() const { return urgent_queued_; }
  /// How many words were shown before their turn since this process began.
  [[nodiscard]] std::uint64_t shown_ahead() const { return shown_ahead_; }
  [[nodiscard]] Result<void> queue(Line& line, const Json& item, mediation::Precedence precedence = {});

  /// Once a restored post holds its whole tail: opens a new incarnation if a branch was lost.
  [[nodiscard]] Result<void> finish_recovery(Folder& folder, Line& line);

  /// Derives state, feeds and subjects of a case from its record alone.
  struct Derived {
    mediation::CaseState state;
    std::map<record::StatementId, mediation::Subject> subjects;
    std::map<record::FeedId, record::Frontier> feeds;
    std::uint64_t statements = 0;
  };
  [[nodiscard]] Result<Derived> derive(Folder& folder);
  /// Replaces the views of a case by what derive() gives.
  [[nodiscard]] Result<void> rebuild(Folder& folder);

 private:
  [[nodiscard]] Result<mediation::Precedence> precedence_of(Folder& folder, const Line& line, const mediation::Placed& s);
  [[nodiscard]] Result<void> queue_statement(Line& line, const record::Signed& statement, mediation::Precedence precedence);
  [[nodiscard]] Result<mediation::Placed> next_own(Folder& folder, const Line& line, const mediation::Body& body) const;
  [[nodiscard]] Result<void> keep(Folder& folder, Line& line, const record::Entry& entry, const mediation::Placed& placed, bool own,
                                  const std::optional<Error>& finding);
  [[nodiscard]] Result<void> keep_unread(Folder& folder, Line& line, const record::Entry& entry, const record::Statement& s, bool own);
  [[nodiscard]] Result<Taken> take_next(Folder& folder, Line& line, Feed& feed, const record::Entry& entry, Error& why);
  [[nodiscard]] Result<Taken> take_other_branch(Folder& folder, Line& line, Feed& feed, const record::Entry& entry, Error& why);
  [[nodiscard]] Result<void> lose_branch(Folder& folder, Line& line, Feed& feed, std::uint64_t from);
  [[nodiscard]] Result<void> react(Folder& folder, Line& line, const mediation::Placed& s, const record::Entry& entry);
  /// Notices a clock that is far from this post's, and a mandate that was over when it came.
  [[nodiscard]] Result<void> look_at_time(Folder& folder, Line& line, const mediation::Placed& s, const record::Context& context);
  [[nodiscard]] Result<Time> at_least(Line& line, const record::Context& context);
  /// Sides: says what was put on the table here. Intermediary: shows each side what the others' posts signed of tables, outcomes
  /// and ratifications, and the agenda to whoever came later.
  [[nodiscard]] Result<void> react_to_proceedings(Folder& folder);
  [[nodiscard]] Result<void> say_what_was_shown(Folder& folder);
  [[nodiscard]] Result<void> show_agenda_to_newcomers(Folder& folder);
  [[nodiscard]] Result<void> show_to_others(Folder& folder, const record::ParticipantId& author, const record::StatementId& statement);
  /// Sides: says that an outreach is there, and answers tests. Intermediary: shows the other sides what a side's post said.
  [[nodiscard]] Result<void> react_to_incident(Folder& folder, Line& line, const mediation::Placed& s, const record::Entry& entry);
  [[nodiscard]] Result<void> react_to_all_incidents(Folder& folder);
  [[nodiscard]] Result<void> say_reached(Folder& folder, Line& line, const record::Digest& incident);
  [[nodiscard]] Result<std::optional<Time>> test_by_the_clock(Folder& folder, Line& line);
  [[nodiscard]] Result<std::size_t> flashes_since(Folder& folder, const record::ParticipantId& side, Time since);
  /// Where an attestation names files: that they may be asked for here, or are wanted.
  [[nodiscard]] Result<void> note_evidence(Folder& folder, const Line& line, const mediation::Placed& s, bool own);
  [[nodiscard]] Result<void> want_file(const Line& line, const mediation::EvidenceFile& file, const record::ParticipantId& by,
                                       const record::StatementId& attestation, bool own);
  [[nodiscard]] Result<void> offer_file(const Line& to, const LineId& from, const mediation::EvidenceFile& file,
                                        const record::ParticipantId& by, const record::StatementId& attestation);
  [[nodiscard]] Result<void> note_incident(Folder& folder, const Line& line, const mediation::Placed& s);
  /// Where an incident is found again, and until when there is nothing to say of the silence about it.
  [[nodiscard]] Result<void> keep_incident(const record::CaseId& id, const record::Digest& incident, Time quiet_until);
  [[nodiscard]] Result<std::optional<Time>> say_silence(Folder& folder, Line& line, const record::Digest& incident);
  /// Finds a call, a text or an exhibit again by its case.
  [[nodiscard]] Result<void> note_public(Folder& folder, const mediation::Placed& s);
  /// The intermediary's: shows each signer what the others say of a text.
  [[nodiscard]] Result<void> react_to_texts(Folder& folder);
  /// Sides: says that a commitment, or what was said of it, is there. Intermediary: shows it to all whom it names.
  [[nodiscard]] Result<void> react_to_commitment(Folder& folder, Line& line, const mediation::Placed& s);
  [[nodiscard]] Result<void> react_to_all_commitments(Folder& folder);
  [[nodiscard]] Result<void> say_received(Folder& folder, Line& line, const record::StatementId& commitment);
  [[nodiscard]] Result<void> show_commitment(Folder& folder, const record::ParticipantId& author, const record::StatementId& commitment);
  [[nodiscard]] Result<void> show_of_commitment(Folder& folder, const record::ParticipantId& author, const record::StatementId& commitment,
                                                const record::StatementId& statement);
  [[nodiscard]] Result<void> note_commitment(Folder& folder, const mediation::Placed& s, const mediation::Subject& subject);
  [[nodiscard]] Result<void> introduce(Folder& folder, const record::ParticipantId& newcomer);
  [[nodiscard]] Result<void> report(Folder& folder, const record::Digest& of, const record::Signed& evidence);
  [[nodiscard]] Result<void> refresh_open_item(Folder& folder, const record::StatementId& id, const mediation::Subject& subject);
  [[nodiscard]] Result<bool> is_caught_up(Line& line, const record::Context& context, Error& why, bool& forked);

  Ledger& ledger_;
  const Clock& clock_;
  std::uint64_t urgent_queued_ = 0, shown_ahead_ = 0;
};

/// How much of the feeds of the other member of a channel `context` had seen, for an author whose feed is `own` or not.
[[nodiscard]] mediation::Seen seen_of(const record::Context& context, const Line& line, bool author_is_me);

}  // namespace offices::post
