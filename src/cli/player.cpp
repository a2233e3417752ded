// SPDX-License-Identifier: Apache-2.0
#include "cli/player.hpp"

#include <ostream>

#include "cli/charter.hpp"

namespace offices::cli {
namespace {

std::string value_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::unexpected<Error> differs(std::size_t step, const std::string& why) {
  return fail(Code::usage, "step " + std::to_string(step) + " came out differently: " + why);
}

}  // namespace

Result<Json> Player::play() {
  introduce();
  OFFICES_CHECK(make_posts());
  OFFICES_CHECK(open_case());
  heading("The case");
  for (const auto& step : file_.steps) {
    OFFICES_CHECK(play_step(step));
    OFFICES_CHECK(stage_.settle(step.away));
  }
  OFFICES_CHECK(verify_dossiers());
  return Json{{"title", file_.title}, {"case", saved_.at("case")}, {"steps", report_}, {"dossiers", dossiers_}};
}

Result<void> Player::make_posts() {
  tell("A relay is started; it stores sealed envelopes and can read none of them.", false, std::nullopt);
  show({"Relay",
        {"relay", "serve", "--listen", "127.0.0.1:0", "--store", "sqlite:relay.db"},
        "relay serve",
        {},
        0,
        {{"listening", stage_.relay_url()}}});
  tell("Everybody makes a post. Here without a passphrase; for real work, let it ask for one.", false, std::nullopt);
  for (const auto& p : file_.participants) {
    OFFICES_TRY(played, stage_.must(p.name, "init", {"--relay", stage_.relay_url(), "--no-passphrase"}));
    show(played);
  }
  return {};
}

Result<void> Player::open_case() {
  const auto& host = file_.participants.front().name;
  std::vector<std::string> args{file_.title, "--as", host};
  if (file_.charter) {
    OFFICES_CHECK(stage_.put_file(host, "charter.txt", charter_file(*file_.charter)));
    args.insert(args.end(), {"--charter", "charter.txt"});
  }
  tell(host + " opens the case; it will be the intermediary.", false, std::nullopt);
  OFFICES_TRY(opened, stage_.must(host, "case open", args));
  show(opened);
  saved_["case"] = field(opened.answer, "case");
  saved_["number:" + host] = field(opened.answer, "number");
  for (std::size_t i = 1; i < file_.participants.size(); ++i) OFFICES_CHECK(bring_in(file_.participants[i], i));
  return stage_.settle();
}

Result<void> Player::bring_in(const CaseFileParticipant& p, std::size_t index) {
  const auto& host = file_.participants.front().name;
  auto file = "invitation-" + std::to_string(index);
  tell(host + " invites " + p.name + " (" + p.role + ") and hands the invitation over in person; " + p.name + " reads it and joins.", false,
       std::nullopt);
  OFFICES_TRY(invited, stage_.must(host, "case invite", {saved_["case"], "--role", p.role, "--name", p.name, "--out", file}));
  show(invited);
  OFFICES_CHECK(stage_.hand_over(host, p.name, file));
  OFFICES_TRY(came, stage_.must(p.name, "case join", {file, "--accept-charter"}));
  show(came);
  saved_["number:" + p.name] = field(came.answer, "number");
  return stage_.settle();
}

std::vector<std::string> Player::filled_in(const std::vector<std::string>& args) const {
  auto out = args;
  for (auto& arg : out)
    if (arg.starts_with('$'))
      if (auto found = saved_.find(arg.substr(1)); found != saved_.end()) arg = found->second;
  return out;
}

Json Player::filled_in(const Json& content) const {
  if (content.is_string()) {
    auto name = saved_name_in(content.get_ref<const std::string&>());
    auto found = name ? saved_.find(*name) : saved_.end();
    return found == saved_.end() ? content : Json(found->second);
  }
  auto out = content;
  for (auto& one : out)
    if (one.is_string() || one.is_structured()) one = filled_in(Json(one));
  return out;
}

Result<void> Player::put_files(const CaseFileStep& step) {
  for (const auto& [name, content] : step.files) {
    auto text = content.is_string() ? content.get<std::string>() : base::spell(filled_in(content)) + "\n";
    OFFICES_CHECK(stage_.put_file(step.actor, name, text));
  }
  return {};
}

/// The posts do at that instant what they have to do at it, and what follows from it, before anybody types.
Result<void> Player::wait_for(const CaseFileStep& step) {
  if (!step.wait_until) return {};
  auto text = saved_.at(*saved_name_in(*step.wait_until));
  auto instant = base::from_iso(text);
  if (!instant) return differs(told_, "'" + text + "' is no time to wait for");
  tell_wait(local_time(text));
  OFFICES_CHECK(stage_.wait_until(*instant));
  return stage_.settle();
}

Result<void> Player::play_step(const CaseFileStep& step) {
  tell(step.tells, step.reported, step.cite);
  OFFICES_CHECK(wait_for(step));
  OFFICES_CHECK(put_files(step));
  OFFICES_TRY(played, stage_.type(step.actor, step.verb, filled_in(step.args), step.text.value_or("")));
  show(played);
  report_.push_back({{"step", told_},
                     {"actor", step.actor},
                     {"verb", step.verb},
                     {"source", step.reported ? "report" : "illustration"},
                     {"exit", played.exit},
                     {"answer", played.answer}});
  return judge(step, played);
}

Result<void> Player::judge(const CaseFileStep& step, const Played& played) {
  auto code = played.refused() ? field(part(played.answer, "error"), "code") : std::string();
  if (code != step.refused.value_or("")) {
    auto wanted = step.refused ? "a refusal with " + *step.refused : std::string("no refusal");
    return differs(told_, wanted + " was expected, and it was " + (code.empty() ? "done" : "refused with " + code));
  }
  auto at = [&](const std::string& pointer) {
    Json::json_pointer p(pointer);
    return played.answer.contains(p) ? played.answer.at(p) : Json();
  };
  for (const auto& [pointer, wanted] : step.expect)
    if (at(pointer) != wanted)
      return differs(told_, pointer + " was expected to be " + value_text(wanted) + " and is " + value_text(at(pointer)));
  for (const auto& [name, pointer] : step.save) {
    auto value = at(pointer);
    if (!value.is_string()) return differs(told_, "there is no text at " + pointer + " to save");
    saved_[name] = value.get<std::string>();
  }
  return {};
}

Result<void> Player::verify_dossiers() {
  heading("The dossiers");
  for (const auto& p : file_.participants) {
    tell(p.name + " exports what it holds and verifies it as anybody could, without a post or a network.", false, std::nullopt);
    OFFICES_TRY(exported, stage_.must(p.name, "dossier export", {saved_["case"], "--placed", "--out", "dossier"}));
    show(exported);
    OFFICES_TRY(verified, stage_.must(p.name, "dossier verify", {"dossier"}));
    show(verified);
    if (verified.exit != 0) return fail(Code::bad_proof, "the dossier of " + p.name + " does not verify");
    dossiers_.push_back({{"name", p.name}, {"exported", exported.answer}, {"verified", verified.answer}});
  }
  return {};
}

}  // namespace offices::cli
