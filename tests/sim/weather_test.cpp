// SPDX-License-Identifier: Apache-2.0
// Seeded weather over whole networks: whatever is dropped, doubled, late, out of order, or killed in the middle, nothing
// that was acknowledged is lost, nothing is there twice, and both ends of every channel agree.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "mediation/dossier.hpp"
#include "sim/network.hpp"

namespace offices::sim {
namespace {

const std::vector<std::pair<std::string, std::string>> others{{"Israel", "party"}, {"Iran", "party"}, {"IAEA", "verifier"}};

/// One random process of good offices.
class Process {
 public:
  explicit Process(std::uint64_t seed) : net_(seed) {
    net_.add("Moscow", {"http://relay-1.invalid", "http://relay-2.invalid"});
    for (const auto& [name, role] : others) net_.add(name);
    id_ = net_.open_case(others);
    for (const char* who : {"Moscow", "Israel", "Iran", "IAEA"}) net_.skew(who, skew());
  }

  void run(int steps) {
    net_.weather = {10, 8, 10, 25, 8, 4};
    for (int i = 0; i < steps; ++i) {
      act();
      net_.now = net_.now.plus(static_cast<std::int64_t>(net_.pick(600)));
      for (std::size_t k = net_.pick(3); k > 0; --k) net_.carry(anyone());
      if (net_.chance(5)) net_.relay("http://relay-2.invalid").down = net_.chance(50);
    }
    net_.settle();
  }

  void check() {
    for (const char* who : {"Moscow", "Israel", "Iran", "IAEA"}) {
      auto fsck = net_.call(who, "fsck", Json::object());
      ASSERT_TRUE(fsck.has_value()) << who << ": " << fsck.error().detail;
      statements += who == std::string("Moscow") ? fsck->at("statements").get<std::uint64_t>() : 0;
      EXPECT_EQ(net_.post(who).mail().pending().value(), 0u) << who;
    }
    check_both_ends();
    check_papers();
    check_dossiers();
  }

  std::uint64_t statements = 0;
  [[nodiscard]] const Faults& faults() const { return net_.faults; }

 private:
  struct Done {
    std::string who, id, other;
  };

  std::int64_t skew() { return net_.chance(10) ? 365 * 86400 : static_cast<std::int64_t>(net_.pick(120)) - 60; }
  std::string side() { return others[net_.pick(others.size())].first; }
  std::string anyone() { return net_.chance(40) ? "Moscow" : side(); }

  /// Calls until it is done or refused: a retried act is one act.
  std::optional<Json> insist(const std::string& who, std::string_view verb, Json args) {
    args["request_id"] = std::to_string(++requests_);
    for (int i = 0; i < 50; ++i) {
      auto r = net_.call(who, verb, args);
      if (r) return *r;
      if (r.error().detail != "crashed") return std::nullopt;
    }
    return std::nullopt;
  }

  std::string random_item(const std::string& who, std::string_view kind) {
    auto waiting = net_.call(who, "waiting", Json::object());
    if (!waiting) return {};
    std::vector<std::string> ids;
    for (const auto& item : waiting->at("items"))
      if (item.at("kind") == kind) ids.push_back(item.at("id").get<std::string>());
    return ids.empty() ? "" : ids[net_.pick(ids.size())];
  }

  void act() {
    switch (net_.pick(8)) {
      case 0:
      case 1: return speak(side());
      case 2: return withdraw_or_replace(side());
      case 3: return answer(side());
      case 4: return own_words();
      case 5: return confide(anyone());
      default: return mediate();
    }
  }

  void note(const std::string& who, const Json& result, const char* key, const std::string& other) {
    if (result.contains(key)) done_.push_back({who, result.at(key).get<std::string>(), other});
  }

  void speak(const std::string& who) {
    auto to = side();
    static const char* forms[] = {"verbatim", "paraphrase", "gist"};
    auto r = insist(who, "signal",
                    {{"case", id_},
                     {"to", {to}},
                     {"text", "words " + std::to_string(requests_)},
                     {"form", forms[net_.pick(3)]},
                     {"approval", net_.chance(50) ? "required" : "waived"},
                     {"attribution", net_.chance(80) ? "named" : "unattributed"},
                     {"until", "+9d"}});
    if (!r) return;
    note(who, *r, "signal", "Moscow");
    signals_.push_back({who, r->at("signal").get<std::string>(), to});
  }

  void withdraw_or_replace(const std::string& who) {
    std::vector<Done> own;
    for (const auto& s : signals_)
      if (s.who == who) own.push_back(s);
    if (own.empty()) return;
    const auto& s = own[net_.pick(own.size())];
    auto r = net_.chance(40) ? insist(who, "withdraw", {{"signal", s.id}})
                             : insist(who, "mandate", {{"signal", s.id}, {"to", s.other}, {"until", "+5d"}});
    if (r) note(who, *r, r->contains("mandate") ? "mandate" : "withdrawal", "Moscow");
  }

  void answer(const std::string& who) {
    if (auto rendering = random_item(who, "approve"); !rendering.empty()) {
      auto r = net_.chance(70) ? insist(who, "approve", {{"rendering", rendering}})
                               : insist(who, "refuse", {{"rendering", rendering}, {"why", "not in these words"}});
      if (r) note(who, *r, r->contains("approval") ? "approval" : "refusal", "Moscow");
    }
    if (auto conveyance = random_item(who, "acknowledge"); !conveyance.empty())
      if (auto r = insist(who, "acknowledge", {{"conveyance", conveyance}, {"position", "noted"}}))
        note(who, *r, "acknowledgement", "Moscow");
  }

  void own_words() {
    auto to = side();
    auto r = insist("Moscow", "signal", {{"case", id_}, {"to", {to}}, {"text", "own words " + std::to_string(requests_)}});
    if (r) note("Moscow", *r, "signal", to);
  }

  void confide(const std::string& who) {
    auto to = who == "Moscow" ? side() : "Moscow";
    auto text = "in confidence " + std::to_string(requests_);
    if (insist(who, "confide", {{"case", id_}, {"to", to}, {"text", text}})) papers_.push_back({who, text, to});
  }

  void mediate() {
    auto waiting = net_.call("Moscow", "waiting", Json::object());
    if (!waiting || waiting->at("items").empty()) return;
    const auto item = waiting->at("items")[net_.pick(waiting->at("items").size())];
    auto signal = item.at("signal").get<std::string>(), to = item.at("to").get<std::string>();
    if (item.at("kind") == "render") {
      auto r = insist("Moscow", "render", {{"signal", signal}, {"to", to}, {"text", "other words " + std::to_string(requests_)}});
      if (r) {
        note("Moscow", *r, "rendering", item.at("from").get<std::string>());
        renderings_[signal + to] = r->at("rendering").get<std::string>();
      }
      return;
    }
    Json args{{"signal", signal}, {"to", to}};
    if (renderings_.contains(signal + to) && net_.chance(60)) args["rendering"] = renderings_[signal + to];
    if (auto r = insist("Moscow", "convey", args)) {
      note("Moscow", *r, "dispatch", item.at("from").get<std::string>());
      note("Moscow", *r, "conveyance", to);
    }
  }

  void check_both_ends() {
    std::set<std::string> unique;
    for (const auto& d : done_) {
      EXPECT_TRUE(unique.insert(d.id).second) << "one act, two results";
      auto here = net_.call(d.who, "show", {{"id", d.id}}), there = net_.call(d.other, "show", {{"id", d.id}});
      ASSERT_TRUE(here.has_value()) << "acknowledged and lost: " << d.id;
      ASSERT_TRUE(there.has_value()) << "never arrived at " << d.other << ": " << here->dump();
      EXPECT_TRUE(there->at("finding").is_null()) << there->dump(1);
      auto subject = "subject/" + (here->at("body").contains("signal")       ? here->at("body").at("signal").get<std::string>()
                                   : here->at("body").contains("conveyance") ? here->at("body").at("conveyance").get<std::string>()
                                                                             : d.id);
      EXPECT_EQ(net_.post(d.who).ledger().get(subject).value(), net_.post(d.other).ledger().get(subject).value()) << subject;
    }
  }

  void check_papers() {
    for (const auto& p : papers_) {
      auto inbox = net_.call(p.other, "inbox", {{"limit", 10'000}});
      ASSERT_TRUE(inbox.has_value());
      auto n = std::ranges::count_if(inbox->at("items"), [&](const Json& i) { return i.at("kind") == "nonpaper" && i.at("text") == p.id; });
      EXPECT_EQ(n, 1) << p.id;
    }
  }

  void check_dossiers() {
    for (bool placed : {false, true})
      for (const char* who : {"Moscow", "Israel", "Iran", "IAEA"}) {
        auto path =
            std::filesystem::temp_directory_path() / ("offices-" + std::to_string(::getpid()) + "-" + id_.substr(0, 12) + ".dossier");
        auto r = net_.call(who, "dossier.export", {{"case", id_}, {"file", path.string()}, {"placed", placed}});
        ASSERT_TRUE(r.has_value()) << r.error().detail;
        std::ifstream in(path, std::ios::binary);
        auto report = mediation::verify_dossier(in);
        std::filesystem::remove(path);
        ASSERT_TRUE(report.has_value());
        EXPECT_FALSE(report->fault.has_value()) << who << (placed ? " placed" : " bare") << " line " << report->fault->line << " "
                                                << base::info(report->fault->code).name << " " << report->fault->detail;
        EXPECT_EQ(report->statements, r->at("statements").get<std::uint64_t>());
      }
  }

  Network net_;
  std::string id_;
  std::uint64_t requests_ = 0;
  std::vector<Done> done_, signals_, papers_;
  std::map<std::string, std::string> renderings_;
};

constexpr int blocks = 20;

class Weathers : public testing::TestWithParam<int> {};

/// GOODOFFICES_SIM_SEEDS: how many seeds in all; 200 unless told.
TEST_P(Weathers, LoseNothingAndTwistNothing) {
  const char* wanted = std::getenv("GOODOFFICES_SIM_SEEDS");
  int seeds = (wanted ? std::atoi(wanted) : 200) / blocks;
  Faults all;
  std::uint64_t statements = 0;
  for (int i = 0; i < std::max(seeds, 1); ++i) {
    auto seed = static_cast<std::uint64_t>(GetParam() * 1000 + i);
    SCOPED_TRACE("seed " + std::to_string(seed));
    Process p(seed);
    p.run(60);
    p.check();
    statements += p.statements;
    all.dropped += p.faults().dropped;
    all.answer_lost += p.faults().answer_lost;
    all.late += p.faults().late;
    all.reordered += p.faults().reordered;
    all.doubled += p.faults().doubled;
    all.crashed_before += p.faults().crashed_before;
    all.crashed_after += p.faults().crashed_after;
    if (HasFatalFailure()) return;
  }
  std::printf(
      "%d seeds, %llu statements; dropped %llu, answer lost %llu, late %llu, reordered %llu, doubled %llu, crashed before commit %llu, after %llu\n",
      seeds, (unsigned long long)statements, (unsigned long long)all.dropped, (unsigned long long)all.answer_lost,
      (unsigned long long)all.late, (unsigned long long)all.reordered, (unsigned long long)all.doubled,
      (unsigned long long)all.crashed_before, (unsigned long long)all.crashed_after);
  if (seeds >= 10) {
    EXPECT_GE(statements, 500u);
    for (auto n : {all.dropped, all.answer_lost, all.late, all.reordered, all.doubled, all.crashed_before, all.crashed_after})
      EXPECT_GE(n, 20u);
  }
}
INSTANTIATE_TEST_SUITE_P(Block, Weathers, testing::Range(0, blocks));

}  // namespace
}  // namespace offices::sim
