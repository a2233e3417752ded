// SPDX-License-Identifier: Apache-2.0
#include "post/clerk.hpp"

#include "post/ahead.hpp"
#include "post/news.hpp"
#include "post/outbox.hpp"

#include <algorithm>

namespace offices::post {

using mediation::Body;
using mediation::Placed;
using mediation::Subject;
using record::Context;
using record::Entry;
using record::Statement;

namespace {

constexpr std::int64_t held_max = 20'000;

Placed placed_of(const Entry& entry, const Statement& s, Body body, const Line& line, const Feed& feed) {
  return {entry.statement.id(),
          s.author,
          s.time,
          mediation::Place{feed.incarnation, entry.context.index},
          seen_of(entry.context, line, feed.own),
          std::move(body)};
}

std::string held_name(const record::FeedId& feed, std::uint64_t index) { return "held/" + feed.hex() + "/" + std::to_string(index); }

/// The key that must have signed a statement of `feed`.
Result<crypto::VerifyKey> key_for(Folder& folder, const Line& line, const Feed& feed, const Statement& s) {
  const auto& author = feed.own ? line.me : line.peer;
  if (s.author != author || s.post != feed.post || s.of_case != folder.id())
    return fail(Code::wrong_context, "a statement of another author, post or case");
  if (const auto* p = folder.state().find(author)) return p->key;
  if (s.kind != "join") return fail(Code::not_a_participant, "the author has not joined");
  OFFICES_TRY(body, mediation::decode_body("join", s.body));
  const auto& key = std::get<mediation::Join>(body).key;
  if (record::participant_of(key) != author) return fail(Code::bad_signature, "the key is not this participant's");
  return key;
}

}  // namespace

mediation::Seen seen_of(const Context& context, const Line& line, bool author_is_me) {
  mediation::Seen seen;
  for (const auto& h : context.seen)
    if (const auto* f = line.feed(h.feed); f && f->own != author_is_me) seen.push_back({f->incarnation, h.head.size});
  std::ranges::sort(seen, {}, &mediation::SeenFeed::incarnation);
  return seen;
}

Result<Placed> Clerk::next_own(Folder& folder, const Line& line, const Body& body) const {
  const auto* feed = line.own_feed();
  if (!feed || line.state == LineState::closed) return fail(Code::removed, "this line is closed");
  if (line.awaiting_tail)
    return fail(Code::gap,
                "this post was restored from an older copy and waits for what it had said to " + folder.state().name_of(line.peer));
  Placed s{{}, line.me, clock_.now(), mediation::Place{feed->incarnation, feed->frontier.size()}, {}, body};
  for (const auto& f : line.feeds)
    if (!f.own && f.frontier.size() > 0) s.seen.push_back({f.incarnation, f.frontier.size()});
  std::ranges::sort(s.seen, {}, &mediation::SeenFeed::incarnation);
  return s;
}

Result<void> Clerk::rehearse(Folder& folder, const Line& line, const Body& body) {
  OFFICES_TRY(s, next_own(folder, line, body));
  std::optional<Subject> subject;
  if (auto about = mediation::subject_of(folder.id(), folder.side_of(line), {}, body); about && *about != record::StatementId{}) {
    OFFICES_TRY_SET(subject, folder.subject(*about));
  }
  auto no = mediation::refusal(folder.state(), folder.side_of(line), subject ? &*subject : nullptr, s);
  if (no) return std::unexpected(*no);
  return {};
}

Result<record::StatementId> Clerk::sign(Folder& folder, Line& line, Body body) {
  OFFICES_CHECK(rehearse(folder, line, body));
  OFFICES_TRY(secret, ledger_.get_secret(names::identity(folder.id())));
  if (!secret) return fail(Code::store_damaged, "the signing key is missing");
  OFFICES_TRY(key, crypto::SigningKey::from_seed(secret->view()));
  auto& feed = *line.own_feed();
  Entry entry;
  auto& context = entry.context;
  context.channel = line.channel;
  context.feed = feed.id;
  context.head = feed.frontier.head();
  context.index = context.head.size;
  for (const auto& f : line.feeds)
    if (f.id != feed.id && f.frontier.size() > 0) context.seen.push_back({f.id, f.frontier.head()});
  std::ranges::sort(context.seen, {}, &record::FeedHead::feed);
  ledger_.random().fill(context.salt);
  Statement s{std::string(mediation::kind_of(body)), folder.id(), line.me, feed.post, clock_.now(), mediation::encode_body(body),
              record::context_digest(context)};
  auto payload = record::encode_payload(s);
  if (payload.size() > record::payload_bytes_max) return fail(Code::too_large, "the statement");
  entry.statement = record::sign_payload(base::to_bytes(base::as_bytes(payload)), key);
  auto placed = placed_of(entry, s, std::move(body), line, feed);
  auto id = placed.id;
  OFFICES_CHECK(keep(folder, line, entry, placed, true, std::nullopt));
  OFFICES_TRY(precedence, precedence_of(folder, line, placed));
  OFFICES_CHECK(queue_statement(line, entry.statement, precedence));
  return id;
}

Result<mediation::Precedence> Clerk::precedence_of(Folder& folder, const Line& line, const Placed& s) {
  std::optional<Subject> subject;
  if (auto about = mediation::subject_of(folder.id(), folder.side_of(line), s.id, s.body)) {
    OFFICES_TRY_SET(subject, folder.subject(*about));
  }
  return outbox::precedence_of(s.body, subject ? &*subject : nullptr);
}

Result<void> Clerk::queue(Line& line, const Json& item, mediation::Precedence precedence) {
  if (precedence >= mediation::Precedence::immediate) ++urgent_queued_;
  return outbox::queue(ledger_, line.id, item, precedence);
}

// By id: the words are in the record already.
Result<void> Clerk::queue_statement(Line& line, const record::Signed& s, mediation::Precedence precedence) {
  return queue(line, {{"type", "statement"}, {"id", s.id().hex()}, {"bytes", s.payload.size()}}, precedence);
}

Result<void> Clerk::queue_feed(Line& line, const record::FeedId& feed, std::uint64_t from) {
  for (std::uint64_t i = from;; ++i) {
    OFFICES_TRY(kept, ledger_.by_place(feed, i));
    if (!kept) return {};
    // In their order: what is asked for again fills a gap.
    OFFICES_CHECK(queue_statement(line, kept->entry.statement, mediation::Precedence::routine));
  }
}

Result<void> Clerk::refresh_open_item(Folder& folder, const record::StatementId& id, const Subject& subject) {
  auto name = "open/" + id.hex();
  if (mediation::may_wait(folder.state(), id, subject)) return ledger_.put(name, {{"id", id.hex()}}, names::open_items(folder.id()));
  return ledger_.erase(name);
}

Result<void> Clerk::keep(Folder& folder, Line& line, const Entry& entry, const Placed& s, bool own, const std::optional<Error>& finding) {
  auto about = mediation::subject_of(folder.id(), folder.side_of(line), s.id, s.body);
  std::optional<Subject> subject;
  if (about) { OFFICES_TRY_SET(subject, folder.subject(*about)); }
  mediation::apply(folder.state(), folder.side_of(line), subject, s, finding);
  line.feed(entry.context.feed)->frontier.append(record::leaf_hash(entry.statement.payload));
  Kept kept{0,
            entry,
            true,
            std::string(mediation::kind_of(s.body)),
            folder.id(),
            about,
            folder.side_of(line),
            own,
            true,
            clock_.now(),
            finding ? std::string(base::info(finding->code).name) : std::string()};
  OFFICES_TRY(early, ahead::take(ledger_, s.id));
  if (early) kept.received = std::min(*early, kept.received);
  bool arrives = !own && comes_into_inbox(s.body);
  OFFICES_CHECK(ledger_.append(kept, arrives ? names::inbox(folder.id()) : std::string("record")));
  if (about && subject) {
    OFFICES_CHECK(folder.keep_subject(*about, *subject));
    OFFICES_CHECK(refresh_open_item(folder, *about, *subject));
    OFFICES_CHECK(note_commitment(folder, s, *subject));
  }
  if (const auto* d = std::get_if<mediation::Dispatch>(&s.body); d && folder.as_intermediary())
    OFFICES_CHECK(folder.keep_origin(mediation::of_dispatch(s.id, d->salt), {d->signal, s.id}));
  if (!finding) OFFICES_CHECK(note_incident(folder, line, s));
  if (!finding) OFFICES_CHECK(note_evidence(folder, line, s, own));
  if (std::holds_alternative<mediation::Join>(s.body))
    OFFICES_CHECK(ledger_.put("join/" + folder.id().hex() + "/" + s.author.hex(), record::bare_to_json(entry.statement)));
  return {};
}

Result<void> Clerk::keep_unread(Folder& folder, Line& line, const Entry& entry, const Statement& s, bool own) {
  line.feed(entry.context.feed)->frontier.append(record::leaf_hash(entry.statement.payload));
  Kept kept{0, entry, true, s.kind, folder.id(), std::nullopt, folder.side_of(line), own, true, clock_.now(), "malformed"};
  OFFICES_TRY(row, ledger_.append(kept, "record"));
  (void)row;
  return {};
}

Result<bool> Clerk::is_caught_up(Line& line, const Context& context, Error& why, bool& forked) {
  for (const auto& h : context.seen) {
    const auto* f = line.feed(h.feed);
    if (!f || h.head.size > f->frontier.size()) {
      if (f && f->own && !line.awaiting_tail) {
        line.awaiting_tail = line.have_due = true;
        line.tail_size = std::max(line.tail_size, h.head.size);
      }
      why = {Code::gap, "it answers something that is not here yet"};
      return false;
    }
    auto root = f->frontier.head().root;
    if (h.head.size < f->frontier.size()) {
      OFFICES_TRY(next, ledger_.by_place(h.feed, h.head.size));
      if (!next) return fail(Code::store_damaged, "a feed has a hole");
      root = next->entry.context.head.root;
    }
    if (root == h.head.root) continue;
    why = {Code::fork, "it answers another history than the one kept here"};
    forked = true;
    if (f->own && !line.awaiting_tail) line.awaiting_tail = line.have_due = true;
    return false;
  }
  return true;
}

Result<Taken> Clerk::take(Folder& folder, Line& line, const Entry& entry, Error& why) {
  const auto& context = entry.context;
  auto refuse = [&](Code code, std::string detail) {
    why = {code, std::move(detail)};
    return Taken::refused;
  };
  if (context.channel != line.channel || line.state == LineState::invited)
    return refuse(Code::wrong_context, "another channel's statement");
  auto* feed = line.feed(context.feed);
  if (!feed) {
    auto s = record::decode_payload(entry.statement.payload);
    if (!s || s->kind != "incarnation" || context.index != 0) return refuse(Code::wrong_context, "a feed that was not announced");
    bool own = s->author == line.me;
    std::uint32_t next = 0;
    for (const auto& f : line.feeds)
      if (f.own == own) next = std::max(next, f.incarnation + 1);
    if (record::feed_of(line.channel, s->post, next) != context.feed) return refuse(Code::wrong_context, "a feed out of turn");
    auto key = key_for(folder, line, Feed{context.feed, s->post, next, own, {}}, *s);
    if (!key) return refuse(key.error().code, key.error().detail);
    if (!record::signature_holds(entry.statement, *key)) return refuse(Code::bad_signature, "an incarnation");
    line.feeds.push_back({context.feed, s->post, next, own, {}});
    feed = &line.feeds.back();
  }
  if (context.index < feed->frontier.size()) {
    OFFICES_TRY(there, ledger_.by_place(feed->id, context.index));
    if (there && there->entry.statement.payload == entry.statement.payload) return Taken::known;
    return take_other_branch(folder, line, *feed, entry, why);
  }
  const auto* peer = folder.state().find(line.peer);
  bool gone = peer && (peer->standing == mediation::Standing::removed || peer->standing == mediation::Standing::left);
  if (!feed->own && gone && folder.as_intermediary())
    return refuse(Code::removed, folder.state().name_of(line.peer) + " no longer takes part");
  if (context.index > feed->frontier.size()) {
    why = {Code::gap, "an earlier statement is missing"};
  } else {
    bool forked = false;
    OFFICES_TRY(ready, is_caught_up(line, context, why, forked));
    if (ready) return take_next(folder, line, *feed, entry, why);
  }
  OFFICES_TRY(waiting, ledger_.count(names::held(line.id)));
  if (waiting >= held_max) return refuse(Code::too_large, "too many statements wait for an earlier one");
  OFFICES_CHECK(ledger_.put(held_name(feed->id, context.index), record::entry_to_json(entry), names::held(line.id)));
  OFFICES_TRY(shown, show_ahead(folder, line, entry));
  (void)shown;
  return Taken::waiting;
}

Result<bool> Clerk::show_ahead(Folder& folder, const Line& line, const Entry& entry) {
  const auto* feed = line.feed(entry.context.feed);
  if (!feed || feed->own || entry.context.channel != line.channel || line.state != LineState::open) return false;
  if (entry.context.index < feed->frontier.size() || !folder.state().is_active(line.peer)) return false;
  auto s = record::decode_payload(entry.statement.payload);
  if (!s || s->context != record::context_digest(entry.context)) return false;
  auto body = mediation::decode_body(s->kind, s->body);
  if (!body || !ahead::is_shown(*body)) return false;
  auto key = key_for(folder, line, *feed, *s);
  if (!key || !record::signature_holds(entry.statement, *key)) return false;
  OFFICES_TRY(is_new, ahead::keep(ledger_, folder.id(), {entry, clock_.now()}));
  if (is_new) ++shown_ahead_;
  return is_new;
}

Result<Taken> Clerk::take_next(Folder& folder, Line& line, Feed& feed, const Entry& entry, Error& why) {
  auto refuse = [&](Error e) {
    why = std::move(e);
    return Taken::refused;
  };
  auto s = record::check_next(entry, feed.id, feed.frontier);
  if (!s && s.error().code == Code::wrong_context && entry.context.head != feed.frontier.head())
    return take_other_branch(folder, line, feed, entry, why);
  if (!s) return refuse(s.error());
  auto key = key_for(folder, line, feed, *s);
  if (!key) return refuse(key.error());
  if (!record::signature_holds(entry.statement, *key)) return refuse({Code::bad_signature, "a statement of this channel"});
  bool own = feed.own;
  auto body = mediation::decode_body(s->kind, s->body);
  if (!body) {
    OFFICES_CHECK(keep_unread(folder, line, entry, *s, own));
    return Taken::appended;
  }
  auto placed = placed_of(entry, *s, *std::move(body), line, feed);
  std::optional<Subject> subject;
  if (auto about = mediation::subject_of(folder.id(), folder.side_of(line), placed.id, placed.body)) {
    OFFICES_TRY_SET(subject, folder.subject(*about));
  }
  auto finding = mediation::objection(folder.state(), folder.side_of(line), subject ? &*subject : nullptr, placed);
  OFFICES_CHECK(keep(folder, line, entry, placed, own, finding));
  if (finding && finding->code != Code::already_answered)
    OFFICES_CHECK(folder.notice(clock_.now(), folder.state().name_of(s->author) + " signed a " + s->kind +
                                                  " that the rules do not allow (" + std::string(base::info(finding->code).name) +
                                                  "): " + finding->detail));
  if (!own) OFFICES_CHECK(look_at_time(folder, line, placed, entry.context));
  if (!own && !line.awaiting_tail) OFFICES_CHECK(react(folder, line, placed, entry));
  return Taken::appended;
}

Result<void> Clerk::take_held(Folder& folder, Line& line) {
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < line.feeds.size(); ++i) {
      auto name = held_name(line.feeds[i].id, line.feeds[i].frontier.size());
      OFFICES_TRY(json, ledger_.get(name));
      if (!json) continue;
      OFFICES_TRY(entry, record::entry_from_json(*json));
      Error why;
      bool forked = false;
      OFFICES_TRY(ready, is_caught_up(line, entry.context, why, forked));
      if (!ready) continue;
      OFFICES_CHECK(ledger_.erase(name));
      OFFICES_TRY(taken, take_next(folder, line, line.feeds[i], entry, why));
      moved = moved || taken == Taken::appended;
    }
    if (moved || line.awaiting_tail) OFFICES_CHECK(finish_recovery(folder, line));
  }
  return {};
}

}  // namespace offices::post
