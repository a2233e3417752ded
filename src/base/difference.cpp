// SPDX-License-Identifier: Apache-2.0
#include "base/difference.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <unordered_map>

#include "base/text.hpp"

namespace offices::base {
namespace {

enum class Class { word, space, alone, joined };

struct Character {
  std::uint32_t point;
  std::size_t length;
};

/// `text` is UTF-8.
Character character(std::string_view text, std::size_t at) {
  auto octet = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i])); };
  std::uint32_t first = octet(0);
  if (first < 0x80) return {first, 1};
  std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  std::uint32_t point = first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) point = point << 6 | (octet(i) & 0x3fu);
  return {point, length};
}

struct Span {
  std::uint32_t first, last;
};

template <std::size_t N>
bool within(const Span (&spans)[N], std::uint32_t p) {
  auto at = std::ranges::upper_bound(spans, p, {}, &Span::first);
  return at != std::begin(spans) && p <= std::prev(at)->last;
}

// What never begins a piece: combining marks, vowel signs, joiners, direction marks, variation selectors, skin tones, tags.
constexpr Span marks[] = {{0x0300, 0x036f}, {0x0483, 0x0489},   {0x0591, 0x05bd},   {0x05bf, 0x05bf},  {0x05c1, 0x05c2}, {0x05c4, 0x05c5},
                          {0x05c7, 0x05c7}, {0x0610, 0x061c},   {0x064b, 0x065f},   {0x0670, 0x0670},  {0x06d6, 0x06dc}, {0x06df, 0x06e4},
                          {0x06e7, 0x06e8}, {0x06ea, 0x06ed},   {0x0711, 0x0711},   {0x0730, 0x074a},  {0x0900, 0x0903}, {0x093a, 0x093c},
                          {0x093e, 0x094f}, {0x0951, 0x0957},   {0x0962, 0x0963},   {0x0981, 0x0983},  {0x09bc, 0x09bc}, {0x09be, 0x09cd},
                          {0x0a01, 0x0a03}, {0x0a3c, 0x0a51},   {0x0a81, 0x0a83},   {0x0abc, 0x0abc},  {0x0abe, 0x0acd}, {0x0b82, 0x0b82},
                          {0x0bbe, 0x0bcd}, {0x0c00, 0x0c04},   {0x0c3e, 0x0c56},   {0x0d3e, 0x0d4d},  {0x0e31, 0x0e31}, {0x0e34, 0x0e3a},
                          {0x0e47, 0x0e4e}, {0x0eb1, 0x0eb1},   {0x0eb4, 0x0ebc},   {0x0ec8, 0x0ece},  {0x0f71, 0x0f84}, {0x102b, 0x103e},
                          {0x1056, 0x1059}, {0x1160, 0x11ff},   {0x135d, 0x135f},   {0x17b4, 0x17d3},  {0x180b, 0x180f}, {0x1ab0, 0x1aff},
                          {0x1dc0, 0x1dff}, {0x200c, 0x200f},   {0x20d0, 0x20ff},   {0x302a, 0x302f},  {0x3099, 0x309a}, {0xfe00, 0xfe0f},
                          {0xfe20, 0xfe2f}, {0x1f3fb, 0x1f3ff}, {0xe0020, 0xe007f}, {0xe0100, 0xe01ef}};
constexpr Span spaces[] = {{0x09, 0x0a},     {0x20, 0x20},     {0xa0, 0xa0},     {0x1680, 0x1680},
                           {0x2000, 0x200b}, {0x202f, 0x202f}, {0x205f, 0x2060}, {0x3000, 0x3000}};
// Punctuation, symbols, and the letters of scripts that put no spaces between words.
constexpr Span alone[] = {{0x21, 0x26},     {0x28, 0x2f},     {0x3a, 0x40},     {0x5b, 0x5e},     {0x60, 0x60},       {0x7b, 0x7e},
                          {0xa1, 0xa9},     {0xab, 0xb4},     {0xb6, 0xb9},     {0xbb, 0xbf},     {0xd7, 0xd7},       {0xf7, 0xf7},
                          {0x0589, 0x058a}, {0x05be, 0x05be}, {0x05c0, 0x05c0}, {0x05c3, 0x05c3}, {0x060c, 0x060d},   {0x061b, 0x061b},
                          {0x061e, 0x061f}, {0x066a, 0x066d}, {0x06d4, 0x06d4}, {0x0964, 0x0965}, {0x0e01, 0x0eff},   {0x1000, 0x104f},
                          {0x1100, 0x115f}, {0x1780, 0x17ff}, {0x2010, 0x2018}, {0x201a, 0x2027}, {0x2030, 0x205e},   {0x2061, 0x206f},
                          {0x20a0, 0x20cf}, {0x2100, 0x2bff}, {0x2e00, 0x2fff}, {0x3001, 0x3029}, {0x3030, 0xa4cf},   {0xac00, 0xd7ff},
                          {0xf900, 0xfaff}, {0xfe10, 0xfe1f}, {0xfe30, 0xfe6f}, {0xff01, 0xffef}, {0x1f000, 0x1f3fa}, {0x1f400, 0x3ffff}};

Class class_of(std::uint32_t p) {
  if (within(marks, p)) return Class::joined;
  if (within(spaces, p)) return Class::space;
  return within(alone, p) ? Class::alone : Class::word;
}

/// What is compared: words, runs of white space, single characters; each with the marks that follow it.
std::vector<std::string_view> cut(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t from = 0;
  auto before = Class::alone;
  bool glued = false;  // U+200D ties the next character to this one
  for (std::size_t at = 0; at < text.size();) {
    auto c = character(text, at);
    auto kind = class_of(c.point);
    bool goes_on = kind == Class::joined || glued || (kind == before && kind != Class::alone);
    if (!goes_on && at > from) {
      out.push_back(text.substr(from, at - from));
      from = at;
    }
    if (kind != Class::joined) before = kind;
    glued = c.point == 0x200d && before == Class::alone;
    at += c.length;
  }
  if (from < text.size()) out.push_back(text.substr(from));
  return out;
}

using Numbers = std::vector<std::uint32_t>;

/// Both texts as numbers, equal where the pieces are.
class Numbering {
 public:
  Numbers number(const std::vector<std::string_view>& pieces) {
    Numbers out;
    for (auto piece : pieces) {
      auto [at, fresh] = known_.emplace(piece, static_cast<std::uint32_t>(known_.size()));
      if (fresh) words_.push_back(piece);
      out.push_back(at->second);
    }
    return out;
  }
  [[nodiscard]] std::string_view word(std::uint32_t number) const { return words_[number]; }

 private:
  std::unordered_map<std::string_view, std::uint32_t> known_;
  std::vector<std::string_view> words_;
};

using Script = std::vector<std::pair<Mark, std::uint32_t>>;
using Part = std::span<const std::uint32_t>;

/// The shortest edit script by divide and conquer: from both ends at once until the paths meet, then each half by
/// itself (Myers 1986). Where they have not met after `effort_max` edits, the farthest path from the front is cut off.
class Shortest {
 public:
  Script run(Part old, Part now) {
    compare(old, now);
    return std::move(out_);
  }

 private:
  static constexpr std::ptrdiff_t effort_max = 400;
  struct Cut {
    std::ptrdiff_t old = 0, now = 0;
  };

  void all(Mark mark, Part part) {
    for (auto n : part) out_.emplace_back(mark, n);
  }

  void compare(Part old, Part now) {
    auto head = std::ranges::mismatch(old, now).in1 - old.begin();
    all(Mark::kept, old.first(static_cast<std::size_t>(head)));
    old = old.subspan(static_cast<std::size_t>(head));
    now = now.subspan(static_cast<std::size_t>(head));
    std::size_t tail = 0;
    while (tail < std::min(old.size(), now.size()) && old[old.size() - 1 - tail] == now[now.size() - 1 - tail]) ++tail;
    auto end = old.last(tail);
    differ(old.first(old.size() - tail), now.first(now.size() - tail));
    all(Mark::kept, end);
  }

  /// Neither begins nor ends like the other.
  void differ(Part old, Part now) {
    if (old.empty() || now.empty()) {
      all(Mark::removed, old);
      all(Mark::added, now);
      return;
    }
    auto cut = meeting(old, now);
    compare(old.first(static_cast<std::size_t>(cut.old)), now.first(static_cast<std::size_t>(cut.now)));
    compare(old.subspan(static_cast<std::size_t>(cut.old)), now.subspan(static_cast<std::size_t>(cut.now)));
  }

  /// Paths from one end: how far each diagonal (old - now) got; those that left the grid are not followed.
  struct Paths {
    Paths(std::ptrdiff_t size, std::ptrdiff_t reach) : middle(reach + 1), at(static_cast<std::size_t>(2 * reach + 3), -1), n(size) {
      at[static_cast<std::size_t>(middle + 1)] = 0;
    }
    [[nodiscard]] std::ptrdiff_t& on(std::ptrdiff_t diagonal) { return at[static_cast<std::size_t>(middle + diagonal)]; }
    std::ptrdiff_t middle;
    std::vector<std::ptrdiff_t> at;
    std::ptrdiff_t n;
    std::ptrdiff_t first = 0, last = 0;  ///< diagonals at the edges that are no longer followed
  };

  template <class Same>
  static Cut step(Paths& paths, std::ptrdiff_t d, std::ptrdiff_t k, std::ptrdiff_t m, Same same) {
    bool down = k == -d || (k != d && paths.on(k - 1) < paths.on(k + 1));
    Cut c;
    c.old = down ? paths.on(k + 1) : paths.on(k - 1) + 1;
    c.now = c.old - k;
    while (c.old < paths.n && c.now < m && same(c.old, c.now)) {
      ++c.old;
      ++c.now;
    }
    paths.on(k) = c.old;
    if (c.old > paths.n) paths.last += 2;
    else if (c.now > m) paths.first += 2;
    return c;
  }

  static Cut meeting(Part old, Part now) {
    auto n = std::ssize(old), m = std::ssize(now), reach = std::min((n + m + 1) / 2, effort_max), delta = n - m;
    Paths front(n, reach), back(n, reach);
    auto at = [](Part part, std::ptrdiff_t i) { return part[static_cast<std::size_t>(i)]; };
    auto ahead = [&](std::ptrdiff_t x, std::ptrdiff_t y) { return at(old, x) == at(now, y); };
    auto astern = [&](std::ptrdiff_t x, std::ptrdiff_t y) { return at(old, n - 1 - x) == at(now, m - 1 - y); };
    Cut farthest;
    auto inside = [&](const Cut& c) { return c.old <= n && c.now <= m; };
    for (std::ptrdiff_t d = 0; d <= reach; ++d) {
      for (auto k = -d + front.first; k <= d - front.last; k += 2) {
        auto c = step(front, d, k, m, ahead);
        if (!inside(c)) continue;
        if (c.old + c.now > farthest.old + farthest.now) farthest = c;
        auto other = delta - k;
        if (delta % 2 != 0 && other >= -d && other <= d && back.on(other) >= 0 && c.old + back.on(other) >= n) return c;
      }
      for (auto k = -d + back.first; k <= d - back.last; k += 2) {
        auto c = step(back, d, k, m, astern);
        if (!inside(c)) continue;
        auto other = delta - k;
        if (delta % 2 == 0 && other >= -d && other <= d && front.on(other) >= 0 && front.on(other) + c.old >= n)
          return {front.on(other), front.on(other) - other};
      }
    }
    return farthest;
  }

  Script out_;
};

/// Neighbours of one mark are one piece; between kept ones, what was removed comes first.
class Pieces {
 public:
  void add(Mark mark, std::string_view text) {
    if (mark == Mark::kept && !(removed_.empty() && added_.empty())) flush();
    (mark == Mark::kept ? kept_ : mark == Mark::removed ? removed_ : added_) += text;
    if (mark != Mark::kept) put(Mark::kept, kept_);
  }
  std::vector<Piece> done() {
    flush();
    return std::move(out_);
  }

 private:
  void put(Mark mark, std::string& text) {
    if (!text.empty()) out_.push_back({mark, std::move(text)});
    text.clear();
  }
  void flush() {
    put(Mark::kept, kept_);
    put(Mark::removed, removed_);
    put(Mark::added, added_);
  }
  std::string kept_, removed_, added_;
  std::vector<Piece> out_;
};

}  // namespace

Result<std::vector<Piece>> differences(std::string_view before, std::string_view after) {
  for (auto text : {before, after}) {
    if (text.size() > text_bytes_max) return fail(Code::text_too_long);
    if (!is_utf8(text)) return fail(Code::text_not_utf8);
  }
  Numbering numbering;
  auto old = numbering.number(cut(before)), now = numbering.number(cut(after));
  Pieces out;
  for (const auto& [mark, number] : Shortest().run(old, now)) out.add(mark, numbering.word(number));
  return out.done();
}

Json to_json(const std::vector<Piece>& pieces) {
  constexpr std::string_view kinds[] = {"kept", "removed", "added"};
  Json out = Json::array();
  for (const auto& p : pieces) out.push_back({{"kind", kinds[static_cast<std::size_t>(p.mark)]}, {"text", p.text}});
  return out;
}

}  // namespace offices::base
