// SPDX-License-Identifier: Apache-2.0
// Dispatch: from what was typed to an exit code.
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <exception>
#include <ostream>

#include "cli/accord_verbs.hpp"
#include "cli/call.hpp"
#include "cli/help.hpp"
#include "cli/home.hpp"

namespace offices::cli {
namespace {

int exit_of(const Error& error) { return static_cast<int>(base::info(error.code).exit); }

int refused(Console& console, const Error& error, bool json) {
  print_error(console, error, json);
  return exit_of(error);
}

Result<void> flushed(Console& console) {
  console.out().flush();
  if (!console.out() && errno == EPIPE) {
    // Whoever reads may stop early, as head does: the command ends as others do then, without a word.
    std::signal(SIGPIPE, SIG_DFL);
    (void)std::raise(SIGPIPE);
  }
  if (!console.out()) return fail(Code::file_unwritable, "standard output");
  return {};
}

/// The exit code of what was done.
Result<int> carry_out(const Request& request, Console& console, Engine& engine) {
  int exit = 0;
  switch (request.wants) {
    case Request::Wants::version: console.out() << "goodoffices " << version() << '\n'; break;
    case Request::Wants::help:
      console.out() << (request.verb != nullptr ? help_of(*request.verb, console.view()) : help_of_group(request.group, console.view()));
      break;
    case Request::Wants::verb: {
      Call call{*request.verb, request.in, console, engine};
      OFFICES_CHECK(request.verb->run(call));
      exit = call.exit;
      break;
    }
  }
  OFFICES_CHECK(flushed(console));
  return exit;
}

}  // namespace

Result<std::unique_ptr<post::Api>> Call::open() const {
  OFFICES_TRY(home, home_of(in));
  return engine.open(home, ask_passphrase(in, console));
}

Result<void> Call::print(const Json& result) const {
  if (json()) console.out() << base::spell(result) << '\n';
  else console.out() << verb.say(result, console.view());
  return flushed(console);
}

Run calls(std::string api_verb, MakeArgs make) {
  return [api_verb = std::move(api_verb), make = std::move(make)](Call& call) -> Result<void> {
    OFFICES_TRY(args, make(call));
    if (call.in.has("request-id")) args["request_id"] = call.in.one("request-id");
    OFFICES_TRY(api, call.open());
    OFFICES_TRY(result, api->call(api_verb, args));
    return call.print(result);
  };
}

int dispatch(std::span<const std::string> argv, Console& console, Engine& engine) {
  bool json = std::ranges::find(argv, "--json") != argv.end();
  try {
    if (!argv.empty() && argv.front() == "accord")
      return run_accord(argv.subspan(1), console.out(), console.err(), console.err_is_terminal());
    auto request = read_request(argv);
    if (!request) return refused(console, request.error(), json);
    auto done = carry_out(*request, console, engine);
    return done ? *done : refused(console, done.error(), json);
  } catch (const std::exception&) { return refused(console, Error{Code::internal, {}}, json); }
}

}  // namespace offices::cli
