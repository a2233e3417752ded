// SPDX-License-Identifier: Apache-2.0
// Commitments: a fixture for tests of the rules about them and of where they stand at every post.
#pragma once

#include "mediation/commitments.hpp"
#include "tests/support/talks.hpp"
#include "tests/support/undertaking.hpp"

namespace offices::testing {

class Commitments : public Talks {
 protected:
  Undertaking u{*this};

  Commitment opens_gate(Time by) const { return u.opens_gate(by); }
  Time in_days(int n) const { return u.in_days(n); }
  Attestation finding(const StatementId& id, Finding f) const { return u.finding(id, f); }
  static std::vector<ParticipantId> sorted(std::vector<ParticipantId> ids) { return Undertaking::sorted(std::move(ids)); }
  StatementId undertake(const Member& author, const Commitment& b) { return u.undertake(author, b); }
  StatementId tell(const Member& who, const StatementId& commitment, const Body& body) { return u.tell(who, commitment, body); }
  void show(const StatementId& commitment, const StatementId& statement) { u.show(commitment, statement); }

  std::vector<CommitmentView> views(const Member& at, std::optional<Time> now = {}) {
    auto& all = held_[at.id];
    for (const auto& [id, subject] : c.post(at).subjects)
      if (const auto* s = std::get_if<CommitmentState>(&subject)) all.put(*s);
    return all.views(c.post(at).state, now.value_or(c.now));
  }
  CommitmentView view(const Member& at, const StatementId& id, std::optional<Time> now = {}) {
    for (auto& v : views(at, now))
      if (v.held->commitment == id) return v;
    ADD_FAILURE() << at.name << " does not hold it";
    return {};
  }
  /// At everybody who holds it, the same.
  void expect_everywhere(const StatementId& id, Phase phase, std::optional<Time> now = {}) {
    for (const auto* m : {&harbour, &avalon, &borduria, &inspectorate}) EXPECT_EQ(view(*m, id, now).phase, phase) << m->name;
  }

 private:
  std::map<ParticipantId, Undertakings> held_;
};

}  // namespace offices::testing
