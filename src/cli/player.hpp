// SPDX-License-Identifier: Apache-2.0
// Player: plays a case file on a stage and tells a newcomer what happens.
#pragma once

#include <iosfwd>

#include "cli/case_file.hpp"
#include "cli/layout.hpp"
#include "cli/stage.hpp"

namespace offices::cli {

class Player {
 public:
  Player(const CaseFile& file, Stage& stage, std::ostream& out, View view) : file_(file), stage_(stage), out_(out), view_(view) {}

  /// From the posts' making to the verified dossiers. Fails with Code::usage where a step came out differently than the
  /// case file says, and with whatever kept a step of the setting from being done. The result is what --json prints.
  [[nodiscard]] Result<Json> play();

 private:
  // The setting: relay, posts, case, invitations.
  void introduce() const;
  [[nodiscard]] Result<void> make_posts();
  [[nodiscard]] Result<void> open_case();
  [[nodiscard]] Result<void> bring_in(const CaseFileParticipant& p, std::size_t index);
  // The case.
  [[nodiscard]] Result<void> play_step(const CaseFileStep& step);
  [[nodiscard]] Result<void> judge(const CaseFileStep& step, const Played& played);
  // The end.
  [[nodiscard]] Result<void> verify_dossiers();
  // The transcript.
  void heading(std::string_view text) const;
  void tell(std::string_view text, bool reported, const std::optional<std::string>& cite);
  void tell_wait(std::string_view until) const;
  void show(const Played& played) const;

  [[nodiscard]] Result<void> wait_for(const CaseFileStep& step);
  [[nodiscard]] Result<void> put_files(const CaseFileStep& step);
  [[nodiscard]] std::vector<std::string> filled_in(const std::vector<std::string>& args) const;
  /// A JSON file's content with its saved values in place.
  [[nodiscard]] Json filled_in(const Json& content) const;

  const CaseFile& file_;
  Stage& stage_;
  std::ostream& out_;
  View view_;
  std::size_t told_ = 0;
  std::map<std::string, std::string> saved_;
  Json report_ = Json::array();
  Json dossiers_ = Json::array();
};

}  // namespace offices::cli
