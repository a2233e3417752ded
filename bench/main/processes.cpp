// SPDX-License-Identifier: Apache-2.0
#include "bench/main/processes.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "post/session.hpp"

namespace offices::bench {

void give_up(const std::string& why) {
  std::fprintf(stderr, "bench_main: error: %s\n", why.c_str());
  std::exit(1);
}

Child::Child(const std::vector<std::string>& args, const std::filesystem::path& log) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    int errors = ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
    dup2(ends[1], 1);
    dup2(errors, 2);
    std::vector<char*> words{const_cast<char*>(GOODOFFICES_BINARY)};
    for (const auto& a : args) words.push_back(const_cast<char*>(a.c_str()));
    words.push_back(nullptr);
    execv(GOODOFFICES_BINARY, words.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = ends[0];
  for (char c; read(output_, &c, 1) == 1 && c != '\n';) first_line_ += c;
  if (first_line_.empty()) give_up("a process ended before it was ready; see " + log.string());
}

Child::~Child() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
  close(output_);
}

Trio::Trio(const std::filesystem::path& directory) : directory_(directory) {
  auto store = "sqlite:" + (directory / "relay.db").string();
  relay_ = std::make_unique<Child>(std::vector<std::string>{"relay", "serve", "--json", "--listen", "127.0.0.1:0", "--store", store},
                                   directory / "relay.log");
  auto ready = base::parse_json(base::as_bytes(relay_->first_line()));
  if (!ready || !ready->contains("listening")) give_up("the relay said: " + relay_->first_line());
  relay_url_ = ready->at("listening").get<std::string>();
  for (const char* who : {"Moscow", "Israel", "Iran"}) start(who);
  case_ = call("Moscow", "case.open", {{"title", "Channel"}, {"as", "Moscow"}}).at("case").get<std::string>();
  for (const char* who : {"Israel", "Iran"}) invite(who, "party");
  for (const char* who : {"Israel", "Iran"}) await_participants(who, 3);
}

void Trio::start(const std::string& who) {
  post::InitOptions options;
  options.home = directory_ / who;
  options.relays = {relay_url_};
  if (auto made = post::init(std::move(options)); !made) give_up("init failed");
  run(who);
}

void Trio::run(const std::string& who) {
  std::vector<std::string> words{"run", "--json", "--home", (directory_ / who).string()};
  posts_[who] = std::make_unique<Child>(words, directory_ / (who + ".log"));
}

void Trio::invite(const std::string& who, const std::string& role) {
  auto invited = call("Moscow", "case.invite", {{"case", case_}, {"role", role}, {"name", who}});
  call(who, "case.join", {{"file", invited.at("file")}, {"accept_charter", true}});
}

void Trio::await_participants(const std::string& who, std::size_t least) {
  for (Json seen = 0; call(who, "case.show", {{"case", case_}}).at("participants").size() < least;)
    seen = call(who, "await", {{"beyond", seen}, {"timeout_s", 5}}).at("newest");
}

void Trio::join(const std::string& who, const std::string& role) {
  start(who);
  invite(who, role);
  for (const auto& [name, post] : posts_) await_participants(name, posts_.size());
}

Json Trio::call(const std::string& who, std::string_view verb, const Json& args) {
  auto result = post::SocketSession(directory_ / who / "run.sock").call(verb, args);
  if (!result)
    give_up(who + ", " + std::string(verb) + ": " + std::string(base::info(result.error().code).name) + " " + result.error().detail);
  return *std::move(result);
}

std::int64_t Trio::await_beyond(const std::string& who, std::int64_t row) {
  return call(who, "await", {{"beyond", row}, {"timeout_s", 30}}).at("newest").get<std::int64_t>();
}

void Trio::carry_signal(const std::string& from, const std::string& to) {
  constexpr std::int64_t statements = 4;  // signal, mandate; dispatch, report
  auto before = await_beyond(from, 0);
  call(from, "signal", {{"case", case_}, {"to", {to}}, {"text", "We are committed to further de-escalation."}});
  Json waiting = Json::array();
  for (std::int64_t seen = 0; waiting.empty(); waiting = call("Moscow", "waiting", Json::object()).at("items"))
    seen = await_beyond("Moscow", seen);
  call("Moscow", "convey", {{"signal", waiting.at(0).at("signal")}, {"to", to}});
  for (auto at = before; at < before + statements;) at = await_beyond(from, at);
}

}  // namespace offices::bench
