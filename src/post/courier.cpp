// SPDX-License-Identifier: Apache-2.0
#include "post/courier.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <iterator>

#include "post/courier_parts.hpp"

namespace offices::post {
namespace {

constexpr auto round_every = milliseconds(25);  // while there is more to send: what is urgent finds the way free
constexpr int rounds_max = 1000;
constexpr int idle_send_s = 3600;
constexpr int piece_loops = 4;  // while a relay takes some batches, the next are sealed

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
    : io_(io), post_(post), config_(std::move(config)), client_(std::move(client)), due_(io), journal_(post.ledger().database().journal()),
      disk_(1) {}
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
