// SPDX-License-Identifier: Apache-2.0
// demo: an example case with real posts and a relay.
#include <csignal>
#include <ostream>
#include <sstream>

#include "cli/call.hpp"
#include "cli/files.hpp"
#include "cli/player.hpp"

namespace offices::cli {
namespace {

/// While it lives, Ctrl-C ends the children; this process sees that and cleans up.
class Interruptible {
 public:
  Interruptible() : before_(std::signal(SIGINT, [](int) {})) {}
  ~Interruptible() { std::signal(SIGINT, before_); }
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;

 private:
  void (*before_)(int);
};

Result<CaseFile> case_file_of(Call& call) {
  auto path = call.in.one("casefile");
  if (path.empty()) return read_case_file(base::as_bytes(built_in_case_file()));
  OFFICES_TRY(content, read_file(path, call.console.in(), case_file_bytes_max));
  return read_case_file(base::as_bytes(content));
}

Result<void> run_demo(Call& call) {
  OFFICES_TRY(file, case_file_of(call));
  OFFICES_TRY(workspace, Workspace::make(call.in.one("keep")));
  Interruptible interruptible;
  OFFICES_TRY(stage, Stage::open(workspace.path()));
  std::ostringstream nowhere;
  Player player(file, stage, call.json() ? static_cast<std::ostream&>(nowhere) : call.console.out(), call.console.view());
  OFFICES_TRY(result, player.play());
  if (call.in.has("keep")) result["kept"] = workspace.path().string();
  return call.print(result);
}

std::string say_played(const Json& r, const View& view) {
  auto n = static_cast<std::int64_t>(part(r, "dossiers").size());
  auto text = "Done: " + count_of(n, "dossier") + " verified.";
  if (auto kept = field(r, "kept"); !kept.empty())
    text += " Everything is kept in " + kept + "; 'goodoffices inbox --home " + kept + "/post-1/home' looks into the first post.";
  return "\n" + wrapped(text, 0, view) + "\n";
}

}  // namespace

std::vector<Verb> demo_verbs() {
  return {{.path = "demo",
           .summary = "plays an example case with real posts and a relay",
           .about = "Starts a relay and one post for each participant as processes of their own in a temporary directory, plays "
                    "a case and prints who types what and what the answer is. At the end each side's dossier is exported and "
                    "verified. Without CASEFILE: the built-in case. examples/README.md says how to write others.",
           .operands = {{.name = "CASEFILE", .text = "A case file.", .required = false, .takes = Takes::file}},
           .flags = {{.name = "--keep",
                      .value = "DIR",
                      .text = "Works in DIR, which must be empty or new, and leaves everything there.",
                      .takes = Takes::directory}},
           .examples = {{"goodoffices demo", "Plays the built-in case."},
                        {"goodoffices demo --keep /tmp/look my-case.json", "Plays another and leaves the posts for a look."}},
           .kind = Kind::plain,
           .say = say_played,
           .run = run_demo}};
}

}  // namespace offices::cli
