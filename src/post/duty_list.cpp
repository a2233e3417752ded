// SPDX-License-Identifier: Apache-2.0
#include "post/duty_list.hpp"

#include <algorithm>
#include <ctime>

namespace offices::post {
namespace {

using mediation::Precedence;

constexpr std::size_t stages_max = 16, words_max = 32, word_bytes_max = 1024, name_bytes_max = 80;
constexpr std::int64_t after_most_s = 7 * base::day_s;
constexpr int day_min = 24 * 60;

Error faulty(std::string where) { return {Code::usage, "the duty list: " + std::move(where)}; }

Result<int> read_minute(const std::string& text) {
  auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
    return std::unexpected(faulty("'" + text.substr(0, 20) + "' is no time of day, as 22:00"));
  int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
  if (hour > 23 || minute > 59) return std::unexpected(faulty("'" + text + "' is no time of day"));
  return hour * 60 + minute;
}

std::string spell_minute(int m) {
  auto two = [](int n) { return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; };
  return two(m / 60) + ":" + two(m % 60);
}

Result<Command> read_command(const Json& words, const std::string& of) {
  Command out;
  for (const auto& w : words) {
    if (!w.is_string() || w.get_ref<const std::string&>().size() > word_bytes_max ||
        w.get_ref<const std::string&>().find('\0') != std::string::npos)
      return std::unexpected(faulty("the command of " + of + " is a list of words"));
    out.push_back(w.get<std::string>());
  }
  if (out.empty() || out.front().empty() || out.front().front() != '/')
    return std::unexpected(faulty("the command of " + of + " begins with the absolute path of a program"));
  return out;
}

Result<Precedence> read_level(base::Fields& f, const char* key, Precedence otherwise) {
  auto level = f.maybe<std::string>(key, [&](const char* k) { return f.one_of(k, {"ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"}); });
  if (!level || level->empty()) return otherwise;
  return mediation::from_word<Precedence>(*level);
}

Result<QuietHours> read_quiet(const Json& json) {
  base::Fields f(json, "quiet");
  auto from = f.text("from"), until = f.text("until");
  OFFICES_TRY(below, read_level(f, "below", Precedence::immediate));
  if (auto ok = f.finish(); !ok) return std::unexpected(faulty(ok.error().detail));
  OFFICES_TRY(begin, read_minute(from));
  OFFICES_TRY(end, read_minute(until));
  if (begin == end) return std::unexpected(faulty("quiet hours end at another time than they begin"));
  return QuietHours{begin, end, below};
}

Result<DutyStage> read_stage(const Json& json) {
  base::Fields f(json, "stage");
  DutyStage stage;
  stage.name = f.text("name");
  const auto& command = f.array("command", words_max);
  stage.after_s = f.integer("after_s", 0, after_most_s);
  auto quiet = f.maybe<Json>("quiet", [&](const char* k) { return f.object(k); });
  if (auto ok = f.finish(); !ok) return std::unexpected(faulty(ok.error().detail));
  if (stage.name.empty() || stage.name.size() > name_bytes_max) return std::unexpected(faulty("a stage has a name of 1 to 80 octets"));
  OFFICES_TRY_SET(stage.command, read_command(command, stage.name));
  if (quiet) { OFFICES_TRY_SET(stage.quiet, read_quiet(*quiet)); }
  return stage;
}

bool is_quiet(const QuietHours& q, int minute) {
  return q.from < q.until ? minute >= q.from && minute < q.until : minute >= q.from || minute < q.until;
}

/// When a quiet time that holds at `t` is over.
Time end_of(const QuietHours& q, Time t, int minute) {
  auto left = (q.until - minute + day_min) % day_min;
  return t.plus(left * 60 - t.seconds % 60);
}

}  // namespace

Result<DutyList> read_duty_list(const Json& json) {
  if (!json.is_object()) return std::unexpected(faulty("it is an object"));
  base::Fields f(json, "duty list");
  DutyList list;
  auto notify = f.maybe<Json>("notify", [&](const char* k) { return f.array(k, words_max); });
  OFFICES_TRY_SET(list.notify_from, read_level(f, "notify_from", Precedence::routine));
  auto stages = f.maybe<Json>("stages", [&](const char* k) { return f.array(k, stages_max); });
  if (auto ok = f.finish(); !ok) return std::unexpected(faulty(ok.error().detail));
  if (notify) { OFFICES_TRY_SET(list.notify, read_command(*notify, "notify")); }
  for (const auto& s : stages.value_or(Json::array())) {
    OFFICES_TRY(stage, read_stage(s));
    list.stages.push_back(std::move(stage));
  }
  std::ranges::stable_sort(list.stages, {}, &DutyStage::after_s);
  return list;
}

Json to_json(const DutyList& list) {
  Json stages = Json::array();
  for (const auto& s : list.stages) {
    Json quiet(nullptr);
    if (s.quiet)
      quiet = {{"from", spell_minute(s.quiet->from)}, {"until", spell_minute(s.quiet->until)}, {"below", mediation::word(s.quiet->below)}};
    stages.push_back({{"name", s.name}, {"command", s.command}, {"after_s", s.after_s}, {"quiet", std::move(quiet)}});
  }
  return {{"notify", list.notify.empty() ? Json(nullptr) : Json(list.notify)},
          {"notify_from", mediation::word(list.notify_from)},
          {"stages", std::move(stages)}};
}

int local_minute(Time t) {
  std::time_t seconds = t.seconds;
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local.tm_hour * 60 + local.tm_min;
}

std::vector<DutyStep> plan_of(const DutyList& list, Precedence precedence, Time passed, const LocalMinute& minute) {
  std::vector<DutyStep> plan;
  for (std::size_t i = 0; i < list.stages.size(); ++i) {
    const auto& s = list.stages[i];
    auto at = passed.plus(s.after_s);
    if (s.quiet && precedence < s.quiet->below && is_quiet(*s.quiet, minute(at))) {
      plan.push_back({at, i, true});
      at = end_of(*s.quiet, at, minute(at));
    }
    plan.push_back({at, i, false});
  }
  std::ranges::stable_sort(plan, {}, &DutyStep::at);
  return plan;
}

}  // namespace offices::post
