// SPDX-License-Identifier: Apache-2.0
#include "relay/writer.hpp"

#include <gtest/gtest.h>

#include <future>

namespace offices::relay {
namespace {

/// Remembers what kinds of writes came in one transaction: C, D for a deletion, P for a probe.
class Remembering : public Storage {
 public:
  Result<std::vector<Result<Written>>> commit(std::span<const Write> batch, Time) override {
    std::string kinds;
    for (const auto& w : batch)
      kinds += std::holds_alternative<DeleteEnvelopes>(w) ? 'D' : std::holds_alternative<CreateMailbox>(w) ? 'C' : 'P';
    std::lock_guard lock(mutex_);
    batches_.push_back(kinds);
    return std::vector<Result<Written>>(batch.size(), Written{batch.size()});
  }
  Result<Page> read(const wire::MailboxId&, const FetchHash&, Sequence, std::size_t) override { return Page{}; }
  Result<bool> admits(const wire::MailboxId&, const DepositHash&) override { return true; }
  std::vector<std::string> batches() {
    std::lock_guard lock(mutex_);
    return batches_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> batches_;
};

struct WriterTest : ::testing::Test {
  std::future<Result<Written>> submit(Write w) {
    auto promise = std::make_shared<std::promise<Result<Written>>>();
    auto future = promise->get_future();
    writer->submit(std::move(w), [promise](Result<Written> r) { promise->set_value(std::move(r)); });
    return future;
  }

  Remembering storage;
  base::SystemClock clock;
  std::unique_ptr<Writer> writer = std::make_unique<Writer>(storage, clock, [](auto results) { results(); });
};

TEST_F(WriterTest, ADeletionAloneIsWrittenAndAnswered) {
  EXPECT_TRUE(submit(DeleteEnvelopes{}).get());
  EXPECT_EQ(storage.batches(), (std::vector<std::string>{"D"}));
}

TEST_F(WriterTest, EverythingIsAnsweredOnceAndDeletionsStandFirst) {
  std::vector<std::future<Result<Written>>> answers;
  for (int i = 0; i < 200; ++i) {
    answers.push_back(submit(DeleteEnvelopes{}));
    answers.push_back(submit(CreateMailbox{}));
    if (i % 50 == 0) answers.push_back(submit(ProbeStore{}));
  }
  for (auto& a : answers) EXPECT_TRUE(a.get());
  std::string all;
  for (const auto& kinds : storage.batches()) {
    all += kinds;
    EXPECT_TRUE(std::ranges::is_partitioned(kinds, [](char c) { return c == 'D'; })) << kinds;
  }
  EXPECT_EQ(std::ranges::count(all, 'D'), 200);
  EXPECT_EQ(std::ranges::count(all, 'C'), 200);
  EXPECT_EQ(std::ranges::count(all, 'P'), 4);
}

TEST_F(WriterTest, WhatIsQueuedAtTheEndIsWritten) {
  std::vector<std::future<Result<Written>>> answers;
  answers.push_back(submit(DeleteEnvelopes{}));
  answers.push_back(submit(CreateMailbox{}));
  answers.push_back(submit(DeleteEnvelopes{}));
  writer.reset();
  for (auto& a : answers) EXPECT_TRUE(a.get());
}

}  // namespace
}  // namespace offices::relay
