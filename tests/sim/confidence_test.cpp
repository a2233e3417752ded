// SPDX-License-Identifier: Apache-2.0
// What a side keeps to itself, or tells the intermediary in confidence, over whole cases: where it may be found, and where not.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "post/outbox.hpp"
#include "sim/negotiation.hpp"

namespace offices::sim {
namespace {

/// A reservation value is written as it was given, so that an appraisal can be told by it wherever it turns up.
std::string appraisal_file(const std::string& mark) {
  return R"({"format":"goodoffices-appraisal-1","worth":{"Flow":{"low":"0","middle":"3","high":"5"},"Dam":{"open":"2","shared":"1","closed":"0"},)"
         R"("Fee":{"none":"1","half":"0.5","full":"0"}},"weights":{"Flow":"50","Dam":"30","Fee":"20"},"kind":"exact","walk_away":{"value":")" +
         mark + "\"}}";
}

class Confidences : public Negotiation {
 public:
  using Negotiation::Negotiation;

  /// Whether `mark` stands in any row of a post's store, opened.
  bool holds(const std::string& who, const std::string& mark) {
    bool found = false;
    auto looked = net.post(who).ledger().each_plain([&](ByteView plain, ByteView) -> Result<void> {
      found = found || base::as_text(plain).find(mark) != std::string_view::npos;
      return {};
    });
    EXPECT_TRUE(looked.has_value());
    return found;
  }
  /// Whether it stands in a dossier that a post exports.
  bool exports(const std::string& who, const std::string& mark) { return dossiers_of(who).find(mark) != std::string::npos; }
  std::string dossiers_of(const std::string& who) {
    std::string both;
    for (bool placed : {false, true}) {
      auto path = net.file(who).string() + ".dossier";
      must(who, "dossier.export", {{"case", id}, {"file", path}, {"placed", placed}});
      std::ifstream in(path, std::ios::binary);
      std::string all(std::istreambuf_iterator<char>(in), {});
      EXPECT_FALSE(all.empty());
      both += all;
    }
    return both;
  }
  void is_held_by_only(const std::string& mark, const std::set<std::string>& who) {
    for (const auto& name : everybody()) {
      EXPECT_EQ(holds(name, mark), who.contains(name)) << mark << " at " << name;
      EXPECT_FALSE(exports(name, mark)) << mark << " in a dossier of " << name;
    }
  }
  /// The rows of a store that hold `mark`, as they lie on the disk.
  std::set<std::string> sealed_rows(const std::string& who, const std::string& mark) {
    std::set<std::string> rows;
    auto looked = net.post(who).ledger().each_plain([&](ByteView plain, ByteView sealed) -> Result<void> {
      if (base::as_text(plain).find(mark) != std::string_view::npos) rows.emplace(base::as_text(sealed));
      return {};
    });
    EXPECT_TRUE(looked.has_value());
    return rows;
  }
  std::string on_disk(const std::string& who) {
    std::string all;
    for (const auto* suffix : {"", "-wal"}) {
      std::ifstream in(net.file(who).string() + suffix, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
};

TEST(Confidence, AppraisalStaysOnThePostThatMadeIt) {
  Confidences c(21);
  c.must("Iran", "appraise", {{"case", c.id}, {"document", appraisal_file("0.1357911")}});
  c.net.settle();
  auto framework = c.table_one();
  EXPECT_EQ(c.framework("Iran", framework).at("own").at("verdict"), "acceptable") << c.framework("Iran", framework).dump(1);
  EXPECT_FALSE(c.framework("Israel", framework).contains("own"));
  EXPECT_FALSE(c.framework("Moscow", framework).contains("own"));
  c.is_held_by_only("0.1357911", {"Iran"});
}

TEST(Confidence, SharedAppraisalReachesTheIntermediaryAlone) {
  Confidences c(22);
  c.must("Iran", "appraise", {{"case", c.id}, {"document", appraisal_file("0.1357911")}, {"share", true}});
  c.net.settle();
  c.is_held_by_only("0.1357911", {"Iran", "Moscow"});
  EXPECT_EQ(c.must("Moscow", "appraisal.show", {{"case", c.id}}).at("items").size(), 1u);
}

TEST(Confidence, RevokedAppraisalIsGoneFromBothDisks) {
  Confidences c(23);
  c.must("Iran", "appraise", {{"case", c.id}, {"document", appraisal_file("0.1357911")}, {"share", true}});
  c.net.settle();
  std::map<std::string, std::set<std::string>> before;
  for (const auto& who : {"Iran", "Moscow"}) {
    before[who] = c.sealed_rows(who, "0.1357911");
    ASSERT_FALSE(before[who].empty()) << who;
    for (const auto& row : before[who]) EXPECT_NE(c.on_disk(who).find(row), std::string::npos) << "the test does not find what is there";
  }
  c.must("Iran", "appraisal.revoke", {{"case", c.id}});
  c.net.settle();
  c.is_held_by_only("0.1357911", {});
  for (const auto& who : {"Iran", "Moscow"})
    for (const auto& row : before[who])
      EXPECT_EQ(c.on_disk(who).find(row), std::string::npos) << "a row that was erased is still on the disk of " << who;
  EXPECT_EQ(c.refused("Iran", "appraisal.revoke", {{"case", c.id}}), "no_appraisal");
  EXPECT_EQ(c.refused("Moscow", "framework.suggest", {{"case", c.id}}), "no_appraisal");
}

TEST(Confidence, RevocationThatOvertakesItsAppraisalWins) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Confidences c(2400 + seed);
    c.net.weather = {10, 10, 60, 80, 20, 0};
    c.must("Iran", "appraise", {{"case", c.id}, {"document", appraisal_file("0.1357911")}, {"share", true}});
    for (int i = 0; i < 2; ++i) c.net.carry("Iran");
    c.must("Iran", "appraisal.revoke", {{"case", c.id}});
    for (int i = 0; i < 20; ++i)
      for (const auto& who : c.everybody()) c.net.carry(who);
    c.net.settle();
    c.is_held_by_only("0.1357911", {});
  }
}

TEST(Confidence, NewerAppraisalTakesTheOlderOneBack) {
  Confidences c(25);
  c.must("Iran", "appraise", {{"case", c.id}, {"document", appraisal_file("0.1357911")}, {"share", true}});
  c.net.settle();
  c.must("Iran", "appraise", {{"case", c.id}, {"document", appraisal_file("0.2468024")}});
  c.net.settle();
  c.is_held_by_only("0.1357911", {});
  c.is_held_by_only("0.2468024", {"Iran"});
}

TEST(Confidence, OpinionsAreInNoRecordAndAtNoOtherSide) {
  Confidences c(26);
  auto framework = c.table_one();
  c.must("Israel", "opinion", {{"framework", framework}, {"position", "unacceptable"}, {"text", "Never with these walls."}});
  c.net.settle();
  c.is_held_by_only("Never with these walls.", {"Israel", "Moscow"});
}

/// Random acts of both sides, each with a mark of its own, in bad weather.
class RandomConfidences : public Confidences {
 public:
  explicit RandomConfidences(std::uint64_t seed) : Confidences(seed) {
    frameworks_.push_back(table_one("Open water"));
    net.weather = {10, 10, 20, 20, 10, 3};
  }

  void act() {
    const auto& side = sides[net.dice() % 2];
    switch (net.dice() % 5) {
      case 0:
      case 1: return appraise(side, net.dice() % 2 == 0);
      case 2: return revoke(side);
      case 3: return say(side);
      default: net.carry(everybody()[net.dice() % 3]);
    }
  }
  /// Nothing where it must not be, wherever everything is by now.
  void check() {
    std::map<std::string, std::string> stores, leaving;
    for (const auto& who : everybody()) stores[who] = all_of(who);
    for (const auto& side : sides) leaving[side] = leaving_for(side);
    for (const auto& [mark, owner] : marks_) {
      const auto& other = owner == sides[0] ? sides[1] : sides[0];
      auto holds_it = [&](const std::string& text) { return text.find(mark) != std::string::npos; };
      EXPECT_FALSE(holds_it(stores[other])) << mark << " of " << owner << " at " << other;
      EXPECT_FALSE(holds_it(leaving[other])) << mark << " of " << owner << " on its way to " << other;
      if (!shared_.contains(mark)) { EXPECT_FALSE(holds_it(stores["Moscow"])) << mark << " of " << owner << " at Moscow"; }
    }
  }
  void check_at_rest() {
    net.settle();
    check();
    for (const auto& who : everybody()) {
      auto store = all_of(who), dossiers = dossiers_of(who);
      for (const auto& [mark, owner] : marks_) EXPECT_EQ(dossiers.find(mark), std::string::npos) << mark << " in a dossier of " << who;
      for (const auto& mark : gone_) EXPECT_EQ(store.find(mark), std::string::npos) << mark << ", taken back, at " << who;
    }
  }

 private:
  std::string mark(const std::string& owner) {
    auto m = "0.9" + std::to_string(10'000'000 + net.dice() % 10'000'000);
    marks_[m] = owner;
    return m;
  }
  void appraise(const std::string& side, bool share) {
    auto m = mark(side);
    if (share) shared_.insert(m);  // a call that died after its commit has shared it
    auto done = net.call(side, "appraise", {{"case", id}, {"document", appraisal_file(m)}, {"share", share}});
    if (auto before = present_.find(side); before != present_.end() && (done || holds(side, m))) gone_.insert(before->second);
    if (done || holds(side, m)) present_[side] = m;
  }
  void revoke(const std::string& side) {
    (void)net.call(side, "appraisal.revoke", {{"case", id}});
    auto it = present_.find(side);
    if (it == present_.end() || holds(side, it->second)) return;
    gone_.insert(it->second);
    present_.erase(it);
  }
  void say(const std::string& side) {
    auto m = mark(side);
    shared_.insert(m);
    (void)net.call(side, "opinion", {{"framework", frameworks_.front()}, {"rank", 1}, {"text", "Between us: " + m}});
  }
  /// Everything in a post's store, opened.
  std::string all_of(const std::string& who) {
    std::string all;
    auto looked = net.post(who).ledger().each_plain([&](ByteView plain, ByteView) -> Result<void> {
      all += base::as_text(plain);
      return {};
    });
    EXPECT_TRUE(looked.has_value());
    return all;
  }
  /// What waits at the intermediary's post to be sent to `side`.
  std::string leaving_for(const std::string& side) {
    std::string all;
    auto& ledger = net.post("Moscow").ledger();
    auto folder = post::Folder::open(ledger, record::CaseId::from_hex(id).value());
    for (const auto& [line_id, line] : folder->lines) {
      if (line.peer_name != side) continue;
      auto note = [&](const Json& item) -> Result<bool> {
        all += item.dump();
        return true;
      };
      EXPECT_TRUE(post::outbox::each_queued(ledger, line_id, note).has_value());
      EXPECT_TRUE(post::outbox::each_message(ledger, line_id, note).has_value());
    }
    return all;
  }

  std::vector<std::string> frameworks_;
  std::map<std::string, std::string> marks_, present_;  // mark → owner; owner → the mark of its appraisal
  std::set<std::string> shared_, gone_;
};

TEST(Confidence, NothingIsEverWhereItMustNotBe) {
  const auto seeds = Negotiation::seeds(8);
  for (std::uint64_t seed = 1; seed <= seeds && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    RandomConfidences c(3000 + seed);
    for (int i = 0; i < 40; ++i) {
      c.act();
      c.check();
    }
    c.check_at_rest();
  }
}

TEST(Confidence, NothingOfABallotOutlivesIt) {
  Confidences c(27);
  auto ballot = c.open_ballot(c.table_one());
  for (const auto& side : c.sides) c.vote(side, ballot, "yes");
  auto told = c.sealed_rows("Iran", "\"told\":0");
  ASSERT_FALSE(told.empty());
  c.run_to_end(ballot);
  for (const auto& who : c.everybody())
    for (const auto* mark : {"\"told\":0", "\"type\":\"ballot\"", "\"said\":["}) EXPECT_FALSE(c.holds(who, mark)) << mark << " at " << who;
  for (const auto& row : told) EXPECT_EQ(c.on_disk("Iran").find(row), std::string::npos);
}

}  // namespace
}  // namespace offices::sim
