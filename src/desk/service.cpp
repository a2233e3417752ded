// SPDX-License-Identifier: Apache-2.0
#include "desk/service.hpp"

#include "desk/dossier.hpp"
#include "desk/keep.hpp"

namespace offices::desk {
namespace asio = boost::asio;
namespace {

constexpr std::size_t small_body_bytes_max = 64 * 1024;

bool is_json(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return boost::beast::iequals(type, "application/json");
}

Result<Json> read_object(ByteView body) {
  auto json = base::parse_json(body);
  if (!json) return fail(Code::malformed, json.error().detail);
  if (!json->is_object()) return fail(Code::usage, "the arguments of a verb are a JSON object");
  return json;
}

Json relay_json(const post::RelayHealth& relay) {
  return {{"url", relay.url},
          {"state", relay.answers ? "answers" : "silent"},
          {"last_ok", relay.last_ok ? Json(base::iso(*relay.last_ok)) : Json(nullptr)}};
}

/// Takes the passphrase out of the body, and wipes what else held it.
Result<crypto::SecretBytes> passphrase_in(Bytes& body) {
  auto json = read_object(body);
  crypto::wipe(body);
  if (!json) return std::unexpected(json.error());
  auto found = json->find("passphrase");
  if (json->size() != 1 || found == json->end() || !found->is_string()) return fail(Code::usage, "unlock takes {\"passphrase\": text}");
  auto& text = found->get_ref<std::string&>();
  auto secret = crypto::SecretBytes::from(base::as_bytes(text));
  crypto::wipe({reinterpret_cast<Byte*>(text.data()), text.size()});
  return secret;
}

constexpr std::string_view no_page =
    "This build of Good Offices has no page inside it. The post answers its programming interface here (/api); use the command line, or "
    "a build with the page.";

}  // namespace

Service::Service(post::Host& host, const Clock& clock, crypto::Random& random, std::int64_t idle_s)
    : host_(host), sessions_(clock, random, idle_s) {}

// A browser sends a cookie to every port of a host: two desks side by side must not take each other's.
std::string Service::cookie_name() const { return "goodoffices_desk_" + std::to_string(port_); }

std::string Service::opening_address() { return "http://127.0.0.1:" + std::to_string(port_) + "/open?token=" + sessions_.mint_token(); }

std::size_t Service::body_max(const Route& route) {
  if (std::holds_alternative<VerbRoute>(route)) return post::request_bytes_max;
  return std::holds_alternative<DeskRoute>(route) ? small_body_bytes_max : 0;
}

Result<void> Service::check_session(Asked& asked, bool open_to_locked) {
  asked.session = sessions_.find(cookies_named(asked.cookie, cookie_name()));
  if (!asked.session) return fail(Code::no_session, {});
  if (!open_to_locked && sessions_.is_locked(*asked.session)) return fail(Code::desk_locked, {});
  return {};
}

Result<void> Service::admit(Asked& asked) {
  const auto& route = asked.wanted.route;
  if (!is_our_host(asked.claims.host, port_)) return fail(Code::wrong_origin, "this is not the desk's address");
  bool acts = std::holds_alternative<VerbRoute>(route);
  const auto* desk = std::get_if<DeskRoute>(&route);
  if (desk) acts = desk->what != "state";
  bool tells = desk || std::holds_alternative<EventsRoute>(route);
  if (!acts && !tells) return {};
  OFFICES_CHECK(check_origin(asked.claims, acts));
  OFFICES_CHECK(check_session(asked, tells));
  if (acts && !is_json(asked.content_type)) return fail(Code::not_json, {});
  return {};
}

asio::awaitable<Answer> Service::answer(Asked asked, Bytes body) {
  auto route = asked.wanted.route;
  return std::visit([&](auto& r) { return on(std::move(r), std::move(asked), std::move(body)); }, route);
}

asio::awaitable<Answer> Service::on(OpenRoute route, Asked asked, Bytes) {
  auto session = sessions_.exchange(route.token);
  if (!session)
    co_return words_answer(403, "This address has been used or has expired",
                           "An opening address works once, within five minutes. Type 'goodoffices desk' for a new one.");
  if (auto before = sessions_.find(cookies_named(asked.cookie, cookie_name()))) sessions_.end(before);
  if (changed_) changed_();
  Answer answer{.status = 303};
  answer.headers = {{"Location", "/"}, {"Set-Cookie", cookie_name() + "=" + session->key + "; HttpOnly; SameSite=Strict; Path=/"}};
  co_return answer;
}

asio::awaitable<Answer> Service::on(PageRoute route, Asked asked, Bytes) {
  if (const auto* asset = find_asset(route.path)) co_return asset_answer(*asset, asked.etags, asked.codings ? &*asked.codings : nullptr);
  if (route.path == "/") co_return words_answer(200, "No desk in this build", no_page);
  co_return error_answer({Code::not_found, {}});
}

asio::awaitable<Answer> Service::on(DocumentRoute, Asked, Bytes) {
  co_return Answer{.content_type = "application/json", .body = base::to_bytes(base::as_bytes(api_document()))};
}

asio::awaitable<Answer> Service::on(EventsRoute, Asked, Bytes) { co_return Answer{}; }  // the connection's own affair

asio::awaitable<Answer> Service::on(VerbRoute route, Asked asked, Bytes body) {
  if (!asked.background) sessions_.touch(*asked.session);
  auto args = read_object(body);
  if (!args) co_return error_answer(args.error());
  body = {};
  co_return api_answer(co_await call(std::move(route.verb), *std::move(args)));
}

asio::awaitable<Result<Json>> Service::call(std::string verb, Json args) {
  // An opening address would let a page that was left open make itself a second one.
  if (verb == "desk.open") co_return fail(Code::usage, "an opening address is asked for on the command line: 'goodoffices desk'");
  // What runs on the machine, and where it writes, is neither set nor shown in a browser.
  if (verb == "text.publish" || verb == "duty.set" || verb == "duty.show")
    co_return fail(Code::usage, "the command line alone does that: 'goodoffices duty', 'goodoffices communique release'");
  if (verb == "dossier.verify") co_return verify_dossier(args);
  if (verb != "dossier.export") co_return co_await host_.answer({std::move(verb), std::move(args)});
  DossierFile file;
  if (auto ok = file.ask_for(args); !ok) co_return std::unexpected(ok.error());
  auto result = co_await host_.answer({std::move(verb), std::move(args)});
  co_return file.put_into(std::move(result));
}

asio::awaitable<Answer> Service::on(DeskRoute route, Asked asked, Bytes body) {
  auto& session = *asked.session;
  if (route.what == "unlock") co_return api_answer(unlock(session, body));
  if (route.what == "lock") {
    session.locked = true;
    if (changed_) changed_();
  }
  if (route.what == "active" && !sessions_.is_locked(session)) sessions_.touch(session);
  co_return api_answer(state_of(session));
}

Result<Json> Service::unlock(Session& session, Bytes& body) {
  OFFICES_TRY(passphrase, passphrase_in(body));
  if (!sessions_.is_locked(session)) return state_of(session);
  OFFICES_TRY(has_one, host_.ledger().has_passphrase());
  if (!has_one) return fail(Code::desk_locked, "this post has no passphrase");
  if (!sessions_.may_try()) return fail(Code::rate_limited, "five passphrases a minute");
  OFFICES_TRY(is_right, host_.ledger().is_passphrase(passphrase));
  if (!is_right) return fail(Code::wrong_passphrase, {});
  sessions_.forget_tries();
  sessions_.unlock(session);
  if (changed_) changed_();
  return state_of(session);
}

Json Service::state_of(Session& session) {
  bool locked = sessions_.is_locked(session);
  Json relays = Json::array();
  if (!locked)
    for (const auto& relay : host_.relays()) relays.push_back(relay_json(relay));
  auto has_passphrase = host_.ledger().has_passphrase();
  return {{"relays", relays}, {"locked", locked}, {"unlock", has_passphrase && *has_passphrase ? "passphrase" : "opening"}};
}

std::optional<std::int64_t> Service::newest_for(Session& session) {
  if (sessions_.is_locked(session)) return std::nullopt;
  auto newest = host_.ledger().newest_row();
  return newest ? std::optional(*newest) : std::nullopt;
}

}  // namespace offices::desk
