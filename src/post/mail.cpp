// SPDX-License-Identifier: Apache-2.0
#include "post/mail.hpp"

#include <algorithm>
#include <set>

#include "post/outbox.hpp"

namespace offices::post {

using crypto::HpkeMode;

namespace {

constexpr std::int64_t redeposit_after_s = 7 * 86400;
constexpr std::int64_t prekey_dies_after_s = 7 * 86400;
constexpr std::size_t message_items_bytes = 32 * 1024;
constexpr std::size_t envelopes_at_once = 8;  // for a round: what is signed meanwhile and is more urgent goes with the next

std::string prekey_name(const Line& line, std::uint64_t serial) { return line.secret_name("prekey/" + std::to_string(serial)); }

std::uint64_t random_number(crypto::Random& random) {
  std::array<Byte, 8> raw{};
  random.fill(raw);
  return (base::get_u64(raw) >> 11) | 1;
}

}  // namespace

std::string Config::token_for(const std::string& relay) const {
  if (relay_tokens.size() == 1) return relay_tokens.front();
  for (std::size_t i = 0; i < relays.size() && i < relay_tokens.size(); ++i)
    if (relays[i] == relay) return relay_tokens[i];
  return {};
}

Json to_json(const Config& c) {
  return {{"post", c.post.hex()},
          {"relays", c.relays},
          {"relay_ca", c.relay_ca},
          {"relay_tokens", c.relay_tokens},
          {"insecure_http", c.insecure_http}};
}

Result<Config> config_from_json(const Json& json) {
  base::Fields f(json, "configuration");
  Config c;
  c.post = f.id<record::PostId>("post");
  c.relay_ca = f.text("relay_ca");
  c.insecure_http = f.boolean("insecure_http");
  for (const auto& r : f.array("relays", 16)) c.relays.push_back(r.is_string() ? r.get<std::string>() : "");
  for (const auto& t : f.array("relay_tokens", 16)) c.relay_tokens.push_back(t.is_string() ? t.get<std::string>() : "");
  OFFICES_CHECK(f.finish());
  return c;
}

crypto::HpkeShared shared_for(HpkeMode mode, ByteView info, ByteView psk) {
  crypto::HpkeShared shared{mode, info, {}, {}};
  if (mode == HpkeMode::auth_psk || mode == HpkeMode::psk) {
    shared.psk = psk;
    shared.psk_id = base::as_bytes(mode == HpkeMode::psk ? "goodoffices/v1/introduction" : "goodoffices/v1/channel");
  }
  return shared;
}

/// What a seal is bound to. The introduction's sender is not known before it is opened.
crypto::Digest seal_info(HpkeMode mode, const Line& line, bool outgoing) {
  record::ParticipantId nobody;
  bool introduces = mode == HpkeMode::psk;
  const auto& sender = introduces ? nobody : outgoing ? line.me : line.peer;
  const auto& recipient = outgoing ? line.peer : line.me;
  const record::ChannelId none;
  Byte m = static_cast<Byte>(mode);
  return crypto::labelled_hash(
      "seal",
      {{&m, 1}, line.of_case.view(), line.id.view(), introduces ? none.view() : line.channel.view(), sender.view(), recipient.view()});
}

Result<void> Mail::new_prekey(Line& line) {
  auto pair = crypto::SealingPair::generate(ledger_.random());
  auto now = clock_.now();
  // Highest serial wins at the peer: a restored post must come out above what it announced before.
  line.card_serial = std::max(line.card_serial + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(now.seconds, 1)));
  OFFICES_CHECK(ledger_.put_secret(prekey_name(line, line.card_serial), pair.secret.view()));
  if (!line.prekeys.empty()) line.prekeys.front().replaced = now;
  line.prekeys.insert(line.prekeys.begin(), Prekey{line.card_serial, pair.open, now, std::nullopt, false});
  return {};
}

Result<void> Mail::drop_old_prekeys(Line& line) {
  auto dead = [&](const Prekey& p) { return p.replaced && p.replaced->plus(prekey_dies_after_s) < clock_.now(); };
  for (const auto& p : line.prekeys)
    if (dead(p)) OFFICES_CHECK(ledger_.erase(prekey_name(line, p.serial)));
  std::erase_if(line.prekeys, dead);
  return {};
}

Result<Line> Mail::new_line(const LineId& id, const record::CaseId& of_case, const record::ParticipantId& me, const Config& config,
                            ByteView secret) {
  Line line;
  line.id = id;
  line.of_case = of_case;
  line.me = me;
  auto sealing = crypto::SealingPair::generate(ledger_.random());
  auto reset = crypto::SealingPair::generate(ledger_.random());
  line.sealing = sealing.open;
  line.reset = reset.open;
  OFFICES_CHECK(ledger_.put_secret(line.secret_name("sealing"), sealing.secret.view()));
  OFFICES_CHECK(ledger_.put_secret(line.secret_name("reset"), reset.secret.view()));
  OFFICES_CHECK(ledger_.put_secret(line.secret_name("introduction"), introduction_key(secret).view()));
  OFFICES_CHECK(ledger_.put_secret(line.secret_name("channel"), channel_key(secret).view()));
  OFFICES_CHECK(new_prekey(line));
  for (const auto& relay : config.relays) line.mailboxes.push_back({wire::make_mailbox(relay, ledger_.random()), false, false, 0});
  return line;
}

Result<void> Mail::move_mailboxes(Line& line, const Config& config) {
  OFFICES_CHECK(new_prekey(line));
  for (auto& m : line.mailboxes) m.retiring = true;
  for (const auto& relay : config.relays) line.mailboxes.push_back({wire::make_mailbox(relay, ledger_.random()), false, false, 0});
  line.moved_at = line.card_serial;
  line.peer_moved = false;
  line.card_due = true;
  return {};
}

Result<record::Signed> Mail::card_of(const Line& line) {
  OFFICES_TRY(seed, ledger_.get_secret(names::identity(line.of_case)));
  if (!seed || line.prekeys.empty()) return fail(Code::store_damaged, "a key is missing");
  OFFICES_TRY(key, crypto::SigningKey::from_seed(seed->view()));
  Card card{line.of_case, line.id, line.me, line.card_serial, line.sealing, line.reset, line.prekeys.front().open, {}};
  for (const auto& m : line.mailboxes)
    if (!m.retiring) card.addresses.push_back(m.box.address);
  return sign_card(card, key);
}

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
  std::vector<Json> queued;
  std::size_t bytes = 0;
  OFFICES_CHECK(outbox::each_queued(ledger_, line.id, precedence, [&](const Json& out) -> Result<bool> {
    queued.push_back(out);
    bytes += bytes_of(out.at("item"));
    return bytes < message_items_bytes;
  }));
  bool card_alone = precedence == outbox::urgent_first.back() && line.card_due;
  if (queued.empty() && !card_alone) return std::nullopt;
  Json items = Json::array();
  if (line.card_due) {
    OFFICES_TRY(card, card_of(line));
    items.push_back({{"type", "card"}, {"card", record::bare_to_json(card)}});
  }
  for (const auto& out : queued) {
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
  crypto::SealingPair mine;
  crypto::Digest info;
  crypto::SealingPublic recipient;

  [[nodiscard]] Result<wire::Envelope> seal(const wire::Frame& frame, crypto::Random& random) const {
    bool authenticated = mode == HpkeMode::auth || mode == HpkeMode::auth_psk;
    return wire::seal_frame(frame, shared_for(mode, info.view(), psk.view()), recipient, authenticated ? &mine : nullptr, random);
  }
};

Result<Mail::Sealer> Mail::sealer(const Line& line, HpkeMode mode) {
  OFFICES_TRY(psk, ledger_.get_secret(line.secret_name(mode == HpkeMode::psk ? "introduction" : "channel")));
  OFFICES_TRY(mine, ledger_.get_secret(line.secret_name("sealing")));
  if (!psk || !mine || !line.peer_card) return fail(Code::store_damaged, "a key is missing");
  OFFICES_TRY(pair, crypto::SealingPair::from_secret(mine->view()));
  const auto& recipient = mode == HpkeMode::auth ? line.peer_card->reset : line.peer_card->prekey;
  return Sealer{mode, *std::move(psk), std::move(pair), seal_info(mode, line, true), recipient};
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
    for (const auto& piece : std::exchange(deposit.batch.pieces, {})) {
      OFFICES_TRY(envelope, keys.seal({0, 0, 1, encode_piece(piece)}, ledger_.random()));
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
  if (round.sealed >= envelopes_at_once) return false;
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
    return round.sealed < envelopes_at_once;
  };
  OFFICES_CHECK(outbox::each_to_hand_over(ledger_, line.id, precedence, visit));
  while (on && line.state == LineState::open && round.sealed < envelopes_at_once) {
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
    return round.sealed < envelopes_at_once;
  }));
  if (round.sealed < envelopes_at_once) looked = {clock_.now(), line.peer_card->serial};
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

namespace {

/// Looks at every line without changing anything, in a snapshot of its own.
template <class Look>
Result<void> look_at_lines(Ledger& ledger, Look look) {
  return ledger.snapshot([&]() -> Result<void> {
    OFFICES_TRY(cases, cases_in(ledger));
    for (const auto& id : cases) {
      OFFICES_TRY(folder, Folder::open(ledger, id));
      for (const auto& [line_id, line] : folder.lines) OFFICES_CHECK(look(line));
    }
    return {};
  });
}

template <class Work>
Result<void> one_line(Ledger& ledger, const record::CaseId& of_case, const LineId& id, Work work) {
  OFFICES_TRY(folder, Folder::open(ledger, of_case));
  auto* line = folder.line(id);
  if (!line) return fail(Code::not_found, "the line is gone");
  OFFICES_CHECK(work(folder, *line));
  return folder.save();
}

}  // namespace

namespace {

void list_mailboxes(const Line& line, std::vector<Fetch>& out) {
  for (const auto& m : line.mailboxes) out.push_back({line.of_case, line.id, m.box, m.cursor, !m.made});
}

}  // namespace

// A vote that was sent and forgotten would be cast again, otherwise: unlike the rest of a round this waits for the disk.
Result<std::optional<std::int64_t>> Mail::attend() {
  std::optional<std::int64_t> next_in_s;
  OFFICES_CHECK(ledger_.transaction([&]() -> Result<void> {
    next_in_s.reset();
    OFFICES_TRY(cases, cases_in(ledger_));
    for (const auto& id : cases) {
      OFFICES_TRY(folder, Folder::open(ledger_, id));
      OFFICES_CHECK(ballots_.attend(folder));
      OFFICES_TRY(watched, clerk_.watch(folder));
      OFFICES_TRY(asked, evidence_.attend(folder));
      OFFICES_CHECK(folder.save());
      OFFICES_TRY(next, ballots_.next_instant(id));
      for (const auto& other : {watched, asked})
        if (other && (!next || *other < *next)) next = other;
      if (!next) continue;
      auto in_s = next->seconds - clock_.now().seconds;
      next_in_s = std::min(next_in_s.value_or(in_s), in_s);
    }
    return {};
  }));
  return next_in_s;
}

// What is queued became durable when it was signed. Messages are formed and noted as handed over without waiting for the disk: if a
// power cut undoes that, the same statements leave again under another number and are recognised.
Result<Round> Mail::round(const AsksRelay& asks) {
  OFFICES_TRY(next, attend());
  Round out;
  auto work = [&]() -> Result<void> {
    out = {};
    out.next_in_s = next;
    std::vector<Folder> folders;
    OFFICES_TRY(cases, cases_in(ledger_));
    for (const auto& id : cases) {
      OFFICES_TRY(folder, Folder::open(ledger_, id));
      folders.push_back(std::move(folder));
    }
    std::vector<Line*> sending;
    for (auto& folder : folders)
      for (auto& [id, line] : folder.lines) {
        OFFICES_CHECK(drop_old_prekeys(line));
        list_mailboxes(line, out.mailboxes);
        if (line.peer_card && line.state != LineState::closed) sending.push_back(&line);
      }
    // No line waits until another has nothing more to say.
    if (!sending.empty()) std::ranges::rotate(sending, sending.begin() + static_cast<std::ptrdiff_t>(turn_++ % sending.size()));
    for (auto precedence : outbox::urgent_first)
      for (auto* line : sending) OFFICES_CHECK(seal_messages(*line, precedence, asks, out));
    for (auto* line : sending) OFFICES_CHECK(seal_handed(*line, asks, out));
    for (auto* line : sending) OFFICES_CHECK(seal_control(*line, out.deposits));
    out.more = out.sealed >= envelopes_at_once;
    for (auto& folder : folders) OFFICES_CHECK(folder.save());
    return {};
  };
  OFFICES_CHECK(ledger_.transaction(work, store::Sync::later));
  return out;
}

Result<void> Mail::note_deposited(const Deposit& d) {
  if (d.message != 0) {
    OFFICES_TRY(message, outbox::message(ledger_, d.line, d.message));
    if (!message) return {};
    auto& deposits = (*message)["deposits"];
    deposits[d.address.mailbox.hex()] = clock_.now().seconds;
    (*message)["handed"] = deposits.size() >= d.relays;
    return outbox::put_message(ledger_, d.line, *message);
  }
  return one_line(ledger_, d.of_case, d.line, [&](Folder&, Line& line) -> Result<void> {
    for (auto n : d.acks) line.acks_due.erase(n);
    if (d.had_have) line.have_due = false;
    if (d.had_reset) line.reset_due = false;
    return {};
  });
}

Result<void> Mail::deposited(std::span<const Deposit> deposits) {
  if (deposits.empty()) return {};
  auto work = [&]() -> Result<void> {
    for (const auto& d : deposits) OFFICES_CHECK(note_deposited(d));
    return {};
  };
  return ledger_.transaction(work, store::Sync::later);
}

Result<std::vector<Fetch>> Mail::mailboxes() {
  std::vector<Fetch> out;
  OFFICES_CHECK(look_at_lines(ledger_, [&](const Line& line) -> Result<void> {
    list_mailboxes(line, out);
    return {};
  }));
  return out;
}

Result<void> Mail::made(const Fetch& mailbox) {
  return ledger_.transaction([&] {
    return one_line(ledger_, mailbox.of_case, mailbox.line, [&](Folder&, Line& line) -> Result<void> {
      for (auto& m : line.mailboxes)
        if (m.box.address == mailbox.box.address) m.made = true;
      return {};
    });
  });
}

Result<void> Mail::given_up(const Fetch& mailbox) {
  return ledger_.transaction([&] {
    return one_line(ledger_, mailbox.of_case, mailbox.line, [&](Folder&, Line& line) -> Result<void> {
      std::erase_if(line.mailboxes, [&](const auto& m) { return m.box.address == mailbox.box.address; });
      return {};
    });
  });
}

namespace {

/// Every id that stands in an answer.
void collect_ids(const Json& answer, std::set<std::string>& ids) {
  if (answer.is_string() && answer.get_ref<const std::string&>().size() == 2 * sizeof(record::StatementId{}.octets))
    ids.insert(answer.get<std::string>());
  if (answer.is_structured())
    for (const auto& part : answer) collect_ids(part, ids);
}

}  // namespace

Result<bool> Mail::has_left(const Json& answer) {
  std::set<std::string> ids;
  collect_ids(answer, ids);
  bool left = true;
  OFFICES_CHECK(look_at_lines(ledger_, [&](const Line& line) -> Result<void> {
    for (const auto& id : ids) {
      OFFICES_TRY(queued, outbox::is_queued(ledger_, line.id, id));
      left = left && !queued;
    }
    return outbox::each_to_hand_over(ledger_, line.id, [&](const Json& message) -> Result<bool> {
      auto mentioned = [&](const Json& item) { return item.contains("id") && ids.contains(item.at("id").get<std::string>()); };
      if (message.at("deposits").empty() && std::ranges::any_of(message.at("items"), mentioned)) left = false;
      return left;
    });
  }));
  return left;
}

Result<bool> Mail::is_reachable(const std::string& line_id) {
  bool made = false;
  OFFICES_CHECK(look_at_lines(ledger_, [&](const Line& line) -> Result<void> {
    if (line.id.hex() == line_id) made = std::ranges::any_of(line.mailboxes, [](const auto& m) { return m.made; });
    return {};
  }));
  return made;
}

Result<std::uint64_t> Mail::pending() {
  std::uint64_t n = 0;
  OFFICES_CHECK(look_at_lines(ledger_, [&](const Line& line) -> Result<void> {
    OFFICES_TRY(queued, outbox::count_queued(ledger_, line.id));
    OFFICES_TRY(sent, outbox::count_messages(ledger_, line.id));
    n += static_cast<std::uint64_t>(queued + sent);
    return {};
  }));
  return n;
}

}  // namespace offices::post
