// SPDX-License-Identifier: Apache-2.0
// Console: where the command line prints, and the person in front of it, if there is one.
#pragma once

#include <iosfwd>
#include <string_view>

#include "cli/layout.hpp"
#include "crypto/secret.hpp"

namespace offices::cli {

class Console {
 public:
  virtual ~Console() = default;
  [[nodiscard]] virtual std::ostream& out() = 0;
  [[nodiscard]] virtual std::ostream& err() = 0;
  [[nodiscard]] virtual std::istream& in() = 0;
  /// How to lay out what goes to out().
  [[nodiscard]] virtual View view() const = 0;
  /// Whether err() is somebody's screen.
  [[nodiscard]] virtual bool err_is_terminal() const = 0;
  /// Whether somebody can be asked.
  [[nodiscard]] virtual bool has_person() const = 0;
  /// Asks a question that yes or no answers; anything but yes is no.
  [[nodiscard]] virtual bool confirm(std::string_view question) = 0;
  /// Asks for one line, without its newline. Fails with Code::cancelled at the end of input and where nobody can be asked.
  [[nodiscard]] virtual Result<std::string> ask_line(std::string_view prompt) = 0;
  /// Asks for a secret with echo off. Fails with Code::passphrase_needed where nobody can be asked, Code::cancelled where
  /// nothing was typed.
  [[nodiscard]] virtual Result<crypto::SecretBytes> ask_secret(std::string_view prompt) = 0;
};

/// Standard streams and the controlling terminal.
[[nodiscard]] Console& process_console();

/// `goodoffices: error: …` and `goodoffices: hint: …`, or the JSON of docs/api.md on standard output.
void print_error(Console& console, const Error& error, bool json);
/// `goodoffices: TEXT` on standard error: a remark that is no result.
void print_note(Console& console, std::string_view text);

}  // namespace offices::cli
