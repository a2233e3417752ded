// SPDX-License-Identifier: Apache-2.0
// Undertaking: what posts do about commitments, in memory: a commitment and what is said of it is shown to all whom it concerns,
// and their posts say that they have it.
#pragma once

#include <algorithm>

#include "tests/support/memory_talks.hpp"

namespace offices::testing {

class Undertaking {
 public:
  explicit Undertaking(MemoryTalks& talks) : t_(talks) {}

  [[nodiscard]] Time in_days(int n) const { return t_.c.now.plus(n * 86'400); }
  /// Avalon's towards Borduria, verified by the inspectorate.
  [[nodiscard]] mediation::Commitment opens_gate(Time by) const {
    return {{t_.borduria.id}, by, words("Avalon opens the gate."), {}, {}, {}, t_.inspectorate.id, std::nullopt};
  }
  /// Borduria's towards Avalon, in return for `first` and once that is fulfilled.
  [[nodiscard]] mediation::Commitment lifts_ban(const StatementId& first, Time by) const {
    mediation::Commitment b{{t_.avalon.id}, by, words("Borduria lifts the ban."), {}, {}, {}, std::nullopt, std::nullopt};
    b.in_return_for = mediation::reference_to(first, mediation::reference_salt(t_.borduria.id, b));
    b.when = {{std::nullopt, b.in_return_for, mediation::Needs::fulfilled}};
    return b;
  }
  [[nodiscard]] mediation::Attestation finding(const StatementId& id, mediation::Finding f) const {
    return {id, f, words("The gate, at noon."), {}, sorted({t_.avalon.id, t_.borduria.id})};
  }
  static mediation::Claim claim(const StatementId& id, mediation::Said says, std::optional<StatementId> about = {}) {
    return {id, says, about, std::nullopt};
  }
  static std::vector<ParticipantId> sorted(std::vector<ParticipantId> ids) {
    std::ranges::sort(ids);
    return ids;
  }

  /// Signed in the author's channel and shown to whom it concerns, whose posts say that they have it.
  StatementId undertake(const Member& author, const mediation::Commitment& b) {
    auto id = t_.c.say(author, t_.harbour, b).value();
    t_.c.settle();
    show(id, id);
    return id;
  }
  StatementId tell(const Member& who, const StatementId& commitment, const Body& body) {
    auto id = t_.c.say(who, t_.harbour, body).value();
    t_.c.settle();
    show(commitment, id);
    return id;
  }
  void show(const StatementId& commitment, const StatementId& statement) {
    std::vector<const Member*> shown;
    for (const auto* m : {&t_.avalon, &t_.borduria, &t_.cadmia, &t_.inspectorate})
      if (t_.c.say(t_.harbour, *m, mediation::Showing{commitment, t_.c.statement(statement)})) shown.push_back(m);
    t_.c.settle();
    if (statement != commitment) return;
    for (const auto* m : shown) {
      auto got = t_.c.say(*m, t_.harbour, claim(commitment, mediation::Said::received, statement)).value();
      t_.c.settle();
      show(commitment, got);
    }
  }

 private:
  MemoryTalks& t_;
};

}  // namespace offices::testing
