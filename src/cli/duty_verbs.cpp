// SPDX-License-Identifier: Apache-2.0
// duty set, show, test: whom this post calls.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "cli/files.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"
#include "post/caller.hpp"
#include "post/command.hpp"

namespace offices::cli {
namespace {

constexpr std::size_t list_bytes_max = 64 * 1024;

Result<Json> set_args(Call& call) {
  OFFICES_TRY(text, read_file(call.in.one("file"), call.console.in(), list_bytes_max));
  auto list = base::parse_json(base::as_bytes(text));
  if (!list) return fail(Code::usage, "the duty list is not JSON: " + list.error().detail);
  return Json{{"list", *std::move(list)}};
}

/// What is run, under which name, and what it is told.
struct Trial {
  std::string name;
  post::Command command;
  std::map<std::string, std::string> told;
};

Result<std::vector<Trial>> trials_of(const post::DutyList& list, const std::optional<std::string>& only) {
  std::vector<Trial> out;
  if (!list.notify.empty() && (!only || *only == "notify"))
    out.push_back({"notify", list.notify, post::told_of(post::Arrival{{}, mediation::Precedence::routine, 1, {}})});
  for (const auto& s : list.stages)
    if (!only || *only == s.name)
      out.push_back({s.name, s.command, post::told_of(post::DutyCall{{}, {}, 1, 1, mediation::Precedence::routine, s.name, {}})});
  for (auto& t : out) t.told["GOODOFFICES_EVENT"] = "test";
  if (out.empty())
    return fail(Code::not_found, only ? "no stage '" + only->substr(0, 80) + "' on the duty list" : std::string("the duty list is empty"));
  return out;
}

post::CommandEnd try_out(const Trial& t) {
  boost::asio::io_context io;
  bool stop = false;
  auto end = boost::asio::co_spawn(io, post::run_command(io, t.command, t.told, post::command_most, stop), boost::asio::use_future);
  io.run();
  return end.get();
}

/// Here and not in the post: whoever sets a list sees at once what its commands do.
Result<void> run_test(Call& call) {
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(json, api->call("duty.show", Json::object()));
  api.reset();
  OFFICES_TRY(list, post::read_duty_list(json));
  std::optional<std::string> only;
  if (call.in.has("stage")) only = call.in.one("stage");
  OFFICES_TRY(trials, trials_of(list, only));
  Json items = Json::array();
  for (const auto& t : trials) {
    auto end = try_out(t);
    items.push_back({{"name", t.name}, {"well", end.well}, {"how", end.how}});
    if (!end.well) call.exit = static_cast<int>(base::Exit::refused);
  }
  return call.print({{"items", std::move(items)}});
}

Verb set_verb() {
  return {.path = "duty set",
          .summary = "sets whom this post calls",
          .about =
              "FILE is JSON: 'notify', a command run on what arrives, with 'notify_from' a precedence; and 'stages', run one after the "
              "other where nobody has answered an outreach within its handling time: each with 'name', 'command', 'after_s' and, if "
              "it sleeps, 'quiet' with 'from', 'until' and 'below'. docs/operating.md has one. A command is a list of words, the first an "
              "absolute path; it is told the case and the precedence, never content. Kept sealed at this post. Commands run while "
              "'goodoffices run' does.",
          .operands = {},
          .flags = {{.name = "--file", .value = "FILE", .text = "The list; - for standard input.", .required = true, .takes = Takes::file}},
          .examples = {},
          .kind = Kind::writes,
          .say = say_duty_list,
          .run = calls("duty.set", set_args)};
}

Verb show_verb() {
  return {.path = "duty show",
          .summary = "shows whom this post calls",
          .about = "The commands, and when each is run.",
          .operands = {},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_duty_list,
          .run = calls("duty.show", typed({}))};
}

Verb test_verb() {
  return {.path = "duty test",
          .summary = "runs the commands of the duty list once",
          .about =
              "With GOODOFFICES_EVENT=test, and says how each ended. Exit code 0 where all ended well. A command has a minute, here as in "
              "earnest.",
          .operands = {},
          .flags = {{.name = "--stage", .value = "NAME", .text = "One stage alone, or 'notify'."}},
          .examples = {},
          .kind = Kind::reads,
          .say = say_duty_tested,
          .run = run_test};
}

}  // namespace

std::vector<Verb> duty_verbs() { return {set_verb(), show_verb(), test_verb()}; }

}  // namespace offices::cli
