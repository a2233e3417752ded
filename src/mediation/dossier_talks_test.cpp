// SPDX-License-Identifier: Apache-2.0
// Dossiers of agendas, frameworks and ballots: what they prove of who was shown what, and of how a ballot ended.
#include <algorithm>
#include <random>

#include "tests/support/memory_dossier.hpp"
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

using testing::Member;
using testing::MemoryDossier;

/// A table, a ballot that was adopted and one that was aborted, with everybody's word.
class TalksDossiers : public testing::Talks {
 protected:
  Tabling t;
  BallotOpening good, failed;
  void SetUp() override {
    t = put_on_the_table();
    good = opening(framework_id(t, t.frameworks[0]));
    failed = opening(framework_id(t, t.frameworks[1]));
    to_all(good);
    to_all(failed);
    everybody_ends(ending(ballot_id(good), BallotResult::adopted));
    to_all(aborted(ballot_id(failed), AbortCause::refused, {cadmia.id}));
    for (const auto* p : parties) tell_all(*p, Ratification{ballot_id(good), good.framework});
  }
  MemoryDossier of(const Member& who, DossierMode mode = DossierMode::placed) {
    return testing::export_dossier(c.opening, c.post(who), mode, c.now);
  }
  std::size_t at(const MemoryDossier& d, const StatementId& id) { return d.line_of(c.statement(id)) - 1; }
  void erase(MemoryDossier& d, const StatementId& id) { d.lines.erase(d.lines.begin() + static_cast<std::ptrdiff_t>(at(d, id))); }
  const OutcomeFact& outcome(const Digest& ballot, const Member& by) { return *held(avalon, avalon).outcome(ballot, by.id); }

  static void expect_sound(const DossierReport& r) {
    EXPECT_FALSE(r.fault) << r.fault->line << ": " << base::info(r.fault->code).name << ", " << r.fault->detail;
  }
  void expect_fault(const MemoryDossier& d, const StatementId& at_statement, Code code) {
    for (unsigned threads : {1u, 3u}) {
      auto r = d.verify(threads);
      ASSERT_TRUE(r.fault) << "holds";
      EXPECT_EQ(base::info(r.fault->code).name, base::info(code).name) << r.fault->detail;
      EXPECT_EQ(r.fault->line, at(d, at_statement) + 1);
    }
  }
  static const DossierBallot& ballot_of(const DossierReport& r, const Digest& ballot) {
    return *std::ranges::find(r.ballots, ballot, &DossierBallot::ballot);
  }
};

TEST_F(TalksDossiers, ShowTablesAndBallotsOfTheirChannels) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto r = of(avalon, mode).verify();
    expect_sound(r);
    EXPECT_EQ(r.complete, mode == DossierMode::placed);
    ASSERT_EQ(r.tables.size(), 1u);
    EXPECT_EQ(r.tables[0].table, t.table);
    EXPECT_EQ(r.tables[0].shown, table_digest(t));
    EXPECT_EQ(r.tables[0].to, "Avalon");
    EXPECT_EQ(r.tables[0].line, at(of(avalon, mode), held(avalon, avalon).tables[0].fact.id) + 1);
    ASSERT_EQ(r.ballots.size(), 2u);
    const auto& b = ballot_of(r, ballot_id(good));
    EXPECT_TRUE(b.proved);
    EXPECT_EQ(b.result, BallotResult::adopted);
    EXPECT_EQ(b.framework, good.framework);
    EXPECT_EQ(b.members, 4u);
    EXPECT_EQ(b.signed_by, 4u);
    EXPECT_EQ(b.to, "Avalon");
  }
}

TEST_F(TalksDossiers, OfTheIntermediaryShowEveryChannel) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto r = of(harbour, mode).verify();
    expect_sound(r);
    EXPECT_EQ(r.tables.size(), 3u);
    ASSERT_EQ(r.ballots.size(), 6u);
    for (const auto& b : r.ballots) EXPECT_EQ(b.proved, b.ballot == ballot_id(good));
    EXPECT_TRUE(std::ranges::is_sorted(r.ballots, {}, &DossierBallot::line));
    EXPECT_TRUE(std::ranges::is_sorted(r.tables, {}, &DossierTable::line));
  }
}

TEST_F(TalksDossiers, AnAbortIsNoResultAndIsNotProved) {
  auto b = ballot_of(of(avalon).verify(), ballot_id(failed));
  EXPECT_FALSE(b.proved);
  EXPECT_EQ(b.result, BallotResult::aborted);
  for (const auto* p : parties) tell_all(*p, aborted(ballot_id(failed), AbortCause::refused, {cadmia.id}));
  b = ballot_of(of(avalon).verify(), ballot_id(failed));
  EXPECT_EQ(b.signed_by, 4u);
  EXPECT_FALSE(b.proved);
}

TEST_F(TalksDossiers, WithoutOneMembersWordProveNoOutcome) {
  for (auto mode : {DossierMode::bare, DossierMode::placed})
    for (const auto* who : {&avalon, &borduria, &cadmia}) {
      auto d = of(avalon, mode);
      erase(d, outcome(ballot_id(good), *who).fact.id);
      auto r = d.verify();
      expect_sound(r);
      const auto& b = ballot_of(r, ballot_id(good));
      EXPECT_FALSE(b.proved) << who->name;
      EXPECT_EQ(b.signed_by, 3u);
      EXPECT_EQ(b.result, BallotResult::adopted);
    }
}

TEST_F(TalksDossiers, WithoutTheIntermediarysWordHaveNoResult) {
  auto d = of(avalon);
  erase(d, outcome(ballot_id(good), harbour).fact.id);
  auto r = d.verify();
  expect_sound(r);
  EXPECT_EQ(ballot_of(r, ballot_id(good)).result, std::nullopt);
  EXPECT_EQ(ballot_of(r, ballot_id(good)).signed_by, 0u);
  EXPECT_FALSE(ballot_of(r, ballot_id(good)).proved);
}

TEST_F(TalksDossiers, CountOnlyWhoSignedTheSame) {
  auto b = opening(framework_id(t, t.frameworks[1]));
  to_all(b);
  auto same = ending(ballot_id(b), BallotResult::not_adopted), other = same;
  other.transcript = c.salt();
  insist(harbour, avalon, same);
  auto d = of(avalon);
  EXPECT_EQ(ballot_of(d.verify(), ballot_id(b)).signed_by, 1u);
  auto contradicts = insist(avalon, avalon, other);
  d = of(avalon);
  EXPECT_EQ(ballot_of(d.verify(), ballot_id(b)).signed_by, 1u);
  expect_fault(d, contradicts, Code::outcome_differs);
}

TEST_F(TalksDossiers, WithoutAnyWordOfAdoptionLeaveARatificationUnexplained) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto d = of(avalon, mode);
    for (const auto* who : {&harbour, &avalon}) erase(d, outcome(ballot_id(good), *who).fact.id);
    expect_sound(d.verify());
  }
}

TEST_F(TalksDossiers, NameATableThatIsShownTwice) {
  auto again = insist(harbour, avalon, t);
  for (auto mode : {DossierMode::bare, DossierMode::placed}) expect_fault(of(avalon, mode), again, Code::exists);
}

/// Whatever one statement is left out: what is left is not held against anybody.
TEST_F(TalksDossiers, WithoutAnyOneStatementBlameNobody) {
  to_all(opening(failed.framework));
  set_agenda(2);
  to_all(tabling({testing::framework("whole", good.framework)}));
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto whole = of(avalon, mode);
    std::size_t tried = 0;
    for (const auto& k : c.post(avalon).kept) {
      if (!k.subject) continue;
      auto d = whole;
      erase(d, k.entry.statement.id());
      auto r = d.verify();
      EXPECT_FALSE(r.fault) << k.kind << ": " << base::info(r.fault->code).name << ", " << r.fault->detail;
      EXPECT_FALSE(r.complete);
      ++tried;
    }
    EXPECT_GE(tried, 15u);
  }
}

/// Without places nothing is known of order, so none is held against anybody.
TEST_F(TalksDossiers, WithoutPlacesBlameNobodyInWhateverOrderTheirLinesStand) {
  set_agenda(2);
  set_agenda(3);
  auto retry = opening(failed.framework);
  to_all(retry);
  auto whole = of(avalon, DossierMode::bare);
  expect_sound(whole.verify());
  auto first = std::ranges::find_if(whole.lines, [](const auto& l) { return l.starts_with("{\"group\":"); }) - whole.lines.begin() + 1;
  std::mt19937_64 dice(3);
  for (int order = 0; order < 40; ++order) {
    auto d = whole;
    std::ranges::shuffle(std::ranges::subrange(d.lines.begin() + first, d.lines.end()), dice);
    expect_sound(d.verify());
    EXPECT_EQ(d.verify().tables.size(), 1u);
  }
}

TEST_F(TalksDossiers, EveryFlippedOctetIsFound) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto good_one = of(avalon, mode);
    std::mt19937_64 dice(5);
    for (int i = 0; i < 100; ++i) {
      auto d = good_one;
      auto& line = d.lines[1 + dice() % (d.lines.size() - 1)];
      auto octet = dice() % line.size();
      line[octet] = line[octet] == 'A' ? 'B' : 'A';
      if (d.text() == good_one.text()) continue;
      EXPECT_TRUE(d.verify().fault) << line;
    }
  }
}

TEST_F(TalksDossiers, StandInTheGroupOfTheirChannel) {
  auto d = of(harbour);
  auto one = at(d, held(harbour, avalon).tables[0].fact.id), other = at(d, held(harbour, borduria).tables[0].fact.id);
  std::swap(d.lines[one], d.lines[other]);
  auto r = d.verify();
  ASSERT_TRUE(r.fault);
  EXPECT_EQ(r.fault->line, std::min(one, other) + 1);
  EXPECT_EQ(base::info(r.fault->code).name, "wrong_context");
}

TEST_F(TalksDossiers, NameWhatTheRulesHoldAgainstTheIntermediary) {
  auto second = insist(harbour, avalon, opening(good.framework));
  auto d = of(avalon);
  expect_fault(d, second, Code::exists);
  // Another abort may have been left out of a dossier that is not whole.
  expect_sound(of(avalon, DossierMode::bare).verify());
}

TEST_F(TalksDossiers, NameAnAgendaOutOfOrderOnlyWhereOrderIsShown) {
  set_agenda(2);
  auto old = insist(harbour, avalon, AgendaVersion{7, agenda_digest(testing::agenda_document(1)), testing::agenda_document(3)});
  expect_fault(of(avalon), old, Code::agenda_replaced);
  expect_sound(of(avalon, DossierMode::bare).verify());
}

TEST_F(TalksDossiers, NameAnAgendaThatIsNotInItsOneSpelling) {
  auto bad = insist(harbour, avalon, AgendaVersion{2, agenda_digest(testing::agenda_document(1)), testing::agenda_document(2) + " "});
  for (auto mode : {DossierMode::bare, DossierMode::placed}) expect_fault(of(avalon, mode), bad, Code::malformed);
}

TEST_F(TalksDossiers, NameAnOutcomeThatBlamesWhoWasHeard) {
  auto b = opening(failed.framework);
  to_all(b);
  ASSERT_TRUE(c.say(harbour, avalon, Stub{ballot_id(b), 2}));
  c.settle();
  c.now = b.ends;
  auto blame = insist(harbour, avalon, aborted(ballot_id(b), AbortCause::absent, {avalon.id}));
  for (auto mode : {DossierMode::bare, DossierMode::placed}) expect_fault(of(avalon, mode), blame, Code::outcome_differs);
}

TEST_F(TalksDossiers, NameAWitnessThatWasShownSomethingElse) {
  auto other = tabling({testing::framework("third")});
  to_all(other);
  auto lie = insist(borduria, borduria, Sight{other.table, c.salt()});
  auto shown = insist(harbour, avalon, Witness{c.statement(lie)});
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    expect_fault(of(avalon, mode), shown, Code::table_differs);
    expect_fault(of(borduria, mode), lie, Code::table_differs);
  }
}

TEST_F(TalksDossiers, NameAWitnessThatNobodySigned) {
  auto w = Witness{c.statement(held(borduria, borduria).sights[0].fact.id)};
  w.evidence.signature[3] ^= 1;
  auto shown = insist(harbour, avalon, w);
  for (auto mode : {DossierMode::bare, DossierMode::placed}) expect_fault(of(avalon, mode), shown, Code::bad_signature);
}

/// One table number, two contents.
class TwoContents : public TalksDossiers {
 protected:
  Tabling one, two;
  void SetUp() override {
    TalksDossiers::SetUp();
    one = two = tabling({testing::framework("third")});
    two.frameworks[0].words.text += " And the dam.";
    insist(harbour, avalon, one);
    insist(harbour, borduria, two);
    insist(harbour, cadmia, one);
  }
};

TEST_F(TwoContents, AreProvedByTheIntermediarysTwoSignatures) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto a = of(avalon, mode).verify(), b = of(borduria, mode).verify(), again = of(cadmia, mode).verify();
    expect_sound(a);
    expect_sound(b);
    auto differ = differing_tables(a, b);
    ASSERT_EQ(differ.size(), 1u);
    EXPECT_EQ(a.tables.at(differ[0].first).table, one.table);
    EXPECT_EQ(b.tables.at(differ[0].second).table, one.table);
    EXPECT_EQ(a.tables.at(differ[0].first).shown, table_digest(one));
    EXPECT_EQ(b.tables.at(differ[0].second).shown, table_digest(two));
    EXPECT_TRUE(differing_tables(a, again).empty());
    EXPECT_TRUE(differing_tables(a, a).empty());
    EXPECT_EQ(differing_tables(b, again).size(), 1u);
  }
}

TEST_F(TwoContents, AreProvedByNothingThatIsBrokenOrOfAnotherCase) {
  auto a = of(avalon).verify(), b = of(borduria).verify();
  auto broken = of(borduria);
  broken.lines.back()[20] ^= 1;
  EXPECT_TRUE(differing_tables(a, broken.verify()).empty());
  EXPECT_TRUE(differing_tables(broken.verify(), a).empty());
  b.header.of_case = {};
  EXPECT_TRUE(differing_tables(a, b).empty());
}

TEST_F(TwoContents, AreAFaultInOneDossierThatHoldsBoth) {
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto d = of(harbour, mode);
    expect_fault(d, held(harbour, borduria).tables[1].fact.id, Code::table_differs);
    EXPECT_EQ(d.verify().tables.size(), 6u);
  }
}

TEST_F(TwoContents, AreAFaultInOneChannelAndBothAreShown) {
  auto later = insist(harbour, avalon, two);
  for (auto mode : {DossierMode::bare, DossierMode::placed}) {
    auto d = of(avalon, mode);
    expect_fault(d, later, Code::table_differs);
    EXPECT_EQ(d.verify().tables.size(), 3u);
  }
}

/// A side that signs a table puts nothing on it.
TEST_F(TwoContents, AreNotWhatASideSigned) {
  auto mine = insist(avalon, avalon, two);
  auto d = of(avalon);
  expect_fault(d, mine, Code::wrong_role);
  EXPECT_EQ(d.verify().tables.size(), 2u);
}

TEST_F(TalksDossiers, AnswerInTheFieldsOfTheApi) {
  auto j = to_json(of(avalon).verify());
  const auto& table = j.at("tables").at(0);
  EXPECT_EQ(table.at("table"), t.table.hex());
  EXPECT_EQ(table.at("shown"), table_digest(t).hex());
  EXPECT_EQ(table.at("to"), "Avalon");
  EXPECT_EQ(table.at("line"), of(avalon).line_of(c.statement(held(avalon, avalon).tables[0].fact.id)));
  const auto& ballot = j.at("ballots").at(0);
  EXPECT_EQ(ballot.at("ballot"), ballot_id(good).hex());
  EXPECT_EQ(ballot.at("framework"), good.framework.hex());
  EXPECT_EQ(ballot.at("result"), "adopted");
  EXPECT_EQ(ballot.at("members"), 4);
  EXPECT_EQ(ballot.at("signed_by"), 4);
  EXPECT_EQ(ballot.at("verdict"), "proved");
  EXPECT_EQ(j.at("ballots").at(1).at("verdict"), "undecided");
  EXPECT_EQ(j.at("ballots").at(1).at("result"), "aborted");
}

}  // namespace
}  // namespace offices::mediation
