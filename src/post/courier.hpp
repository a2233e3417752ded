// SPDX-License-Identifier: Apache-2.0
// Courier: carries a post's envelopes to and from its relays.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "post/post.hpp"
#include "post/relay_client.hpp"

namespace offices::post {

/// What a pass moved.
struct Moved {
  std::uint64_t sent = 0, received = 0, refused = 0;
  bool anything = false;
  bool answered = false;  ///< some relay did
  bool asked = false;     ///< there was something to ask a relay for
  bool more = false;      ///< there is more to hand over than one round takes
  std::optional<Error> last_error;
  std::optional<std::int64_t> next_in_s;  ///< when the post has something to do by the clock
};

/// How a relay did when it was last asked.
struct RelayHealth {
  std::string url;
  bool answers = false;
  std::optional<Time> last_ok;  ///< when it last answered this process
};

/// Belongs to the thread of its io_context, as the post does.
class Courier {
 public:
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;

  [[nodiscard]] static Result<std::unique_ptr<Courier>> open(boost::asio::io_context& io, Post& post, int timeout_ms);
  ~Courier();

  /// Makes mailboxes, deposits what is due and, with `fetch`, takes in what is there, until nothing moves.
  [[nodiscard]] Awaitable<Result<Moved>> pass(bool fetch);

  /// For `run`: fetches by long polling and sends whenever woken, until stop().
  void start();
  /// Something was written: send it.
  void wake();
  /// Called whenever statements were taken in, before anything else is done about them, and when a relay comes or goes.
  void on_news(std::function<void()> news) { on_news_ = std::move(news); }
  /// Waits until everything written before now was handed over or failed, `timeout_ms` at most; for a relay that did not answer the
  /// last time only while `left` says no.
  [[nodiscard]] Awaitable<void> flushed(int timeout_ms, std::function<bool()> left);
  void stop();
  /// Every relay that was asked for something, its own or a contact's, by URL.
  [[nodiscard]] std::vector<RelayHealth> relays() const;

 private:
  Courier(boost::asio::io_context& io, Post& post, Config config, std::unique_ptr<RelayClient> client);
  using Choice = std::function<bool(const std::string& relay)>;
  /// Makes this post's mailboxes and deposits what is for others', at the chosen relays that answer.
  struct Parcel;
  static std::vector<Parcel> parcels_of(std::vector<Deposit> deposits);
  [[nodiscard]] Awaitable<Result<std::vector<Deposit>>> leave(Parcel& parcel);
  [[nodiscard]] Awaitable<Result<void>> hand_over(Round& round, const Choice& chosen, Moved& moved);
  [[nodiscard]] Awaitable<Result<void>> make_mailboxes(std::vector<Fetch>& boxes, const Choice& chosen, Moved& moved);
  [[nodiscard]] Awaitable<Result<Moved>> send(Choice chosen);
  [[nodiscard]] AsksRelay alive(Choice chosen) const;
  /// Sends one batch of an evidence file to the first of its addresses that takes it. False: there is none, or nobody does.
  [[nodiscard]] Awaitable<Result<bool>> carry_pieces(Moved& moved);
  [[nodiscard]] Awaitable<void> piece_loop();
  [[nodiscard]] Awaitable<Result<void>> fetch_all(std::vector<Fetch> boxes, Moved& moved);
  struct Drain;
  /// What came of a step: there may be more; it was the last for now; the mailbox is not this post's any more.
  enum class Page { more, last, gone };
  [[nodiscard]] bool is_mine(const Fetch& mailbox);
  /// Fetches what there is, up to a bound, waiting for it where nothing is here, and takes in the next part of what is here.
  [[nodiscard]] Awaitable<Result<Page>> drain(const std::shared_ptr<Drain>& drained, int wait_s, Moved& moved);
  [[nodiscard]] Awaitable<void> ask_ahead(Drain& box);
  [[nodiscard]] Awaitable<Result<Fetched>> next_page(Drain& box, int wait_s);
  [[nodiscard]] Awaitable<Result<Page>> fetch_ahead(Drain& box, int wait_s, Moved& moved);
  [[nodiscard]] Awaitable<Result<Page>> take_in(const std::shared_ptr<Drain>& drained, Moved& moved);
  void forget(Drain& box);
  [[nodiscard]] Awaitable<Result<void>> sync_journal();
  void settle(const std::shared_ptr<Drain>& drained);
  [[nodiscard]] Awaitable<void> settle_loop(std::shared_ptr<Drain> drained);
  [[nodiscard]] Awaitable<Result<void>> await_settled(const std::shared_ptr<Drain>& drained);
  [[nodiscard]] Awaitable<void> send_loop();
  [[nodiscard]] Awaitable<void> ask_slow();
  void tell_flushed();
  void wake_idle();
  [[nodiscard]] Awaitable<void> fetch_loop(Fetch mailbox);
  void send_by(std::chrono::steady_clock::time_point time);
  void watch_mailboxes();
  [[nodiscard]] bool is_dead(const std::string& relay) const { return dead_.contains(relay); }
  void note(const std::string& relay, const Error& error, Moved& moved);
  void met(const std::string& relay, bool answers);

  boost::asio::io_context& io_;
  Post& post_;
  Config config_;
  std::unique_ptr<RelayClient> client_;
  std::function<void()> on_news_;
  std::chrono::steady_clock::time_point progress_at_{};  ///< when to tell again how far a file has come
  std::vector<Fetch> boxes_;                             ///< as the last round saw them
  std::set<std::string> dead_;                           ///< relays that did not answer when they were last asked
  std::map<std::string, RelayHealth> health_;            ///< by URL
  std::set<std::string> slow_;                           ///< those of them that are being asked again, beside what others take
  std::set<wire::MailboxId> watched_;
  boost::asio::steady_timer due_;                    ///< the sender sleeps on it
  std::set<boost::asio::steady_timer*> flushing_;    ///< whoever waits for the sender sleeps on one of these
  std::uint64_t asked_ = 0, answered_ = 0;           ///< passes asked for and finished
  std::chrono::steady_clock::time_point send_at_{};  ///< the next pass that nobody asks for
  std::set<boost::asio::steady_timer*> idle_;        ///< whoever would send pieces of files, and has none or waits for a relay
  bool last_ok_ = false, stopped_ = false;
  store::Journal journal_;         ///< of the post's ledger; the thread of `disk_` has it
  boost::asio::thread_pool disk_;  ///< waits for the disk while the post goes on
};

}  // namespace offices::post
