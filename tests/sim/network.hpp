// SPDX-License-Identifier: Apache-2.0
// Network: posts and relays in one process, on clocks turned by hand, with seeded faults. Real ledgers on real files.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "post/post.hpp"

namespace offices::sim {

/// Turned by hand; each post has its own, which may be wrong.
class HandClock final : public Clock {
 public:
  explicit HandClock(const Time& common, std::int64_t skew_s = 0) : common_(common), skew_s_(skew_s) {}
  [[nodiscard]] Time now() const override { return common_.plus(skew_s_); }
  void skew(std::int64_t s) { skew_s_ = s; }

 private:
  const Time& common_;
  std::int64_t skew_s_;
};

/// How often each fault was played.
struct Faults {
  std::uint64_t dropped = 0, answer_lost = 0, late = 0, reordered = 0, doubled = 0, crashed_before = 0, crashed_after = 0;
};

/// A relay that keeps what it acknowledged, and nothing else right.
struct FakeRelay {
  struct Held {
    std::uint64_t sequence;
    Bytes envelope;
    int hidden_for = 0;  ///< fetches until it shows
  };
  struct Box {
    std::uint64_t next = 1, deleted_through = 0;
    std::vector<Held> held;
  };
  std::map<wire::MailboxId, Box> boxes;
  bool down = false;
};

/// Chances of faults, in percent.
struct Weather {
  int drop = 0, lose_answer = 0, late = 0, reorder = 0, duplicate = 0, crash = 0;
};

class Network {
 public:
  explicit Network(std::uint64_t seed);
  ~Network();

  /// Makes a post that fetches from `relays`.
  void add(const std::string& name, std::vector<std::string> relays = {"http://relay-1.invalid"}, std::int64_t skew_s = 0);
  /// Calls a verb; a crash injected on the way reopens the post and reports Code::internal, "crashed".
  Result<Json> call(const std::string& name, std::string_view verb, const Json& args);
  /// One pass of the courier of `name`: make, deposit, fetch, with the present weather.
  void carry(const std::string& name);
  /// What `name` has for the relays, `rounds` times, fetching nothing.
  void hand_over(const std::string& name, int rounds);
  /// Looks for urgent words in what the relays have for `name`, taking nothing in.
  bool look_ahead(const std::string& name);
  /// Passes of all couriers in fair weather until nothing moves.
  void settle();
  /// Opens a case by "Moscow" and joins the others.
  std::string open_case(const std::vector<std::pair<std::string, std::string>>& others);

  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return posts_.at(name).file; }
  post::Post& post(const std::string& name) { return *posts_.at(name).post; }
  FakeRelay& relay(const std::string& url) { return relays_[url]; }
  void reopen(const std::string& name);
  /// Copies the store of `name` aside, and puts such a copy back.
  void save_copy(const std::string& name);
  void restore_copy(const std::string& name);
  void skew(const std::string& name, std::int64_t s) { posts_.at(name).clock->skew(s); }
  [[nodiscard]] const Clock& clock(const std::string& name) const { return *posts_.at(name).clock; }

  Time now{1760018400};
  Weather weather;
  std::uint64_t commit_points = 0;  ///< passed so far: before and after each commit of any post
  std::uint64_t pieces_sent = 0;    ///< of evidence files, by any post
  std::uint64_t crash_at = 0;       ///< whichever post is at this one of them dies there
  Faults faults;
  std::mt19937_64 dice;
  [[nodiscard]] bool chance(int percent) { return percent > 0 && static_cast<int>(dice() % 100) < percent; }
  [[nodiscard]] std::size_t pick(std::size_t n) { return dice() % n; }

 private:
  struct Member {
    std::filesystem::path file;
    std::unique_ptr<HandClock> clock;
    std::unique_ptr<crypto::SeededRandom> random;
    std::unique_ptr<post::Post> post;
    bool crashed = false;
  };
  void arm(Member& m);
  bool survived(Member& m, const std::string& name);
  bool deposit(const wire::Address& address, const std::vector<wire::Envelope>& envelopes);
  bool send_pieces(Member& m, const std::string& name);
  void fetch(const std::string& name, const post::Fetch& mailbox);

  std::filesystem::path home_;
  std::map<std::string, Member> posts_;
  std::map<std::string, FakeRelay> relays_;
};

}  // namespace offices::sim
