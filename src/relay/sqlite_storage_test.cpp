// SPDX-License-Identifier: Apache-2.0
#include "relay/sqlite_storage.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/relay/running_relay.hpp"

namespace offices::relay {
namespace {

using testing::envelope_of;

constexpr Time start{1'760'000'000};

struct SqliteStorageTest : ::testing::Test {
  SqliteStorageTest() { reopen(); }

  void reopen() {
    store.reset();
    auto opened = SqliteStorage::open(folder.file("relay.db"));
    ASSERT_TRUE(opened) << base::info(opened.error().code).name;
    store = *std::move(opened);
  }
  Result<Written> write(Write w, Time now = start) {
    auto r = store->commit(std::span(&w, 1), now);
    if (!r) return std::unexpected(r.error());
    return r->front();
  }
  static CreateMailbox made(Byte mark) {
    CreateMailbox c;
    c.mailbox.octets.fill(mark);
    c.deposit.octets.fill(static_cast<Byte>(mark + 100));
    c.fetch.octets.fill(static_cast<Byte>(mark + 150));
    return c;
  }
  DepositEnvelopes deposit(const CreateMailbox& c, std::vector<std::uint64_t> seeds, std::uint64_t held_max = 100) {
    DepositEnvelopes d{c.mailbox, c.deposit, {}, held_max};
    for (auto seed : seeds) d.envelopes.push_back(envelope_of(seed));
    return d;
  }
  Page page(const CreateMailbox& c, Sequence after = 0, std::size_t limit = 64) {
    auto p = store->read(c.mailbox, c.fetch, after, limit);
    EXPECT_TRUE(p);
    return p.value_or(Page{});
  }
  std::vector<Sequence> sequences(const CreateMailbox& c) {
    std::vector<Sequence> out;
    for (const auto& e : page(c).envelopes) out.push_back(e.sequence);
    return out;
  }

  testing::Folder folder;
  std::unique_ptr<SqliteStorage> store;
  CreateMailbox box = made(1);
};

using Sequences = std::vector<Sequence>;

TEST_F(SqliteStorageTest, CreatingTwiceChangesNothingAndOtherKeysAreRefused) {
  EXPECT_EQ(write(box)->rows, 1U);
  EXPECT_EQ(write(box)->rows, 0U);
  auto other = box;
  other.fetch.octets.fill(9);
  EXPECT_EQ(write(other).error().code, Code::exists);
  other = box;
  other.deposit.octets.fill(9);
  EXPECT_EQ(write(other).error().code, Code::exists);
}

TEST_F(SqliteStorageTest, GivesWhatWasDepositedInOrder) {
  ASSERT_TRUE(write(box));
  EXPECT_EQ(write(deposit(box, {11, 12}))->rows, 2U);
  EXPECT_EQ(write(deposit(box, {13}))->rows, 1U);
  auto p = page(box);
  ASSERT_EQ(p.envelopes.size(), 3U);
  for (std::uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(p.envelopes[i].sequence, i + 1);
    EXPECT_EQ(p.envelopes[i].octets, envelope_of(11 + i));
  }
  EXPECT_EQ(p.latest, 3U);
  EXPECT_EQ(page(box, 1, 1).envelopes.front().sequence, 2U);
  EXPECT_TRUE(page(box, 3).envelopes.empty());
}

TEST_F(SqliteStorageTest, WrongKeyAndNoMailboxAreOneRefusal) {
  ASSERT_TRUE(write(box));
  auto stranger = made(2);
  for (auto& d : {deposit(stranger, {1}), DepositEnvelopes{box.mailbox, stranger.deposit, {envelope_of(1)}, 9}})
    EXPECT_EQ(write(d).error().code, Code::not_found);
  EXPECT_EQ(write(DeleteEnvelopes{box.mailbox, stranger.fetch, 1}).error().code, Code::not_found);
  EXPECT_EQ(write(RemoveMailbox{box.mailbox, stranger.fetch}).error().code, Code::not_found);
  EXPECT_EQ(store->read(box.mailbox, stranger.fetch, 0, 1).error().code, Code::not_found);
  EXPECT_EQ(store->read(stranger.mailbox, stranger.fetch, 0, 1).error().code, Code::not_found);
  EXPECT_FALSE(*store->admits(box.mailbox, stranger.deposit));
  EXPECT_FALSE(*store->admits(stranger.mailbox, stranger.deposit));
  EXPECT_TRUE(*store->admits(box.mailbox, box.deposit));
}

TEST_F(SqliteStorageTest, TheDepositKeyDoesNotFetchNorTheFetchKeyDeposit) {
  ASSERT_TRUE(write(box));
  EXPECT_FALSE(store->read(box.mailbox, FetchHash{box.deposit.octets}, 0, 1));
  EXPECT_FALSE(*store->admits(box.mailbox, DepositHash{box.fetch.octets}));
}

TEST_F(SqliteStorageTest, TheSameEnvelopeIsOne) {
  ASSERT_TRUE(write(box));
  EXPECT_EQ(write(deposit(box, {5, 5, 6}))->rows, 2U);
  EXPECT_EQ(write(deposit(box, {6, 5}))->rows, 0U);
  EXPECT_EQ(sequences(box), (Sequences{1, 2}));
  auto other = made(2);
  ASSERT_TRUE(write(other));
  EXPECT_EQ(write(deposit(other, {5}))->rows, 1U) << "another mailbox is another memory";
}

TEST_F(SqliteStorageTest, AFullMailboxRefusesAllOfADepositButKnownEnvelopesPass) {
  ASSERT_TRUE(write(box));
  ASSERT_TRUE(write(deposit(box, {1, 2}, 3)));
  EXPECT_EQ(write(deposit(box, {3, 4}, 3)).error().code, Code::quota);
  EXPECT_EQ(sequences(box), (Sequences{1, 2}));
  EXPECT_EQ(write(deposit(box, {3}, 3))->rows, 1U);
  EXPECT_EQ(write(deposit(box, {1, 2, 3}, 3))->rows, 0U);
  ASSERT_TRUE(write(DeleteEnvelopes{box.mailbox, box.fetch, 1}));
  EXPECT_EQ(write(deposit(box, {4}, 3))->rows, 1U);
  EXPECT_EQ(sequences(box), (Sequences{2, 3, 4}));
}

TEST_F(SqliteStorageTest, ARefusalInABatchLeavesTheOthers) {
  auto stranger = made(2);
  std::vector<Write> batch{box, deposit(box, {1}), deposit(stranger, {2}), deposit(box, {1, 3}), deposit(box, {4}, 2)};
  auto r = store->commit(batch, start);
  ASSERT_TRUE(r);
  ASSERT_EQ(r->size(), 5U);
  EXPECT_EQ((*r)[1]->rows, 1U);
  EXPECT_EQ((*r)[2].error().code, Code::not_found);
  EXPECT_EQ((*r)[3]->rows, 1U);
  EXPECT_EQ((*r)[4].error().code, Code::quota);
  EXPECT_EQ(sequences(box), (Sequences{1, 2}));
}

TEST_F(SqliteStorageTest, DeletionIsRememberedInDeletedThroughAndSequencesGoOn) {
  ASSERT_TRUE(write(box));
  ASSERT_TRUE(write(deposit(box, {1, 2, 3})));
  EXPECT_EQ(write(DeleteEnvelopes{box.mailbox, box.fetch, 2})->rows, 2U);
  EXPECT_EQ(page(box).deleted_through, 2U);
  EXPECT_EQ(write(DeleteEnvelopes{box.mailbox, box.fetch, 1'000'000})->rows, 1U);
  EXPECT_EQ(page(box).deleted_through, 3U) << "not beyond what ever was";
  reopen();
  ASSERT_TRUE(write(deposit(box, {4})));
  EXPECT_EQ(sequences(box), (Sequences{4}));
  EXPECT_EQ(page(box).deleted_through, 3U);
}

TEST_F(SqliteStorageTest, ALateDuplicateOfADeletedEnvelopeIsNotDeliveredAgain) {
  ASSERT_TRUE(write(box));
  ASSERT_TRUE(write(deposit(box, {1})));
  ASSERT_TRUE(write(DeleteEnvelopes{box.mailbox, box.fetch, 1}));
  EXPECT_EQ(write(deposit(box, {1}))->rows, 0U);
  EXPECT_TRUE(sequences(box).empty());
}

TEST_F(SqliteStorageTest, PurgingEndsEnvelopesAndMemoryOfThemAtTheirTime) {
  ASSERT_TRUE(write(box));
  ASSERT_TRUE(write(deposit(box, {1, 2}), start));
  ASSERT_TRUE(write(deposit(box, {3}), start.plus(100)));
  EXPECT_EQ(write(PurgeExpired{start, 100})->rows, 0U);
  EXPECT_EQ(write(PurgeExpired{start.plus(100), 100})->rows, 2U);
  EXPECT_EQ(sequences(box), (Sequences{3}));
  EXPECT_EQ(page(box).deleted_through, 2U);
  EXPECT_EQ(write(deposit(box, {1}, 2))->rows, 1U) << "forgotten, and room again";
  EXPECT_EQ(write(deposit(box, {3}))->rows, 0U) << "not yet forgotten";
}

/// More than one deposit's worth, and than what digests gather in.
struct SqliteStorageOfMany : SqliteStorageTest {
  static constexpr std::uint64_t many = 2'100;
  void deposit_many() {
    ASSERT_TRUE(write(box));
    for (std::uint64_t seed = 1; seed <= many; seed += 60) {
      std::vector<std::uint64_t> seeds(60);
      std::iota(seeds.begin(), seeds.end(), seed);
      ASSERT_EQ(write(deposit(box, seeds, 10'000))->rows, 60U);
    }
    ASSERT_EQ(write(DeleteEnvelopes{box.mailbox, box.fetch, many})->rows, many);
  }
};

TEST_F(SqliteStorageOfMany, AreAllRememberedAndNotDeliveredAgain) {
  deposit_many();
  for (bool again : {false, true}) {
    for (std::uint64_t seed : {std::uint64_t{1}, many / 2, many - 1, many}) EXPECT_EQ(write(deposit(box, {seed}))->rows, 0U) << seed;
    if (!again) reopen();
  }
  EXPECT_TRUE(sequences(box).empty());
}

TEST_F(SqliteStorageOfMany, AreAllForgottenAtTheirTime) {
  deposit_many();
  int purges = 0;
  while (write(PurgeExpired{start.plus(1), 500})->rows > 0) ASSERT_LT(++purges, 100);
  EXPECT_EQ(write(deposit(box, {1, many / 2, many}))->rows, 3U);
}

TEST_F(SqliteStorageOfMany, AreAllForgottenWithTheirMailbox) {
  deposit_many();
  ASSERT_TRUE(write(RemoveMailbox{box.mailbox, box.fetch}));
  ASSERT_TRUE(write(box));
  EXPECT_EQ(write(deposit(box, {1, many / 2, many}))->rows, 3U);
}

TEST_F(SqliteStorageTest, PurgingStopsAtItsLimit) {
  ASSERT_TRUE(write(box));
  ASSERT_TRUE(write(deposit(box, {1, 2, 3, 4, 5})));
  PurgeExpired two{start.plus(1), 2};
  EXPECT_EQ(write(two)->rows, 2U);
  EXPECT_EQ(sequences(box), (Sequences{3, 4, 5}));
  EXPECT_EQ(write(two)->rows, 2U);
  EXPECT_EQ(write(two)->rows, 1U);
  EXPECT_EQ(write(two)->rows, 0U);
}

TEST_F(SqliteStorageTest, RemovingTakesEverythingAlong) {
  ASSERT_TRUE(write(box));
  ASSERT_TRUE(write(deposit(box, {1})));
  ASSERT_TRUE(write(RemoveMailbox{box.mailbox, box.fetch}));
  EXPECT_EQ(store->read(box.mailbox, box.fetch, 0, 1).error().code, Code::not_found);
  ASSERT_TRUE(write(box));
  EXPECT_TRUE(sequences(box).empty());
  EXPECT_EQ(write(deposit(box, {1}))->rows, 1U);
}

TEST_F(SqliteStorageTest, WhatWasAcknowledgedIsThereAfterReopening) {
  ASSERT_TRUE(write(box));
  ASSERT_TRUE(write(deposit(box, {1, 2})));
  reopen();
  EXPECT_EQ(sequences(box), (Sequences{1, 2}));
  EXPECT_TRUE(write(ProbeStore{}));
}

TEST(StorageUrl, NamesSqliteOnly) {
  EXPECT_EQ(*sqlite_path("sqlite:/var/x.db"), "/var/x.db");
  for (const char* other : {"", "sqlite:", "postgresql:x", "/var/x.db"}) EXPECT_EQ(sqlite_path(other).error().code, Code::usage);
}

}  // namespace
}  // namespace offices::relay
