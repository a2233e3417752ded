// SPDX-License-Identifier: Apache-2.0
// How a post finds back after a fork, and how views follow from the record alone.
#include <algorithm>

#include "post/ahead.hpp"
#include "post/clerk.hpp"

namespace offices::post {

using mediation::Subject;
using record::Entry;

Result<Taken> Clerk::take_other_branch(Folder& folder, Line& line, Feed& feed, const Entry& entry, Error& why) {
  auto s = record::decode_payload(entry.statement.payload);
  const auto* author = folder.state().find(feed.own ? line.me : line.peer);
  bool theirs = s && author && s->author == author->id && s->context == record::context_digest(entry.context) &&
                record::signature_holds(entry.statement, author->key);
  if (!theirs) {
    why = {Code::bad_signature, "a second history that its author did not sign"};
    return Taken::refused;
  }
  why = {Code::fork, "a second history of " + author->name + "'s feed"};
  OFFICES_TRY(there, ledger_.by_id(entry.statement.id()));
  if (there && (!feed.own || there->counts)) return Taken::known;
  if (feed.own) {
    OFFICES_CHECK(lose_branch(folder, line, feed, entry.context.index));
    if (entry.context.head != line.feed(entry.context.feed)->frontier.head()) return Taken::waiting;
    return take_next(folder, line, *line.feed(entry.context.feed), entry, why);
  }
  Kept kept{0, entry, true, s->kind, folder.id(), std::nullopt, folder.side_of(line), false, false, clock_.now(), "fork"};
  OFFICES_TRY(row, ledger_.append(kept, "record"));
  (void)row;
  OFFICES_CHECK(folder.notice(clock_.now(), author->name + " signed two histories of its feed from statement " +
                                                std::to_string(entry.context.index) +
                                                " on; the one that came first counts, both are kept."));
  OFFICES_TRY(early, ahead::take(ledger_, entry.statement.id()));  // it is not shown as on its way any more
  (void)early;
  line.have_due = true;
  OFFICES_CHECK(queue_feed(line, feed.id, entry.context.index));
  return Taken::evidence;
}

Result<void> Clerk::lose_branch(Folder& folder, Line& line, Feed& feed, std::uint64_t from) {
  record::FeedHead lost{feed.id, feed.frontier.head()};
  record::Frontier kept_part;
  for (std::uint64_t i = 0; i < lost.head.size; ++i) {
    OFFICES_TRY(kept, ledger_.by_place(feed.id, i));
    if (!kept) return fail(Code::store_damaged, "a feed has a hole");
    if (i < from) {
      kept_part.append(record::leaf_hash(kept->entry.statement.payload));
      continue;
    }
    kept->counts = false;
    kept->finding = "fork";
    OFFICES_CHECK(ledger_.rewrite(*kept));
  }
  feed.frontier = kept_part;
  line.lost = lost;
  line.awaiting_tail = true;
  line.have_due = true;
  OFFICES_CHECK(folder.notice(clock_.now(), "This post was restored from an older copy and had signed " +
                                                std::to_string(lost.head.size - from) + " statement(s) that contradict what " +
                                                folder.state().name_of(line.peer) +
                                                " already held; they do not count and are kept as evidence: say them again."));
  return rebuild(folder);
}

Result<void> Clerk::finish_recovery(Folder& folder, Line& line) {
  auto* feed = line.own_feed();
  if (!line.awaiting_tail || line.have_due || !feed || feed->frontier.size() < line.tail_size) return {};
  line.awaiting_tail = false;
  line.tail_size = 0;
  if (line.lost) {
    auto lost = *std::exchange(line.lost, std::nullopt);
    mediation::Incarnation body{feed->id, {feed->frontier.head(), lost.head}};
    Feed next{record::feed_of(line.channel, feed->post, feed->incarnation + 1), feed->post, feed->incarnation + 1, true, {}};
    line.feeds.push_back(next);
    OFFICES_TRY(id, sign(folder, line, body));
    (void)id;
  }
  return react_to_all(folder);
}

Result<Clerk::Derived> Clerk::derive(Folder& folder) {
  Derived d;
  auto walk = [&](Kept&& kept) -> Result<bool> {
    if (kept.of_case != folder.id() || !kept.counts) return true;
    ++d.statements;
    if (!kept.placed) {
      OFFICES_TRY_SET(d.state, mediation::open_case(kept.entry.statement));
      d.state.self = folder.state().self;
      return true;
    }
    auto* line = folder.line_of(kept.side);
    auto* feed = line ? line->feed(kept.entry.context.feed) : nullptr;
    if (!feed) return fail(Code::store_damaged, "a statement of a feed that is not kept");
    auto& frontier = d.feeds[feed->id];
    auto s = record::check_next(kept.entry, feed->id, frontier);
    if (!s) return fail(Code::store_damaged, "statement " + kept.entry.statement.id().hex().substr(0, 10) + " is not in its place");
    frontier.append(record::leaf_hash(kept.entry.statement.payload));
    auto body = mediation::decode_body(s->kind, s->body);
    if (!body) return true;
    const auto* author = d.state.find(s->author);
    const auto* join = std::get_if<mediation::Join>(&*body);
    if (!record::signature_holds(kept.entry.statement, author ? author->key : join ? join->key : crypto::VerifyKey{}))
      return fail(Code::store_damaged, "statement " + kept.entry.statement.id().hex().substr(0, 10) + " does not verify");
    mediation::Placed placed{kept.entry.statement.id(),
                             s->author,
                             s->time,
                             mediation::Place{feed->incarnation, kept.entry.context.index},
                             seen_of(kept.entry.context, *line, feed->own),
                             *std::move(body)};
    auto about = mediation::subject_of(folder.id(), kept.side, placed.id, placed.body);
    std::optional<Subject> subject;
    if (about && d.subjects.contains(*about)) subject = d.subjects.at(*about);
    auto finding = mediation::objection(d.state, kept.side, subject ? &*subject : nullptr, placed);
    mediation::apply(d.state, kept.side, subject, placed, finding);
    if (about && subject) d.subjects.insert_or_assign(*about, *std::move(subject));
    return true;
  };
  OFFICES_CHECK(ledger_.each_kept("", false, walk));
  return d;
}

Result<void> Clerk::rebuild(Folder& folder) {
  OFFICES_TRY(derived, derive(folder));
  std::vector<record::StatementId> stale;
  OFFICES_CHECK(ledger_.each(names::subjects_of(folder.id()), [&](const Json& json) -> Result<bool> {
    OFFICES_TRY(subject, mediation::subject_from_json(json));
    stale.push_back(mediation::id_of(subject));
    return true;
  }));
  for (const auto& id : stale) {
    OFFICES_CHECK(ledger_.erase(names::subject(id)));
    OFFICES_CHECK(ledger_.erase("open/" + id.hex()));
  }
  OFFICES_TRY(before, ledger_.get(names::rebuilt(folder.id())));
  OFFICES_CHECK(ledger_.put(names::rebuilt(folder.id()), {{"times", before ? before->at("times").get<std::int64_t>() + 1 : 1}}));
  folder.file.state = derived.state;
  for (const auto& [id, subject] : derived.subjects) {
    OFFICES_CHECK(folder.keep_subject(id, subject));
    OFFICES_CHECK(refresh_open_item(folder, id, subject));
  }
  return {};
}

}  // namespace offices::post
