// SPDX-License-Identifier: Apache-2.0
// Elicit: a dialogue that asks a person for an appraisal, question by question. It reads no terminal and prints nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accord/appraisal.hpp"

namespace offices::accord {

/// What to ask now.
struct Question {
  std::string text;                ///< one or more lines
  std::string hint;                ///< how to answer, one line
  std::size_t number = 1, of = 1;  ///< of this question among those foreseen; `of` may still change
};

/// Issue by issue: order the options; place those between worst (0) and best (100). Then: order the issues' swings from
/// worst to best; weigh the swings, the largest being 100 (swing weighting, von Winterfeldt & Edwards 1986). Then the
/// walk-away point, as a number from 0 to 100 or by comparing packages with walking away; then red lines.
///
/// Options and issues are answered by the numbers or names that the question lists. "back" returns to the question
/// before; "skip" leaves one unanswered: an order of options skipped makes the issue indifferent; numbers skipped make
/// the appraisal partial, of what was said. A value: copies are independent.
class Elicitation {
 public:
  explicit Elicitation(AgendaFile agenda, std::string language = "en");
  Elicitation(const Elicitation&);
  Elicitation& operator=(const Elicitation&);
  Elicitation(Elicitation&&) noexcept;
  Elicitation& operator=(Elicitation&&) noexcept;
  ~Elicitation();

  [[nodiscard]] bool done() const;
  /// The question that is open; not to be called when done.
  [[nodiscard]] Question question() const;
  /// Takes a line. Fails with Code::usage and a sentence where it is no answer to the question; nothing has changed then.
  [[nodiscard]] Result<void> answer(std::string_view line);

  /// What was said so far, complete when done.
  [[nodiscard]] Appraisal appraisal() const;
  /// What the dialogue itself has to say (what was skipped, between which packages the walk-away point lies), then
  /// remarks() of the appraisal.
  [[nodiscard]] std::vector<std::string> remarks() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace offices::accord
