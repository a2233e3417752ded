// SPDX-License-Identifier: Apache-2.0
// completion, man: the table for a shell and for the manual.
#include <ostream>

#include "cli/call.hpp"
#include "cli/help.hpp"

namespace offices::cli {
namespace {

Result<void> run_completion(Call& call) {
  call.console.out() << (call.in.one("shell") == "zsh" ? zsh_completion() : bash_completion());
  return {};
}

Result<void> run_man(Call& call) {
  auto path = call.in.one("verb");
  if (auto second = call.in.one("second"); !second.empty()) path += " " + second;
  if (path.empty()) {
    call.console.out() << man_page();
    return {};
  }
  const auto* verb = find_verb(path);
  if (verb == nullptr) return fail(Code::not_found, "no verb '" + path.substr(0, 60) + "'");
  call.console.out() << man_page(*verb);
  return {};
}

}  // namespace

std::vector<Verb> shell_verbs() {
  return {{.path = "completion",
           .summary = "prints a completion script",
           .about = "For bash: goodoffices completion bash > ~/.local/share/bash-completion/completions/goodoffices. For zsh: "
                    "into a directory of $fpath, as _goodoffices.",
           .operands = {{.name = "SHELL", .text = "bash or zsh.", .words = {"bash", "zsh"}}},
           .flags = {},
           .examples = {},
           .kind = Kind::plain,
           .say = {},
           .run = run_completion},
          {.path = "man",
           .summary = "prints a manual page",
           .about = "In the format of man(7): 'goodoffices man signal | man -l -' shows one. Without a verb: the page of the "
                    "whole program.",
           .operands = {{.name = "VERB", .text = "The verb, as 'signal' or 'case open'.", .required = false},
                        {.name = "SECOND", .text = "Its second word.", .required = false}},
           .flags = {},
           .examples = {{"goodoffices man case open | man -l -", "Reads a page."}},
           .kind = Kind::plain,
           .say = {},
           .run = run_man}};
}

}  // namespace offices::cli
