// SPDX-License-Identifier: Apache-2.0
// Service: answers what was asked of the desk. Knows no sockets.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "desk/answer.hpp"
#include "desk/door.hpp"
#include "desk/route.hpp"
#include "desk/sessions.hpp"
#include "post/guest.hpp"

namespace offices::desk {

/// A request whose body has not been read.
struct Asked {
  Wanted wanted;
  Claims claims;
  std::string cookie;                  ///< Cookie
  std::string content_type;            ///< Content-Type
  std::string etags;                   ///< If-None-Match
  std::optional<std::string> codings;  ///< Accept-Encoding
  bool background = false;             ///< GoodOffices-Background: the page asks, not its user
  std::shared_ptr<Session> session;    ///< whose cookie came with it; set by admit()
};

/// Everything in it belongs to the io thread.
class Service {
 public:
  /// `host`, `clock` and `random` outlive it.
  Service(post::Host& host, const Clock& clock, crypto::Random& random, std::int64_t idle_s);
  /// The port that requests must name.
  void set_port(std::uint16_t port) { port_ = port; }

  /// What can be said before the body is read: nothing where the request may go on, having told whose session it is.
  [[nodiscard]] Result<void> admit(Asked& asked);
  /// The largest body that belongs to it.
  [[nodiscard]] static std::size_t body_max(const Route& route);
  /// Answers an admitted request; `body` is wiped where it may hold a passphrase.
  [[nodiscard]] boost::asio::awaitable<Answer> answer(Asked asked, Bytes body);

  /// http://127.0.0.1:PORT/open?token=…: lets one browser in.
  [[nodiscard]] std::string opening_address();
  /// What an event "state" says to this session.
  [[nodiscard]] Json state_of(Session& session);
  /// The newest row of the record that this session may know of; nothing while it is locked.
  [[nodiscard]] std::optional<std::int64_t> newest_for(Session& session);
  [[nodiscard]] Sessions& sessions() { return sessions_; }
  /// Called when a session was locked, unlocked or ended.
  void on_change(std::function<void()> changed) { changed_ = std::move(changed); }

 private:
  [[nodiscard]] Result<void> check_session(Asked& asked, bool open_to_locked);
  [[nodiscard]] boost::asio::awaitable<Answer> on(OpenRoute route, Asked asked, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(PageRoute route, Asked asked, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(DocumentRoute route, Asked asked, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(EventsRoute route, Asked asked, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(VerbRoute route, Asked asked, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Answer> on(DeskRoute route, Asked asked, Bytes body);
  [[nodiscard]] boost::asio::awaitable<Result<Json>> call(std::string verb, Json args);
  [[nodiscard]] Result<Json> unlock(Session& session, Bytes& body);
  [[nodiscard]] std::string cookie_name() const;

  post::Host& host_;
  Sessions sessions_;
  std::uint16_t port_ = 0;
  std::function<void()> changed_;
};

}  // namespace offices::desk
