// SPDX-License-Identifier: Apache-2.0
// CaseFile: an example case that `demo` plays (examples/README.md). It names commands, so it is read strictly: it can say
// nothing about files outside its own, about other posts, or verbs that are not part of a case.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace offices::cli {

inline constexpr std::size_t case_file_bytes_max = 1024 * 1024;
inline constexpr std::size_t case_file_steps_max = 200;
inline constexpr std::string_view case_file_format = "goodoffices case file 1";

struct CaseFileParticipant {
  std::string name;
  std::string role;  ///< "intermediary" (the first, and only the first), "party" or "verifier"
  bool operator==(const CaseFileParticipant&) const = default;
};

struct CaseFileStep {
  std::string actor;
  std::string tells;                        ///< what happens, for a reader
  std::string verb;                         ///< of the table, "contact verify"
  std::vector<std::string> args;            ///< as typed; "$name" stands for a saved value
  std::optional<std::string> text;          ///< what is typed on standard input
  std::map<std::string, Json> files;        ///< name → content, beside the command: a text, or an object for a JSON file
  std::map<std::string, std::string> save;  ///< name → JSON pointer into the result
  std::map<std::string, Json> expect;       ///< JSON pointer → string, number or boolean
  std::optional<std::string> wait_until;    ///< "$name": a saved time that has to come first
  std::vector<std::string> away;            ///< whose posts reach no relay after this step, until a step after which they are not named
  std::optional<std::string> refused;       ///< the code with which the step must be refused
  bool reported = false;                    ///< in the source; else an illustration
  std::optional<std::string> cite;          ///< where; required for what is reported
  bool operator==(const CaseFileStep&) const = default;
};

struct CaseFile {
  std::string title;
  std::string about;
  std::vector<std::string> sources;
  std::optional<Json> charter;  ///< as docs/api.md's case.open takes it
  std::vector<CaseFileParticipant> participants;
  std::vector<CaseFileStep> steps;
  bool operator==(const CaseFile&) const = default;
};

/// Reads a case file, which may come from anyone. Fails with Code::malformed and the step's number: unknown or missing
/// keys, unknown actors, verbs, flags or saved names, flags that would read or write any file but the step's own.
[[nodiscard]] Result<CaseFile> read_case_file(ByteView file);
/// The one spelling of a case file: read_case_file(spell_case_file(c)) == c.
[[nodiscard]] std::string spell_case_file(const CaseFile& file);

/// "name" of "$name", where a saved value may have that name; else nothing.
[[nodiscard]] std::optional<std::string> saved_name_in(std::string_view word);

/// The case file that is built in.
[[nodiscard]] std::string_view built_in_case_file();

}  // namespace offices::cli
