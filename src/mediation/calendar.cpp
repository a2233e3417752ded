// SPDX-License-Identifier: Apache-2.0
#include "mediation/calendar.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t line_octets_max = 75;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// RFC 5545, 3.1: a line that is too long goes on in the next, after a space.
void put_line(std::string& out, std::string_view line) {
  for (std::size_t most = line_octets_max; line.size() > most; most = line_octets_max - 1) {
    auto cut = most;
    while (cut > 0 && is_continuation(line[cut])) --cut;
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
  }
  out.append(line).append("\r\n");
}

/// RFC 5545, 3.3.11.
std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\n') out += "\\n";
    else if (c == '\\' || c == ';' || c == ',') out += {'\\', c};
    else out += c;
  }
  return out;
}

/// "20260131T180000Z"
std::string stamp(base::Time t) {
  auto text = base::iso(t);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string duration(std::int64_t s) {
  return s % base::day_s == 0 ? "P" + std::to_string(s / base::day_s) + "D" : "PT" + std::to_string(s) + "S";
}

}  // namespace

std::string write_calendar(std::span<const Appointment> appointments, base::Time now) {
  std::string out;
  auto put = [&](std::string_view name, std::string_view value) { put_line(out, std::string(name).append(":").append(value)); };
  put("BEGIN", "VCALENDAR");
  put("VERSION", "2.0");
  put("PRODID", "-//Good Offices//Commitments//EN");
  put("CALSCALE", "GREGORIAN");
  for (const auto& a : appointments) {
    put("BEGIN", "VEVENT");
    put("UID", a.uid);
    put("DTSTAMP", stamp(now));
    put("DTSTART", stamp(a.at));
    put("SUMMARY", escaped(a.summary));
    put("DESCRIPTION", escaped(a.description));
    put("CLASS", "CONFIDENTIAL");
    put("TRANSP", "TRANSPARENT");
    put("PRIORITY", std::to_string(a.priority));
    put("BEGIN", "VALARM");
    put("ACTION", "DISPLAY");
    put("DESCRIPTION", escaped(a.summary));
    put("TRIGGER", "-" + duration(a.remind_s));
    put("END", "VALARM");
    put("END", "VEVENT");
  }
  put("END", "VCALENDAR");
  return out;
}

}  // namespace offices::mediation
