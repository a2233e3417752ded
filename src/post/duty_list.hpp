// SPDX-License-Identifier: Apache-2.0
// DutyList: whom a post calls, in which order and when, if nobody answers an outreach. Its owner's, and pure: what is due
// follows from the list, the outreach and the local time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "mediation/kinds.hpp"

namespace offices::post {

/// A program with its arguments; the program by its absolute path.
using Command = std::vector<std::string>;

/// From one minute of the local day to another, over midnight where it ends earlier than it begins.
struct QuietHours {
  int from = 0, until = 0;                                         ///< minutes after midnight; never equal
  mediation::Precedence below = mediation::Precedence::immediate;  ///< what is at least as urgent is not held back
};

struct DutyStage {
  std::string name;
  Command command;
  std::int64_t after_s = 0;  ///< after the handling time of the outreach has passed
  std::optional<QuietHours> quiet;
};

struct DutyList {
  Command notify;  ///< run on whatever arrives; empty: nothing is
  mediation::Precedence notify_from = mediation::Precedence::routine;
  std::vector<DutyStage> stages;  ///< by `after_s`
};

/// As a person writes it (docs/operating.md). Fails with Code::usage and a sentence that names the field.
[[nodiscard]] Result<DutyList> read_duty_list(const Json& json);
[[nodiscard]] Json to_json(const DutyList& list);

/// Minutes after local midnight at `t`.
using LocalMinute = std::function<int(Time t)>;
/// By the time zone of this machine.
[[nodiscard]] int local_minute(Time t);

/// One step of an escalation: somebody is called, or is held back until a quiet time is over.
struct DutyStep {
  Time at;
  std::size_t stage = 0;
  bool held_back = false;
};
/// All steps for an outreach whose handling time passes at `passed`, in order of time. Each is one attempt: the nth attempt that
/// a post signs is the nth step, so that the record alone says how far it has come.
[[nodiscard]] std::vector<DutyStep> plan_of(const DutyList& list, mediation::Precedence precedence, Time passed, const LocalMinute& minute);

}  // namespace offices::post
