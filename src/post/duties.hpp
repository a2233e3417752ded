// SPDX-License-Identifier: Apache-2.0
// Duties: whom this post calls, and when: its user's command on what arrives, and the stages of its duty list where nobody has
// answered an outreach in time. It runs nothing itself.
#pragma once

#include "post/clerk.hpp"
#include "post/duty_list.hpp"

namespace offices::post {

/// Somebody who is to be called now.
struct DutyCall {
  record::CaseId of_case;
  record::Digest incident;
  std::int64_t number = 0, attempt = 0;
  mediation::Precedence precedence{};
  std::string stage;
  Command command;
};

/// What has arrived since the command for it was run last: of the most urgent case, and of it no word.
struct Arrival {
  record::CaseId of_case;
  mediation::Precedence precedence{};
  std::int64_t count = 0;
  Command command;
};

class Duties {
 public:
  Duties(Ledger& ledger, const Clock& clock, Clerk& clerk) : ledger_(ledger), clock_(clock), clerk_(clerk) {}

  [[nodiscard]] Result<DutyList> list();
  /// Inside a transaction. What has arrived before now is not told of.
  [[nodiscard]] Result<void> set(const DutyList& list);

  // Each of these is a transaction of its own.
  struct Todo {
    std::optional<DutyCall> call;
    std::optional<Time> next;  ///< when there is the next one, where there is none now
    bool said = false;         ///< something was signed: that somebody is held back
  };
  [[nodiscard]] Result<Todo> next_call(const LocalMinute& minute = local_minute);
  /// Signs what became of a call; nothing where somebody has answered meanwhile.
  [[nodiscard]] Result<void> called(const DutyCall& call, bool well);
  [[nodiscard]] Result<std::optional<Arrival>> next_arrival();
  /// It was told of, or cannot be: forgets it.
  [[nodiscard]] Result<void> told(const Arrival& arrival);

 private:
  [[nodiscard]] Result<void> in_case(const DutyList& list, const record::CaseId& id, const LocalMinute& minute, Todo& todo);
  [[nodiscard]] Result<void> collect(const DutyList& list);

  Ledger& ledger_;
  const Clock& clock_;
  Clerk& clerk_;
};

}  // namespace offices::post
