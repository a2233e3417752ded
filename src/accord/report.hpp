// SPDX-License-Identifier: Apache-2.0
// Report: answers as JSON (for programs) and as text (for people).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "accord/solve.hpp"

namespace offices::accord {

/// Takes a report piece by piece.
using Sink = std::function<void(std::string_view)>;

/// A JSON string literal of UTF-8 text.
[[nodiscard]] std::string json_text(std::string_view text);
/// {"Issue":"option",…} in the agenda's order.
[[nodiscard]] std::string outcome_json(const Agenda& agenda, const Outcome& outcome);
/// ["0.25",…]: decimals, exact or rounded to 12 places.
[[nodiscard]] std::string decimals_json(const std::vector<Rational>& values);

/// One object, as docs/negotiation.md describes it.
void write_json(const Answer& answer, const Sink& sink);
/// A frontier point as --json lists it.
[[nodiscard]] std::string point_json(const Agenda& agenda, const StreamedPoint& point);
/// One line for each frontier point that was not streamed, then one line with the rest.
void write_json_lines(const Answer& answer, const Sink& sink);
/// What a person wants to know, at most `points` frontier points.
void write_text(const Answer& answer, std::size_t points, const Sink& sink);

}  // namespace offices::accord
