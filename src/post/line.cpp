// SPDX-License-Identifier: Apache-2.0
#include "post/line.hpp"

#include <algorithm>

namespace offices::post {
namespace {

constexpr std::size_t list_max = 100'000;
constexpr std::int64_t number_max = (std::int64_t{1} << 53) - 1;

Json maybe_time(const std::optional<Time>& t) { return t ? Json(base::iso(*t)) : Json(nullptr); }
std::optional<Time> maybe_time(base::Fields& f, const char* key) {
  return f.maybe<Time>(key, [&](const char* k) { return f.time(k); });
}
std::uint64_t number(base::Fields& f, const char* key) { return static_cast<std::uint64_t>(f.integer(key, 0, number_max)); }

Json feed_to_json(const Feed& f) {
  return {{"id", f.id.hex()},
          {"post", f.post.hex()},
          {"incarnation", f.incarnation},
          {"own", f.own},
          {"frontier", base::base64(f.frontier.encode())}};
}
Result<Feed> feed_from_json(const Json& json) {
  base::Fields f(json, "feed");
  Feed feed{f.id<record::FeedId>("id"),
            f.id<record::PostId>("post"),
            static_cast<std::uint32_t>(f.integer("incarnation", 0, 1 << 20)),
            f.boolean("own"),
            {}};
  Bytes frontier = f.base64("frontier", 4096);
  OFFICES_CHECK(f.finish());
  OFFICES_TRY_SET(feed.frontier, record::Frontier::decode(frontier));
  return feed;
}

Json prekey_to_json(const Prekey& p) {
  return {
      {"serial", p.serial}, {"open", p.open.hex()}, {"made", base::iso(p.made)}, {"replaced", maybe_time(p.replaced)}, {"used", p.used}};
}
Result<Prekey> prekey_from_json(const Json& json) {
  base::Fields f(json, "prekey");
  Prekey p{number(f, "serial"), f.id<crypto::SealingPublic>("open"), f.time("made"), maybe_time(f, "replaced"), f.boolean("used")};
  OFFICES_CHECK(f.finish());
  return p;
}

Json mailbox_to_json(const MailboxState& m) {
  return {{"address", wire::to_json(m.box.address)},
          {"fetch", m.box.fetch.hex()},
          {"made", m.made},
          {"retiring", m.retiring},
          {"cursor", m.cursor}};
}
Result<MailboxState> mailbox_from_json(const Json& json) {
  base::Fields f(json, "mailbox");
  MailboxState m;
  const Json& address = f.object("address");
  m.box.fetch = f.id<wire::FetchKey>("fetch");
  m.made = f.boolean("made");
  m.retiring = f.boolean("retiring");
  m.cursor = number(f, "cursor");
  OFFICES_CHECK(f.finish());
  OFFICES_TRY_SET(m.box.address, wire::address_from_json(address));
  return m;
}

Json card_to_json(const Card& c) {
  Json addresses = Json::array();
  for (const auto& a : c.addresses) addresses.push_back(wire::to_json(a));
  return {{"serial", c.serial},
          {"sealing", c.sealing.hex()},
          {"reset", c.reset.hex()},
          {"prekey", c.prekey.hex()},
          {"addresses", std::move(addresses)}};
}
Result<Card> card_from_json(const Json& json, const Line& line) {
  base::Fields f(json, "card");
  Card c{line.of_case,
         line.id,
         line.peer,
         number(f, "serial"),
         f.id<crypto::SealingPublic>("sealing"),
         f.id<crypto::SealingPublic>("reset"),
         f.id<crypto::SealingPublic>("prekey"),
         {}};
  for (const auto& a : f.array("addresses", 16)) {
    OFFICES_TRY(address, wire::address_from_json(a));
    c.addresses.push_back(std::move(address));
  }
  OFFICES_CHECK(f.finish());
  return c;
}

record::FeedHead head_of(base::Fields& f, const char* key) {
  base::Fields h(f.object(key), key);
  record::FeedHead head{h.id<record::FeedId>("feed"), {number(h, "size"), h.id<record::Digest>("root")}};
  if (!h.finish()) f.refuse(key, "is no head");
  return head;
}

template <class T>
Result<void> read_list(std::vector<T>& out, const Json& array, Result<T> (*read)(const Json&)) {
  for (const auto& item : array) {
    OFFICES_TRY(value, read(item));
    out.push_back(std::move(value));
  }
  return {};
}

void read_numbers(std::set<std::uint64_t>& out, base::Fields& f, const char* key) {
  for (const auto& n : f.array(key, list_max)) {
    if (n.is_number_integer()) out.insert(n.get<std::uint64_t>());
    else f.refuse(key, "holds something that is no number");
  }
}

}  // namespace

Feed* Line::own_feed() {
  Feed* latest = nullptr;
  for (auto& f : feeds)
    if (f.own && (!latest || f.incarnation > latest->incarnation)) latest = &f;
  return latest;
}
const Feed* Line::own_feed() const { return const_cast<Line*>(this)->own_feed(); }

Feed* Line::feed(const record::FeedId& which) {
  auto it = std::ranges::find(feeds, which, &Feed::id);
  return it == feeds.end() ? nullptr : &*it;
}
const Feed* Line::feed(const record::FeedId& which) const { return const_cast<Line*>(this)->feed(which); }

std::vector<record::FeedHead> Line::heads(bool own) const {
  std::vector<record::FeedHead> out;
  for (const auto& f : feeds)
    if (f.own == own && f.frontier.size() > 0) out.push_back({f.id, f.frontier.head()});
  std::ranges::sort(out, {}, &record::FeedHead::feed);
  return out;
}

std::string Line::secret_name(std::string_view purpose) const { return "key/" + id.hex() + "/" + std::string(purpose); }

Json to_json(const Line& l) {
  Json feeds = Json::array(), prekeys = Json::array(), mailboxes = Json::array();
  for (const auto& f : l.feeds) feeds.push_back(feed_to_json(f));
  for (const auto& p : l.prekeys) prekeys.push_back(prekey_to_json(p));
  for (const auto& m : l.mailboxes) mailboxes.push_back(mailbox_to_json(m));
  return {
      {"id", l.id.hex()},
      {"case", l.of_case.hex()},
      {"state", static_cast<int>(l.state)},
      {"as_intermediary", l.as_intermediary},
      {"peer_name", l.peer_name},
      {"me", l.me.hex()},
      {"peer", l.peer.hex()},
      {"channel", l.channel.hex()},
      {"feeds", std::move(feeds)},
      {"card_serial", l.card_serial},
      {"sealing", l.sealing.hex()},
      {"reset", l.reset.hex()},
      {"prekeys", std::move(prekeys)},
      {"mailboxes", std::move(mailboxes)},
      {"peer_card", l.peer_card ? card_to_json(*l.peer_card) : Json(nullptr)},
      {"tail_size", l.tail_size},
      {"lost", l.lost ? Json{{"feed", l.lost->feed.hex()}, {"size", l.lost->head.size}, {"root", l.lost->head.root.hex()}} : Json(nullptr)},
      {"moved_at", l.moved_at},
      {"peer_moved", l.peer_moved},
      {"acks_due", l.acks_due},
      {"have_due", l.have_due},
      {"card_due", l.card_due},
      {"reset_due", l.reset_due},
      {"awaiting_tail", l.awaiting_tail},
      {"last_contact", maybe_time(l.last_contact)},
      {"clocks_differ", l.clocks_differ}};
}

Result<Line> line_from_json(const Json& json) {
  base::Fields f(json, "line");
  Line l;
  l.id = f.id<LineId>("id");
  l.of_case = f.id<record::CaseId>("case");
  l.state = static_cast<LineState>(f.integer("state", 0, 3));
  l.as_intermediary = f.boolean("as_intermediary");
  l.peer_name = f.text("peer_name");
  l.me = f.id<record::ParticipantId>("me");
  l.peer = f.id<record::ParticipantId>("peer");
  l.channel = f.id<record::ChannelId>("channel");
  l.card_serial = number(f, "card_serial");
  l.sealing = f.id<crypto::SealingPublic>("sealing");
  l.reset = f.id<crypto::SealingPublic>("reset");
  l.tail_size = number(f, "tail_size");
  l.lost = f.maybe<record::FeedHead>("lost", [&](const char* k) { return head_of(f, k); });
  l.moved_at = number(f, "moved_at");
  l.peer_moved = f.boolean("peer_moved");
  read_numbers(l.acks_due, f, "acks_due");
  l.have_due = f.boolean("have_due");
  l.card_due = f.boolean("card_due");
  l.reset_due = f.boolean("reset_due");
  l.awaiting_tail = f.boolean("awaiting_tail");
  l.last_contact = maybe_time(f, "last_contact");
  l.clocks_differ = f.boolean("clocks_differ");
  OFFICES_CHECK(read_list(l.feeds, f.array("feeds", list_max), feed_from_json));
  OFFICES_CHECK(read_list(l.prekeys, f.array("prekeys", list_max), prekey_from_json));
  OFFICES_CHECK(read_list(l.mailboxes, f.array("mailboxes", list_max), mailbox_from_json));
  if (f.has("peer_card")) {
    OFFICES_TRY(card, card_from_json(f.object("peer_card"), l));
    l.peer_card = std::move(card);
  } else {
    f.null_or_absent("peer_card");
  }
  OFFICES_CHECK(f.finish());
  return l;
}

}  // namespace offices::post
