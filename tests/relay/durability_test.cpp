// SPDX-License-Identifier: Apache-2.0
// A relay is killed with deposits in flight, again and again: what it acknowledged is there, each exactly once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <map>
#include <set>

#include "post/relay_client.hpp"
#include "tests/relay/relay_process.hpp"
#include "tests/relay/running_relay.hpp"

namespace offices::relay {
namespace {

namespace asio = boost::asio;
using testing::envelope_of;

constexpr int clients = 24;
constexpr int rounds = 12;

struct Bed {
  Bed() { client = *post::RelayClient::open(io, {}); }
  asio::io_context io{1};
  std::unique_ptr<post::RelayClient> client;
};

/// One sender: deposits envelopes of its own until the relay dies, remembering what was acknowledged. Every third one is
/// sent twice.
asio::awaitable<void> send_until_dead(post::RelayClient& client, wire::Address to, std::uint64_t& next,
                                      std::set<crypto::Digest>& acknowledged, int& count) {
  for (;; ++next) {
    std::vector<wire::Envelope> batch{envelope_of(next), envelope_of(next + 1'000'000'000)};
    auto kept = co_await client.deposit(to, batch);
    if (kept && next % 3 == 0) kept = co_await client.deposit(to, batch);
    if (!kept) co_return;
    for (const auto& e : batch) acknowledged.insert(wire::envelope_digest(e));
    ++count;
  }
}

asio::awaitable<void> kill_after(testing::RelayProcess& process, int& count, int deposits, asio::io_context& io) {
  asio::steady_timer tick(io);
  while (count < deposits) {
    tick.expires_after(std::chrono::milliseconds(1));
    co_await tick.async_wait(asio::use_awaitable);
  }
  process.end_with(SIGKILL);
}

asio::awaitable<void> read_all(post::RelayClient& client, wire::Mailbox box, std::map<crypto::Digest, int>& held) {
  for (std::uint64_t at = 0;;) {
    auto page = co_await client.fetch(box, at, 64, 0);
    EXPECT_TRUE(page);
    if (!page || page->envelopes.empty()) co_return;
    for (const auto& e : page->envelopes) ++held[wire::envelope_digest(e.envelope)];
    at = page->envelopes.back().sequence;
  }
}

/// What the test knows about each sender, however often the relay dies.
struct Sender {
  wire::Mailbox box;
  std::uint64_t next = 0;
  std::set<crypto::Digest> acknowledged;
};

std::vector<Sender> make_senders(const testing::RelayProcess& process) {
  Bed bed;
  crypto::SeededRandom random(5);
  std::vector<Sender> senders;
  for (std::uint64_t i = 0; i < clients; ++i) {
    senders.push_back({wire::make_mailbox(process.url(), random), i * 10'000'000, {}});
    asio::co_spawn(bed.io, bed.client->create(senders.back().box, ""), asio::detached);
  }
  bed.io.run();
  return senders;
}

void send_and_kill(testing::RelayProcess& process, std::vector<Sender>& senders, int deposits) {
  Bed bed;
  int count = 0;
  for (auto& s : senders)
    asio::co_spawn(bed.io, send_until_dead(*bed.client, s.box.address, s.next, s.acknowledged, count), asio::detached);
  asio::co_spawn(bed.io, kill_after(process, count, deposits, bed.io), asio::detached);
  bed.io.run();
}

void expect_exactly_once(const Sender& sender) {
  Bed bed;
  std::map<crypto::Digest, int> held;
  asio::co_spawn(bed.io, read_all(*bed.client, sender.box, held), asio::detached);
  bed.io.run();
  for (const auto& digest : sender.acknowledged) EXPECT_EQ(held[digest], 1);
  for (const auto& [digest, times] : held) EXPECT_EQ(times, 1);
}

TEST(Durability, WhatWasAcknowledgedBeforeAKillIsThereExactlyOnce) {
  testing::Folder folder;
  auto store = "sqlite:" + folder.file("relay.db");
  auto process = std::make_unique<testing::RelayProcess>(store);
  auto port = process->port();
  auto senders = make_senders(*process);
  for (int round = 0; round < rounds; ++round) {
    send_and_kill(*process, senders, 60 + 7 * round);
    process = std::make_unique<testing::RelayProcess>(store, port);
  }
  std::size_t total = 0;
  for (const auto& s : senders) {
    expect_exactly_once(s);
    total += s.acknowledged.size();
  }
  EXPECT_GE(total, static_cast<std::size_t>(2 * 60 * rounds));
}

TEST(Process, EndsWithZeroOnSigtermAndSigint) {
  testing::Folder folder;
  for (int signal : {SIGTERM, SIGINT}) {
    testing::RelayProcess process("sqlite:" + folder.file("relay.db"));
    EXPECT_EQ(testing::RawLine(process.port()).ask(testing::request("GET", "/healthz")).result_int(), 200U);
    int status = process.end_with(signal);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
}

/// A number of kilobytes in /proc/PID/status.
long status_kib(pid_t pid, const std::string& key) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(key)) return std::stol(line.substr(key.size() + 1));
  return -1;
}

TEST(Process, StaysSmallHoweverManyDepositsPass) {
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "a sanitizer's own memory would be measured";
#endif
#endif
  testing::Folder folder;
  testing::RelayProcess process("sqlite:" + folder.file("relay.db"));
  EXPECT_LT(status_kib(process.pid(), "VmRSS:"), 20 * 1024);
  Bed bed;
  crypto::SeededRandom random(5);
  auto box = wire::make_mailbox(process.url(), random);
  auto traffic = [&]() -> asio::awaitable<void> {
    EXPECT_TRUE(co_await bed.client->create(box, ""));
    for (std::uint64_t i = 0; i < 400; ++i) {
      std::vector<wire::Envelope> batch{envelope_of(2 * i), envelope_of(2 * i + 1)};
      EXPECT_TRUE(co_await bed.client->deposit(box.address, batch));
      auto page = co_await bed.client->fetch(box, 2 * i, 64, 0);
      EXPECT_TRUE(page && page->envelopes.size() == 2);
      EXPECT_TRUE(co_await bed.client->delete_through(box, 2 * i + 2));
    }
  };
  asio::co_spawn(bed.io, traffic, asio::detached);
  bed.io.run();
  EXPECT_LT(status_kib(process.pid(), "VmRSS:"), 24 * 1024);
}

}  // namespace
}  // namespace offices::relay
