// SPDX-License-Identifier: Apache-2.0
// Input: what was typed, once it is known to be a verb of the table with its flags and operands.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/table.hpp"

namespace offices::cli {

/// Values by name: flags without their dashes ("text-file"), operands in lower case ("case").
class Input {
 public:
  [[nodiscard]] bool has(std::string_view name) const;
  /// The value, or an empty string.
  [[nodiscard]] std::string one(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  void add(std::string_view name, std::string value);

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// The key of a flag or operand in an Input.
[[nodiscard]] std::string input_name(std::string_view flag_or_operand);

/// What a command line asks for.
struct Request {
  enum class Wants { verb, help, version } wants = Wants::verb;
  const Verb* verb = nullptr;  ///< null with help: of everything, or of `group`
  std::string group;           ///< help of one group
  Input in;
};

/// Reads a command line (without the program's name) against the table. Fails with Code::usage; the detail says what is
/// wrong in one clause.
[[nodiscard]] Result<Request> read_request(std::span<const std::string> argv);

}  // namespace offices::cli
