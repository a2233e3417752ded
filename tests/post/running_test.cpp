// SPDX-License-Identifier: Apache-2.0
// Running posts: several people's requests at once on their sockets, while envelopes come and go over a relay.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <future>

#include "post/local_api.hpp"
#include "post/piece.hpp"
#include "post/session.hpp"
#include "post/slow_disk.hpp"
#include "relay/running_relay.hpp"
#include "store/database.hpp"

namespace offices::post {
namespace {

using relay::testing::Folder;

const AskPassphrase nobody = [] { return Result<crypto::SecretBytes>(fail(Code::passphrase_needed)); };

/// `goodoffices run` on a thread.
class RunningPost {
 public:
  RunningPost(const Folder& folder, const std::string& name, std::vector<std::string> relays) : home_(folder.file(name)) {
    InitOptions options;
    options.home = home_;
    options.relays = std::move(relays);
    EXPECT_TRUE(init(std::move(options)).has_value());
    std::promise<void> ready;
    thread_ = std::thread([this, &ready] {
      SlowDisk::passes();
      EXPECT_TRUE(run(home_, nobody, [&] { ready.set_value(); }).has_value());
    });
    ready.get_future().wait();
  }
  ~RunningPost() { thread_.join(); }
  Result<Json> ask(std::string_view verb, const Json& args) { return SocketSession(socket()).call(verb, args); }
  Json call(std::string_view verb, const Json& args) {
    auto result = ask(verb, args);
    EXPECT_TRUE(result.has_value()) << verb << ": " << (result ? "" : result.error().detail);
    return result ? *result : Json::object();
  }
  std::filesystem::path socket() const { return home_ / "run.sock"; }
  std::int64_t await_beyond(std::int64_t row) { return call("await", {{"beyond", row}}).value("newest", row + 1000); }

 private:
  std::filesystem::path home_;
  std::thread thread_;
};

class Running : public testing::Test {
 protected:
  // A signal to the process ends every post in it.
  void TearDown() override { ::kill(::getpid(), SIGTERM); }
  std::string open_case() {
    auto id = moscow.call("case.open", {{"title", "Channel"}, {"as", "Moscow"}}).at("case").get<std::string>();
    join(id, israel, "Israel");
    return id;
  }
  void join(const std::string& id, RunningPost& post, const std::string& name, const char* role = "party") {
    auto invited = moscow.call("case.invite", {{"case", id}, {"role", role}, {"name", name}});
    Json args{{"file", invited.at("file")}, {"accept_charter", true}};
    for (std::int64_t seen = 0; post.call("case.join", args).at("state") != "admitted";) seen = post.await_beyond(seen);
  }

  Folder folder;
  relay::testing::RunningRelay relay{relay::testing::quiet_options(folder)};
  RunningPost moscow{folder, "moscow", {relay.url()}}, israel{folder, "israel", {relay.url()}};
  std::unique_ptr<RunningPost> iran, agency;  ///< where a test needs more
};

TEST_F(Running, AnswersManyAtOnceAndLosesNothing) {
  auto id = open_case();
  constexpr int people = 4, each = 10;
  std::vector<std::thread> all;
  for (int p = 0; p < people; ++p)
    all.emplace_back([&, p] {
      for (int i = 0; i < each; ++i)
        israel.call("signal", {{"case", id}, {"to", {"Moscow"}}, {"text", "Number " + std::to_string(p * each + i)}});
    });
  for (auto& t : all) t.join();
  std::set<std::string> texts;
  for (std::int64_t seen = 0; texts.size() < people * each;) {
    seen = moscow.await_beyond(seen);
    for (const auto& item : moscow.call("inbox", {{"limit", 100}}).at("items")) texts.insert(item.at("text").get<std::string>());
  }
  EXPECT_EQ(texts.size(), people * each);
  EXPECT_EQ(moscow.call("fsck", Json::object()).at("ok"), true);
  // Confirmations wait for company, but not for ever.
  while (israel.call("status", Json::object()).at("outbox") != 0) std::this_thread::yield();
}

/// The addressee's receipt comes on one line and is reported on the other, with nobody typing anything.
TEST_F(Running, ReportsToTheAuthorWhatCameOnTheOtherLine) {
  iran = std::make_unique<RunningPost>(folder, "iran", std::vector{relay.url()});
  auto id = open_case();
  join(id, *iran, "Iran");
  for (std::int64_t seen = 0; israel.call("case.show", {{"case", id}}).at("participants").size() < 3;) seen = israel.await_beyond(seen);
  auto signal = israel.call("signal", {{"case", id}, {"to", {"Iran"}}, {"text", "We hold our fire."}}).at("signal");
  for (std::int64_t seen = 0; moscow.call("waiting", Json::object()).at("items").empty();) seen = moscow.await_beyond(seen);
  moscow.call("convey", {{"signal", signal}, {"to", "Iran"}});
  auto state = [&] { return israel.call("trace", {{"signal", signal}}).at("to").at(0).at("state"); };
  for (std::int64_t seen = 0; state() != "conveyed";) seen = israel.await_beyond(seen);
  EXPECT_EQ(state(), "conveyed");
}

TEST_F(Running, AwaitsWhatArrivesAndEndsWhenItsTimeIsUp) {
  auto id = open_case();
  auto now = moscow.await_beyond(0);
  EXPECT_EQ(moscow.call("await", {{"beyond", now}, {"timeout_s", 0}}).at("newest"), now);
  EXPECT_EQ(moscow.ask("await", {{"beyond", -1}}).error().code, Code::usage);
  EXPECT_EQ(moscow.ask("await", {{"since", 1}}).error().code, Code::usage);
  auto later = std::async(std::launch::async, [&] { return moscow.await_beyond(now); });
  auto other = std::async(std::launch::async, [&] { return moscow.await_beyond(now); });
  israel.call("signal", {{"case", id}, {"to", {"Moscow"}}, {"text", "On record."}});
  EXPECT_EQ(later.get(), now + 1);
  EXPECT_EQ(other.get(), now + 1);
}

/// The words that burn leave alone, before what their sender signed earlier and no relay takes: whoever waits for news is told at once.
TEST_F(Running, TellsOfUrgentWordsBeforeTheirTurn) {
  auto id = open_case();
  constexpr int before = 300;
  relay.stop();
  for (int n = 0; n < before; ++n) moscow.ask("line.test", {{"case", id}, {"name", "Israel"}});
  auto full = relay::testing::quiet_options(folder);
  full.listen = "127.0.0.1:" + std::to_string(relay.port());
  full.mailbox_envelopes_max = 1;  // fewer than a full message is cut into
  auto back = std::make_unique<relay::testing::RunningRelay>(full);
  auto now = israel.call("await", {{"timeout_s", 0}});
  auto told = std::async(std::launch::async, [&] {
    return israel.call("await", {{"beyond", now.at("newest")}, {"early", now.at("early")}, {"timeout_s", 600}});
  });
  moscow.call("incident.open", {{"case", id}, {"precedence", "FLASH"}, {"text", "Hold your fire."}});
  auto then = told.get();
  EXPECT_EQ(then.at("early"), now.at("early").get<int>() + 1);
  EXPECT_EQ(then.at("newest"), now.at("newest")) << "nothing of what was signed earlier is here";
  EXPECT_EQ(israel.call("inbox", Json::object()).at("items").at(0).at("state"), "early");
  back.reset();
  auto roomy = full;
  roomy.mailbox_envelopes_max = relay::RelayOptions().mailbox_envelopes_max;
  back = std::make_unique<relay::testing::RunningRelay>(roomy);
  for (auto seen = then.at("newest").get<std::int64_t>(); israel.call("incident.list", {{"case", id}}).at("items").empty();)
    seen = israel.await_beyond(seen);
  EXPECT_NE(israel.call("incident.list", {{"case", id}}).dump().find("Hold your fire."), std::string::npos) << "its turn has come";
}

/// What one of the addressee's relays has is sent, although the other is dead; what neither has is queued.
TEST_F(Running, SaysWhetherAStatementHasLeft) {
  const std::string dead = "http://127.0.0.1:9";
  iran = std::make_unique<RunningPost>(folder, "iran", std::vector{dead, relay.url()});
  auto id = open_case();
  join(id, *iran, "Iran");
  auto words = [&](const char* to, const char* text) { return Json{{"case", id}, {"to", {to}}, {"text", text}}; };
  EXPECT_EQ(moscow.call("signal", words("Iran", "One of two.")).at("delivery"), "sent");
  EXPECT_EQ(israel.call("signal", words("Moscow", "The only one.")).at("delivery"), "sent");
  relay.stop();
  EXPECT_EQ(israel.call("signal", words("Moscow", "None.")).at("delivery"), "queued");
  EXPECT_EQ(israel.call("confide", {{"case", id}, {"text", "Off the record."}}).at("delivery"), "queued");
}

/// A mailbox that has no room for a round has room for some of it.
TEST_F(Running, LeavesWhatThereIsRoomFor) {
  auto id = open_case();
  relay.stop();
  // Each leaves in a message of its own.
  const std::string words(6000, 'w');
  for (int n = 0; n < 12; ++n)
    moscow.ask("incident.open", {{"case", id}, {"precedence", "IMMEDIATE"}, {"text", words + std::to_string(n)}});
  auto small = relay::testing::quiet_options(folder);
  small.listen = "127.0.0.1:" + std::to_string(relay.port());
  small.mailbox_envelopes_max = 3;
  relay::testing::RunningRelay back(small);
  auto seen = israel.await_beyond(0);
  while (israel.call("incident.list", {{"case", id}}).at("items").size() < 12) seen = israel.await_beyond(seen);
  EXPECT_EQ(israel.call("fsck", Json::object()).at("ok"), true);
}

/// A relay that takes connections and says nothing holds up nothing that another relay takes.
TEST_F(Running, DoesNotWaitForARelayThatIsSilent) {
  boost::asio::io_context io;
  boost::asio::ip::tcp::acceptor silent(io, {boost::asio::ip::address_v4::loopback(), 0});
  auto dead = "http://127.0.0.1:" + std::to_string(silent.local_endpoint().port());
  iran = std::make_unique<RunningPost>(folder, "iran", std::vector{dead, relay.url()});
  auto id = open_case();
  auto words = [&](const char* text) { return Json{{"case", id}, {"to", {"Moscow"}}, {"text", text}}; };
  join(id, *iran, "Iran");
  // The relay is known to be silent once the first message to it has failed.
  while (iran->call("signal", words("Is it silent?")).at("delivery") != "sent");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(iran->call("signal", words("It is.")).at("delivery"), "sent");
}

/// How many envelopes the relay has.
std::int64_t envelopes_at(const std::string& store) {
  auto db = store::Database::open(store, {});
  auto count = db->prepare("SELECT count(*) FROM envelope");
  return *count->step() ? count->integer(0) : -1;
}

/// Pieces are taken in while the disk is slow; until they are on it, the relay keeps them. That it fails once loses nothing.
TEST_F(Running, LeavesPiecesAtTheRelayUntilTheyAreOnTheDisk) {
  iran = std::make_unique<RunningPost>(folder, "iran", std::vector{relay.url()});
  agency = std::make_unique<RunningPost>(folder, "agency", std::vector{relay.url()});
  auto id = open_case();
  join(id, *iran, "Iran");
  join(id, *agency, "Agency", "verifier");
  auto knows_everybody = [&] { return israel.call("case.show", {{"case", id}}).at("participants").size() == 4; };
  for (std::int64_t seen = 0; !knows_everybody();) seen = israel.await_beyond(seen);
  auto commitment =
      israel.call("commit", {{"case", id}, {"to", {"Iran"}}, {"by", "+30d"}, {"text", "The gate is opened."}, {"verified_by", "Agency"}})
          .at("commitment");
  for (std::int64_t seen = 0; agency->call("commitments", {{"case", id}}).at("items").empty();) seen = agency->await_beyond(seen);

  constexpr std::int64_t pieces = 10;
  Bytes octets(pieces * piece_octets, 'x');
  Json file{{"name", "photographs"}, {"bytes", octets.size()}, {"hash", crypto::sha256(octets).hex()}};
  auto added = file;
  added.update({{"case", id}, {"from", 0}, {"octets", base::base64(octets)}});
  agency->call("evidence.add", added);
  SlowDisk disk(folder.file("moscow"));
  agency->call("attest",
               {{"commitment", commitment}, {"finding", "inconclusive"}, {"scope", "All of it."}, {"evidence", Json::array({file})}});
  auto is_held = [&] {
    const auto items = moscow.call("evidence.list", {{"case", id}}).at("items");
    return !items.empty() && items[0].at("state") == "held";
  };
  disk.await_someone();
  while (!is_held()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  // What is confirmed to Moscow would wait for the disk, and comes a second later.
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_GE(envelopes_at(folder.file("relay.db")), pieces);
  const auto journal = folder.file("moscow") + "/post.db-wal";
  const auto length = std::filesystem::file_size(journal);
  disk.let_go();
  while (envelopes_at(folder.file("relay.db")) > 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(is_held());
  EXPECT_LT(std::filesystem::file_size(journal), length);  // emptied since: what was dropped when it failed is in the database
}

/// Passes that overlap do not disturb each other.
TEST_F(Running, SyncsAtOnceForSeveralPeople) {
  auto id = open_case();
  std::vector<std::thread> people;
  for (int p = 0; p < 4; ++p)
    people.emplace_back([&, p] {
      for (int i = 0; i < 5; ++i) {
        israel.call("sync", Json::object());
        israel.call("signal", {{"case", id}, {"to", {"Moscow"}}, {"text", "Number " + std::to_string(p * 5 + i)}});
      }
    });
  for (auto& t : people) t.join();
  while (israel.call("status", Json::object()).at("outbox") != 0) std::this_thread::yield();
  EXPECT_EQ(moscow.call("inbox", {{"limit", 100}}).at("items").size(), 20u);
}

TEST_F(Running, KeepsItsSocketToItsUser) {
  struct stat about{};
  ASSERT_EQ(::stat(moscow.socket().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_EQ(run(moscow.socket().parent_path(), nobody, [] {}).error().code, Code::exists);
}

}  // namespace
}  // namespace offices::post
