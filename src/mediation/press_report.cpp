// SPDX-License-Identifier: Apache-2.0
#include "mediation/press_report.hpp"

#include "base/text.hpp"

namespace offices::mediation {
namespace {

constexpr std::size_t day_octets = 10;
constexpr std::string_view label = "date ";

std::string_view trimmed(std::string_view text) {
  auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> written_lines(std::string_view document) {
  std::vector<std::string_view> lines;
  while (!document.empty()) {
    auto end = std::min(document.find('\n'), document.size());
    if (auto line = trimmed(document.substr(0, end)); !line.empty()) lines.push_back(line);
    document.remove_prefix(std::min(end + 1, document.size()));
  }
  return lines;
}

}  // namespace

Result<PressReport> read_press_report(std::string_view document) {
  OFFICES_CHECK(base::check_text(document));
  auto lines = written_lines(document);
  if (lines.size() < 3) return fail(Code::malformed, "a report has a line 'date YYYY-MM-DD TITLE', a byline and a body");
  if (!lines[0].starts_with(label) || lines[0].size() < label.size() + day_octets)
    return fail(Code::malformed, "the first line reads 'date YYYY-MM-DD TITLE'");
  auto rest = lines[0].substr(label.size());
  PressReport report;
  OFFICES_TRY_SET(report.published, base::from_iso(std::string(rest.substr(0, day_octets)) + "T00:00:00Z"));
  report.title = trimmed(rest.substr(day_octets));
  bool apart = rest.size() > day_octets && (rest[day_octets] == ' ' || rest[day_octets] == '\t');
  if (!apart || report.title.empty()) return fail(Code::malformed, "after the day stands the title");
  report.byline = lines[1];
  report.paragraphs.assign(lines.begin() + 2, lines.end());
  return report;
}

std::string write_press_report(const PressReport& report) {
  auto out = std::string(label) + base::iso(report.published).substr(0, day_octets) + " " + report.title + "\n\n" + report.byline + "\n";
  for (const auto& paragraph : report.paragraphs) out += "\n" + paragraph + "\n";
  return out;
}

}  // namespace offices::mediation
