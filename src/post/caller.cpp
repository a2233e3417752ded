// SPDX-License-Identifier: Apache-2.0
#include "post/caller.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "post/command.hpp"

namespace offices::post {
namespace {

namespace asio = boost::asio;

constexpr std::int64_t idle_s = 3600;
constexpr int tries_most = 3;
constexpr auto again_after = std::chrono::seconds(60);

asio::awaitable<void> sleep_on(asio::steady_timer& timer, std::chrono::steady_clock::duration d) {
  timer.expires_after(d);
  boost::system::error_code ec;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

}  // namespace

std::map<std::string, std::string> told_of(const Arrival& a) {
  return {{"GOODOFFICES_EVENT", "arrival"},
          {"GOODOFFICES_CASE", a.of_case.hex()},
          {"GOODOFFICES_PRECEDENCE", std::string(mediation::word(a.precedence))},
          {"GOODOFFICES_COUNT", std::to_string(a.count)}};
}

std::map<std::string, std::string> told_of(const DutyCall& c) {
  return {{"GOODOFFICES_EVENT", "unanswered"},
          {"GOODOFFICES_CASE", c.of_case.hex()},
          {"GOODOFFICES_PRECEDENCE", std::string(mediation::word(c.precedence))},
          {"GOODOFFICES_STAGE", c.stage},
          {"GOODOFFICES_ATTEMPT", std::to_string(c.attempt)}};
}

Caller::Caller(asio::io_context& io, Duties& duties, const Clock& clock, std::function<void()> said)
    : io_(io), duties_(duties), clock_(clock), said_(std::move(said)), arrivals_(io), calls_(io) {}

void Caller::start() {
  asio::co_spawn(io_, notify_loop(), asio::detached);
  asio::co_spawn(io_, call_loop(), asio::detached);
}

void Caller::wake() {
  arrivals_.cancel();
  calls_.cancel();
}

void Caller::stop() {
  stopped_ = true;
  wake();
}

asio::awaitable<void> Caller::notify_loop() {
  int tries = 0;
  while (!stopped_) {
    auto arrival = duties_.next_arrival();
    if (!arrival || !*arrival) {  // where the store fails now it is asked again with the next arrival
      co_await sleep_on(arrivals_, std::chrono::seconds(idle_s));
      continue;
    }
    auto end = co_await run_command(io_, (*arrival)->command, told_of(**arrival), command_most, stopped_);
    if (stopped_) break;
    if (!end.well && ++tries < tries_most) {
      co_await sleep_on(arrivals_, again_after);
      continue;
    }
    tries = 0;
    (void)duties_.told(**arrival);
  }
}

asio::awaitable<void> Caller::call_loop() {
  while (!stopped_) {
    auto todo = duties_.next_call();
    if (todo && todo->said) said_();
    if (todo && todo->call) {
      auto end = co_await run_command(io_, todo->call->command, told_of(*todo->call), command_most, stopped_);
      if (stopped_) break;  // it is called again when the post runs again
      auto noted = duties_.called(*todo->call, end.well);
      if (noted) said_();
      else co_await sleep_on(calls_, again_after);
      continue;
    }
    auto in_s = todo && todo->next ? todo->next->seconds - clock_.now().seconds : idle_s;
    co_await sleep_on(calls_, std::chrono::seconds(std::clamp<std::int64_t>(in_s, 1, idle_s)));
  }
}

}  // namespace offices::post
