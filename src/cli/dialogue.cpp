// SPDX-License-Identifier: Apache-2.0
#include "cli/dialogue.hpp"

#include <ostream>

#include "accord/elicit.hpp"
#include "cli/say.hpp"

namespace offices::cli {
namespace {

void introduce(std::ostream& to, const View& view) {
  to << paragraph(
      "The answers stay on this post. A line ends each; 'back' returns to the question before, 'skip' leaves one open, 'quit' ends "
      "without keeping anything.",
      view);
}

void show(std::ostream& to, const accord::Question& question, const View& view) {
  to << "\nQuestion " << question.number << " of " << question.of << "\n"
     << block(question.text, "", view) << block(question.hint, "", view) << std::flush;
}

/// One question, as often as it takes.
Result<void> ask(Console& console, std::ostream& to, accord::Elicitation& elicitation) {
  OFFICES_TRY(line, console.ask_line("> "));
  if (line == "quit") return fail(Code::cancelled, "nothing was kept");
  auto taken = elicitation.answer(line);
  if (taken || taken.error().code != Code::usage) return taken;
  to << wrapped(clean(taken.error().detail), 0, console.view()) << "\n";
  return {};
}

}  // namespace

Result<std::string> ask_for_appraisal(Console& console, std::ostream& to, const std::string& agenda) {
  auto view = console.view();
  OFFICES_TRY(file, accord::read_agenda({"agenda", agenda}));
  accord::Elicitation elicitation(file, view.lang.empty() ? "en" : view.lang);
  introduce(to, view);
  while (!elicitation.done()) {
    show(to, elicitation.question(), view);
    OFFICES_CHECK(ask(console, to, elicitation));
  }
  auto remarks = elicitation.remarks();
  to << "\n" << (remarks.empty() ? paragraph("Nothing in the answers contradicts itself.", view) : dashed(remarks, 0, view)) << std::flush;
  if (!console.confirm("Keep this appraisal on this post?")) return fail(Code::cancelled, "nothing was kept");
  return accord::write_appraisal(file, elicitation.appraisal());
}

}  // namespace offices::cli
