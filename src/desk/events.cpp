// SPDX-License-Identifier: Apache-2.0
#include "desk/events.hpp"

#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/this_coro.hpp>

#include "desk/server.hpp"

namespace offices::desk {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using Line = web::Line<boost::beast::tcp_stream>;

namespace {

std::string event(std::string_view name, const Json& data) {
  return "event: " + std::string(name) + "\ndata: " + base::spell(data) + "\n\n";
}

/// Without the times: they change with every answer of a relay, and alone are no news.
std::string shape_of(Json state) {
  for (auto& relay : state["relays"]) relay.erase("last_ok");
  return base::spell(state);
}

class Stream {
 public:
  Stream(Server& server, Line& line, std::shared_ptr<Session> session)
      : server_(server), line_(line), session_(std::move(session)), sleep_(server.io()) {
    server_.watching.insert(&sleep_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { server_.watching.erase(&sleep_); }

  asio::awaitable<void> tell(unsigned version) {
    auto cancelled = co_await asio::this_coro::cancellation_state;
    bool begun = co_await send_head(version);
    while (begun && !server_.stopping() && !session_->ended && cancelled.cancelled() == asio::cancellation_type::none) {
      auto news = whats_new();
      if (news.empty()) co_await sleep();
      else if (!co_await send(std::move(news))) break;
    }
    line_.tcp().close();  // nothing more is told: whoever watches the client need not
  }

  /// Ends when the client leaves. It has nothing more to say on this line: an octet ends it too.
  asio::awaitable<void> watch_client() {
    std::array<char, 1> octet;
    error_code error;
    co_await line_.tcp().async_read_some(asio::buffer(octet), web::into(error));
  }

 private:
  std::string whats_new() {
    std::string news;
    auto state = server_.service.state_of(*session_);
    if (auto shape = shape_of(state); shape != told_ || Line::Clock::now() >= again_) {
      news += event("state", state);
      told_ = std::move(shape);
      again_ = Line::Clock::now() + server_.options.heartbeat;
    }
    auto newest = server_.service.newest_for(*session_);
    // What is here early, or off the record, makes no row: it is told all the same.
    if (newest && (*newest != newest_ || server_.news != news_)) {
      news += event("newest", {{"newest", *newest}});
      newest_ = *newest;
      news_ = server_.news;
    }
    return news;
  }

  asio::awaitable<void> sleep() {
    auto until = again_;
    if (auto locks_in = server_.service.sessions().locks_in_s(*session_); locks_in > 0)
      until = std::min(until, Line::Clock::now() + std::chrono::seconds(locks_in));
    sleep_.expires_at(until);
    error_code error;
    co_await sleep_.async_wait(web::into(error));
  }

  asio::awaitable<bool> send_head(unsigned version) {
    http::response_serializer<http::vector_body<Byte>> serializer(head_ = events_head(version));
    line_.tcp().expires_after(server_.options.patience.progress);
    error_code error;
    co_await http::async_write_header(line_.tcp(), serializer, web::into(error));
    co_return !error;
  }

  asio::awaitable<bool> send(std::string text) {
    line_.tcp().expires_after(server_.options.patience.progress);
    error_code error;
    co_await asio::async_write(line_.tcp(), asio::buffer(text), web::into(error));
    line_.tcp().expires_never();
    co_return !error;
  }

  Server& server_;
  Line& line_;
  std::shared_ptr<Session> session_;
  asio::steady_timer sleep_;
  web::Response head_;
  std::string told_;
  std::int64_t newest_ = -1;
  std::uint64_t news_ = 0;
  Line::Clock::time_point again_{};
};

}  // namespace

asio::awaitable<void> tell_events(Server& server, Line& line, std::shared_ptr<Session> session, unsigned version) {
  using namespace asio::experimental::awaitable_operators;
  Stream stream(server, line, std::move(session));
  // The client is watched first: its deadline must not be the one that telling sets.
  co_await (stream.watch_client() || stream.tell(version));
}

}  // namespace offices::desk
