// SPDX-License-Identifier: Apache-2.0
#include "record/context.hpp"

#include <gtest/gtest.h>

#include "record/samples.hpp"

namespace offices::record {
namespace {

bool reads(const std::string& text) { return decode_context(base::as_bytes(text)).has_value(); }

RC_GTEST_PROP(Context, ComesBackAsItWas, ()) {
  auto c = any_context();
  auto text = encode_context(c);
  auto back = decode_context(base::as_bytes(text));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == c);
  RC_ASSERT(encode_context(*back) == text);
  for (const auto& s : c.seen) RC_ASSERT(back->seen_size(s.feed) == s.head.size);
  RC_ASSERT(back->seen_size(c.feed) == 0u);
}

RC_GTEST_PROP(Context, AnyOctetChangedIsAnotherContextOrNone, ()) {
  auto c = any_context();
  auto text = encode_context(c);
  auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = static_cast<char>(*rc::gen::distinctFrom(rc::gen::inRange(0, 256), static_cast<int>(static_cast<Byte>(text[at]))));
  auto back = decode_context(base::as_bytes(text));
  if (back) RC_ASSERT(encode_context(*back) == text && context_digest(*back) != context_digest(c));
}

Context with_seen(std::vector<Byte> feeds) {
  Context c;
  c.feed = fixed_id<FeedId>(9);
  c.head = empty_head();
  for (auto f : feeds) c.seen.push_back({fixed_id<FeedId>(f), {1, {}}});
  return c;
}

TEST(Context, SeenIsStrictlyAscendingAndOfOtherFeeds) {
  EXPECT_TRUE(reads(encode_context(with_seen({}))));
  EXPECT_TRUE(reads(encode_context(with_seen({1, 2, 15}))));
  EXPECT_FALSE(reads(encode_context(with_seen({2, 1}))));
  EXPECT_FALSE(reads(encode_context(with_seen({1, 1}))));
  EXPECT_FALSE(reads(encode_context(with_seen({1, 9}))));
  auto empty = with_seen({1});
  empty.seen[0].head.size = 0;
  EXPECT_FALSE(reads(encode_context(empty)));
}

TEST(Context, SeesAtMostSixteenFeeds) {
  Context c = with_seen({});
  for (int i = 0; i < 17; ++i) {
    FeedHead h{{}, {1, {}}};
    h.feed.octets[0] = static_cast<Byte>(i);
    c.seen.push_back(h);
  }
  EXPECT_FALSE(reads(encode_context(c)));
  c.seen.pop_back();
  EXPECT_TRUE(reads(encode_context(c)));
}

TEST(Context, IndexIsTheSizeBefore) {
  auto c = with_seen({});
  c.index = 1;
  EXPECT_FALSE(reads(encode_context(c)));
}

TEST(Context, RefusesWhatIsMissingOrMore) {
  auto json = *base::parse_json(base::as_bytes(encode_context(with_seen({1}))));
  for (const auto& [key, value] : json.items()) {
    auto without = json;
    without.erase(key);
    EXPECT_FALSE(reads(base::spell(without))) << key;
    auto other = json;
    other[key] = nullptr;
    EXPECT_FALSE(reads(base::spell(other))) << key;
  }
  json["more"] = 1;
  EXPECT_FALSE(reads(base::spell(json)));
  EXPECT_FALSE(reads(encode_context(with_seen({})) + " "));
}

RC_GTEST_PROP(Entry, ComesBackAsItWas, ()) {
  Entry e{any_signed().content, any_context()};
  auto json = entry_to_json(e);
  auto back = entry_from_json(json);
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == e);
  RC_ASSERT(entry_to_json(*back) == json);
  json.erase("context");
  RC_ASSERT(!entry_from_json(json).has_value());
}

/// A feed that grows by whatever is signed in its place.
struct Growing {
  FeedId feed = fixed_id<FeedId>(7);
  Frontier frontier;

  Entry next(Byte salt = 0) const {
    Context c;
    c.feed = feed;
    c.head = frontier.head();
    c.index = c.head.size;
    c.salt.fill(salt);
    return in(c);
  }
  static Entry in(const Context& c) {
    auto s = fixed_statement();
    s.context = context_digest(c);
    return {sign_sample(s, 1).content, c};
  }
  void append(const Entry& e) { frontier.append(leaf_hash(e.statement.payload)); }
  Code refusal(const Entry& e) const {
    auto r = check_next(e, feed, frontier);
    return r ? Code::internal : r.error().code;
  }
};

TEST(CheckNext, AdmitsAFeedInItsOrderOnly) {
  Growing feed;
  std::vector<Entry> entries;
  for (Byte i = 0; i < 9; ++i) {
    entries.push_back(feed.next(i));
    EXPECT_EQ(feed.refusal(entries.back()), Code::internal);
    feed.append(entries.back());
    for (const auto& e : entries) EXPECT_EQ(feed.refusal(e), Code::fork);
  }
  Growing late;
  late.append(entries[0]);
  EXPECT_EQ(late.refusal(entries[1]), Code::internal);
  for (std::size_t i = 2; i < entries.size(); ++i) EXPECT_EQ(late.refusal(entries[i]), Code::gap);
}

TEST(CheckNext, NamesAnotherHistoryOfTheSameLength) {
  Growing ours, theirs;
  ours.append(ours.next(1));
  theirs.append(theirs.next(2));
  EXPECT_EQ(ours.refusal(theirs.next()), Code::wrong_context);
}

TEST(CheckNext, NamesAContextThatWasNotSigned) {
  Growing feed;
  auto e = feed.next();
  auto another_feed = e, another_salt = e, bare = e, broken = e;
  another_feed.context.feed = fixed_id<FeedId>(8);
  EXPECT_EQ(feed.refusal(Growing::in(another_feed.context)), Code::wrong_context);
  another_salt.context.salt[0] ^= 1;
  EXPECT_EQ(feed.refusal(another_salt), Code::wrong_context);
  auto opening = fixed_statement();
  opening.context.reset();
  bare.statement = sign_sample(opening, 1).content;
  EXPECT_EQ(feed.refusal(bare), Code::wrong_context);
  broken.statement.payload.pop_back();
  EXPECT_EQ(feed.refusal(broken), Code::malformed);
}

}  // namespace
}  // namespace offices::record
