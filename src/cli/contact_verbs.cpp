// SPDX-License-Identifier: Apache-2.0
// contact show, verify: whose key it is.
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

const Operand name_operand{.name = "NAME", .text = "A participant's name in the case."};

Verb contact_show_verb() {
  return {.path = "contact show",
          .summary = "shows a participant's number",
          .about =
              "The 30 digits that belong to the participant's key. Compare them by voice, or with what their owner "
              "published; until then the key is vouched for by the intermediary only.",
          .operands = {case_operand, name_operand},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_contact,
          .run = calls("contact.show", typed({"case", "name"}))};
}

Verb contact_verify_verb() {
  return {.path = "contact verify",
          .summary = "records that a participant's number was compared",
          .about =
              "Takes the digits that you heard or read; spaces do not matter. If they are not those of the key that "
              "this post has, nothing is recorded and the exit code is 4.",
          .operands = {case_operand, name_operand},
          .flags = {{.name = "--number", .value = "DIGITS", .text = "The 30 digits.", .required = true}},
          .examples = {{"goodoffices contact verify 1a2b Oslo --number '12345 67890 12345 67890 12345 67890'",
                        "After reading the numbers out on the telephone."}},
          .kind = Kind::writes,
          .say = say_compared,
          .run = calls("contact.verify", typed({"case", "name", "number"}))};
}

}  // namespace

std::vector<Verb> contact_verbs() { return {contact_show_verb(), contact_verify_verb()}; }

}  // namespace offices::cli
