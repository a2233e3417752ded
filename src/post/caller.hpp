// SPDX-License-Identifier: Apache-2.0
// Caller: runs a post's duty commands while the post runs, one at a time of each sort, and lets nothing of theirs disturb it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "post/duties.hpp"

namespace offices::post {

/// Belongs to the thread of its io_context, as the post does.
class Caller {
 public:
  /// `said`: called where something was signed that should leave.
  Caller(boost::asio::io_context& io, Duties& duties, const Clock& clock, std::function<void()> said);
  void start();
  /// Something has arrived or was set.
  void wake();
  void stop();

 private:
  [[nodiscard]] boost::asio::awaitable<void> notify_loop();
  [[nodiscard]] boost::asio::awaitable<void> call_loop();

  boost::asio::io_context& io_;
  Duties& duties_;
  const Clock& clock_;
  std::function<void()> said_;
  boost::asio::steady_timer arrivals_, calls_;
  bool stopped_ = false;
};

/// What a command is told: how urgent, of which case, why; never of content.
[[nodiscard]] std::map<std::string, std::string> told_of(const Arrival& arrival);
[[nodiscard]] std::map<std::string, std::string> told_of(const DutyCall& call);

}  // namespace offices::post
