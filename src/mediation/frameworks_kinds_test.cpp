// SPDX-License-Identifier: Apache-2.0
// The bodies around agendas, frameworks and ballots: their bounds, and the hashes that stand for them.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "crypto/random.hpp"
#include "mediation/kinds.hpp"

namespace offices::mediation {
namespace {

crypto::SeededRandom random_source(8);
template <class IdType>
IdType some() {
  return crypto::random_id<IdType>(random_source);
}

std::string code_of(std::string_view kind, const Json& json) {
  auto read = decode_body(kind, json);
  return read ? "" : std::string(base::info(read.error().code).name);
}
std::string code_of(const Body& body) { return code_of(kind_of(body), encode_body(body)); }

Words some_words(std::string text = "Half of the water.") { return {"en", std::move(text), {{"fa", "نیمی از آب", "Harbour"}}}; }
Framework some_framework() { return {"The half", some_words(), {{"Water", "half"}}, some<Digest>()}; }
Tabling some_tabling() { return {some<Digest>(), some<Digest>(), {some_framework(), {"Open", some_words("Later."), {}, {}}}}; }
BallotOpening some_opening() {
  return {some<Digest>(), some<Digest>(), {some<ParticipantId>(), some<ParticipantId>(), some<ParticipantId>()},
          Time{10},       Time{20},       Time{30}};
}

TEST(FrameworkKinds, AnAgendaHasAnOctetToAHundredAndTwentyEightKiB) {
  auto with = [](std::size_t octets) { return code_of(AgendaVersion{1, {}, std::string(octets, 'x')}); };
  EXPECT_EQ(with(0), "malformed");
  EXPECT_EQ(with(1), "");
  EXPECT_EQ(with(128 * 1024), "");
  EXPECT_EQ(with(128 * 1024 + 1), "malformed");
}

TEST(FrameworkKinds, VersionsCountFromOne) {
  auto version = [](std::int64_t n) { return code_of(AgendaVersion{n, {}, "x"}); };
  EXPECT_EQ(version(0), "malformed");
  EXPECT_EQ(version(-1), "malformed");
  EXPECT_EQ(version(1'000'000), "");
  EXPECT_EQ(version(1'000'001), "malformed");
}

TEST(FrameworkKinds, ATableHoldsOneToSixteenFrameworks) {
  auto with = [](std::size_t n) { return code_of(Tabling{{}, {}, std::vector<Framework>(n, some_framework())}); };
  EXPECT_EQ(with(0), "malformed");
  EXPECT_EQ(with(1), "");
  EXPECT_EQ(with(16), "");
  EXPECT_EQ(with(17), "malformed");
}

TEST(FrameworkKinds, FrameworksFollowTheRulesOfText) {
  auto with = [](auto change) {
    auto t = some_tabling();
    change(t.frameworks[0]);
    return code_of(t);
  };
  EXPECT_EQ(with([](auto& f) { f.title = "Two\nlines"; }), "text_forbidden_character");
  EXPECT_EQ(with([](auto& f) { f.title = ""; }), "text_empty");
  EXPECT_EQ(with([](auto& f) { f.words.text = "turned \u202e round"; }), "text_forbidden_character");
  EXPECT_EQ(with([](auto& f) { f.words.translations[0].text = ""; }), "text_empty");
}

TEST(FrameworkKinds, APackageMapsIssuesToOptionsEachOneLine) {
  auto with = [](const Json& package) {
    auto j = encode_body(some_tabling());
    j["frameworks"][0]["package"] = package;
    return code_of("table", j);
  };
  EXPECT_EQ(with(Json::object()), "");
  EXPECT_EQ(with({{"Water", "half"}, {"Length", "10"}}), "");
  EXPECT_EQ(with({{"Water", 10}}), "malformed");
  EXPECT_EQ(with({{"Water", nullptr}}), "malformed");
  EXPECT_EQ(with({{"Water", {"half"}}}), "malformed");
  EXPECT_EQ(with({{"Two\nlines", "half"}}), "malformed");
  EXPECT_EQ(with({{"", "half"}}), "malformed");
  EXPECT_EQ(with({{"Water", "two\nlines"}}), "malformed");
  EXPECT_EQ(with({{"Water", " half"}}), "malformed");
  EXPECT_EQ(with(Json::array()), "malformed");
  Json many = Json::object();
  for (int i = 0; i < 2000; ++i) many["Issue " + std::to_string(i)] = "a";
  EXPECT_EQ(with(many), "");
  many["One more"] = "a";
  EXPECT_EQ(with(many), "malformed");
}

TEST(FrameworkKinds, ARosterIsAListOfParticipants) {
  auto with = [](const Json& roster) {
    auto j = encode_body(some_opening());
    j["roster"] = roster;
    return code_of("ballot", j);
  };
  auto id = some<ParticipantId>().hex();
  EXPECT_EQ(with({id, id}), "");  // whether that is a ballot is the rules' to say
  EXPECT_EQ(with({id, 7}), "malformed");
  EXPECT_EQ(with({id, id.substr(1)}), "malformed");
  EXPECT_EQ(with(Json(65, Json(id))), "");
  EXPECT_EQ(with(Json(66, Json(id))), "malformed");
}

TEST(FrameworkKinds, RoundsAreOneToFive) {
  for (std::int64_t round : {1, 5}) EXPECT_EQ(code_of(Stub{{}, round}), "");
  for (std::int64_t round : {0, 6, -1}) {
    EXPECT_EQ(code_of(Stub{{}, round}), "malformed");
    EXPECT_EQ(code_of(BallotOutcome{{}, BallotResult::adopted, {}, round, {}, {}}), "malformed");
  }
}

TEST(FrameworkKinds, AnAbortHasACauseAndNothingElseHas) {
  auto with = [](BallotResult result, std::optional<AbortCause> cause, std::vector<ParticipantId> missing = {}) {
    return code_of(BallotOutcome{{}, result, cause, 1, std::move(missing), {}});
  };
  for (auto result : {BallotResult::adopted, BallotResult::not_adopted}) {
    EXPECT_EQ(with(result, {}), "");
    EXPECT_EQ(with(result, AbortCause::absent), "malformed");
    EXPECT_EQ(with(result, {}, {some<ParticipantId>()}), "malformed");
  }
  EXPECT_EQ(with(BallotResult::aborted, {}), "malformed");
  for (auto cause : {AbortCause::absent, AbortCause::refused, AbortCause::differs}) {
    EXPECT_EQ(with(BallotResult::aborted, cause), "");
    EXPECT_EQ(with(BallotResult::aborted, cause, {some<ParticipantId>()}), "");
  }
  EXPECT_EQ(with(BallotResult::aborted, AbortCause::absent, std::vector<ParticipantId>(66)), "malformed");
}

TEST(FrameworkKinds, CausesAndResultsHaveTheirWords) {
  for (auto r : {BallotResult::adopted, BallotResult::not_adopted, BallotResult::aborted}) EXPECT_EQ(from_word<BallotResult>(word(r)), r);
  for (auto a : {AbortCause::absent, AbortCause::refused, AbortCause::differs}) EXPECT_EQ(from_word<AbortCause>(word(a)), a);
  EXPECT_FALSE(from_word<BallotResult>("vetoed"));
  EXPECT_FALSE(from_word<AbortCause>("late"));
}

/// Every change anywhere gives another hash.
template <class T, class Hash>
void expect_all_differ(const T& body, Hash hash, const std::vector<std::function<void(T&)>>& changes) {
  std::set<Digest> seen{hash(body)};
  EXPECT_EQ(hash(body), *seen.begin());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto other = body;
    changes[i](other);
    EXPECT_TRUE(seen.insert(hash(other)).second) << "change " << i;
  }
}

const std::vector<std::function<void(Tabling&)>> other_tables = {
    [](Tabling& t) { t.table = some<Digest>(); },
    [](Tabling& t) { t.agenda = some<Digest>(); },
    [](Tabling& t) { t.frameworks[0].title += "!"; },
    [](Tabling& t) { t.frameworks[0].words.text += "!"; },
    [](Tabling& t) { t.frameworks[0].words.lang = "fr"; },
    [](Tabling& t) { t.frameworks[0].words.translations.clear(); },
    [](Tabling& t) { t.frameworks[0].package["Water"] = "third"; },
    [](Tabling& t) { t.frameworks[0].package["Length"] = "10"; },
    [](Tabling& t) { t.frameworks[0].package.clear(); },
    [](Tabling& t) { t.frameworks[0].replaces.reset(); },
};

TEST(FrameworkKinds, ATableIsToldApartByEverythingOnIt) {
  auto changes = other_tables;
  changes.push_back([](Tabling& t) { t.frameworks.pop_back(); });
  changes.push_back([](Tabling& t) { std::swap(t.frameworks[0], t.frameworks[1]); });
  expect_all_differ<Tabling>(some_tabling(), table_digest, changes);
}

TEST(FrameworkKinds, AFrameworkIsToldApartByItselfItsTableAndItsAgenda) {
  expect_all_differ<Tabling>(some_tabling(), [](const Tabling& t) { return framework_id(t, t.frameworks[0]); }, other_tables);
  auto t = some_tabling();
  auto id = framework_id(t, t.frameworks[0]);
  t.frameworks.pop_back();
  EXPECT_EQ(framework_id(t, t.frameworks[0]), id);
}

TEST(FrameworkKinds, ABallotIsToldApartByEveryPartOfItsOpening) {
  expect_all_differ<BallotOpening>(
      some_opening(), ballot_id,
      {[](BallotOpening& b) { b.framework = some<Digest>(); }, [](BallotOpening& b) { b.nonce = some<Digest>(); },
       [](BallotOpening& b) { b.roster.pop_back(); }, [](BallotOpening& b) { std::swap(b.roster[1], b.roster[2]); },
       [](BallotOpening& b) { b.until = b.until.plus(1); }, [](BallotOpening& b) { b.ends = b.ends.plus(1); },
       [](BallotOpening& b) { b.ratify_by = b.ratify_by->plus(1); }, [](BallotOpening& b) { b.ratify_by.reset(); }});
}

TEST(FrameworkKinds, AnAgendaIsToldApartByItsOctets) {
  EXPECT_EQ(agenda_digest("{}"), agenda_digest("{}"));
  EXPECT_NE(agenda_digest("{}"), agenda_digest("{} "));
}

/// The same octets under another label are something else.
TEST(FrameworkKinds, HashesOfDifferentMeaningDiffer) { EXPECT_NE(agenda_digest("x"), text_digest("x")); }

}  // namespace
}  // namespace offices::mediation
