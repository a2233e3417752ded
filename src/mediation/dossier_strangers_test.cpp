// SPDX-License-Identifier: Apache-2.0
// Lines that do not belong into a dossier: well signed, and somebody else's, of another place, or for another reader.
#include <gtest/gtest.h>

#include "tests/support/memory_dossier.hpp"

namespace offices::mediation {
namespace {

using testing::assurance;
using testing::Member;
using testing::MemoryCase;
using testing::MemoryDossier;
using testing::week_from;

class Strangers : public ::testing::Test {
 protected:
  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();
  StatementId id;
  std::string detail;

  void SetUp() override {
    id = c.say(avalon, harbour, assurance("We are committed to de-escalation.")).value();
    EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, week_from(c.now)}));
    c.settle();
    EXPECT_TRUE(c.convey(avalon, borduria, c.verbatim(id, borduria)));
    c.settle();
  }
  MemoryDossier of(const Member& who, DossierMode mode) { return testing::export_dossier(c.opening, c.post(who), mode, c.now); }
  record::Statement saying(const Member& who, const Body& body) {
    return {std::string(kind_of(body)), c.post(harbour).state.id, who.id, who.post, c.now, encode_body(body), record::Digest{}};
  }
  static std::string line(const record::Statement& s, const crypto::SigningKey& key) {
    std::string out;
    DossierWriter writer({}, [&](std::string_view l) -> Result<void> {
      out = l;
      return {};
    });
    EXPECT_TRUE(writer.statement(record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), key)));
    return out;
  }
  /// The fault of Avalon's bare dossier with this line after the opening.
  std::string fault_of(const std::string& inserted) {
    auto d = of(avalon, DossierMode::bare);
    d.lines.insert(d.lines.begin() + 2, inserted);
    auto r = d.verify();
    if (!r.fault) return "";
    EXPECT_EQ(r.fault->line, 3u);
    return std::string(base::info(r.fault->code).name);
  }
  /// The fault of Avalon's placed dossier after Harbour signed one more statement, whose context is changed first.
  std::string fault_with(const std::function<void(record::Context&)>& change, bool in_avalons_feed = false) {
    auto& post = c.post(avalon);
    auto& channel = post.channel(harbour.id);
    auto& feed = in_avalons_feed ? channel.own : channel.other;
    record::Context context{channel.id, feed.id, feed.frontier.size(), feed.frontier.head(), {}, {}};
    if (!in_avalons_feed) context.seen = {{channel.own.id, channel.own.frontier.head()}};
    change(context);
    auto s = saying(harbour, assurance("One more thing."));
    s.context = record::context_digest(context);
    record::Entry entry;
    entry.context = context;
    entry.statement = record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(s))), harbour.key);
    feed.append(entry.statement.payload);
    post.kept.push_back({avalon.id, entry, entry.statement.id(), "signal"});
    auto r = of(avalon, DossierMode::placed).verify();
    detail = r.fault ? r.fault->detail : "";
    return r.fault ? std::string(base::info(r.fault->code).name) : "";
  }
};

TEST_F(Strangers, AreNotHeard) {
  auto stranger = Member::make("Cadmia", Role::party, 99);
  EXPECT_EQ(fault_of(line(saying(stranger, Join{"Cadmia", Role::party, stranger.key.public_key()}), stranger.key)), "");
  EXPECT_EQ(fault_of(line(saying(stranger, Leave{}), stranger.key)), "not_a_participant");
}

TEST_F(Strangers, OfAnotherCaseOrPostHaveNoPlace) {
  Incarnation harmless{{}, {}};
  EXPECT_EQ(fault_of(line(saying(harbour, harmless), harbour.key)), "");
  auto s = saying(harbour, harmless);
  s.of_case = record::CaseId{};
  EXPECT_EQ(fault_of(line(s, harbour.key)), "wrong_context");
  s = saying(harbour, harmless);
  s.post = avalon.post;
  EXPECT_EQ(fault_of(line(s, harbour.key)), "wrong_context");
  s = saying(harbour, harmless);
  s.context.reset();
  EXPECT_EQ(fault_of(line(s, harbour.key)), "wrong_context");
  EXPECT_EQ(fault_of(line(saying(harbour, harmless), avalon.key)), "bad_signature");
}

TEST_F(Strangers, OfTheOtherModeAreNotRead) {
  auto placed = of(avalon, DossierMode::placed);
  auto it = std::ranges::find_if(placed.lines, [](const auto& l) { return l.starts_with("{\"context\""); });
  EXPECT_EQ(fault_of(*it), "malformed");
}

TEST_F(Strangers, OfAChannelStandInTheirOwnFeed) {
  EXPECT_EQ(fault_with([](auto&) {}), "");
  EXPECT_EQ(fault_with([](auto&) {}, true), "wrong_context");
  EXPECT_EQ(detail, "another channel's or post's feed");
}

TEST_F(Strangers, UnderAContextThatWasNotSignedHaveNoPlace) {
  auto d = of(avalon, DossierMode::placed);
  auto& changed = d.lines.back();
  auto at = changed.find("\"salt\":\"") + 8;
  changed[at] = changed[at] == '0' ? '1' : '0';
  auto r = d.verify();
  ASSERT_TRUE(r.fault);
  EXPECT_EQ(base::info(r.fault->code).name, "wrong_context") << r.fault->detail;
  EXPECT_EQ(r.fault->line, d.lines.size());
}

TEST_F(Strangers, OfTheCaseStandThereOnce) {
  auto d = of(avalon, DossierMode::placed);
  auto placed = std::ranges::find_if(d.lines, [](const auto& l) { return l.starts_with("{\"context\""); });
  auto again = *placed;
  d.lines.insert(placed, again);
  auto r = d.verify();
  ASSERT_TRUE(r.fault);
  EXPECT_EQ(base::info(r.fault->code).name, "fork") << r.fault->detail;
}

TEST_F(Strangers, ThatForgetWhatTheyHadSeenAreFound) {
  const auto& own = c.post(avalon).channel(harbour.id).own;
  record::FeedHead earlier{own.id, record::head_of(std::span(own.leaves).first(own.leaves.size() - 1))};
  EXPECT_EQ(fault_with([=](record::Context& context) { context.seen = {earlier}; }), "wrong_context");
}

TEST_F(Strangers, OfAnotherChannelHaveNoPlace) {
  EXPECT_EQ(fault_with([](auto& context) { context.channel.octets[0] ^= 1; }), "wrong_context");
}

TEST_F(Strangers, OfAFeedThatIsNotNamedHaveNoPlace) {
  auto d = of(avalon, DossierMode::placed);
  auto named = std::ranges::find_if(d.lines, [](const auto& l) { return l.starts_with("{\"feed\""); });
  d.lines.erase(named);
  auto r = d.verify();
  ASSERT_TRUE(r.fault);
  EXPECT_EQ(base::info(r.fault->code).name, "wrong_context") << r.fault->detail;
}

TEST_F(Strangers, ThatGoOnWithAnotherHistoryAreFound) {
  EXPECT_EQ(fault_with([](auto& context) { context.head.root.octets[0] ^= 1; }), "wrong_context");
}

TEST_F(Strangers, ThatHaveSeenWhatIsNotHereAreFound) {
  auto head = c.post(avalon).channel(harbour.id).own.frontier.head();
  auto feed = c.post(avalon).channel(harbour.id).own.id;
  ++head.size;
  EXPECT_EQ(fault_with([=](record::Context& context) { context.seen = {{feed, head}}; }), "gap");
}

TEST_F(Strangers, ThatHaveSeenAnotherEndOfAFeedAreFound) {
  EXPECT_TRUE(c.say(avalon, harbour, assurance("Nobody has seen this yet.")));
  auto head = c.post(avalon).channel(harbour.id).own.frontier.head();
  auto feed = c.post(avalon).channel(harbour.id).own.id;
  head.root.octets[0] ^= 1;
  EXPECT_EQ(fault_with([=](record::Context& context) { context.seen = {{feed, head}}; }), "fork");
}

TEST_F(Strangers, ThatHaveSeenAnotherMiddleOfAFeedAreFound) {
  auto head = c.post(avalon).channel(harbour.id).own.frontier.head();
  auto feed = c.post(avalon).channel(harbour.id).own.id;
  --head.size;
  EXPECT_EQ(fault_with([=](record::Context& context) { context.seen = {{feed, head}}; }), "fork");
}

}  // namespace
}  // namespace offices::mediation
