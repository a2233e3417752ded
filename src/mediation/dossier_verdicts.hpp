// SPDX-License-Identifier: Apache-2.0
// Verdicts: the rules over a dossier's statements in the order of its lines; one group's state at a time.
#pragma once

#include <unordered_set>

#include "mediation/dossier_places.hpp"

namespace offices::mediation {

class DossierVerdicts {
 public:
  DossierVerdicts(DossierCase& known, const DossierOptions& options) : known_(known), places_(known), findings_max_(options.findings_max) {
    report_.header = known.header;
  }

  /// The opening was good.
  void begin_with_opening() { report_.statements = report_.signatures = 1; }
  /// Lines come in their order. Before the first group they may change who takes part.
  void take(Examined e);
  [[nodiscard]] DossierReport finish();
  /// The dossier itself does not hold at this line.
  void broken(std::uint64_t line, const Error& error);

 private:
  struct Kept {
    DossierFinding finding;
    bool if_complete = false;  ///< a breach if, in the end, nothing was left out
  };
  void begin_group(std::uint64_t line, const GroupLine& group);
  void end_group();
  Result<void> check_order(const Examined& e);
  void judge(Examined& e);
  void judge_by_rules(Examined& e, const ParticipantId& side);
  std::optional<Error> objection_to(Examined& e, const ParticipantId& side);
  void answer(const SignalState& signal, const DispatchFact& d);
  void answer_shown(const Examined& e, const Digest& number, const Digest& shown);
  void answer_proceedings(const Proceedings& p);
  void answer_conveyance(const Examined& e, const Conveyance& c);
  void add(DossierFinding finding, bool if_complete, const std::string& sentence);
  void fault(std::uint64_t line, const Error& error);
  void absent_fault(std::uint64_t line, Code code, const std::string& detail);

  DossierCase& known_;
  DossierPlaces places_;
  std::size_t findings_max_;
  DossierReport report_;
  std::vector<Kept> open_, proved_;  // findings that were not proved, and those that were
  bool broken_ = false;
  std::uint64_t absent_breaches_ = 0;
  std::optional<DossierFault> absent_fault_;  // the first fault that is one only in a complete dossier

  std::unordered_map<Digest, Digest> shown_;  // per table or outreach, what was shown first

  // The group at hand.
  std::optional<GroupLine> group_;
  std::optional<Subject> subject_;
  std::unordered_map<StatementId, std::uint64_t> lines_;  // of what the group holds
  std::map<FeedId, std::uint64_t> next_, mentioned_;      // per feed: the least index that may follow, and how much was seen
  std::unordered_set<StatementId> groups_;
};

}  // namespace offices::mediation
