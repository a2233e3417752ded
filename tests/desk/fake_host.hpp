// SPDX-License-Identifier: Apache-2.0
// FakeHost: a desk on a thread of its own, before a post that answers what the test says, on a clock that the test turns.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <type_traits>

#include "desk/desk.hpp"
#include "relay/running_relay.hpp"

namespace offices::desk::testing {

using relay::testing::Folder;
using relay::testing::RawLine;
using relay::testing::Reply;

class HandClock final : public Clock {
 public:
  Time now() const override { return {seconds_}; }
  void turn(std::int64_t s) { seconds_ += s; }

 private:
  std::atomic<std::int64_t> seconds_ = 1'760'000'000;
};

inline constexpr std::string_view passphrase = "correct horse";

/// Answers "echo" with its arguments, "many" with 5,000 items, "refuse" with no_mandate, anything else with usage.
class FakeHost final : public post::Host {
 public:
  explicit FakeHost(bool with_passphrase = true) : ledger_(make(with_passphrase)) {}

  boost::asio::io_context& io() override { return io_; }
  post::Ledger& ledger() override { return ledger_; }
  std::vector<post::RelayHealth> relays() const override { return health; }
  boost::asio::awaitable<Result<Json>> answer(post::Request request) override {
    if (request.verb.starts_with("desk.")) co_return guest->call(request.verb, request.args);
    if (request.verb == "echo") co_return request.args;
    if (request.verb == "many") co_return many();
    if (request.verb == "refuse") co_return fail(Code::no_mandate, "nothing was authorised for Iran");
    co_return fail(Code::usage, "no verb '" + request.verb + "'");
  }

  std::vector<post::RelayHealth> health{{"https://relay.example", true, Time{1'760'000'000}}};
  post::Guest* guest = nullptr;

 private:
  static Json many() {
    Json items = Json::array();
    for (int i = 0; i < 5000; ++i) items.push_back({{"id", i}, {"text", std::string(1000, 'x')}});
    return {{"items", items}};
  }
  post::Ledger make(bool with_passphrase) {
    auto secret = crypto::SecretBytes::from(base::as_bytes(passphrase));
    auto made = post::Ledger::create(folder_.file("post.db"), with_passphrase ? &secret : nullptr, {64, 1}, {}, random_);
    if (!made) std::abort();
    return *std::move(made);
  }

  Folder folder_;
  crypto::SystemRandom random_;
  boost::asio::io_context io_{1};
  post::Ledger ledger_;
};

/// A desk before a FakeHost.
class RunningDesk {
 public:
  explicit RunningDesk(DeskOptions options = {}, bool with_passphrase = true) : host_(with_passphrase) {
    auto opened = open_desk(host_, options, clock, random_);
    if (!opened) std::abort();
    desk_ = *std::move(opened);
    host_.guest = desk_.get();
    thread_ = std::thread([this] { host_.io().run(); });
  }
  RunningDesk(const RunningDesk&) = delete;
  RunningDesk& operator=(const RunningDesk&) = delete;
  ~RunningDesk() {
    on_io([&] { desk_->stop(); });
    work_.reset();
    thread_.join();
  }

  /// Does something on the desk's thread and waits for it.
  template <class Work>
  std::invoke_result_t<Work&> on_io(Work work) {
    std::packaged_task<std::invoke_result_t<Work&>()> task(std::move(work));
    auto done = task.get_future();
    boost::asio::post(host_.io(), [&] { task(); });
    return done.get();
  }
  std::string opening() {
    auto address = on_io([&] { return desk_->opening_address(); });
    return address.substr(address.find("/open"));
  }
  std::uint16_t port() const { return desk_->port(); }
  FakeHost& host() { return host_; }
  Desk& desk() { return *desk_; }

  HandClock clock;

 private:
  crypto::SystemRandom random_;
  FakeHost host_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{host_.io().get_executor()};
  std::unique_ptr<Desk> desk_;
  std::thread thread_;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request as text, octet for octet.
inline std::string request(std::string_view method, std::string_view target, const Headers& headers, std::string_view body = {}) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

/// Somebody's browser: one line for what is asked, the cookie that it was given.
class Browser {
 public:
  explicit Browser(std::uint16_t port) : port_(port) {}

  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
  Headers headers() const {
    Headers all{{"Host", host()}, {"Origin", "http://" + host()}, {"Content-Type", "application/json"}};
    if (!cookie.empty()) all.emplace_back("Cookie", cookie);
    return all;
  }
  Reply get(std::string_view target) {
    Headers all{{"Host", host()}, {"Sec-Fetch-Site", "same-origin"}};
    if (!cookie.empty()) all.emplace_back("Cookie", cookie);
    return RawLine(port_).ask(request("GET", target, all));
  }
  Reply post(std::string_view target, std::string_view body) { return RawLine(port_).ask(request("POST", target, headers(), body)); }
  /// Follows an opening address as far as the cookie.
  Reply open(std::string_view target) {
    auto reply = get(target);
    std::string set(reply["Set-Cookie"]);
    if (!set.empty()) cookie = set.substr(0, set.find(';'));
    return reply;
  }
  std::string code(const Reply& reply) { return Json::parse(reply.body()).at("error").at("code"); }

  std::string cookie;

 private:
  std::uint16_t port_;
};

}  // namespace offices::desk::testing
