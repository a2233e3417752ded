// SPDX-License-Identifier: Apache-2.0
#include "post/mail.hpp"

#include <algorithm>
#include <set>

#include "post/outbox.hpp"

namespace offices::post {

using crypto::HpkeMode;

namespace {

constexpr std::int64_t prekey_dies_after_s = 7 * base::day_s;

std::string prekey_name(const Line& line, std::uint64_t serial) { return line.secret_name("prekey/" + std::to_string(serial)); }

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
    OFFICES_TRY_SET(out.more, seal_round(sending, asks, out));
    for (auto& folder : folders) OFFICES_CHECK(folder.save());
    return {};
  };
  OFFICES_CHECK(ledger_.transaction(work, store::Sync::later));
  return out;
}

/// What goes into this round, the most urgent first; whether there may be more than that. What is urgent and new does not wait until what
/// is not has been sealed.
Result<bool> Mail::seal_round(std::span<Line* const> sending, const AsksRelay& asks, Round& round) {
  const bool in_haste = std::exchange(urgent_sealed_, clerk_.urgent_queued()) != clerk_.urgent_queued();
  for (auto precedence : outbox::urgent_first) {
    if (in_haste && precedence < mediation::Precedence::immediate && !round.deposits.empty()) return true;
    for (auto* line : sending) OFFICES_CHECK(seal_messages(*line, precedence, asks, round));
  }
  for (auto* line : sending) OFFICES_CHECK(seal_handed(*line, asks, round));
  for (auto* line : sending) OFFICES_CHECK(seal_control(*line, round.deposits));
  return round.is_full();
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
