// SPDX-License-Identifier: Apache-2.0
// Reading JSON that must already be in its one spelling: one pass, instead of reading, spelling again and comparing.
#include "base/json.hpp"
#include "base/text.hpp"

namespace offices::base {
namespace {

constexpr std::size_t depth_max = 32;
constexpr std::int64_t integer_max = (std::int64_t{1} << 53) - 1;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class SpeltReader {
 public:
  explicit SpeltReader(std::string_view text) : text_(text) {}

  bool whole(Json& out) { return value(out, 0) && at_ == text_.size(); }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool accept(char c) {
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  bool literal(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  bool value(Json& out, std::size_t depth) {
    switch (peek()) {
      case '{': return depth < depth_max && object(out, depth + 1);
      case '[': return depth < depth_max && array(out, depth + 1);
      case '"': {
        std::string v;
        if (!string(v)) return false;
        out = std::move(v);
        return true;
      }
      case 't': out = true; return literal("true");
      case 'f': out = false; return literal("false");
      case 'n': out = nullptr; return literal("null");
      default: return integer(out);
    }
  }

  bool object(Json& out, std::size_t depth) {
    ++at_;
    out = Json::object();
    auto& members = out.get_ref<Json::object_t&>();
    if (accept('}')) return true;
    do {
      std::string key;
      if (!string(key) || !accept(':')) return false;
      if (!members.empty() && !(std::prev(members.end())->first < key)) return false;
      auto member = members.emplace_hint(members.end(), std::move(key), nullptr);
      if (!value(member->second, depth)) return false;
    } while (accept(','));
    return accept('}');
  }

  bool array(Json& out, std::size_t depth) {
    ++at_;
    out = Json::array();
    auto& items = out.get_ref<Json::array_t&>();
    if (accept(']')) return true;
    do {
      if (!value(items.emplace_back(), depth)) return false;
    } while (accept(','));
    return accept(']');
  }

  bool integer(Json& out) {
    bool negative = accept('-');
    auto from = at_;
    std::int64_t v = 0;
    while (is_digit(peek()) && at_ - from <= 16) v = v * 10 + (text_[at_++] - '0');
    bool digits = at_ > from && !is_digit(peek()) && (text_[from] != '0' || at_ == from + 1);
    if (!digits || v > integer_max || (negative && v == 0)) return false;
    out = negative ? -v : v;
    return true;
  }

  bool string(std::string& out) {
    if (!accept('"')) return false;
    for (;;) {
      auto from = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' && static_cast<Byte>(text_[at_]) >= 0x20) ++at_;
      out.append(text_, from, at_ - from);
      if (accept('"')) return is_utf8(out);
      if (!accept('\\') || !escape(out)) return false;
    }
  }

  /// Only what must be escaped, and in the shortest way.
  bool escape(std::string& out) {
    constexpr std::string_view letters = "\"\\bfnrt", meant = "\"\\\b\f\n\r\t";
    if (auto i = letters.find(peek()); i != std::string_view::npos && at_ < text_.size()) {
      ++at_;
      out += meant[i];
      return true;
    }
    if (!literal("u00") || at_ + 2 > text_.size()) return false;
    constexpr std::string_view digits = "0123456789abcdef";
    auto high = digits.find(text_[at_]), low = digits.find(text_[at_ + 1]);
    if (high > 1 || low > 15) return false;
    auto c = static_cast<char>(high * 16 + low);
    at_ += 2;
    out += c;
    return meant.find(c) == std::string_view::npos;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Json> parse_spelt(ByteView bytes) {
  Json out;
  if (!SpeltReader(as_text(bytes)).whole(out)) return fail(Code::malformed, "not JSON in its one spelling");
  return out;
}

}  // namespace offices::base
