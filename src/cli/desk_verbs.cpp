// SPDX-License-Identifier: Apache-2.0
// desk: opens the page of a running post, or runs the post with it.
#include "cli/desk_verbs.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <ostream>

#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

constexpr std::int64_t idle_minutes_max = 24 * 60;

bool has_display() {
  auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

/// Hands the address to whatever the system opens addresses with. It is not waited for, and a machine without one has
/// the address on its screen. Two processes, so that nobody is left to be waited for.
void open_browser(const std::string& address) {
  if (!has_display()) return;
  posix_spawn_file_actions_t silent;
  ::posix_spawn_file_actions_init(&silent);
  for (int stream : {0, 1, 2}) ::posix_spawn_file_actions_addopen(&silent, stream, "/dev/null", O_RDWR, 0);
  std::string shell = "sh", flag = "-c", line = "xdg-open \"$0\" &", copy = address;
  char* args[] = {shell.data(), flag.data(), line.data(), copy.data(), nullptr};
  pid_t child = 0;
  if (::posix_spawnp(&child, "sh", &silent, nullptr, args, environ) == 0) (void)::waitpid(child, nullptr, 0);
  ::posix_spawn_file_actions_destroy(&silent);
}

std::string say_desk(const Json& result, const View& view) {
  return "The desk opens once, within five minutes, at\n" + clean(field(result, "url")) + "\n" +
         wrapped("Whoever has this address first has the desk: give it to nobody.", 0, view) + "\n";
}

Result<void> show(Call& call, const Json& opened) {
  OFFICES_CHECK(call.print(opened));
  if (!call.in.has("no-browser")) open_browser(field(opened, "url"));
  return {};
}

Result<void> run_with_desk(Call& call, const std::filesystem::path& home) {
  OFFICES_TRY(options, desk_options(call.in, "port"));
  Result<void> shown;
  OFFICES_CHECK(
      call.engine.run(home, ask_passphrase(call.in, call.console), options.value_or(desk::DeskOptions{}), [&](const std::string& address) {
        shown = show(call, {{"url", address}, {"lives_s", desk::opening_lives_s}});
        if (!call.json()) print_note(call.console, "the post runs here until Ctrl-C");
      }));
  return shown;
}

Result<void> run_desk(Call& call) {
  OFFICES_TRY(home, home_of(call.in));
  if (!call.engine.is_running(home)) return run_with_desk(call, home);
  if (call.in.has("port")) return fail(Code::exists, "the post is running already; its port was chosen with 'run --desk PORT'");
  OFFICES_TRY(api, call.open());
  OFFICES_TRY(opened, api->call("desk.open", Json::object()));
  return show(call, opened);
}

Verb desk_verb() {
  return {.path = "desk",
          .summary = "opens the desk, the page of this post",
          .about =
              "Asks the running post for an address that opens its page in one browser, once, within five minutes; prints it, and "
              "opens it where there is a display. Where the post is not running, runs it here with the desk until Ctrl-C.\n\n"
              "The page is served on this machine alone. From elsewhere: ssh -L PORT:127.0.0.1:PORT, as the user whose post it is.",
          .operands = {},
          .flags = {{.name = "--port", .value = "PORT", .text = "Where the post is not running: the port to serve on; else any."},
                    {.name = "--no-browser", .value = "", .text = "Prints the address and opens nothing."}},
          .examples = {{"goodoffices desk", "Opens the page."}},
          .kind = Kind::reads,
          .say = say_desk,
          .run = run_desk};
}

}  // namespace

std::vector<Flag> desk_flags() {
  return {{.name = "--desk", .value = "[PORT]", .text = "Serves the desk on this machine, at PORT or any; 'goodoffices desk' opens it."},
          {.name = "--desk-idle", .value = "MINUTES", .text = "Locks the desk after MINUTES without its user; 15 otherwise."}};
}

Result<std::optional<desk::DeskOptions>> desk_options(const Input& in, const char* flag) {
  desk::DeskOptions options;
  if (!in.has(flag) && in.has("desk-idle")) return fail(Code::usage, "--desk-idle goes with --desk");
  if (!in.has(flag)) return std::nullopt;
  if (!in.one(flag).empty()) {
    OFFICES_TRY(port, typed_number(in, flag, 0, 0, 65535));
    options.port = static_cast<std::uint16_t>(port);
  }
  OFFICES_TRY(minutes, typed_number(in, "desk-idle", options.idle_s / 60, 1, idle_minutes_max));
  options.idle_s = minutes * 60;
  return options;
}

std::vector<Verb> desk_verbs() { return {desk_verb()}; }

}  // namespace offices::cli
