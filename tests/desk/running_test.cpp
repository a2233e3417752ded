// SPDX-License-Identifier: Apache-2.0
// The desk of real posts that run: a page acts, another post's page is told; the post is started again under a page.
#include <signal.h>

#include "desk/api_document.hpp"
#include "desk/fake_host.hpp"
#include "post/session.hpp"

namespace offices::desk {
namespace {

using namespace testing;

const post::AskPassphrase nobody = [] { return Result<crypto::SecretBytes>(fail(Code::passphrase_needed)); };

/// `goodoffices run --desk` on a thread, and a browser that was let in.
class RunningPost {
 public:
  RunningPost(const Folder& folder, const std::string& name, std::string relay) : home_(folder.file(name)) {
    post::InitOptions options;
    options.home = home_;
    options.relays = {std::move(relay)};
    EXPECT_TRUE(post::init(std::move(options)).has_value());
  }
  ~RunningPost() { wait(); }

  void start() {
    std::promise<std::string> ready;
    thread_ = std::thread([this, &ready] { EXPECT_TRUE(run(ready).has_value()); });
    auto address = ready.get_future().get();
    auto keep = browser ? browser->cookie : std::string();
    browser = std::make_unique<Browser>(port_);
    opening_ = address.substr(address.find("/open"));
    if (keep.empty()) browser->open(opening_);
    else browser->cookie = keep;
  }
  void wait() {
    if (thread_.joinable()) thread_.join();
  }
  void open_again() { browser->open(opening_); }

  Json call(const std::string& verb, const Json& args) {
    EXPECT_EQ(document.argument_faults(verb, args), std::vector<std::string>{});
    auto reply = browser->post("/api/" + verb, args.dump());
    auto json = Json::parse(reply.body());
    if (!json.contains("result")) {
      ADD_FAILURE() << verb << ": " << reply.body();
      return Json::object();
    }
    EXPECT_EQ(document.result_faults(verb, json.at("result")), std::vector<std::string>{});
    return json.at("result");
  }
  std::uint16_t port() const { return port_; }
  std::filesystem::path socket() const { return home_ / "run.sock"; }

  std::unique_ptr<Browser> browser;
  ApiDocument document;

 private:
  Result<void> run(std::promise<std::string>& ready) {
    std::string address;
    auto invite = [&](post::Host& host) -> Result<std::unique_ptr<post::Guest>> {
      DeskOptions options;
      options.port = port_;
      OFFICES_TRY(desk, open_desk(host, options, clock_, random_));
      port_ = desk->port();
      address = desk->opening_address();
      return desk;
    };
    return post::run(home_, nobody, [&] { ready.set_value(address); }, invite);
  }

  std::filesystem::path home_;
  base::SystemClock clock_;
  crypto::SystemRandom random_;
  std::uint16_t port_ = 0;
  std::string opening_;
  std::thread thread_;
};

class Running : public ::testing::Test {
 protected:
  Running() {
    moscow.start();
    israel.start();
  }
  // A signal to the process ends every post in it.
  void TearDown() override { ::kill(::getpid(), SIGTERM); }
  std::string open_case() {
    auto id = moscow.call("case.open", {{"title", "Channel"}, {"as", "Moscow"}}).at("case").get<std::string>();
    auto invited = moscow.call("case.invite", {{"case", id}, {"role", "party"}, {"name", "Israel"}});
    EXPECT_EQ(invited.at("ready"), true);
    Json args{{"file", invited.at("file")}, {"accept_charter", true}};
    std::int64_t seen = 0;
    while (israel.call("case.join", args).at("state") != "admitted") seen = israel.call("await", {{"beyond", seen}}).at("newest");
    return id;
  }

  Folder folder;
  relay::testing::RunningRelay relay{relay::testing::quiet_options(folder)};
  RunningPost moscow{folder, "moscow", relay.url()}, israel{folder, "israel", relay.url()};
};

TEST_F(Running, TellsThePageOfAStatementThatArrives) {
  auto id = open_case();
  RawLine page(moscow.port());
  page.say(request("GET", "/api/events",
                   {{"Host", moscow.browser->host()}, {"Sec-Fetch-Site", "same-origin"}, {"Cookie", moscow.browser->cookie}}));
  auto heard = page.hear_until("event: newest");
  EXPECT_NE(heard.find(R"("state":"answers")"), std::string::npos) << heard;
  EXPECT_EQ(israel.call("signal", {{"case", id}, {"to", {"Moscow"}}, {"text", "On record."}}).at("delivery"), "sent");
  while (moscow.call("inbox", Json::object()).at("items").empty()) heard += page.hear_until("event: newest");
  EXPECT_EQ(moscow.call("inbox", Json::object()).at("items").at(0).at("text"), "On record.");
  moscow.call("sync", Json::object());
  moscow.call("status", Json::object());
}

TEST_F(Running, AnswersTheSocketBesideThePage) {
  post::SocketSession socket(moscow.socket());
  auto opened = socket.call("desk.open", Json::object());
  ASSERT_TRUE(opened.has_value());
  auto url = opened->at("url").get<std::string>();
  Browser other(moscow.port());
  EXPECT_EQ(other.open(url.substr(url.find("/open"))).result_int(), 303u);
  EXPECT_EQ(socket.call("desk.open", {{"more", 1}}).error().code, Code::usage);
  EXPECT_EQ(socket.call("desk.nonsense", Json::object()).error().code, Code::usage);
  ASSERT_TRUE(socket.call("desk.keep", {{"name", "theme"}, {"value", "dark"}}).has_value());
  EXPECT_EQ(moscow.call("desk.kept", {{"name", "theme"}}).at("value"), "dark");
}

TEST_F(Running, ExportsADossierWithoutAFile) {
  auto id = open_case();
  auto exported = israel.call("dossier.export", {{"case", id}, {"placed", true}});
  EXPECT_FALSE(exported.contains("file"));
  EXPECT_EQ(moscow.call("dossier.verify", {{"document", exported.at("document")}}).at("mode"), "placed");
  auto named = israel.browser->post("/api/dossier.export", Json{{"case", id}, {"file", "/tmp/x"}}.dump());
  EXPECT_EQ(named.result_int(), 400u);
  auto read = israel.browser->post("/api/dossier.verify", R"({"file":"/etc/passwd"})");
  EXPECT_EQ(read.result_int(), 400u);
}

/// The cookie of a process that is gone opens nothing, and says why; what the page had kept is still there.
TEST_F(Running, IsClosedToThePageOfAProcessThatIsGone) {
  moscow.call("desk.keep", {{"name", "draft"}, {"value", {{"text", "We hold our fire."}}}});
  ::kill(::getpid(), SIGTERM);
  moscow.wait();
  israel.wait();
  moscow.start();
  israel.start();
  auto reply = moscow.browser->post("/api/case.list", "{}");
  EXPECT_EQ(reply.result_int(), 401u);
  EXPECT_EQ(moscow.browser->code(reply), "no_session");
  EXPECT_EQ(moscow.browser->get("/api/events").result_int(), 401u);
  moscow.open_again();
  EXPECT_EQ(moscow.call("desk.kept", {{"name", "draft"}}).at("value").at("text"), "We hold our fire.");
  moscow.call("fsck", Json::object());
}

TEST(WithoutADesk, ThePostSaysSo) {
  Folder folder;
  post::InitOptions options;
  options.home = folder.file("post");
  ASSERT_TRUE(post::init(std::move(options)).has_value());
  std::promise<void> ready;
  std::thread thread([&] { EXPECT_TRUE(post::run(folder.file("post"), nobody, [&] { ready.set_value(); }).has_value()); });
  ready.get_future().wait();
  post::SocketSession socket(std::filesystem::path(folder.file("post")) / "run.sock");
  EXPECT_EQ(socket.call("desk.open", Json::object()).error().code, Code::no_desk);
  ::kill(::getpid(), SIGTERM);
  thread.join();
}

}  // namespace
}  // namespace offices::desk
