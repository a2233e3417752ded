// SPDX-License-Identifier: Apache-2.0
// What a person reads of a duty list.
#include "cli/say.hpp"

namespace offices::cli {
namespace {

std::string command_text(const Json& command) {
  std::string out;
  for (const auto& word : command) out += (out.empty() ? "" : " ") + clean(word.get<std::string>());
  return out;
}

}  // namespace

std::string say_duty_list(const Json& r, const View& view) {
  std::string out;
  if (!part(r, "notify").empty())
    out += "On what arrives, from " + field(r, "notify_from") + " on\n  " + wrapped(command_text(part(r, "notify")), 2, view) + "\n";
  for (const auto& s : part(r, "stages")) {
    const auto& quiet = part(s, "quiet");
    auto held = quiet.is_object() ? "; not from " + field(quiet, "from") + " until " + field(quiet, "until") + " for what is below " +
                                        field(quiet, "below")
                                  : std::string();
    out += foreign(field(s, "name"), view) + ", " + number(s, "after_s") + " s after the handling time" + held + "\n  " +
           wrapped(command_text(part(s, "command")), 2, view) + "\n";
  }
  return out.empty() ? "Nobody is called: the duty list is empty.\n" : out;
}

std::string say_duty_tested(const Json& r, const View& view) {
  std::string out;
  for (const auto& i : part(r, "items"))
    out += foreign(field(i, "name"), view) + ": " + (flag(i, "well") ? "ended well" : "FAILED") + " (" + clean(field(i, "how")) + ")\n";
  return out;
}

}  // namespace offices::cli
