// SPDX-License-Identifier: Apache-2.0
// Sessions: who has opened the desk, and which of them is locked. All in memory: they end with the process.
#pragma once

#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "crypto/random.hpp"
#include "desk/options.hpp"

namespace offices::desk {

/// One browser that was let in.
struct Session {
  std::string key;  ///< what its cookie holds
  Time used;        ///< when its user last did something
  bool locked = false;
  bool ended = false;  ///< another one took its place
};

/// Belongs to one thread. `clock` and `random` outlive it.
class Sessions {
 public:
  Sessions(const Clock& clock, crypto::Random& random, std::int64_t idle_s) : clock_(clock), random_(random), idle_s_(idle_s) {}

  /// A token that lets one browser in, once, within five minutes. The oldest of many is forgotten.
  [[nodiscard]] std::string mint_token();
  /// The session that `token` opens; null where it was used, has expired or never was.
  [[nodiscard]] std::shared_ptr<Session> exchange(std::string_view token);
  /// The session that one of these cookies belongs to, or null. Compares in constant time.
  [[nodiscard]] std::shared_ptr<Session> find(const std::vector<std::string_view>& keys);
  void end(const std::shared_ptr<Session>& session);

  /// Whether it is locked, or has been idle for so long that it is from now on.
  [[nodiscard]] bool is_locked(Session& session) const;
  void touch(Session& session) const { session.used = clock_.now(); }
  void unlock(Session& session) const;
  /// Seconds until it locks by itself; 0 where it is locked.
  [[nodiscard]] std::int64_t locks_in_s(Session& session) const;

  /// Whether one more passphrase may be tried now; counts it. Five a minute, whoever asks.
  [[nodiscard]] bool may_try();
  void forget_tries() { tries_.clear(); }

 private:
  struct Token {
    std::string text;
    Time until;
  };
  [[nodiscard]] std::string fresh();

  const Clock& clock_;
  crypto::Random& random_;
  std::int64_t idle_s_;
  std::deque<Token> tokens_;
  std::list<std::shared_ptr<Session>> sessions_;  ///< oldest first
  std::deque<Time> tries_;
};

}  // namespace offices::desk
