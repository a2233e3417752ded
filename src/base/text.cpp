// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <cstdint>
#include <cstdio>

namespace offices::base {
namespace {

/// The character at `at` and its length in octets; length 0 where the text is not UTF-8.
struct Character {
  std::uint32_t point;
  std::size_t length;
};

Character next(std::string_view text, std::size_t at) {
  auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  std::uint8_t first = octet(0);
  if (first < 0x80) return {first, 1};
  std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return {0, 0};
  std::uint32_t point = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(i) & 0xc0) != 0x80) return {0, 0};
    point = point << 6 | (octet(i) & 0x3fu);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return {0, 0};
  return {point, length};
}

bool is_kept_mark(std::uint32_t p) { return (p >= 0x200c && p <= 0x200f) || p == 0x061c; }

bool is_forbidden(std::uint32_t p) {
  if (p < 0x20) return p != '\t' && p != '\n';
  return (p >= 0x7f && p <= 0x9f) || (p >= 0x202a && p <= 0x202e) || (p >= 0x2066 && p <= 0x2069) || p == 0xfeff || p == 0x2028 ||
         p == 0x2029;
}

bool is_blank(std::uint32_t p) {
  return p == ' ' || p == '\t' || p == '\n' || p == 0xa0 || p == 0x3000 || (p >= 0x2000 && p <= 0x200f) || p == 0x2060 || p == 0x061c ||
         p == 0x00ad;
}

bool is_invisible(std::uint32_t p) {
  return is_kept_mark(p) || is_forbidden(p) || p == 0x200b || p == 0x2060 || p == 0x00ad || (p >= 0xfe00 && p <= 0xfe0f) ||
         (p >= 0xe0000 && p <= 0xe01ef);
}

}  // namespace

bool is_utf8(std::string_view text) {
  auto is_ascii = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]) < 0x80; };
  for (std::size_t at = 0; at < text.size();) {
    while (at < text.size() && is_ascii(at)) ++at;
    if (at == text.size()) break;
    auto c = next(text, at);
    if (c.length == 0) return false;
    at += c.length;
  }
  return true;
}

Result<void> check_text(std::string_view text) {
  if (text.size() > text_bytes_max) return fail(Code::text_too_long);
  if (!is_utf8(text)) return fail(Code::text_not_utf8);
  bool visible = false;
  for (std::size_t at = 0; at < text.size();) {
    auto c = next(text, at);
    if (is_forbidden(c.point)) {
      char name[16];
      std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(c.point));
      return fail(Code::text_forbidden_character, std::string(name) + " at octet " + std::to_string(at));
    }
    visible = visible || !is_blank(c.point);
    at += c.length;
  }
  if (!visible) return fail(Code::text_empty);
  return {};
}

Result<void> check_line(std::string_view text) {
  if (text.size() > line_bytes_max) return fail(Code::too_large, "a name or title has at most 200 octets");
  OFFICES_CHECK(check_text(text));
  if (text.find_first_of("\n\t") != std::string_view::npos) return fail(Code::text_forbidden_character, "a name or title is one line");
  if (text.front() == ' ' || text.back() == ' ') return fail(Code::text_forbidden_character, "a name or title has no space at its ends");
  return {};
}

std::string reveal(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto c = next(text, at);
    if (c.length == 0) {
      out += "⟨not UTF-8⟩";
      at += 1;
      continue;
    }
    if (is_invisible(c.point) && c.point != '\n' && c.point != '\t') {
      char name[24];
      std::snprintf(name, sizeof name, "⟨U+%04X⟩", static_cast<unsigned>(c.point));
      out += name;
    } else {
      out += text.substr(at, c.length);
    }
    at += c.length;
  }
  return out;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t most = 120;
  if (text.size() <= most) return std::string(text);
  auto cut = most;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xc0) == 0x80) --cut;
  return std::string(text.substr(0, cut)) + "…";
}

}  // namespace offices::base
