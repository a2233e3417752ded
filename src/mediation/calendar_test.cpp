// SPDX-License-Identifier: Apache-2.0
#include "mediation/calendar.hpp"

#include <gtest/gtest.h>

namespace offices::mediation {
namespace {

constexpr base::Time now{1'760'018'400};

Appointment gate() { return {"1a2b@goodoffices", now.plus(86'400), "Avalon: opens the gate", "By noon.", 3 * 86'400, 5}; }
std::string of(const Appointment& a) { return write_calendar(std::span(&a, 1), now); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    auto end = text.find("\r\n", at);
    if (end == std::string::npos) return {"a line without its end"};
    out.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return out;
}
/// As a reader puts it together again.
std::string unfolded(std::string text) {
  for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at)) text.erase(at, 3);
  return text;
}

TEST(Calendar, HasWhatEveryCalendarAsksFor) {
  EXPECT_EQ(of(gate()),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Good Offices//Commitments//EN\r\nCALSCALE:GREGORIAN\r\n"
            "BEGIN:VEVENT\r\nUID:1a2b@goodoffices\r\nDTSTAMP:20251009T140000Z\r\nDTSTART:20251010T140000Z\r\n"
            "SUMMARY:Avalon: opens the gate\r\nDESCRIPTION:By noon.\r\nCLASS:CONFIDENTIAL\r\nTRANSP:TRANSPARENT\r\nPRIORITY:5\r\n"
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Avalon: opens the gate\r\nTRIGGER:-P3D\r\nEND:VALARM\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n");
  EXPECT_EQ(write_calendar({}, now).find("VEVENT"), std::string::npos);
}

TEST(Calendar, EscapesWhatWouldEndAValue) {
  auto a = gate();
  a.summary = "a;b,c\\d\nEND:VEVENT";
  auto text = of(a);
  EXPECT_NE(text.find("SUMMARY:a\\;b\\,c\\\\d\\nEND:VEVENT\r\n"), std::string::npos) << text;
  EXPECT_EQ(lines_of(text).size(), lines_of(of(gate())).size());
}

TEST(Calendar, FoldsAtSeventyFiveOctetsBetweenCharacters) {
  for (std::string piece : {"x", "é", "ی", "𐍈", "aé"}) {
    for (std::size_t n = 20; n < 160; ++n) {
      auto a = gate();
      a.summary.clear();
      for (std::size_t i = 0; i < n; ++i) a.summary += piece;
      auto text = of(a);
      for (const auto& line : lines_of(text)) {
        EXPECT_LE(line.size(), 75U);
        auto first = line.size() > 1 && line[0] == ' ' ? line[1] : line[0];
        EXPECT_NE(static_cast<unsigned char>(first) & 0xc0, 0x80) << "a line begins inside a character";
      }
      EXPECT_NE(unfolded(text).find("SUMMARY:" + a.summary + "\r\n"), std::string::npos);
    }
  }
}

TEST(Calendar, RemindsInDaysOrSeconds) {
  auto a = gate();
  a.remind_s = 90;
  EXPECT_NE(of(a).find("TRIGGER:-PT90S\r\n"), std::string::npos);
}

}  // namespace
}  // namespace offices::mediation
