// SPDX-License-Identifier: Apache-2.0
// Press report: what a newspaper printed of a case, and who is quoted in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace offices::mediation {

/// Words that the report puts in somebody's mouth.
struct Quotation {
  std::string text;        ///< what stands between the marks, without the comma that the sentence around it adds
  std::string speaker;     ///< as the report names the speaker last: for "he said", who was quoted before; empty where it does not say
  std::string as_written;  ///< the same as it stands in the sentence: "he"
  std::size_t paragraph = 0;
  bool operator==(const Quotation&) const = default;
};

struct PressReport {
  Time published;  ///< the day's first second, UTC
  std::string title, byline;
  std::vector<std::string> paragraphs;
  bool operator==(const PressReport&) const = default;
};

/// Reads a report: one line `date YYYY-MM-DD TITLE`, then the byline, then the body, a paragraph a line; blank lines and blanks
/// around lines do not count. What it reads, write_press_report() spells in one way.
///
/// Fails with a text code, with Code::bad_time where the day is none, with Code::malformed where a part is missing.
[[nodiscard]] Result<PressReport> read_press_report(std::string_view document);
[[nodiscard]] std::string write_press_report(const PressReport& report);

/// The direct quotations of the body, in its order: what stands in double quotation marks, but for names in scare quotes: one to
/// three capitalised words, unless they are a sentence's beginning with its comma or stop inside the marks (“Never,” he said).
/// Single marks inside are part of the words. Marks that are not closed end with the paragraph.
///
/// Speakers follow from verbs of speech in the same sentence; where a sentence has several, from the one nearest to the marks.
[[nodiscard]] std::vector<Quotation> quotations(const PressReport& report);

}  // namespace offices::mediation
