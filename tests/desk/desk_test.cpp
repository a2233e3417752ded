// SPDX-License-Identifier: Apache-2.0
// The desk's server, spoken to over a socket as browsers, scripts and strangers do.
#include <sys/wait.h>

#include "desk/fake_host.hpp"
#include "desk/keep.hpp"

namespace offices::desk {
namespace {

using namespace testing;

class DeskTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(browser.open(desk.opening()).result_int(), 303u); }
  Reply ask(std::string_view method, std::string_view target, const Headers& headers, std::string_view body = {}) {
    return RawLine(desk.port()).ask(request(method, target, headers, body));
  }
  Headers without(std::string_view name) {
    auto all = browser.headers();
    std::erase_if(all, [&](const auto& h) { return h.first == name; });
    return all;
  }
  Headers with(std::string name, std::string value) {
    auto all = without(name);
    all.emplace_back(std::move(name), std::move(value));
    return all;
  }
  Reply echo(const Headers& headers) { return ask("POST", "/api/echo", headers, "{}"); }

  RunningDesk desk;
  Browser browser{desk.port()};
};

TEST_F(DeskTest, AnswersAVerbToWhoHasTheCookie) {
  auto reply = browser.post("/api/echo", R"({"a":[1,"ü"]})");
  EXPECT_EQ(reply.result_int(), 200u);
  EXPECT_EQ(reply.body(), R"({"result":{"a":[1,"ü"]}})");
  EXPECT_EQ(reply["Content-Type"], "application/json");
  EXPECT_EQ(reply["Cache-Control"], "no-store");
}

TEST_F(DeskTest, PassesARefusalOnWithItsStatus) {
  auto reply = browser.post("/api/refuse", "{}");
  EXPECT_EQ(reply.result_int(), 403u);
  auto error = Json::parse(reply.body()).at("error");
  EXPECT_EQ(error.at("code"), "no_mandate");
  EXPECT_EQ(error.at("message"), "no mandate allows this addressee: nothing was authorised for Iran");
  EXPECT_EQ(error.at("hint"), "ask the author for one");
}

TEST_F(DeskTest, LetsATokenInOnce) {
  auto address = desk.opening();
  Browser first(desk.port()), second(desk.port());
  auto opened = first.open(address);
  EXPECT_EQ(opened.result_int(), 303u);
  EXPECT_EQ(opened["Location"], "/");
  auto set = std::string(opened["Set-Cookie"]);
  EXPECT_TRUE(set.starts_with("goodoffices_desk_" + std::to_string(desk.port()) + "=")) << set;
  EXPECT_TRUE(set.ends_with("; HttpOnly; SameSite=Strict; Path=/")) << set;
  auto replayed = second.open(address);
  EXPECT_EQ(replayed.result_int(), 403u);
  EXPECT_TRUE(replayed["Set-Cookie"].empty());
  EXPECT_NE(replayed.body().find("has been used or has expired"), std::string::npos);
  EXPECT_EQ(first.post("/api/echo", "{}").result_int(), 200u);
}

TEST_F(DeskTest, LetsNobodyInWithAnExpiredToken) {
  auto address = desk.opening();
  desk.clock.turn(opening_lives_s + 1);
  EXPECT_EQ(Browser(desk.port()).open(address).result_int(), 403u);
  EXPECT_EQ(Browser(desk.port()).open("/open?token=").result_int(), 403u);
}

TEST_F(DeskTest, NeitherSetsNorShowsWhatRunsOnTheMachine) {
  for (const char* verb : {"duty.set", "duty.show", "text.publish", "desk.open"}) {
    auto reply = browser.post(std::string("/api/") + verb, "{}");
    EXPECT_EQ(browser.code(reply), "usage") << verb;
    EXPECT_NE(reply.body().find("command line"), std::string::npos) << verb << reply.body();
  }
}

TEST_F(DeskTest, DoesNotUseUpATokenForAskingHow) {
  auto address = desk.opening();
  RawLine line(desk.port());
  line.say(request("HEAD", address, {{"Host", browser.host()}}));
  EXPECT_EQ(line.hear(true).result_int(), 405u);
  EXPECT_EQ(ask("POST", address, browser.headers()).result_int(), 405u);
  EXPECT_EQ(Browser(desk.port()).open(address).result_int(), 303u);
}

TEST_F(DeskTest, RefusesWhoHasNoCookieOrAnothers) {
  for (const auto& cookie : {std::string(), std::string("goodoffices_desk_1=x"), browser.cookie + "x"}) {
    auto reply = echo(cookie.empty() ? without("Cookie") : with("Cookie", cookie));
    EXPECT_EQ(reply.result_int(), 401u);
    EXPECT_EQ(browser.code(reply), "no_session");
  }
}

/// A page on another port can set cookies of this host: its own are beside ours, before or behind.
TEST_F(DeskTest, FindsItsCookieAmongOthersOfItsName) {
  auto name = browser.cookie.substr(0, browser.cookie.find('='));
  EXPECT_EQ(echo(with("Cookie", name + "=planted; " + browser.cookie + "; a=b")).result_int(), 200u);
}

TEST_F(DeskTest, RefusesAnotherOrigin) {
  for (const char* origin : {"http://evil.example", "https://127.0.0.1", "null", "http://localhost:1"}) {
    auto reply = echo(with("Origin", origin));
    EXPECT_EQ(reply.result_int(), 403u) << origin;
    EXPECT_EQ(browser.code(reply), "wrong_origin");
  }
  EXPECT_EQ(echo(with("Sec-Fetch-Site", "same-site")).result_int(), 403u);
  EXPECT_EQ(echo(with("Sec-Fetch-Site", "cross-site")).result_int(), 403u);
  EXPECT_EQ(echo(without("Origin")).result_int(), 403u);
  auto all = without("Origin");
  all.emplace_back("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(echo(all).result_int(), 200u);
}

/// A name that a stranger points at 127.0.0.1 (DNS rebinding) is not ours, whatever is asked for.
TEST_F(DeskTest, RefusesAnotherHost) {
  auto port = std::to_string(desk.port());
  for (const auto& host : std::vector<std::string>{"evil.example:" + port, "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:" + port}) {
    auto headers = with("Host", host);
    std::erase_if(headers, [](const auto& h) { return h.first == "Origin"; });
    headers.emplace_back("Origin", "http://" + host);
    auto reply = echo(headers);
    EXPECT_EQ(reply.result_int(), 421u) << host;
    EXPECT_EQ(browser.code(reply), "wrong_origin");
    EXPECT_EQ(ask("GET", "/", {{"Host", host}}).result_int(), 421u);
  }
  for (const auto& host : {"localhost:" + port, "[::1]:" + port}) {
    auto headers = with("Host", host);
    std::erase_if(headers, [](const auto& h) { return h.first == "Origin"; });
    headers.emplace_back("Origin", "http://" + host);
    EXPECT_EQ(echo(headers).result_int(), 200u) << host;
  }
  EXPECT_EQ(echo(without("Host")).result_int(), 421u);
}

TEST_F(DeskTest, TakesJsonAlone) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"}) {
    auto reply = echo(with("Content-Type", type));
    EXPECT_EQ(reply.result_int(), 415u) << type;
    EXPECT_EQ(browser.code(reply), "not_json");
  }
  EXPECT_EQ(echo(with("Content-Type", "Application/JSON; charset=utf-8")).result_int(), 200u);
  EXPECT_EQ(echo(without("Content-Type")).result_int(), 415u);
}

TEST_F(DeskTest, RefusesWhatIsNoObject) {
  for (const char* body : {"[]", "\"text\"", "1", "{", "{\"a\":1,\"a\":2}", "{\"a\":1.5}", "{}x"}) {
    auto reply = browser.post("/api/echo", body);
    EXPECT_EQ(reply.result_int(), 400u) << body;
  }
  EXPECT_EQ(browser.post("/api/echo", "").result_int(), 400u);
}

TEST_F(DeskTest, RefusesABodyBeyondItsBound) {
  auto headers = browser.headers();
  headers.emplace_back("Content-Length", std::to_string(post::request_bytes_max + 1));
  auto reply = ask("POST", "/api/echo", headers);
  EXPECT_EQ(reply.result_int(), 413u);
  EXPECT_EQ(browser.code(reply), "too_large");
  std::string most = R"({"a":")" + std::string(post::request_bytes_max - 8, 'x') + R"("})";
  ASSERT_EQ(most.size(), post::request_bytes_max);
  EXPECT_EQ(browser.post("/api/echo", most).result_int(), 200u);
}

TEST_F(DeskTest, RefusesAChunkedBodyBeyondItsBound) {
  auto headers = browser.headers();
  headers.emplace_back("Transfer-Encoding", "chunked");
  RawLine line(desk.port());
  line.say(request("POST", "/api/echo", headers));
  std::string chunk = "100000\r\n" + std::string(0x100000, ' ') + "\r\n";
  for (int i = 0; i < 5; ++i) line.say(chunk);
  EXPECT_EQ(line.hear().result_int(), 413u);
}

TEST_F(DeskTest, KnowsNoOtherPaths) {
  for (const char* path : {"/etc/passwd", "/../post.db", "/assets/../../post.db", "/assets/%2e%2e/post.db", "/assets//etc/passwd", "/x",
                           "//", "/index.html/..", "/desk/", "/desk/state/x", "/open"})
    EXPECT_EQ(browser.get(path).result_int(), 404u) << path;
  EXPECT_EQ(browser.get("/api/").result_int(), 400u);
  EXPECT_EQ(browser.post("/api/nonsense", "{}").result_int(), 400u);
  EXPECT_EQ(browser.post("/api/Echo", "{}").result_int(), 400u);
  EXPECT_EQ(browser.post("/api/echo/x", "{}").result_int(), 400u);
  EXPECT_EQ(browser.post("/api/echo?x=1", "{}").result_int(), 400u);
}

TEST_F(DeskTest, HasOneMethodForEachPath) {
  for (const char* method : {"GET", "PUT", "DELETE", "OPTIONS", "PATCH"})
    EXPECT_EQ(ask(method, "/api/echo", browser.headers()).result_int(), 405u) << method;
  auto preflight = ask("OPTIONS", "/api/echo", {{"Host", browser.host()}, {"Origin", "http://evil.example"}});
  EXPECT_EQ(preflight.result_int(), 405u);
  EXPECT_TRUE(preflight["Access-Control-Allow-Origin"].empty());
  EXPECT_EQ(browser.post("/", "{}").result_int(), 405u);
  EXPECT_EQ(browser.post("/api/events", "{}").result_int(), 405u);
}

TEST_F(DeskTest, AnswersHeadWithoutABody) {
  RawLine line(desk.port());
  Headers host{{"Host", browser.host()}};
  line.say(request("HEAD", "/api", host) + request("HEAD", "/nothing", host) + request("GET", "/api", host));
  auto head = line.hear(true);
  EXPECT_EQ(head.result_int(), 200u);
  EXPECT_TRUE(head.body().empty());
  EXPECT_EQ(line.hear(true).result_int(), 404u);
  auto whole = line.hear();
  EXPECT_EQ(whole.result_int(), 200u);
  EXPECT_EQ(head["Content-Length"], std::to_string(whole.body().size()));
}

TEST_F(DeskTest, AnswersPipelinedRequestsInTheirOrder) {
  RawLine line(desk.port());
  std::string all;
  for (int i = 0; i < 20; ++i) all += request("POST", "/api/echo", browser.headers(), "{\"n\":" + std::to_string(i) + "}");
  line.say(all);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(line.hear().body(), "{\"result\":{\"n\":" + std::to_string(i) + "}}");
}

TEST_F(DeskTest, BindsTheBrowserOnEveryAnswer) {
  for (const char* path : {"/", "/api", "/nothing", "/desk/state"}) {
    auto reply = browser.get(path);
    auto policy = std::string(reply["Content-Security-Policy"]);
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self';")) << path;
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(reply["X-Content-Type-Options"], "nosniff");
    EXPECT_EQ(reply["Referrer-Policy"], "no-referrer");
    EXPECT_EQ(reply["Cross-Origin-Opener-Policy"], "same-origin");
    EXPECT_EQ(reply["Cross-Origin-Resource-Policy"], "same-origin");
    EXPECT_TRUE(reply["Access-Control-Allow-Origin"].empty());
  }
}

TEST_F(DeskTest, ShowsAPageEvenToWhoIsNotLetIn) {
  Browser stranger(desk.port());
  auto page = stranger.get("/");
  EXPECT_EQ(page.result_int(), 200u);
  EXPECT_EQ(page["Content-Type"], "text/html; charset=utf-8");
  EXPECT_EQ(stranger.get("/api").result_int(), 200u);
  EXPECT_EQ(stranger.post("/api/echo", "{}").result_int(), 401u);
}

TEST_F(DeskTest, GivesFiveThousandItemsAtOnce) {
  auto reply = browser.post("/api/many", "{}");
  EXPECT_EQ(reply.result_int(), 200u);
  EXPECT_EQ(Json::parse(reply.body()).at("result").at("items").size(), 5000u);
}

TEST_F(DeskTest, RefusesWhatIsNoHttp) {
  EXPECT_EQ(RawLine(desk.port()).ask("SSH-2.0-client\r\n\r\n").result_int(), 400u);
  EXPECT_EQ(
      RawLine(desk.port()).ask("GET / HTTP/1.1\r\nHost: " + browser.host() + "\r\nA: " + std::string(9000, 'x') + "\r\n\r\n").result_int(),
      413u);
  EXPECT_EQ(ask("GET", "/", {{"Host", browser.host()}, {"Host", "evil.example"}}).result_int(), 400u);
}

TEST_F(DeskTest, KeepsWhatThePageLeavesWithIt) {
  EXPECT_EQ(browser.post("/api/desk.keep", R"({"name":"draft:1","value":{"text":"We hold."}})").body(), R"({"result":{"name":"draft:1"}})");
  EXPECT_EQ(browser.post("/api/desk.kept", R"({"name":"draft:1"})").body(), R"({"result":{"name":"draft:1","value":{"text":"We hold."}}})");
  EXPECT_EQ(browser.post("/api/desk.kept", "{}").body(), R"({"result":{"items":[{"name":"draft:1","value":{"text":"We hold."}}]}})");
  EXPECT_EQ(browser.post("/api/desk.keep", R"({"name":"draft:1","value":null})").result_int(), 200u);
  EXPECT_EQ(browser.post("/api/desk.kept", R"({"name":"draft:1"})").body(), R"({"result":{"name":"draft:1","value":null}})");
  EXPECT_EQ(browser.post("/api/desk.keep", R"({"name":"Draft","value":1})").result_int(), 400u);
  EXPECT_EQ(browser.post("/api/desk.keep", R"({"name":"../x/y","value":1})").result_int(), 400u);
  auto large = R"({"name":"large","value":")" + std::string(kept_bytes_max, 'x') + R"("})";
  EXPECT_EQ(browser.post("/api/desk.keep", large).result_int(), 413u);
  for (std::int64_t i = 0; i < kept_names_max; ++i)
    EXPECT_EQ(browser.post("/api/desk.keep", R"({"value":1,"name":"n)" + std::to_string(i) + "\"}").result_int(), 200u);
  EXPECT_EQ(browser.post("/api/desk.keep", R"({"name":"one.more","value":1})").result_int(), 413u);
  EXPECT_EQ(browser.post("/api/desk.keep", R"({"name":"n0","value":2})").result_int(), 200u);
}

TEST_F(DeskTest, GivesNoOpeningAddressToAPage) {
  EXPECT_EQ(browser.post("/api/desk.open", "{}").result_int(), 400u);
  auto opened = desk.on_io([&] { return desk.desk().call("desk.open", Json::object()); });
  ASSERT_TRUE(opened.has_value());
  EXPECT_TRUE(opened->at("url").get<std::string>().starts_with("http://127.0.0.1:" + std::to_string(desk.port()) + "/open?token="));
}

TEST_F(DeskTest, ServesTwoBrowsersAtOnce) {
  Browser other(desk.port());
  other.open(desk.opening());
  EXPECT_NE(other.cookie, browser.cookie);
  EXPECT_EQ(browser.post("/desk/lock", "{}").result_int(), 200u);
  EXPECT_EQ(browser.post("/api/echo", "{}").result_int(), 423u);
  EXPECT_EQ(other.post("/api/echo", "{}").result_int(), 200u);
}

/// Whoever trickles octets holds a line no longer than the desk's patience, and nobody else waits for it.
TEST(DeskPatience, DropsWhoTakesTooLong) {
  DeskOptions options;
  options.patience.header = options.patience.progress = options.patience.idle = std::chrono::milliseconds(250);
  RunningDesk desk(options);
  RawLine silent(desk.port()), half(desk.port()), idle(desk.port());
  half.say("GET / HTTP/1.1\r\nHost: 127");
  Browser browser(desk.port());
  EXPECT_EQ(browser.open(desk.opening()).result_int(), 303u);
  EXPECT_EQ(idle.ask(request("GET", "/", {{"Host", browser.host()}})).result_int(), 200u);
  auto headers = browser.headers();
  headers.emplace_back("Content-Length", "100");
  RawLine body(desk.port());
  body.say(request("POST", "/api/echo", headers) + "{");
  for (auto* line : {&silent, &half, &idle, &body}) EXPECT_TRUE(line->ended());
}

TEST(DeskPatience, TakesNoMoreConnectionsThanItSays) {
  DeskOptions options;
  options.connections_max = 2;
  RunningDesk desk(options);
  Browser browser(desk.port());
  auto ask = request("GET", "/", {{"Host", browser.host()}});
  auto first = std::make_unique<RawLine>(desk.port());
  RawLine second(desk.port());
  EXPECT_EQ(first->ask(ask).result_int(), 200u);
  EXPECT_EQ(second.ask(ask).result_int(), 200u);
  EXPECT_EQ(RawLine(desk.port()).ask(ask).result_int(), 0u);
  first.reset();
  // The desk notices at once that somebody left, but not before it is told.
  while (RawLine(desk.port()).ask(ask).result_int() != 200u) std::this_thread::yield();
}

TEST(DeskPort, IsRefusedWhereItIsTaken) {
  RunningDesk desk;
  FakeHost other;
  HandClock clock;
  crypto::SystemRandom random;
  DeskOptions options;
  options.port = desk.port();
  auto second = open_desk(other, options, clock, random);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, Code::port_taken);
}

/// Another user of this machine may have seen the cookie; its connection is closed before anything is read.
TEST(DeskUsers, AreTheOwnerAlone) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  RunningDesk desk;
  Browser browser(desk.port());
  browser.open(desk.opening());
  auto ask = request("POST", "/api/echo", browser.headers(), "{}");
  auto port = desk.port();
  auto child = ::fork();
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (::setuid(nobody) != 0) ::_exit(3);
    ::_exit(RawLine(port).ask(ask).result_int() == 0 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_EQ(browser.post("/api/echo", "{}").result_int(), 200u);
}

}  // namespace
}  // namespace offices::desk
