// SPDX-License-Identifier: Apache-2.0
// What both halves of Courier are written with. For courier*.cpp alone.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#define CO_TRY(name, expr) \
  auto name = (expr);      \
  if (!name) co_return std::unexpected(std::move(name).error())
#define CO_CHECK(expr) \
  if (auto check_ = (expr); !check_) co_return std::unexpected(std::move(check_).error())

namespace offices::post {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int retry_least_s = 2, retry_most_s = 120;

inline asio::awaitable<void> sleep_on(asio::steady_timer& timer, std::chrono::steady_clock::duration d) {
  timer.expires_after(d);
  boost::system::error_code ec;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

}  // namespace offices::post
