// SPDX-License-Identifier: Apache-2.0
// The posts' client against real relays, and against something that only pretends to be one.
#include "post/relay_client.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <optional>

#include "tests/relay/certificate.hpp"
#include "tests/relay/running_relay.hpp"

namespace offices::post {
namespace {

namespace asio = boost::asio;
using relay::testing::envelope_of;
using relay::testing::Folder;
using relay::testing::RunningRelay;

std::string name_of(const Error& e) { return std::string(base::info(e.code).name) + " " + e.detail; }

template <class T>
Code code_of(const Result<T>& r) {
  return r ? Code::exists : r.error().code;
}

wire::Mailbox mailbox_at(const std::string& url, std::uint64_t seed) {
  crypto::SeededRandom random(seed);
  return wire::make_mailbox(url, random);
}

struct RelayClientTest : ::testing::Test {
  RelayClientTest() { open({}); }
  void open(RelayClientOptions options) {
    client.reset();
    auto opened = RelayClient::open(io, std::move(options));
    ASSERT_TRUE(opened) << name_of(opened.error());
    client = *std::move(opened);
  }
  /// Runs one call to its end.
  template <class T>
  Result<T> wait_for(asio::awaitable<Result<T>> call) {
    std::optional<Result<T>> out;
    asio::co_spawn(io, std::move(call), [&](std::exception_ptr thrown, Result<T> r) {
      EXPECT_FALSE(thrown) << "the client never throws";
      out = std::move(r);
    });
    io.restart();
    io.run();
    return *out;
  }
  Result<void> deposit(const wire::Mailbox& m, std::vector<std::uint64_t> seeds) {
    std::vector<wire::Envelope> envelopes;
    for (auto s : seeds) envelopes.push_back(envelope_of(s));
    return wait_for(client->deposit(m.address, envelopes));
  }

  Folder folder;
  asio::io_context io{1};
  std::unique_ptr<RelayClient> client;
};

TEST_F(RelayClientTest, CarriesEnvelopesThroughARelay) {
  RunningRelay relay(relay::testing::quiet_options(folder));
  auto m = mailbox_at(relay.url(), 1);
  auto made = wait_for(client->create(m, ""));
  ASSERT_TRUE(made) << name_of(made.error());
  EXPECT_TRUE(wait_for(client->create(m, "")));
  ASSERT_TRUE(deposit(m, {10, 11, 10}));
  auto first = wait_for(client->fetch(m, 0, 1, 0));
  ASSERT_TRUE(first) << name_of(first.error());
  ASSERT_EQ(first->envelopes.size(), 1U);
  EXPECT_EQ(first->envelopes[0].sequence, 1U);
  EXPECT_EQ(first->envelopes[0].envelope, envelope_of(10));
  EXPECT_EQ(first->latest, 2U);
  EXPECT_EQ(wait_for(client->fetch(m, 1, 64, 0))->envelopes.size(), 1U);
  ASSERT_TRUE(wait_for(client->delete_through(m, 2)));
  auto after = wait_for(client->fetch(m, 0, 64, 0));
  EXPECT_TRUE(after->envelopes.empty());
  EXPECT_EQ(after->deleted_through, 2U);
  ASSERT_TRUE(wait_for(client->remove(m)));
  EXPECT_EQ(code_of(wait_for(client->fetch(m, 0, 64, 0))), Code::not_found);
}

TEST_F(RelayClientTest, CutsALongDepositIntoRequests) {
  RunningRelay relay(relay::testing::quiet_options(folder));
  auto m = mailbox_at(relay.url(), 1);
  ASSERT_TRUE(wait_for(client->create(m, "")));
  std::vector<std::uint64_t> seeds(150);
  for (std::size_t i = 0; i < seeds.size(); ++i) seeds[i] = i;
  ASSERT_TRUE(deposit(m, seeds));
  std::uint64_t at = 0;
  for (;;) {
    auto page = wait_for(client->fetch(m, at, 64, 0));
    ASSERT_TRUE(page);
    if (page->envelopes.empty()) break;
    for (const auto& e : page->envelopes) EXPECT_EQ(e.envelope, envelope_of(at++));
  }
  EXPECT_EQ(at, 150U);
}

TEST_F(RelayClientTest, WaitsOnSeveralRelaysAtOnceAndIsWoken) {
  Folder other;
  RunningRelay one(relay::testing::quiet_options(folder)), two(relay::testing::quiet_options(other));
  std::vector<wire::Mailbox> boxes{mailbox_at(one.url(), 1), mailbox_at(one.url(), 2), mailbox_at(two.url(), 3)};
  for (const auto& m : boxes) ASSERT_TRUE(wait_for(client->create(m, "")));
  std::size_t arrived = 0;
  for (const auto& m : boxes)
    asio::co_spawn(io, client->fetch(m, 0, 64, 60), [&](std::exception_ptr, Result<Fetched> r) { arrived += r ? r->envelopes.size() : 0; });
  auto feed = [&]() -> asio::awaitable<void> {
    for (const auto& m : boxes) {
      std::vector<wire::Envelope> one_envelope{envelope_of(4)};
      EXPECT_TRUE(co_await client->deposit(m.address, one_envelope));
    }
  };
  asio::co_spawn(io, feed, asio::detached);
  io.restart();
  io.run();
  EXPECT_EQ(arrived, 3U);
}

TEST_F(RelayClientTest, MapsRefusals) {
  auto options = relay::testing::quiet_options(folder);
  options.token_file = folder.file("tokens");
  options.mailbox_envelopes_max = 1;
  std::ofstream(options.token_file) << "0123456789abcdef\n";
  RunningRelay relay(options);
  auto m = mailbox_at(relay.url(), 1);
  EXPECT_EQ(code_of(wait_for(client->create(m, ""))), Code::token_required);
  EXPECT_EQ(code_of(wait_for(client->create(m, "a b\r\nc"))), Code::malformed);
  ASSERT_TRUE(wait_for(client->create(m, "0123456789abcdef")));
  auto other = m;
  other.fetch = mailbox_at(relay.url(), 2).fetch;
  EXPECT_EQ(code_of(wait_for(client->create(other, "0123456789abcdef"))), Code::relay_refused);
  EXPECT_EQ(code_of(wait_for(client->fetch(other, 0, 1, 0))), Code::not_found);
  ASSERT_TRUE(deposit(m, {1}));
  EXPECT_EQ(code_of(deposit(m, {2})), Code::quota);
  EXPECT_EQ(code_of(wait_for(client->delete_through(m, 0))), Code::relay_refused);
  EXPECT_EQ(code_of(wait_for(client->fetch(m, 0, 65, 0))), Code::usage);
}

TEST_F(RelayClientTest, TellsARateLimitFromAQuota) {
  auto options = relay::testing::quiet_options(folder);
  options.rate = {.requests_per_second = 0.001, .burst = 1, .limit_loopback = true};
  RunningRelay relay(options);
  auto m = mailbox_at(relay.url(), 1);
  ASSERT_TRUE(wait_for(client->create(m, "")));
  EXPECT_EQ(code_of(wait_for(client->create(m, ""))), Code::rate_limited);
}

TEST_F(RelayClientTest, AnsweredByNobodyIsUnreachable) {
  std::uint16_t port = 0;
  {
    RunningRelay relay(relay::testing::quiet_options(folder));
    port = relay.port();
  }
  auto m = mailbox_at("http://127.0.0.1:" + std::to_string(port), 1);
  EXPECT_EQ(code_of(wait_for(client->create(m, ""))), Code::unreachable);
  EXPECT_EQ(code_of(wait_for(client->create(mailbox_at("https://name.invalid", 1), ""))), Code::unreachable);
}

TEST_F(RelayClientTest, PlainHttpOffLoopbackIsRefusedUnlessAllowed) {
  auto m = mailbox_at("http://192.0.2.1", 1);
  EXPECT_EQ(code_of(wait_for(client->create(m, ""))), Code::insecure_http);
  open({.allow_insecure = true, .connect_timeout_ms = 50});
  EXPECT_EQ(code_of(wait_for(client->create(m, ""))), Code::unreachable);
}

TEST_F(RelayClientTest, AConnectionThatTheRelayClosedIsReplacedUnseen) {
  auto options = relay::testing::quiet_options(folder);
  auto relay = std::make_unique<RunningRelay>(options);
  auto m = mailbox_at(relay->url(), 1);
  options.listen = "127.0.0.1:" + std::to_string(relay->port());
  ASSERT_TRUE(wait_for(client->create(m, "")));
  relay.reset();
  relay = std::make_unique<RunningRelay>(options);
  EXPECT_TRUE(deposit(m, {1}));
  EXPECT_EQ(wait_for(client->fetch(m, 0, 64, 0))->envelopes.size(), 1U);
}

TEST_F(RelayClientTest, StopEndsWhatIsUnderWayAndWhatComesLater) {
  RunningRelay relay(relay::testing::quiet_options(folder));
  auto m = mailbox_at(relay.url(), 1);
  ASSERT_TRUE(wait_for(client->create(m, "")));
  std::optional<Result<Fetched>> waiting;
  asio::co_spawn(io, client->fetch(m, 0, 64, 60), [&](std::exception_ptr, Result<Fetched> r) { waiting = std::move(r); });
  asio::steady_timer soon(io, std::chrono::milliseconds(50));
  soon.async_wait([&](auto) { client->stop(); });
  io.restart();
  io.run();
  ASSERT_TRUE(waiting);
  EXPECT_EQ(code_of(*waiting), Code::cancelled);
  EXPECT_EQ(code_of(wait_for(client->remove(m))), Code::cancelled);
}

TEST_F(RelayClientTest, ACancelledCoroutineEndsWithoutThrowing) {
  RunningRelay relay(relay::testing::quiet_options(folder));
  auto m = mailbox_at(relay.url(), 1);
  ASSERT_TRUE(wait_for(client->create(m, "")));
  asio::cancellation_signal signal;
  std::optional<Result<Fetched>> waiting;
  bool threw = false;
  auto ended = [&](std::exception_ptr thrown, Result<Fetched> r) {
    threw = thrown != nullptr;
    waiting = std::move(r);
  };
  asio::co_spawn(io, client->fetch(m, 0, 64, 60), asio::bind_cancellation_slot(signal.slot(), ended));
  asio::steady_timer soon(io, std::chrono::milliseconds(50));
  soon.async_wait([&](auto) { signal.emit(asio::cancellation_type::terminal); });
  io.restart();
  io.run();
  EXPECT_FALSE(threw);
  ASSERT_TRUE(waiting);
  EXPECT_EQ(code_of(*waiting), Code::cancelled);
  EXPECT_TRUE(deposit(m, {1})) << "the client itself goes on";
}

/// Accepts one connection and answers each read with the same octets.
class Pretender {
 public:
  explicit Pretender(std::string says) : says_(std::move(says)), acceptor_(io_, {asio::ip::address_v4::loopback(), 0}) {
    thread_ = std::thread([this] { talk(); });
  }
  ~Pretender() {
    boost::system::error_code ignored;
    asio::ip::tcp::socket knock(io_);
    knock.connect({asio::ip::address_v4::loopback(), port()}, ignored);
    thread_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

 private:
  void talk() {
    asio::ip::tcp::socket line(io_);
    boost::system::error_code error;
    acceptor_.accept(line, error);
    std::array<char, 4096> in;
    line.read_some(asio::buffer(in), error);
    if (!error) asio::write(line, asio::buffer(says_), error);
    while (!error && !says_.empty()) line.read_some(asio::buffer(in), error);
    if (says_.empty()) acceptor_.accept(line, error);  // stays silent until the test ends
  }
  std::string says_;
  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  std::thread thread_;
};

TEST_F(RelayClientTest, APretenderIsRefused) {
  std::string page = "HTTP/1.1 200 OK\r\nGoodOffices-Latest: 5\r\nGoodOffices-Deleted-Through: 0\r\n";
  std::string one(8 + wire::envelope_bytes, '\0');
  for (const std::string& says :
       {std::string("garbage\r\n\r\n"), "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc" + std::string(),
        page + "Content-Length: 3\r\n\r\nabc", page + "Content-Length: 16392\r\n\r\n" + one, page + "Content-Length: 99999999999\r\n\r\n",
        std::string("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"),
        "HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", std::string("HTTP/1.1 500 no\r\nContent-Length: 2\r\n\r\n{}")}) {
    Pretender pretender(says);
    auto r = wait_for(client->fetch(mailbox_at(pretender.url(), 1), 0, 64, 0));
    EXPECT_EQ(code_of(r), Code::relay_refused) << says.substr(0, 60);
    open({});  // closes what was kept open, so that the pretender ends
  }
}

TEST_F(RelayClientTest, ASilentOrHalfAnsweringRelayIsUnreachable) {
  open({.progress_timeout_ms = 50});
  for (const char* says : {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", "HTTP/1.1 2"}) {
    Pretender pretender(says);
    EXPECT_EQ(code_of(wait_for(client->remove(mailbox_at(pretender.url(), 1)))), Code::unreachable) << says;
  }
}

struct TlsTest : RelayClientTest {
  TlsTest() {
    options = relay::testing::quiet_options(folder);
    options.tls_cert = folder.file("cert.pem");
    options.tls_key = folder.file("key.pem");
    relay::testing::write_certificate("127.0.0.1", options.tls_cert, options.tls_key);
  }
  relay::RelayOptions options;
};

TEST_F(TlsTest, CarriesEnvelopesUnderATrustedCertificate) {
  RunningRelay relay(options);
  open({.ca_file = options.tls_cert});
  auto m = mailbox_at(relay.url("https"), 1);
  auto made = wait_for(client->create(m, ""));
  ASSERT_TRUE(made) << name_of(made.error());
  ASSERT_TRUE(deposit(m, {1, 2, 3}));
  EXPECT_EQ(wait_for(client->fetch(m, 0, 64, 0))->envelopes.size(), 3U);
}

TEST_F(TlsTest, RefusesACertificateThatNobodyTrusts) {
  RunningRelay relay(options);
  EXPECT_EQ(code_of(wait_for(client->create(mailbox_at(relay.url("https"), 1), ""))), Code::unreachable);
}

TEST_F(TlsTest, RefusesACertificateForAnotherName) {
  relay::testing::write_certificate("relay.example", options.tls_cert, options.tls_key);
  RunningRelay relay(options);
  open({.ca_file = options.tls_cert});
  EXPECT_EQ(code_of(wait_for(client->create(mailbox_at(relay.url("https"), 1), ""))), Code::unreachable);
}

TEST_F(TlsTest, RefusesPlainHttpOnATlsPort) {
  RunningRelay relay(options);
  EXPECT_NE(code_of(wait_for(client->create(mailbox_at(relay.url("http"), 1), ""))), Code::exists);
}

TEST_F(TlsTest, ACaFileThatIsNoneIsRefusedAtOnce) {
  EXPECT_EQ(code_of(RelayClient::open(io, {.ca_file = folder.file("none.pem")})), Code::file_unreadable);
}

}  // namespace
}  // namespace offices::post
