// SPDX-License-Identifier: Apache-2.0
// Dishonest: a whole post, with its store, its key and its mail, from which the rules were taken out. It signs and sends
// whatever a test wants said.
#pragma once

#include "sim/network.hpp"

namespace offices::sim {

/// The post of `name` in a network, as the intermediary of one case.
class Dishonest {
 public:
  Dishonest(Network& net, std::string name, const std::string& of_case)
      : net_(net), name_(std::move(name)), case_(record::CaseId::from_hex(of_case).value()) {}

  /// Signs `body` into the channel with `side` at a time of its choice and puts it into the outbox.
  record::StatementId say(const std::string& side, const mediation::Body& body, std::optional<Time> time = {});
  /// What an honest intermediary would dispatch under the last mandate for `to`: the author's own words.
  mediation::Dispatch dispatch(const std::string& signal, const std::string& to);
  /// The other half, with the author's signatures beside it.
  mediation::Conveyance conveyance(const mediation::Dispatch& d, const record::StatementId& dispatch);

  [[nodiscard]] record::ParticipantId participant(const std::string& name);
  [[nodiscard]] record::Signed statement(const record::StatementId& id);
  [[nodiscard]] const record::CaseId& of_case() const { return case_; }

 private:
  post::Ledger& ledger() { return net_.post(name_).ledger(); }
  /// `work` with the case as the post keeps it, in one transaction.
  void in_folder(const std::function<Result<void>(post::Folder&)>& work);

  Network& net_;
  std::string name_;
  record::CaseId case_;
};

}  // namespace offices::sim
