// SPDX-License-Identifier: Apache-2.0
// The relay over real sockets: what docs/relay.md promises, and what strangers try.
#include "relay/relay.hpp"

#include <fcntl.h>
#include <sys/resource.h>

#include <fstream>

#include "base/json.hpp"
#include "tests/relay/running_relay.hpp"

namespace offices::relay {
namespace {

using testing::Box;
using testing::envelope_of;
using testing::Folder;
using testing::RawLine;
using testing::request;
using testing::RunningRelay;

std::string code_of(const testing::Reply& reply) {
  auto json = base::parse_json(base::as_bytes(reply.body()));
  return json ? (*json)["error"]["code"].get<std::string>() : "no JSON";
}

struct RelayTest : ::testing::Test {
  explicit RelayTest() { options = testing::quiet_options(folder); }
  void start() {
    running.reset();
    running = std::make_unique<RunningRelay>(options);
  }
  testing::Reply ask(const std::string& what) { return RawLine(running->port()).ask(what); }
  unsigned status(const std::string& what) { return ask(what).result_int(); }

  Folder folder;
  RelayOptions options;
  std::unique_ptr<RunningRelay> running;
  Box box{1};
};

TEST_F(RelayTest, TellsAboutItself) {
  start();
  auto health = ask(request("GET", "/healthz"));
  EXPECT_EQ(health.result_int(), 200U);
  EXPECT_EQ(health.body(), R"({"status":"ok"})");
  auto about = ask(request("GET", "/v1/relay"));
  EXPECT_EQ(about.body(), R"({"envelope_bytes":16384,"mailbox_envelopes_max":4096,"retention_seconds":2592000,)"
                          R"("token_required":false,"version":1})");
  EXPECT_EQ(about["Content-Type"], "application/json");
}

TEST_F(RelayTest, KeepsAndGivesEnvelopes) {
  start();
  EXPECT_EQ(status(box.create()), 201U);
  EXPECT_EQ(status(box.create()), 200U);
  auto deposited = ask(box.deposit_of(7));
  EXPECT_EQ(deposited.result_int(), 204U);
  EXPECT_TRUE(deposited.body().empty());
  EXPECT_EQ(deposited.count("Content-Length"), 0U);
  auto fetched = ask(box.fetch());
  EXPECT_EQ(fetched["Content-Type"], "application/octet-stream");
  EXPECT_EQ(fetched["GoodOffices-Latest"], "1");
  EXPECT_EQ(fetched["GoodOffices-Deleted-Through"], "0");
  ASSERT_EQ(fetched.body().size(), 16392U);
  EXPECT_EQ(base::get_u64(base::as_bytes(fetched.body()).first(8)), 1U);
  EXPECT_TRUE(base::equal(base::as_bytes(fetched.body()).subspan(8), envelope_of(7)));
  EXPECT_EQ(status(box.delete_through(1)), 204U);
  auto empty = ask(box.fetch());
  EXPECT_EQ(empty.result_int(), 200U);
  EXPECT_TRUE(empty.body().empty());
  EXPECT_EQ(empty["GoodOffices-Deleted-Through"], "1");
  EXPECT_EQ(status(box.remove()), 204U);
  EXPECT_EQ(status(box.fetch()), 404U);
}

TEST_F(RelayTest, OtherKeysForAMailboxThatIsThereAreRefused) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  auto other = ask(request("PUT", box.path(), {}, Box(2).hashes()));
  EXPECT_EQ(other.result_int(), 409U);
  EXPECT_EQ(code_of(other), "exists");
}

TEST_F(RelayTest, WrongKeyAndNoMailboxAreTheSameOctets) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  Box stranger(2), mixed(1);
  mixed.mailbox.fetch = stranger.mailbox.fetch;
  mixed.mailbox.address.deposit = stranger.mailbox.address.deposit;
  for (auto make : {+[](const Box& b) { return b.fetch(); }, +[](const Box& b) { return b.deposit_of(1); },
                    +[](const Box& b) { return b.delete_through(1); }, +[](const Box& b) { return b.remove(); }}) {
    auto none = ask(make(stranger)), wrong = ask(make(mixed));
    EXPECT_EQ(none.result_int(), 404U);
    EXPECT_EQ(code_of(none), "not_found");
    EXPECT_EQ(none.body(), wrong.body());
    std::ostringstream a, b;
    a << none.base();
    b << wrong.base();
    EXPECT_EQ(a.str(), b.str());
  }
  EXPECT_EQ(status(request("GET", box.envelopes())), 404U);
  EXPECT_EQ(status(request("GET", box.envelopes(), "x")), 404U);
  EXPECT_EQ(status(request("GET", box.envelopes(), box.mailbox.address.deposit.hex())), 404U);
}

TEST_F(RelayTest, DepositsOfWrongSizesAreRefusedWhole) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  for (std::size_t size : {std::size_t{1}, wire::envelope_bytes - 1, wire::envelope_bytes + 1}) {
    auto refused = ask(box.deposit(std::string(size, 'x')));
    EXPECT_EQ(refused.result_int(), 400U);
    EXPECT_EQ(code_of(refused), "malformed");
  }
  EXPECT_EQ(status(box.deposit("")), 400U);
  auto large = ask(box.deposit(std::string(65 * wire::envelope_bytes, 'x')));
  EXPECT_EQ(large.result_int(), 413U);
  EXPECT_EQ(code_of(large), "too_large");
  EXPECT_TRUE(ask(box.fetch()).body().empty());
  EXPECT_EQ(status(box.deposit(std::string(64 * wire::envelope_bytes, 'x'))), 204U);
  EXPECT_EQ(ask(box.fetch()).body().size(), 16392U) << "64 equal envelopes are one";
}

TEST_F(RelayTest, AChunkedDepositIsBoundedToo) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  auto chunked = [&](std::size_t chunks) {
    std::string r = "POST " + box.envelopes() + " HTTP/1.1\r\nAuthorization: Bearer " + box.mailbox.address.deposit.hex() +
                    "\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t i = 0; i < chunks; ++i) r += "4000\r\n" + std::string(base::as_text(envelope_of(i))) + "\r\n";
    return r + "0\r\n\r\n";
  };
  EXPECT_EQ(status(chunked(3)), 204U);
  EXPECT_EQ(ask(box.fetch()).body().size(), 3 * 16392U);
  EXPECT_EQ(status(chunked(70)), 413U);
}

TEST_F(RelayTest, AFullMailboxAnswersQuota) {
  options.mailbox_envelopes_max = 2;
  start();
  ASSERT_EQ(status(box.create()), 201U);
  EXPECT_EQ(status(box.deposit_of(1)), 204U);
  EXPECT_EQ(status(box.deposit_of(2)), 204U);
  auto full = ask(box.deposit_of(3));
  EXPECT_EQ(full.result_int(), 429U);
  EXPECT_EQ(code_of(full), "quota");
  EXPECT_EQ(status(box.deposit_of(1)), 204U);
}

TEST_F(RelayTest, ALongPollIsWokenByADeposit) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  RawLine waiting(running->port());
  waiting.say(box.fetch("?wait=60"));
  ASSERT_EQ(status(box.deposit_of(5)), 204U);
  EXPECT_EQ(waiting.hear().body().size(), 16392U);
}

TEST_F(RelayTest, ALongPollEndsWhenItsTimeIsUp) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  auto empty = ask(box.fetch("?wait=1"));
  EXPECT_EQ(empty.result_int(), 200U);
  EXPECT_TRUE(empty.body().empty());
}

TEST_F(RelayTest, ALongPollEndsWithItsMailbox) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  RawLine waiting(running->port());
  waiting.say(box.fetch("?wait=60"));
  ASSERT_EQ(status(box.remove()), 204U);
  EXPECT_EQ(waiting.hear().result_int(), 404U);
}

TEST_F(RelayTest, StoppingAnswersThoseWhoWait) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  RawLine waiting(running->port());
  waiting.say(box.fetch() + box.fetch("?wait=60"));
  ASSERT_EQ(waiting.hear().result_int(), 200U);
  running->stop();
  auto last = waiting.hear();
  EXPECT_TRUE(last.result_int() == 200U || last.result_int() == 0U) << "answered, or closed before it was read";
  EXPECT_TRUE(waiting.ended());
}

TEST_F(RelayTest, TokensDecideWhoMakesMailboxes) {
  options.token_file = folder.file("tokens");
  std::ofstream(options.token_file) << "# for the north office\n0123456789abcdef\n\nfedcba9876543210\n";
  start();
  auto refused = ask(box.create());
  EXPECT_EQ(refused.result_int(), 401U);
  EXPECT_EQ(refused["WWW-Authenticate"], "Bearer");
  EXPECT_EQ(code_of(refused), "token_required");
  EXPECT_EQ(status(request("PUT", box.path(), "0123456789abcdeX", box.hashes())), 401U);
  EXPECT_EQ(status(request("PUT", box.path(), "fedcba9876543210", box.hashes())), 201U);
  EXPECT_EQ(status(box.deposit_of(1)), 204U) << "the token is for making only";
  EXPECT_NE(ask(request("GET", "/v1/relay")).body().find(R"("token_required":true)"), std::string::npos);
}

TEST_F(RelayTest, SighupRereadsTokens) {
  options.token_file = folder.file("tokens");
  options.handle_signals = true;
  std::ofstream(options.token_file) << "0123456789abcdef\n";
  start();
  ASSERT_EQ(status(request("GET", "/healthz")), 200U) << "it runs, and so has taken the signal over";
  std::ofstream(options.token_file) << "fedcba9876543210\n";
  ::kill(::getpid(), SIGHUP);
  auto with = [&](std::string_view token) { return status(request("PUT", box.path(), token, box.hashes())); };
  while (with("fedcba9876543210") == 401U) std::this_thread::yield();
  EXPECT_EQ(with("fedcba9876543210"), 200U);
  EXPECT_EQ(with("0123456789abcdef"), 401U);
  std::ofstream(options.token_file) << "bad\n";
  ::kill(::getpid(), SIGHUP);
  for (int i = 0; i < 50; ++i) ASSERT_EQ(with("fedcba9876543210"), 200U) << "what does not load changes nothing";
}

TEST_F(RelayTest, PipelinedRequestsAreAnsweredInOrder) {
  start();
  RawLine line(running->port());
  ASSERT_TRUE(line.say(box.create() + box.deposit_of(1) + box.deposit_of(2) + box.fetch() + box.fetch("?after=1")));
  EXPECT_EQ(line.hear().result_int(), 201U);
  EXPECT_EQ(line.hear().result_int(), 204U);
  EXPECT_EQ(line.hear().result_int(), 204U);
  EXPECT_EQ(line.hear().body().size(), 2 * 16392U);
  EXPECT_EQ(line.hear().body().size(), 16392U);
}

TEST_F(RelayTest, AnswersExpectContinueOnlyToThoseWhoMayDeposit) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  auto head = [&](const std::string& key) {
    return "POST " + box.envelopes() + " HTTP/1.1\r\nAuthorization: Bearer " + key +
           "\r\nContent-Length: 16384\r\nExpect: 100-continue\r\n\r\n";
  };
  RawLine welcome(running->port());
  EXPECT_EQ(welcome.ask(head(box.mailbox.address.deposit.hex())).result_int(), 100U);
  EXPECT_EQ(welcome.ask(base::as_text(envelope_of(1))).result_int(), 204U);
  EXPECT_EQ(ask(head(box.mailbox.fetch.hex())).result_int(), 404U);
}

TEST_F(RelayTest, StrangersAreRefusedAndTheRelayGoesOn) {
  start();
  EXPECT_EQ(status("GET / HTTP/1.1\r\n\r\n"), 404U);
  EXPECT_EQ(status(request("PATCH", "/v1/relay")), 405U);
  EXPECT_EQ(status(request("GET", "/v1/mailboxes/xyz/envelopes")), 400U);
  EXPECT_EQ(status("\x16\x03\x01\x02\x00\x01\xfc\x03\r\n\r\n"), 400U);
  EXPECT_EQ(status(std::string(4096, '\0') + "\r\n\r\n"), 400U);
  EXPECT_EQ(status("GET /healthz HTTP/9.9\r\n\r\n"), 400U);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nContent-Length: x\r\n\r\n"), 400U);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n"), 413U);
  EXPECT_EQ(status("GET /healthz HTTP/1.1\r\nX: " + std::string(9000, 'x') + "\r\n\r\n"), 413U);
  EXPECT_EQ(status(request("GET", "/" + std::string(9000, 'x'))), 413U);
  EXPECT_EQ(status(request("GET", "/healthz", {}, "a body")), 400U);
  EXPECT_EQ(status("PUT " + box.path() + " HTTP/1.1\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n"), 400U);
  EXPECT_EQ(status(request("PUT", box.path(), {}, R"({"deposit":1})")), 400U);
  EXPECT_EQ(status(request("PUT", box.path(), {}, std::string(3000, ' '))), 413U);
  EXPECT_EQ(status(request("GET", "/healthz")), 200U);
}

TEST_F(RelayTest, RandomOctetsNeverBreakIt) {
  start();
  crypto::SeededRandom random(99);
  for (int i = 0; i < 200; ++i) {
    RawLine line(running->port());
    Bytes noise(static_cast<std::size_t>(1 + i * 7));
    random.fill(noise);
    if (i % 2) std::ranges::copy(base::as_bytes("GET /v1/"), noise.begin());
    line.say(base::as_text(noise));
    line.hang_up();
  }
  EXPECT_EQ(status(request("GET", "/healthz")), 200U);
}

TEST_F(RelayTest, ASlowHeaderIsNotWaitedFor) {
  options.patience.header = std::chrono::milliseconds(100);
  start();
  RawLine silent(running->port()), slow(running->port());
  slow.say("GET /healthz HTT");
  EXPECT_TRUE(silent.ended());
  EXPECT_TRUE(slow.ended());
}

TEST_F(RelayTest, AnIdleConnectionIsClosed) {
  options.patience.idle = std::chrono::milliseconds(100);
  start();
  RawLine line(running->port());
  EXPECT_EQ(line.ask(request("GET", "/healthz")).result_int(), 200U);
  EXPECT_TRUE(line.ended());
}

TEST_F(RelayTest, ABodyThatStopsMovingIsNotWaitedFor) {
  options.patience.progress = std::chrono::milliseconds(100);
  start();
  ASSERT_EQ(status(box.create()), 201U);
  RawLine line(running->port());
  auto half = box.deposit_of(1);
  half.resize(half.size() - 8000);
  line.say(half);
  EXPECT_TRUE(line.ended());
  EXPECT_TRUE(ask(box.fetch()).body().empty());
}

TEST_F(RelayTest, BeyondTheLimitConnectionsAreTurnedAway) {
  options.connections_max = 2;
  start();
  RawLine one(running->port()), two(running->port());
  ASSERT_EQ(one.ask(request("GET", "/healthz")).result_int(), 200U);
  ASSERT_EQ(two.ask(request("GET", "/healthz")).result_int(), 200U);
  RawLine three(running->port());
  auto refused = three.hear();
  EXPECT_EQ(refused.result_int(), 503U);
  EXPECT_EQ(code_of(refused), "busy");
}

TEST_F(RelayTest, BodiesTogetherAreBounded) {
  options.bodies_bytes_max = 1024 * 1024;
  start();
  ASSERT_EQ(status(box.create()), 201U);
  auto whole = box.deposit(std::string(64 * wire::envelope_bytes, 'x'));
  RawLine slow(running->port());
  slow.say(std::string_view(whole).substr(0, 100'000));
  testing::Reply refused;
  for (int i = 0; i < 1000 && refused.result_int() != 503U; ++i) refused = ask(box.deposit_of(1));
  EXPECT_EQ(code_of(refused), "busy") << "once the slow one's header was read";
  slow.say(std::string_view(whole).substr(100'000));
  EXPECT_EQ(slow.hear().result_int(), 204U);
  EXPECT_EQ(status(box.deposit_of(2)), 204U) << "and there is room again";
}

TEST_F(RelayTest, TheRateOfAnAddressIsBounded) {
  options.rate = {.requests_per_second = 0.001, .burst = 3, .limit_loopback = true};
  start();
  RawLine line(running->port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(line.ask(request("GET", "/v1/relay")).result_int(), 200U);
  auto refused = line.ask(request("GET", "/v1/relay"));
  EXPECT_EQ(refused.result_int(), 429U);
  EXPECT_EQ(code_of(refused), "rate_limited");
  EXPECT_EQ(refused["Retry-After"], "1");
}

TEST_F(RelayTest, WhatRetentionHasEndedForIsGone) {
  struct TurnedClock final : Clock {
    std::atomic<std::int64_t> seconds{1'760'000'000};
    [[nodiscard]] Time now() const override { return {seconds}; }
  } clock;
  options.retention_seconds = 1000;
  auto one = std::make_unique<RunningRelay>(options, &clock);
  EXPECT_EQ(RawLine(one->port()).ask(box.create()).result_int(), 201U);
  EXPECT_EQ(RawLine(one->port()).ask(box.deposit_of(1)).result_int(), 204U);
  one.reset();
  clock.seconds += 1001;
  RunningRelay again(options, &clock);
  testing::Reply fetched;
  do fetched = RawLine(again.port()).ask(box.fetch());
  while (!fetched.body().empty());
  EXPECT_EQ(fetched["GoodOffices-Deleted-Through"], "1");
}

TEST_F(RelayTest, AStoreThatCannotBeWrittenIsToldAndNothingIsAcknowledged) {
  start();
  ASSERT_EQ(status(box.create()), 201U);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  auto size = std::filesystem::file_size(folder.file("relay.db-wal"));
  rlimit tight{size, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  auto refused = ask(box.deposit_of(1));
  auto health = ask(request("GET", "/healthz"));
  ::setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_GE(refused.result_int(), 500U);
  EXPECT_EQ(health.result_int(), 503U);
  EXPECT_TRUE(ask(box.fetch()).body().empty());
  EXPECT_EQ(status(box.deposit_of(1)), 204U) << "and it recovers by itself";
  EXPECT_EQ(status(request("GET", "/healthz")), 200U);
}

TEST_F(RelayTest, OptionsAreChecked) {
  EXPECT_TRUE(check_options(options));
  auto refusal = [&](auto change) {
    auto o = options;
    change(o);
    auto r = check_options(o);
    return r ? Code::internal : r.error().code;
  };
  EXPECT_EQ(refusal([](auto& o) { o.listen = "0.0.0.0:0"; }), Code::insecure_http);
  EXPECT_EQ(refusal([](auto& o) { o.listen = "[::]:0"; }), Code::insecure_http);
  for (const char* listen : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "example.org:80", ":80"})
    EXPECT_EQ(refusal([&](auto& o) { o.listen = listen; }), Code::usage) << listen;
  EXPECT_EQ(refusal([](auto& o) { o.tls_cert = "x"; }), Code::usage);
  EXPECT_EQ(refusal([](auto& o) { o.tls_cert = o.tls_key = "/nowhere"; }), Code::file_unreadable);
  EXPECT_EQ(refusal([](auto& o) { o.token_file = "/nowhere"; }), Code::file_unreadable);
  EXPECT_EQ(refusal([](auto& o) { o.store = "/plain/path"; }), Code::usage);
  EXPECT_EQ(refusal([](auto& o) { o.store = "sqlite:/nowhere/relay.db"; }), Code::store_failed);
  EXPECT_EQ(refusal([](auto& o) { o.mailbox_envelopes_max = 0; }), Code::usage);
  EXPECT_EQ(refusal([](auto& o) { o.retention_seconds = 0; }), Code::usage);
  options.listen = "0.0.0.0:0";
  options.insecure_http = true;
  EXPECT_TRUE(check_options(options));
  options.listen = "[::1]:0";
  EXPECT_TRUE(check_options(options));
}

TEST_F(RelayTest, CheckingCreatesNothing) {
  ASSERT_TRUE(check_options(options));
  EXPECT_FALSE(std::filesystem::exists(folder.file("relay.db")));
}

TEST_F(RelayTest, AnAddressInUseIsRefused) {
  start();
  auto second = options;
  second.listen = "127.0.0.1:" + std::to_string(running->port());
  second.store = "sqlite:" + folder.file("second.db");
  auto r = Relay::open(second);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, Code::unreachable);
}

}  // namespace
}  // namespace offices::relay
