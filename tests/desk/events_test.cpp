// SPDX-License-Identifier: Apache-2.0
// What the desk tells by itself, and its lock.
#include "desk/fake_host.hpp"

namespace offices::desk {
namespace {

using namespace testing;

/// A page that listens.
class Listener {
 public:
  explicit Listener(const Browser& browser, std::uint16_t port) : line_(port) {
    line_.say(request("GET", "/api/events", {{"Host", browser.host()}, {"Sec-Fetch-Site", "same-origin"}, {"Cookie", browser.cookie}}));
  }
  /// Everything up to an event of that name, and its data.
  Json next(std::string_view name) {
    auto begin = "event: " + std::string(name) + "\ndata: ";
    for (auto at = heard_.find(begin); at == std::string::npos || heard_.find("\n\n", at) == std::string::npos; at = heard_.find(begin)) {
      auto more = line_.hear_until("\n\n");
      if (more.empty()) return "the line ended";
      heard_ += more;
    }
    auto from = heard_.find(begin) + begin.size(), to = heard_.find("\n\n", from);
    auto data = Json::parse(heard_.substr(from, to - from));
    heard_.erase(0, to + 2);
    return data;
  }
  const std::string& heard() const { return heard_; }
  bool ended() { return line_.ended(); }
  RawLine& line() { return line_; }

 private:
  RawLine line_;
  std::string heard_;
};

class Events : public ::testing::Test {
 protected:
  explicit Events(DeskOptions options = {}, bool with_passphrase = true) : desk(options, with_passphrase) {}
  void SetUp() override { ASSERT_EQ(browser.open(desk.opening()).result_int(), 303u); }
  void grow() {
    desk.on_io([&] {
      record::Signed statement;
      statement.payload.assign(8, static_cast<Byte>(++rows));
      post::Kept kept{0, {statement, {}}, false, "open", {}, {}, {}, true, true, {}, ""};
      auto& ledger = desk.host().ledger();
      auto appended = ledger.transaction([&]() -> Result<void> {
        OFFICES_TRY(row, ledger.append(kept, "record"));
        (void)row;
        return {};
      });
      ASSERT_TRUE(appended.has_value());
      desk.desk().on_news();
    });
  }
  Reply unlock(std::string_view secret) { return browser.post("/desk/unlock", "{\"passphrase\":\"" + std::string(secret) + "\"}"); }
  unsigned echo() { return browser.post("/api/echo", "{}").result_int(); }
  static bool locked(const Reply& reply) { return Json::parse(reply.body()).at("result").at("locked"); }

  RunningDesk desk;
  Browser browser{desk.port()};
  int rows = 0;
};

TEST_F(Events, TellHowThingsStandAtOnce) {
  Listener page(browser, desk.port());
  auto state = page.next("state");
  EXPECT_TRUE(page.heard().empty() || page.heard().starts_with("event: newest")) << page.heard();
  EXPECT_EQ(
      state,
      Json::parse(
          R"({"locked":false,"relays":[{"last_ok":"2025-10-09T08:53:20Z","state":"answers","url":"https://relay.example"}],"unlock":"passphrase"})"));
  EXPECT_EQ(page.next("newest"), Json({{"newest", 0}}));
}

TEST_F(Events, TellEveryPageOfANewStatement) {
  Browser other(desk.port());
  other.open(desk.opening());
  Listener mine(browser, desk.port()), theirs(other, desk.port());
  for (auto* page : {&mine, &theirs}) EXPECT_EQ(page->next("newest").at("newest"), 0);
  grow();
  for (auto* page : {&mine, &theirs}) EXPECT_EQ(page->next("newest").at("newest"), 1);
}

TEST_F(Events, TellOfARelayThatGoesAndNotOfItsTimes) {
  Listener page(browser, desk.port());
  page.next("newest");
  desk.on_io([&] {
    desk.host().health[0].last_ok = Time{1'760'000'100};
    desk.desk().on_news();
    desk.host().health[0].answers = false;
    desk.desk().on_news();
  });
  EXPECT_EQ(page.next("state").at("relays").at(0).at("state"), "silent");
}

TEST_F(Events, AreForWhoHasTheCookie) {
  EXPECT_EQ(Browser(desk.port()).get("/api/events").result_int(), 401u);
  auto foreign = request("GET", "/api/events", {{"Host", browser.host()}, {"Sec-Fetch-Site", "same-site"}, {"Cookie", browser.cookie}});
  EXPECT_EQ(RawLine(desk.port()).ask(foreign).result_int(), 403u);
}

TEST_F(Events, EndWithTheSessionThatAnotherOpeningReplaces) {
  Listener page(browser, desk.port());
  page.next("newest");
  ASSERT_EQ(browser.open(desk.opening()).result_int(), 303u);
  EXPECT_TRUE(page.ended());
}

/// Pages that are closed and opened again take no room.
TEST_F(Events, AreForgottenWhenTheirReaderLeaves) {
  for (int i = 0; i < 200; ++i) Listener(browser, desk.port()).next("newest");
  EXPECT_EQ(echo(), 200u);
}

TEST_F(Events, AreForSoManyPagesAtOnce) {
  std::vector<std::unique_ptr<Listener>> pages;
  for (int i = 0; i < DeskOptions{}.streams_max; ++i) {
    pages.push_back(std::make_unique<Listener>(browser, desk.port()));
    pages.back()->next("newest");
  }
  EXPECT_EQ(browser.get("/api/events").result_int(), 503u);
  EXPECT_EQ(echo(), 200u);
}

TEST_F(Events, StopWithTheDesk) {
  Listener page(browser, desk.port());
  page.next("newest");
  desk.on_io([&] { desk.desk().stop(); });
  EXPECT_TRUE(page.ended());
}

class SlowReader : public Events {
 protected:
  static DeskOptions impatient() {
    DeskOptions options;
    options.patience.progress = std::chrono::milliseconds(100);
    options.heartbeat = std::chrono::milliseconds(1);
    return options;
  }
  SlowReader() : Events(impatient()) {}
};

/// Nothing piles up for a page that does not read: once its buffers are full, it is dropped.
TEST_F(SlowReader, IsDropped) {
  desk.on_io([&] {
    for (int i = 0; i < 2000; ++i) desk.host().health.push_back({"https://relay" + std::to_string(i) + ".example", true, {}});
  });
  Listener page(browser, desk.port());
  page.next("newest");
  while (desk.on_io([&] { return desk.desk().streams() > 0; })) std::this_thread::yield();
  EXPECT_EQ(echo(), 200u);
}

TEST_F(Events, WaitForALockedSessionUntilItIsUnlocked) {
  Listener page(browser, desk.port());
  page.next("newest");
  ASSERT_EQ(browser.post("/desk/lock", "{}").result_int(), 200u);
  auto state = page.next("state");
  EXPECT_EQ(state.at("locked"), true);
  EXPECT_TRUE(state.at("relays").empty());
  grow();
  ASSERT_EQ(unlock(passphrase).result_int(), 200u);
  EXPECT_EQ(page.next("state").at("locked"), false);
  EXPECT_EQ(page.next("newest").at("newest"), 1);
  EXPECT_EQ(page.heard(), "");
}

TEST_F(Events, LockIsOpenedByThePassphraseAlone) {
  ASSERT_EQ(browser.post("/desk/lock", "{}").result_int(), 200u);
  auto refused = browser.post("/api/echo", "{}");
  EXPECT_EQ(refused.result_int(), 423u);
  EXPECT_EQ(browser.code(refused), "desk_locked");
  EXPECT_EQ(browser.code(unlock("wrong horse")), "wrong_passphrase");
  EXPECT_EQ(browser.post("/desk/unlock", R"({"passphrase":1})").result_int(), 400u);
  EXPECT_EQ(browser.post("/desk/unlock", R"({"passphrase":"a","more":1})").result_int(), 400u);
  EXPECT_EQ(echo(), 423u);
  EXPECT_FALSE(locked(unlock(passphrase)));
  EXPECT_EQ(echo(), 200u);
}

TEST_F(Events, LockTakesFiveWrongPassphrasesAMinute) {
  ASSERT_EQ(browser.post("/desk/lock", "{}").result_int(), 200u);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(unlock("wrong").result_int(), 403u);
  auto limited = unlock(passphrase);
  EXPECT_EQ(limited.result_int(), 429u);
  EXPECT_EQ(limited["Retry-After"], "60");
  desk.clock.turn(60);
  EXPECT_EQ(unlock(passphrase).result_int(), 200u);
}

TEST_F(Events, LockComesWhenTheUserStaysAway) {
  desk.clock.turn(14 * 60);
  EXPECT_EQ(echo(), 200u);
  desk.clock.turn(14 * 60);
  EXPECT_EQ(browser.post("/desk/active", "{}").result_int(), 200u);
  desk.clock.turn(14 * 60);
  EXPECT_EQ(echo(), 200u);
  desk.clock.turn(15 * 60);
  EXPECT_EQ(echo(), 423u);
  EXPECT_TRUE(locked(browser.post("/desk/active", "{}")));
  EXPECT_EQ(echo(), 423u);
  EXPECT_TRUE(locked(browser.get("/desk/state")));
}

/// What the page asks by itself keeps nothing open.
TEST_F(Events, LockComesThoughThePageAsksOn) {
  auto headers = browser.headers();
  headers.emplace_back("GoodOffices-Background", "1");
  auto ask = [&] { return RawLine(desk.port()).ask(request("POST", "/api/echo", headers, "{}")).result_int(); };
  desk.clock.turn(14 * 60);
  EXPECT_EQ(ask(), 200u);
  desk.clock.turn(60);
  EXPECT_EQ(ask(), 423u);
}

TEST_F(Events, LockComesWithAClockThatWasSetBack) {
  desk.clock.turn(-3600);
  EXPECT_EQ(echo(), 423u);
}

class NoPassphrase : public Events {
 protected:
  NoPassphrase() : Events({}, false) {}
};

TEST_F(NoPassphrase, IsUnlockedByAFreshAddress) {
  ASSERT_EQ(browser.post("/desk/lock", "{}").result_int(), 200u);
  auto state = Json::parse(browser.get("/desk/state").body()).at("result");
  EXPECT_EQ(state.at("unlock"), "opening");
  EXPECT_EQ(unlock("").result_int(), 423u);
  EXPECT_EQ(unlock("anything").result_int(), 423u);
  EXPECT_EQ(browser.open(desk.opening()).result_int(), 303u);
  EXPECT_EQ(echo(), 200u);
}

}  // namespace
}  // namespace offices::desk
