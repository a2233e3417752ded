// SPDX-License-Identifier: Apache-2.0
// usage: calendar_peer
// Writes a calendar of appointments whose words are hard to carry to standard output, and the same as JSON to standard error.
#include <iostream>

#include "base/json.hpp"
#include "mediation/calendar.hpp"

int main() {
  using namespace offices;
  constexpr base::Time now{1'760'018'400};
  const std::string long_word(300, 'x');
  const std::string summaries[] = {
      "Avalon: opens the gate",
      "commas, semicolons; colons: and \"quotes\"",
      "back\\slash \\ alone",  // not before an n: that parser takes it for a line break
      "دو طرف: آب را نیمه‌نیمه می‌کنند، تا پایان ماه و پس از آن نیز تا هر زمان که لازم باشد",
      "שני הצדדים פותחים את השער; ביום הראשון",
      "\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a"
      "\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a\U0001f30a",
      long_word,
      "tab\there  and  spaces",
      "END:VEVENT"};
  std::vector<mediation::Appointment> all;
  Json told = Json::array();
  std::int64_t n = 0;
  for (const auto& summary : summaries) {
    ++n;
    mediation::Appointment a{std::to_string(n) + "@goodoffices",      now.plus(n * 86'399),         summary,
                             summary + "\n\nsecond line\n" + summary, n % 2 == 0 ? 7 * 86'400 : 90, static_cast<int>(n % 9) + 1};
    told.push_back({{"uid", a.uid},
                    {"at", base::iso(a.at)},
                    {"summary", a.summary},
                    {"description", a.description},
                    {"remind_s", a.remind_s},
                    {"priority", a.priority}});
    all.push_back(std::move(a));
  }
  std::cout << mediation::write_calendar(all, now);
  std::cerr << told.dump();
}
