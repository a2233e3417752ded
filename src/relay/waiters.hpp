// SPDX-License-Identifier: Apache-2.0
// Waiters: the fetches that wait for something to arrive. Belongs to the io thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

#include "wire/mailbox.hpp"

namespace offices::relay {

class Waiters {
 public:
  explicit Waiters(boost::asio::io_context& io) : io_(io) {}

  /// Waits until `mailbox` is woken or `until` has come. Between the caller's last look at the store and this call there
  /// must be no suspension: then no arrival is missed.
  [[nodiscard]] boost::asio::awaitable<void> wait(wire::MailboxId mailbox, std::chrono::steady_clock::time_point until);
  void wake(const wire::MailboxId& mailbox);
  void wake_all();

 private:
  boost::asio::io_context& io_;
  std::multimap<wire::MailboxId, boost::asio::steady_timer*> waiting_;
};

}  // namespace offices::relay
