// SPDX-License-Identifier: Apache-2.0
#include "mediation/evidence_file.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace offices::mediation {
namespace {

// U+200E, U+200F and U+061C: they may stand in words, but could show a name's end elsewhere than at its end.
constexpr std::string_view direction_marks[] = {"\u200E", "\u200F", "\u061C"};

}  // namespace

Result<void> check_file_name(std::string_view name) {
  OFFICES_CHECK(base::check_line(name));
  if (name.find_first_of("/\\:") != std::string_view::npos || name.starts_with('.'))
    return fail(Code::malformed, "'" + std::string(name) + "' is not the plain name of a file");
  auto stands_in = [&](std::string_view mark) { return name.find(mark) != std::string_view::npos; };
  if (std::ranges::any_of(direction_marks, stands_in)) return fail(Code::text_forbidden_character, "a direction mark in a file's name");
  return {};
}

}  // namespace offices::mediation
