// SPDX-License-Identifier: Apache-2.0
#include "cli/input.hpp"

#include <algorithm>
#include <cctype>

namespace offices::cli {

bool Input::has(std::string_view name) const { return values_.contains(name); }

std::string Input::one(std::string_view name) const {
  auto found = values_.find(name);
  return found == values_.end() || found->second.empty() ? std::string() : found->second.front();
}

std::vector<std::string> Input::all(std::string_view name) const {
  auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

void Input::add(std::string_view name, std::string value) { values_[std::string(name)].push_back(std::move(value)); }

std::string input_name(std::string_view flag_or_operand) {
  std::string name(flag_or_operand.substr(std::min(flag_or_operand.find_first_not_of('-'), flag_or_operand.size())));
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

}  // namespace offices::cli
