// SPDX-License-Identifier: Apache-2.0
#include "post/courier.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>

namespace offices::post {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int poll_wait_s = 55;
constexpr std::size_t page_envelopes = 64;          // asked for at once
constexpr std::size_t ahead_most = 1024;            // fetched and not taken in yet: 16 MiB
constexpr auto round_every = milliseconds(25);      // while there is more to send: what is urgent finds the way free
constexpr auto look_ahead_every = milliseconds(8);  // while there are more: a relay counts requests
constexpr std::size_t part_envelopes = 4;           // taken in at once, where there are more
constexpr auto shown_pause = milliseconds(5);       // for those who are told of urgent words and ask for them
constexpr int rounds_max = 1000;
constexpr int retry_least_s = 2, retry_most_s = 120;
constexpr int idle_send_s = 3600;
constexpr int piece_loops = 2;                 // while a relay takes one batch, the next is sealed
constexpr auto ack_wait = milliseconds(1000);  // a confirmation seldom travels alone

#define CO_TRY(name, expr) \
  auto name = (expr);      \
  if (!name) co_return std::unexpected(std::move(name).error())
#define CO_CHECK(expr) \
  if (auto check_ = (expr); !check_) co_return std::unexpected(std::move(check_).error())

asio::awaitable<void> sleep_on(asio::steady_timer& timer, std::chrono::steady_clock::duration d) {
  timer.expires_after(d);
  boost::system::error_code ec;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

}  // namespace

/// What goes into one mailbox in a round: one request to its relay.
struct Courier::Parcel {
  wire::Address address;
  std::vector<Deposit> deposits;   ///< with no envelopes of their own
  std::vector<std::size_t> sizes;  ///< how many envelopes each has
  std::vector<wire::Envelope> envelopes;
};

std::vector<Courier::Parcel> Courier::parcels_of(std::vector<Deposit> deposits) {
  std::vector<Parcel> parcels;
  for (auto& d : deposits) {
    auto it = std::ranges::find_if(parcels, [&](const Parcel& p) { return p.address.mailbox == d.address.mailbox; });
    if (it == parcels.end()) it = parcels.insert(parcels.end(), Parcel{d.address, {}, {}, {}});
    it->sizes.push_back(d.envelopes.size());
    std::ranges::move(d.envelopes, std::back_inserter(it->envelopes));
    d.envelopes.clear();
    it->deposits.push_back(std::move(d));
  }
  return parcels;
}

/// What its relay has taken of it. A mailbox that has no room for all of them may have some for one.
Courier::Awaitable<Result<std::vector<Deposit>>> Courier::leave(Parcel& parcel) {
  auto all = co_await client_->deposit(parcel.address, parcel.envelopes);
  if (all) co_return std::move(parcel.deposits);
  if (all.error().code != Code::quota || parcel.deposits.size() == 1) co_return std::unexpected(all.error());
  std::vector<Deposit> taken;
  std::span<const wire::Envelope> rest = parcel.envelopes;
  for (std::size_t i = 0; i < parcel.deposits.size(); rest = rest.subspan(parcel.sizes[i++])) {
    auto one = co_await client_->deposit(parcel.address, rest.first(parcel.sizes[i]));
    if (one) taken.push_back(std::move(parcel.deposits[i]));
    else if (one.error().code != Code::quota) break;
  }
  if (taken.empty()) co_return std::unexpected(all.error());
  co_return taken;
}

Courier::Courier(asio::io_context& io, Post& post, Config config, std::unique_ptr<RelayClient> client)
    : io_(io), post_(post), config_(std::move(config)), client_(std::move(client)), due_(io) {}
Courier::~Courier() = default;

Result<std::unique_ptr<Courier>> Courier::open(asio::io_context& io, Post& post, int timeout_ms) {
  OFFICES_TRY(config, post.config());
  RelayClientOptions options;
  options.ca_file = config.relay_ca;
  options.allow_insecure = config.insecure_http;
  options.connect_timeout_ms = timeout_ms;
  options.progress_timeout_ms = std::max(timeout_ms, 5000);
  OFFICES_TRY(client, RelayClient::open(io, options));
  return std::unique_ptr<Courier>(new Courier(io, post, std::move(config), std::move(client)));
}

void Courier::note(const std::string& relay, const Error& error, Moved& moved) {
  if (error.code == Code::unreachable) dead_.insert(relay);
  else moved.answered = true;
  moved.last_error = error;
  if (!stopped_) met(relay, error.code != Code::unreachable);
}

void Courier::met(const std::string& relay, bool answers) {
  auto [it, is_new] = health_.try_emplace(relay, RelayHealth{relay, answers, {}});
  bool changed = is_new || it->second.answers != answers;
  it->second.answers = answers;
  if (answers) it->second.last_ok = post_.now();
  if (changed && on_news_) on_news_();
}

std::vector<RelayHealth> Courier::relays() const {
  std::vector<RelayHealth> all;
  for (const auto& [url, health] : health_) all.push_back(health);
  return all;
}

Courier::Awaitable<Result<void>> Courier::make_mailboxes(std::vector<Fetch>& boxes, const Choice& chosen, Moved& moved) {
  for (auto& box : boxes) {
    const auto& relay = box.box.address.relay;
    if (!box.make || is_dead(relay) || !chosen(relay)) continue;
    moved.asked = true;
    auto made = co_await client_->create(box.box, config_.token_for(relay));
    if (!made) {
      note(relay, made.error(), moved);
      continue;
    }
    moved.answered = true;
    met(relay, true);
    CO_CHECK(post_.mail().made(box));
    box.make = false;
  }
  co_return Result<void>{};
}

Courier::Awaitable<Result<void>> Courier::hand_over(Round& round, const Choice& chosen, Moved& moved) {
  CO_CHECK(co_await make_mailboxes(round.mailboxes, chosen, moved));
  std::vector<Deposit> there;
  const auto urgent = post_.mail().urgent_queued();
  for (auto& parcel : parcels_of(std::move(round.deposits))) {
    const auto& relay = parcel.address.relay;
    moved.asked = true;
    if (is_dead(relay) || !chosen(relay)) continue;
    const auto wanted = parcel.deposits.size();
    auto taken = co_await leave(parcel);
    if (!taken) {
      note(relay, taken.error(), moved);
      continue;
    }
    moved.answered = moved.anything = true;
    met(relay, true);
    round.more = round.more || taken->size() < wanted;
    for (auto& d : *taken) {
      if (d.message != 0) ++moved.sent;
      there.push_back(std::move(d));
    }
    if (post_.mail().urgent_queued() != urgent) {  // the rest goes after it
      round.more = true;
      break;
    }
  }
  CO_CHECK(post_.mail().deposited(there));
  co_return Result<void>{};
}

Courier::Awaitable<Result<Courier::Page>> Courier::fetch_ahead(Drain& box, int wait_s, Moved& moved) {
  const auto& relay = box.mailbox.box.address.relay;
  box.failed = false;
  for (bool full = true; full && box.waiting.size() < ahead_most;) {
    auto page = co_await client_->fetch(box.mailbox.box, box.fetched, page_envelopes, box.waiting.empty() ? wait_s : 0);
    if (!page) {
      box.failed = true;
      note(relay, page.error(), moved);
      co_return page.error().code == Code::not_found && !is_mine(box.mailbox) ? Page::gone : Page::last;
    }
    moved.answered = true;
    met(relay, true);
    box.deleted_through = page->deleted_through;
    full = page->envelopes.size() == page_envelopes;
    std::vector<Incoming> incoming;
    for (auto& e : page->envelopes) {
      box.fetched = std::max(box.fetched, e.sequence);
      incoming.push_back({e.sequence, std::move(e.envelope)});
    }
    if (incoming.empty()) break;
    // Where all of it is taken in at once there is nothing to be ahead of.
    if (box.waiting.size() + incoming.size() > part_envelopes) {
      CO_TRY(shown, post_.mail().look_ahead(box.mailbox, incoming));
      if (*shown) {
        if (on_news_) on_news_();
        asio::steady_timer pause(io_);
        co_await sleep_on(pause, shown_pause);
      }
    }
    std::ranges::move(incoming, std::back_inserter(box.waiting));
  }
  co_return box.waiting.size() > part_envelopes ? Page::more : Page::last;
}

/// Has the relay forget what was taken in and committed. Where it did not hear that, it is told again before the next fetch: what lies
/// there needlessly takes others' room.
Courier::Awaitable<void> Courier::forget(Drain& box) {
  auto told = co_await client_->delete_through(box.mailbox.box, box.mailbox.cursor);
  if (told) box.undeleted = 0;
}

Courier::Awaitable<Result<Courier::Page>> Courier::take_in(Drain& box, Moved& moved) {
  std::vector<Incoming> part;
  // A piece of a file costs little beside the disk that each part waits for.
  auto most = [&] { return box.waiting.front().piece.empty() ? part_envelopes : page_envelopes; };
  while (!box.waiting.empty() && part.size() < most()) {
    part.push_back(std::move(box.waiting.front()));
    box.waiting.pop_front();
  }
  auto& mailbox = box.mailbox;
  const auto shown = post_.mail().shown_ahead();
  auto received = post_.mail().receive(mailbox, box.deleted_through, part);
  if (!received) {  // nothing of it was taken in: it is fetched again
    box.waiting.clear();
    box.fetched = mailbox.cursor;
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
  box.fetched = std::max(box.fetched, mailbox.cursor);
  const bool is_news = received->statements + received->nonpapers > 0 || post_.mail().shown_ahead() != shown;
  if (is_news && on_news_) on_news_();
  if (received->due) wake();
  if (received->pieces_due) wake_idle();
  if (received->acks_due) send_by(std::chrono::steady_clock::now() + ack_wait);
  moved.anything = moved.anything || received->due || !part.empty();
  if (part.empty()) co_return Page::last;
  const bool of_file = !part.back().piece.empty();
  box.undeleted += part.size();
  const bool due = box.waiting.empty() || box.undeleted >= page_envelopes;
  if (due && of_file) {  // the next pieces are fetched meanwhile
    box.undeleted = 0;
    asio::co_spawn(io_, client_->delete_through(mailbox.box, mailbox.cursor), asio::detached);
  } else if (due) {
    co_await forget(box);
  }
  co_return box.waiting.empty() ? Page::last : Page::more;
}

Courier::Awaitable<Result<Courier::Page>> Courier::drain(Drain& box, int wait_s, Moved& moved) {
  auto now = std::chrono::steady_clock::now();
  bool look = box.waiting.empty() || now >= box.look_at;
  Result<Page> fetched = Page::more;
  if (look) {
    if (box.waiting.empty() && box.undeleted > 0) co_await forget(box);
    fetched = co_await fetch_ahead(box, wait_s, moved);
    box.look_at = std::chrono::steady_clock::now() + look_ahead_every;
  }
  if (!fetched) co_return std::unexpected(fetched.error());
  if (*fetched == Page::gone) co_return Page::gone;
  if (box.failed && box.waiting.empty()) co_return Page::last;
  CO_TRY(taken, co_await take_in(box, moved));
  // A relay that has gone is not asked before each part of what it had given.
  while (box.failed && *taken == Page::more) {
    taken = co_await take_in(box, moved);
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
    Drain drained{box, box.cursor, 0, {}, 0, {}, false};
    for (auto page = Page::more; page == Page::more;) {
      CO_TRY(next, co_await drain(drained, 0, moved));
      page = *next;
    }
  }
  co_return Result<void>{};
}

Courier::Awaitable<Result<bool>> Courier::carry_pieces(Moved& moved) {
  CO_TRY(next, post_.mail().pieces());
  if (!*next) co_return false;
  moved.asked = true;
  auto& deposit = **next;
  bool left = false;
  for (const auto& address : deposit.batch.line.peer_card->addresses) {
    if (is_dead(address.relay) || slow_.contains(address.relay)) continue;
    auto done = co_await client_->deposit(address, deposit.envelopes);
    if (done) {
      met(address.relay, true);
      left = true;
      break;
    }
    note(address.relay, done.error(), moved);
  }
  moved.anything = moved.anything || left;
  CO_CHECK(post_.mail().pieces_done(deposit, left));
  co_return left;
}

Courier::Awaitable<Result<Moved>> Courier::pass(bool fetch) {
  Moved moved;
  dead_.clear();
  for (int n = 0; n < rounds_max; ++n) {
    moved.anything = false;
    auto anywhere = [](const std::string&) { return true; };
    CO_TRY(round, post_.mail().round(alive(anywhere)));
    CO_CHECK(co_await hand_over(*round, anywhere, moved));
    boxes_ = round->mailboxes;
    if (round->more && moved.anything) continue;
    if (!fetch) break;
    for (bool more = true; more;) {
      CO_TRY(left, co_await carry_pieces(moved));
      more = *left;
    }
    CO_CHECK(co_await fetch_all(std::move(round->mailboxes), moved));
    if (!moved.anything) break;
  }
  co_return moved;
}

/// What a relay that does not answer would have taken does not fill a round.
AsksRelay Courier::alive(Choice chosen) const {
  return [this, chosen = std::move(chosen)](const std::string& relay) { return !is_dead(relay) && chosen(relay); };
}

Courier::Awaitable<Result<Moved>> Courier::send(Choice chosen) {
  Moved moved;
  CO_TRY(round, post_.mail().round(alive(chosen)));
  CO_CHECK(co_await hand_over(*round, chosen, moved));
  moved.more = round->more && !moved.last_error;
  boxes_ = std::move(round->mailboxes);
  moved.next_in_s = round->next_in_s;
  co_return moved;
}

void Courier::start() {
  asio::co_spawn(io_, send_loop(), asio::detached);
  for (int n = 0; n < piece_loops; ++n) asio::co_spawn(io_, piece_loop(), asio::detached);
  wake();
}

void Courier::wake() {
  ++asked_;
  due_.cancel();
  wake_idle();
}

void Courier::stop() {
  stopped_ = true;
  client_->stop();
  due_.cancel();
  tell_flushed();
  wake_idle();
}

void Courier::wake_idle() {
  for (auto* timer : idle_) timer->cancel();
}

void Courier::tell_flushed() {
  for (auto* timer : flushing_) timer->cancel();
}

void Courier::watch_mailboxes() {
  for (const auto& box : boxes_)
    if (!box.make && watched_.insert(box.box.address.mailbox).second) asio::co_spawn(io_, fetch_loop(box), asio::detached);
}

void Courier::send_by(std::chrono::steady_clock::time_point time) {
  if (time >= send_at_) return;
  send_at_ = time;
  due_.cancel();
}

Courier::Awaitable<void> Courier::send_loop() {
  int retry_s = retry_least_s;
  std::uint64_t urgent = 0;
  while (!stopped_) {
    auto now = std::chrono::steady_clock::now();
    if (asked_ == answered_ && now < send_at_) {
      co_await sleep_on(due_, send_at_ - now);
      continue;
    }
    auto upto = asked_;
    send_at_ = std::chrono::steady_clock::time_point::max();
    // What is urgent does not wait as long as what has failed many times.
    if (std::exchange(urgent, post_.mail().urgent_queued()) != urgent) retry_s = retry_least_s;
    // Nothing waits for a relay that did not answer the last time, if another one takes it.
    if (!dead_.empty() && slow_.empty()) {
      slow_ = std::exchange(dead_, {});
      asio::co_spawn(io_, ask_slow(), asio::detached);
    }
    auto moved = co_await send([this](const std::string& relay) { return !slow_.contains(relay); });
    last_ok_ = moved && !moved->last_error && slow_.empty() && dead_.empty();
    send_by(std::chrono::steady_clock::now() + seconds(last_ok_ ? idle_send_s : retry_s));
    if (moved && moved->more) send_by(std::chrono::steady_clock::now() + round_every);
    if (moved && moved->next_in_s) send_by(std::chrono::steady_clock::now() + seconds(std::max<std::int64_t>(*moved->next_in_s, 1)));
    retry_s = last_ok_ ? retry_least_s : std::min(retry_s * 2, retry_most_s);
    answered_ = upto;
    tell_flushed();
    watch_mailboxes();
  }
}

Courier::Awaitable<void> Courier::piece_loop() {
  asio::steady_timer pause(io_);
  int retry_s = retry_least_s;
  while (!stopped_) {
    Moved moved;
    // Everything else goes first.
    if (asked_ != answered_) co_await flushed(idle_send_s * 1000, [] { return true; });
    if (stopped_) break;
    auto left = co_await carry_pieces(moved);
    if (left && *left) {
      retry_s = retry_least_s;
      continue;
    }
    bool refused = !left || moved.asked;
    idle_.insert(&pause);
    co_await sleep_on(pause, seconds(refused ? retry_s : idle_send_s));
    idle_.erase(&pause);
    retry_s = refused ? std::min(retry_s * 2, retry_most_s) : retry_least_s;
  }
}

Courier::Awaitable<void> Courier::ask_slow() {
  auto moved = co_await send([this](const std::string& relay) { return slow_.contains(relay); });
  slow_.clear();
  if (stopped_) co_return;
  tell_flushed();
  watch_mailboxes();
  if (moved && !moved->last_error) wake();  // it is back: all is well, and what came in between leaves
}

Courier::Awaitable<void> Courier::fetch_loop(Fetch mailbox) {
  Drain box{mailbox, mailbox.cursor, 0, {}, 0, {}, false};
  if (mailbox.cursor > 0) box.undeleted = 1;  // a process that was killed may not have said so
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

Courier::Awaitable<void> Courier::flushed(int timeout_ms, std::function<bool()> left) {
  auto upto = asked_;
  asio::steady_timer timer(io_);
  auto until = std::chrono::steady_clock::now() + milliseconds(timeout_ms);
  auto over = [&] { return stopped_ || std::chrono::steady_clock::now() >= until; };
  flushing_.insert(&timer);
  while (!over() && (answered_ < upto || (!slow_.empty() && !left()))) co_await sleep_on(timer, until - std::chrono::steady_clock::now());
  flushing_.erase(&timer);
}

}  // namespace offices::post
