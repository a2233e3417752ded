// SPDX-License-Identifier: Apache-2.0
#include "relay/waiters.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace offices::relay {
namespace asio = boost::asio;

namespace {

/// Takes its entry out again however the wait ends, even when the coroutine is destroyed.
template <class Map>
struct Entry {
  Map& map;
  typename Map::iterator at;
  ~Entry() { map.erase(at); }
};

}  // namespace

asio::awaitable<void> Waiters::wait(wire::MailboxId mailbox, std::chrono::steady_clock::time_point until) {
  asio::steady_timer timer(io_, until);
  Entry<decltype(waiting_)> entry{waiting_, waiting_.emplace(mailbox, &timer)};
  boost::system::error_code woken;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

void Waiters::wake(const wire::MailboxId& mailbox) {
  auto [first, last] = waiting_.equal_range(mailbox);
  for (; first != last; ++first) first->second->cancel();
}

void Waiters::wake_all() {
  for (auto& [mailbox, timer] : waiting_) timer->cancel();
}

}  // namespace offices::relay
