// SPDX-License-Identifier: Apache-2.0
// The incoming half of Courier: mailboxes are emptied part by part, with a look at what is urgent ahead of that.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <iterator>

#include "post/courier.hpp"
#include "post/courier_parts.hpp"

namespace offices::post {
namespace {

constexpr int poll_wait_s = 55;
constexpr std::size_t page_envelopes = 64;          // asked for at once
constexpr std::size_t ahead_most = 1024;            // fetched and not taken in yet: 16 MiB
constexpr auto look_ahead_every = milliseconds(8);  // while there are more: a relay counts requests
constexpr std::size_t part_envelopes = 4;           // taken in at once, where there are more
constexpr std::size_t part_pieces = 128;            // the same: a piece of a file costs little beside what each part costs
constexpr std::uint64_t unsettled_most = 512;       // pieces taken in and not on the disk yet: their relay keeps them
constexpr auto shown_pause = milliseconds(5);       // for those who are told of urgent words and ask for them
constexpr auto progress_every = seconds(1);         // is told of a file that comes or goes
constexpr auto ack_wait = milliseconds(1000);       // a confirmation seldom travels alone

/// What a relay was asked while this post does something else.
template <class T>
struct Asked {
  explicit Asked(asio::io_context& io) : here(io) {}
  std::optional<Result<T>> answer;
  asio::steady_timer here;  ///< whoever waits for it sleeps on this
};

template <class T>
asio::awaitable<void> wait_for_answer(std::shared_ptr<Asked<T>> asked, asio::awaitable<Result<T>> answer) {
  asked->answer = co_await std::move(answer);
  asked->here.cancel();
}

template <class T>
std::shared_ptr<Asked<T>> ask(asio::io_context& io, asio::awaitable<Result<T>> answer) {
  auto asked = std::make_shared<Asked<T>>(io);
  asio::co_spawn(io, wait_for_answer(asked, std::move(answer)), asio::detached);
  return asked;
}

template <class T>
asio::awaitable<Result<T>> answer_of(std::shared_ptr<Asked<T>> asked) {
  while (!asked->answer) co_await sleep_on(asked->here, seconds(poll_wait_s));
  co_return *std::move(asked->answer);
}

}  // namespace

/// A mailbox that is being emptied. What was fetched waits here to be taken in, in order; urgent words in it are shown at once.
struct Courier::Drain {
  Drain(asio::io_context& io, const Fetch& m) : mailbox(m), fetched(m.cursor), settled(io) {}
  Fetch mailbox;
  std::uint64_t fetched;              ///< the last sequence that was
  std::uint64_t deleted_through = 0;  ///< as the relay says
  std::uint64_t durable = 0;          ///< taken in, and on the disk
  std::uint64_t told_through = 0;     ///< what the relay was told to delete
  std::deque<Incoming> waiting{};
  std::shared_ptr<Asked<Fetched>> next{};           ///< what comes after `fetched`, where it was asked for
  std::shared_ptr<Asked<void>> told{};              ///< the last time that it was told what to delete
  std::chrono::steady_clock::time_point look_at{};  ///< when to ask again while something waits
  bool failed = false;                              ///< the relay did not answer the last time
  bool settling = false;                            ///< another thread waits for the disk
  std::optional<Error> not_settled{};               ///< why that failed; nobody was told yet
  asio::steady_timer settled;                       ///< whoever waits for the other thread sleeps on this

  /// What was fetched and not taken in is fetched again.
  void start_over() {
    waiting.clear();
    next = nullptr;
    fetched = mailbox.cursor;
  }
  /// How much lies at the relay needlessly, and takes others' room.
  [[nodiscard]] std::uint64_t untold() const { return durable - told_through; }
  [[nodiscard]] bool was_not_heard() const { return told && told->answer && !*told->answer; }
  [[nodiscard]] bool is_settled() const { return durable >= mailbox.cursor; }
};

/// Asks for the next page: the relay reads it while this post is busy with the one before.
Courier::Awaitable<void> Courier::ask_ahead(Drain& box) {
  box.next = ask(io_, client_->fetch(box.mailbox.box, box.fetched, page_envelopes, 0));
  co_await asio::post(io_, asio::use_awaitable);  // so that the request is on its way
}

Courier::Awaitable<Result<Fetched>> Courier::next_page(Drain& box, int wait_s) {
  auto asked = std::exchange(box.next, nullptr);
  if (!asked) co_return co_await client_->fetch(box.mailbox.box, box.fetched, page_envelopes, box.waiting.empty() ? wait_s : 0);
  co_return co_await answer_of(std::move(asked));
}

Courier::Awaitable<Result<Courier::Page>> Courier::fetch_ahead(Drain& box, int wait_s, Moved& moved) {
  const auto& relay = box.mailbox.box.address.relay;
  box.failed = false;
  for (bool more = true; more && box.waiting.size() < ahead_most;) {
    const bool was_asked = box.next != nullptr;
    auto page = co_await next_page(box, wait_s);
    if (!page) {
      box.failed = true;
      note(relay, page.error(), moved);
      co_return page.error().code == Code::not_found && !is_mine(box.mailbox) ? Page::gone : Page::last;
    }
    moved.answered = true;
    met(relay, true);
    box.deleted_through = page->deleted_through;
    const bool full = page->envelopes.size() == page_envelopes;
    more = full || was_asked;  // what was asked for earlier says nothing of what came since
    std::vector<Incoming> incoming;
    for (auto& e : page->envelopes) {
      box.fetched = std::max(box.fetched, e.sequence);
      incoming.push_back({e.sequence, std::move(e.envelope)});
    }
    if (full && box.waiting.size() + incoming.size() < ahead_most) co_await ask_ahead(box);
    // Where all of it is taken in at once there is nothing to be ahead of.
    if (box.waiting.size() + incoming.size() > part_envelopes) {
      auto shown = post_.mail().look_ahead(box.mailbox, incoming);
      if (!shown) {
        box.start_over();
        co_return std::unexpected(shown.error());
      }
      if (*shown) {
        if (on_news_) on_news_();
        asio::steady_timer pause(io_);
        co_await sleep_on(pause, shown_pause);
      }
    }
    std::ranges::move(incoming, std::back_inserter(box.waiting));
    // Pieces of a file are taken in as they come: the next are asked for as these arrive.
    const bool of_file = !box.waiting.empty() && !box.waiting.front().piece.empty();
    if (of_file && (!full || box.waiting.size() >= part_pieces)) break;
  }
  co_return box.waiting.size() > part_envelopes ? Page::more : Page::last;
}

/// Has the relay forget what was taken in and is on the disk, while the next is fetched. Where it does not hear that, it is told again
/// before a later fetch.
void Courier::forget(Drain& box) {
  box.told_through = box.durable;
  box.told = ask(io_, client_->delete_through(box.mailbox.box, box.durable));
}

Courier::Awaitable<Result<void>> Courier::sync_journal() { co_return journal_.sync(); }

/// Has what was taken in reach the disk, in another thread, and the relay forget it then.
void Courier::settle(const std::shared_ptr<Drain>& drained) {
  if (std::exchange(drained->settling, true)) return;
  asio::co_spawn(io_, settle_loop(drained), asio::detached);
}

Courier::Awaitable<void> Courier::settle_loop(std::shared_ptr<Drain> drained) {
  auto& box = *drained;
  while (!stopped_ && !box.is_settled() && !box.not_settled) {
    const auto through = box.mailbox.cursor;
    auto synced = co_await asio::co_spawn(disk_, sync_journal(), asio::use_awaitable);
    if (synced) box.durable = std::max(box.durable, through);
    else box.not_settled = synced.error();
    // What the system dropped then is a hole in the journal, behind which a later commit would be lost with it after a power cut:
    // the next one empties the journal into the database.
    if (!synced) post_.ledger().scrub();
    if (!stopped_ && box.untold() > 0 && (box.is_settled() || box.untold() >= page_envelopes)) forget(box);
  }
  box.settling = false;
  box.settled.cancel();
}

/// Until all that was taken in is on the disk, and the relay is being told.
Courier::Awaitable<Result<void>> Courier::await_settled(const std::shared_ptr<Drain>& drained) {
  if (!drained->is_settled()) settle(drained);
  while (drained->settling) co_await sleep_on(drained->settled, seconds(poll_wait_s));
  if (auto why = std::exchange(drained->not_settled, std::nullopt)) co_return std::unexpected(*why);
  co_return Result<void>{};
}

Courier::Awaitable<Result<Courier::Page>> Courier::take_in(const std::shared_ptr<Drain>& drained, Moved& moved) {
  auto& box = *drained;
  if (auto why = std::exchange(box.not_settled, std::nullopt)) co_return std::unexpected(*why);
  std::vector<Incoming> part;
  auto most = [&] { return box.waiting.front().piece.empty() ? part_envelopes : part_pieces; };
  while (!box.waiting.empty() && part.size() < most()) {
    part.push_back(std::move(box.waiting.front()));
    box.waiting.pop_front();
  }
  auto& mailbox = box.mailbox;
  const auto shown = post_.mail().shown_ahead();
  const bool of_file = !part.empty() && std::ranges::none_of(part, [](const Incoming& i) { return i.piece.empty(); });
  // Pieces reach the disk while the next are taken in: until then the relay has them.
  const bool later = of_file && part.back().sequence - box.durable < unsettled_most;
  auto received = post_.mail().receive(mailbox, box.deleted_through, part, later ? store::Sync::later : store::Sync::now);
  if (!received) {
    box.start_over();
    co_return std::unexpected(received.error());
  }
  moved.received += received->statements + received->nonpapers;
  moved.refused += received->refused;
  if (received->give_up) {
    auto removed = co_await client_->remove(mailbox.box);
    if (removed || removed.error().code == Code::not_found) CO_CHECK(post_.mail().given_up(mailbox));
    co_return Page::gone;
  }
  if (received->gone) co_return Page::gone;
  mailbox.cursor = received->delete_through;
  if (!later && !part.empty()) box.durable = mailbox.cursor;  // with nothing taken in, nothing need have been written
  box.fetched = std::max(box.fetched, mailbox.cursor);
  const auto now = std::chrono::steady_clock::now();
  const bool is_progress = (of_file || received->pieces_due) && now >= progress_at_;
  if (is_progress) progress_at_ = now + progress_every;
  const bool is_news = received->statements + received->nonpapers + received->files > 0 || post_.mail().shown_ahead() != shown;
  if ((is_news || is_progress) && on_news_) on_news_();
  if (received->due) wake();
  if (received->pieces_due) wake_idle();
  if (received->acks_due) send_by(std::chrono::steady_clock::now() + ack_wait);
  moved.anything = moved.anything || received->due || !part.empty();
  if (!box.is_settled()) settle(drained);
  if (part.empty()) co_return Page::last;
  if (box.is_settled() && box.untold() > 0 && (box.waiting.empty() || box.untold() >= page_envelopes)) forget(box);
  co_return box.waiting.empty() ? Page::last : Page::more;
}

Courier::Awaitable<Result<Courier::Page>> Courier::drain(const std::shared_ptr<Drain>& drained, int wait_s, Moved& moved) {
  auto& box = *drained;
  auto now = std::chrono::steady_clock::now();
  bool look = box.waiting.empty() || now >= box.look_at;
  Result<Page> fetched = Page::more;
  if (look) {
    if (box.waiting.empty() && (box.untold() > 0 || box.was_not_heard())) forget(box);
    fetched = co_await fetch_ahead(box, wait_s, moved);
    box.look_at = std::chrono::steady_clock::now() + look_ahead_every;
  }
  if (!fetched) co_return std::unexpected(fetched.error());
  if (*fetched == Page::gone) co_return Page::gone;
  if (box.failed && box.waiting.empty()) co_return Page::last;
  CO_TRY(taken, co_await take_in(drained, moved));
  // A relay that has gone is not asked before each part of what it had given.
  while (box.failed && *taken == Page::more) {
    taken = co_await take_in(drained, moved);
    if (!taken) co_return std::unexpected(taken.error());
  }
  co_return *taken == Page::gone ? Page::gone : *fetched == Page::more || *taken == Page::more ? Page::more : Page::last;
}

/// Whether the post still fetches from it. True where that cannot be told.
bool Courier::is_mine(const Fetch& mailbox) {
  auto boxes = post_.mail().mailboxes();
  return !boxes || std::ranges::any_of(*boxes, [&](const Fetch& b) { return b.box.address == mailbox.box.address; });
}

Courier::Awaitable<Result<void>> Courier::fetch_all(std::vector<Fetch> boxes, Moved& moved) {
  for (auto& box : boxes) {
    moved.asked = true;
    if (box.make || is_dead(box.box.address.relay)) continue;
    auto drained = std::make_shared<Drain>(io_, box);
    drained->durable = drained->told_through = box.cursor;
    for (auto page = Page::more; page == Page::more;) {
      CO_TRY(next, co_await drain(drained, 0, moved));
      page = *next;
    }
    // The process may end after this.
    CO_CHECK(co_await await_settled(drained));
    if (drained->told) (void)co_await answer_of(drained->told);
  }
  co_return Result<void>{};
}

Courier::Awaitable<void> Courier::fetch_loop(Fetch mailbox) {
  // What the relay may delete is said anew: a process that was killed may not have said it, nor waited for the disk.
  auto box = std::make_shared<Drain>(io_, mailbox);
  if (!box->is_settled()) settle(box);
  asio::steady_timer pause(io_);
  int retry_s = retry_least_s;
  while (!stopped_) {
    Moved moved;
    auto page = co_await drain(box, poll_wait_s, moved);
    if (stopped_ || (page && *page == Page::gone)) co_return;
    if (page && !moved.last_error) {
      retry_s = retry_least_s;
      continue;
    }
    co_await sleep_on(pause, seconds(retry_s));
    retry_s = std::min(retry_s * 2, retry_most_s);
  }
}

}  // namespace offices::post
