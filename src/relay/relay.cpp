// SPDX-License-Identifier: Apache-2.0
#include "relay/relay.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <filesystem>

#include "relay/connection.hpp"
#include "relay/listen.hpp"
#include "relay/service.hpp"

namespace offices::relay {
namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds purge_pause_max{600};
constexpr int turned_away_max = 64;

Result<void> check_numbers(const RelayOptions& o) {
  auto within = [](std::int64_t v, std::int64_t least, std::int64_t most) { return v >= least && v <= most; };
  if (!within(o.mailbox_envelopes_max, 1, 1'000'000)) return fail(Code::usage, "envelopes per mailbox: 1 to 1000000");
  if (!within(o.retention_seconds, 1, 3650 * base::day_s)) return fail(Code::usage, "retention: 1 second to 10 years");
  if (!within(o.connections_max, 1, 1'000'000)) return fail(Code::usage, "connections: 1 to 1000000");
  if (o.bodies_bytes_max < body_bytes_max) return fail(Code::usage, "memory for bodies: at least 1 MiB");
  if (!(o.rate.requests_per_second > 0) || !(o.rate.burst >= 1)) return fail(Code::usage, "the rate limit is above 0");
  return {};
}

Result<void> check_store(const RelayOptions& o) {
  OFFICES_TRY(path, sqlite_path(o.store));
  auto folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  if (::access(folder.c_str(), W_OK | X_OK) != 0) return fail(Code::store_failed, "the store's folder is not writable");
  std::error_code error;
  bool there = std::filesystem::exists(path, error);
  if (there && ::access(path.c_str(), R_OK | W_OK) != 0) return fail(Code::store_failed, "the store is not writable");
  return {};
}

std::shared_ptr<spdlog::logger> make_log(const RelayOptions& o) {
  auto log = std::make_shared<spdlog::logger>("relay", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_level(spdlog::level::from_str(o.log_level));
  return log;
}

Result<Tokens> read_tokens(const RelayOptions& o) {
  if (o.token_file.empty()) return Tokens{};
  return Tokens::read(o.token_file);
}

}  // namespace

Result<void> check_options(const RelayOptions& o) {
  OFFICES_TRY(endpoint, read_listen(o.listen));
  OFFICES_TRY(tls, load_tls(o));
  if (!tls && !endpoint.address().is_loopback() && !o.insecure_http) return fail(Code::insecure_http);
  OFFICES_CHECK(check_numbers(o));
  OFFICES_CHECK(read_tokens(o));
  return check_store(o);
}

struct Relay::State {
  explicit State(RelayOptions o) : options(std::move(o)), log(make_log(options)) {}

  Result<void> listen();
  asio::awaitable<void> accept();
  asio::awaitable<void> serve(asio::ip::tcp::socket socket);
  asio::awaitable<void> purge_now_and_then();
  asio::awaitable<void> obey_signals();
  void take_in(asio::ip::tcp::socket socket);
  void left();
  void spawn(asio::awaitable<void> work, std::function<void()> after = [] {});
  void reload();
  void finish();
  void close_idle();

  RelayOptions options;
  std::shared_ptr<spdlog::logger> log;
  base::SystemClock system_clock;
  OpenConnections open;
  int connections = 0, turned_away = 0;
  asio::io_context io{1};
  asio::ip::tcp::acceptor acceptor{io};
  asio::steady_timer purge_timer{io}, accept_pause{io}, farewell{io};
  std::optional<asio::signal_set> signals;
  std::shared_ptr<asio::ssl::context> tls;
  bool finishing = false;
  std::unique_ptr<Service> service;
};

Result<void> Relay::State::listen() {
  OFFICES_TRY(endpoint, read_listen(options.listen));
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return fail(Code::unreachable, "cannot listen on that address");
  return {};
}

// An exception that reaches this edge ends one conversation, never the relay; its text may hold anything, so it is not
// logged.
void Relay::State::spawn(asio::awaitable<void> work, std::function<void()> after) {
  asio::co_spawn(io, std::move(work), [this, after = std::move(after)](std::exception_ptr failed) {
    if (failed) log->error("a coroutine ended with an exception");
    after();
  });
}

asio::awaitable<void> Relay::State::serve(asio::ip::tcp::socket socket) {
  co_await converse(std::move(socket), *service, options.patience, open, tls);
}

void Relay::State::left() {
  if (--connections == 0 && finishing) farewell.cancel();
}

void Relay::State::take_in(asio::ip::tcp::socket socket) {
  if (connections < options.connections_max) {
    ++connections;
    return spawn(serve(std::move(socket)), [this] { left(); });
  }
  if (tls || turned_away >= turned_away_max) return;
  ++turned_away;
  asio::co_spawn(io, turn_away(std::move(socket)), [this](std::exception_ptr) { --turned_away; });
}

asio::awaitable<void> Relay::State::accept() {
  while (acceptor.is_open()) {
    error_code error;
    auto socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (!error) {
      take_in(std::move(socket));
      continue;
    }
    accept_pause.expires_after(std::chrono::milliseconds(200));  // no file handles: others must leave first
    co_await accept_pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

asio::awaitable<void> Relay::State::purge_now_and_then() {
  auto pause = std::clamp(std::chrono::seconds(options.retention_seconds / 10), std::chrono::seconds(1), purge_pause_max);
  while (!finishing) {
    co_await service->purge();
    if (finishing) co_return;
    error_code error;
    purge_timer.expires_after(pause);
    co_await purge_timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

asio::awaitable<void> Relay::State::obey_signals() {
  for (error_code error; !finishing;) {
    int signal = co_await signals->async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    if (signal == SIGHUP) reload();
    else finish();
  }
}

void Relay::State::reload() {
  auto tokens = read_tokens(options);
  auto certificate = load_tls(options);
  if (!tokens || !certificate) {
    log->error("reload: {}; going on as before", base::info((tokens ? certificate.error() : tokens.error()).code).name);
    return;
  }
  service->replace_tokens(*std::move(tokens));
  tls = *std::move(certificate);
  log->info("reloaded");
}

void Relay::State::close_idle() {
  for (auto& connection : open)
    if (connection.idle) connection.stream->close();
}

void Relay::State::finish() {
  if (std::exchange(finishing, true)) return;
  log->info("stopping");
  error_code ignored;
  acceptor.close(ignored);
  accept_pause.cancel();
  purge_timer.cancel();
  if (signals) signals->cancel(ignored);
  service->stop();
  close_idle();
  if (connections == 0) return;
  farewell.expires_after(options.patience.farewell);
  farewell.async_wait([this](error_code error) {
    if (error) return;
    for (auto& connection : open) connection.stream->close();
  });
}

Relay::Relay(std::unique_ptr<State> state) : state_(std::move(state)) {}
Relay::~Relay() = default;

Result<std::unique_ptr<Relay>> Relay::open(RelayOptions options, const Clock* clock) {
  OFFICES_CHECK(check_options(options));
  auto state = std::make_unique<State>(std::move(options));
  OFFICES_TRY_SET(state->tls, load_tls(state->options));
  OFFICES_TRY(tokens, read_tokens(state->options));
  OFFICES_TRY(storage, open_storage(state->options.store));
  OFFICES_CHECK(state->listen());
  state->service = std::make_unique<Service>(state->io, state->options, std::move(storage), std::move(tokens),
                                             clock ? *clock : state->system_clock, state->log);
  return std::unique_ptr<Relay>(new Relay(std::move(state)));
}

std::uint16_t Relay::port() const {
  error_code error;
  return state_->acceptor.local_endpoint(error).port();
}

Result<void> Relay::run() {
  auto& s = *state_;
  if (s.options.handle_signals) s.signals.emplace(s.io, SIGTERM, SIGINT, SIGHUP);
  s.log->info("listening on port {}{}", port(), s.tls ? " (TLS)" : "");
  s.spawn(s.accept());
  s.spawn(s.purge_now_and_then());
  if (s.signals) s.spawn(s.obey_signals());
  try {
    s.io.run();
  } catch (const std::exception&) { return fail(Code::internal, "the relay's loop ended early"); }
  return {};
}

void Relay::stop() {
  asio::post(state_->io, [this] { state_->finish(); });
}

}  // namespace offices::relay
