// SPDX-License-Identifier: Apache-2.0
#include "desk/connection.hpp"

#include "desk/events.hpp"
#include "desk/server.hpp"

namespace offices::desk {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t drain_bytes_max = 2 * post::request_bytes_max;

std::string text_of(const web::Head& head, std::string_view name) {
  return std::string(head.get()[beast::string_view(name.data(), name.size())]);
}

/// The answer to what may not go on. A name that is not ours is told so with the status for it (RFC 9110 section 15.5.20).
Answer refusal(const Error& why, const std::optional<Asked>& asked, std::uint16_t port) {
  auto answer = error_answer(why);
  if (why.code == Code::wrong_origin && asked && !is_our_host(asked->claims.host, port)) answer.status = 421;
  return answer;
}

/// One conversation. Lives in the frame of `talk`; every member coroutine ends before it does.
class Conversation {
 public:
  Conversation(Server& server, asio::ip::tcp::socket socket)
      : server_(server), line_(beast::tcp_stream(std::move(socket)), server.options.patience),
        self_(server.open.insert(server.open.end(), &line_.tcp())) {}
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;
  ~Conversation() { server_.open.erase(self_); }

  asio::awaitable<void> talk() {
    line_.tcp().expires_after(server_.options.patience.header);
    while (!server_.stopping()) {
      if (!co_await line_.something_arrives()) co_return;
      if (!co_await one_request()) co_return;
      line_.tcp().expires_after(server_.options.patience.idle);
      greeted_ = true;
    }
  }

 private:
  /// Whether the conversation may go on.
  asio::awaitable<bool> one_request() {
    if (greeted_) line_.tcp().expires_after(server_.options.patience.header);
    web::Head head;
    if (auto heard = co_await line_.read_head(head, post::request_bytes_max); !heard) co_return co_await hang_up(heard.error(), {}, 11);
    auto version = head.get().version();
    auto asked = understand(head);
    auto admitted = asked ? admit(*asked, head) : Result<void>(std::unexpected(asked.error()));
    if (!admitted) co_return co_await refuse(admitted.error(), asked ? std::optional(*asked) : std::nullopt, head);
    web::WithBody whole(std::move(head));
    if (auto heard = co_await line_.read_body(whole); !heard) co_return co_await hang_up(heard.error(), *asked, version);
    line_.tcp().expires_never();
    if (std::holds_alternative<EventsRoute>(asked->wanted.route)) co_return co_await events(*std::move(asked), version);
    bool keep = whole.keep_alive(), is_head = asked->wanted.head;
    auto answer = co_await server_.service.answer(*std::move(asked), std::move(whole.get().body()));
    keep = keep && !server_.stopping();
    co_return co_await line_.send(to_http(std::move(answer), version, keep, is_head)) && keep;
  }

  asio::awaitable<bool> events(Asked asked, unsigned version) {
    if (std::cmp_greater_equal(server_.watching.size(), server_.options.streams_max))
      co_return co_await hang_up({Code::busy, {}}, std::move(asked), version);
    co_await tell_events(server_, line_, asked.session, version);
    co_return false;
  }

  static Result<Asked> understand(const web::Head& head) {
    const auto& request = head.get();
    for (auto once : {http::field::host, http::field::origin, http::field::content_type, http::field::cookie})
      if (request.count(once) > 1) return fail(Code::malformed, "a header twice");
    Asked asked;
    OFFICES_TRY_SET(asked.wanted, read_route(request.method_string(), request.target()));
    asked.claims = {text_of(head, "Host"), text_of(head, "Origin"), text_of(head, "Sec-Fetch-Site")};
    asked.cookie = text_of(head, "Cookie");
    asked.content_type = text_of(head, "Content-Type");
    asked.etags = text_of(head, "If-None-Match");
    asked.background = !text_of(head, "GoodOffices-Background").empty();
    if (request.count(http::field::accept_encoding) > 0) asked.codings = text_of(head, "Accept-Encoding");
    return asked;
  }

  /// All that can be refused before the body is read, so that only who is at home here makes the post read one.
  Result<void> admit(Asked& asked, web::Head& head) {
    OFFICES_CHECK(server_.service.admit(asked));
    auto most = Service::body_max(asked.wanted.route);
    if (head.content_length().value_or(0) > most) return fail(most ? Code::too_large : Code::malformed, most ? "" : "no body is expected");
    if (!most && head.chunked()) return fail(Code::malformed, "no body is expected");
    head.body_limit(std::max<std::size_t>(most, 1));
    return {};
  }

  /// Refuses a request whose body was not read: where there is none, the conversation goes on.
  asio::awaitable<bool> refuse(Error why, std::optional<Asked> asked, const web::Head& head) {
    auto version = head.get().version();
    if (!head.is_done()) co_return co_await hang_up(std::move(why), std::move(asked), version);
    bool keep = head.keep_alive() && !server_.stopping(), is_head = head.get().method() == http::verb::head;
    auto answer = refusal(why, asked, server_.port());
    co_return co_await line_.send(to_http(std::move(answer), version, keep, is_head)) && keep;
  }

  asio::awaitable<bool> hang_up(Error why, std::optional<Asked> asked, unsigned version) {
    if (why.code == Code::cancelled) co_return false;
    auto answer = refusal(why, asked, server_.port());
    co_await line_.send_last(to_http(std::move(answer), version, false, false), drain_bytes_max);
    co_return false;
  }

  Server& server_;
  web::Line<beast::tcp_stream> line_;
  std::list<beast::tcp_stream*>::iterator self_;
  bool greeted_ = false;  ///< has had a first request: until then one deadline holds from accepting
};

}  // namespace

asio::awaitable<void> converse(std::shared_ptr<Server> server, asio::ip::tcp::socket socket) {
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  Conversation conversation(*server, std::move(socket));
  co_await conversation.talk();
}

}  // namespace offices::desk
