// SPDX-License-Identifier: Apache-2.0
// init, run, sync, fsck: the post itself.
#include <ostream>

#include "cli/desk_verbs.hpp"
#include "cli/files.hpp"
#include "cli/home.hpp"
#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

constexpr std::string_view without_passphrase =
    "this post has no passphrase: whoever can read its directory, or a copy or backup of it, reads every case and signs in "
    "your name; only the file permissions protect it";

Result<std::vector<std::string>> token_lines(Call& call) {
  std::vector<std::string> tokens;
  if (!call.in.has("relay-token-file")) return tokens;
  OFFICES_TRY(text, read_words(call.in.one("relay-token-file"), call.console.in()));
  for (std::size_t at = 0; at < text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    while (line.ends_with(' ') || line.ends_with('\r')) line.pop_back();
    if (!line.empty() && !line.starts_with('#')) tokens.push_back(std::move(line));
    at = end + 1;
  }
  if (tokens.empty()) return fail(Code::usage, "the token file holds no token");
  return tokens;
}

Result<void> run_init(Call& call) {
  post::InitOptions options;
  OFFICES_TRY_SET(options.home, home_of(call.in));
  options.relays = call.in.all("relay");
  options.insecure_http = call.in.has("insecure-http");
  if (auto ca = call.in.one("relay-ca"); !ca.empty()) options.relay_ca = std::filesystem::absolute(ca).string();
  OFFICES_TRY_SET(options.relay_tokens, token_lines(call));
  if (call.in.has("no-passphrase") && call.in.has("passphrase-file"))
    return fail(Code::usage, "--no-passphrase and --passphrase-file exclude each other");
  if (!call.in.has("no-passphrase")) { OFFICES_TRY_SET(options.passphrase, new_passphrase(call.in, call.console)); }
  OFFICES_TRY(result, call.engine.init(std::move(options)));
  if (call.in.has("no-passphrase")) print_note(call.console, without_passphrase);
  return call.print(result);
}

std::string say_init(const Json& result, const View& view) {
  std::string relays;
  for (const auto& url : part(result, "relays")) relays += (relays.empty() ? "" : ", ") + clean(url.get<std::string>());
  auto text = "The post is made" + (field(result, "post").empty() ? std::string() : ": " + short_id(field(result, "post"))) + ". ";
  text += relays.empty() ? "It has no relay: name one with --relay before it can send." : "It fetches from " + relays + ".";
  return wrapped(text, 0, view) + "\n" +
         wrapped(
             "Next: 'goodoffices case open TITLE --as NAME' to begin a case, or 'goodoffices case join FILE' with an "
             "invitation.",
             0, view) +
         "\n";
}

Result<void> run_run(Call& call) {
  OFFICES_TRY(home, home_of(call.in));
  OFFICES_TRY(desk, desk_options(call.in, "desk"));
  auto socket = (home / "run.sock").string();
  return call.engine.run(home, ask_passphrase(call.in, call.console), desk, [&](const std::string& address) {
    Json ready{{"ready", true}, {"socket", socket}};
    if (!address.empty()) ready["desk"] = address;
    if (call.json()) call.console.out() << base::spell(ready) << std::endl;
    else print_note(call.console, "ready; other commands now use " + socket);
    if (!call.json() && !address.empty()) print_note(call.console, "the desk opens once, within five minutes, at " + address);
  });
}

Result<void> run_sync(Call& call) {
  if (!call.in.has("watch")) return calls("sync", typed({}))(call);
  OFFICES_TRY(home, home_of(call.in));
  return call.engine.watch(home, ask_passphrase(call.in, call.console), [&](const Json& round) {
    if (call.json()) call.console.out() << base::spell(round) << std::endl;
    else call.console.out() << say_sync(round, call.console.view()) << std::flush;
  });
}

Verb init_verb() {
  return {
      .path = "init",
      .summary = "makes the post of this device",
      .about =
          "Makes an encrypted store with the keys of this post, in --home. The passphrase opens it; nobody can "
          "recover it. A relay is where others deposit what is meant for you; with two, one may fail.",
      .operands = {},
      .flags = {{.name = "--relay", .value = "URL", .text = "A relay to fetch from, as https://relay.example:7077.", .repeats = true},
                {.name = "--relay-ca",
                 .value = "FILE",
                 .text = "A PEM file with the authority that signed the relays' certificates.",
                 .takes = Takes::file},
                {.name = "--relay-token-file",
                 .value = "FILE",
                 .text = "Creation tokens, one a line: one for all relays, or one for each in their order.",
                 .takes = Takes::file},
                {.name = "--insecure-http",
                 .value = "",
                 .text = "Allows plain HTTP to a relay off this machine, where another layer protects the line."},
                {.name = "--no-passphrase", .value = "", .text = "No passphrase: only the file permissions protect the post."}},
      .examples = {{"goodoffices init --relay https://relay.example:7077", "A post with one relay; the passphrase is asked for twice."}},
      .kind = Kind::reads,
      .say = say_init,
      .run = run_init};
}

Verb run_verb() {
  return {.path = "run",
          .summary = "keeps the post open, in touch with its relays",
          .about =
              "Unlocks the post once, sends and fetches as things come, and answers other commands on a socket in the "
              "post's directory that only you can open. Ends with Ctrl-C or SIGTERM.",
          .operands = {},
          .flags = desk_flags(),
          .examples = {{"goodoffices run --passphrase-file /run/secrets/post", "Under a service manager."}},
          .kind = Kind::reads,
          .say = {},
          .run = run_run};
}

Verb sync_verb() {
  return {.path = "sync",
          .summary = "sends what is queued and fetches what has come",
          .about =
              "Works until nothing is left to send or fetch, and says what moved. Exit code 3 means that no relay could "
              "be reached; what was signed stays queued.",
          .operands = {},
          .flags = {{.name = "--watch", .value = "", .text = "Goes on until interrupted; a line for each round that moved something."}},
          .examples = {{"goodoffices sync --watch --json", "One JSON object a line for a script to follow."}},
          .kind = Kind::reads,
          .say = say_sync,
          .run = run_sync};
}

Verb fsck_verb() {
  return {.path = "fsck",
          .summary = "checks the local store against itself",
          .about =
              "Derives every root and every view of the local store again from the record alone and compares. The first "
              "difference is named and the exit code is 5.",
          .operands = {},
          .flags = {},
          .examples = {},
          .kind = Kind::reads,
          .say = say_fsck,
          .run = calls("fsck", typed({}))};
}

}  // namespace

std::string say_sync(const Json& result, const View& view) {
  auto count = [&](const char* key) { return std::stoll(number(result, key)); };
  std::string text = "Sent " + number(result, "sent") + ", received " + number(result, "received") + ".";
  if (count("pending") > 0) text += " Still waiting to leave or to be confirmed: " + number(result, "pending") + ".";
  if (count("refused") > 0) text += " Refused on arrival: " + number(result, "refused") + ".";
  std::string out = text + "\n";
  for (const auto& notice : part(result, "notices"))
    out += wrapped("Notice: " + clean(notice.is_string() ? notice.get<std::string>() : field(notice, "text")), 0, view) + "\n";
  return out;
}

std::string say_fsck(const Json& result, const View& view) {
  return wrapped("Everything agrees: " + count_of(std::stoll(number(result, "statements")), "statement") + " in " +
                     count_of(std::stoll(number(result, "feeds")), "feed") + ", " +
                     count_of(std::stoll(number(result, "subjects")), "signal") + ".",
                 0, view) +
         "\n";
}

std::string delivery(const Json& result) {
  auto said = field(result, "delivery");
  if (said == "sent") return "It is on the relay.";
  if (said == "queued") return "It is queued and leaves with the next sync.";
  return {};
}

std::vector<Verb> post_verbs() { return {init_verb(), run_verb(), sync_verb(), fsck_verb()}; }

}  // namespace offices::cli
