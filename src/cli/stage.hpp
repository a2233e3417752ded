// SPDX-License-Identifier: Apache-2.0
// Stage: a relay and one post for each participant of a case file, as real processes in one directory.
#pragma once

#include <map>
#include <optional>

#include "cli/case_file.hpp"
#include "cli/process.hpp"

namespace offices::cli {

inline constexpr std::int64_t wait_seconds_max = 120;

/// One command and what came of it.
struct Played {
  std::string who;
  std::vector<std::string> typed;  ///< verb and arguments as a person would type them
  std::string verb;                ///< of the table
  std::string input;               ///< what was typed on standard input
  int exit = 0;
  Json answer;  ///< the result, or {"error":{…}}
  [[nodiscard]] bool refused() const { return answer.is_object() && answer.contains("error"); }
};

/// A directory that is removed when it dies, unless it was asked for by name.
class Workspace {
 public:
  /// `keep` empty: a fresh one under the system's temporary directory. Fails with Code::exists where `keep` is not empty.
  [[nodiscard]] static Result<Workspace> make(const std::filesystem::path& keep);
  Workspace(Workspace&& other) noexcept;
  Workspace& operator=(Workspace&&) = delete;
  ~Workspace();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit Workspace(std::filesystem::path path, bool temporary) : path_(std::move(path)), temporary_(temporary) {}
  std::filesystem::path path_;
  bool temporary_;
};

class Stage {
 public:
  /// Starts the relay in `directory`.
  [[nodiscard]] static Result<Stage> open(const std::filesystem::path& directory);
  [[nodiscard]] const std::string& relay_url() const { return url_; }

  /// Types one command at the post of `who` and waits for its end. Fails with Code::internal where what comes back is no
  /// JSON object.
  [[nodiscard]] Result<Played> type(const std::string& who, const std::string& verb, const std::vector<std::string>& args,
                                    const std::string& input = {});
  /// The same, for commands that must succeed: a refusal is this call's error.
  [[nodiscard]] Result<Played> must(const std::string& who, const std::string& verb, const std::vector<std::string>& args);
  /// Until the machine's clock says `instant`. Fails with Code::usage where that is further off than wait_seconds_max, and
  /// with Code::cancelled where a signal ends the wait.
  [[nodiscard]] Result<void> wait_until(Time instant) const;
  /// `sync` at every post but those that are away, until a whole round moved nothing.
  [[nodiscard]] Result<void> settle(const std::vector<std::string>& away = {});
  [[nodiscard]] Result<void> put_file(const std::string& who, const std::string& name, const std::string& content);
  /// Copies a file of one person to another, as by a stick.
  [[nodiscard]] Result<void> hand_over(const std::string& from, const std::string& to, const std::string& name);

  /// The directory in which `who` types; made when it is first asked for.
  [[nodiscard]] std::filesystem::path directory_of(const std::string& who);

 private:
  Stage(std::filesystem::path directory, Background relay, std::string url)
      : directory_(std::move(directory)), relay_(std::move(relay)), url_(std::move(url)) {}
  std::filesystem::path directory_;
  Background relay_;
  std::string url_;
  std::vector<std::string> people_;  ///< in the order of their first command
};

}  // namespace offices::cli
