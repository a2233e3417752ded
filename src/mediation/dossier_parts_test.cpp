// SPDX-License-Identifier: Apache-2.0
// Dossiers from which something was taken, or in which it stands elsewhere: what is left proves no more than it carries.
#include <gtest/gtest.h>

#include "tests/support/memory_dossier.hpp"

namespace offices::mediation {
namespace {

using testing::assurance;
using testing::Member;
using testing::MemoryCase;
using testing::MemoryDossier;
using testing::week_from;
using testing::words;

/// Two signals of Avalon's; the first is dispatched under two mandates, received and answered, and rendered.
class Parts : public ::testing::Test {
 protected:
  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();
  StatementId first, second, rendering;

  void SetUp() override {
    auto terms = week_from(c.now);
    terms.form = Form::paraphrase;
    first = allow("We are committed to de-escalation.", terms);
    conveyed();
    EXPECT_TRUE(c.say(avalon, harbour, Mandate{first, borduria.id, terms}));
    c.settle();
    conveyed();
    rendering =
        c.say(harbour, avalon, Rendering{{first, borduria.id, Form::paraphrase, Attribution::named, words("They want calm.")}}).value();
    second = allow("We are ready to meet.", week_from(c.now));
  }
  StatementId allow(std::string text, const Terms& terms) {
    auto id = c.say(avalon, harbour, assurance(std::move(text))).value();
    EXPECT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, terms}));
    c.settle();
    return id;
  }
  void conveyed() {
    auto conveyance = c.convey(avalon, borduria, c.verbatim(first, borduria)).value().second;
    c.settle();
    auto of = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance)).of;
    EXPECT_TRUE(c.say(borduria, harbour, Acknowledgement{conveyance, of, Position::noted}));
    c.settle();
  }
  MemoryDossier of(DossierMode mode) { return testing::export_dossier(c.opening, c.post(avalon), mode, c.now); }
  const SignalState& state() { return c.post(avalon).signal(first); }
  std::size_t at(const MemoryDossier& d, const StatementId& id) { return d.line_of(c.statement(id)) - 1; }
  void erase(MemoryDossier& d, const StatementId& id) { d.lines.erase(d.lines.begin() + static_cast<std::ptrdiff_t>(at(d, id))); }
};

TEST_F(Parts, OfNothingTakenAwayProveBothDispatches) {
  auto r = of(DossierMode::placed).verify();
  EXPECT_FALSE(r.fault);
  EXPECT_TRUE(r.complete);
  EXPECT_EQ(r.proved, 2u);
}

TEST_F(Parts, WithoutAReceiptProveNothingByAnotherOrByAPosition) {
  for (std::size_t i : {0u, 1u}) {
    auto d = of(DossierMode::placed);
    const auto& dispatch = state().dispatches.at(i).fact.id;
    for (const auto& r : state().reports)
      if (r.dispatch == dispatch && !r.position) erase(d, r.fact.id);
    for (const auto& f : d.verify().findings)
      if (f.dispatch == dispatch) EXPECT_EQ(f.code, Code::no_receipt);
      else EXPECT_NE(f.code, Code::no_receipt);
  }
}

TEST_F(Parts, WithoutTheMandatesLeaveARenderingUnexplained) {
  auto d = of(DossierMode::bare);
  for (const auto& m : state().mandates) erase(d, m.fact.id);
  auto r = d.verify();
  EXPECT_FALSE(r.fault) << base::info(r.fault->code).name;
  EXPECT_EQ(r.proved, 0u);
}

TEST_F(Parts, WithoutAWholeFeedAreNotComplete) {
  auto d = of(DossierMode::placed);
  auto own = c.post(avalon).channel(harbour.id).own.id.hex();
  std::erase_if(d.lines, [&](const auto& l) {
    return l.find("{\"feed\":{\"channel\"") == 0 ? l.find("\"feed\":\"" + own) != std::string::npos
                                                 : l.find("\"feed\":\"" + own + "\",\"head\"") != std::string::npos;
  });
  EXPECT_LT(d.lines.size(), of(DossierMode::placed).lines.size());
  EXPECT_FALSE(d.verify().complete);
}

TEST_F(Parts, WithoutTheAuthorAreNoBreachOfWhoNamesIt) {
  auto d = testing::export_dossier(c.opening, c.post(borduria), DossierMode::bare, c.now);
  for (const auto& k : c.post(borduria).kept) {
    if (k.kind != "introduce") continue;
    auto body = c.body_of(k.entry.statement.id());
    if (std::get<Introduce>(body).participant == avalon.id) erase(d, k.entry.statement.id());
  }
  auto r = d.verify();
  EXPECT_FALSE(r.fault);
  EXPECT_EQ(r.breaches, 0u);
  EXPECT_EQ(r.undecided, 2u);
}

TEST_F(Parts, WithAReceiptForOtherWordsProveNothing) {
  auto again = allow("We want to talk.", week_from(c.now));
  c.answers_itself = false;
  auto [dispatch, conveyance] = c.convey(avalon, borduria, c.verbatim(again, borduria)).value();
  c.settle();
  auto of_it = std::get<ConveyanceState>(c.post(borduria).subjects.at(conveyance)).of;
  auto receipt = c.statement(c.say_anyway(borduria, harbour, Receipt{conveyance, of_it, of_it}));
  c.say_anyway(harbour, avalon, Report{again, dispatch, receipt});
  c.settle();
  auto r = of(DossierMode::placed).verify();
  EXPECT_EQ(r.proved, 2u);
  for (const auto& f : r.findings)
    if (f.dispatch == dispatch) EXPECT_EQ(f.code, Code::words_differ);
}

TEST_F(Parts, WithNothingTakenAwayFindABreachByAbsence) {
  auto d = c.verbatim(second, borduria);
  d.mandate.octets.fill(7);
  auto dispatch = c.say_anyway(harbour, avalon, d);
  c.settle();
  for (const auto& f : of(DossierMode::placed).verify().findings)
    EXPECT_EQ(f.proof, f.dispatch == dispatch ? Proof::breach : Proof::proved);
  for (const auto& f : of(DossierMode::bare).verify().findings) EXPECT_NE(f.proof, Proof::breach);
}

TEST_F(Parts, StandInTheGroupOfTheirSubject) {
  auto d = of(DossierMode::bare);
  auto mandate = c.post(avalon).signal(second).mandates.at(0).fact.id;
  auto line = d.lines[at(d, mandate)];
  erase(d, mandate);
  auto to = at(d, first) + 1;
  d.lines.insert(d.lines.begin() + static_cast<std::ptrdiff_t>(to), line);
  auto r = d.verify();
  ASSERT_TRUE(r.fault);
  EXPECT_EQ(r.fault->line, to + 1);
  EXPECT_EQ(base::info(r.fault->code).name, "wrong_context");
}

TEST_F(Parts, StandBeforeWhatHadSeenThem) {
  auto d = of(DossierMode::placed);
  auto mandate = at(d, state().mandates.at(0).fact.id), dispatch = at(d, state().dispatches.at(0).fact.id);
  ASSERT_LT(mandate, dispatch);
  auto line = d.lines[mandate];
  d.lines.erase(d.lines.begin() + static_cast<std::ptrdiff_t>(mandate));
  d.lines.insert(d.lines.begin() + static_cast<std::ptrdiff_t>(dispatch), line);
  auto r = d.verify();
  ASSERT_TRUE(r.fault);
  EXPECT_EQ(r.fault->line, dispatch + 1);
  EXPECT_EQ(base::info(r.fault->code).name, "wrong_context");
}

}  // namespace
}  // namespace offices::mediation
