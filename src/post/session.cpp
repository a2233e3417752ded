// SPDX-License-Identifier: Apache-2.0
#include "post/session.hpp"

#include <malloc.h>
#include <sys/stat.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>
#include <fstream>
#include <set>

#include "mediation/communique.hpp"
#include "mediation/dossier.hpp"
#include "post/args.hpp"
#include "post/caller.hpp"
#include "post/guest.hpp"
#include "post/releaser.hpp"

namespace offices::post {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr int sync_timeout_ms = 10'000;
constexpr int join_wait_ms = 10'000;

const Clock& system_clock() {
  static const base::SystemClock clock;
  return clock;
}
crypto::Random& system_random() {
  static crypto::SystemRandom random;
  return random;
}
fs::path store_file(const fs::path& home) { return home / "post.db"; }
fs::path socket_file(const fs::path& home) { return home / "run.sock"; }

Result<std::unique_ptr<Post>> open_post(const fs::path& home, const AskPassphrase& ask) {
  auto post = Post::open(store_file(home), ask, {}, system_clock(), system_random());
  ::malloc_trim(0);  // what deriving the key took
  return post;
}

template <class T>
T run_here(asio::io_context& io, asio::awaitable<T> work) {
  auto result = asio::co_spawn(io, std::move(work), asio::use_future);
  io.restart();
  io.run();
  return result.get();
}

Result<Json> sync_result(Post& post, const Moved& moved) {
  if (moved.asked && !moved.answered) return fail(Code::unreachable, "");
  OFFICES_TRY(pending, post.mail().pending());
  OFFICES_TRY(notices, post.new_notices());
  return Json{{"sent", moved.sent}, {"received", moved.received}, {"pending", pending}, {"refused", moved.refused}, {"notices", notices}};
}

/// Whether there is something for a relay after this act.
bool leaves(std::string_view verb, const Json& answer) {
  return answer.contains("delivery") || verb == "case.invite" || verb == "invitation.cancel";
}

/// An act that is in the record is done, whether or not a relay could be asked.
void tell_what_left(Post& post, std::string_view verb, Json& answer) {
  if (answer.contains("delivery")) answer["delivery"] = post.mail().has_left(answer).value_or(false) ? "sent" : "queued";
  if (verb == "case.invite") answer["ready"] = post.mail().is_reachable(answer.at("invitation").get<std::string>()).value_or(false);
}

/// Whether a join was turned away at the relay's door: its mailbox is gone.
bool turned_away(const Moved& moved) { return moved.last_error && moved.last_error->code == Code::not_found; }

/// The store itself, for one command.
class DirectSession final : public Api {
 public:
  DirectSession(std::unique_ptr<Post> post, int send_ms) : post_(std::move(post)), send_ms_(send_ms) {}

  Result<Json> call(std::string_view verb, const Json& args) override {
    if (verb == "sync") return sync(args);
    OFFICES_TRY(result, post_->call(verb, args));
    if (verb == "case.join") return join(args, std::move(result));
    if (result.contains("dry_run") || !leaves(verb, result)) return result;
    (void)pass(verb == "invitation.cancel", send_ms_);
    tell_what_left(*post_, verb, result);
    return result;
  }

 private:
  Result<Moved> pass(bool fetch, int timeout_ms) {
    asio::io_context io;
    OFFICES_TRY(courier, Courier::open(io, *post_, timeout_ms));
    return run_here(io, courier->pass(fetch));
  }

  Result<Json> sync(const Json& args) {
    if (!args.is_object() || !args.empty()) return fail(Code::usage, "sync takes no arguments");
    OFFICES_TRY(moved, pass(true, sync_timeout_ms));
    return sync_result(*post_, moved);
  }

  Result<Json> join(const Json& args, Json result) {
    if (result.at("state") == "admitted") return result;
    OFFICES_TRY(moved, pass(true, join_wait_ms));
    if (turned_away(moved)) return fail(Code::invitation_used, "or cancelled, or its mailbox has expired");
    if (!moved.answered) return fail(Code::unreachable, "the joining statement is queued; repeat 'case join' or 'sync'");
    return post_->call("case.join", args);
  }

  std::unique_ptr<Post> post_;
  int send_ms_;
};

}  // namespace

Result<Json> init(InitOptions options) {
  Config config;
  for (const auto& url : options.relays) {
    OFFICES_TRY(relay, wire::check_relay_url(url));
    config.relays.push_back(std::move(relay));
  }
  config.relay_ca = options.relay_ca;
  config.relay_tokens = options.relay_tokens;
  config.insecure_http = options.insecure_http;
  std::error_code ec;
  fs::create_directories(options.home, ec);
  if (ec || ::chmod(options.home.c_str(), 0700) != 0) return fail(Code::file_unwritable, options.home.string());
  auto* passphrase = options.passphrase ? &*options.passphrase : nullptr;
  OFFICES_TRY(post, Post::create(store_file(options.home), passphrase, {}, config, {}, system_clock(), system_random()));
  OFFICES_TRY(kept, post->config());
  return Json{{"post", kept.post.hex()}, {"relays", kept.relays}};
}

Result<std::unique_ptr<Api>> open_session(const fs::path& home, const AskPassphrase& ask, int send_ms) {
  if (SocketSession::is_answered(socket_file(home))) return std::make_unique<SocketSession>(socket_file(home));
  OFFICES_TRY(post, open_post(home, ask));
  return std::make_unique<DirectSession>(std::move(post), send_ms);
}

namespace {

/// A running post: the store, its courier and its socket on one thread.
class Running final : public Host {
 public:
  Running(asio::io_context& io, std::unique_ptr<Post> post, std::unique_ptr<Courier> courier)
      : io_(io), post_(std::move(post)), courier_(std::move(courier)), signals_(io, SIGINT, SIGTERM),
        caller_(io, post_->duties(), system_clock(),
                [this] {
                  courier_->wake();
                  tell_news();
                }),
        releaser_(io, *post_, [this] { tell_news(); }) {
    courier_->on_news([this] { tell_news(); });
  }

  Result<void> run(const fs::path& home, const std::function<void()>& ready, const Invite& invite) {
    OFFICES_TRY(api, LocalApi::open(io_, socket_file(home), [this](Request r) { return answer(std::move(r)); }));
    if (invite) { OFFICES_TRY_SET(guest_, invite(*this)); }
    signals_.async_wait([&](const boost::system::error_code& ec, int) {
      if (ec) return;
      api->stop();
      if (guest_) guest_->stop();
      courier_->stop();
      caller_.stop();
      releaser_.stop();
      tell_news();
      io_.stop();
    });
    courier_->start();
    caller_.start();
    releaser_.start();
    ready();
    io_.run();
    // What was under way ends in order; nobody is waited for longer than this.
    constexpr auto grace = std::chrono::milliseconds(300);
    io_.restart();
    io_.run_for(grace);
    return {};
  }

  asio::io_context& io() override { return io_; }
  Ledger& ledger() override { return post_->ledger(); }
  std::vector<RelayHealth> relays() const override { return courier_->relays(); }

  asio::awaitable<Result<Json>> answer(Request request) override {
    constexpr int send_wait_ms = 2000;
    if (request.verb.starts_with("desk.")) co_return guest_ ? guest_->call(request.verb, request.args) : Result<Json>(fail(Code::no_desk));
    if (request.verb == "sync") co_return co_await sync(std::move(request));
    if (request.verb == "await") co_return co_await await_news(std::move(request));
    auto result = post_->call(request.verb, request.args);
    if (!result) co_return result;
    if (request.verb == "status") (*result)["run"] = true;
    if (request.verb == "case.join" && result->at("state") != "admitted") co_return co_await join(std::move(request));
    if (request.verb == "evidence.add") courier_->wake();  // it may have been asked for already
    if (request.verb == "duty.set") caller_.wake();
    if (request.verb == "text.publish") releaser_.wake();
    if (!leaves(request.verb, *result)) co_return result;
    courier_->wake();
    tell_news();
    co_await courier_->flushed(send_wait_ms, [&] { return post_->mail().has_left(*result).value_or(false); });
    tell_what_left(*post_, request.verb, *result);
    co_return result;
  }

 private:
  void tell_news() {
    for (auto* sleep : awaiting_news_) sleep->cancel();
    if (guest_) guest_->on_news();
    caller_.wake();
    releaser_.wake();
  }

  /// Sleeps until the record has grown beyond what the asker has seen, or urgent words are shown before their turn, or for as long as it
  /// says.
  asio::awaitable<Result<Json>> await_news(Request request) {
    Args args(request.args);
    auto beyond = args.integer("beyond", 0, 0, std::int64_t{1} << 53);
    auto early_seen = args.integer("early", -1, 0, std::int64_t{1} << 53);
    auto until = std::chrono::steady_clock::now() + std::chrono::seconds(args.integer("timeout_s", 55, 0, 3600));
    if (auto ok = args.finish(); !ok) co_return std::unexpected(ok.error());
    asio::steady_timer sleep(io_);
    for (;;) {
      auto newest = post_->ledger().newest_row();
      if (!newest) co_return std::unexpected(newest.error());
      auto early = static_cast<std::int64_t>(post_->mail().shown_ahead());
      bool is_told = *newest > beyond || (early_seen >= 0 && early != early_seen);
      if (is_told || std::chrono::steady_clock::now() >= until) co_return Json{{"newest", *newest}, {"early", early}};
      sleep.expires_at(until);
      awaiting_news_.insert(&sleep);
      boost::system::error_code ec;
      co_await sleep.async_wait(asio::redirect_error(asio::use_awaitable, ec));
      awaiting_news_.erase(&sleep);
    }
  }

  asio::awaitable<Result<Json>> sync(Request request) {
    if (!request.args.empty()) co_return fail(Code::usage, "sync takes no arguments");
    auto moved = co_await courier_->pass(true);
    if (!moved) co_return std::unexpected(moved.error());
    courier_->wake();
    co_return sync_result(*post_, *moved);
  }

  asio::awaitable<Result<Json>> join(Request request) {
    auto moved = co_await courier_->pass(true);
    courier_->wake();
    if (!moved) co_return std::unexpected(moved.error());
    if (turned_away(*moved)) co_return fail(Code::invitation_used, "or cancelled, or its mailbox has expired");
    if (!moved->answered) co_return fail(Code::unreachable, "the joining statement is queued");
    co_return post_->call("case.join", request.args);
  }

  asio::io_context& io_;
  std::unique_ptr<Post> post_;
  std::unique_ptr<Courier> courier_;
  asio::signal_set signals_;
  Caller caller_;
  Releaser releaser_;
  std::set<asio::steady_timer*> awaiting_news_;
  std::unique_ptr<Guest> guest_;
};

}  // namespace

Result<void> run(const fs::path& home, const AskPassphrase& ask, const std::function<void()>& ready, const Invite& invite) {
  if (SocketSession::is_answered(socket_file(home))) return fail(Code::exists, "another 'goodoffices run' has this post");
  asio::io_context io(1);
  OFFICES_TRY(post, open_post(home, ask));
  OFFICES_TRY(courier, Courier::open(io, *post, sync_timeout_ms));
  Running running(io, std::move(post), std::move(courier));
  return running.run(home, ready, invite);
}

namespace {

Result<mediation::DossierReport> report_on(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in || fs::is_directory(file)) return fail(Code::file_unreadable, file.string());
  return mediation::verify_dossier(in);
}

}  // namespace

/// The file of a text that several have signed; none where it is something else.
Result<std::optional<Json>> verify_communique(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::optional<Json>{};
  std::string text(mediation::communique_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (!mediation::is_communique(text)) return std::optional<Json>{};
  OFFICES_TRY(c, mediation::read_communique(text));
  return Json{{"communique", mediation::to_json(c)}};
}

Result<Json> verify_dossier(const fs::path& file, const std::optional<fs::path>& against) {
  OFFICES_TRY(communique, verify_communique(file));
  if (communique) return *std::move(communique);
  OFFICES_TRY(report, report_on(file));
  auto json = mediation::to_json(report);
  if (!against) return json;
  OFFICES_TRY(other, report_on(*against));
  if (other.fault) return fail(other.fault->code, against->string() + " does not hold, line " + std::to_string(other.fault->line));
  if (other.header.of_case != report.header.of_case) return fail(Code::wrong_context, "the two dossiers are of two cases");
  auto& differences = json["differences"] = Json::array();
  for (const auto& [mine, theirs] : mediation::differing_tables(report, other)) {
    const auto &a = report.tables[mine], &b = other.tables[theirs];
    differences.push_back(
        {{"code", "table_differs"}, {"table", a.table.hex()}, {"to", a.to}, {"line", a.line}, {"other_to", b.to}, {"other_line", b.line}});
  }
  return json;
}

Result<void> watch(const fs::path& home, const AskPassphrase& ask, const std::function<void(const Json&)>& report) {
  asio::io_context io(1);
  OFFICES_TRY(post, open_post(home, ask));
  OFFICES_TRY(courier, Courier::open(io, *post, sync_timeout_ms));
  asio::signal_set signals(io, SIGINT, SIGTERM);
  bool stopped = false;
  asio::steady_timer pause(io);
  signals.async_wait([&](const boost::system::error_code& ec, int) {
    stopped = !ec;
    pause.cancel();
  });
  constexpr auto every = std::chrono::seconds(5);
  Result<void> outcome;
  auto loop = [&]() -> asio::awaitable<void> {
    while (!stopped) {
      auto moved = co_await courier->pass(true);
      if (!moved) {
        outcome = std::unexpected(moved.error());
        break;
      }
      if (auto result = sync_result(*post, *moved); !result) report(error_json(result.error()));
      else if (moved->sent + moved->received + moved->refused > 0 || !result->at("notices").empty()) report(*result);
      if (stopped) break;
      pause.expires_after(every);
      try {
        co_await pause.async_wait(asio::use_awaitable);
      } catch (const boost::system::system_error&) {
        // cancelled by a signal
      }
    }
    signals.cancel();
  };
  asio::co_spawn(io, loop(), [](const std::exception_ptr&) {});
  io.run();
  return outcome;
}

}  // namespace offices::post
