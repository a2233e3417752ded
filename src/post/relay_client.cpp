// SPDX-License-Identifier: Apache-2.0
#include "post/relay_client.hpp"

#include <boost/beast/http.hpp>
#include <boost/system/system_error.hpp>
#include <map>
#include <set>

#include "base/json.hpp"
#include "post/relay_link.hpp"
#include "post/relay_reply.hpp"

namespace offices::post {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t envelopes_per_request_max = 64;
constexpr std::size_t small_body_bytes_max = 64 * 1024;

std::string path_of(const wire::MailboxId& mailbox) { return "/v1/mailboxes/" + mailbox.hex(); }

std::shared_ptr<HttpRequest> make_request(http::verb verb, std::string target, std::string bearer) {
  auto r = std::make_shared<HttpRequest>(verb, std::move(target), 11);
  if (!bearer.empty()) r->set(http::field::authorization, "Bearer " + bearer);
  return r;
}

void set_body(HttpRequest& r, std::string_view type, Bytes body) {
  r.set(http::field::content_type, type);
  r.body() = std::move(body);
}

Bytes concatenate(std::span<const wire::Envelope> envelopes) {
  Bytes out;
  out.reserve(envelopes.size() * wire::envelope_bytes);
  for (const auto& e : envelopes) base::put(out, e);
  return out;
}

/// Whether `text` can stand in a header without ending it.
bool is_header_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

asio::awaitable<Result<void>> refused(Code code, std::string detail) { co_return fail(code, std::move(detail)); }

/// The edge at which exceptions end: a cancelled coroutine, or memory that ran out.
template <class T>
asio::awaitable<Result<T>> at_edge(asio::awaitable<Result<T>> work) {
  try {
    co_return co_await std::move(work);
  } catch (const boost::system::system_error& e) {
    co_return fail(e.code() == asio::error::operation_aborted ? Code::cancelled : Code::internal);
  } catch (const std::exception&) { co_return fail(Code::internal); }
}

}  // namespace

struct RelayClient::State {
  using Reply = std::expected<HttpReply, LinkFailure>;
  struct Idle {
    std::unique_ptr<RelayLink> link;
    steady_clock::time_point since;
  };
  /// A link while it is used: known to stop(), closed when it is not given back.
  class Lease {
   public:
    Lease(State& state, std::unique_ptr<RelayLink> link) : state_(state), link_(std::move(link)) { state_.in_use.insert(link_.get()); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { state_.in_use.erase(link_.get()); }
    RelayLink* operator->() { return link_.get(); }
    void give_back(const RelayHost& host) {
      state_.in_use.erase(link_.get());
      state_.keep(host, std::move(link_));
    }

   private:
    State& state_;
    std::unique_ptr<RelayLink> link_;
  };

  State(asio::io_context& context, RelayClientOptions o) : io(context), options(std::move(o)) {}

  std::unique_ptr<RelayLink> take_idle(const RelayHost& host);
  void keep(const RelayHost& host, std::unique_ptr<RelayLink> link);
  Result<std::unique_ptr<RelayLink>> fresh(const RelayHost& host);
  asio::awaitable<Result<HttpReply>> ask(std::string url, std::shared_ptr<HttpRequest> request, std::size_t body_bytes_max, int wait_s);
  asio::awaitable<Reply> ask_once(RelayHost host, std::shared_ptr<const HttpRequest> request, Bounds bounds, bool reuse);
  asio::awaitable<Result<HttpReply>> accepted(std::string url, std::shared_ptr<HttpRequest> request,
                                              std::size_t body_bytes_max = small_body_bytes_max, int wait_s = 0);
  asio::awaitable<Result<void>> done(std::string url, std::shared_ptr<HttpRequest> request);
  asio::awaitable<Result<void>> deposit(wire::Address address, std::vector<Bytes> bodies);
  asio::awaitable<Result<Fetched>> fetch(wire::Mailbox mailbox, std::uint64_t after, std::size_t limit, int wait_s);

  asio::io_context& io;
  RelayClientOptions options;
  std::shared_ptr<asio::ssl::context> tls;  // made at the first need: the system's roots take memory
  std::map<RelayHost, std::vector<Idle>> idle;
  std::set<RelayLink*> in_use;
  bool stopped = false;
};

std::unique_ptr<RelayLink> RelayClient::State::take_idle(const RelayHost& host) {
  auto& kept = idle[host];
  auto oldest = steady_clock::now() - milliseconds(options.idle_ms_max);
  std::erase_if(kept, [&](const Idle& i) { return i.since < oldest; });
  if (kept.empty()) return nullptr;
  auto link = std::move(kept.back().link);
  kept.pop_back();
  return link;
}

void RelayClient::State::keep(const RelayHost& host, std::unique_ptr<RelayLink> link) {
  auto& kept = idle[host];
  if (!stopped && kept.size() < options.idle_connections_max) kept.push_back({std::move(link), steady_clock::now()});
}

Result<std::unique_ptr<RelayLink>> RelayClient::State::fresh(const RelayHost& host) {
  if (!host.tls) return make_link(io, host, nullptr);
  if (!tls) { OFFICES_TRY_SET(tls, trust(options.ca_file)); }
  return make_link(io, host, tls);
}

asio::awaitable<RelayClient::State::Reply> RelayClient::State::ask_once(RelayHost host, std::shared_ptr<const HttpRequest> request,
                                                                        Bounds bounds, bool reuse) {
  auto link = reuse ? take_idle(host) : nullptr;
  bool reused = link != nullptr;
  if (!reused) {
    auto made = fresh(host);
    if (!made) co_return std::unexpected(LinkFailure{made.error(), false});
    link = *std::move(made);
  }
  Lease lease(*this, std::move(link));
  if (!reused) {
    auto connected = co_await lease->connect(milliseconds(options.connect_timeout_ms));
    if (!connected) co_return std::unexpected(LinkFailure{connected.error(), false});
  }
  auto reply = co_await lease->exchange(std::move(request), bounds);
  if (!reply) co_return std::unexpected(LinkFailure{reply.error().error, reused && reply.error().stale});
  if (reply->keep_alive()) lease.give_back(host);
  co_return reply;
}

asio::awaitable<Result<HttpReply>> RelayClient::State::ask(std::string url, std::shared_ptr<HttpRequest> request,
                                                           std::size_t body_bytes_max, int wait_s) {
  if (stopped) co_return fail(Code::cancelled);
  auto host = read_relay_host(url, options.allow_insecure);
  if (!host) co_return std::unexpected(host.error());
  request->set(http::field::host, host->header());
  request->prepare_payload();
  milliseconds progress(options.progress_timeout_ms);
  Bounds bounds{progress + std::chrono::seconds(wait_s), progress, body_bytes_max};
  auto reply = co_await ask_once(*host, request, bounds, true);
  if (!reply && reply.error().stale && !stopped) reply = co_await ask_once(*host, request, bounds, false);
  if (stopped) co_return fail(Code::cancelled);
  if (!reply) co_return std::unexpected(reply.error().error);
  co_return *std::move(reply);
}

asio::awaitable<Result<HttpReply>> RelayClient::State::accepted(std::string url, std::shared_ptr<HttpRequest> request,
                                                                std::size_t body_bytes_max, int wait_s) {
  auto reply = co_await ask(std::move(url), std::move(request), body_bytes_max, wait_s);
  if (reply && reply->result_int() / 100 != 2) co_return std::unexpected(refusal(*reply));
  co_return reply;
}

asio::awaitable<Result<void>> RelayClient::State::done(std::string url, std::shared_ptr<HttpRequest> request) {
  auto reply = co_await accepted(std::move(url), std::move(request));
  if (!reply) co_return std::unexpected(reply.error());
  co_return Result<void>{};
}

asio::awaitable<Result<void>> RelayClient::State::deposit(wire::Address address, std::vector<Bytes> bodies) {
  for (auto& body : bodies) {
    auto request = make_request(http::verb::post, path_of(address.mailbox) + "/envelopes", address.deposit.hex());
    set_body(*request, "application/octet-stream", std::move(body));
    auto kept = co_await done(address.relay, std::move(request));
    if (!kept) co_return kept;
  }
  co_return Result<void>{};
}

asio::awaitable<Result<Fetched>> RelayClient::State::fetch(wire::Mailbox mailbox, std::uint64_t after, std::size_t limit, int wait_s) {
  if (limit < 1 || limit > envelopes_per_request_max || wait_s < 0 || wait_s > 60) co_return fail(Code::usage);
  auto target = path_of(mailbox.address.mailbox) + "/envelopes?after=" + std::to_string(after) + "&limit=" + std::to_string(limit) +
                "&wait=" + std::to_string(wait_s);
  auto request = make_request(http::verb::get, std::move(target), mailbox.fetch.hex());
  auto reply =
      co_await accepted(mailbox.address.relay, std::move(request), std::max(limit * fetched_record_bytes, small_body_bytes_max), wait_s);
  if (!reply) co_return std::unexpected(reply.error());
  co_return read_fetched(*reply, after, limit);
}

RelayClient::RelayClient(std::unique_ptr<State> state) : state_(std::move(state)) {}
RelayClient::~RelayClient() = default;

Result<std::unique_ptr<RelayClient>> RelayClient::open(asio::io_context& io, RelayClientOptions options) {
  auto state = std::make_unique<State>(io, std::move(options));
  if (!state->options.ca_file.empty()) { OFFICES_TRY_SET(state->tls, trust(state->options.ca_file)); }
  return std::unique_ptr<RelayClient>(new RelayClient(std::move(state)));
}

RelayClient::Awaitable<void> RelayClient::create(wire::Mailbox mailbox, std::string token) {
  if (!is_header_word(token)) return refused(Code::malformed, "a creation token is printable, without a space");
  auto request = make_request(http::verb::put, path_of(mailbox.address.mailbox), std::move(token));
  Json body{{"deposit", wire::key_hash(mailbox.address.deposit.view()).hex()}, {"fetch", wire::key_hash(mailbox.fetch.view()).hex()}};
  set_body(*request, "application/json", base::to_bytes(base::as_bytes(base::spell(body))));
  return at_edge(state_->done(mailbox.address.relay, std::move(request)));
}

RelayClient::Awaitable<void> RelayClient::deposit(wire::Address address, std::span<const wire::Envelope> envelopes) {
  std::vector<Bytes> bodies;
  for (; !envelopes.empty(); envelopes = envelopes.subspan(std::min(envelopes.size(), envelopes_per_request_max)))
    bodies.push_back(concatenate(envelopes.first(std::min(envelopes.size(), envelopes_per_request_max))));
  return at_edge(state_->deposit(std::move(address), std::move(bodies)));
}

RelayClient::Awaitable<Fetched> RelayClient::fetch(wire::Mailbox mailbox, std::uint64_t after, std::size_t limit, int wait_s) {
  return at_edge(state_->fetch(std::move(mailbox), after, limit, wait_s));
}

RelayClient::Awaitable<void> RelayClient::delete_through(wire::Mailbox mailbox, std::uint64_t through) {
  auto target = path_of(mailbox.address.mailbox) + "/envelopes?through=" + std::to_string(through);
  return at_edge(state_->done(mailbox.address.relay, make_request(http::verb::delete_, std::move(target), mailbox.fetch.hex())));
}

RelayClient::Awaitable<void> RelayClient::remove(wire::Mailbox mailbox) {
  auto request = make_request(http::verb::delete_, path_of(mailbox.address.mailbox), mailbox.fetch.hex());
  return at_edge(state_->done(mailbox.address.relay, std::move(request)));
}

void RelayClient::stop() {
  state_->stopped = true;
  state_->idle.clear();
  for (auto* link : state_->in_use) link->close();
}

}  // namespace offices::post
