// SPDX-License-Identifier: Apache-2.0
#include "cli/stage.hpp"

#include <stdlib.h>
#include <time.h>

#include <algorithm>

#include "cli/files.hpp"
#include "cli/layout.hpp"
#include "post/api.hpp"

namespace offices::cli {
namespace {

constexpr int rounds_max = 40;

Result<Json> answer_of(const std::string& output) {
  auto json = base::parse_json(base::as_bytes(output));
  if (json && json->is_object()) return json;
  return fail(Code::internal, "a command answered something else than one JSON object; see its log");
}

}  // namespace

Result<Workspace> Workspace::make(const std::filesystem::path& keep) {
  std::error_code error;
  if (keep.empty()) {
    auto pattern = (std::filesystem::temp_directory_path(error) / "goodoffices-demo-XXXXXX").string();
    if (error || ::mkdtemp(pattern.data()) == nullptr) return fail(Code::file_unwritable, "no temporary directory can be made");
    return Workspace(pattern, true);
  }
  auto path = std::filesystem::absolute(keep);
  if (std::filesystem::exists(path, error) && !std::filesystem::is_empty(path, error))
    return fail(Code::exists, "'" + path.string() + "' is not empty");
  std::filesystem::create_directories(path, error);
  if (error) return fail(Code::file_unwritable, "'" + path.string() + "'");
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  return Workspace(path, false);
}

Workspace::Workspace(Workspace&& other) noexcept : path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, false)) {}

Workspace::~Workspace() {
  std::error_code ignored;
  if (temporary_) std::filesystem::remove_all(path_, ignored);
}

Result<Stage> Stage::open(const std::filesystem::path& directory) {
  auto place = directory / "relay";
  std::error_code error;
  std::filesystem::create_directories(place, error);
  if (error) return fail(Code::file_unwritable, "'" + place.string() + "'");
  OFFICES_TRY(relay, Background::start({{"relay", "serve", "--json", "--listen", "127.0.0.1:0", "--store", "sqlite:relay.db"}, place, {}}));
  OFFICES_TRY(said, answer_of(relay.first_line()));
  if (said.contains("error")) return std::unexpected(post::error_from_json(said));
  return Stage(directory, std::move(relay), field(said, "listening"));
}

std::filesystem::path Stage::directory_of(const std::string& who) {
  auto found = std::ranges::find(people_, who);
  auto index = static_cast<std::size_t>(found - people_.begin());
  if (found == people_.end()) people_.push_back(who);
  auto path = directory_ / ("post-" + std::to_string(index + 1));
  std::error_code ignored;
  std::filesystem::create_directories(path, ignored);
  return path;
}

Result<void> Stage::put_file(const std::string& who, const std::string& name, const std::string& content) {
  return write_file(directory_of(who) / name, content);
}

Result<void> Stage::hand_over(const std::string& from, const std::string& to, const std::string& name) {
  std::error_code error;
  std::filesystem::copy_file(directory_of(from) / name, directory_of(to) / name, error);
  if (error) return fail(Code::file_unwritable, "'" + name + "' of " + to);
  return {};
}

Result<Played> Stage::type(const std::string& who, const std::string& verb, const std::vector<std::string>& args,
                           const std::string& input) {
  Played played{who, {}, verb, input, 0, {}};
  for (std::size_t at = 0; at <= verb.size();) {
    auto end = std::min(verb.find(' ', at), verb.size());
    played.typed.push_back(verb.substr(at, end - at));
    at = end + 1;
  }
  played.typed.insert(played.typed.end(), args.begin(), args.end());
  Launch launch{played.typed, directory_of(who), input};
  auto words = static_cast<std::ptrdiff_t>(1 + std::ranges::count(verb, ' '));
  std::vector<std::string> ours{"--json"};
  if (verb != "dossier verify") ours.insert(ours.end(), {"--home", (launch.directory / "home").string()});
  launch.args.insert(launch.args.begin() + words, ours.begin(), ours.end());
  OFFICES_TRY(ended, run_process(launch));
  OFFICES_TRY_SET(played.answer, answer_of(ended.output));
  played.exit = ended.exit;
  return played;
}

Result<Played> Stage::must(const std::string& who, const std::string& verb, const std::vector<std::string>& args) {
  OFFICES_TRY(played, type(who, verb, args));
  if (played.refused()) return std::unexpected(post::error_from_json(played.answer));
  return played;
}

Result<void> Stage::wait_until(Time instant) const {
  if (instant > base::SystemClock().now().plus(wait_seconds_max))
    return fail(Code::usage, "a play waits for at most " + std::to_string(wait_seconds_max) + " seconds");
  timespec at{.tv_sec = instant.seconds, .tv_nsec = 0};
  if (::clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &at, nullptr) != 0) return fail(Code::cancelled, "the wait was ended");
  return {};
}

Result<void> Stage::settle(const std::vector<std::string>& away) {
  for (int round = 0; round < rounds_max; ++round) {
    bool moved = false;
    for (const auto& who : people_) {
      if (std::ranges::find(away, who) != away.end()) continue;
      OFFICES_TRY(played, must(who, "sync", {}));
      moved = moved || number(played.answer, "sent") != "0" || number(played.answer, "received") != "0";
    }
    if (!moved) return {};
  }
  return fail(Code::internal, "the posts do not come to rest");
}

}  // namespace offices::cli
