// SPDX-License-Identifier: Apache-2.0
#include "accord/exact.hpp"

#include <algorithm>
#include <charconv>

namespace offices::accord {
namespace {

constexpr std::size_t number_characters_max = 200;
constexpr int exponent_max = 100;

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// cpp_int reads a leading zero as octal, so digits are fed without it.
Integer from_digits(std::string_view digits) {
  auto first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? Integer(0) : Integer(std::string(digits.substr(first)));
}

bool take_exponent(std::string_view& text, int& exponent) {
  auto at = text.find_first_of("eE");
  if (at == std::string_view::npos) return true;
  auto tail = text.substr(at + 1);
  if (tail.starts_with('+')) tail.remove_prefix(1);
  auto [end, ec] = std::from_chars(tail.data(), tail.data() + tail.size(), exponent);
  text = text.substr(0, at);
  return ec == std::errc{} && end == tail.data() + tail.size() && std::abs(exponent) <= exponent_max;
}

std::unexpected<Error> not_a_number(std::string_view text) {
  return fail(Code::malformed, "'" + std::string(text.substr(0, 40)) + "' is not a finite number");
}

Result<Rational> parse_unsigned(std::string_view text) {
  int exponent = 0;
  auto digits = text;
  if (!take_exponent(digits, exponent)) return not_a_number(text);
  auto point = digits.find('.');
  auto whole = digits.substr(0, point);
  auto part = point == std::string_view::npos ? std::string_view{} : digits.substr(point + 1);
  if ((whole.empty() && part.empty()) || !all_digits(whole) || !all_digits(part)) return not_a_number(text);
  Integer value = from_digits(std::string(whole) + std::string(part));
  int shift = exponent - static_cast<int>(part.size());
  if (shift >= 0) return Rational(Integer(value * pow10(static_cast<unsigned>(shift))));
  return Rational(value, pow10(static_cast<unsigned>(-shift)));
}

std::string place_point(Integer scaled, unsigned digits, bool negative) {
  std::string text = scaled.str();
  if (text.size() <= digits) text.insert(0, digits + 1 - text.size(), '0');
  if (digits > 0) {
    text.insert(text.size() - digits, 1, '.');
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
  }
  return negative && text != "0" ? "-" + text : text;
}

}  // namespace

Integer pow10(unsigned exponent) { return multiprecision::pow(Integer(10), exponent); }

Result<Rational> parse_number(std::string_view text) {
  auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text.size() > number_characters_max) return not_a_number(text);
  auto body = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
  bool negative = body.starts_with('-');
  if (negative || body.starts_with('+')) body.remove_prefix(1);
  auto slash = body.find('/');
  OFFICES_TRY(value, parse_unsigned(body.substr(0, slash)));
  if (slash != std::string_view::npos) {
    OFFICES_TRY(divisor, parse_unsigned(body.substr(slash + 1)));
    if (divisor == 0) return not_a_number(text);
    value /= divisor;
  }
  return negative ? Rational(-value) : value;
}

std::string decimal(const Rational& v, unsigned digits) {
  Integer n = numerator(v), d = denominator(v);
  bool negative = n < 0;
  if (negative) n = -n;
  Integer scaled = (n * pow10(digits) * 2 + d) / (d * 2);
  return place_point(std::move(scaled), digits, negative);
}

std::string exact_text(const Rational& v) {
  Integer rest = denominator(v);
  unsigned twos = 0, fives = 0;
  for (; rest % 2 == 0; ++twos) rest /= 2;
  for (; rest % 5 == 0; ++fives) rest /= 5;
  unsigned digits = std::max(twos, fives);
  if (rest == 1 && digits <= 60) return decimal(v, digits);
  return numerator(v).str() + "/" + denominator(v).str();
}

double approximate(const Rational& v) { return v.convert_to<double>(); }

}  // namespace offices::accord
