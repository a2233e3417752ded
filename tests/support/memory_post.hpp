// SPDX-License-Identifier: Apache-2.0
// Memory post: one participant's post in one case, in memory: the rules, the record and nothing else. For tests.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mediation/rules.hpp"

namespace offices::testing {

using mediation::Body;
using mediation::CaseState;
using mediation::Placed;
using mediation::Role;
using mediation::Subject;
using record::Entry;
using record::ParticipantId;
using record::StatementId;

inline constexpr Time start{1'760'000'000};  // 2025-10-09T08:53:20Z

struct Member {
  std::string name;
  Role role{};
  crypto::SigningKey key;
  ParticipantId id;
  record::PostId post;

  static Member make(std::string name, Role role, std::uint64_t seed) {
    crypto::SeededRandom random(seed);
    auto key = crypto::SigningKey::generate(random);
    auto id = record::participant_of(key.public_key());
    auto post = record::post_of(key.public_key());
    return {std::move(name), role, std::move(key), id, post};
  }
};

/// A feed with all its leaves.
struct MemoryFeed {
  record::FeedId id;
  record::PostId post;
  bool own = false;
  std::vector<record::Digest> leaves{};
  record::Frontier frontier{};

  void append(ByteView payload) {
    leaves.push_back(record::leaf_hash(payload));
    frontier.append(leaves.back());
  }
};

struct MemoryChannel {
  record::ChannelId id;
  ParticipantId side, peer;
  MemoryFeed own, other;

  MemoryFeed& feed(const record::FeedId& which) { return which == own.id ? own : other; }
};

struct KeptEntry {
  ParticipantId side;
  Entry entry;
  std::optional<StatementId> subject;
  std::string kind;
  std::string finding{};  ///< name of the code that the rules held against it here; empty where none
};

class MemoryPost {
 public:
  MemoryPost(const Member& me, CaseState opened) : state(std::move(opened)), me_(&me), random_(me.post.octets[0]) { state.self = me.id; }

  CaseState state;
  std::map<StatementId, Subject> subjects;
  std::map<ParticipantId, MemoryChannel> channels;  // by side
  std::vector<KeptEntry> kept;

  [[nodiscard]] const Member& me() const { return *me_; }
  [[nodiscard]] bool as_intermediary() const { return me_->id == state.intermediary; }

  void connect(const Member& other) {
    const auto& side = as_intermediary() ? other.id : me_->id;
    auto id = record::channel_of(state.id, state.intermediary, side);
    channels.emplace(side, MemoryChannel{id,
                                         side,
                                         other.id,
                                         {record::feed_of(id, me_->post, 0), me_->post, true},
                                         {record::feed_of(id, other.post, 0), other.post, false}});
  }

  /// The channel that a side has, or the intermediary has with `with`.
  MemoryChannel& channel(const ParticipantId& with) { return channels.at(as_intermediary() ? with : me_->id); }

  [[nodiscard]] const Subject* subject(const std::optional<StatementId>& id) const {
    auto it = id ? subjects.find(*id) : subjects.end();
    return it == subjects.end() ? nullptr : &it->second;
  }
  [[nodiscard]] const mediation::SignalState& signal(const StatementId& id) const {
    return std::get<mediation::SignalState>(subjects.at(id));
  }

  /// The next own statement as the rules would see it.
  Placed next(const MemoryChannel& c, Body body, Time now) const {
    return {{}, me_->id, now, mediation::Place{0, c.own.frontier.size()}, seen_of(c, c.other.frontier.size()), std::move(body)};
  }
  /// What the rules hold against saying it now.
  std::optional<Error> may(const ParticipantId& with, const Body& body, Time now) {
    auto& c = channel(with);
    auto s = next(c, body, now);
    return mediation::refusal(state, c.side, subject(mediation::subject_of(state.id, c.side, s.id, s.body)), s);
  }
  Result<Entry> say(const ParticipantId& with, const Body& body, Time now) {
    if (auto no = may(with, body, now)) return std::unexpected(*no);
    return say_anyway(with, body, now);
  }
  /// Signs whatever it is; `claims_seen` understates what was read, as a dishonest post would.
  Entry say_anyway(const ParticipantId& with, const Body& body, Time now, std::optional<std::uint64_t> claims_seen = {}) {
    auto& c = channel(with);
    auto entry = make(c, body, now, claims_seen.value_or(c.other.frontier.size()));
    keep(c, entry, body, now);
    return entry;
  }

  /// A statement of the other member's. The finding of the rules against it, or why it is no statement of this channel.
  Result<std::optional<Error>> take(const ParticipantId& with, const Entry& entry) {
    auto& c = channel(with);
    OFFICES_TRY(s, record::check_next(entry, c.other.id, c.other.frontier));
    if (s.of_case != state.id || s.author != c.peer || s.post != c.other.post) return fail(Code::wrong_context, "another's statement");
    if (entry.context.seen_size(c.own.id) > c.own.frontier.size()) return fail(Code::gap, "not caught up");
    OFFICES_TRY(body, mediation::decode_body(s.kind, s.body));
    const auto* join = std::get_if<mediation::Join>(&body);
    const auto* author = state.find(s.author);
    if (!author && !join) return fail(Code::not_a_participant, "it has not joined");
    if (!record::signature_holds(entry.statement, author ? author->key : join->key)) return fail(Code::bad_signature, "");
    return keep(c, entry, std::move(body), s.time);
  }

 private:
  static mediation::Seen seen_of(const MemoryChannel&, std::uint64_t size) { return size ? mediation::Seen{{0, size}} : mediation::Seen{}; }

  Entry make(MemoryChannel& c, const Body& body, Time now, std::uint64_t seen) {
    Entry e;
    e.context = {c.id, c.own.id, c.own.frontier.size(), c.own.frontier.head(), {}, {}};
    if (seen) e.context.seen.push_back({c.other.id, record::head_of(std::span(c.other.leaves).first(seen))});
    random_.fill(e.context.salt);
    record::Statement s{std::string(mediation::kind_of(body)), state.id, me_->id, me_->post, now, mediation::encode_body(body),
                        record::context_digest(e.context)};
    e.statement = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), me_->key);
    return e;
  }

  std::optional<Error> keep(MemoryChannel& c, const Entry& entry, Body body, Time time) {
    auto& feed = c.feed(entry.context.feed);
    const auto& unread = feed.own ? c.other.id : c.own.id;
    Placed s{entry.statement.id(),
             feed.own ? me_->id : c.peer,
             time,
             mediation::Place{0, entry.context.index},
             seen_of(c, entry.context.seen_size(unread)),
             std::move(body)};
    auto about = mediation::subject_of(state.id, c.side, s.id, s.body);
    std::optional<Subject> now;
    if (const auto* known = subject(about)) now = *known;
    auto finding = mediation::objection(state, c.side, now ? &*now : nullptr, s);
    mediation::apply(state, c.side, now, s, finding);
    if (about && now) subjects.insert_or_assign(*about, *now);
    feed.append(entry.statement.payload);
    kept.push_back(
        {c.side, entry, about, std::string(mediation::kind_of(s.body)), finding ? std::string(base::info(finding->code).name) : ""});
    return finding;
  }

  const Member* me_;
  crypto::SeededRandom random_;
};

}  // namespace offices::testing
