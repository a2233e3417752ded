// SPDX-License-Identifier: Apache-2.0
// An intermediary's whole post, built of the same library, that goes beyond its mandates: who can know it is told, and the
// dossier names it.
#include "sim/dishonest.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "mediation/dossier.hpp"

namespace offices::sim {
namespace {

class DishonestIntermediary : public testing::Test {
 protected:
  DishonestIntermediary() : net_(404) {
    net_.add("Moscow");
    for (const auto& [name, role] : others_) net_.add(name);
    case_ = net_.open_case(others_);
    moscow_.emplace(net_, "Moscow", case_);
  }
  /// A joining statement of `who`, signed by `by`.
  record::Signed joining(const crypto::SigningKey& who, const crypto::SigningKey& by) {
    auto key = who.public_key();
    record::Statement join{"join",
                           moscow_->of_case(),
                           record::participant_of(key),
                           record::post_of(key),
                           net_.now,
                           mediation::encode_body(mediation::Join{"Qatar", mediation::Role::party, key}),
                           record::Digest{}};
    return record::sign_payload(base::to_bytes(base::as_bytes(record::encode_payload(join))), by);
  }
  std::string signal(const Json& more = Json::object()) {
    Json args{{"case", case_}, {"to", {"Iran"}}, {"text", "We are committed to further de-escalation."}};
    args.update(more);
    auto r = net_.call("Israel", "signal", args);
    EXPECT_TRUE(r.has_value()) << r.error().detail;
    net_.settle();
    return r->at("signal").get<std::string>();
  }
  /// Both halves as an honest intermediary makes them.
  void convey(const mediation::Dispatch& d, const std::string& to) {
    auto id = moscow_->say("Israel", d);
    moscow_->say(to, moscow_->conveyance(d, id));
    net_.settle();
  }

  Json inbox(const std::string& who) { return net_.call(who, "inbox", Json::object()).value().at("items").at(0); }
  std::string notices(const std::string& who) { return net_.call(who, "case.show", {{"case", case_}}).value().at("notices").dump(); }
  Json path(const std::string& signal, const std::string& to) {
    auto trace = net_.call("Israel", "trace", {{"signal", signal}}).value();
    for (const auto& one : trace.at("to"))
      if (one.at("name") == to) return one;
    return Json::object();
  }
  /// The finding on the dispatch in a trace.
  static std::string dispatched(const Json& path) {
    for (const auto& step : path.at("steps"))
      if (step.at("step") == "dispatched") return step.at("finding").is_null() ? "" : step.at("finding").get<std::string>();
    return "not dispatched";
  }

  mediation::DossierReport dossier(const std::string& who, bool placed) {
    auto file = std::filesystem::temp_directory_path() / ("offices-dishonest-" + std::to_string(::getpid()));
    auto r = net_.call(who, "dossier.export", {{"case", case_}, {"file", file.string()}, {"placed", placed}});
    EXPECT_TRUE(r.has_value()) << r.error().detail;
    std::ifstream in(file, std::ios::binary);
    auto report = mediation::verify_dossier(in).value();
    std::filesystem::remove(file);
    return report;
  }
  /// `who`'s dossier names the breach, and everybody else's holds.
  void expect_named(const std::string& who, const std::string& code, bool bare_too = true) {
    for (bool placed : {false, true}) {
      if (!placed && !bare_too) continue;
      auto r = dossier(who, placed);
      ASSERT_TRUE(r.fault.has_value()) << who << (placed ? " placed" : " bare") << ": " << to_json(r).dump(1);
      EXPECT_EQ(base::info(r.fault->code).name, code) << r.fault->detail;
      EXPECT_GE(r.breaches, 1u);
    }
  }
  void expect_sound(const std::string& who) {
    for (bool placed : {false, true}) EXPECT_FALSE(dossier(who, placed).fault.has_value()) << who;
  }

  const std::vector<std::pair<std::string, std::string>> others_{{"Israel", "party"}, {"Iran", "party"}, {"IAEA", "verifier"}};
  Network net_;
  std::string case_;
  std::optional<Dishonest> moscow_;
};

TEST_F(DishonestIntermediary, ThatKeepsToTheMandateIsProvedToHaveKeptToIt) {
  auto s = signal();
  convey(moscow_->dispatch(s, "Iran"), "Iran");
  EXPECT_TRUE(inbox("Iran").at("finding").is_null());
  EXPECT_EQ(path(s, "Iran").at("state"), "conveyed");
  EXPECT_EQ(dossier("Israel", true).proved, 1u);
  for (const char* who : {"Moscow", "Israel", "Iran", "IAEA"}) expect_sound(who);
}

TEST_F(DishonestIntermediary, ConveysOtherWordsAndTheAddresseeKnows) {
  auto s = signal();
  auto d = moscow_->dispatch(s, "Iran");
  auto id = moscow_->say("Israel", d);
  auto c = moscow_->conveyance(d, id);
  c.words.text = "We will strike tonight.";
  moscow_->say("Iran", c);
  net_.settle();
  EXPECT_EQ(inbox("Iran").at("finding"), "words_differ");
  EXPECT_NE(notices("Iran").find("Moscow signed a conveyance that the rules do not allow (words_differ)"), std::string::npos);
  EXPECT_EQ(path(s, "Iran").at("state"), "dispatched") << "no receipt matches what was dispatched";
  expect_named("Iran", "words_differ");
  EXPECT_EQ(dossier("Israel", true).proved, 0u);
}

TEST_F(DishonestIntermediary, DispatchesOtherWordsAndTheAuthorKnows) {
  auto s = signal();
  auto d = moscow_->dispatch(s, "Iran");
  d.words.text = "We will strike tonight.";
  convey(d, "Iran");
  EXPECT_EQ(path(s, "Iran").at("state"), "breach");
  EXPECT_EQ(dispatched(path(s, "Iran")), "words_differ");
  EXPECT_NE(notices("Israel").find("Moscow signed a dispatch that the rules do not allow (words_differ)"), std::string::npos);
  expect_named("Israel", "words_differ");
  expect_named("Iran", "words_differ");
}

TEST_F(DishonestIntermediary, ConveysOtherWordsWithoutANameAndNoReceiptFits) {
  auto s = signal({{"attribution", "unattributed"}});
  auto d = moscow_->dispatch(s, "Iran");
  auto id = moscow_->say("Israel", d);
  auto c = moscow_->conveyance(d, id);
  c.words.text = "They will strike tonight.";
  auto conveyance = moscow_->say("Iran", c);
  net_.settle();
  EXPECT_EQ(path(s, "Iran").at("state"), "dispatched");
  auto open = dossier("Israel", true);
  EXPECT_EQ(open.proved, 0u);
  EXPECT_EQ(open.findings.at(0).code, Code::no_receipt);
  // Reported all the same, Iran's receipt is the proof in Israel's hands.
  auto view = mediation::subject_from_json(net_.post("Iran").ledger().get("subject/" + conveyance.hex()).value().value()).value();
  auto receipt = std::get<mediation::ConveyanceState>(view).receipt->id;
  moscow_->say("Israel", mediation::Report{d.signal, id, moscow_->statement(receipt)});
  net_.settle();
  EXPECT_EQ(path(s, "Iran").at("state"), "breach");
  auto r = dossier("Israel", true);
  ASSERT_TRUE(r.fault.has_value());
  EXPECT_EQ(r.fault->code, Code::words_differ);
}

TEST_F(DishonestIntermediary, ConveysToSomebodyElseAndBothEndsKnow) {
  auto s = signal();
  convey(moscow_->dispatch(s, "IAEA"), "IAEA");
  EXPECT_EQ(path(s, "IAEA").at("state"), "breach");
  EXPECT_EQ(dispatched(path(s, "IAEA")), "no_mandate");
  EXPECT_EQ(inbox("IAEA").at("finding"), "no_mandate");
  expect_named("Israel", "no_mandate");
  expect_named("IAEA", "no_mandate");
  expect_sound("Iran");
}

TEST_F(DishonestIntermediary, ConveysAfterAWithdrawalThatItHadSeen) {
  auto s = signal();
  ASSERT_TRUE(net_.call("Israel", "withdraw", {{"signal", s}}).has_value());
  net_.settle();
  convey(moscow_->dispatch(s, "Iran"), "Iran");
  EXPECT_EQ(path(s, "Iran").at("state"), "breach");
  EXPECT_EQ(dispatched(path(s, "Iran")), "mandate_withdrawn");
  expect_named("Israel", "mandate_withdrawn", false);
  EXPECT_EQ(dossier("Israel", false).undecided, 1u) << "without places the order is not shown";
  expect_sound("Iran");
}

TEST_F(DishonestIntermediary, ConveysTooLateAndBothEndsKnow) {
  auto s = signal({{"until", "+2h"}});
  net_.now = net_.now.plus(3 * 3600);
  convey(moscow_->dispatch(s, "Iran"), "Iran");
  EXPECT_EQ(path(s, "Iran").at("state"), "breach");
  EXPECT_EQ(dispatched(path(s, "Iran")), "too_late");
  EXPECT_EQ(inbox("Iran").at("finding"), "too_late");
  expect_named("Israel", "too_late");
  expect_named("Iran", "too_late");
}

/// A time that is only claimed is bounded by what stands around it.
TEST_F(DishonestIntermediary, DatesBackAndTheTraceShowsTheBounds) {
  auto s = signal({{"until", "+2h"}});
  auto until = net_.now.plus(2 * 3600);
  net_.now = net_.now.plus(3 * 86400);
  ASSERT_TRUE(net_.call("Israel", "signal", {{"case", case_}, {"to", {"Moscow"}}, {"text", "It is Thursday."}}).has_value());
  net_.settle();
  auto d = moscow_->dispatch(s, "Iran");
  auto id = moscow_->say("Israel", d, until.plus(-60));
  moscow_->say("Iran", moscow_->conveyance(d, id), until.plus(-60));
  net_.settle();
  for (const auto& step : path(s, "Iran").at("steps"))
    if (step.at("step") == "dispatched") {
      EXPECT_GT(base::from_iso(step.at("not_before").get<std::string>()).value(), until);
      EXPECT_GT(base::from_iso(step.at("not_after").get<std::string>()).value(), until);
    }
}

TEST_F(DishonestIntermediary, SpeaksInTheNameOfAnInventedParticipant) {
  auto s = signal();
  crypto::SeededRandom random(9);
  auto invented = crypto::SigningKey::generate(random);
  auto d = moscow_->dispatch(s, "Iran");
  auto c = moscow_->conveyance(d, record::StatementId{});
  c.from = record::participant_of(invented.public_key());
  moscow_->say("Iran", c);
  net_.settle();
  EXPECT_EQ(inbox("Iran").at("finding"), "not_a_participant");
  expect_named("Iran", "not_a_participant", false);
}

TEST_F(DishonestIntermediary, IntroducesAnInventedParticipantUnderASignatureOfItsOwn) {
  crypto::SeededRandom random(9);
  auto invented = crypto::SigningKey::generate(random), other = crypto::SigningKey::generate(random);
  auto id = record::participant_of(invented.public_key());
  moscow_->say("Iran", mediation::Introduce{id, "Qatar", mediation::Role::party, joining(invented, other)});
  net_.settle();
  EXPECT_NE(notices("Iran").find("bad_signature"), std::string::npos);
  EXPECT_EQ(notices("Israel").find("bad_signature"), std::string::npos);
  for (const auto& p : net_.call("Iran", "case.show", {{"case", case_}}).value().at("participants")) EXPECT_NE(p.at("name"), "Qatar");
  for (bool placed : {false, true}) {
    auto r = dossier("Iran", placed);
    ASSERT_TRUE(r.fault.has_value());
    EXPECT_EQ(r.fault->code, Code::bad_signature);
  }
}

/// With a key of its own making it can: until numbers are compared, every post says on whose word a key stands.
TEST_F(DishonestIntermediary, InventsAParticipantWithAKeyAndItsKeyStandsOnItsWordAlone) {
  crypto::SeededRandom random(9);
  auto invented = crypto::SigningKey::generate(random);
  auto id = record::participant_of(invented.public_key());
  moscow_->say("Iran", mediation::Introduce{id, "Qatar", mediation::Role::party, joining(invented, invented)});
  net_.settle();
  auto about = net_.call("Iran", "case.show", {{"case", case_}}).value().at("participants").dump();
  EXPECT_NE(about.find("Qatar"), std::string::npos);
  EXPECT_NE(about.find("vouched"), std::string::npos);
  auto shown = net_.call("Iran", "contact.verify", {{"case", case_}, {"name", "Qatar"}, {"number", "000000000000000000000000000000"}});
  ASSERT_FALSE(shown.has_value());
  EXPECT_EQ(shown.error().code, Code::wrong_number);
}

}  // namespace
}  // namespace offices::sim
