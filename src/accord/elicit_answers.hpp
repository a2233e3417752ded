// SPDX-License-Identifier: Apache-2.0
// Elicit answers: how a person's line is read, apart from what the dialogue does with it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "accord/appraisal.hpp"

namespace offices::accord {

/// What is said of an answer that cannot be taken: Code::usage and a sentence.
[[nodiscard]] std::unexpected<Error> no(std::string sentence);

/// Without white space around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Reads "2 > 1 = 3" over `n` things; `find` gives the index of a token. Each thing occurs exactly once. Groups come
/// with rising indices. Fails with Code::usage and a sentence.
[[nodiscard]] Result<Ranking> read_order(std::string_view line, std::size_t n,
                                         const std::function<std::optional<std::uint32_t>(std::string_view)>& find,
                                         const std::function<std::string(std::uint32_t)>& name);

/// Reads `n` numbers between spaces, commas or semicolons, each below the one before and between `low` and `high`, both
/// excluded.
[[nodiscard]] Result<std::vector<Rational>> read_falling(std::string_view line, std::size_t n, const Rational& low, const Rational& high);

/// Reads "1.2 3.1" (issue 1's option 2 with issue 3's option 1), counted from 1; several options of one issue are
/// alternatives.
[[nodiscard]] Result<Combination> read_red_line(std::string_view line, const Agenda& agenda);

}  // namespace offices::accord
