// SPDX-License-Identifier: Apache-2.0
#include "desk/sessions.hpp"

#include <array>
#include <cstdlib>

#include "crypto/hash.hpp"

namespace offices::desk {
namespace {

constexpr std::size_t tokens_max = 8, sessions_max = 16, tries_max = 5;
constexpr std::int64_t tries_within_s = 60;

bool same(std::string_view a, std::string_view b) { return crypto::equal_secret(base::as_bytes(a), base::as_bytes(b)); }

/// RFC 4648 section 5, without padding.
std::string base64url(ByteView octets) {
  auto text = base::base64(octets);
  while (text.ends_with('=')) text.pop_back();
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

}  // namespace

std::string Sessions::fresh() {
  std::array<Byte, 32> octets{};
  random_.fill(octets);
  return base64url(octets);
}

std::string Sessions::mint_token() {
  if (tokens_.size() >= tokens_max) tokens_.pop_front();
  tokens_.push_back({fresh(), clock_.now().plus(opening_lives_s)});
  return tokens_.back().text;
}

std::shared_ptr<Session> Sessions::exchange(std::string_view token) {
  auto now = clock_.now();
  bool good = false;
  std::erase_if(tokens_, [&](const Token& t) {
    bool is_it = same(t.text, token);
    good = good || (is_it && now <= t.until);
    return is_it || now > t.until;
  });
  if (!good) return nullptr;
  if (sessions_.size() >= sessions_max) end(sessions_.front());
  return sessions_.emplace_back(std::make_shared<Session>(fresh(), now));
}

std::shared_ptr<Session> Sessions::find(const std::vector<std::string_view>& keys) {
  std::shared_ptr<Session> found;
  for (const auto& session : sessions_)
    for (auto key : keys)
      if (same(session->key, key)) found = session;
  return found;
}

void Sessions::end(const std::shared_ptr<Session>& session) {
  session->ended = true;
  sessions_.remove(std::shared_ptr(session));  // a copy: `session` may be the list's own
}

// A clock that was set back is as good as an hour that passed: nothing then says how long the user has been away.
std::int64_t Sessions::locks_in_s(Session& session) const {
  auto idle = std::abs(clock_.now().seconds - session.used.seconds);
  if (idle >= idle_s_) session.locked = true;
  return session.locked ? 0 : idle_s_ - idle;
}

bool Sessions::is_locked(Session& session) const { return locks_in_s(session) == 0; }

void Sessions::unlock(Session& session) const {
  session.locked = false;
  touch(session);
}

bool Sessions::may_try() {
  auto now = clock_.now();
  std::erase_if(tries_, [&](Time t) { return std::abs(now.seconds - t.seconds) >= tries_within_s; });
  if (tries_.size() >= tries_max) return false;
  tries_.push_back(now);
  return true;
}

}  // namespace offices::desk
