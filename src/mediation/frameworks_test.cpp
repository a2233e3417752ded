// SPDX-License-Identifier: Apache-2.0
// Agendas, tables, and what posts were shown: who may say what, when.
#include "tests/support/talks.hpp"

namespace offices::mediation {
namespace {

using testing::agenda_document;
using testing::framework;

using Agendas = testing::Talks;

TEST_F(Agendas, AreTheIntermediarys) {
  expect_allowed(harbour, avalon, next_agenda(1));
  expect_refused(avalon, avalon, next_agenda(1), Code::wrong_role);
}

TEST_F(Agendas, AreSpeltInOneWay) {
  auto with = [&](std::string document) { return AgendaVersion{1, std::nullopt, std::move(document)}; };
  expect_refused(harbour, avalon, with("{}"), Code::malformed);
  expect_refused(harbour, avalon, with("Water, mostly."), Code::malformed);
  expect_refused(harbour, avalon, with(agenda_document(1) + "\n"), Code::malformed);
  auto loose = agenda_document(1);
  loose.insert(loose.find(':') + 1, " ");
  expect_refused(harbour, avalon, with(loose), Code::malformed);
  // It can be read, and says the same as the one spelling, which has its keys in another order.
  expect_refused(harbour, avalon,
                 with(R"({"format":"goodoffices-accord-1","agenda":{"name":"A","issues":[{"name":"Water","options":["1","2"]}]}})"),
                 Code::malformed);
  expect_refused(
      harbour, avalon,
      with(R"({"agenda":{"issues":[{"name":"Water","options":["1","2"],"texts":{}}],"name":"A"},"format":"goodoffices-accord-1"})"),
      Code::malformed);
}

TEST_F(Agendas, FollowTheOneInForce) {
  set_agenda(1);
  auto first = agenda_digest(agenda_document(1));
  expect_allowed(harbour, avalon, AgendaVersion{2, first, agenda_document(2)});
  expect_allowed(harbour, avalon, AgendaVersion{9, first, agenda_document(2)});
  expect_refused(harbour, avalon, AgendaVersion{2, std::nullopt, agenda_document(2)}, Code::agenda_replaced);
  expect_refused(harbour, avalon, AgendaVersion{1, first, agenda_document(2)}, Code::agenda_replaced);
  expect_refused(harbour, avalon, AgendaVersion{2, agenda_digest(agenda_document(7)), agenda_document(2)}, Code::no_agenda);
  set_agenda(2);
  expect_refused(harbour, avalon, AgendaVersion{3, first, agenda_document(3)}, Code::agenda_replaced);
  expect_allowed(harbour, avalon, AgendaVersion{3, agenda_digest(agenda_document(2)), agenda_document(3)});
}

TEST_F(Agendas, MayReturnToWhatWasInForceBefore) {
  for (int n : {1, 2, 1}) set_agenda(n);
  auto first = agenda_digest(agenda_document(1));
  EXPECT_EQ(held(avalon, avalon).latest_agenda()->version, 3);
  expect_allowed(harbour, avalon, Tabling{c.salt(), first, {framework("half")}});
  expect_allowed(harbour, avalon, AgendaVersion{4, first, agenda_document(3)});
  expect_refused(harbour, avalon, AgendaVersion{3, first, agenda_document(3)}, Code::agenda_replaced);
  expect_refused(harbour, avalon, AgendaVersion{4, agenda_digest(agenda_document(2)), agenda_document(3)}, Code::agenda_replaced);
}

TEST_F(Agendas, MayBeginLaterInANewcomersChannel) {
  expect_allowed(harbour, avalon, AgendaVersion{4, agenda_digest(agenda_document(3)), agenda_document(4)});
}

TEST_F(Agendas, AreNotSetTwice) {
  set_agenda(1);
  expect_imprudent(harbour, avalon, next_agenda(1), Code::exists);
  set_agenda(2);
  expect_allowed(harbour, avalon, next_agenda(1));
}

/// Versions are what is in force, wherever they stand: without places they are kept in no order of time.
TEST_F(Agendas, AreInForceByTheirVersionEvenWhereNoOrderIsShown) {
  for (int n = 1; n <= 6; ++n) set_agenda(n);
  auto p = held(avalon, avalon);
  std::ranges::sort(p.agendas, {}, [](const auto& a) { return a.fact.id; });
  EXPECT_EQ(p.latest_agenda()->agenda, agenda_digest(agenda_document(6)));
  EXPECT_EQ(objected_without_order(harbour, avalon, AgendaVersion{3, agenda_digest(agenda_document(2)), agenda_document(3)}), "");
  EXPECT_EQ(objected_without_order(harbour, avalon, AgendaVersion{3, agenda_digest(agenda_document(9)), agenda_document(3)}), "no_agenda");
  EXPECT_EQ(objected_without_order(harbour, avalon, Tabling{c.salt(), agenda_digest(agenda_document(2)), {framework("half")}}), "");
  EXPECT_EQ(objected_without_order(harbour, avalon, Tabling{c.salt(), agenda_digest(agenda_document(8)), {framework("half")}}),
            "no_agenda");
}

using Tables = testing::Talks;

TEST_F(Tables, AreTheIntermediarysAndOverTheAgendaInForce) {
  expect_refused(harbour, avalon, tabling({framework("half")}), Code::no_agenda);
  set_agenda(1);
  auto t = tabling({framework("half"), framework("third")});
  expect_allowed(harbour, avalon, t);
  expect_refused(avalon, avalon, t, Code::wrong_role);
  set_agenda(2);
  expect_refused(harbour, avalon, t, Code::agenda_replaced);
  t.agenda = agenda_digest(agenda_document(7));
  expect_refused(harbour, avalon, t, Code::no_agenda);
}

TEST_F(Tables, HaveOneContentUnderOneNumber) {
  auto t = put_on_the_table();
  expect_refused(harbour, avalon, t, Code::exists);
  auto other = t;
  other.frameworks[0].words.text += " And more.";
  expect_refused(harbour, avalon, other, Code::table_differs);
  std::ranges::reverse(other.frameworks = t.frameworks);
  expect_refused(harbour, avalon, other, Code::table_differs);
  set_agenda(2);
  other.agenda = agenda_digest(agenda_document(2));
  expect_refused(harbour, avalon, other, Code::table_differs);
  other.table = c.salt();
  expect_allowed(harbour, avalon, other);
}

TEST_F(Tables, ShowEveryFrameworkOnce) {
  set_agenda();
  expect_refused(harbour, avalon, tabling({framework("half"), framework("third"), framework("half")}), Code::exists);
}

TEST_F(Tables, ReplaceWhatStoodThere) {
  auto t = put_on_the_table();
  expect_allowed(harbour, avalon, tabling({framework("half", framework_id(t, t.frameworks[0]))}));
  expect_refused(harbour, avalon, tabling({framework("half", c.salt())}), Code::not_found);
}

TEST_F(Tables, HoldTheirFrameworksUnderTheirOwnIds) {
  auto t = put_on_the_table();
  auto again = t;
  again.table = c.salt();
  to_all(again);
  const auto& p = held(avalon, avalon);
  ASSERT_EQ(p.tables.size(), 2u);
  EXPECT_EQ(p.table_of(framework_id(t, t.frameworks[1]))->table, t.table);
  EXPECT_EQ(p.table_of(framework_id(again, t.frameworks[1]))->table, again.table);
  EXPECT_EQ(p.table_of(c.salt()), nullptr);
  EXPECT_EQ(p.table(t.table)->shown, table_digest(t));
  EXPECT_EQ(p.table(t.table)->frameworks.at(0).framework, framework_id(t, t.frameworks[0]));
}

/// A table before the parties have said what they were shown.
class Sights : public testing::Talks {
 protected:
  Tabling t;
  void SetUp() override {
    set_agenda();
    t = tabling({framework("third")});
    to_all(t);
  }
  Sight seen() { return {t.table, table_digest(t)}; }
};

TEST_F(Sights, AreSaidByWhoWasShown) {
  expect_allowed(avalon, avalon, seen());
  expect_refused(harbour, avalon, seen(), Code::wrong_role);
  expect_refused(avalon, avalon, Sight{c.salt(), table_digest(t)}, Code::not_found);
}

TEST_F(Sights, AreSaidOnce) {
  ASSERT_TRUE(c.say(avalon, harbour, seen()));
  c.settle();
  expect_imprudent(avalon, avalon, seen(), Code::already_answered);
  expect_allowed(borduria, borduria, seen());
}

TEST_F(Sights, OfOthersAndOfOtherTablesAreSaidBeside) {
  tell_all(borduria, seen());
  expect_allowed(avalon, avalon, seen());
  ASSERT_TRUE(c.say(avalon, harbour, seen()));
  c.settle();
  auto other = tabling({framework("half")});
  to_all(other);
  expect_allowed(avalon, avalon, Sight{other.table, table_digest(other)});
}

TEST_F(Sights, OfSomethingElseStayAsWhatContradicts) {
  Sight other{t.table, c.salt()};
  expect_refused(avalon, avalon, other, Code::table_differs);
  insist(avalon, avalon, other);
  const auto& p = held(harbour, avalon);
  ASSERT_EQ(p.sights.size(), 1u);
  EXPECT_EQ(p.sights[0].fact.finding, "table_differs");
  EXPECT_EQ(p.sights[0].shown, other.shown);
  EXPECT_EQ(p.sights[0].by, avalon.id);
  EXPECT_FALSE(p.sights[0].witness);
}

TEST_F(Sights, ComeAfterTheTable) {
  auto before = held(avalon, avalon).table(t.table)->fact.place->index;
  EXPECT_EQ(objected(avalon, avalon, seen(), Seen{{0, before}}), "not_found");
  EXPECT_EQ(objected(avalon, avalon, seen(), Seen{{0, before + 1}}), "");
  EXPECT_EQ(objected(avalon, avalon, seen(), Seen{}), "not_found");
}

}  // namespace
}  // namespace offices::mediation
