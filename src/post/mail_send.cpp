// SPDX-License-Identifier: Apache-2.0
// The outgoing half of Mail: what is queued becomes messages, and messages become envelopes, the most urgent first.
#include "post/mail.hpp"
#include "post/outbox.hpp"

namespace offices::post {

using crypto::HpkeMode;

crypto::HpkeShared shared_for(HpkeMode mode, ByteView info, ByteView psk);
crypto::Digest seal_info(HpkeMode mode, const Line& line, bool outgoing);

namespace {

constexpr std::int64_t redeposit_after_s = 7 * base::day_s;
constexpr std::size_t message_items_bytes = 32 * 1024;

std::uint64_t random_number(crypto::Random& random) {
  std::array<Byte, 8> raw{};
  random.fill(raw);
  return (base::get_u64(raw) >> 11) | 1;
}

}  // namespace

Result<void> Mail::queue_introduction(Line& line, const record::Entry& join) {
  OFFICES_TRY(card, card_of(line));
  auto number = random_number(ledger_.random());
  Json item{{"type", "join"}, {"entry", record::entry_to_json(join)}, {"card", record::bare_to_json(card)}};
  return outbox::put_message(ledger_, line.id,
                             {{"number", number}, {"items", Json::array({item})}, {"introduces", true}, {"deposits", Json::object()}});
}

namespace {

/// About how many octets an item takes in a message.
std::size_t bytes_of(const Json& item) {
  constexpr std::size_t around_a_statement = 1024;
  if (!item.contains("bytes")) return base::spell(item).size();
  return item.at("bytes").get<std::size_t>() * 4 / 3 + around_a_statement;
}

/// Items as they travel: a statement is queued by its id.
Result<Json> written_out(Ledger& ledger, const Json& items) {
  Json out = Json::array();
  for (const auto& item : items) {
    if (!item.contains("id") || item.at("type") != "statement") {
      out.push_back(item);
      continue;
    }
    OFFICES_TRY(id, record::StatementId::from_hex(item.at("id").get_ref<const std::string&>()));
    OFFICES_TRY(kept, ledger.by_id(id));
    if (!kept) return fail(Code::store_damaged, "a statement that was to leave is missing");
    out.push_back({{"type", "statement"}, {"entry", record::entry_to_json(kept->entry)}});
  }
  return out;
}

}  // namespace

/// Moves what is queued into a numbered message, together with what is to be confirmed; none where nothing is queued.
Result<std::optional<Json>> Mail::form_message(Line& line, mediation::Precedence precedence) {
  std::vector<Json> leaving;
  std::size_t bytes = 0;
  // What is urgent leaves by itself, so that it fits into one envelope and can be shown before its turn.
  const std::size_t enough = precedence >= mediation::Precedence::immediate ? 1 : message_items_bytes;
  OFFICES_CHECK(outbox::each_queued(ledger_, line.id, precedence, [&](const Json& out) -> Result<bool> {
    leaving.push_back(out);
    bytes += bytes_of(out.at("item"));
    return bytes < enough;
  }));
  bool card_alone = precedence == outbox::urgent_first.back() && line.card_due;
  if (leaving.empty() && !card_alone) return std::nullopt;
  Json items = Json::array();
  if (line.card_due) {
    OFFICES_TRY(card, card_of(line));
    items.push_back({{"type", "card"}, {"card", record::bare_to_json(card)}});
  }
  for (const auto& out : leaving) {
    items.push_back(out.at("item"));
    OFFICES_CHECK(outbox::take_out(ledger_, out));
  }
  if (!line.acks_due.empty()) {
    items.push_back({{"type", "ack"}, {"numbers", line.acks_due}, {"have", Json::array()}, {"ask", false}});
    line.acks_due.clear();
  }
  line.card_due = false;
  Json message{{"number", random_number(ledger_.random())},
               {"precedence", mediation::word(precedence)},
               {"items", std::move(items)},
               {"introduces", false},
               {"deposits", Json::object()}};
  OFFICES_CHECK(outbox::put_message(ledger_, line.id, message));
  return std::optional(std::move(message));
}

struct Mail::Sealer {
  HpkeMode mode;
  crypto::SecretBytes psk;
  crypto::HpkeOutgoing keys;
  crypto::Digest info;

  [[nodiscard]] Result<wire::Envelope> seal(const wire::Frame& frame, crypto::Random& random) const {
    return wire::seal_frame(frame, shared_for(mode, info.view(), psk.view()), keys, random);
  }
};

Result<Mail::Sealer> Mail::sealer(const Line& line, HpkeMode mode) {
  OFFICES_TRY(psk, ledger_.get_secret(line.secret_name(mode == HpkeMode::psk ? "introduction" : "channel")));
  OFFICES_TRY(mine, ledger_.get_secret(line.secret_name("sealing")));
  if (!psk || !mine || !line.peer_card) return fail(Code::store_damaged, "a key is missing");
  OFFICES_TRY(pair, crypto::SealingPair::from_secret(mine->view()));
  const auto& recipient = mode == HpkeMode::auth ? line.peer_card->reset : line.peer_card->prekey;
  const bool authenticated = mode == HpkeMode::auth || mode == HpkeMode::auth_psk;
  OFFICES_TRY(keys, crypto::HpkeOutgoing::make(recipient, authenticated ? &pair : nullptr));
  return Sealer{mode, *std::move(psk), std::move(keys), seal_info(mode, line, true)};
}

Result<std::vector<wire::Envelope>> Mail::seal(const Line& line, HpkeMode mode, std::uint64_t number, const Json& items) {
  OFFICES_TRY(keys, sealer(line, mode));
  OFFICES_TRY(whole, written_out(ledger_, items));
  auto message = base::spell({{"v", 1}, {"items", std::move(whole)}});
  OFFICES_TRY(frames, wire::split_message(number, base::as_bytes(message)));
  std::vector<wire::Envelope> envelopes;
  for (const auto& frame : frames) {
    OFFICES_TRY(envelope, keys.seal(frame, ledger_.random()));
    envelopes.push_back(std::move(envelope));
  }
  return envelopes;
}

// A piece is a message of its own, in one envelope, and is not confirmed: who asked for it and does not get it asks again.
Result<std::optional<PieceDeposit>> Mail::pieces() {
  std::optional<PieceDeposit> out;
  OFFICES_CHECK(ledger_.snapshot([&]() -> Result<void> {
    out.reset();
    OFFICES_TRY(batch, evidence_.next_batch());
    if (!batch) return {};
    OFFICES_TRY(keys, sealer(batch->line, HpkeMode::auth_psk));
    PieceDeposit deposit{*std::move(batch), {}};
    for (auto& piece : std::exchange(deposit.batch.pieces, {})) {
      OFFICES_TRY(envelope, keys.seal({0, 0, 1, std::move(piece)}, ledger_.random()));
      deposit.envelopes.push_back(std::move(envelope));
    }
    out = std::move(deposit);
    return {};
  }));
  return out;
}

Result<void> Mail::pieces_done(const PieceDeposit& deposit, bool left) {
  Result<void> noted;
  if (left) noted = ledger_.transaction([&] { return evidence_.left(deposit.batch); }, store::Sync::later);
  evidence_.release(deposit.batch);
  return noted;
}

/// For every relay that is asked and has not got it lately. False: the round is full, or no relay is asked.
Result<bool> Mail::seal_message(const Line& line, const Json& m, const AsksRelay& asks, Round& round) {
  if (round.is_full()) return false;
  bool introduces = m.at("introduces").get<bool>();
  if (!introduces && line.state != LineState::open) return true;
  auto number = m.at("number").get<std::uint64_t>();
  std::vector<wire::Envelope> envelopes;
  bool asked = false;
  for (const auto& address : line.peer_card->addresses) {
    if (!asks(address.relay)) continue;
    asked = true;
    auto at = m.at("deposits").find(address.mailbox.hex());
    if (at != m.at("deposits").end() && at->get<std::int64_t>() + redeposit_after_s > clock_.now().seconds) continue;
    if (envelopes.empty()) {
      OFFICES_TRY_SET(envelopes, seal(line, introduces ? HpkeMode::psk : HpkeMode::auth_psk, number, m.at("items")));
    }
    round.deposits.push_back({line.of_case, line.id, number, address, line.peer_card->addresses.size(), envelopes, {}, false, false});
  }
  round.sealed += envelopes.size();
  return asked;
}

/// What is due of one precedence, until the round is full: what was formed and has not left, then what is queued.
Result<void> Mail::seal_messages(Line& line, mediation::Precedence precedence, const AsksRelay& asks, Round& round) {
  bool on = true;
  auto visit = [&](const Json& m) -> Result<bool> {
    OFFICES_TRY_SET(on, seal_message(line, m, asks, round));
    return !round.is_full();
  };
  OFFICES_CHECK(outbox::each_to_hand_over(ledger_, line.id, precedence, visit));
  while (on && line.state == LineState::open && !round.is_full()) {
    OFFICES_TRY(message, form_message(line, precedence));
    if (!message) break;
    OFFICES_TRY_SET(on, seal_message(line, *message, asks, round));
  }
  return {};
}

/// What every relay had and no peer has confirmed: handed over again before it is forgotten, or where the peer has moved.
Result<void> Mail::seal_handed(const Line& line, const AsksRelay& asks, Round& round) {
  constexpr std::int64_t look_every_s = 60;
  auto& looked = looked_at_[line.id];
  bool moved = looked.card != line.peer_card->serial;
  if (!moved && clock_.now() < looked.at.plus(look_every_s)) return {};
  OFFICES_CHECK(outbox::each_handed(ledger_, line.id, [&](const Json& m) -> Result<bool> {
    OFFICES_TRY(asked, seal_message(line, m, asks, round));
    (void)asked;
    return !round.is_full();
  }));
  if (!round.is_full()) looked = {clock_.now(), line.peer_card->serial};
  return {};
}

/// Confirmations, heads and resets: sent once, never confirmed themselves.
Result<void> Mail::seal_control(const Line& line, std::vector<Deposit>& out) {
  if (line.state != LineState::open) return {};
  if (!line.acks_due.empty() || line.have_due) {
    Json have = Json::array();
    if (line.have_due)
      for (const auto& f : line.feeds)
        have.push_back({{"feed", f.id.hex()}, {"size", f.frontier.size()}, {"root", f.frontier.head().root.hex()}});
    std::vector<std::uint64_t> acks(line.acks_due.begin(), line.acks_due.end());
    Json item{{"type", "ack"}, {"numbers", acks}, {"have", std::move(have)}, {"ask", line.awaiting_tail}};
    OFFICES_TRY(envelopes, seal(line, HpkeMode::auth_psk, 0, Json::array({item})));
    for (const auto& address : line.peer_card->addresses)
      out.push_back({line.of_case, line.id, 0, address, 0, envelopes, acks, line.have_due, false});
  }
  if (line.reset_due) {
    OFFICES_TRY(card, card_of(line));
    OFFICES_TRY(envelopes, seal(line, HpkeMode::auth, 0, Json::array({Json{{"type", "card"}, {"card", record::bare_to_json(card)}}})));
    for (const auto& address : line.peer_card->addresses) out.push_back({line.of_case, line.id, 0, address, 0, envelopes, {}, false, true});
  }
  return {};
}

}  // namespace offices::post
