// SPDX-License-Identifier: Apache-2.0
// Agenda: what a case negotiates about, as a file: issues and options with plain words in several languages, what is
// out of the question for everybody, and how an adopted framework becomes undertakings.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "accord/read.hpp"

namespace offices::accord {

inline constexpr std::size_t agenda_bytes_max = 128 * 1024;  ///< of a whole agenda in its canonical spelling
inline constexpr std::size_t due_days_max = 36'500;

/// Words by language tag ("en", "fa", "zh-Hant"), sorted. The tag "" (in a template only) is words of no stated language.
using Texts = std::map<std::string, std::string, std::less<>>;

/// The words for `tag`: those of that language, else of its first subtag, else of "", else English, else the first;
/// `otherwise` where there are none.
[[nodiscard]] std::string text_in(const Texts& texts, std::string_view tag, std::string_view otherwise);

struct IssueTexts {
  Texts issue;
  std::map<std::string, Texts, std::less<>> options;  ///< by option name; options without words are absent
  bool operator==(const IssueTexts&) const = default;
};

/// If the adopted package settles `issue` with one of `options`, `by` undertakes `text` towards `to`.
struct CommitmentTemplate {
  std::string by;
  std::vector<std::string> to;  ///< at least one; never `by`
  std::size_t issue = 0;
  std::vector<std::uint32_t> options;  ///< ascending, at least one
  Texts text;                          ///< "{option}" stands for the option's words
  std::string due;                     ///< "+30d" or "+12h" from adoption; empty: no time is set
  bool operator==(const CommitmentTemplate&) const = default;
};

struct AgendaFile {
  Agenda agenda;
  Texts texts;                     ///< of the agenda as a whole
  std::vector<IssueTexts> issues;  ///< [issue]
  std::vector<Combination> never;  ///< out of the question for everybody
  std::vector<CommitmentTemplate> commitments;
  bool operator==(const AgendaFile&) const = default;
};

/// Reads an agenda without sides in our own format (docs/negotiation.md). Names are lines and words are texts as
/// base/text.hpp admits them; issues are discrete or integer (a range of reals is to be listed as options).
///
/// Fails with Code::malformed, too_large (more than agenda_bytes_max spelled) or a code of base/text.hpp, naming file,
/// element and reason.
[[nodiscard]] Result<AgendaFile> read_agenda(const File& file);

/// The one canonical spelling, as base/json.hpp spells: read_agenda(write_agenda(x)) == x, and two agendas that say the
/// same are the same octets. What is hashed and signed.
[[nodiscard]] std::string write_agenda(const AgendaFile& agenda);

/// What `option` of `issue` is called in that language: its words, else its name.
[[nodiscard]] std::string option_text(const AgendaFile& agenda, std::size_t issue, std::uint32_t option, std::string_view tag);
[[nodiscard]] std::string issue_text(const AgendaFile& agenda, std::size_t issue, std::string_view tag);

/// An undertaking that follows from an adopted package.
struct Undertaking {
  std::string by;
  std::vector<std::string> to;
  Texts text;       ///< with the option's words in place
  std::string due;  ///< as in the template
  bool operator==(const Undertaking&) const = default;
};

struct Package;
/// What the templates make of `package`, in their order; issues that it leaves open make nothing.
[[nodiscard]] std::vector<Undertaking> undertakings(const AgendaFile& agenda, const Package& package);

}  // namespace offices::accord
