// SPDX-License-Identifier: Apache-2.0
// Processes: a relay and posts of the built program on loopback, and a case between them.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "post/local_api.hpp"

namespace offices::bench {

/// A child that is told to end when it dies.
class Child {
 public:
  /// Starts the program and waits for its first line of output. Aborts where there is none.
  Child(const std::vector<std::string>& args, const std::filesystem::path& log);
  Child(const Child&) = delete;
  ~Child();
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::string& first_line() const { return first_line_; }

 private:
  pid_t pid_ = 0;
  int output_ = -1;
  std::string first_line_;
};

/// "Moscow" between "Israel" and "Iran", each with a running post, over one relay. What fails ends the program: a benchmark
/// has nobody to tell.
class Trio {
 public:
  explicit Trio(const std::filesystem::path& directory);
  /// One more post, which takes part under `role`; returns when everybody has been introduced to it.
  void join(const std::string& who, const std::string& role);
  /// Ends the post of `who`, and runs it again; in between its store is at home_of(who).
  void stop(const std::string& who) { posts_.erase(who); }
  void run(const std::string& who);
  [[nodiscard]] std::filesystem::path home_of(const std::string& who) const { return directory_ / who; }
  Json call(const std::string& who, std::string_view verb, const Json& args);
  /// A signal from one side to the other, conveyed; returns when its author holds the receipt.
  void carry_signal(const std::string& from, const std::string& to);
  /// Waits until the record of `who` has grown beyond `row`; its newest row.
  std::int64_t await_beyond(const std::string& who, std::int64_t row);
  [[nodiscard]] const std::string& case_id() const { return case_; }
  [[nodiscard]] pid_t pid_of(const std::string& who) const { return posts_.at(who)->pid(); }
  [[nodiscard]] pid_t relay_pid() const { return relay_->pid(); }

 private:
  void start(const std::string& who);
  void invite(const std::string& who, const std::string& role);
  void await_participants(const std::string& who, std::size_t least);

  std::filesystem::path directory_;
  std::string relay_url_;
  std::unique_ptr<Child> relay_;
  std::map<std::string, std::unique_ptr<Child>> posts_;
  std::string case_;
};

/// Ends the program with a sentence.
[[noreturn]] void give_up(const std::string& why);

}  // namespace offices::bench
