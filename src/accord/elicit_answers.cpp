// SPDX-License-Identifier: Apache-2.0
#include "accord/elicit_answers.hpp"

#include <algorithm>
#include <charconv>

namespace offices::accord {

std::unexpected<Error> no(std::string sentence) { return fail(Code::usage, std::move(sentence)); }
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  for (;;) {
    auto at = text.find_first_of(separators);
    out.push_back(trimmed(text.substr(0, at)));
    if (at == std::string_view::npos) return out;
    text.remove_prefix(at + 1);
  }
}

std::string in_quotes(std::string_view text) { return "'" + clean_name(text.substr(0, 40)) + "'"; }

/// 1 to `most`, as an index.
std::optional<std::size_t> counted(std::string_view text, std::size_t most) {
  std::size_t n = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (ec != std::errc{} || end != text.data() + text.size() || n < 1 || n > most) return std::nullopt;
  return n - 1;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

Result<Ranking> read_order(std::string_view line, std::size_t n, const std::function<std::optional<std::uint32_t>(std::string_view)>& find,
                           const std::function<std::string(std::uint32_t)>& name) {
  Ranking out;
  std::vector<bool> seen(n, false);
  for (auto group : split(line, ">")) {
    auto& into = out.emplace_back();
    for (auto token : split(group, "=")) {
      auto index = find(token);
      if (!index) return no(in_quotes(token) + " is none of those listed");
      if (seen[*index]) return no(in_quotes(name(*index)) + " is named twice");
      seen[*index] = true;
      into.push_back(*index);
    }
    std::ranges::sort(into);
  }
  auto left = std::ranges::find(seen, false);
  if (left != seen.end()) return no(in_quotes(name(static_cast<std::uint32_t>(left - seen.begin()))) + " is left out");
  return out;
}

Result<std::vector<Rational>> read_falling(std::string_view line, std::size_t n, const Rational& low, const Rational& high) {
  std::vector<Rational> out;
  for (auto token : split(line, " \t,;")) {
    if (token.empty()) continue;
    auto v = parse_number(token);
    if (!v) return no(in_quotes(token) + " is no number");
    if (*v <= low || *v >= high) return no(in_quotes(token) + " is not between " + decimal(low) + " and " + decimal(high));
    if (!out.empty() && *v >= out.back()) return no("the numbers go down, as the order does: " + in_quotes(token) + " does not");
    out.push_back(*v);
  }
  if (out.size() != n)
    return no(std::to_string(n) + (n == 1 ? " number is" : " numbers are") + " wanted, not " + std::to_string(out.size()));
  return out;
}

Result<Combination> read_red_line(std::string_view line, const Agenda& agenda) {
  Combination out;
  for (auto token : split(line, " \t,;+")) {
    if (token.empty()) continue;
    auto point = token.find('.');
    auto issue = counted(token.substr(0, point), agenda.issues.size());
    auto option = issue && point != std::string_view::npos ? counted(token.substr(point + 1), agenda.issues[*issue].size()) : std::nullopt;
    if (!option) return no(in_quotes(token) + " names no option; write 1.2 for the second option of the first issue");
    auto at = std::ranges::find(out, *issue, &Condition::issue);
    if (at == out.end()) at = out.insert(out.end(), Condition{*issue, std::vector<bool>(agenda.issues[*issue].size(), false)});
    at->options[*option] = true;
  }
  if (out.empty()) return no("an option is wanted, like 1.2");
  std::ranges::sort(out, {}, &Condition::issue);
  return out;
}

}  // namespace offices::accord
