// SPDX-License-Identifier: Apache-2.0
// Mail: what leaves and what comes, sealed, without any network: the courier and the simulation move the envelopes.
#pragma once

#include <span>

#include "post/ballots.hpp"
#include "post/evidence.hpp"
#include "post/invitation.hpp"
#include "post/papers.hpp"
#include "wire/envelope.hpp"

namespace offices::post {

/// Relays and what they ask for; kept sealed in the ledger.
struct Config {
  record::PostId post;  ///< a random name for this store; no key
  std::vector<std::string> relays;
  std::string relay_ca;
  std::vector<std::string> relay_tokens;
  bool insecure_http = false;
  [[nodiscard]] std::string token_for(const std::string& relay) const;
};
[[nodiscard]] Json to_json(const Config& config);
[[nodiscard]] Result<Config> config_from_json(const Json& json);

/// Envelopes for one address. `message` 0: confirmations only, sent once and forgotten.
struct Deposit {
  record::CaseId of_case;
  LineId line;
  std::uint64_t message = 0;
  wire::Address address;
  std::size_t relays = 0;  ///< how many are to have it
  std::vector<wire::Envelope> envelopes;
  std::vector<std::uint64_t> acks;  ///< what it confirms, where `message` is 0
  bool had_have = false, had_reset = false;
};

/// Pieces of an evidence file for one contact, sealed: for whichever of its addresses takes them first.
struct PieceDeposit {
  Batch batch;
  std::vector<wire::Envelope> envelopes;
};

/// A mailbox to make, to fetch from, or to give up.
struct Fetch {
  record::CaseId of_case;
  LineId line;
  wire::Mailbox box;
  std::uint64_t cursor = 0;
  bool make = false;
};

/// What there is to do with relays now: no more than lets what is signed meanwhile, and is more urgent, go with the next round.
struct Round {
  static constexpr std::size_t envelopes_most = 8;
  std::vector<Fetch> mailboxes;
  std::vector<Deposit> deposits;  ///< the most urgent first
  std::size_t sealed = 0;         ///< envelopes, those for several relays once
  bool more = false;              ///< there is more to hand over than one round takes
  [[nodiscard]] bool is_full() const { return sealed >= envelopes_most; }
  std::optional<std::int64_t>
      next_in_s;  ///< when there is something to do that no message brings: votes are cast, ballots end, silence is told, lines are tested
};

/// Whether a relay is asked at all in this round.
using AsksRelay = std::function<bool(const std::string& relay)>;

struct Incoming {
  std::uint64_t sequence = 0;
  Bytes envelope;                  ///< empty where look_ahead() opened it
  Bytes piece{};                   ///< the piece of a file that look_ahead() found in it, and no other message
  std::uint64_t piece_prekey = 0;  ///< the serial of what opened it
};

struct Received {
  std::uint64_t statements = 0, nonpapers = 0, refused = 0;
  std::uint64_t files = 0;           ///< that are here now with all their octets, or at the peer
  std::uint64_t delete_through = 0;  ///< taken in for good: the relay may forget them
  bool give_up = false;              ///< this mailbox is no longer needed
  bool gone = false;                 ///< it is not this post's any more
  bool due = false;                  ///< there is something new to send
  bool pieces_due = false;           ///< somebody asked for pieces of a file
  bool acks_due = false;             ///< there is something to confirm, which may wait for something to travel with
};

class Mail {
 public:
  Mail(Ledger& ledger, const Clock& clock, Clerk& clerk, Ballots& ballots, Papers& papers, Evidence& evidence)
      : ledger_(ledger), clock_(clock), clerk_(clerk), ballots_(ballots), papers_(papers), evidence_(evidence) {}

  /// Keys, mailboxes and the first card of a new contact; secrets go into the ledger. Runs inside a transaction.
  [[nodiscard]] Result<Line> new_line(const LineId& id, const record::CaseId& of_case, const record::ParticipantId& me,
                                      const Config& config, ByteView secret);
  /// This post's present card for `line`, signed.
  [[nodiscard]] Result<record::Signed> card_of(const Line& line);
  /// Queues the joining statement for the intermediary, sealed under the invitation's key.
  [[nodiscard]] Result<void> queue_introduction(Line& line, const record::Entry& join);

  // Each of these is a transaction of its own.
  [[nodiscard]] Result<std::vector<Fetch>> mailboxes();
  [[nodiscard]] Result<void> made(const Fetch& mailbox);
  [[nodiscard]] Result<void> given_up(const Fetch& mailbox);
  /// The mailboxes, and what should go to a relay now, sealed: as much as lets what is more urgent come soon.
  [[nodiscard]] Result<Round> round(const AsksRelay& asks = [](const std::string&) { return true; });
  [[nodiscard]] Result<void> deposited(std::span<const Deposit> deposits);
  /// Pieces of evidence files, for when there is nothing else to send; several may be on their way. Each is given back with
  /// pieces_done(), and is sent again unless it `left`.
  [[nodiscard]] Result<std::optional<PieceDeposit>> pieces();
  [[nodiscard]] Result<void> pieces_done(const PieceDeposit& deposit, bool left);
  /// Takes in a page of a mailbox. `deleted_through` is what the relay says it has forgotten.
  [[nodiscard]] Result<Received> receive(const Fetch& mailbox, std::uint64_t deleted_through, std::span<const Incoming> page,
                                         store::Sync sync = store::Sync::now);
  /// Shows urgent words of a page that is not taken in yet (receive() does that, in order); whether there were any. Pieces of files
  /// stay open in `page`: they are many.
  [[nodiscard]] Result<bool> look_ahead(const Fetch& mailbox, std::span<Incoming> page);
  /// Whether every statement and non-paper whose id stands in `answer` has reached a relay of its recipient.
  [[nodiscard]] Result<bool> has_left(const Json& answer);
  /// Whether some relay has a mailbox of this line, given as hex.
  [[nodiscard]] Result<bool> is_reachable(const std::string& line_id);
  /// How many urgent things were queued so far: a round under way that they are not in may be cut short.
  [[nodiscard]] std::uint64_t urgent_queued() const { return clerk_.urgent_queued(); }
  /// How many urgent words were shown before their turn so far.
  [[nodiscard]] std::uint64_t shown_ahead() const { return clerk_.shown_ahead(); }
  /// Statements and messages that no peer has confirmed.
  [[nodiscard]] Result<std::uint64_t> pending();

 private:
  struct Opened;
  /// Keys to seal with, read once for several envelopes.
  struct Sealer;
  /// The keys that may open what comes.
  class Openers;
  /// A page on its way in: what it brought so far.
  struct Page {
    Received done;
    Intake pieces;
  };
  [[nodiscard]] Result<std::optional<std::int64_t>> attend();
  [[nodiscard]] Result<void> new_prekey(Line& line);
  [[nodiscard]] Result<void> drop_old_prekeys(Line& line);
  [[nodiscard]] Result<std::optional<Json>> form_message(Line& line, mediation::Precedence precedence);
  [[nodiscard]] Result<bool> seal_message(const Line& line, const Json& message, const AsksRelay& asks, Round& round);
  [[nodiscard]] Result<void> seal_messages(Line& line, mediation::Precedence precedence, const AsksRelay& asks, Round& round);
  [[nodiscard]] Result<void> seal_handed(const Line& line, const AsksRelay& asks, Round& round);
  [[nodiscard]] Result<bool> seal_round(std::span<Line* const> sending, const AsksRelay& asks, Round& round);
  [[nodiscard]] Result<void> seal_control(const Line& line, std::vector<Deposit>& out);
  [[nodiscard]] Result<void> note_deposited(const Deposit& deposit);
  [[nodiscard]] Result<Sealer> sealer(const Line& line, crypto::HpkeMode mode);
  [[nodiscard]] Result<std::vector<wire::Envelope>> seal(const Line& line, crypto::HpkeMode mode, std::uint64_t number, const Json& items);
  [[nodiscard]] Result<std::optional<Bytes>> assemble(const Line& line, const wire::Frame& frame);
  [[nodiscard]] Result<void> take_message(Folder& folder, Line& line, const Opened& how, ByteView message, Page& page);
  [[nodiscard]] Result<void> take_piece(const Line& line, ByteView message, Page& page);
  [[nodiscard]] Result<void> take_item(Folder& folder, Line& line, const Opened& how, const Json& item, Received& done);
  [[nodiscard]] Result<void> take_asking(const Line& line, const Json& item, Received& done);
  [[nodiscard]] Result<void> take_statement(Folder& folder, Line& line, const Json& item, Received& done);
  [[nodiscard]] Result<void> take_confirmation(Folder& folder, Line& line, const Json& item, Received& done);
  [[nodiscard]] Result<void> compare_heads(Line& line, const Json& have);
  [[nodiscard]] Result<void> take_card(Folder& folder, Line& line, const Opened& how, const Json& item, Received& done);
  [[nodiscard]] Result<void> take_join(Folder& folder, Line& line, const Json& item, Received& done);
  [[nodiscard]] Result<void> move_mailboxes(Line& line, const Config& config);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
  Ballots& ballots_;
  Papers& papers_;
  Evidence& evidence_;
  struct Looked {
    Time at;
    std::uint64_t card = 0;
  };
  std::map<LineId, Looked> looked_at_;  ///< when what was handed over was looked at, and under which card of the peer's
  std::size_t turn_ = 0;                ///< which line is the first
  std::uint64_t urgent_sealed_ = 0;     ///< of what the clerk has queued
};

}  // namespace offices::post
