// SPDX-License-Identifier: Apache-2.0
// Table: every verb of the command line with its operands and flags. Parsing, --help, completion and the man pages are
// all read from it, so that none of them can say something else than the others.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace offices::cli {

struct Call;
struct View;

/// What a shell may offer for a value.
enum class Takes { words, file, directory };

struct Flag {
  std::string name;   ///< "--to"
  std::string value;  ///< what stands for its value in help, "NAME"; "[NAME]": may be left out; empty: a switch
  std::string text;   ///< one sentence
  bool required = false;
  bool repeats = false;
  Takes takes = Takes::words;
  std::vector<std::string> words = {};  ///< the only values there are, if they can be listed
  std::string letter = {};              ///< a short spelling, "-k"
};

struct Operand {
  std::string name;  ///< "CASE"
  std::string text;
  bool required = true;
  Takes takes = Takes::words;
  std::vector<std::string> words = {};
  bool repeats = false;  ///< several, one after the other
};
/// For every verb that is about a case.
inline const Operand case_operand{.name = "CASE", .text = "The case: the beginning of its id, or its title."};

struct Example {
  std::string line;  ///< without the leading "goodoffices"
  std::string text;  ///< one sentence
};

/// What a person reads of a result of docs/api.md.
using Say = std::function<std::string(const Json& result, const View& view)>;
/// Does the verb: asks, calls, prints.
using Run = std::function<Result<void>(Call& call)>;

enum class Kind {
  plain,  ///< needs no post: takes --json only
  reads,  ///< opens a post: --home, --json, --passphrase-file
  writes  ///< the same, and --request-id
};

struct Verb {
  std::string path;     ///< "case open"
  std::string summary;  ///< one line, no full stop
  std::string about;    ///< paragraphs, separated by empty lines
  std::vector<Operand> operands;
  std::vector<Flag> flags;
  std::vector<Example> examples;
  Kind kind = Kind::reads;
  Say say;
  Run run;
};

/// All verbs in the order of help.
[[nodiscard]] const std::vector<Verb>& verbs();
/// The verb of that path, or null.
[[nodiscard]] const Verb* find_verb(std::string_view path);
/// The flags that come with every verb of `kind`.
[[nodiscard]] std::span<const Flag> shared_flags(Kind kind);
/// What a group ("case", "invitation", …) is for, or an empty string where there is none of that name.
[[nodiscard]] std::string_view group_summary(std::string_view group);

// The families, one file each.
[[nodiscard]] std::vector<Verb> post_verbs();
[[nodiscard]] std::vector<Verb> desk_verbs();
[[nodiscard]] std::vector<Verb> case_verbs();
[[nodiscard]] std::vector<Verb> invitation_verbs();
[[nodiscard]] std::vector<Verb> contact_verbs();
[[nodiscard]] std::vector<Verb> signal_verbs();
[[nodiscard]] std::vector<Verb> reading_verbs();
[[nodiscard]] std::vector<Verb> convey_verbs();
[[nodiscard]] std::vector<Verb> agenda_verbs();
[[nodiscard]] std::vector<Verb> appraise_verbs();
[[nodiscard]] std::vector<Verb> framework_verbs();
[[nodiscard]] std::vector<Verb> ballot_verbs();
[[nodiscard]] std::vector<Verb> commitment_verbs();
[[nodiscard]] std::vector<Verb> evidence_verbs();
[[nodiscard]] std::vector<Verb> incident_verbs();
[[nodiscard]] std::vector<Verb> duty_verbs();
[[nodiscard]] std::vector<Verb> line_verbs();
[[nodiscard]] std::vector<Verb> call_verbs();
[[nodiscard]] std::vector<Verb> text_verbs();
[[nodiscard]] std::vector<Verb> exhibit_verbs();
[[nodiscard]] std::vector<Verb> dossier_verbs();
[[nodiscard]] std::vector<Verb> relay_verbs();
[[nodiscard]] std::vector<Verb> demo_verbs();
[[nodiscard]] std::vector<Verb> shell_verbs();

}  // namespace offices::cli
