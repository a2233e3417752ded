// SPDX-License-Identifier: Apache-2.0
#include "cli/layout.hpp"

#include <locale.h>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <ctime>
#include <cwchar>

#include "base/text.hpp"

namespace offices::cli {
namespace {

/// Octets of the UTF-8 character that begins with `first`.
std::size_t length_of(char first) {
  auto octet = static_cast<unsigned char>(first);
  return octet < 0x80 ? 1 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4;
}

char32_t point_of(std::string_view character) {
  auto octet = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  switch (character.size()) {
    case 1: return octet(0);
    case 2: return (octet(0) & 0x1fu) << 6 | (octet(1) & 0x3fu);
    case 3: return (octet(0) & 0x0fu) << 12 | (octet(1) & 0x3fu) << 6 | (octet(2) & 0x3fu);
    default: return (octet(0) & 7u) << 18 | (octet(1) & 0x3fu) << 12 | (octet(2) & 0x3fu) << 6 | (octet(3) & 0x3fu);
  }
}

/// Could move the cursor, change colours or turn the direction of what follows.
bool is_dangerous(char32_t p) {
  if (p < 0x20 || (p >= 0x7f && p <= 0x9f)) return true;
  return (p >= 0x202a && p <= 0x202e) || (p >= 0x2066 && p <= 0x2069) || p == 0x2028 || p == 0x2029 || p == 0xfeff;
}

std::string spelled(char32_t p) {
  char name[24];
  std::snprintf(name, sizeof name, "⟨U+%04X⟩", static_cast<unsigned>(p));
  return name;
}

template <class Visit>
void each_character(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    auto length = std::min(length_of(text[at]), text.size() - at);
    visit(text.substr(at, length));
    at += length;
  }
}

/// wcwidth needs a UTF-8 locale; the user's own may be C.
int columns_of(char32_t p) {
  static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 == nullptr) return 1;
  auto before = uselocale(utf8);
  int columns = wcwidth(static_cast<wchar_t>(p));
  uselocale(before);
  return columns < 0 ? 0 : columns;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (;;) {
    auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

/// One paragraph, broken at spaces; those at its beginning stay.
std::vector<std::string> broken(std::string_view line, std::size_t room) {
  auto begin = std::min(line.find_first_not_of(' '), line.size());
  std::vector<std::string> out{std::string(line.substr(0, begin))};
  std::size_t used = begin;
  bool fresh = true;
  while (begin < line.size()) {
    auto end = std::min(line.find(' ', begin), line.size());
    auto word = line.substr(begin, end - begin);
    auto wide = width(word);
    if (!fresh && used + 1 + wide > room) {
      out.emplace_back();
      used = 0;
      fresh = true;
    }
    out.back() += (fresh ? "" : " ") + std::string(word);
    used += wide + (fresh ? 0 : 1);
    fresh = false;
    begin = end + 1;
  }
  return out;
}

std::size_t room_after(std::size_t indent, const View& view) { return view.columns > indent + 20 ? view.columns - indent : 20; }

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  if (base::is_utf8(text)) {
    each_character(text, [&](std::string_view c) {
      auto p = point_of(c);
      if (p != '\n' && p != '\t' && is_dangerous(p)) out += spelled(p);
      else out += c;
    });
  } else {
    out = base::reveal(text);
  }
  std::ranges::replace(out, '\t', ' ');
  return out;
}

std::string foreign(std::string_view text, const View& view) {
  auto safe = clean(text);
  std::ranges::replace(safe, '\n', ' ');
  return view.terminal && !safe.empty() ? "\u2068" + safe + "\u2069" : safe;
}

std::string quoted(std::string_view text, const View& view, std::size_t most) {
  std::string kept;
  std::size_t used = 0;
  bool cut = false;
  each_character(clean(text), [&](std::string_view c) {
    if (cut) return;
    used += static_cast<std::size_t>(columns_of(point_of(c)));
    if (used > most) {
      kept += "…";
      cut = true;
      return;
    }
    kept += c == "\n" ? std::string_view(" ") : c;
  });
  return "“" + foreign(kept, view) + "”";
}

std::size_t width(std::string_view text) {
  std::size_t total = 0;
  each_character(text, [&](std::string_view c) { total += static_cast<std::size_t>(columns_of(point_of(c))); });
  return total;
}

std::string padded(std::string text, std::size_t columns) {
  auto used = width(text);
  if (used < columns) text.append(columns - used, ' ');
  return text;
}

std::string wrapped(std::string_view text, std::size_t indent, const View& view) {
  std::string out;
  bool first = true;
  for (auto line : lines_of(text)) {
    for (const auto& piece : broken(line, room_after(indent, view))) {
      if (!first) out += '\n' + (piece.empty() ? "" : std::string(indent, ' '));
      out += piece;
      first = false;
    }
  }
  return out;
}

std::string paragraph(std::string_view text, const View& view) { return wrapped(text, 0, view) + "\n"; }

std::string block(std::string_view text, std::string_view margin, const View& view) {
  std::string out;
  for (auto line : lines_of(clean(text))) {
    for (const auto& piece : broken(line, room_after(width(margin), view))) out += std::string(margin) + foreign(piece, view) + '\n';
  }
  return out;
}

std::string columns(const std::vector<std::vector<std::string>>& rows, std::size_t indent, const View& view) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    std::size_t at = indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      bool last = i + 1 == row.size();
      line += last ? wrapped(row[i], at, view) : padded(row[i], widths[i] + 2);
      at += widths[i] + 2;
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return out;
}

std::string facts(const std::vector<std::pair<std::string, std::string>>& rows, std::size_t indent, const View& view) {
  std::vector<std::vector<std::string>> cells;
  for (const auto& [name, value] : rows)
    if (!value.empty()) cells.push_back({name, value});
  return columns(cells, indent, view);
}

std::string short_id(std::string_view hex) { return clean(hex.substr(0, 10)); }

std::string grouped(std::string_view digits) {
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return clean(digits);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 5 == 0) out += ' ';
    out += digits[i];
  }
  return out;
}

std::string local_time(std::string_view iso_utc, bool seconds) {
  auto time = base::from_iso(iso_utc);
  if (!time) return clean(iso_utc);
  std::time_t at = time->seconds;
  std::tm parts{};
  if (localtime_r(&at, &parts) == nullptr) return clean(iso_utc);
  char text[40], zone[8];
  std::strftime(text, sizeof text, seconds ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%dT%H:%M", &parts);
  std::strftime(zone, sizeof zone, "%z", &parts);
  std::string offset = zone;
  if (parts.tm_gmtoff == 0) return std::string(text) + "Z";
  if (offset.size() == 5) offset.insert(3, ":");
  return text + offset;
}

std::string field(const Json& object, const char* key) {
  auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const Json& part(const Json& object, const char* key) {
  static const Json nothing = Json::array();
  auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_structured() ? *found : nothing;
}

std::string number(const Json& object, const char* key) {
  auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_number_integer() ? std::to_string(found->get<std::int64_t>()) : "0";
}

bool flag(const Json& object, const char* key) {
  auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::string scalar(const Json& object, const char* key) {
  auto found = object.is_object() ? object.find(key) : object.end();
  if (found == object.end()) return {};
  return found->is_number_integer() ? std::to_string(found->get<std::int64_t>()) : found->is_string() ? found->get<std::string>() : "";
}

std::vector<std::string> strings(const Json& object, const char* key) {
  std::vector<std::string> out;
  for (const auto& one : part(object, key))
    if (one.is_string()) out.push_back(one.get<std::string>());
  return out;
}

std::string listing(const std::vector<std::string>& names, const View& view) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + foreign(names[i], view);
  return out;
}

std::string count_of(std::int64_t n, std::string_view noun) { return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s"); }

}  // namespace offices::cli
