// SPDX-License-Identifier: Apache-2.0
// The incoming half of Mail.
#include <algorithm>

#include "base/text.hpp"
#include "post/mail.hpp"
#include "post/outbox.hpp"

namespace offices::post {

using crypto::HpkeMode;

crypto::HpkeShared shared_for(HpkeMode mode, ByteView info, ByteView psk);
crypto::Digest seal_info(HpkeMode mode, const Line& line, bool outgoing);

namespace {

constexpr std::int64_t prekey_renewed_after_s = 3600;
constexpr std::int64_t frames_max = 2048;

std::string frames_shelf(const LineId& line) { return "frames/" + line.hex(); }
std::string frame_name(const LineId& line, std::uint64_t message, std::uint32_t index) {
  return "frame/" + line.hex() + "/" + std::to_string(message) + "/" + std::to_string(index);
}

Json frame_to_json(const wire::Frame& f) {
  return {{"message", f.message}, {"index", f.index}, {"count", f.count}, {"body", base::base64(f.body)}};
}

}  // namespace

struct Mail::Opened {
  wire::Frame frame;
  HpkeMode mode{};
  std::optional<std::uint64_t> prekey;  ///< the serial of what opened it
};

/// The keys that may open what comes on a line, in the order in which they are tried: the prekeys that live, the newest first, each for
/// messages and, at an intermediary, for introductions; then the reset key. A key is read when it is first tried: nearly everything
/// opens with the first.
class Mail::Openers {
 public:
  explicit Openers(const Line& line);
  [[nodiscard]] Result<std::optional<Opened>> open(Ledger& ledger, ByteView envelope);

 private:
  struct Keys {
    crypto::SecretBytes psk;
    crypto::HpkeIncoming incoming;
  };
  struct Opener {
    HpkeMode mode{};
    std::string psk_name, secret_name;
    crypto::SealingPublic recipient;
    std::optional<crypto::SealingPublic> sender;
    crypto::Digest info;
    std::optional<std::uint64_t> prekey;  ///< its serial
    bool is_read = false;
    std::optional<Keys> keys{};  ///< none where the line has no such secret
  };
  static Result<void> read(Ledger& ledger, Opener& opener);
  std::vector<Opener> tried_;
};

Mail::Openers::Openers(const Line& line) {
  auto add = [&](HpkeMode mode, std::string_view psk, std::string_view secret, const crypto::SealingPublic& open,
                 std::optional<std::uint64_t> prekey) {
    auto sender = mode == HpkeMode::psk ? std::nullopt : std::optional(line.peer_card->sealing);
    tried_.push_back({mode, line.secret_name(psk), line.secret_name(secret), open, sender, seal_info(mode, line, false), prekey});
  };
  for (const auto& p : line.prekeys) {
    auto secret = "prekey/" + std::to_string(p.serial);
    if (line.peer_card) add(HpkeMode::auth_psk, "channel", secret, p.open, p.serial);
    if (line.as_intermediary) add(HpkeMode::psk, "introduction", secret, p.open, std::nullopt);
  }
  if (line.peer_card) add(HpkeMode::auth, "channel", "reset", line.reset, std::nullopt);
}

Result<void> Mail::Openers::read(Ledger& ledger, Opener& o) {
  if (o.is_read) return {};
  OFFICES_TRY(psk, ledger.get_secret(o.psk_name));
  OFFICES_TRY(kept, ledger.get_secret(o.secret_name));
  if (psk && kept) {
    OFFICES_TRY(secret, crypto::SealingSecret::from(kept->view()));
    OFFICES_TRY(incoming, crypto::HpkeIncoming::make({std::move(secret), o.recipient}, o.sender ? &*o.sender : nullptr));
    o.keys = Keys{*std::move(psk), std::move(incoming)};
  }
  o.is_read = true;
  return {};
}

Result<std::optional<Mail::Opened>> Mail::Openers::open(Ledger& ledger, ByteView envelope) {
  for (auto& o : tried_) {
    OFFICES_CHECK(read(ledger, o));
    if (!o.keys) continue;
    auto frame = wire::open_envelope(envelope, shared_for(o.mode, o.info.view(), o.keys->psk.view()), o.keys->incoming);
    if (frame) return Opened{*std::move(frame), o.mode, o.prekey};
  }
  return std::nullopt;
}

namespace {

void note_use(Line& line, std::uint64_t prekey) {
  for (auto& p : line.prekeys)
    if (p.serial == prekey) p.used = true;
  if (line.moved_at != 0 && prekey >= line.moved_at) line.peer_moved = true;
}

}  // namespace

/// Frames of a long message wait on disk until the last has come: what was taken from a relay is never only in memory.
Result<std::optional<Bytes>> Mail::assemble(const Line& line, const wire::Frame& frame) {
  if (frame.count == 1) return frame.body;
  if (frame.message == 0 || frame.count > wire::message_bytes_max / wire::frame_body_max + 1) return std::nullopt;
  OFFICES_TRY(waiting, ledger_.count(frames_shelf(line.id)));
  if (waiting >= frames_max) return fail(Code::too_large, "too many parts of unfinished messages");
  OFFICES_CHECK(ledger_.put(frame_name(line.id, frame.message, frame.index), frame_to_json(frame), frames_shelf(line.id)));
  Bytes whole;
  for (std::uint32_t i = 0; i < frame.count; ++i) {
    OFFICES_TRY(part, ledger_.get(frame_name(line.id, frame.message, i)));
    if (!part) return std::nullopt;
    OFFICES_TRY(body, base::from_base64(part->at("body").get_ref<const std::string&>()));
    base::put(whole, body);
  }
  for (std::uint32_t i = 0; i < frame.count; ++i) OFFICES_CHECK(ledger_.erase(frame_name(line.id, frame.message, i)));
  return whole;
}

Result<Received> Mail::receive(const Fetch& mailbox, std::uint64_t deleted_through, std::span<const Incoming> page, store::Sync sync) {
  Received done;
  auto work = [&]() -> Result<void> {
    done = {};
    Page taken{{}, evidence_.intake()};
    OFFICES_TRY(folder, Folder::open(ledger_, mailbox.of_case));
    auto* line = folder.line(mailbox.line);
    done.gone = true;
    if (!line) return {};
    auto box = std::ranges::find_if(line->mailboxes, [&](const auto& m) { return m.box.address == mailbox.box.address; });
    if (box == line->mailboxes.end()) return {};
    done.gone = false;
    auto owes = [&] { return line->have_due || line->card_due || line->reset_due; };
    const bool owed = owes();
    if (deleted_through > box->cursor && line->state == LineState::open && !line->awaiting_tail) {
      // The relay has handed out and forgotten what this store has never seen: an older copy was put back.
      line->awaiting_tail = line->have_due = true;
    }
    // Copies: a joining statement adds mailboxes to the line while this goes on.
    const auto taken_in = box->cursor;
    const auto address = box->box.address;
    auto cursor = std::max(taken_in, deleted_through);
    // For the whole page, and made anew where something in it changed the keys of either end.
    std::optional<Openers> keys;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> serials;
    for (const auto& incoming : page) {
      if (incoming.sequence <= taken_in) continue;
      cursor = std::max(cursor, incoming.sequence);
      if (!incoming.piece.empty()) {
        note_use(*line, incoming.piece_prekey);
        line->last_contact = clock_.now();
        OFFICES_CHECK(take_piece(*line, incoming.piece, taken));
        continue;
      }
      std::pair present{line->card_serial, line->peer_card ? line->peer_card->serial : 0};
      if (serials != present) keys.emplace(*line);
      serials = present;
      OFFICES_TRY(opened, keys->open(ledger_, incoming.envelope));
      if (!opened) {
        ++taken.done.refused;
        if (line->state == LineState::open) line->reset_due = true;
        continue;
      }
      if (opened->prekey) note_use(*line, *opened->prekey);
      line->last_contact = clock_.now();
      auto whole = assemble(*line, opened->frame);
      if (!whole && whole.error().code != Code::too_large) return std::unexpected(whole.error());
      if (!whole) ++taken.done.refused;
      else if (*whole) OFFICES_CHECK(take_message(folder, *line, *opened, **whole, taken));
    }
    done = taken.done;
    OFFICES_TRY(completed, taken.pieces.finish(folder));
    done.files += completed;
    for (auto& m : line->mailboxes)
      if (m.box.address == address) {
        m.cursor = cursor;
        done.give_up = page.empty() && m.retiring && line->peer_moved;
      }
    if (line->state == LineState::open && line->prekeys.front().used &&
        line->prekeys.front().made.plus(prekey_renewed_after_s) <= clock_.now()) {
      OFFICES_CHECK(new_prekey(*line));
      line->card_due = true;
    }
    done.delete_through = cursor;
    OFFICES_CHECK(ballots_.attend(folder));
    OFFICES_TRY(asked, evidence_.attend(folder));
    (void)asked;
    // What came on one line may have something said on another.
    std::int64_t queued = 0;
    for (const auto& [id, l] : folder.lines) {
      if (l.state != LineState::open) continue;
      OFFICES_TRY(here, outbox::count_queued(ledger_, id));
      queued += here;
    }
    done.due = queued > 0 || (owes() && !owed);
    done.acks_due = !line->acks_due.empty();
    return folder.save();
  };
  OFFICES_CHECK(ledger_.transaction(work, sync));
  return done;
}

Result<bool> Mail::look_ahead(const Fetch& mailbox, std::span<Incoming> page) {
  bool shown = false;
  OFFICES_CHECK(ledger_.transaction([&]() -> Result<void> {
    shown = false;
    OFFICES_TRY(line, find_line(ledger_, mailbox.line));
    if (!line || line->state != LineState::open) return {};
    Openers keys(*line);
    std::optional<Folder> folder;  // of use for statements alone
    for (auto& incoming : page) {
      OFFICES_TRY(opened, keys.open(ledger_, incoming.envelope));
      // Urgent words leave by themselves; only what needs several envelopes waits for its turn.
      if (!opened || opened->mode != HpkeMode::auth_psk || opened->frame.count != 1) continue;
      if (is_piece(opened->frame.body) && opened->prekey) {
        incoming = {incoming.sequence, {}, std::move(opened->frame.body), *opened->prekey};
        continue;
      }
      auto json = base::parse_json(opened->frame.body);
      if (!json || !json->is_object() || !json->contains("items") || !json->at("items").is_array()) continue;
      for (const auto& item : json->at("items")) {
        if (!item.is_object() || item.value("type", Json()) != "statement") continue;
        auto entry = record::entry_from_json(item.value("entry", Json()));
        if (!entry) continue;
        if (!folder) { OFFICES_TRY_SET(folder, Folder::open(ledger_, mailbox.of_case)); }
        OFFICES_TRY(now, clerk_.show_ahead(*folder, *line, *entry));
        shown = shown || now;
      }
    }
    return {};  // not saved: what the keys were used for is noted when the page is taken in
  }));
  return shown;
}

Result<void> Mail::take_piece(const Line& line, ByteView message, Page& page) {
  OFFICES_TRY(wanted, page.pieces.take(line, message));
  if (!wanted) ++page.done.refused;
  return {};
}

Result<void> Mail::take_message(Folder& folder, Line& line, const Opened& how, ByteView message, Page& page) {
  auto& done = page.done;
  if (how.mode == HpkeMode::auth_psk && is_piece(message)) return take_piece(line, message, page);
  auto json = base::parse_json(message);
  if (!json || !json->is_object() || !json->contains("items") || !json->at("items").is_array()) {
    ++done.refused;
    return {};
  }
  for (const auto& item : json->at("items")) OFFICES_CHECK(take_item(folder, line, how, item, done));
  if (how.frame.message != 0 && line.state == LineState::open) line.acks_due.insert(how.frame.message);
  return clerk_.take_held(folder, line);
}

namespace {

Result<void> counted(Result<bool> taken, std::uint64_t& yes, std::uint64_t& no) {
  if (!taken) return std::unexpected(std::move(taken).error());
  ++(*taken ? yes : no);
  return {};
}

}  // namespace

Result<void> Mail::take_item(Folder& folder, Line& line, const Opened& how, const Json& item, Received& done) {
  auto type = item.is_object() && item.contains("type") && item.at("type").is_string() ? item.at("type").get<std::string>() : "";
  if (how.mode == HpkeMode::psk) {
    if (type == "join") return take_join(folder, line, item, done);
  } else if (type == "card") {
    return take_card(folder, line, how, item, done);
  } else if (how.mode == HpkeMode::auth_psk) {
    if (line.state == LineState::introducing) line.state = LineState::open;
    if (type == "statement") return take_statement(folder, line, item, done);
    if (type == "nonpaper") return counted(papers_.take(folder, line, item), done.nonpapers, done.refused);
    if (type == "ballot") return counted(ballots_.take(folder, line, item), done.statements, done.refused);
    if (type == "evidence") return take_asking(line, item, done);
    if (type == "ack") return take_confirmation(folder, line, item, done);
  }
  ++done.refused;
  return {};
}

Result<void> Mail::take_asking(const Line& line, const Json& item, Received& done) {
  OFFICES_TRY(heard, evidence_.take(line, item));
  if (heard == Heard::nothing) ++done.refused;
  else done.pieces_due = true;
  if (heard == Heard::has_all) ++done.files;
  return {};
}

Result<void> Mail::take_statement(Folder& folder, Line& line, const Json& item, Received& done) {
  auto entry = record::entry_from_json(item.value("entry", Json()));
  if (!entry) {
    ++done.refused;
    return {};
  }
  Error why;
  OFFICES_TRY(taken, clerk_.take(folder, line, *entry, why));
  if (taken == Taken::appended) ++done.statements;
  if (taken == Taken::refused) {
    ++done.refused;
    OFFICES_CHECK(folder.notice(clock_.now(), "Refused a statement from " + folder.state().name_of(line.peer) + ": " +
                                                  std::string(base::info(why.code).message) +
                                                  (why.detail.empty() ? "" : " (" + why.detail + ")")));
  }
  return {};
}

Result<void> Mail::take_confirmation(Folder& folder, Line& line, const Json& item, Received& done) {
  base::Fields f(item, "confirmation");
  f.one_of("type", {"ack"});
  bool ask = f.boolean("ask");
  const Json& numbers = f.array("numbers", 100'000);
  const Json& have = f.array("have", 64);
  if (!f.finish()) {
    ++done.refused;
    return {};
  }
  for (const auto& n : numbers)
    if (n.is_number_integer()) OFFICES_CHECK(outbox::confirmed(ledger_, line.id, n.get<std::uint64_t>()));
  if (ask) line.have_due = true;
  if (!have.empty()) {
    OFFICES_CHECK(compare_heads(line, have));
    OFFICES_CHECK(clerk_.finish_recovery(folder, line));
  }
  return {};
}

/// What the peer holds against what is held here: missing ends are sent again, other roots are asked about.
Result<void> Mail::compare_heads(Line& line, const Json& have) {
  for (const auto& h : have) {
    base::Fields f(h, "head");
    auto id = f.id<record::FeedId>("feed");
    auto size = static_cast<std::uint64_t>(f.integer("size", 0, std::int64_t{1} << 40));
    auto root = f.id<record::Digest>("root");
    if (!f.finish()) continue;
    auto* feed = line.feed(id);
    auto mine = feed ? feed->frontier.size() : 0;
    if (size > mine) {
      if (!line.awaiting_tail) line.have_due = true;
      if (!feed || feed->own) {
        line.awaiting_tail = true;
        line.tail_size = feed && feed->own ? size : line.tail_size;
      }
      continue;
    }
    auto at = mine == size && feed ? feed->frontier.head().root : record::empty_head().root;
    if (feed && size < mine) {
      OFFICES_TRY(next, ledger_.by_place(id, size));
      if (!next) return fail(Code::store_damaged, "a feed has a hole");
      at = next->entry.context.head.root;
    }
    bool same = at == root;
    if (feed && feed->own && !same && line.awaiting_tail) line.tail_size = size;
    if (feed && (!same || size < mine)) OFFICES_CHECK(clerk_.queue_feed(line, id, same ? size : 0));
  }
  return {};
}

Result<void> Mail::take_card(Folder& folder, Line& line, const Opened& how, const Json& item, Received& done) {
  const auto* peer = folder.state().find(line.peer);
  auto bare = record::bare_from_json(item.value("card", Json()));
  auto card = bare && peer ? open_card(*bare, peer->key) : fail(Code::malformed);
  bool fits = card && card->line == line.id && card->of_case == line.of_case && card->participant == line.peer;
  if (!fits) {
    ++done.refused;
    return {};
  }
  if (line.peer_card && card->serial <= line.peer_card->serial) return {};
  line.peer_card = *card;
  if (how.mode != HpkeMode::auth) return {};
  line.have_due = true;
  // What was sealed to keys that are gone has to be sealed again.
  std::vector<Json> unconfirmed;
  OFFICES_CHECK(outbox::each_message(ledger_, line.id, [&](const Json& m) -> Result<bool> {
    unconfirmed.push_back(m);
    return true;
  }));
  for (auto& m : unconfirmed) {
    m["deposits"] = Json::object();
    OFFICES_CHECK(outbox::put_message(ledger_, line.id, m));
  }
  return folder.notice(clock_.now(), peer->name +
                                         "'s post announced new keys because it could not open what was sent to it; "
                                         "it was probably restored from an older copy.");
}

Result<void> Mail::take_join(Folder& folder, Line& line, const Json& item, Received& done) {
  auto refuse = [&](const char* why) -> Result<void> {
    ++done.refused;
    return folder.notice(clock_.now(), "The invitation for " + line.peer_name + " was answered, but " + why);
  };
  auto entry = record::entry_from_json(item.value("entry", Json()));
  auto bare = record::bare_from_json(item.value("card", Json()));
  auto s = entry ? record::decode_payload(entry->statement.payload) : fail(Code::malformed);
  auto body = s ? mediation::decode_body(s->kind, s->body) : fail(Code::malformed);
  const auto* join = body ? std::get_if<mediation::Join>(&*body) : nullptr;
  if (!join || !bare) return refuse("the answer cannot be read.");
  auto who = record::participant_of(join->key);
  if (line.state == LineState::open && who == line.peer) return {};
  OFFICES_TRY(invitation, ledger_.get("invitation/" + line.id.hex()));
  if (line.state != LineState::invited || !invitation) return refuse("it was used, or cancelled, already.");
  auto expires = base::from_iso(invitation->at("expires").get<std::string>());
  if (!expires || clock_.now() > *expires) return refuse("it had expired.");
  auto card = open_card(*bare, join->key);
  bool fits = card && card->line == line.id && card->of_case == line.of_case && card->participant == who && join->name == line.peer_name &&
              mediation::word(join->role) == invitation->at("role").get<std::string>();
  if (!fits) return refuse("under another name, role or key.");
  line.peer = who;
  line.channel = record::channel_of(folder.id(), line.me, who);
  line.peer_card = *card;
  const auto& me = *folder.state().find(line.me);
  line.feeds = {Feed{record::feed_of(line.channel, record::post_of(me.key), 0), record::post_of(me.key), 0, true, {}},
                Feed{record::feed_of(line.channel, record::post_of(join->key), 0), record::post_of(join->key), 0, false, {}}};
  line.state = LineState::open;
  OFFICES_TRY(config_json, ledger_.get(names::config));
  if (!config_json) return fail(Code::store_damaged, "the configuration is missing");
  OFFICES_TRY(config, config_from_json(*config_json));
  OFFICES_CHECK(move_mailboxes(line, config));
  Error why;
  OFFICES_TRY(taken, clerk_.take(folder, line, *entry, why));
  if (taken != Taken::appended) {
    line.state = LineState::invited;
    line.peer = {};
    line.feeds.clear();
    return refuse("its joining statement does not verify.");
  }
  ++done.statements;
  (*invitation)["state"] = "used";
  return ledger_.put("invitation/" + line.id.hex(), *invitation, names::invitations);
}

}  // namespace offices::post
