// SPDX-License-Identifier: Apache-2.0
// Session: one ballot as one member sees it, from the setup to "all said yes" or not, as a pure state machine.
#pragma once

#include <optional>

#include "ballot/message.hpp"
#include "crypto/secret.hpp"

namespace offices::ballot {

/// How a ballot ended. Adopted says that every side voted yes; not adopted, that at least one did not, and no more.
struct Outcome {
  enum class Kind : Byte { adopted = 1, not_adopted = 2, aborted = 3 };
  Kind kind{};
  Byte who = 0;              ///< only where aborted: the index of the member that it waited for or whose message was refused
  Round round = Round::key;  ///< only where aborted
  bool operator==(const Outcome&) const = default;
};

/// One member's view of one ballot (design: exponential ElGamal under a joint key, blinded, decrypted by all; the sum of
/// the votes shows as zero or as a random element). Everybody admits everybody's messages, one at a time and in any order
/// within a round; a round closes itself with its last message. Nothing here sends, waits or reads a clock.
///
/// Who sent a message is not asked here: proofs bind it to its place, not to its sender. The caller admits only what came
/// under the sender's signature (docs/protocol.md, "Ballot").
///
/// The one secret kept between calls is the key share, drawn at the start and wiped with the outcome or the abort. A
/// message of one's own is made once and held: save() after speak() or vote(), before it leaves the machine.
class Session {
 public:
  /// Takes part as `self`, an index in the roster. Fails with Code::malformed where the setup or the index is not good.
  [[nodiscard]] static Result<Session> join(Setup setup, Byte self, Random& random);
  /// Only looks on: admits and verifies, speaks never.
  [[nodiscard]] static Result<Session> observe(Setup setup);

  /// Takes a message of the open round, one's own included. The same octets again, at any time, are no fault and change
  /// nothing; nor does what is refused. One's own words, come back to a copy that had lost them, are taken as one's own.
  /// Refuses with
  ///   malformed         octets that are no message, or a sender who has no word in that round
  ///   ballot_ended      the ballot has its outcome
  ///   ballot_early      the round is not open yet
  ///   ballot_conflict   the sender said something else in that round; or it is a key of one's own from another key share
  ///   ballot_echo       the sender saw other messages in the rounds before: somebody was shown something different
  ///   ballot_identity   an element of the message, or the sum that it completes, is the identity
  ///   ballot_proof      its proof does not hold
  [[nodiscard]] Result<void> admit(ByteView message);

  /// The member's own message of the open round, made at the first call, or nothing where it has no word, has not voted or
  /// only looks on. After the end nothing is made: only what it had said in the last round is given again. In round 4 the
  /// caller shows it to the intermediary alone.
  [[nodiscard]] std::optional<Bytes> speak(Random& random);
  /// Votes in round 2 and gives the message. Refuses with ballot_early before it, with ballot_voted once voted, and with
  /// not_yours where the member has no vote.
  [[nodiscard]] Result<Bytes> vote(Vote vote, Random& random);

  /// Ends the ballot because of `who`, whose word in the open round was missing or refused. Nothing where it has ended.
  void abort(Byte who);

  [[nodiscard]] const std::optional<Outcome>& outcome() const { return outcome_; }
  /// The open round; after the outcome, the round in which it came.
  [[nodiscard]] Round round() const { return round_; }
  /// Whose messages the open round still lacks, by index; none after the outcome. A side sees the other sides' shares only
  /// when the intermediary shows them: in round 4 it lacks all of them and, having spoken, waits for the intermediary.
  [[nodiscard]] std::vector<Byte> missing() const;
  [[nodiscard]] const Setup& setup() const { return setup_; }
  /// Every message held, by round and sender. Until round 5 holds its message, a member's own share is among them.
  [[nodiscard]] std::vector<Bytes> messages() const;
  /// Over every round that has closed: what members compare and sign with the outcome.
  [[nodiscard]] const Digest& transcript_hash() const { return echo_; }

  /// All of the state, the key share included: to be sealed by the caller.
  [[nodiscard]] crypto::SecretBytes save() const;
  /// Reads what save() gave. The structure is checked and the sums are computed anew; proofs, which were checked when the
  /// messages were admitted, are not. Fails with Code::malformed.
  [[nodiscard]] static Result<Session> restore(ByteView saved);

 private:
  explicit Session(Setup setup);

  [[nodiscard]] std::optional<Bytes>& held(Round round, Byte sender) { return held_[static_cast<std::size_t>(round) - 1][sender]; }
  [[nodiscard]] const std::optional<Bytes>& held(Round round, Byte sender) const {
    return held_[static_cast<std::size_t>(round) - 1][sender];
  }
  [[nodiscard]] bool speaks(Round round) const;
  [[nodiscard]] Place place(Byte sender) const { return {context_, echo_, sender}; }
  [[nodiscard]] Result<void> check_statement(const Message& message) const;
  [[nodiscard]] bool proof_holds(const Message& message) const;
  [[nodiscard]] Result<void> hold(const Message& message, ByteView octets);
  [[nodiscard]] std::array<Point, 2> sum_with(const Message& message) const;
  void close_round();
  [[nodiscard]] Message own() const;
  void make_key(Message& message, Random& random) const;
  void make_blinding(Message& message, Random& random) const;
  void make_share(Message& message, Random& random) const;
  Bytes say(const Message& message);
  [[nodiscard]] Result<void> take_self(Byte self, ByteView share, bool ended);
  [[nodiscard]] Result<std::size_t> take_again(ByteView rest);
  [[nodiscard]] Result<void> take_outcome(const Outcome& outcome);
  void end(Outcome outcome);

  Setup setup_;
  Digest context_;
  std::optional<Byte> self_;
  std::optional<SecretScalar> share_;
  Round round_ = Round::key;
  Digest echo_;
  std::array<std::vector<std::optional<Bytes>>, round_count> held_;
  std::vector<Point> keys_;        // H_i, by index
  std::array<Point, 2> open_sum_;  // of the points of the open round's messages so far
  Point key_;                      // H
  std::array<Point, 2> votes_;     // A, B
  std::array<Point, 2> blinded_;   // A', B'
  Point shares_;                   // Σ D_i of the sides
  std::optional<Outcome> outcome_;
};

/// Verifies a ballot from its setup and its messages in any order that keeps the rounds: gives the outcome, adopted or not.
/// Fails as admit() does, and with ballot_early where messages are missing.
[[nodiscard]] Result<Outcome> verify_transcript(const Setup& setup, const std::vector<Bytes>& messages);

}  // namespace offices::ballot
