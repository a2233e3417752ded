// SPDX-License-Identifier: Apache-2.0
// Judging: one signal, its mandates and what the intermediary does with it, for tests of the rules.
#pragma once

#include <gtest/gtest.h>

#include "mediation/rules.hpp"
#include "tests/support/memory_case.hpp"

namespace offices::testing {

using namespace mediation;

/// Avalon's signal, its mandate for Borduria, and Harbour's dispatches of it.
class Judging : public ::testing::Test {
 protected:
  MemoryCase c;
  const Member &harbour = c.harbour(), &avalon = c.avalon(), &borduria = c.borduria();
  StatementId id;
  Terms terms = week_from(c.now);

  void allow(const Terms& t) {
    id = c.say(avalon, harbour, assurance("We are committed to de-escalation.")).value();
    ASSERT_TRUE(c.say(avalon, harbour, Mandate{id, borduria.id, t}));
    c.settle();
  }
  void allow(Form form = Form::verbatim, Approval approval = Approval::required) {
    terms.form = form;
    terms.approval = approval;
    allow(terms);
  }
  StatementId propose(std::string text, Form form = Form::paraphrase) {
    auto r = c.say(harbour, avalon, Rendering{{id, borduria.id, form, terms.attribution, words(std::move(text))}});
    EXPECT_TRUE(r) << r.error().detail;
    c.settle();
    return r.value_or(StatementId{});
  }
  void approve(const StatementId& rendering) {
    EXPECT_TRUE(c.say(avalon, harbour, ApprovalOf{rendering, std::get<Rendering>(c.body_of(rendering)).proposal}));
    c.settle();
  }
  Dispatch mine(std::string text, Form form = Form::paraphrase) {
    auto d = c.verbatim(id, borduria);
    d.form = form;
    d.words = words(std::move(text));
    return d;
  }

  void expect_allowed(const Dispatch& d) {
    auto no = c.post(harbour).may(avalon.id, d, c.now);
    EXPECT_FALSE(no) << base::info(no->code).name << ", " << no->detail;
  }
  /// The rules refuse it to Harbour; signed all the same, Avalon's post finds the breach, and no honest post conveys it.
  void expect_breach(const Dispatch& d, Code code) {
    auto no = c.post(harbour).may(avalon.id, d, c.now);
    ASSERT_TRUE(no) << "allowed";
    EXPECT_EQ(base::info(no->code).name, base::info(code).name) << no->detail;
    auto entry = c.post(harbour).say_anyway(avalon.id, d, c.now);
    auto finding = c.post(avalon).take(harbour.id, entry);
    ASSERT_TRUE(finding && *finding);
    EXPECT_EQ((*finding)->code, code);
  }
  Judgement judged(const StatementId& dispatch, const Member& at) {
    auto& post = c.post(at);
    const auto& s = post.signal(id);
    for (const auto& d : s.dispatches)
      if (d.fact.id == dispatch) return judge_dispatch(post.state, s, d);
    return {Verdict::undecided, Code::not_found, "no such dispatch"};
  }
};

/// The same facts without their places, as a bare dossier has them.
inline SignalState without_order(SignalState s) {
  auto forget = [](auto& facts) {
    for (auto& f : facts) {
      f.fact.place.reset();
      f.fact.seen.clear();
    }
  };
  forget(s.mandates);
  forget(s.withdrawals);
  forget(s.answers);
  forget(s.dispatches);
  return s;
}

}  // namespace offices::testing
