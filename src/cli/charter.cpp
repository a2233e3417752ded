// SPDX-License-Identifier: Apache-2.0
#include "cli/charter.hpp"

#include <charconv>

namespace offices::cli {
namespace {

std::string_view trimmed(std::string_view text) {
  auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view take_line(std::string_view& text) {
  auto end = std::min(text.find('\n'), text.size());
  auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string key_of(std::string_view line) {
  auto colon = line.find(':');
  auto key = colon == std::string_view::npos ? std::string_view() : trimmed(line.substr(0, colon));
  return key == "languages" || key == "retention-days" || key == "existence" ? std::string(key) : std::string();
}

Json languages_of(std::string_view value) {
  Json list = Json::array();
  while (!value.empty()) {
    auto end = std::min(value.find(','), value.size());
    if (auto one = trimmed(value.substr(0, end)); !one.empty()) list.push_back(std::string(one));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return list;
}

Result<void> put(Json& charter, const std::string& key, std::string_view value) {
  auto name = key == "retention-days" ? std::string("retention_days") : key;
  if (charter.contains(name)) return fail(Code::usage, "the charter says '" + key + "' twice");
  if (key == "languages") {
    charter[name] = languages_of(value);
    return {};
  }
  if (key == "existence") {
    charter[name] = std::string(value);
    return {};
  }
  int days = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
  if (error != std::errc{} || end != value.data() + value.size() || days < 0)
    return fail(Code::usage, "the charter's 'retention-days' is a number of days");
  charter[name] = days;
  return {};
}

std::string joined_languages(const Json& list) {
  std::string out;
  for (const auto& l : list) out += (out.empty() ? "" : ", ") + l.get<std::string>();
  return out;
}

}  // namespace

std::string charter_file(const Json& charter) {
  std::string lines;
  if (charter.contains("languages")) lines += "languages: " + joined_languages(charter["languages"]) + "\n";
  if (charter.contains("retention_days")) lines += "retention-days: " + charter["retention_days"].dump() + "\n";
  if (charter.contains("existence")) lines += "existence: " + charter["existence"].get<std::string>() + "\n";
  return lines + (lines.empty() ? "" : "\n") + charter.value("text", "") + "\n";
}

Result<Json> read_charter(std::string_view file) {
  Json charter = Json::object();
  auto words = file;
  while (!words.empty()) {
    auto rest = words;
    auto line = take_line(rest);
    auto key = key_of(line);
    if (key.empty()) break;
    OFFICES_CHECK(put(charter, key, trimmed(line.substr(line.find(':') + 1))));
    words = rest;
  }
  if (!charter.empty()) {
    auto rest = words;
    if (!trimmed(take_line(rest)).empty()) return fail(Code::usage, "an empty line ends the charter's leading lines");
    words = rest;
  }
  charter["text"] = std::string(words);
  return charter;
}

}  // namespace offices::cli
