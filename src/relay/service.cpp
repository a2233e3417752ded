// SPDX-License-Identifier: Apache-2.0
#include "relay/service.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace offices::relay {
namespace asio = boost::asio;

namespace {

constexpr std::int64_t purge_rows = 128;

FetchHash fetch_hash(std::string_view authorization) { return {wire::key_hash(read_key(authorization)).octets}; }
DepositHash deposit_hash(std::string_view authorization) { return {wire::key_hash(read_key(authorization)).octets}; }

bool is_store_trouble(Code code) { return base::info(code).http >= 500; }

}  // namespace

Service::Service(asio::io_context& io, const RelayOptions& options, std::unique_ptr<Storage> storage, Tokens tokens, const Clock& clock,
                 std::shared_ptr<spdlog::logger> log)
    : io_(io), options_(options), storage_(std::move(storage)), tokens_(std::move(tokens)), clock_(clock), log_(std::move(log)),
      rate_(options.rate), waiters_(io), writer_(*storage_, clock, [&io](auto results) { asio::post(io, std::move(results)); }) {}

Result<void> Service::admit(const Asked& asked, const asio::ip::address& peer) {
  if (!rate_.admits(peer, std::chrono::steady_clock::now())) return fail(Code::rate_limited);
  if (std::holds_alternative<CreateRoute>(asked.route)) {
    bool welcome = !tokens_.required() || tokens_.admits(read_token(asked.authorization));
    return welcome ? Result<void>{} : fail(Code::token_required);
  }
  if (const auto* deposit = std::get_if<DepositRoute>(&asked.route)) {
    OFFICES_TRY(welcome, storage_->admits(deposit->mailbox, deposit_hash(asked.authorization)));
    if (!welcome) return fail(Code::not_found);
  }
  return {};
}

Result<Share> Service::reserve(std::size_t bytes) {
  if (body_bytes_ + bytes > options_.bodies_bytes_max) return fail(Code::busy);
  return Share(body_bytes_, bytes);
}

std::size_t Service::body_max(const Route& route) {
  if (std::holds_alternative<DepositRoute>(route)) return body_bytes_max;
  return std::holds_alternative<CreateRoute>(route) ? create_body_bytes_max : 0;
}

asio::awaitable<Answer> Service::answer(Asked asked, Bytes body) {
  auto act = [&](auto route) { return on(route, std::move(asked.authorization), std::move(body)); };
  auto pending = std::visit(act, asked.route);
  co_return co_await std::move(pending);
}

asio::awaitable<Result<Written>> Service::written(Write write) {
  auto start = [this](auto handler, Write w) {
    auto done = [handler = std::move(handler), work = asio::make_work_guard(io_)](Result<Written> r) mutable {
      std::move(handler)(std::move(r));
    };
    writer_.submit(std::move(w), std::move(done));
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<Written>)>(start, asio::use_awaitable,
                                                                                                 std::move(write));
}

Answer Service::refused(Error error) {
  if (is_store_trouble(error.code)) log_->error("the store: {}", base::info(error.code).name);
  return error_answer({error.code, is_store_trouble(error.code) ? "" : error.detail});
}

asio::awaitable<Answer> Service::on(HealthRoute, std::string, Bytes) {
  auto probed = co_await written(ProbeStore{});
  if (probed) co_return json_answer({{"status", "ok"}});
  auto answer = refused(probed.error());
  answer.status = 503;
  co_return answer;
}

asio::awaitable<Answer> Service::on(AboutRoute, std::string, Bytes) {
  co_return json_answer({{"version", 1},
                         {"retention_seconds", options_.retention_seconds},
                         {"envelope_bytes", wire::envelope_bytes},
                         {"mailbox_envelopes_max", options_.mailbox_envelopes_max},
                         {"token_required", tokens_.required()}});
}

asio::awaitable<Answer> Service::on(CreateRoute r, std::string, Bytes body) {
  auto create = read_create(r.mailbox, body);
  if (!create) co_return refused(create.error());
  auto made = co_await written(*create);
  if (!made) co_return refused(made.error());
  co_return empty_answer(made->rows ? 201 : 200);
}

asio::awaitable<Answer> Service::on(RemoveRoute r, std::string authorization, Bytes) {
  auto removed = co_await written(RemoveMailbox{r.mailbox, fetch_hash(authorization)});
  if (!removed) co_return refused(removed.error());
  waiters_.wake(r.mailbox);
  co_return empty_answer(204);
}

asio::awaitable<Answer> Service::on(DepositRoute r, std::string authorization, Bytes body) {
  auto envelopes = read_envelopes(body);
  if (!envelopes) co_return refused(envelopes.error());
  body = {};
  DepositEnvelopes deposit{r.mailbox, deposit_hash(authorization), *std::move(envelopes),
                           static_cast<std::uint64_t>(options_.mailbox_envelopes_max)};
  auto kept = co_await written(std::move(deposit));
  if (!kept) co_return refused(kept.error());
  if (kept->rows) waiters_.wake(r.mailbox);
  co_return empty_answer(204);
}

Result<Answer> Service::look(const FetchRoute& r, const FetchHash& key) {
  OFFICES_TRY(share, reserve(r.limit * wire::envelope_bytes));
  OFFICES_TRY(page, storage_->read(r.mailbox, key, r.after, r.limit));
  auto answer = page_answer(page);
  if (!answer.body.empty()) answer.share = std::move(share);
  return answer;
}

asio::awaitable<Answer> Service::on(FetchRoute r, std::string authorization, Bytes) {
  auto key = fetch_hash(authorization);
  auto until = std::chrono::steady_clock::now() + std::chrono::seconds(r.wait_seconds);
  for (;;) {
    auto found = look(r, key);
    if (!found) co_return refused(found.error());
    bool in_time = std::chrono::steady_clock::now() < until && !stopping_;
    if (!found->body.empty() || !in_time) co_return *std::move(found);
    found = {};
    co_await waiters_.wait(r.mailbox, until);
  }
}

asio::awaitable<Answer> Service::on(DeleteRoute r, std::string authorization, Bytes) {
  auto deleted = co_await written(DeleteEnvelopes{r.mailbox, fetch_hash(authorization), r.through});
  if (!deleted) co_return refused(deleted.error());
  co_return empty_answer(204);
}

asio::awaitable<void> Service::purge() {
  Time before = clock_.now().plus(-options_.retention_seconds);
  for (;;) {
    auto gone = co_await written(PurgeExpired{before, purge_rows});
    if (!gone) log_->error("purging: {}", base::info(gone.error().code).name);
    if (!gone || gone->rows < static_cast<std::uint64_t>(purge_rows)) co_return;
  }
}

void Service::stop() {
  stopping_ = true;
  waiters_.wake_all();
}

}  // namespace offices::relay
